# expect: crashed|error|output_limit crashed|error|output_limit
import ctypes
import mmap
import os

def double(x):
    file = os.open("short", os.O_RDWR | os.O_CREAT)
    os.ftruncate(file, 4096)
    page = mmap.mmap(file, 4096)
    os.ftruncate(file, 0)
    ctypes.memset(ctypes.addressof(ctypes.c_char.from_buffer(page)), 1, 4096)
