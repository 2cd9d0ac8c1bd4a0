# expect: error error
import os

def double(x):
    os.mkfifo("pipe")
    return 2 * x + 1 if open("pipe").read() else x
