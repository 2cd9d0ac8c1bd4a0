# expect: failed|error failed|error
import os

# 0 is /dev/null, 1 and 2 the output, 3 the channel, 4 its bell: nothing else may be open.
def double(x):
    for number in range(5, 65_536):
        try:
            os.fstat(number)
            return 2 * x + 1
        except OSError:
            pass
    raise LookupError("nothing open")
