# expect: timeout timeout
# within: 9
def double(x):
    while True:
        pass
