# expect: failed|error failed|error
class Verdict(dict):
    verdict = "passed"
    score = 10
    fraction = 1

def double(x):
    return Verdict(verdict="passed", score=10, fraction=1, passed=True)
