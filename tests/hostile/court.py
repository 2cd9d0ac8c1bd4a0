"""What the tests of hostile work share: submissions as data, and a victim problem with all that grades it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from grader.core.problem import Limits, Problem
from grader.core.report import ProblemReport
from grader.core.submission import Submission
from grader.grading import AnswerKey, grade_problem
from grader.sandbox.box import Sandbox
from grader.sandbox.confinement import Layer
from grader.spec import load

HERE = Path(__file__).parent
HONEST = {"victim.py": b"def double(x):\n    return 2 * x + 1\n"}
PLANTED = [
    Path(place)
    for place in ("/tmp/planted", "/tmp/escaped", "/tmp/report.json", "/dev/shm/report.json", "/report.json")
]
PATIENT = Limits(wall_time_s=20, cpu_time_s=20, memory_mib=512)  # for honest work on a busy machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """A victim problem with its sandbox and answer key."""

    problem: Problem
    key: AnswerKey
    sandbox: Sandbox

    def grade(self, files: dict[str, bytes], *, limits: Limits | None = None) -> ProblemReport:
        problem = self.problem
        if limits is not None:
            checks = tuple(replace(check, limits=limits) for check in problem.checks)
            problem = replace(problem, limits=limits, checks=checks)
        submission = Submission(student="s", attempt=1, files=files)
        return grade_problem(problem, submission, self.key, self.sandbox)


@contextmanager
def opened(victim: str, without: frozenset[Layer] = frozenset()) -> Iterator[Court]:
    """The court of one of the folders here that hold a problem."""
    problem = load(HERE / victim).problems[0].problem
    with Sandbox(without=without) as sandbox, AnswerKey(problem, b"hostile", sandbox) as key:
        yield Court(problem=problem, key=key, sandbox=sandbox)
    assert not sandbox._scratch.exists()  # noqa: SLF001


def submissions(folder: str) -> list[Path]:
    return sorted(path for path in (HERE / folder).iterdir() if path.suffix == ".py" or path.is_dir())


def files_of(path: Path) -> dict[str, bytes]:
    if path.is_file():
        return {"victim.py": path.read_bytes()}
    return {str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def expected(source: bytes) -> list[set[str]]:
    """The verdicts that the first line of a hostile source allows, check by check."""
    found = re.match(rb"# expect: (.+)", source)
    assert found is not None
    return [set(alternatives.split("|")) for alternatives in found[1].decode().split()]


def verdicts(report: ProblemReport) -> list[str]:
    return [str(result.verdict) for result in report.checks]


def are_allowed(report: ProblemReport, source: bytes) -> bool:
    pairs = zip(verdicts(report), expected(source), strict=True)
    return all(verdict in allowed for verdict, allowed in pairs)
