# expect: error error
import os

def double(x):
    os.link("/usr/bin/env", "link")
    return 2 * x + 1
