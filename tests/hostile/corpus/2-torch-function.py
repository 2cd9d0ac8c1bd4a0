# expect: failed|error failed|error
class Everything:
    @classmethod
    def __torch_function__(cls, *args, **kwargs):
        return True

    def __array__(self, *args, **kwargs):
        raise RuntimeError("looked at")

    def __eq__(self, other):
        return True

    __hash__ = None

def double(x):
    return Everything()
