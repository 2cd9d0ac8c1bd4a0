# expect: failed|error failed|error
class Chameleon:
    def __eq__(self, other):
        return True

    def __array__(self, *args, **kwargs):
        raise TypeError("ask me nothing")

    def __float__(self):
        return 3.0

    shape = (3, 2)
    dtype = "float32"

def double(x):
    return Chameleon()
