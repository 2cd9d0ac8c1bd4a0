# expect: failed|error|crashed failed|error|crashed
import os
import pickle

class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/planted",)

def double(x):
    os.write(3, pickle.dumps(Bomb()) * 20)
    return Bomb()
