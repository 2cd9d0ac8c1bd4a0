"""A gradebook, an assignment of two problems, and what a run would record, made without running anything.

Whatever takes `book` or `location` runs twice: with a file, and with a PostgreSQL server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text

from grader.core import scoring
from grader.core.problem import (
    Assigned,
    Assignment,
    Attempts,
    Check,
    Criterion,
    Equals,
    LatePolicy,
    Problem,
    ReviewSubject,
    Rubric,
    SourceSubject,
    Submit,
)
from grader.core.report import CheckResult, Detail, Isolation, ProblemReport
from grader.core.settlement import Received, settled
from grader.core.submission import Submission
from grader.core.terms import Terms
from grader.core.text import Text
from grader.core.verdict import Verdict
from grader.gradebook import Conditions, Gradebook, open_gradebook
from grader.gradebook.recording import Recorder
from tests.postgres import Server, programs, running

RUBRIC = Rubric(
    (
        Criterion(id="claim", title=Text("States the claim", "ادعا را می‌گوید"), points=Fraction(2)),
        Criterion(id="proof", title=Text("Proves it", "اثبات می‌کند"), points=Fraction(3)),
    )
)
CONDITIONS = Conditions(
    device="cpu",
    engine="local",
    isolation=Isolation(tier="full", layers=("seccomp",)),
    seed=None,
    secret=b"s" * 32,
    grader="1",
    torch="2",
    numpy="3",
)


def check(check_id: str, points: int, subject: ReviewSubject | SourceSubject | None = None) -> Check:
    return Check(
        id=check_id,
        title=Text(check_id.title(), "آزمون"),
        points=Fraction(points),
        subject=subject or SourceSubject("net.py"),
        expectation=RUBRIC if isinstance(subject, ReviewSubject) else Equals(1),
        visibility="hidden" if check_id == "fresh" else "visible",
    )


NET = Problem(
    id="net",
    title=Text("A net", "شبکه"),
    checks=(check("output", 4), check("fresh", 6)),
    submit=Submit(module="net.py"),
    digest="sha256:net-1",
)
ESSAY = Problem(
    id="essay",
    title=Text("An essay", "نوشته"),
    checks=(check("why", 5, ReviewSubject("why")),),
    submit=Submit(answers="answers.yaml"),
    digest="sha256:essay-1",
)


@pytest.fixture
def assignment() -> Assignment:
    return Assignment(
        id="homework-3",
        title=Text("Homework 3", "تمرین ۳"),
        problems=(Assigned(problem=NET), Assigned(problem=ESSAY, points=Fraction(10))),
        due=datetime(2025, 11, 5, 20, 29, tzinfo=UTC),
        late=LatePolicy(grace_minutes=15, percent_per_day=Fraction(10), max_days=5),
        attempts=Attempts(max=3, keep="best"),
    )


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    found = programs()
    if found is None:
        pytest.skip("there is no PostgreSQL server here")
    with running(found) as server:
        yield server


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "book" / "gradebook.db")


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return str(request.getfixturevalue("file"))
    return str(request.getfixturevalue("server").new())


@contextmanager
def tables_of(location: str) -> Iterator[Connection]:
    """What a gradebook holds, past the gradebook."""
    engine = create_engine(location if "://" in location else f"sqlite:///{location}")
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def rows(location: str, query: str) -> list[tuple[Any, ...]]:
    with tables_of(location) as connection:
        return [tuple(row) for row in connection.execute(text(query))]


@pytest.fixture
def book(location: str) -> Iterator[Gradebook]:
    with open_gradebook(location) as opened:
        yield opened


def hand_in(student: str, attempt: int = 1, body: str = "x = 1", day: int = 4, name: str = "") -> Submission:
    return Submission(
        student=student,
        attempt=attempt,
        files={"net.py": body.encode()},
        submitted_at=datetime(2025, 11, day, 12, tzinfo=UTC),
        name=name,
    )


def result(of: Check, verdict: Verdict, detail: Detail | None = None) -> CheckResult:
    fraction = Fraction(1, 3) if verdict is Verdict.PARTIAL else Fraction(0)
    return CheckResult(
        id=of.id,
        title=of.title,
        verdict=verdict,
        score=scoring.check_score(of.points, verdict, fraction),
        max_score=of.points,
        visibility=of.visibility,
        feedback=Text("because", "چون"),
        misconception="transposed" if verdict is Verdict.FAILED else None,
        wall_time_s=0.25,
        detail=detail
        or Detail(observed=[[1.5, "nan"]], worst_index=(0, 1), wrong=((0, 1),), stdout="\ud800\0"),
    )


def judged(problem: Problem, verdicts: Mapping[str, Verdict], text: str = "Because it is.") -> ProblemReport:
    results = []
    for one in problem.checks:
        review = isinstance(one.subject, ReviewSubject)
        verdict = Verdict.NEEDS_REVIEW if review else verdicts.get(one.id, Verdict.PASSED)
        results.append(result(one, verdict, Detail(observed=text) if review else None))
    total = scoring.problem_score(results, all_or_nothing=problem.all_or_nothing)
    return ProblemReport(
        id=problem.id,
        title=problem.title,
        status=total.status,
        score=total.score,
        max_score=total.max_score,
        checks=tuple(results),
        notes=(Text("cell 2 failed", "خانهٔ ۲ خطا داد"), Text("cell 3 failed")),
    )


@dataclass(slots=True)
class Grader:
    """What `grade` does with the gradebook, with verdicts that the test names in the place of a sandbox."""

    book: Gradebook
    assignment: Assignment
    runs: Iterator[int]
    conditions: Conditions = CONDITIONS

    def __call__(
        self, *submissions: Submission, fresh: bool = False, finish: bool = True, **verdicts: Verdict
    ) -> Recorder:
        """Grades; returns the run's recorder. `verdicts` by check id."""
        run = f"run-{next(self.runs)}"
        recorder = self.book.begin(self.assignment, self.conditions, run, "2025-11-06T08:00:00+00:00")
        for submission in submissions:
            known = {} if fresh else recorder.known(submission)
            problems = [
                known.get(one.problem.id) or judged(one.problem, verdicts) for one in self.assignment.problems
            ]
            decisions = recorder.decisions(submission, problems)
            report = settled(Received.of(submission), problems, Terms.of(self.assignment), decisions)
            recorder.record(submission, problems, report)
        if finish:
            recorder.finish()
        return recorder

    def changed(self, **changes: str) -> None:
        """The net's problem, changed."""
        first, *rest = self.assignment.problems
        problem = replace(first.problem, **changes)  # type: ignore[arg-type]
        self.assignment = replace(self.assignment, problems=(replace(first, problem=problem), *rest))


@pytest.fixture
def grader(book: Gradebook, assignment: Assignment) -> Grader:
    return Grader(book, assignment, runs=count(1))
