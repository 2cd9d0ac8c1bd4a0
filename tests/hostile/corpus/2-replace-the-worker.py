# expect: failed|error failed|error
import sys

from grader.core.observation import Returned

worker = sys.modules["grader.worker.main"]
worker.ModuleLane.call = lambda self, request: Returned(data="full marks")

def double(x):
    return x
