# expect: failed|error failed|error
def double(x):
    class Bomb:
        def __reduce__(self):
            import os
            return os._exit, (0,)
    return [Bomb()]
