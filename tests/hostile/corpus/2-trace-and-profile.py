# expect: failed failed
import sys

def spy(frame, event, argument):
    for name in ("expected", "right", "answer", "fraction", "score"):
        if name in frame.f_locals:
            frame.f_locals[name] = 1
    return spy

sys.settrace(spy)
sys.setprofile(spy)

def double(x):
    return x
