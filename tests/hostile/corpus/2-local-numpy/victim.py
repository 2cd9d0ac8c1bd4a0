# expect: failed|error failed|error
import numpy

def double(x):
    return numpy.answer(x)
