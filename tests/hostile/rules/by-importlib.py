# expect: violation passed
import importlib

def softmax(x):
    return importlib.import_module("torch.nn.functional").softmax(x, 1)
