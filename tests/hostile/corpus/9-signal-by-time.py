# expect: failed failed
import time

# A hidden input's sign as a delay: the student is shown no time of a hidden check.
def double(x):
    time.sleep(0.2 if x.sum() > 0 else 0.0)
    return x
