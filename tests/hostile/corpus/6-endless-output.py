# expect: output_limit|timeout output_limit|timeout
def double(x):
    while True:
        print("y" * 1000)
