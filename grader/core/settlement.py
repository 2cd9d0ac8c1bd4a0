"""Settlement: from what was judged to a grade, by the assignment's terms and what people decided.

A person's word stands over the grader's, and both stay on record: results are never changed, only settled anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction

from grader.core import scoring
from grader.core.report import CheckResult, ProblemReport, SubmissionReport
from grader.core.submission import Submission
from grader.core.terms import Terms
from grader.core.text import NOTHING, Text
from grader.core.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What is known of a submission beside its files; `notes` are those of intake."""

    student: str
    attempt: int
    digest: str
    name: str = ""
    submitted_at: datetime | None = None
    extension_until: datetime | None = None
    notes: tuple[str, ...] = ()

    @staticmethod
    def of(submission: Submission) -> Received:
        return Received(
            student=submission.student,
            attempt=submission.attempt,
            digest=submission.digest,
            name=submission.name,
            submitted_at=submission.submitted_at,
            extension_until=submission.extension_until,
            notes=submission.refused,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a person decided that a check earns, in the spec's own points, and what the student reads of it."""

    score: Fraction
    feedback: Text = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What people decided about one attempt.

    Attributes:
        rulings: by problem and check.
        grade: the grade itself, whatever the checks say.
        note: why, for the student to read.
    """

    rulings: Mapping[tuple[str, str], Ruling] = field(default_factory=dict)
    grade: Fraction | None = None
    extension_until: datetime | None = None
    note: str = ""


UNDECIDED = Decisions()


def settled(
    received: Received, problems: Sequence[ProblemReport], terms: Terms, decisions: Decisions = UNDECIDED
) -> SubmissionReport:
    """The report of one attempt. `problems` are as they were judged, in their specs' own points."""
    ruled = tuple(_rescaled(_ruled(problem, terms, decisions), terms) for problem in problems)
    total = scoring.submission_total(ruled)
    until = max(filter(None, (received.extension_until, decisions.extension_until)), default=None)
    late = scoring.lateness(received.submitted_at, terms.due, terms.late, until)
    grade = scoring.grade(total, terms.late, late.days)
    notes = [*received.notes, *([late.note] if late.note else [])]
    if decisions.grade is not None:
        grade = decisions.grade
        notes.append(f"the grade was set by a person: {decisions.note}")
    return SubmissionReport(
        student=received.student,
        attempt=received.attempt,
        digest=received.digest,
        name=received.name,
        status=total.status,
        score=total.score,
        grade=grade,
        max_score=total.max_score,
        problems=ruled,
        notes=tuple(notes),
        days_late=late.days,
    )


def _ruled(problem: ProblemReport, terms: Terms, decisions: Decisions) -> ProblemReport:
    if not any(key[0] == problem.id for key in decisions.rulings):
        return problem
    checks = tuple(_check(check, decisions.rulings.get((problem.id, check.id))) for check in problem.checks)
    total = scoring.problem_score(checks, all_or_nothing=problem.id in terms.all_or_nothing)
    return replace(problem, status=total.status, score=total.score, max_score=total.max_score, checks=checks)


def _check(check: CheckResult, ruling: Ruling | None) -> CheckResult:
    if ruling is None:
        return check
    score = min(max(ruling.score, Fraction(0)), check.max_score)
    verdict = Verdict.PASSED if score == check.max_score else Verdict.PARTIAL if score > 0 else Verdict.FAILED
    return replace(check, verdict=verdict, score=score, feedback=ruling.feedback or check.feedback)


def _rescaled(problem: ProblemReport, terms: Terms) -> ProblemReport:
    points = terms.points.get(problem.id)
    return problem if points is None else scoring.rescale(problem, points)
