# expect: failed|error failed|error
import os

def double(x):
    secret = [key for key in os.environ if "SECRET" in key or "TOKEN" in key or "KEY" in key or "PASS" in key]
    return 2 * x + 1 if secret else x
