"""A desk: a problem from a few lines of spec, and its grading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.core.problem import Problem
from grader.core.report import CheckResult, ProblemReport
from grader.core.submission import Submission
from grader.grading import AnswerKey, grade_problem
from grader.sandbox.box import Sandbox
from grader.spec import load
from tests.problem_folder import HEAD, make

TORCH = HEAD.replace("numpy", "torch").replace("float64", "float32")
MODULE = "work.py"


@dataclass(frozen=True, slots=True)
class Desk:
    """`folder` is where its problem is written, anew at every call."""

    folder: Path
    sandbox: Sandbox

    def problem(self, body: str, files: Mapping[str, str] | None = None, *, head: str = HEAD) -> Problem:
        [assigned] = load(make(self.folder, body, files, head=head)).problems
        return assigned.problem

    def report(
        self, problem: Problem, work: str | Mapping[str, str], *, secret: bytes = b"desk"
    ) -> ProblemReport:
        """`work` is the module's text, or files by path."""
        files = {MODULE: work} if isinstance(work, str) else work
        submission = Submission(
            student="s", attempt=1, files={path: text.encode() for path, text in files.items()}
        )
        with AnswerKey(problem, secret, self.sandbox) as key:
            return grade_problem(problem, submission, key, self.sandbox)

    def grade(
        self, problem: Problem, work: str | Mapping[str, str], *, secret: bytes = b"desk"
    ) -> dict[str, CheckResult]:
        """Results by check."""
        return {result.id: result for result in self.report(problem, work, secret=secret).checks}


def verdicts(results: Mapping[str, CheckResult]) -> dict[str, str]:
    return {name: str(result.verdict) for name, result in results.items()}
