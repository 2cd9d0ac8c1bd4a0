# expect: error error
def softmax(x:
