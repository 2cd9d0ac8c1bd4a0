"""The hostile corpus: no undeserved point, no survivor, no file left, and honest work grades as ever.

Each file or folder of `corpus/` is a submission; the first line of its module says which verdicts may come of it
(alternatives with `|`), in the order of the victim's checks. Each of `controls/` is honest. `test_elsewhere` runs the same
as other users and with less confinement.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest

from grader.core.problem import Limits, Problem
from grader.core.report import ProblemReport
from grader.core.submission import Submission
from grader.grading import AnswerKey, grade_problem
from grader.sandbox.box import Sandbox
from grader.sandbox.confinement import Layer
from grader.spec import load
from tests.sandbox.processes import family, settled

HERE = Path(__file__).parent
HONEST = {"victim.py": b"def double(x):\n    return 2 * x + 1\n"}
PLANTED = [Path(place) for place in ("/tmp/planted", "/tmp/escaped", "/tmp/report.json", "/dev/shm/report.json", "/report.json")]
# Against hanging: the limits end a submission within seconds, and a machine may be busy with other things.
WITHIN_S = 30.0
PATIENT = Limits(wall_time_s=20, cpu_time_s=20, memory_mib=512)  # for honest work on a busy machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """The victim problem with its sandbox and answer key."""

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


@pytest.fixture(scope="module")
def court(request: pytest.FixtureRequest) -> Iterator[Court]:
    problem = load(HERE / "victim").problems[0].problem
    without = frozenset(map(Layer, filter(None, request.config.getoption("--without", "").split(","))))
    with ExitStack() as stack:
        sandbox = stack.enter_context(Sandbox(without=without))
        key = stack.enter_context(AnswerKey(problem, b"hostile", sandbox))
        made = Court(problem=problem, key=key, sandbox=sandbox)
        made.grade(HONEST, limits=PATIENT)  # from now on the author's worker lives, and so do mother and zygotes
        yield made
    assert not sandbox._scratch.exists()  # noqa: SLF001


def expected(source: bytes) -> list[set[str]]:
    found = re.match(rb"# expect: (.+)", source)
    assert found is not None
    return [set(alternatives.split("|")) for alternatives in found[1].decode().split()]


def submissions(folder: str) -> list[Path]:
    return sorted(path for path in (HERE / folder).iterdir() if path.suffix == ".py" or path.is_dir())


def files_of(path: Path) -> dict[str, bytes]:
    if path.is_file():
        return {"victim.py": path.read_bytes()}
    return {str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def test_the_corpus_is_there() -> None:
    assert len(submissions("corpus")) >= 200
    assert {path.name.partition("-")[0] for path in submissions("corpus")} == set("123456789")
    assert len(submissions("controls")) >= 20


@pytest.mark.parametrize("path", submissions("corpus"), ids=lambda path: path.stem)
def test_an_attack_gains_nothing(court: Court, path: Path) -> None:
    files = files_of(path)
    before = family(court.sandbox)

    started = time.monotonic()
    report = court.grade(files)
    took_s = time.monotonic() - started

    verdicts = [str(result.verdict) for result in report.checks]
    allowed = expected(files["victim.py"])
    assert all(one in others for one, others in zip(verdicts, allowed, strict=True)), [
        (str(result.verdict), result.feedback.en, result.detail.traceback) for result in report.checks
    ]
    # The visible check shows what it expects, so that its point may be had by copying; the hidden one is the defence.
    deserved = sum((result.max_score for result in report.checks if result.verdict == "passed"), Fraction(0))
    assert report.score == deserved
    assert "passed" not in (result.verdict for result in report.checks if result.id == "fresh")
    assert took_s < WITHIN_S
    assert settled(court.sandbox, before) == set()
    assert not [place for place in PLANTED if place.exists()]
    assert court.grade(HONEST, limits=PATIENT).score == Fraction(10)


@pytest.mark.parametrize("path", submissions("controls"), ids=lambda path: path.stem)
def test_honest_work_that_looks_odd_passes(court: Court, path: Path) -> None:
    report = court.grade(files_of(path), limits=PATIENT)
    assert [str(result.verdict) for result in report.checks] == ["passed", "passed"], [
        (result.feedback.en, result.detail.traceback) for result in report.checks
    ]
