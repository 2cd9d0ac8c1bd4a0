# expect: failed failed
import sys

def hook(event, arguments):
    if event == "import" and "grader" in str(arguments):
        raise SystemExit(0)

sys.addaudithook(hook)

def double(x):
    return x
