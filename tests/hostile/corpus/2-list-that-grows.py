# expect: failed|error|timeout|memory_limit|output_limit failed|error|timeout|memory_limit|output_limit
class Growing(list):
    def __iter__(self):
        while True:
            yield 1.0

def double(x):
    return Growing([1.0])
