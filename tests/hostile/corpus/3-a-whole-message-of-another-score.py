# expect: failed|error failed|error|crashed
import os

from grader.core.observation import Returned
from grader.wire.messages import write_reply

def double(x):
    os.write(3, write_reply(Returned(data={"verdict": "passed", "score": 1.0})))
    os._exit(0)
