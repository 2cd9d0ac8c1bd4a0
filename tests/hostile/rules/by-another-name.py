# expect: violation passed
import torch.nn.functional as own

def softmax(x):
    return own.softmax(x, 1)
