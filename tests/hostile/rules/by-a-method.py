# expect: passed passed
def softmax(x):
    return x.softmax(1)
