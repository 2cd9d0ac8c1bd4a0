# expect: output_limit|timeout output_limit|timeout
# within: 10
def double(x):
    while True:
        print("y" * 1000)
