"""Points: exact fractions from verdicts to grades, rounded half up to 4 decimals once, where they are reported.

score = points × fraction: `passed` 1, `partial` in (0, 1), `needs_review` and `ungraded` none, all else 0. Sums run
over what has a score; a grade is none while anything in it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor

from grader.core.problem import Attempts, Check, LatePolicy, Problem, Tally, Withheld
from grader.core.report import CheckResult, ProblemReport, Status, SubmissionReport
from grader.core.text import Text
from grader.core.verdict import Verdict

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A sum of scores. `score` is None where not one part has a score."""

    score: Fraction | None
    max_score: Fraction
    status: Status


def check_score(points: Fraction, verdict: Verdict, fraction: Fraction) -> Fraction | None:
    """What a check earns; None where nobody knows yet."""
    if not verdict.has_score:
        return None
    if verdict is Verdict.PASSED:
        return points
    return points * fraction if verdict is Verdict.PARTIAL else ZERO


def blocked_by(check: Check, results: Mapping[str, CheckResult]) -> tuple[Verdict, str] | None:
    """The verdict that a check gets because of one that it needs, and that one's id; None where it may be judged.

    Only `passed` meets a need; `needs_review` does not block; a needed `ungraded` one makes it ungraded.
    """
    unmet = [
        name for name in check.needs if results[name].verdict not in (Verdict.PASSED, Verdict.NEEDS_REVIEW)
    ]
    for name in unmet:
        if results[name].verdict is Verdict.UNGRADED:
            return Verdict.UNGRADED, name
    return (Verdict.BLOCKED, unmet[0]) if unmet else None


def problem_score(results: Sequence[CheckResult], *, all_or_nothing: bool) -> Total:
    """A problem's score: the sum of its checks', extra credit on top.

    With `all_or_nothing` it is the whole or nothing of the checks that are no extra credit, and none while it
    hangs on one that has no score.
    """
    counted = [result for result in results if not result.extra_credit]
    max_score = sum((result.max_score for result in counted), ZERO)
    status = _status(result.verdict for result in results)
    if not all_or_nothing:
        return Total(score=_sum(result.score for result in results), max_score=max_score, status=status)
    open_ones = [result for result in counted if result.score is None]
    lost = [result for result in counted if result.score is not None and result.verdict is not Verdict.PASSED]
    score = ZERO if lost else None if open_ones else max_score
    return Total(score=score, max_score=max_score, status=status)


def problem_report(
    problem: Problem, results: Sequence[CheckResult], notes: tuple[Text, ...] = ()
) -> ProblemReport:
    """The report of a problem whose checks came to `results`, in the order of the spec."""
    total = problem_score(results, all_or_nothing=problem.all_or_nothing)
    return ProblemReport(
        id=problem.id,
        title=problem.title,
        status=total.status,
        score=total.score,
        max_score=total.max_score,
        checks=tuple(results),
        withheld=problem.withheld,
        notes=notes,
    )


def submission_total(problems: Sequence[ProblemReport]) -> Total:
    """An assignment's score: the sum of its problems'."""
    statuses = {problem.status for problem in problems}
    status: Status = (
        "ungraded" if "ungraded" in statuses else "needs_review" if "needs_review" in statuses else "graded"
    )
    max_score = sum((problem.max_score for problem in problems), ZERO)
    return Total(score=_sum(problem.score for problem in problems), max_score=max_score, status=status)


def rescale(report: ProblemReport, points: Fraction) -> ProblemReport:
    """The same report with the problem worth `points`, what is withheld included; one worth nothing stays so."""
    whole = report.max_score + report.withheld.points
    if not whole:
        return report
    factor = points / whole
    checks = tuple(
        replace(check, score=_times(check.score, factor), max_score=check.max_score * factor)
        for check in report.checks
    )
    return replace(
        report,
        score=_times(report.score, factor),
        max_score=report.max_score * factor,
        checks=checks,
        withheld=Withheld(
            hidden=_of_points(report.withheld.hidden, factor),
            telling=_of_points(report.withheld.telling, factor),
        ),
    )


def round_score(score: Fraction) -> Fraction:
    """Rounded half up to 4 decimals."""
    return Fraction(floor(score * 10_000 + Fraction(1, 2)), 10_000)


# --- grades ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """Whole days late, and a note where the time is not known."""

    days: int = 0
    note: str = ""


def lateness(
    submitted_at: datetime | None,
    due: datetime | None,
    late: LatePolicy,
    extension_until: datetime | None = None,
) -> Lateness:
    """ceil((submitted − due − grace) / 24 h), never negative. An extension moves the due date, never forward."""
    if due is None:
        return Lateness()
    if submitted_at is None:
        return Lateness(note="the time of submission is not known; taken as not late")
    until = max(due, extension_until) if extension_until is not None else due
    over = submitted_at - until - timedelta(minutes=late.grace_minutes)
    return Lateness(days=max(0, -(-over // timedelta(days=1))))


def grade(total: Total, late: LatePolicy, days: int) -> Fraction | None:
    """The score after the late policy; None while anything in it has no score."""
    if total.status != "graded" or total.score is None:
        return None
    if late.max_days is not None and days > late.max_days:
        return ZERO
    return total.score * max(ZERO, 1 - days * late.percent_per_day / 100)


def counted_attempt(attempts: Sequence[SubmissionReport], policy: Attempts) -> SubmissionReport | None:
    """The attempt of one student that counts: the best or the last of the first `max`."""
    in_order = sorted(attempts, key=lambda report: report.attempt)
    counted = [report for report in in_order if policy.max is None or report.attempt <= policy.max]
    if not counted or policy.keep == "last":
        return counted[-1] if counted else None
    return max(counted, key=lambda report: (report.grade is not None, report.grade or ZERO, -report.attempt))


def _sum(scores: Iterable[Fraction | None]) -> Fraction | None:
    known = [score for score in scores if score is not None]
    return sum(known, ZERO) if known else None


def _of_points(tally: Tally, factor: Fraction) -> Tally:
    return replace(tally, points=tally.points * factor)


def _times(score: Fraction | None, factor: Fraction) -> Fraction | None:
    return None if score is None else score * factor


def _status(verdicts: Iterable[Verdict | None]) -> Status:
    found = set(verdicts)
    if Verdict.UNGRADED in found:
        return "ungraded"
    return "needs_review" if Verdict.NEEDS_REVIEW in found else "graded"
