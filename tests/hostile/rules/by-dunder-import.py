# expect: violation passed
def softmax(x):
    return __import__("torch").softmax(x, 1)
