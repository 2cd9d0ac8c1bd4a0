# expect: error|timeout|memory_limit error|timeout|memory_limit
# within: 12
def double(x):
    count = 0
    while True:
        open(f"f{count}", "w").close()
        count += 1
