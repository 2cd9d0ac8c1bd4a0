"""The class that the README's main command grades: every mistake that has a name is made by somebody in it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

import grader
from grader.core.problem import Assignment
from grader.core.report import Report
from grader.core.verdict import Verdict
from grader.sandbox import gpus

ROOT = Path(__file__).parents[1]
PROBLEMS = (
    "activation-gradients",
    "adam-cell",
    "conv-backprop",
    "conv2d-gradients",
    "fashion-mlp",
    "grad-cam",
    "leaky-relu",
    "linear-collapse",
    "losses",
    "mlp-forward",
    "paper-review",
    "pooling",
    "residual-block",
    "sentiment-rnn",
    "symmetry-breaking",
    "vanishing-gradient",
    "weight-initialization",
    "xnor-rnn",
)
# A hand-in of it trains for seconds, so only four hand it in, and they do not make all of its mistakes.
TRAINED = "fashion-mlp"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    folder = tmp_path_factory.mktemp("class")
    for problem in PROBLEMS:
        (folder / problem).symlink_to(ROOT / "problems" / problem)
    lines = ["format_version: 1", "id: bank", "title: Bank", f"problems: [{', '.join(PROBLEMS)}]"]
    (folder / "bank.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return grader.load(folder / "bank.yaml")


@pytest.fixture(scope="module")
def report(assignment: Assignment) -> Report:
    return grader.grade(assignment, ROOT / "submissions", seed=5, device="cpu")


@pytest.mark.gpu
@pytest.mark.skipif(not gpus.devices(), reason="this machine has no NVIDIA GPU")
def test_a_gpu_gives_the_same_verdicts(assignment: Assignment, report: Report) -> None:
    there = grader.grade(assignment, ROOT / "submissions", seed=5, device="cuda")
    assert there.run.device.startswith("cuda:")
    assert _verdicts(there) == _verdicts(report)


def _verdicts(report: Report) -> dict[tuple[str, int, str, str], Verdict | None]:
    return {
        (one.student, one.attempt, problem.id, check.id): check.verdict
        for one in report.submissions
        for problem in one.problems
        for check in problem.checks
    }


def test_everything_is_graded(report: Report) -> None:
    assert len({submission.student for submission in report.submissions}) >= 16
    checks = [c for s in report.submissions for p in s.problems for c in p.checks]
    assert {c.id: c.feedback.en for c in checks if c.verdict is Verdict.UNGRADED} == {}


def test_every_named_mistake_is_made_by_somebody(assignment: Assignment, report: Report) -> None:
    made: defaultdict[str, set[str]] = defaultdict(set)
    for submission in report.submissions:
        for problem in submission.problems:
            made[problem.id] |= {check.misconception for check in problem.checks if check.misconception}

    unmade = {
        f"{assigned.problem.id}/{named.id}"
        for assigned in assignment.problems
        for named in assigned.problem.misconceptions
        if named.id not in made[assigned.problem.id] and assigned.problem.id != TRAINED
    }

    assert unmade == set()


def test_what_the_sheets_hand_in_is_right_but_for_what_their_authors_got_wrong(report: Report) -> None:
    wrong = {
        (submission.student, check.misconception or check.id)
        for submission in report.submissions
        if submission.student.startswith("sheet-")
        for problem in submission.problems
        for check in problem.checks
        if check.verdict not in (Verdict.PASSED, Verdict.MISSING, Verdict.BLOCKED)
    }
    assert wrong == {
        ("sheet-000", "xavier-half"),
        ("sheet-000", "xavier-formula-half"),
        ("sheet-001", "relu-for-leaky"),
        ("sheet-001", "formula-of-relu"),
        ("sheet-003", "weights-become-zero"),
        ("sheet-003", "last-batch-added"),
        ("sheet-003", "problem-statement"),  # an essay, which waits for a person
        ("sheet-004", "moments-swapped"),
        ("sheet-004", "first-and-second-swapped"),
        ("sheet-004", "second-and-first-swapped"),
        ("sheet-004", "gradient-only-numeric"),
        ("sheet-004", "power-pulled-out"),
        ("sheet-004", "power-always"),
        ("sheet-004", "written-adam"),
    }
