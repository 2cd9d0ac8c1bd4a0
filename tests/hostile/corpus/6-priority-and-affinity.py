# expect: failed|error failed|error
import os

def double(x):
    os.nice(-20)
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99))
    return 2 * x + 1
