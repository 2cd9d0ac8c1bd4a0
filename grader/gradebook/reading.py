"""Reports and histories out of the gradebook. Nothing is graded for them, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Row, func, select

from grader.core import scoring
from grader.core.report import Final, Isolation, ProblemReport, Report, RunInfo, SubmissionReport
from grader.core.settlement import Received, settled
from grader.core.text import Text
from grader.errors import GradebookError
from grader.gradebook import tables as t
from grader.gradebook.codec import Outline, Setting, read_outline, read_points, read_setting, read_time
from grader.gradebook.decisions import Decided, Decision, criteria_of, decisions_in
from grader.gradebook.restored import problem_reports

# Before the first grade of an assignment there is no run to speak of.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRow:
    id: str
    title: Text
    runs: int
    last_run_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A run; `finished_at` None where it was cut off. `graded` counts the results that it judged itself."""

    id: str
    started_at: str
    finished_at: str | None
    submissions: int
    graded: int
    grader: str
    device: str
    tier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRow:
    """A grade as it stood from a moment on."""

    student: str
    attempt: int
    at: str
    cause: str
    by: str
    reason: str
    run: str
    versions: str
    score: Fraction | None
    grade: Fraction | None
    max_score: Fraction
    days_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One attempt's entry, as it stands in the gradebook."""

    attempt_id: int
    entry_id: int
    report: SubmissionReport


class Reader:
    """One assignment, over one connection."""

    def __init__(self, connection: Connection, assignment: str | None) -> None:
        """Finds the assignment; without a name the one that was graded last.

        Raises:
            GradebookError: if there is none.
        """
        self._connection = connection
        last = select(func.max(t.runs.c.started_at)).where(t.runs.c.assignment_id == t.assignments.c.id)
        query = select(t.assignments.c.id, t.assignments.c.assignment).order_by(
            last.scalar_subquery().desc().nulls_last(), t.assignments.c.id.desc()
        )
        rows = connection.execute(query).all()
        found = [row for row in rows if assignment in (None, row.assignment)]
        if not found:
            known = ", ".join(row.assignment for row in rows)
            what = (
                f"the gradebook holds no assignment {assignment}"
                if rows
                else "the gradebook holds no grades yet"
            )
            raise GradebookError(what, f"it holds {known}" if rows else "grader grade fills it")
        self.id, self.assignment = found[0].id, found[0].assignment
        self.history = decisions_in(connection, self.id)
        self.decided = Decided(self.history)
        rows = connection.execute(select(t.problems)).all()
        self.outlines: Mapping[int, Outline] = {
            row.id: read_outline(row.problem, row.outline) for row in rows
        }
        self.criteria = criteria_of(self.outlines.values())
        self._settings: dict[str, Setting] = {}

    def runs(self) -> list[RunRow]:
        """Every run, oldest first."""
        entries = (
            select(func.count())
            .where(t.entries.c.run_id == t.runs.c.id)
            .scalar_subquery()
            .label("submissions")
        )
        graded = (
            select(func.count()).where(t.results.c.run_id == t.runs.c.id).scalar_subquery().label("graded")
        )
        # Two may begin in one second; then the one that wrote first is the earlier.
        first = select(func.min(t.entries.c.id)).where(t.entries.c.run_id == t.runs.c.id).scalar_subquery()
        query = select(t.runs, entries, graded).where(t.runs.c.assignment_id == self.id)
        return [
            RunRow(
                id=row.id,
                started_at=row.started_at,
                finished_at=row.finished_at,
                submissions=row.submissions,
                graded=row.graded,
                grader=row.grader,
                device=row.device,
                tier=row.tier,
            )
            for row in self._connection.execute(query.order_by(t.runs.c.started_at, first.nulls_first()))
        ]

    def run(self, name: str | None) -> str:
        """A run's id by the beginning of it; without a name the last one.

        Raises:
            GradebookError: if there is none, or more than one.
        """
        found = [row.id for row in self.runs() if row.submissions and row.id.startswith(name or "")]
        if not found or (name and len(found) > 1):
            raise GradebookError(
                f"there is no one run {name or ''}".rstrip(), "grader gradebook runs lists them"
            )
        return found[-1]

    def run_report(self, run: str) -> Report:
        """What a run found, settled by its own terms and by what people decided up to now."""
        entries = select(t.entries).where(t.entries.c.run_id == run)
        return self._report(run, [held.report for held in self.held(entries)])

    def report(self) -> Report:
        """The class as its grades stand: what was accepted, by what people decided up to now."""
        return self._report(self.run(None), [held.report for held in self.standing()])

    def standing(self, student: str | None = None) -> list[Held]:
        """The entry that each attempt's last grade rests on."""
        last = (
            select(func.max(t.grades.c.id))
            .join(t.attempts)
            .where(t.attempts.c.assignment_id == self.id)
            .group_by(t.grades.c.attempt_id)
        )
        query = select(t.entries).join(t.grades, t.grades.c.entry_id == t.entries.c.id)
        return self.held(query.where(t.grades.c.id.in_(last)), student)

    def held(self, entries: Any, student: str | None = None) -> list[Held]:
        """Entries with their reports, by student and attempt; `entries` selects them."""
        of = entries.join(t.attempts, t.attempts.c.id == t.entries.c.attempt_id).join(
            t.students, t.students.c.id == t.attempts.c.student_id
        )
        of = of.add_columns(t.students.c.student, t.students.c.name, t.attempts.c.attempt)
        if student is not None:
            of = of.where(t.students.c.student == student)
        rows = self._connection.execute(of).all()
        links = self._links([row.id for row in rows])
        wanted = sorted({result for results in links.values() for result in results})
        reports = problem_reports(self._connection, wanted, self.outlines)
        found = [
            Held(
                attempt_id=row.attempt_id,
                entry_id=row.id,
                report=self._settled(row, [reports[one] for one in links.get(row.id, ())]),
            )
            for row in rows
        ]
        return sorted(found, key=lambda one: (one.report.student, one.report.attempt))

    def judged(self) -> list[tuple[str, int, list[ProblemReport]]]:
        """For each attempt the results that its grade rests on, as they were judged, before anybody's word."""
        found = []
        for held in self.standing():
            ids = self._links([held.entry_id]).get(held.entry_id, [])
            reports = problem_reports(self._connection, ids, self.outlines)
            found.append((held.report.student, held.report.attempt, [reports[one] for one in ids]))
        return found

    def grades(self, student: str) -> list[GradeRow]:
        """Every grade that a student ever had, in order."""
        query = (
            select(t.grades, t.students.c.student, t.attempts.c.attempt, t.entries.c.run_id)
            .join(t.attempts, t.attempts.c.id == t.grades.c.attempt_id)
            .join(t.students, t.students.c.id == t.attempts.c.student_id)
            .join(t.entries, t.entries.c.id == t.grades.c.entry_id)
            .where(t.attempts.c.assignment_id == self.id, t.students.c.student == student)
            .order_by(t.grades.c.id)
        )
        return [
            GradeRow(
                student=row.student,
                attempt=row.attempt,
                at=row.at,
                cause=row.cause,
                by=row.by,
                reason=row.reason,
                run=row.run_id,
                versions=self._versions(row.entry_id),
                score=read_points(row.score),
                grade=read_points(row.grade),
                max_score=Fraction(row.max_score),
                days_late=row.days_late,
            )
            for row in self._connection.execute(query)
        ]

    def finals(self) -> list[Final]:
        """For each student the grade of the attempt that counts; also for those whose grade a person set."""
        terms = self._setting(self.run(None)).terms
        attempts: dict[str, list[SubmissionReport]] = {}
        for held in self.standing():
            attempts.setdefault(held.report.student, []).append(held.report)
        found = []
        known = {row.student: row for row in self._connection.execute(select(t.students))}
        set_by_hand = {one.student for one in self.history if self.decided.grade_of(one.student)}
        for student in sorted({*attempts, *set_by_hand}):
            counted = scoring.counted_attempt(attempts.get(student, ()), terms.attempts)
            by_hand = self.decided.grade_of(student)
            row = known[student]
            found.append(
                Final(
                    student=student,
                    grade=by_hand.points if by_hand else counted.grade if counted else None,
                    attempt=counted.attempt if counted else None,
                    name=row.name,
                    email=row.email,
                    lms_id=row.lms_id,
                )
            )
        return found

    @property
    def max_score(self) -> Fraction:
        return self._setting(self.run(None)).max_score

    @property
    def title(self) -> Text:
        return self._setting(self.run(None)).title

    def decisions_about(self, student: str) -> list[Decision]:
        """Everything that was decided about a student, in order."""
        return [one for one in self.history if one.student == student]

    # --- parts ------------------------------------------------------------------------------------------

    def _links(self, entries: Sequence[int]) -> dict[int, list[int]]:
        links: dict[int, list[int]] = {}
        for start in range(0, len(entries), _AT_ONCE):
            query = (
                select(t.entry_results.c.entry_id, t.entry_results.c.result_id)
                .where(t.entry_results.c.entry_id.in_(entries[start : start + _AT_ONCE]))
                .order_by(t.entry_results.c.entry_id, t.entry_results.c.position)
            )
            for entry, result in self._connection.execute(query):
                links.setdefault(entry, []).append(result)
        return links

    def _settled(self, row: Row[Any], problems: Sequence[ProblemReport]) -> SubmissionReport:
        received = Received(
            student=row.student,
            attempt=row.attempt,
            digest=row.digest,
            name=row.name,
            submitted_at=read_time(row.submitted_at),
            extension_until=read_time(row.extension_until),
            notes=tuple(json.loads(row.notes)),
        )
        decisions = self.decided.about(row.student, row.attempt, problems, self.criteria)
        return settled(received, problems, self._setting(row.run_id).terms, decisions)

    def _report(self, run: str, submissions: Iterable[SubmissionReport]) -> Report:
        row = self._connection.execute(select(t.runs).where(t.runs.c.id == run)).one()
        setting = self._setting(run)
        return Report(
            viewer="instructor",
            run=RunInfo(
                id=row.id,
                started_at=row.started_at,
                device=row.device,
                engine=row.engine,
                isolation=Isolation(tier=row.tier, layers=tuple(json.loads(row.layers))),
                seed=None if row.seed is None else int(row.seed),
            ),
            assignment_id=self.assignment,
            assignment_title=setting.title,
            max_score=setting.max_score,
            submissions=tuple(submissions),
            misconceptions={
                f"{outline.id}/{key}": said
                for outline in self.outlines.values()
                if outline.id in setting.problems
                for key, said in outline.misconceptions.items()
            },
        )

    def _setting(self, run: str) -> Setting:
        if run not in self._settings:
            stored = self._connection.execute(select(t.runs.c.terms).where(t.runs.c.id == run)).scalar_one()
            self._settings[run] = read_setting(stored)
        return self._settings[run]

    def _versions(self, entry: int) -> str:
        """Which version of each problem an entry was judged by."""
        query = (
            select(t.problems.c.problem, t.problems.c.version)
            .join(t.results, t.results.c.problem_id == t.problems.c.id)
            .join(t.entry_results, t.entry_results.c.result_id == t.results.c.id)
            .where(t.entry_results.c.entry_id == entry)
            .order_by(t.entry_results.c.position)
        )
        return ", ".join(f"{row.problem} v{row.version}" for row in self._connection.execute(query))


def assignments_in(connection: Connection) -> list[AssignmentRow]:
    """Every assignment with its number of runs."""
    found = []
    for row in connection.execute(select(t.assignments).order_by(t.assignments.c.id)):
        runs = connection.execute(
            select(t.runs.c.started_at, t.runs.c.terms)
            .where(t.runs.c.assignment_id == row.id)
            .order_by(t.runs.c.started_at)
        ).all()
        title = read_setting(runs[-1].terms).title if runs else Text(row.assignment)
        last = runs[-1].started_at if runs else ""
        found.append(AssignmentRow(id=row.assignment, title=title, runs=len(runs), last_run_at=last))
    return found
