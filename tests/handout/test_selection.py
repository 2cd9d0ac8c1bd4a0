"""What goes out of a problem, and what stays: each kind of check once, from a few lines of spec."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from grader.core.problem import Assigned, Assignment, Check, Problem, Tally
from grader.core.text import Text
from grader.handout import HandedOut, hand_out
from grader.handout.build import UNSTEADY
from grader.handout.selection import SHARED_ANSWER, SHARED_VALUE, TIMED, VERIFIER, WRITTEN
from grader.handout.writing import write_files
from grader.sandbox.box import Sandbox
from grader.spec import load
from tests.problem_folder import make

HEAD = """\
format_version: 1
id: {id}
title: A problem
framework: numpy
dtype: float64
submit: {{module: work.py, answers: answers.yaml, files: [essay.md]}}
"""
REFERENCE = """\
import numpy as np


def weights(sizes):
    return [np.ones((m, n)) for m, n in zip(sizes, sizes[1:])]


def f(*given):
    return given[0]


def signed(x):
    return np.negative(x) * -1


def noise(x):
    return x + np.random.normal(size=np.shape(x))
"""
VERIFIER_FILE = (
    "from grader import Verification\n\n\ndef holds(observed):\n    return Verification(1, 'yes')\n"
)
VALUES = """
values:
  x: [1.5, -2.5, 3.25]
  labels: {array: [1, 0, 1], dtype: int64}
  X: {random: normal, shape: [3, 2]}
  net: {reference: "weights([3, 2, 5])"}
  sizes: {object: [1, 2]}
  later: [7.125, 8.125]
"""
HIDDEN = """
  - {id: hidden-labels, call: f(X), satisfies: {accuracy_at_least: {labels: labels, at_least: 1}}, visibility: hidden}
  - {id: hidden-answer, answer: a, equals: 61.25, visibility: after_due_date, points: 2}
  - {id: hidden-later, call: f(later), equals: [7.125, 8.125], visibility: hidden, extra_credit: true}
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


class Course:
    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        self.folder = folder
        self.sandbox = sandbox

    def handed_out(
        self,
        checks: str,
        files: Mapping[str, str] | None = None,
        *,
        head: str = HEAD,
        points: Fraction | None = None,
    ) -> HandedOut:
        code = {"reference.py": REFERENCE, "verifier.py": VERIFIER_FILE, **(files or {})}
        folder = make(self.folder / "course" / "p", f"{VALUES}checks:{HIDDEN}{checks}", code, head=head)
        [assigned] = load(folder).problems
        assignment = Assignment(
            id="hw", title=Text("hw"), problems=(Assigned(problem=assigned.problem, points=points),)
        )
        return hand_out(assignment, b"secret", self.sandbox).problems[0]

    def loaded(self, one: HandedOut) -> Problem:
        """The problem as a student's grader reads it."""
        write_files(one.files, self.folder / "p")
        [assigned] = load(self.folder / "p").problems
        return assigned.problem

    def only(self, check: str) -> Check:
        """The one check as it is handed out."""
        [found] = self.loaded(self.handed_out(check)).checks
        return found


@pytest.fixture
def course(tmp_path: Path, sandbox: Sandbox) -> Course:
    return Course(tmp_path, sandbox)


@pytest.mark.parametrize(
    ("check", "why"),
    [
        ("{id: c, answer: a, equals: 3}", WRITTEN),
        ("{id: c, answer: a, formula: n + 1, where: {n: real}}", WRITTEN),
        ('{id: c, answer: a, matches_reference: {call: "f(x)"}}', WRITTEN),
        ("{id: c, call: f(x), satisfies: holds}", VERIFIER),
        ("{id: c, call: f(1), equals: 61.25}", SHARED_ANSWER),
        ("{id: c, call: f(x), satisfies: {parameter_count: {equals: 6125}}}", ""),
        ("{id: c, call: f(x), satisfies: {accuracy_at_least: {labels: labels, at_least: 1}}}", SHARED_VALUE),
        ('{id: c, call: signed(X), matches_reference: {any_of: ["f(x)"]}}', "more than one result is right"),
        ("{id: c, call: noise(X), matches_reference: {}}", UNSTEADY),
        ("{id: c, call: f(X), satisfies: {speedup: {at_least: 3}}}", TIMED),
        ("{id: c, call: f(x), satisfies: {shape: {equals: [3]}}}", ""),
        ("{id: c, call: f(x), raises: ValueError}", ""),
        ("{id: c, source: true, complies: {forbid: [scipy]}}", ""),
    ],
)
def test_what_would_tell_its_answer_stays(course: Course, check: str, why: str) -> None:
    one = course.handed_out(f"  - {check}\n")
    assert [(left.check.id, left.why) for left in one.left_out] == ([("c", why)] if why else [])
    assert one.shown.checks == (not why)
    assert one.withheld.hidden == Tally(3, Fraction(3))  # extra credit counts no points
    assert one.withheld.telling == (Tally(1, Fraction(1)) if why else Tally())
    assert len(course.loaded(one).checks) == one.shown.checks
    text = b"".join(one.files.values())
    assert b"later" not in text
    assert b"7.125" not in text


def test_a_verifier_that_tells_nothing_goes_out_if_its_author_says_so(course: Course) -> None:
    head = HEAD + "handout: [verifier.py]\n"
    one = course.handed_out("  - {id: c, call: f(x), satisfies: holds}\n", head=head)
    assert (one.shown.checks, one.left_out) == (1, ())
    assert one.files["verifier.py"].decode() == VERIFIER_FILE
    assert course.loaded(one).checks[0].id == "c"


def test_lists_of_arrays_that_the_reference_made_are_handed_out(course: Course) -> None:
    check = course.only("  - {id: c, call: f(net), matches_reference: {}}\n")
    assert [array.shape for array in check.values["net"].data] == [(3, 2), (2, 5)]  # type: ignore[union-attr]


def test_points_are_those_of_the_assignment(course: Course) -> None:
    # 3 hidden ones and 1 here are worth 8 together.
    one = course.handed_out("  - {id: c, call: f(x), equals: [1.5, -2.5, 3.25]}\n", points=Fraction(8))
    assert (one.shown, one.withheld.hidden) == (Tally(1, Fraction(2)), Tally(3, Fraction(6)))
    assert [check.points for check in course.loaded(one).checks] == [2]


def test_a_carried_check_says_that_here_nothing_is_carried(course: Course) -> None:
    checks = """
  - {id: first, call: f(x), equals: [1.5, -2.5, 3.25]}
  - {id: then, call: signed(x), matches_reference: {}, carry: {x: first}, hint: Mind the sign.}
"""
    then = course.loaded(course.handed_out(checks)).check("then")
    assert then.carry == {}
    assert then.hint.en.startswith("Mind the sign. Where only an earlier step is wrong")
    assert then.hint.fa


def test_needs_of_what_stays_are_dropped_and_a_rubric_tells_nothing(course: Course) -> None:
    checks = """
  - {id: written, answer: b, equals: 3}
  - {id: kept, call: f(x), equals: [1.5, -2.5, 3.25]}
  - {id: next, call: f(x), equals: [1.5, -2.5, 3.25], needs: [written, kept]}
  - {id: essay, review: essay.md, rubric: [{id: names-the-cause, points: 2}, {id: gives-numbers, points: 1}]}
"""
    one = course.handed_out(checks)
    problem = course.loaded(one)
    assert problem.check("next").needs == ("kept",)
    assert problem.check("essay").points == 3
    assert b"names-the-cause" not in one.files["problem.yaml"]
    assert b"reference" not in one.files["problem.yaml"]
