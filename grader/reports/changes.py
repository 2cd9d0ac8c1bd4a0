"""What changes from one report to another: whose grade, by how much, and which checks it is from."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from grader.core.report import ProblemReport, Report, SubmissionReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One attempt whose grade or verdicts differ. `checks` are told as `problem/check: failed → passed`."""

    student: str
    attempt: int
    before: Fraction | None
    after: Fraction | None
    checks: tuple[str, ...]

    @property
    def by(self) -> Fraction | None:
        """By how much the grade changes; None where one of the two is not known."""
        return None if self.before is None or self.after is None else self.after - self.before


def changes(before: Report, after: Report) -> tuple[Change, ...]:
    """The attempts of both reports that differ, those that lose most first."""
    earlier = {(one.student, one.attempt): one for one in before.submissions}
    found = [
        _change(earlier[one.student, one.attempt], one)
        for one in after.submissions
        if (one.student, one.attempt) in earlier
    ]
    differing = [one for one in found if one.before != one.after or one.checks]
    return tuple(sorted(differing, key=lambda one: (one.by or Fraction(0), one.student, one.attempt)))


def _change(before: SubmissionReport, after: SubmissionReport) -> Change:
    earlier = {problem.id: problem for problem in before.problems}
    checks = [
        said
        for problem in after.problems
        if problem.id in earlier
        for said in _checks(earlier[problem.id], problem)
    ]
    return Change(
        student=after.student,
        attempt=after.attempt,
        before=before.grade,
        after=after.grade,
        checks=tuple(checks),
    )


def _checks(before: ProblemReport, after: ProblemReport) -> list[str]:
    earlier = {check.id: check.verdict for check in before.checks}
    there = [
        f"{after.id}/{check.id}: {earlier.get(check.id, 'new')} → {check.verdict}"
        for check in after.checks
        if earlier.get(check.id) != check.verdict
    ]
    ids = {check.id for check in after.checks}
    return there + [f"{after.id}/{check.id}: gone" for check in before.checks if check.id not in ids]
