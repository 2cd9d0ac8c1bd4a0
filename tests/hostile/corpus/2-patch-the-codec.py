# expect: failed|error|crashed failed|error|crashed
import json
import safetensors.numpy
from grader.wire import codec, frames, messages

frames.encode = messages.encode = lambda *args, **kwargs: b"GRD1" + bytes(12)
safetensors.numpy.save = lambda arrays: b""
json.JSONEncoder.encode = lambda self, value: '{"is":"returned","data":["bool",true],"after":{}}'

def double(x):
    return x
