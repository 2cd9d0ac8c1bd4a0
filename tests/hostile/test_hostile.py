"""The hostile corpus: no undeserved point, no survivor, no file left, and honest work grades as ever.

Each file of `corpus/` is a submission; its first lines say which verdicts may come of it (alternatives with `|`),
in the order of the victim's checks, and within how many seconds. Each file of `controls/` is honest.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from grader.core.problem import Problem
from grader.core.report import ProblemReport
from grader.core.submission import Submission
from grader.grading import AnswerKey, grade_problem
from grader.sandbox.box import Sandbox
from grader.spec import load

HERE = Path(__file__).parent
HONEST = b"def double(x):\n    return 2 * x + 1\n"
PLANTED = [Path("/tmp/planted"), Path("/tmp/escaped"), Path("/tmp/report.json"), Path("/dev/shm/report.json"), Path("/report.json")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """The victim problem with its sandbox and answer key."""

    problem: Problem
    key: AnswerKey
    sandbox: Sandbox

    def grade(self, source: bytes) -> ProblemReport:
        submission = Submission(student="s", attempt=1, files={"victim.py": source})
        return grade_problem(self.problem, submission, self.key, self.sandbox)


@pytest.fixture(scope="module")
def court() -> Iterator[Court]:
    problem = load(HERE / "victim").problems[0].problem
    with ExitStack() as stack:
        sandbox = stack.enter_context(Sandbox())
        key = stack.enter_context(AnswerKey(problem, b"hostile", sandbox))
        made = Court(problem=problem, key=key, sandbox=sandbox)
        made.grade(HONEST)
        yield made


def header(source: str, name: str) -> str | None:
    for line in source.splitlines()[:3]:
        if line.startswith(f"# {name}:"):
            return line.partition(":")[2].strip()
    return None


def processes() -> set[int]:
    """Live processes that are a fork of ours, mothers and zygotes included."""
    found = set()
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and b"grader.sandbox.mother" in (entry / "cmdline").read_bytes():
                if (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                    found.add(int(entry.name))
        except OSError:
            continue
    return found


def settled(before: set[int], patience_s: float = 5.0) -> set[int]:
    """What is still there of the processes that were not there before."""
    deadline = time.monotonic() + patience_s
    while (left := processes() - before) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def corpus() -> list[Path]:
    return sorted((HERE / "corpus").glob("*.py"))


def test_the_corpus_is_there() -> None:
    assert len(corpus()) >= 70
    assert {path.name.partition("-")[0] for path in corpus()} >= set("1234567")
    assert len(list((HERE / "controls").glob("*.py"))) >= 12


@pytest.mark.parametrize("path", corpus(), ids=lambda path: path.stem)
def test_an_attack_gains_nothing(court: Court, path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    expected = (header(source, "expect") or "").split()
    within_s = float(header(source, "within") or 5.0)
    author = court.grade(HONEST)  # the author's worker lives; so do mother and zygotes
    assert author.score == Fraction(10)
    before = processes()

    started = time.monotonic()
    report = court.grade(path.read_bytes())
    took_s = time.monotonic() - started

    verdicts = [str(result.verdict) for result in report.checks]
    assert len(expected) == len(verdicts)
    allowed = [alternatives.split("|") for alternatives in expected]
    assert all(one in others for one, others in zip(verdicts, allowed, strict=True)), (
        verdicts,
        [result.feedback.en for result in report.checks],
        [result.detail.traceback for result in report.checks],
    )
    deserved = sum(
        (result.max_score for result in report.checks if result.verdict == "passed"), Fraction(0)
    )
    assert report.score == deserved
    assert all(result.verdict != "passed" for result in report.checks if result.id == "fresh")
    assert took_s < within_s
    assert settled(before) == set()
    assert not [place for place in PLANTED if place.exists()]
    assert court.grade(HONEST).score == Fraction(10)


@pytest.mark.parametrize("path", sorted((HERE / "controls").glob("*.py")), ids=lambda path: path.stem)
def test_honest_work_that_looks_odd_passes(court: Court, path: Path) -> None:
    report = court.grade(path.read_bytes())
    assert [str(result.verdict) for result in report.checks] == ["passed", "passed"], [
        (result.feedback.en, result.detail.traceback) for result in report.checks
    ]


def test_no_scratch_folder_is_left() -> None:
    with Sandbox() as sandbox:
        problem = load(HERE / "victim").problems[0].problem
        with AnswerKey(problem, b"hostile", sandbox) as key:
            court = Court(problem=problem, key=key, sandbox=sandbox)
            for name in ("6-inode-bomb", "6-deep-folders", "6-disk-bomb"):
                court.grade((HERE / "corpus" / f"{name}.py").read_bytes())
        scratch = sandbox._scratch  # noqa: SLF001
    assert not scratch.exists()
