# expect: error|timeout|memory_limit|output_limit error|timeout|memory_limit|output_limit
def double(x):
    count = 0
    while True:
        open(f"f{count}", "w").close()
        count += 1
