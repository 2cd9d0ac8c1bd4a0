"""A stored `report.json` as data from outside: what it must hold, and a `Report` of it.

Its texts are in the one language that they were written in.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from grader.core.problem import Tally, Visibility, Withheld
from grader.core.report import (
    CheckResult,
    Detail,
    Isolation,
    Json,
    ProblemReport,
    Report,
    RunInfo,
    Status,
    SubmissionReport,
    Viewer,
)
from grader.core.text import NOTHING, Text
from grader.core.verdict import Verdict
from grader.errors import UsageError

Index: TypeAlias = tuple[int, ...]
Points: TypeAlias = Annotated[float, Field(ge=0, allow_inf_nan=False)]


def parse(text: str) -> Report:
    """The report that `json.render` wrote.

    Raises:
        UsageError: if the text is not such a report.
    """
    try:
        return StoredReport.model_validate_json(text).report()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise UsageError(
            f"this is not a report: {where}: {first['msg']}", "give a report.json of format 1"
        ) from error


def schema() -> dict[str, Json]:
    """The JSON Schema of `report.json`."""
    described = StoredReport.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}


class _Stored(BaseModel):
    # Keys that a later version adds must not make a report unreadable.
    model_config = ConfigDict(extra="ignore", frozen=True)


class StoredDetail(_Stored):
    expected: JsonValue
    observed: JsonValue
    worst_index: Index | None
    stdout: str
    traceback: str | None
    hint: str | None
    where: str = ""
    wrong: tuple[Index, ...] = ()
    call: str | None = None
    file: str | None = None
    line: int | None = None

    def detail(self) -> Detail:
        return Detail(
            expected=self.expected,
            observed=self.observed,
            worst_index=self.worst_index,
            where=self.where,
            wrong=self.wrong,
            stdout=self.stdout,
            traceback=self.traceback,
            file=self.file,
            line=self.line,
            hint=Text(self.hint) if self.hint else NOTHING,
            call=self.call,
        )


class StoredCheck(_Stored):
    """`verdict` is null where the viewer may not know it, `score` where nobody knows it yet or he may not."""

    id: str
    title: str
    verdict: Verdict | None
    score: Points | None
    max_score: Points
    visibility: Visibility
    feedback: str
    misconception: str | None
    carried: bool
    wall_time_s: float | None
    detail: StoredDetail
    extra_credit: bool = False

    def result(self) -> CheckResult:
        return CheckResult(
            id=self.id,
            title=Text(self.title),
            verdict=self.verdict,
            score=_exact(self.score),
            max_score=_known(self.max_score),
            visibility=self.visibility,
            extra_credit=self.extra_credit,
            feedback=Text(self.feedback),
            misconception=self.misconception,
            carried=self.carried,
            wall_time_s=self.wall_time_s,
            detail=self.detail.detail(),
        )


class StoredTally(_Stored):
    checks: int = 0
    points: Points = 0

    def tally(self) -> Tally:
        return Tally(self.checks, _known(self.points))


class StoredWithheld(_Stored):
    """What a handout leaves to the course."""

    hidden: StoredTally = StoredTally()
    telling: StoredTally = StoredTally()


class StoredProblem(_Stored):
    id: str
    status: Status
    score: Points | None
    max_score: Points
    checks: tuple[StoredCheck, ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    withheld: StoredWithheld = StoredWithheld()

    def report(self) -> ProblemReport:
        return ProblemReport(
            id=self.id,
            title=Text(self.title or self.id),
            status=self.status,
            score=_exact(self.score),
            max_score=_known(self.max_score),
            checks=tuple(check.result() for check in self.checks),
            notes=tuple(map(Text, self.notes)),
            withheld=Withheld(hidden=self.withheld.hidden.tally(), telling=self.withheld.telling.tally()),
        )


class StoredSubmission(_Stored):
    student: str
    attempt: Annotated[int, Field(ge=1)]
    digest: str
    status: Status
    score: Points | None
    grade: Points | None
    max_score: Points
    problems: tuple[StoredProblem, ...]
    days_late: int = 0
    notes: tuple[str, ...] = ()
    name: str = ""

    def report(self) -> SubmissionReport:
        return SubmissionReport(
            student=self.student,
            attempt=self.attempt,
            digest=self.digest,
            status=self.status,
            score=_exact(self.score),
            grade=_exact(self.grade),
            max_score=_known(self.max_score),
            problems=tuple(problem.report() for problem in self.problems),
            notes=self.notes,
            days_late=self.days_late,
            name=self.name,
        )


class StoredIsolation(_Stored):
    tier: str
    layers: tuple[str, ...]


class StoredRun(_Stored):
    id: str
    started_at: str
    device: str
    engine: str
    isolation: StoredIsolation
    seed: int | None = None

    def info(self) -> RunInfo:
        return RunInfo(
            id=self.id,
            started_at=self.started_at,
            device=self.device,
            engine=self.engine,
            isolation=Isolation(tier=self.isolation.tier, layers=self.isolation.layers),
            seed=self.seed,
        )


class StoredAssignment(_Stored):
    id: str
    title: str
    max_score: Points


class StoredReport(_Stored):
    model_config = ConfigDict(title="report.json")

    format_version: Literal[1]
    viewer: Viewer
    run: StoredRun
    assignment: StoredAssignment
    submissions: tuple[StoredSubmission, ...]
    misconceptions: dict[str, str] = {}
    notes: tuple[str, ...] = ()

    def report(self) -> Report:
        return Report(
            viewer=self.viewer,
            run=self.run.info(),
            assignment_id=self.assignment.id,
            assignment_title=Text(self.assignment.title),
            max_score=_known(self.assignment.max_score),
            submissions=tuple(submission.report() for submission in self.submissions),
            misconceptions={key: Text(text) for key, text in self.misconceptions.items()},
            notes=self.notes,
        )


def _known(points: float) -> Fraction:
    """The decimal as written, exactly: 0.1 is 1/10."""
    return Fraction(repr(points))


def _exact(points: float | None) -> Fraction | None:
    return None if points is None else _known(points)
