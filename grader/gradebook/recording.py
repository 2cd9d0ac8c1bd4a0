"""One run while it lasts: what is known already, and what is written as it is judged."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction

from sqlalchemy import Connection, and_, func, insert, select, update

from grader.core.problem import Criterion, Problem
from grader.core.report import ProblemReport, Status, SubmissionReport
from grader.core.settlement import Decisions
from grader.core.submission import Submission, digest_of
from grader.gradebook import tables as t
from grader.gradebook.codec import (
    Outline,
    dump,
    read_outline,
    read_points,
    write_evidence,
    write_points,
    write_texts,
    write_time,
)
from grader.gradebook.conditions import Conditions
from grader.gradebook.database import Database
from grader.gradebook.decisions import Decided, criteria_of, decisions_in
from grader.gradebook.restored import problem_reports

_AT_ONCE = 128  # attempts read, or written where nothing in them is new, together
BY_THE_GRADER = "grader"
_TOLD = ("name", "email", "lms_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The grade that counts for an attempt by now, and the submission that it is for."""

    grade_id: int
    digest: str
    results: tuple[int, ...]
    status: Status
    score: Fraction | None
    grade: Fraction | None
    max_score: Fraction
    days_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One attempt of this run, ready to be written."""

    submission: Submission
    problems: Sequence[ProblemReport]
    report: SubmissionReport
    known: Mapping[str, int]  # result ids by problem


class Recorder:
    """Writes one run. Not for several threads at once.

    Attributes:
        reused: submissions of which nothing had to be graded again.
        pending: attempts whose known grade this run would change; it stands until the run is accepted.
    """

    def __init__(self, database: Database, run_id: str, assignment_id: int, conditions: Conditions) -> None:
        self._database = database
        self._run_id = run_id
        self._assignment_id = assignment_id
        self._conditions = conditions
        self._problems: list[Problem] = []
        self._problem_rows: dict[str, int] = {}
        self._outlines: dict[int, Outline] = {}
        self._attempts: dict[tuple[str, int], int] = {}
        self._students: dict[str, tuple[int, dict[str, str]]] = {}
        self._standing: dict[int, Standing] = {}
        self._grounds: dict[tuple[str, int], dict[str, tuple[str, str]]] = {}
        self._order: list[tuple[str, int]] = []
        self._ahead: dict[int, dict[str, tuple[int, ProblemReport]]] = {}
        self._found: dict[tuple[str, int], dict[str, int]] = {}
        self._buffer: list[_Entry] = []
        self._decided = Decided(())
        self._criteria: Mapping[tuple[str, str], Sequence[Criterion]] = {}
        self._content = hashlib.sha256()
        self.reused = 0
        self.pending: list[tuple[str, int]] = []

    def prepare(self, connection: Connection, problems: Iterable[tuple[Problem, int, str]]) -> None:
        """Takes in what the gradebook holds; `problems` with their rows and outlines."""
        for problem, row, outline in problems:
            self._problems.append(problem)
            self._problem_rows[problem.id] = row
            self._outlines[row] = read_outline(problem.id, outline)
        self._students = {
            row.student: (row.id, {name: getattr(row, name) for name in _TOLD})
            for row in connection.execute(select(t.students))
        }
        query = (
            select(t.attempts.c.id, t.students.c.student, t.attempts.c.attempt)
            .join(t.students)
            .where(t.attempts.c.assignment_id == self._assignment_id)
        )
        self._attempts = {(row.student, row.attempt): row.id for row in connection.execute(query)}
        self._order = sorted(self._attempts)
        self._standing = standings(connection, self._assignment_id)
        self._decided = Decided(decisions_in(connection, self._assignment_id))
        self._criteria = criteria_of(self._outlines.values())

    def decisions(self, submission: Submission, problems: Sequence[ProblemReport]) -> Decisions:
        """What people decided about an attempt."""
        return self._decided.about(submission.student, submission.attempt, problems, self._criteria)

    def known(self, submission: Submission) -> dict[str, ProblemReport]:
        """The results, by problem, that hold for this very work under the conditions of this run."""
        key = submission.student, submission.attempt
        grounds = self._ground(submission)
        attempt = self._attempts.get(key)
        if attempt is None:
            return {}
        if attempt not in self._ahead:
            self._look_ahead(key)
        held = self._ahead.pop(attempt)
        found = {problem: held[ground] for problem, (_, ground) in grounds.items() if ground in held}
        self._found[key] = {problem: result for problem, (result, _) in found.items()}
        return {problem: report for problem, (_, report) in found.items()}

    def _look_ahead(self, key: tuple[str, int]) -> None:
        """Reads what is held of an attempt and of those that come after it: one by one would take most of a rerun."""
        start = bisect_left(self._order, key)
        wanted = [self._attempts[one] for one in self._order[start : start + _AT_ONCE]]
        # A problem without a digest (made in Python, not read from a folder) may be another under the same name.
        rows = [self._problem_rows[problem.id] for problem in self._problems if problem.digest]
        conditions = self._conditions
        alike = select(t.runs.c.id).where(
            and_(
                t.runs.c.device == conditions.device,
                t.runs.c.tier == conditions.isolation.tier,
                t.runs.c.grader == conditions.grader,
                t.runs.c.torch == conditions.torch,
                t.runs.c.numpy == conditions.numpy,
            )
        )
        held = and_(
            t.results.c.run_id.in_(alike),
            t.results.c.attempt_id.in_(wanted),
            t.results.c.problem_id.in_(rows),
            t.results.c.status != "ungraded",
        )
        query = select(t.results.c.id, t.results.c.attempt_id, t.results.c.ground).where(held)
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(t.results.c.id)).all()
            latest = {(row.attempt_id, row.ground): row.id for row in found}
            reports = problem_reports(connection, list(latest.values()), self._outlines)
        self._ahead = {attempt: {} for attempt in wanted}
        for (attempt, ground), result in latest.items():
            self._ahead[attempt][ground] = result, reports[result]

    def record(
        self, submission: Submission, problems: Sequence[ProblemReport], report: SubmissionReport
    ) -> None:
        """Writes an attempt as it was judged; `report` is what it comes to by the terms of today."""
        known = self._found.pop((submission.student, submission.attempt), {})
        self._buffer.append(_Entry(submission=submission, problems=problems, report=report, known=known))
        all_known = len(known) == len(problems)
        self.reused += all_known
        if not all_known or len(self._buffer) == _AT_ONCE:
            self._flush()

    @property
    def content(self) -> str:
        """A digest of all that was recorded: a run of the same content has the same reports."""
        return self._content.hexdigest()

    def finish(self) -> None:
        """Writes what is left, and that the run came to its end."""
        self._flush()
        with self._database.writing() as connection:
            connection.execute(update(t.runs).where(t.runs.c.id == self._run_id).values(finished_at=now()))

    # --- writing ----------------------------------------------------------------------------------------

    def _flush(self) -> None:
        if not self._buffer:
            return
        with self._database.writing() as connection:
            written = [(entry, *self._write(connection, entry)) for entry in self._buffer]
            for entry, _, results in written:
                ruled = [(one.id, one.score) for one in entry.report.problems]
                self._content.update(repr((replace(entry.report, problems=()), results, ruled)).encode())
            entries = self._write_entries(connection, written)
            self._write_grades(connection, written, entries)
        self._buffer.clear()

    def _write(self, connection: Connection, entry: _Entry) -> tuple[int, tuple[int, ...]]:
        """The row of the attempt, and the results that the run gives for it: those that are new are written."""
        submission = entry.submission
        attempt = self._attempt(connection, submission)
        grounds = self._grounds.pop((submission.student, submission.attempt), None) or self._ground(
            submission
        )
        fresh = [one for one in entry.problems if one.id not in entry.known]
        ids = dict(entry.known)
        if fresh:
            rows = [self._result_row(attempt, one, *grounds[one.id]) for one in fresh]
            made = connection.scalars(
                insert(t.results).returning(t.results.c.id, sort_by_parameter_order=True), rows
            ).all()
            ids.update(zip((one.id for one in fresh), made, strict=True))
            checks = [row for one in fresh for row in _check_rows(ids[one.id], one)]
            if checks:
                connection.execute(insert(t.check_results), checks)
        return attempt, tuple(ids[one.id] for one in entry.problems)

    def _result_row(self, attempt: int, problem: ProblemReport, work: str, ground: str) -> dict[str, object]:
        return {
            "attempt_id": attempt,
            "problem_id": self._problem_rows[problem.id],
            "run_id": self._run_id,
            "work": work,
            "ground": ground,
            "status": problem.status,
            "score": write_points(problem.score),
            "max_score": str(problem.max_score),
            "graded_at": now(),
            "notes": write_texts(problem.notes),
        }

    def _write_entries(
        self, connection: Connection, written: Sequence[tuple[_Entry, int, tuple[int, ...]]]
    ) -> Sequence[int]:
        rows = [
            {
                "run_id": self._run_id,
                "attempt_id": attempt,
                "digest": entry.report.digest,
                "submitted_at": write_time(entry.submission.submitted_at),
                "extension_until": write_time(entry.submission.extension_until),
                "notes": dump(entry.submission.refused),
            }
            for entry, attempt, _ in written
        ]
        made = connection.scalars(
            insert(t.entries).returning(t.entries.c.id, sort_by_parameter_order=True), rows
        ).all()
        links = [
            {"entry_id": entry, "position": position, "result_id": result}
            for entry, (_, _, results) in zip(made, written, strict=True)
            for position, result in enumerate(results)
        ]
        if links:
            connection.execute(insert(t.entry_results), links)
        return made

    def _write_grades(
        self,
        connection: Connection,
        written: Sequence[tuple[_Entry, int, tuple[int, ...]]],
        entries: Sequence[int],
    ) -> None:
        rows = []
        for (entry, attempt, results), entry_id in zip(written, entries, strict=True):
            standing = self._standing.get(attempt)
            if standing is None or _may_follow(standing, entry.report):
                if standing is None or not _says_the_same(standing, entry.report, results):
                    rows.append(grade_row(attempt, entry_id, entry.report, "graded", BY_THE_GRADER, ""))
            elif not _same_grade(standing, entry.report):
                self.pending.append((entry.report.student, entry.report.attempt))
        if rows:
            connection.execute(insert(t.grades), rows)

    def _attempt(self, connection: Connection, submission: Submission) -> int:
        key = submission.student, submission.attempt
        student = self._student(connection, submission)
        if key not in self._attempts:
            values = {
                "assignment_id": self._assignment_id,
                "student_id": student,
                "attempt": submission.attempt,
            }
            self._attempts[key] = connection.execute(
                insert(t.attempts).values(values).returning(t.attempts.c.id)
            ).scalar_one()
        return self._attempts[key]

    def _student(self, connection: Connection, submission: Submission) -> int:
        """The row of the student; what the course newly tells of them is taken in."""
        told = {name: value for name in _TOLD if (value := getattr(submission, name))}
        row, known = self._students.get(submission.student, (None, {}))
        if row is None:
            values = {"student": submission.student, "name": "", **told}
            made = insert(t.students).values(values).returning(t.students.c.id)
            row = int(connection.execute(made).scalar_one())
        elif any(known[name] != value for name, value in told.items()):
            connection.execute(update(t.students).where(t.students.c.id == row).values(told))
        self._students[submission.student] = row, {**dict.fromkeys(_TOLD, ""), **known, **told}
        return row

    def _ground(self, submission: Submission) -> dict[str, tuple[str, str]]:
        """For each problem the digest of the work on it, and of all that its result hangs on."""
        key = submission.student, submission.attempt
        if key not in self._grounds:
            grounds = {}
            for problem in self._problems:
                work = digest_of(submission.work_on(problem))
                grounds[problem.id] = work, self._conditions.ground(problem, work)
            self._grounds[key] = grounds
        return self._grounds[key]


def standings(connection: Connection, assignment_id: int) -> dict[int, Standing]:
    """The last grade of every attempt of an assignment, by attempt."""
    last = (
        select(func.max(t.grades.c.id))
        .join(t.attempts)
        .where(t.attempts.c.assignment_id == assignment_id)
        .group_by(t.grades.c.attempt_id)
    )
    results: defaultdict[int, list[int]] = defaultdict(list)
    links = (
        select(t.entry_results.c.entry_id, t.entry_results.c.result_id)
        .join(t.grades, t.grades.c.entry_id == t.entry_results.c.entry_id)
        .where(t.grades.c.id.in_(last))
        .order_by(t.entry_results.c.position)
    )
    for entry, result in connection.execute(links):
        results[entry].append(result)
    query = select(t.grades, t.entries.c.digest).join(t.entries).where(t.grades.c.id.in_(last))
    return {
        row.attempt_id: Standing(
            grade_id=row.id,
            digest=row.digest,
            results=tuple(results[row.entry_id]),
            status=row.status,
            score=read_points(row.score),
            grade=read_points(row.grade),
            max_score=Fraction(row.max_score),
            days_late=row.days_late,
        )
        for row in connection.execute(query)
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


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _may_follow(standing: Standing, report: SubmissionReport) -> bool:
    """Does the new one count at once? Not where it would change a grade that is known, for the same files."""
    return standing.grade is None or standing.digest != report.digest or _same_grade(standing, report)


def _same_grade(standing: Standing, report: SubmissionReport) -> bool:
    return (standing.status, standing.score, standing.grade, standing.max_score, standing.days_late) == (
        report.status,
        report.score,
        report.grade,
        report.max_score,
        report.days_late,
    )


def _says_the_same(standing: Standing, report: SubmissionReport, results: tuple[int, ...]) -> bool:
    return _same_grade(standing, report) and standing.results == results and standing.digest == report.digest


def _check_rows(result: int, problem: ProblemReport) -> list[dict[str, object]]:
    return [
        {
            "result_id": result,
            "position": position,
            "check_id": check.id,
            "verdict": str(check.verdict),
            "score": write_points(check.score),
            "max_score": str(check.max_score),
            "misconception": check.misconception,
            "carried": check.carried,
            "wall_time_s": check.wall_time_s,
            "evidence": write_evidence(check),
        }
        for position, check in enumerate(problem.checks)
    ]
