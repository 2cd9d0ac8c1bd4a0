# expect: timeout timeout
# within: 7
while True:
    pass
