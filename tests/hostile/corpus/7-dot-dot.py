# expect: error error
import os

def double(x):
    with open("../../../../../../../../../../tmp/planted", "w") as file:
        file.write("x")
    return 2 * x + 1
