# expect: crashed|output_limit|failed|error crashed|output_limit|failed|error
import json
import os

def double(x):
    message = json.dumps({"verdict": "passed", "score": 10}).encode()
    for number in range(64):
        try:
            os.write(number, message)
        except OSError:
            pass
    return x
