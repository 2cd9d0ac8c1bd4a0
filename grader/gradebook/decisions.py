"""What people decided, read from the gradebook's rows: the last row about the same thing holds."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

from sqlalchemy import Connection, Row, select

from grader.core.problem import Criterion
from grader.core.report import CheckResult, Json, ProblemReport
from grader.core.settlement import Decisions, Ruling
from grader.core.text import Text
from grader.core.verdict import Verdict
from grader.gradebook import tables as t
from grader.gradebook.codec import Outline, read_points, read_time

_WHOLE = Text("Points", "نمره")
Kind = Literal["mark", "remark", "override", "extension"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One thing that a person decided.

    Attributes:
        attempt: None for whichever.
        problem, check: "" where it is about the grade itself.
        points: None, with no `until`, takes the decision back. Of a check they are the spec's own.
        text_digest: of the text that was marked.
    """

    student: str
    kind: Kind
    by: str
    reason: str = ""
    attempt: int | None = None
    problem: str = ""
    check: str = ""
    criterion: str = ""
    points: Fraction | None = None
    until: datetime | None = None
    text_digest: str = ""
    at: str = ""


def text_digest(observed: Json) -> str:
    """Of what a person is shown to mark."""
    return hashlib.sha256(json.dumps(observed, sort_keys=True).encode()).hexdigest()


def rubric_of(check: CheckResult, criteria: Sequence[Criterion]) -> Sequence[Criterion]:
    """What a person marks it by: its own criteria, or its points as a whole where the grader could not judge it."""
    if criteria or check.verdict is not Verdict.NEEDS_REVIEW:
        return criteria
    return (Criterion(id="", title=_WHOLE, points=check.max_score),)


def shown(check: CheckResult, criteria: Sequence[Criterion]) -> Json:
    """What a person is shown to mark: a text; without a rubric also why the grader did not judge it."""
    observed = check.detail.observed
    if criteria:
        return observed
    return "\n".join([*([str(observed)] if observed is not None else []), check.feedback.en])


class Decided:
    """Everything that was decided about an assignment."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._last: dict[tuple[object, ...], Decision] = {}
        self._of: defaultdict[str, list[Decision]] = defaultdict(list)
        for one in decisions:
            self._last[_target(one)] = one
        for one in self._last.values():
            self._of[one.student].append(one)

    def about(
        self,
        student: str,
        attempt: int,
        problems: Sequence[ProblemReport],
        criteria: Mapping[tuple[str, str], Sequence[Criterion]],
    ) -> Decisions:
        """What holds for one attempt; `criteria` by problem and check."""
        mine = [one for one in self._of.get(student, ()) if one.attempt in (None, attempt)]
        if not mine:
            return Decisions()
        # What is said of this attempt goes before what is said of any.
        mine.sort(key=lambda one: one.attempt is not None)
        rulings = dict(self._reviewed(student, attempt, problems, criteria))
        grade, until, note = None, None, ""
        for one in mine:
            if one.kind == "extension":
                until = one.until
            elif one.kind == "override" and one.problem:
                key = one.problem, one.check
                rulings.pop(key, None)
                if one.points is not None:
                    rulings[key] = Ruling(score=one.points, feedback=Text(f"set by a person: {one.reason}"))
            elif one.kind == "override":
                grade, note = one.points, one.reason
        return Decisions(rulings=rulings, grade=grade, extension_until=until, note=note)

    def marks(self, student: str, attempt: int, problem: str, check: str, digest: str) -> dict[str, Fraction]:
        """The points given so far for the criteria of one text."""
        found = {}
        for one in self._of.get(student, ()):
            is_of_it = (one.kind, one.attempt, one.problem, one.check) == ("mark", attempt, problem, check)
            if is_of_it and one.text_digest == digest and one.points is not None:
                found[one.criterion] = one.points
        return found

    def remark(self, student: str, attempt: int, problem: str, check: str) -> str:
        """What the person who marked it wrote to the student."""
        key = (student, attempt, "remark", problem, check, "")
        found = self._last.get(key)
        return found.reason if found is not None and found.points is not None else ""

    def grade_of(self, student: str) -> Decision | None:
        """The grade that was set for a student whichever attempt counts, also for one without any."""
        found = self._last.get((student, None, "override", "", "", ""))
        return found if found is not None and found.points is not None else None

    def _reviewed(
        self,
        student: str,
        attempt: int,
        problems: Sequence[ProblemReport],
        criteria: Mapping[tuple[str, str], Sequence[Criterion]],
    ) -> Iterable[tuple[tuple[str, str], Ruling]]:
        for problem in problems:
            for check in problem.checks:
                own = criteria.get((problem.id, check.id), ())
                asked = rubric_of(check, own)
                if not asked:
                    continue
                digest = text_digest(shown(check, own))
                given = self.marks(student, attempt, problem.id, check.id, digest)
                if all(one.id in given for one in asked):
                    remark = self.remark(student, attempt, problem.id, check.id)
                    yield (problem.id, check.id), _ruling(asked, given, remark)


def decisions_in(connection: Connection, assignment_id: int) -> list[Decision]:
    """All that was ever decided about an assignment, in order."""
    query = (
        select(t.decisions, t.students.c.student)
        .join(t.students)
        .where(t.decisions.c.assignment_id == assignment_id)
        .order_by(t.decisions.c.id)
    )
    return [_decision(row) for row in connection.execute(query)]


def criteria_of(outlines: Iterable[Outline]) -> dict[tuple[str, str], Sequence[Criterion]]:
    """The rubrics, by problem and check."""
    return {
        (outline.id, check.id): check.criteria
        for outline in outlines
        for check in outline.checks.values()
        if check.criteria
    }


def _target(one: Decision) -> tuple[object, ...]:
    return (one.student, one.attempt, one.kind, one.problem, one.check, one.criterion)


def _ruling(asked: Sequence[Criterion], given: Mapping[str, Fraction], remark: str) -> Ruling:
    """The sum, within the rubric's own total, and the points of each criterion to read."""
    lines = [(one, f"{_short(given[one.id])}/{_short(one.points)}") for one in asked]
    feedback = Text(
        "\n".join([*(f"{one.title.in_language('en')}: {points}" for one, points in lines), remark]).strip(),
        "\n".join([*(f"{one.title.in_language('fa')}: {points}" for one, points in lines), remark]).strip(),
    )
    return Ruling(score=sum(given.values(), Fraction(0)), feedback=feedback)


def _short(points: Fraction) -> str:
    return f"{float(points):g}"


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        student=row.student,
        attempt=row.attempt,
        kind=row.kind,
        problem=row.problem,
        check=row.check_id,
        criterion=row.criterion,
        points=read_points(row.points),
        until=read_time(row.until),
        text_digest=row.text_digest,
        by=row.by,
        reason=row.reason,
        at=row.at,
    )
