# expect: timeout timeout
def double(x):
    while True:
        pass
