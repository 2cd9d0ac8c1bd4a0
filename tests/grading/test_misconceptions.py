"""Names for mistakes: spoken only where they explain the answer on every trial, the first in file order."""

from __future__ import annotations

import json

import pytest

from tests.grading.desk import Desk

BODY = """
values:
  x: {random: normal, shape: [5]}
  positive: [1, 2, 3]
checks:
  - {id: fresh, call: scaled(x), matches_reference: {trials: 4}}
  - {id: fixed, call: scaled(positive), equals: [2, 4, 6]}
  - {id: verified, call: scaled(positive), satisfies: doubled}
misconceptions:
  - {id: absolute, when: {swap: {scaled: absolute}}, feedback: {en: The sign is lost., fa: علامت گم شده است.}}
  - {id: plain, when: {swap: {scaled: plain}}, feedback: Not doubled.}
  - {id: plain-again, when: {swap: {scaled: plain}}, feedback: Never said.}
  - {id: inner, when: {swap: {factor: three}}, feedback: It is tripled.}
  - {id: zero, when: {swap: {scaled: zero}}, feedback: Never said of zeros.}
  - {id: raising, when: {swap: {scaled: raising}}, feedback: It raises., checks: [fresh]}
"""
FILES = {
    "reference.py": "def factor():\n    return 2\ndef scaled(x):\n    return factor() * x\n",
    "misconceptions.py": (
        "import reference\n"
        "def absolute(x):\n    return abs(reference.scaled(x))\n"
        "def plain(x):\n    return x\n"
        "def three():\n    return 3\n"
        "def zero(x):\n    return 0 * x\n"
        "def raising(x):\n    raise KeyError(1)\n"
    ),
    "verifier.py": (
        "from grader import Verification\n"
        "def doubled(observed):\n    return Verification(float(list(observed) == [2, 4, 6]), 'not doubled')\n"
    ),
    "starter/work.py": 'def scaled(x):\n    """Doubles x."""\n    return x\n',
}


@pytest.mark.parametrize(
    ("returned", "named"),
    [
        ("2 * x", {}),
        ("abs(2 * x)", {"fresh": "absolute"}),  # on positive numbers it is right
        ("x * 1", {"fresh": "plain", "fixed": "plain", "verified": "plain"}),
        ("3 * x", {"fresh": "inner", "fixed": "inner", "verified": "inner"}),
        ("x - x", {}),
        ("x + 0.5", {}),
        ("{}[1]", {"fresh": "raising"}),
        ("[][1]", {}),
        # Right on one trial of four is not explained by what is wrong on all.
        ("x if count(x) != 2 else 2 * x", {"fixed": "plain", "verified": "plain"}),
        ("x * 1 if count(x) != 2 else 3 * x", {"fixed": "plain", "verified": "plain"}),
    ],
)
def test_a_name_explains_every_trial(desk: Desk, returned: str, named: dict[str, str]) -> None:
    work = "calls = []\ndef count(x):\n    calls.append(x)\n    return len(calls)\n"
    work += f"def scaled(x):\n    return {returned}\n"
    results = desk.grade(desk.problem(BODY, FILES), work)
    found = {name: result.misconception for name, result in results.items() if result.misconception}
    assert found == named
    for result in results.values():
        assert "Never said" not in result.feedback.en
        if result.misconception == "absolute":
            assert result.feedback.en.startswith("The sign is lost.\n")
            assert result.feedback.fa.startswith("علامت گم شده است.\n")


@pytest.mark.parametrize(
    "work",
    [
        FILES["starter/work.py"],
        "def scaled(x):   # mine\n\n    '''Doubles x.'''\n    return (x)\n",
        'other = 1\n\ndef helper():\n    pass\n\ndef scaled(x):\n    """Doubles x."""\n    return x\n',
    ],
)
def test_a_function_as_in_the_starter_is_not_written_yet_and_nothing_else(desk: Desk, work: str) -> None:
    results = desk.grade(desk.problem(BODY, FILES), work)
    for name in ("fresh", "fixed", "verified"):
        assert results[name].misconception is None
        assert results[name].feedback.en == "not written yet: scaled is still as in the starter"
        assert results[name].verdict == "failed"


@pytest.mark.parametrize("handed_in", ["work.py", "work.ipynb"])
def test_a_starter_may_be_a_notebook(desk: Desk, handed_in: str) -> None:
    source = FILES["starter/work.py"]
    cells = [{"cell_type": "code", "source": text} for text in ("%matplotlib inline\n1 + 1", source)]
    notebook = json.dumps({"cells": cells})
    given = {name: text for name, text in FILES.items() if name != "starter/work.py"}
    problem = desk.problem(BODY, given | {"starter/work.ipynb": notebook})
    results = desk.grade(problem, {handed_in: notebook if handed_in.endswith("b") else source})
    assert results["fixed"].feedback.en == "not written yet: scaled is still as in the starter"


def test_a_starter_that_is_no_notebook_costs_nobody_anything(desk: Desk) -> None:
    problem = desk.problem(BODY, FILES | {"starter/work.ipynb": "{"})
    results = desk.grade(problem, "def scaled(x):\n    return 2 * x\n")
    assert {str(result.verdict) for result in results.values()} == {"passed"}


def test_a_starter_that_happens_to_be_right_is_right(desk: Desk) -> None:
    files = FILES | {"starter/work.py": "def scaled(x):\n    return 2 * x\n"}
    results = desk.grade(desk.problem(BODY, files), files["starter/work.py"])
    assert {str(result.verdict) for result in results.values()} == {"passed"}


def test_misconceptions_that_fail_themselves_name_nothing(desk: Desk) -> None:
    files = FILES | {
        "misconceptions.py": "import os\ndef absolute(x):\n    os._exit(0)\nplain = three = zero = raising = absolute\n"
    }
    results = desk.grade(desk.problem(BODY, files), "def scaled(x):\n    return x * 1\n")
    assert {(str(result.verdict), result.misconception) for result in results.values()} == {("failed", None)}
