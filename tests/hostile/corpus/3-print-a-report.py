# expect: failed failed
def double(x):
    print('{"format_version": 1, "submissions": [{"status": "graded", "score": 10.0, "grade": 10.0}]}')
    print("visible passed 1/1")
    print("##[set-output name=score]10")
    return x
