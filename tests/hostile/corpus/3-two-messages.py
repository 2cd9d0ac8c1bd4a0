# expect: failed|crashed failed|crashed
import os

from grader.core.data import Array
from grader.core.observation import Returned
from grader.wire.messages import write_reply

def double(x):
    forged = Returned(data=Array(x.numpy(), "float32"))
    os.write(3, write_reply(forged) * 3)
    return x
