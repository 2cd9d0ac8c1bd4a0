"""Speed checks: the host's clock decides, the answers must be right, and nothing that students do moves the clock."""

from __future__ import annotations

import re

import pytest

from grader.audit.validate import validate
from tests.grading.desk import TORCH, Desk, verdicts

SPEC = """
values: {x: {random: normal, shape: [3]}}
checks:
  - {id: begin, call: begin(), equals: 1}
  - {id: fast, call: double(x), satisfies: {speedup: {at_least: 3}}, points: 2}
"""
BELIEVED = SPEC.replace("at_least: 3", "at_least: 3, at_most: 10000")
SLOW = """
import time

def begin():
    return 1

def double(x):
    time.sleep(0.2)
    return 2 * x
"""
FAST = SLOW.replace("    time.sleep(0.2)\n", "")


@pytest.mark.parametrize(
    ("work", "verdict", "words"),
    [
        (FAST, "passed", r"at \d+ × the reference's speed"),
        (SLOW, "failed", r"right, but at [\d.]+ × the reference's speed; 3 × is asked for"),
        (FAST.replace("2 * x", "x"), "failed", "expected"),
        (FAST.replace("2 * x", "undefined"), "error", "NameError"),
    ],
    ids=["fast", "slow", "wrong", "raises"],
)
def test_what_is_right_and_fast_passes(desk: Desk, work: str, verdict: str, words: str) -> None:
    problem = desk.problem(BELIEVED, {"reference.py": SLOW})
    found = desk.grade(problem, work)["fast"]
    assert found.verdict == verdict
    assert found.score == (2 if verdict == "passed" else 0)
    assert re.search(words, found.feedback.en), found.feedback
    assert found.feedback.fa


def test_what_is_too_fast_to_be_believed_waits_for_a_person(desk: Desk) -> None:
    problem = desk.problem(SPEC.replace("at_least: 3", "at_least: 2, at_most: 4"), {"reference.py": SLOW})
    found = desk.grade(problem, FAST)["fast"]
    assert found.verdict == "needs_review"
    assert found.score is None
    assert "more than 4 × is not believed" in found.feedback.en


CLOCKS = """
import time
for name in ("time", "monotonic", "perf_counter", "process_time"):
    setattr(time, name, lambda: 0.0)
"""
REMEMBERED = """
import time
KNOWN = {}

def begin():
    return 1

def double(x):
    if not KNOWN:
        time.sleep(0.2)
        KNOWN["x"] = 2 * x
    return KNOWN["x"]
"""


@pytest.mark.parametrize("work", [CLOCKS + SLOW, REMEMBERED], ids=["clocks", "remembered"])
def test_forged_times_gain_nothing(desk: Desk, work: str) -> None:
    problem = desk.problem(BELIEVED, {"reference.py": SLOW})
    assert verdicts(desk.grade(problem, work)) == {"begin": "passed", "fast": "failed"}


def test_what_ran_before_has_ended_when_the_reference_is_timed(desk: Desk) -> None:
    """Threads that an earlier call left would slow it."""
    left = FAST.replace("    return 1", "    LEFT.append(1)\n    return 1").replace(
        "2 * x", "(2 + sum(LEFT)) * x"
    )
    problem = desk.problem(BELIEVED, {"reference.py": SLOW})
    assert verdicts(desk.grade(problem, "LEFT = []\n" + left)) == {"begin": "passed", "fast": "passed"}


def test_a_reference_that_fails_when_it_is_timed_leaves_it_ungraded(desk: Desk) -> None:
    moody = """
import torch

WIDE = []

def begin():
    return 1

def double(x):
    WIDE.extend([1] * (torch.get_default_dtype() == torch.float64))
    assert WIDE, "never seen in float64"
    return 2 * x
"""
    problem = desk.problem(BELIEVED, {"reference.py": moody}, head=TORCH)
    found = desk.grade(problem, FAST)["fast"]
    assert found.verdict == "ungraded"
    assert found.score is None
    assert found.feedback.en == "the reference cannot be timed: AssertionError: never seen in float64"


def test_a_reference_is_no_faster_than_itself_and_validates(desk: Desk) -> None:
    problem = desk.problem(BELIEVED, {"reference.py": SLOW})
    assert validate(problem, (), b"secret", desk.sandbox).faults == ()
