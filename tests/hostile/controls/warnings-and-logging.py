import logging
import warnings

logging.basicConfig(level=logging.DEBUG)


def double(x):
    warnings.warn("half-done", stacklevel=2)
    logging.getLogger("student").debug("x is %s", x)
    return 2 * x + 1
