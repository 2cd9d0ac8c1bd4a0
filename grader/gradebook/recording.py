"""One run while it lasts: what is known already, and what is written as it is judged."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from sqlalchemy import Connection, Select, and_, insert, select, update

from grader.core.problem import Problem
from grader.core.report import ProblemReport, SubmissionReport
from grader.core.settlement import Decisions
from grader.core.submission import Submission, digest_of
from grader.gradebook import tables as t
from grader.gradebook.codec import (
    dump,
    read_outline,
    write_evidence,
    write_outline,
    write_points,
    write_texts,
    write_time,
)
from grader.gradebook.conditions import Conditions
from grader.gradebook.database import Database
from grader.gradebook.decisions import Decided, criteria_of, decisions_in
from grader.gradebook.restored import problem_reports
from grader.gradebook.rows import attempt_rows, now
from grader.gradebook.standing import (
    BY_THE_GRADER,
    grade_row,
    may_follow,
    same_grade,
    says_the_same,
    standings,
)

_AT_ONCE = 128  # attempts read, or written where nothing in them is new, together

_Held: TypeAlias = dict[str, tuple[int, ProblemReport]]  # result ids and reports by ground


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One attempt of this run, ready to be written."""

    submission: Submission
    problems: Sequence[ProblemReport]
    report: SubmissionReport
    known: Mapping[str, int]  # result ids by problem


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """What became of entries: the results of each, and the attempts whose grade waits for a person."""

    results: Sequence[tuple[int, ...]]
    pending: Sequence[tuple[str, int]]


class Recorder:
    """Writes one run. Not for several threads at once.

    Attributes:
        reused: submissions of which nothing had to be graded again.
        pending: attempts whose known grade this run would change; it stands until the run is accepted.
    """

    def __init__(
        self,
        database: Database,
        run_id: str,
        assignment_id: int,
        conditions: Conditions,
        problems: Sequence[tuple[Problem, int]],
    ) -> None:
        """Takes in what the gradebook holds; `problems` with their rows."""
        self._database = database
        self._run_id = run_id
        self._assignment_id = assignment_id
        self._conditions = conditions
        self._problems = [problem for problem, _ in problems]
        self._problem_rows = {problem.id: row for problem, row in problems}
        self._outlines = {row: read_outline(problem.id, write_outline(problem)) for problem, row in problems}
        self._criteria = criteria_of(self._outlines.values())
        self._grounds: dict[tuple[str, int], dict[str, tuple[str, str]]] = {}
        self._ahead: dict[int, _Held] = {}
        self._found: dict[tuple[str, int], dict[str, int]] = {}
        self._claims: dict[tuple[str, int], int] = {}
        self._buffer: list[_Entry] = []
        self._content = hashlib.sha256()
        self.reused = 0
        self.pending: list[tuple[str, int]] = []
        with database.reading() as connection:
            found = connection.execute(_attempts_of(assignment_id))
            self._attempts = {(row.student, row.attempt): int(row.id) for row in found}
            self._decided = Decided(decisions_in(connection, assignment_id))
        self._order = sorted(self._attempts)

    def decisions(self, submission: Submission, problems: Sequence[ProblemReport]) -> Decisions:
        """What people decided about an attempt."""
        return self._decided.about(submission.student, submission.attempt, problems, self._criteria)

    def known(self, submission: Submission) -> dict[str, ProblemReport]:
        """The results, by problem, that hold for this very work under the conditions of this run.

        Another run may have found more in the meantime: before anything is graded, `take` tells.
        """
        key = submission.student, submission.attempt
        attempt = self._attempts.get(key)
        if attempt is None:
            return {}
        if attempt not in self._ahead:
            # One by one they would take most of a rerun.
            start = bisect_left(self._order, key)
            wanted = [self._attempts[one] for one in self._order[start : start + _AT_ONCE]]
            with self._database.reading() as connection:
                self._ahead = self._held(connection, wanted)
        return self._usable(submission, self._ahead.pop(attempt))

    def take(self, submission: Submission) -> dict[str, ProblemReport] | None:
        """What is known at this moment. The rest is this run's to grade, and no other's until it is recorded.

        None while another run grades the same work under the same conditions, until it is recorded there or that
        process has ended.
        """
        key = submission.student, submission.attempt
        if key not in self._claims:
            claim = self._claim(submission)
            if not self._database.take(claim):
                return None
            self._claims[key] = claim
        mine = t.students.c.student == submission.student, t.attempts.c.attempt == submission.attempt
        with self._database.reading() as connection:
            row = connection.execute(_attempts_of(self._assignment_id).where(*mine)).one_or_none()
            held = {} if row is None else self._held(connection, [row.id])[row.id]
        known = self._usable(submission, held)
        if len(known) == len(self._problems):
            self._release(submission)
        return known

    def wait_for(self, submission: Submission) -> None:
        """Returns when no other run grades the same work any more, and `take` would take it.

        Not while anything is taken: two runs would wait for each other.
        """
        claim = self._claim(submission)
        self._database.wait_for(claim)
        self._claims[submission.student, submission.attempt] = claim

    def _claim(self, submission: Submission) -> int:
        """A number for the work and all that its results hang on."""
        grounds = [ground for _, ground in self._ground(submission).values()]
        parts = (str(self._assignment_id), submission.student, str(submission.attempt), *grounds)
        digest = hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).digest()
        return int.from_bytes(digest[:8], "big") >> 2  # below what any database, or file, counts to

    def _release(self, submission: Submission) -> None:
        claim = self._claims.pop((submission.student, submission.attempt), None)
        if claim is not None:
            self._database.release(claim)

    def _held(self, connection: Connection, attempts: Sequence[int]) -> dict[int, _Held]:
        """What the gradebook holds of attempts, the newest result of the same ground."""
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
        of_them = and_(
            t.results.c.run_id.in_(alike),
            t.results.c.attempt_id.in_(attempts),
            t.results.c.problem_id.in_(rows),
            t.results.c.status != "ungraded",
        )
        query = select(t.results.c.id, t.results.c.attempt_id, t.results.c.ground).where(of_them)
        found = connection.execute(query.order_by(t.results.c.id)).all()
        latest = {(row.attempt_id, row.ground): row.id for row in found}
        reports = problem_reports(connection, list(latest.values()), self._outlines)
        held: dict[int, _Held] = {attempt: {} for attempt in attempts}
        for (attempt, ground), result in latest.items():
            held[attempt][ground] = result, reports[result]
        return held

    def _usable(self, submission: Submission, held: _Held) -> dict[str, ProblemReport]:
        grounds = self._ground(submission)
        found = {problem: held[ground] for problem, (_, ground) in grounds.items() if ground in held}
        key = submission.student, submission.attempt
        self._found[key] = {problem: result for problem, (result, _) in found.items()}
        return {problem: report for problem, (_, report) in found.items()}

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
        ended = update(t.runs).where(t.runs.c.id == self._run_id)
        self._database.write(lambda connection: connection.execute(ended.values(finished_at=now())))

    # --- writing ----------------------------------------------------------------------------------------

    def _flush(self) -> None:
        if not self._buffer:
            return
        written = self._database.write(self._write)
        self.pending += written.pending
        for entry, results in zip(self._buffer, written.results, strict=True):
            ruled = [(one.id, one.score) for one in entry.report.problems]
            self._content.update(repr((replace(entry.report, problems=()), results, ruled)).encode())
            self._grounds.pop((entry.submission.student, entry.submission.attempt), None)
            self._release(entry.submission)
        self._buffer.clear()

    def _write(self, connection: Connection) -> _Written:
        submissions = [entry.submission for entry in self._buffer]
        attempts = attempt_rows(connection, self._assignment_id, submissions)
        results = [
            self._write_results(connection, entry, attempt)
            for entry, attempt in zip(self._buffer, attempts, strict=True)
        ]
        entries = self._write_entries(connection, attempts, results)
        return _Written(results=results, pending=self._write_grades(connection, attempts, results, entries))

    def _write_results(self, connection: Connection, entry: _Entry, attempt: int) -> tuple[int, ...]:
        """The results that the run gives for an attempt: those that are new are written."""
        grounds = self._ground(entry.submission)
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
        return tuple(ids[one.id] for one in entry.problems)

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
        self, connection: Connection, attempts: Sequence[int], results: Sequence[tuple[int, ...]]
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
            for entry, attempt in zip(self._buffer, attempts, strict=True)
        ]
        made = connection.scalars(
            insert(t.entries).returning(t.entries.c.id, sort_by_parameter_order=True), rows
        ).all()
        links = [
            {"entry_id": entry, "position": position, "result_id": result}
            for entry, own in zip(made, results, strict=True)
            for position, result in enumerate(own)
        ]
        if links:
            connection.execute(insert(t.entry_results), links)
        return made

    def _write_grades(
        self,
        connection: Connection,
        attempts: Sequence[int],
        results: Sequence[tuple[int, ...]],
        entries: Sequence[int],
    ) -> list[tuple[str, int]]:
        """Writes the grades that count at once; returns the attempts whose grade waits."""
        rows, pending = [], []
        standing = standings(connection, attempts)
        for entry, attempt, own, row in zip(self._buffer, attempts, results, entries, strict=True):
            before = standing.get(attempt)
            if before is None or may_follow(before, entry.report):
                if before is None or not says_the_same(before, entry.report, own):
                    rows.append(grade_row(attempt, row, entry.report, "graded", BY_THE_GRADER, ""))
            elif not same_grade(before, entry.report):
                pending.append((entry.report.student, entry.report.attempt))
        if rows:
            connection.execute(insert(t.grades), rows)
        return pending

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


def _attempts_of(assignment_id: int) -> Select[tuple[int, str, int]]:
    return (
        select(t.attempts.c.id, t.students.c.student, t.attempts.c.attempt)
        .join(t.students)
        .where(t.attempts.c.assignment_id == assignment_id)
    )


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
