# expect: timeout timeout
while True:
    pass
