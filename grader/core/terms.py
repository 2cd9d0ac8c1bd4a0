"""Terms: what turns results into grades, apart from the specs themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from grader.core.problem import Assigned, Assignment, Attempts, LatePolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """An assignment's own rules.

    Attributes:
        points: what a problem is worth, for those whose worth the assignment sets.
        all_or_nothing: ids of the problems that are earned whole or not at all.
    """

    points: Mapping[str, Fraction] = field(default_factory=dict)
    all_or_nothing: frozenset[str] = frozenset()
    due: datetime | None = None
    late: LatePolicy = LatePolicy()
    attempts: Attempts = Attempts()

    @staticmethod
    def of(assignment: Assignment) -> Terms:
        return Terms(
            points={one.problem.id: one.points for one in assignment.problems if one.points is not None},
            all_or_nothing=frozenset(
                one.problem.id for one in assignment.problems if one.problem.all_or_nothing
            ),
            due=assignment.due,
            late=assignment.late,
            attempts=assignment.attempts,
        )


def worth(assigned: Assigned) -> Fraction:
    """What a problem is worth in its assignment, what is withheld included and extra credit apart."""
    if assigned.points is not None:
        return assigned.points
    counted = (check.points for check in assigned.problem.checks if not check.extra_credit)
    return sum(counted, assigned.problem.withheld.points)
