# expect: crashed|error|failed crashed|error|failed
import os
import resource

def double(x):
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    os.abort()
