"""Every verdict told apart, each at the cost of its own check alone."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from grader.core.report import CheckResult
from grader.core.verdict import Verdict
from tests.grading.desk import Desk, verdicts

V = Verdict
ENDS = {
    "right": "passed",
    "wrong": "failed",
    "half": "partial",
    "absent": "missing",
    "unfinished": "missing",
    "nothing": "failed",
    "raising": "error",
    "leaving": "error",
    "endless": "timeout",
    "exiting": "crashed",
    "segfault": "crashed",
    "hungry": "memory_limit",
    "verbose": "output_limit",
    "odd": "failed",
    "last": "passed",
}
BODY = "limits: {{wall_time_s: 1, cpu_time_s: 1, memory_mib: 300, total_s: 120}}\nchecks:\n".replace(
    "{{", "{"
).replace("}}", "}") + "".join(
    f"  - {{id: {name}, call: {name}(), equals: [1, 2], credit: {'per_element' if name == 'half' else 'all'}}}\n"
    for name in ENDS
)
WORK = """
import ctypes, os, sys
import numpy as np

state = 0

def right():
    print("said by right")
    return [1, 2]

def wrong():
    return [1, 3]

def half():
    return [1, 3]

def unfinished():
    raise NotImplementedError

def nothing():
    pass

def helper(x):
    return x["b"]

def raising():
    return helper({})

def leaving():
    sys.exit(0)

def endless():
    while True:
        pass

def exiting():
    os._exit(0)

def segfault():
    ctypes.string_at(0)

def hungry():
    hoard = []
    while True:
        hoard.append(np.ones(20_000_000))

def verbose():
    while True:
        print("y" * 100_000)

def odd():
    return {1, 2}

def last():
    return (1, 2)
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, sandbox: object) -> Mapping[str, CheckResult]:
    desk = Desk(tmp_path_factory.mktemp("verdicts") / "p", sandbox)  # type: ignore[arg-type]
    return desk.grade(desk.problem(BODY), WORK)


def test_each_end_has_its_own_verdict_and_costs_its_own_check(results: Mapping[str, CheckResult]) -> None:
    assert verdicts(results) == ENDS


def test_only_what_passed_earns_points(results: Mapping[str, CheckResult]) -> None:
    earned = {name: result.score for name, result in results.items() if result.score}
    assert earned == {"right": 1, "half": Fraction(1, 2), "last": 1}
    assert all(result.score is not None for result in results.values())


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("wrong", "element [1] is 3, expected 2"),
        ("absent", "nothing named absent was handed in"),
        ("unfinished", "not written yet: unfinished raises NotImplementedError"),
        ("nothing", "not written yet: it returned None"),
        ("raising", "it raised KeyError: 'b' (line 24)"),
        ("leaving", "it raised SystemExit: 0 (line 30)"),
        ("exiting", "the process exited (code 0) before it answered"),
        ("segfault", "the process ended with a segmentation fault"),
        ("odd", "the result is of type set"),
    ],
)
def test_each_is_told_in_its_own_words(results: Mapping[str, CheckResult], name: str, said: str) -> None:
    assert said in results[name].feedback.en
    assert results[name].feedback.fa


def test_what_was_printed_is_kept_beside_the_check(results: Mapping[str, CheckResult]) -> None:
    assert results["right"].detail.stdout == "said by right\n"
    assert results["wrong"].detail.stdout == ""
    assert 0 < len(results["verbose"].detail.stdout) <= 64 << 10


def test_a_traceback_shows_the_students_frames_only(results: Mapping[str, CheckResult]) -> None:
    detail = results["raising"].detail
    assert detail.traceback == (
        '  File "work.py", line 27, in raising\n'
        "    return helper({})\n"
        '  File "work.py", line 24, in helper\n'
        '    return x["b"]\n'
        "KeyError: 'b'"
    )
    assert (detail.file, detail.line) == ("work.py", 24)


def test_times_are_the_hosts_and_within_the_limit(results: Mapping[str, CheckResult]) -> None:
    endless, absent = results["endless"].wall_time_s, results["absent"].wall_time_s
    assert endless is not None
    assert absent is not None
    assert 0.9 <= endless < 10
    assert 0 <= absent < endless


# --- imports --------------------------------------------------------------------------------------------

ONE = "checks:\n  - {id: a, call: f(), equals: 1}\n  - {id: b, call: g(), raises: ValueError, needs: [a]}\n"
SOURCE = "  - {id: s, source: work.py, complies: {forbid: [os]}}\n"


@pytest.mark.parametrize(
    ("work", "verdict", "said"),
    [
        ("def f(:\n", "error", "SyntaxError"),
        ("raise ValueError('no')\n", "error", "it raised ValueError: no (line 1)"),
        ("import nothing_of_that_name\n", "error", "ModuleNotFoundError"),
        ("raise NotImplementedError\n", "missing", "not written yet"),
        ("import os\nos._exit(0)\n", "crashed", "exited"),
        ("while True: pass\n", "timeout", "1 s"),
        ("import os\nos.kill(os.getpid(), 11)\n", "crashed", "segmentation fault"),
        ("x = bytearray(2 << 30)\n", "error", "MemoryError"),
    ],
)
def test_a_failing_import_is_the_verdict_of_every_check(
    desk: Desk, work: str, verdict: str, said: str
) -> None:
    limits = "limits: {wall_time_s: 1, cpu_time_s: 1, memory_mib: 300}\n"
    results = desk.grade(desk.problem(limits + ONE + SOURCE), work)
    expected = "memory_limit" if "bytearray" in work else verdict
    assert set(verdicts(results).values()) == {expected}
    assert "bytearray" in work or all(said in result.feedback.en for result in results.values())


def test_what_cannot_be_imported_is_not_answered_with_a_hint(desk: Desk) -> None:
    problem = desk.problem("checks:\n  - {id: a, call: f(), equals: 1, hint: Count to one.}\n")
    of_import, of_call = (
        desk.grade(problem, work)["a"].detail for work in ("def f(:", "def f(): return 1 / 0")
    )
    assert (of_import.call, of_import.hint.en) == (None, "")
    assert (of_call.call, of_call.hint.en) == ("f()", "Count to one.")


def test_an_empty_file_is_imported_and_misses_everything(desk: Desk) -> None:
    results = desk.grade(desk.problem(ONE), "")
    assert verdicts(results) == {"a": "missing", "b": "blocked"}


@pytest.mark.parametrize("files", [{}, {"other.py": "def f(): return 1\n"}])
def test_a_problem_not_handed_in_misses_every_check(desk: Desk, files: Mapping[str, str]) -> None:
    head = "format_version: 1\nid: p\ntitle: P\nframework: numpy\n"
    head += "submit: {{module: work.py, answers: answers.yaml, files: [essay.pdf]}}\n"
    body = (
        ONE
        + SOURCE
        + "  - {id: k, answer: k, equals: 1, needs: [a]}\n"
        + "  - {id: e, review: essay.pdf, rubric: [{id: r, points: 1}], needs: [a]}\n"
    )
    report = desk.report(desk.problem(body, head=head), files)
    assert {result.verdict for result in report.checks} == {V.MISSING}
    assert report.score == 0
    assert report.status == "graded"


def test_a_module_that_is_a_folder_away_is_missing(desk: Desk) -> None:
    assert desk.grade(desk.problem(ONE), {"sub/work.py": "def f(): return 1\n"})["a"].verdict is V.MISSING


# --- exceptions that must be raised ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("work", "verdict"),
    [
        ("raise ValueError('negative')", "passed"),
        ("raise type('Odd', (ValueError,), {})('negative')", "passed"),
        ("int('x')", "passed"),
        ("raise TypeError('negative')", "failed"),
        ("return -1", "failed"),
        ("return ValueError('negative')", "failed"),
        ("raise NotImplementedError", "missing"),
        ("while True: pass", "timeout"),
        ("import os; os._exit(1)", "crashed"),
    ],
)
def test_what_must_raise(desk: Desk, work: str, verdict: str) -> None:
    body = "limits: {wall_time_s: 1}\nchecks:\n  - {id: a, call: root(-1), raises: ValueError}\n"
    results = desk.grade(desk.problem(body), f"def root(x):\n    {work}\n")
    assert verdicts(results) == {"a": verdict}


def test_a_module_that_raises_does_not_pass_for_a_function_that_does(desk: Desk) -> None:
    body = "checks:\n  - {id: a, call: root(-1), raises: ValueError}\n"
    results = desk.grade(desk.problem(body), "raise ValueError('for every check')\n")
    assert verdicts(results) == {"a": "error"}


# --- the author's own failures --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rest", "files", "said"),
    [
        ("matches_reference: {}", {"reference.py": "def f(x):\n    return 1 / 0\n"}, "ZeroDivisionError"),
        ("matches_reference: {}", {"reference.py": "def g(x):\n    return 1\n"}, "it defines no `f`"),
        ("matches_reference: {}", {"reference.py": "def f(x:\n"}, "SyntaxError"),
        ("matches_reference: {}", {"reference.py": "import os\ndef f(x):\n    os._exit(0)\n"}, "exited"),
        ("matches_reference: {}", {"reference.py": "def f(x):\n    return {x}\n"}, "set"),
        ("satisfies: odd", {"verifier.py": "def odd(o):\n    raise KeyError(o)\n"}, "KeyError"),
        ("satisfies: odd", {"verifier.py": "def odd(o):\n    return True\n"}, "not a grader.Verification"),
        (
            "satisfies: odd",
            {"verifier.py": "from grader import Verification\ndef odd(o):\n    return Verification(1.5)\n"},
            "between 0 and 1",
        ),
        (
            "satisfies: odd",
            {
                "verifier.py": "from grader import Verification\ndef odd(o):\n    return Verification(float('nan'))\n"
            },
            "between 0 and 1",
        ),
        ("satisfies: {shape: {equals: wide}}", {}, "list of sizes"),
    ],
)
def test_what_could_not_be_judged_is_ungraded(
    desk: Desk, rest: str, files: Mapping[str, str], said: str
) -> None:
    body = f"checks:\n  - {{id: a, call: f(1), {rest}}}\n  - {{id: b, call: f(1), equals: 1, needs: [a]}}\n"
    body += "  - {id: c, call: f(1), equals: 1}\n"
    report = desk.report(desk.problem(body, files), "def f(x):\n    return 1\n")
    a, b, c = report.checks
    assert (a.verdict, a.score) == (V.UNGRADED, None)
    assert said in a.feedback.en
    assert (b.verdict, b.score) == (V.UNGRADED, None)
    assert "it needs a, which could not be graded" in b.feedback.en
    assert c.verdict is V.PASSED
    assert report.score == 1
    assert report.status == "ungraded"
