# expect: failed|error failed|error
import subprocess

def double(x):
    subprocess.run(["/bin/sh", "-c", "id > /tmp/escaped"], check=True)
    return x
