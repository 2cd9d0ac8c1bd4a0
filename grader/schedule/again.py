"""One student's work, graded again and again in processes that stay warm: what `grader check --watch` sits on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Self

from grader.core import scoring
from grader.core.problem import Assignment, Check, Problem
from grader.core.report import CheckResult, ProblemReport, Report
from grader.core.settlement import Received, settled
from grader.core.submission import Submission
from grader.core.terms import Terms
from grader.grading import AnswerKey
from grader.sandbox.box import Sandbox
from grader.schedule.local import problem_report, warm
from grader.schedule.options import Options
from grader.schedule.run import begun, report_of


class Again:
    """Grades what students may see. Use as a context manager: it holds the processes.

    Hidden checks are not run; their results are as if nobody knew them yet. All is done in the thread that asks, so
    that an interrupt ends a student's endless loop at once. A sandbox that is given stays open.
    """

    def __init__(self, assignment: Assignment, options: Options, sandbox: Sandbox | None = None) -> None:
        self._assignment = assignment
        self._options = options
        self._run = begun(options)
        self._secret = options.secret()
        self._given = sandbox
        self._stack = ExitStack()
        self._keys: dict[str, AnswerKey] = {}

    def __enter__(self) -> Self:
        self._sandbox = self._given or self._stack.enter_context(Sandbox(self._options.isolation))
        self._run = replace(self._run, isolation=self._sandbox.isolation)
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    def warm(self, problems: Iterable[Problem]) -> None:
        """Begins to start what grading them takes, without waiting for it."""
        for problem in problems:
            warm(problem, self._sandbox)

    def problem(self, problem: Problem, submission: Submission) -> ProblemReport:
        """How one problem of the submission ends."""
        seen = replace(problem, checks=tuple(check for check in problem.checks if check.is_visible))
        if problem.id not in self._keys:
            key = AnswerKey(seen, self._secret, self._sandbox)
            self._keys[problem.id] = self._stack.enter_context(key)
        judged = problem_report(seen, submission, self._keys[problem.id], self._sandbox)
        results = {check.id: check for check in judged.checks}
        every = [results.get(check.id) or _unseen(check) for check in problem.checks]
        return scoring.problem_report(problem, every, judged.notes)

    def report(self, submission: Submission, problems: Mapping[str, ProblemReport]) -> Report:
        """A report of problems as they were judged, by id; the assignment's others are left out."""
        among = tuple(one for one in self._assignment.problems if one.problem.id in problems)
        assignment = replace(self._assignment, problems=among)
        ended = [problems[one.problem.id] for one in among]
        return report_of(
            assignment, self._run, [settled(Received.of(submission), ended, Terms.of(assignment))]
        )


def _unseen(check: Check) -> CheckResult:
    return CheckResult(
        id=check.id,
        title=check.title,
        verdict=None,
        score=None,
        max_score=check.points,
        visibility=check.visibility,
        extra_credit=check.extra_credit,
    )
