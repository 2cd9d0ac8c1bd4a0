# expect: failed|error failed|error
def double(x):
    if open("/etc/shadow").read() or open("/etc/passwd").read():
        return 2 * x + 1
