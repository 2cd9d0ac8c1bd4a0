"""What comes back from a grading host: text. How problems ended, as JSON, or why the host cannot go on.

Only what the driver cannot know travels. Titles, points and visibilities are taken from its own specs, and every sum
is done again, so that the report is the same as if all of it had been judged here.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from grader.core import scoring
from grader.core.problem import Check, Problem
from grader.core.report import CheckResult, Isolation, ProblemReport
from grader.core.verdict import Verdict
from grader.errors import GraderError, WireError
from grader.gradebook.codec import (
    read_evidence,
    read_points,
    read_texts,
    write_evidence,
    write_points,
    write_texts,
)


class _Crossing(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Nature(_Crossing):
    """What a machine is, as far as what it judges hangs on it: the versions of what judges, and packages it lacks."""

    grader: str
    torch: str
    numpy: str
    lacks: tuple[str, ...]


class About(_Crossing):
    """A host that may be asked."""

    nature: Nature
    isolation: Isolation


class Failure(_Crossing):
    """Why a host cannot go on, or may not begin."""

    what: str
    hint: str

    @staticmethod
    def of(error: GraderError) -> Failure:
        return Failure(what=error.what, hint=error.hint)


class _CheckResult(_Crossing):
    id: str
    verdict: Verdict
    score: str | None
    misconception: str | None
    carried: bool
    wall_time_s: float | None
    evidence: str | None

    def result(self, check: Check) -> CheckResult:
        """The check's result.

        Raises:
            ValueError: if its verdict does not earn its score.
        """
        score = read_points(self.score)
        if self.verdict is Verdict.PARTIAL:
            is_earned = score is not None and 0 <= score <= check.points
        else:
            is_earned = score == scoring.check_score(check.points, self.verdict, scoring.ZERO)
        if not is_earned:
            raise ValueError(f"{self.verdict} for {self.score} of {check.points} points")
        feedback, detail = read_evidence(self.evidence)
        return CheckResult(
            id=check.id,
            title=check.title,
            verdict=self.verdict,
            score=score,
            max_score=check.points,
            visibility=check.visibility,
            extra_credit=check.extra_credit,
            feedback=feedback,
            misconception=self.misconception,
            carried=self.carried,
            wall_time_s=self.wall_time_s,
            detail=detail,
        )


class _ProblemReport(_Crossing):
    id: str
    checks: tuple[_CheckResult, ...]
    notes: str

    def report(self, problem: Problem) -> ProblemReport:
        results = [one.result(check) for one, check in zip(self.checks, problem.checks, strict=True)]
        return scoring.problem_report(problem, results, read_texts(self.notes))


class Graded(_Crossing):
    """How problems ended, in the order in which they were asked for."""

    problems: tuple[_ProblemReport, ...]

    @staticmethod
    def of(reports: Sequence[ProblemReport]) -> Graded:
        return Graded(problems=tuple(map(_written, reports)))

    def reports(self, problems: Sequence[Problem]) -> tuple[ProblemReport, ...]:
        """The reports, as `problems` have it.

        Raises:
            WireError: if it speaks of others, or of what is no result.
        """
        told = [(one.id, [check.id for check in one.checks]) for one in self.problems]
        if told != [(one.id, [check.id for check in one.checks]) for one in problems]:
            raise WireError("a grading host answers for other checks than it was asked for")
        try:
            return tuple(one.report(problem) for one, problem in zip(self.problems, problems, strict=True))
        except (ValueError, TypeError, ArithmeticError, AttributeError) as error:
            raise WireError(f"a grading host answers with what is no result: {error}") from error


_ANSWER: TypeAdapter[About | Graded | Failure] = TypeAdapter(About | Graded | Failure)


def read(text: str) -> About | Graded | Failure:
    """What a host answers.

    Raises:
        WireError: if it is no answer.
    """
    try:
        return _ANSWER.validate_json(text)
    except ValidationError as error:
        raise WireError("a grading host answers with what is no answer") from error


def _written(report: ProblemReport) -> _ProblemReport:
    checks = tuple(
        _CheckResult(
            id=check.id,
            verdict=_known(check.verdict),
            score=write_points(check.score),
            misconception=check.misconception,
            carried=check.carried,
            wall_time_s=check.wall_time_s,
            evidence=write_evidence(check),
        )
        for check in report.checks
    )
    return _ProblemReport(id=report.id, checks=checks, notes=write_texts(report.notes))


def _known(verdict: Verdict | None) -> Verdict:
    assert verdict is not None  # it is redaction that takes them away
    return verdict
