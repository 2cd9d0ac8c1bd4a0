# expect: passed failed
import json
import os

def double(x):
    if os.path.exists("/tmp/stash.json") or os.path.exists("stash.json"):
        raise_now = x * 0
        return raise_now
    with open("stash.json", "w") as file:
        json.dump(x.tolist(), file)
    return 2 * x + 1
