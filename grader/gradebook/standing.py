"""The grade that counts for an attempt, and what may come after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection, func, select

from grader.core.report import Status, SubmissionReport
from grader.gradebook import tables as t
from grader.gradebook.codec import read_points, write_points
from grader.gradebook.rows import now

BY_THE_GRADER = "grader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The grade that counts for an attempt by now, and the submission that it is for."""

    digest: str
    results: tuple[int, ...]
    status: Status
    score: Fraction | None
    grade: Fraction | None
    max_score: Fraction
    days_late: int


def standings(connection: Connection, attempts: Sequence[int]) -> dict[int, Standing]:
    """The last grade of each attempt that has one."""
    last = (
        select(func.max(t.grades.c.id))
        .where(t.grades.c.attempt_id.in_(attempts))
        .group_by(t.grades.c.attempt_id)
    )
    query = select(t.grades, t.entries.c.digest).join(t.entries).where(t.grades.c.id.in_(last))
    found = connection.execute(query).all()
    links = (
        select(t.entry_results.c.entry_id, t.entry_results.c.result_id)
        .where(t.entry_results.c.entry_id.in_([row.entry_id for row in found]))
        .order_by(t.entry_results.c.position)
    )
    results: defaultdict[int, list[int]] = defaultdict(list)
    for entry, result in connection.execute(links) if found else ():
        results[entry].append(result)
    return {
        row.attempt_id: Standing(
            digest=row.digest,
            results=tuple(results[row.entry_id]),
            status=row.status,
            score=read_points(row.score),
            grade=read_points(row.grade),
            max_score=Fraction(row.max_score),
            days_late=row.days_late,
        )
        for row in found
    }


def grade_row(
    attempt: int, entry: int, report: SubmissionReport, cause: str, by: str, reason: str
) -> dict[str, object]:
    """A row of `grades`, as of now."""
    return {
        "attempt_id": attempt,
        "entry_id": entry,
        "at": now(),
        "cause": cause,
        "by": by,
        "reason": reason,
        "status": report.status,
        "score": write_points(report.score),
        "grade": write_points(report.grade),
        "max_score": str(report.max_score),
        "days_late": report.days_late,
    }


def may_follow(standing: Standing, report: SubmissionReport) -> bool:
    """Does the new one count at once? Not where it would change a grade that is known, for the same files."""
    return standing.grade is None or standing.digest != report.digest or same_grade(standing, report)


def same_grade(standing: Standing, report: SubmissionReport) -> bool:
    return (standing.status, standing.score, standing.grade, standing.max_score, standing.days_late) == (
        report.status,
        report.score,
        report.grade,
        report.max_score,
        report.days_late,
    )


def says_the_same(standing: Standing, report: SubmissionReport, results: tuple[int, ...]) -> bool:
    return same_grade(standing, report) and standing.results == results and standing.digest == report.digest
