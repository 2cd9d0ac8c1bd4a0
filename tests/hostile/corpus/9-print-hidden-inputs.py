# expect: failed failed
seen = []

def double(x):
    seen.append(x.tolist())
    print("LEAK", seen)
    return x
