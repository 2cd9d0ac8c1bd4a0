"""What the source documents answer in writing, and a slip carried on, marked as a careful teacher would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import pytest

import grader
from grader.core.problem import Problem
from grader.core.report import CheckResult, ProblemReport
from grader.core.submission import Submission
from grader.core.verdict import Verdict
from grader.grading import AnswerKey, grade_problem
from grader.sandbox.box import Sandbox

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


class Teacher:
    """Marks sheets of answers to the problems as they stand in the folder."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def problem(self, problem_id: str) -> Problem:
        return grader.load(ROOT / "problems" / problem_id).problems[0].problem

    def report(self, problem_id: str, files: Mapping[str, bytes]) -> ProblemReport:
        problem = self.problem(problem_id)
        submission = Submission(student="document", attempt=1, files=dict(files))
        with AnswerKey(problem, b"documents", self.sandbox) as key:
            return grade_problem(problem, submission, key, self.sandbox)

    def written(self, problem_id: str, sheet: str) -> dict[str, CheckResult]:
        """The results of what was answered, by check."""
        report = self.report(problem_id, {"answers.yaml": sheet.encode()})
        return {one.id: one for one in report.checks if one.verdict is not Verdict.MISSING}

    def of_document(self, problem_id: str, sheet: str) -> dict[str, CheckResult]:
        """The same for the sheet that a document hands in, in the sample class."""
        text = (ROOT / "submissions" / sheet / "answers.yaml").read_text(encoding="utf-8")
        return self.written(problem_id, text)


@pytest.fixture(scope="module")
def teacher() -> Iterator[Teacher]:
    with Sandbox() as sandbox:
        yield Teacher(sandbox)


def test_xaviers_variance_is_wrong_and_the_missing_factor_named(teacher: Teacher) -> None:
    results = teacher.of_document("weight-initialization", "sheet-000")

    assert {one.id for one in results.values() if one.verdict is not Verdict.PASSED} == {"written-xavier"}
    xavier = results["written-xavier"]
    assert (xavier.verdict, xavier.score) == (Verdict.FAILED, Fraction(0))
    assert xavier.feedback.en.startswith("The factor 2 is missing")
    assert "at n_in = 3, n_out = 5 yours is 0.125, expected 0.25" in xavier.feedback.en
    assert xavier.feedback.fa.startswith("ضریب ۲ جا افتاده است")


def test_an_error_of_0_01562_is_right(teacher: Teacher) -> None:
    results = teacher.of_document("mlp-forward", "sheet-003")

    assert {one.verdict for one in results.values()} == {Verdict.PASSED}
    assert not any(one.carried for one in results.values())
    assert sum(one.score or 0 for one in results.values()) == Fraction(3, 2)


def test_max_of_0_and_x_is_not_the_leaky_relu(teacher: Teacher) -> None:
    [formula] = teacher.of_document("leaky-relu", "sheet-001").values()

    assert (formula.verdict, formula.misconception) == (Verdict.FAILED, "formula-of-relu")
    assert formula.feedback.en.startswith("max(0, x) is the plain ReLU")
    assert "at x = -3" in formula.feedback.en


@pytest.mark.parametrize(
    ("problem_id", "sheet", "answered"),
    [
        ("conv2d-gradients", "sheet-000", {"written-output"}),
        ("residual-block", "sheet-000", {"written-derivative"}),
        ("grad-cam", "sheet-000", {"written-score"}),
        ("vanishing-gradient", "sheet-000", {"written-cause", "written-slow-layers"}),
        (
            "sentiment-rnn",
            "sheet-000",
            {"written-calls-last", "written-calls-every", "written-calls-subword", "written-step-input"},
        ),
        ("conv-backprop", "sheet-001", {"written-height", "written-width"}),
        ("xnor-rnn", "sheet-004", {"written-table"}),
    ],
)
def test_what_is_right_and_no_more_than_what_is_answered_is_passed(
    teacher: Teacher, problem_id: str, sheet: str, answered: set[str]
) -> None:
    results = teacher.of_document(problem_id, sheet)

    assert {one.id: one.verdict for one in results.values()} == dict.fromkeys(answered, Verdict.PASSED)


def test_that_vanished_gradients_make_the_weights_zero_is_wrong(teacher: Teacher) -> None:
    results = teacher.of_document("activation-gradients", "sheet-003")

    verdicts = {one.id: one.verdict for one in results.values()}
    assert verdicts.pop("written-vanished") is Verdict.FAILED
    assert verdicts == {"written-fastest": Verdict.PASSED, "written-deeper": Verdict.PASSED}
    assert results["written-vanished"].misconception == "weights-become-zero"
    assert "where it is near 0 the weight stays what it was" in results["written-vanished"].feedback.en


def test_swapped_moments_a_gradient_given_up_and_a_power_pulled_out_are_wrong(teacher: Teacher) -> None:
    results = teacher.of_document("adam-cell", "sheet-004")

    right = {one.id: one.score for one in results.values() if one.verdict is Verdict.PASSED}
    assert right == {"written-step-derivative": Fraction(1, 4)}
    wrong = {one.id: one.misconception for one in results.values() if one.verdict is Verdict.FAILED}
    assert wrong == {
        "written-first": "first-and-second-swapped",
        "written-second": "second-and-first-swapped",
        "written-closed-form": "gradient-only-numeric",
        "written-order": "power-always",
        "written-adam": None,
    }
    assert set(results) == right.keys() | wrong.keys()
    assert results["written-closed-form"].feedback.en.startswith("It can be written down;")
    assert results["written-closed-form"].feedback.fa.startswith("می‌توان آن را نوشت؛")


def test_an_essay_waits_for_a_person_and_the_one_not_written_counts_nothing(teacher: Teacher) -> None:
    essay = (ROOT / "submissions" / "sheet-003" / "problem-statement.md").read_bytes()
    report = teacher.report("paper-review", {"problem-statement.md": essay})

    assert [(one.id, one.verdict, one.score) for one in report.checks] == [
        ("problem-statement", Verdict.NEEDS_REVIEW, None),
        ("results", Verdict.MISSING, Fraction(0)),
    ]
    assert report.status == "needs_review"


def test_a_wrong_h_costs_its_own_points_and_what_follows_from_it_is_carried(teacher: Teacher) -> None:
    # The ReLU is left out of H, where it would change one of the two numbers, and never again.
    results = teacher.written(
        "mlp-forward",
        "{H_before: [-0.25, 0.25], H: [-0.25, 0.25], J: [0.275, 0.25], output: 0.6125, mse: 0.15016}",
    )

    lost = {one.id: one.max_score - (one.score or 0) for one in results.values()}
    assert {check: points for check, points in lost.items() if points} == {
        "written-first-hidden": Fraction(1, 8)
    }
    assert results["written-first-hidden"].misconception == "no-relu"
    assert {one.id for one in results.values() if one.carried} == {
        "written-second-hidden",
        "written-output",
        "written-mse",
    }
    assert "right for your own earlier value" in results["written-output"].feedback.en


def test_what_does_not_follow_from_the_wrong_h_is_wrong(teacher: Teacher) -> None:
    results = teacher.written(
        "mlp-forward",
        "{H_before: [-0.25, 0.25], H: [-0.25, 0.25], J: [0.25, 0.25], output: 0.625, mse: 0.140625}",
    )

    verdicts = {one.id: (one.verdict, one.carried) for one in results.values()}
    assert verdicts["written-second-hidden"] == (Verdict.PARTIAL, False)
    assert verdicts["written-output"] == (Verdict.PASSED, True)
    assert verdicts["written-mse"] == (Verdict.PASSED, True)


def test_code_alone_is_graded_and_its_answers_are_missing(teacher: Teacher) -> None:
    module = (ROOT / "submissions" / "sheet-003" / "mlp_forward.py").read_bytes()
    report = teacher.report("mlp-forward", {"mlp_forward.py": module})

    verdicts = {one.id: one.verdict for one in report.checks}
    assert {verdicts[check] for check in verdicts if check.startswith("written-")} == {Verdict.MISSING}
    assert {verdicts[check] for check in verdicts if not check.startswith("written-")} == {Verdict.PASSED}
    assert report.status == "graded"
    assert (report.score, report.max_score) == (Fraction(17, 2), Fraction(10))
