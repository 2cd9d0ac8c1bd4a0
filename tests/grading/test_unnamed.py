"""Wrong solutions written without a misconception in mind: they lose points, and no false name is spoken.

Each file of `unnamed/<problem-id>/` is a submission. Where a misconception truthfully is its mistake, or one of
them, its first line says so: `# may be named: id, id`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.core.problem import Problem
from grader.core.report import ProblemReport
from grader.core.submission import Submission
from grader.grading import AnswerKey, grade_problem
from grader.sandbox.box import Sandbox
from grader.spec import load

UNNAMED = Path(__file__).parent / "unnamed"
PROBLEMS = Path(__file__).parents[2] / "problems"
HEADER = "# may be named:"
SOLUTIONS = sorted(UNNAMED.glob("*/*.py"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One problem with its answer key, and the sandbox that all problems share."""

    problem: Problem
    key: AnswerKey
    sandbox: Sandbox

    def grade(self, source: bytes) -> ProblemReport:
        module = self.problem.submit.module
        assert module is not None
        submission = Submission(student="s", attempt=1, files={module: source})
        return grade_problem(self.problem, submission, self.key, self.sandbox)


@pytest.fixture(scope="module")
def desks() -> Iterator[dict[str, Desk]]:
    with ExitStack() as stack:
        sandbox = stack.enter_context(Sandbox())
        made = {}
        for name in sorted({path.parent.name for path in SOLUTIONS}):
            problem = load(PROBLEMS / name).problems[0].problem
            key = stack.enter_context(AnswerKey(problem, b"unnamed", sandbox))
            made[name] = Desk(problem=problem, key=key, sandbox=sandbox)
        yield made


def may_be_named(source: str) -> set[str]:
    first = source.partition("\n")[0]
    if not first.startswith(HEADER):
        return set()
    return {name.strip() for name in first.removeprefix(HEADER).split(",")}


def test_the_solutions_are_there() -> None:
    assert len(SOLUTIONS) >= 20


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_wrong_solution_loses_points_and_gets_no_false_name(desks: dict[str, Desk], path: Path) -> None:
    desk = desks[path.parent.name]
    allowed = may_be_named(path.read_text(encoding="utf-8"))
    assert allowed <= {misconception.id for misconception in desk.problem.misconceptions}

    report = desk.grade(path.read_bytes())

    assert report.score is not None, [
        (result.id, result.feedback.en) for result in report.checks if result.score is None
    ]
    assert report.score < report.max_score
    named = {result.id: result.misconception for result in report.checks if result.misconception}
    assert set(named.values()) <= allowed, named
