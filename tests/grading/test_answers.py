"""Written answers, from the sheet to the verdict: read, compared, named, carried forward."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from grader.core.report import CheckResult
from grader.core.submission import Submission
from grader.core.verdict import Verdict
from grader.grading import AnswerKey, grade_problem
from grader.sandbox.box import Sandbox
from grader.spec import load

SPEC = """
format_version: 1
id: two-layers
title: Two layers by hand
framework: numpy
dtype: float64
submit: {module: two_layers.py, answers: answers.yaml, files: [essay.pdf]}
values:
  x: [1, 2]
  W: [[0.5, -1], [0.25, 2]]
  v: [2, 3]
  H: {reference: "hidden(x, W)"}
checks:
  - id: H
    answer: H
    equals: [1.0, 3.0]
  - id: out
    answer: out
    matches_reference: {call: "output(H, v)"}
    carry: {H: H}
  - id: half
    answer: half
    matches_reference: {call: "halved(H, v)"}
    carry: {H: H}
  - id: active
    answer: active
    matches_reference: {call: active(H)}
    carry: {H: H}
  - id: loss
    answer: loss
    equals: 0.015625
  - id: table
    answer: table
    equals: {"00": true, "01": false}
  - id: hidden-code
    call: hidden(x, W)
    matches_reference: {}
  - id: out-code
    call: network(x, W, v)
    matches_reference: {any_of: ["output(H, v)"]}
    carry: {H: hidden-code}
  - id: variance
    answer: variance
    formula: 2/(n_in + n_out)
    where: {n_in: positive integer, n_out: positive integer}
  - id: slope
    answer: slope
    formula: piecewise(1, x > 0, m)
    where: {x: real, m: "[0, 1]"}
  - id: why
    review: why
    points: 2
    rubric: [{id: clear, points: 2}]
  - id: essay
    review: essay.pdf
    points: 3
    rubric: [{id: clear, points: 3}]
misconceptions:
  - id: summed
    when: {swap: {halved: output}}
    feedback: The half is missing.
  - id: whole-loss
    when: {answer: loss, equals: 0.125}
    feedback: The square is missing.
  - id: factor-forgotten
    when: {answer: variance, formula: 1/(n_in + n_out)}
    feedback: The factor 2 is missing.
"""
REFERENCE = """
import numpy as np

def hidden(x, W):
    return x @ W

def output(H, v):
    return H @ v

def halved(H, v):
    return H @ v / 2

def active(H):
    return np.maximum(H, 0)

def network(x, W, v):
    return output(hidden(x, W), v)
"""
RIGHT = REFERENCE
SLIP = REFERENCE.replace("x @ W", "x @ W + 1")


class Desk:
    """One problem that grades sheets and modules."""

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        made = folder / "two-layers"
        made.mkdir()
        (made / "problem.yaml").write_text(SPEC, encoding="utf-8")
        (made / "reference.py").write_text(REFERENCE, encoding="utf-8")
        (made / "misconceptions.py").write_text("from reference import output\n", encoding="utf-8")
        self.problem = load(made).problems[0].problem
        self.sandbox = sandbox
        self.key = AnswerKey(self.problem, b"answers", sandbox)

    def grade(self, files: Mapping[str, str]) -> dict[str, CheckResult]:
        handed_in = {path: text.encode() for path, text in files.items()}
        submission = Submission(student="s", attempt=1, files=handed_in)
        report = grade_problem(self.problem, submission, self.key, self.sandbox)
        return {result.id: result for result in report.checks}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Sandbox() as sandbox:
        made = Desk(tmp_path_factory.mktemp("answers"), sandbox)
        with made.key:
            yield made


def sheet(desk: Desk, text: str) -> dict[str, CheckResult]:
    return desk.grade({"answers.yaml": text})


@pytest.mark.parametrize("text", ["H: [1, 3]", "H: '[۱, ۳]'", "two-layers: {H: [1.00, 3.00]}"])
def test_the_same_numbers_are_right_however_they_are_written(desk: Desk, text: str) -> None:
    assert sheet(desk, text)["H"].verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("0.015625", "passed"),
        ("0.01562", "passed"),
        ("1/64", "passed"),
        ("0.016", "failed"),
        ("nan", "failed"),
        ("0,015", "needs_review"),
    ],
)
def test_a_number_is_right_to_the_digits_that_are_written(desk: Desk, text: str, verdict: str) -> None:
    assert sheet(desk, f"loss: '{text}'")["loss"].verdict == verdict


def test_what_is_not_answered_is_missing(desk: Desk) -> None:
    found = sheet(desk, "H:\nout: ~\n")
    assert {found[name].verdict for name in ("H", "out", "loss", "why", "essay")} == {Verdict.MISSING}
    assert desk.grade({"two_layers.py": RIGHT})["H"].verdict is Verdict.MISSING


def test_a_sheet_that_is_no_yaml_fails_with_its_line(desk: Desk) -> None:
    found = sheet(desk, "H: [1, 3\nout: 11")
    assert found["H"].verdict is Verdict.FAILED
    assert "line" in found["H"].feedback.en


def test_an_early_slip_costs_its_own_points_once(desk: Desk) -> None:
    found = sheet(desk, "H: [1, 4]\nout: 14\nhalf: 7")
    assert (found["H"].verdict, found["H"].carried) == (Verdict.FAILED, False)
    for name in ("out", "half"):
        assert (found[name].verdict, found[name].carried, found[name].score) == (
            Verdict.PASSED,
            True,
            Fraction(1),
        )


@pytest.mark.parametrize(
    "own", ["[1, 4, 2]", "[1, inf]", "[1, 40000]"], ids=["shape", "infinite", "enormous"]
)
def test_nothing_is_carried_from_a_value_that_cannot_be_told_from_the_right_one(desk: Desk, own: str) -> None:
    carried = {"[1, 4, 2]": "14", "[1, inf]": "inf", "[1, 40000]": "120002"}
    found = sheet(desk, f"H: {own}\nout: {carried[own]}")
    assert found["out"].verdict is Verdict.FAILED
    assert not found["out"].carried


def test_a_value_of_another_shape_is_not_carried_though_the_reference_takes_it(desk: Desk) -> None:
    assert sheet(desk, "H: [1, -4, 2]\nactive: [1, 0, 2]")["active"].verdict is Verdict.FAILED


def test_a_value_that_makes_the_result_constant_is_not_carried(desk: Desk) -> None:
    mixed = sheet(desk, "H: [-1, 4]\nactive: [0, 4]")["active"]
    assert (mixed.verdict, mixed.carried) == (Verdict.PASSED, True)
    constant = sheet(desk, "H: [-1, -4]\nactive: [0, 0]")["active"]
    assert (constant.verdict, constant.carried) == (Verdict.FAILED, False)


def test_a_wrong_result_of_a_right_value_is_wrong(desk: Desk) -> None:
    assert sheet(desk, "H: [1, 3]\nout: 14")["out"].verdict is Verdict.FAILED


def test_calls_carry_too(desk: Desk) -> None:
    right = desk.grade({"two_layers.py": RIGHT})
    assert [right[name].verdict for name in ("hidden-code", "out-code")] == [Verdict.PASSED] * 2
    slip = desk.grade({"two_layers.py": SLIP})
    assert slip["hidden-code"].verdict is Verdict.FAILED
    assert (slip["out-code"].verdict, slip["out-code"].carried) == (Verdict.PASSED, True)
    other = desk.grade({"two_layers.py": SLIP.replace("H @ v", "H @ v + 5")})
    assert other["out-code"].verdict is Verdict.FAILED


def test_misconceptions_are_named(desk: Desk) -> None:
    found = sheet(desk, "half: 11\nloss: 0.125")
    assert found["half"].misconception == "summed"
    assert found["loss"].misconception == "whole-loss"
    assert found["loss"].feedback.en.startswith("The square is missing.")


def test_a_rough_number_is_not_taken_for_a_mistake(desk: Desk) -> None:
    assert sheet(desk, "loss: 0.1")["loss"].misconception is None


def test_a_truth_table_takes_words_and_digits(desk: Desk) -> None:
    assert sheet(desk, "table: {'00': درست, '01': 0}")["table"].verdict is Verdict.PASSED
    assert sheet(desk, "table: {'00': 1, '01': true}")["table"].verdict is Verdict.FAILED


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("2/(n_in + n_out)", "passed"),
        (r"\frac{2}{n_{in}+n_{out}}", "passed"),
        ("1/((n_in + n_out)/2)", "passed"),
        ("sigma^2 = 2/(n_out + n_in)", "passed"),
        ("2/n_in", "failed"),
        ("9**9**9", "failed"),
    ],
)
def test_a_formula_is_right_however_it_is_written(desk: Desk, text: str, verdict: str) -> None:
    assert sheet(desk, f"variance: '{text}'")["variance"].verdict == verdict


def test_a_wrong_formula_is_named_or_shown_a_point_at_which_it_differs(desk: Desk) -> None:
    half = sheet(desk, "variance: 1/(n_in + n_out)")["variance"]
    assert half.misconception == "factor-forgotten"
    assert half.feedback.en.startswith("The factor 2 is missing.")
    inverse = sheet(desk, "variance: (n_in + n_out)/2")["variance"]
    assert inverse.feedback.en.startswith("this is the inverse of what is asked for")
    other = sheet(desk, "variance: 2/n_in")["variance"]
    assert "expected" in other.feedback.en
    assert "n_in =" in other.feedback.en


def test_a_cause_makes_the_formula_right_everywhere(desk: Desk) -> None:
    # The root of it is right for x > 0, and has no value elsewhere.
    wrong = sheet(desk, "slope: 1 if x > 0 else -m")["slope"]
    assert wrong.feedback.en.startswith("at x = ")


def test_a_person_marks_texts_and_files(desk: Desk) -> None:
    found = desk.grade({"answers.yaml": "why: Because of the chain rule.", "essay.pdf": "%PDF"})
    for name in ("why", "essay"):
        assert (found[name].verdict, found[name].score) == (Verdict.NEEDS_REVIEW, None)


def test_one_sheet_serves_folders_of_code(desk: Desk) -> None:
    files = {"two-layers/two_layers.py": RIGHT, "answers.yaml": "two-layers: {H: [1, 3]}"}
    found = desk.grade(files)
    assert (found["H"].verdict, found["hidden-code"].verdict) == (Verdict.PASSED, Verdict.PASSED)
