# expect: failed|error failed|error
from grader.checks import answer

def double(x):
    return answer(x)
