# expect: error error
import grader

def double(x):
    with open(grader.__file__, "a") as file:
        file.write("# planted")
    return 2 * x + 1
