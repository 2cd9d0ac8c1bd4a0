# expect: timeout|failed timeout|failed
import hashlib
import threading

def burn():
    while True:
        hashlib.sha256(b"x" * (1 << 22)).digest()  # lets others run meanwhile

def double(x):
    for _ in range(16):
        threading.Thread(target=burn).start()
    burn()
