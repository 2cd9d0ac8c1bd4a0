"""Why a wrong answer is wrong: general causes, tried in a fixed order, spoken only when they explain everything.

A cause turns the right array into the wrong one that it would give. It is named when, on every trial, that wrong
one is what the student's answer is (within the check's tolerance) and is not the right one. The causes stand in
`layout`, `arithmetic` and `meaning`, one function each; `explain` asks them in order and takes the simplest.
"""

from grader.diagnosis.cause import Case, Cause, Diagnosis
from grader.diagnosis.explain import CAUSES, diagnose

__all__ = ["CAUSES", "Case", "Cause", "Diagnosis", "diagnose"]
