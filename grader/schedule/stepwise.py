"""One submission, check by check, where somebody may stop us at any moment: what autograders in containers sit on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from grader.core import scoring
from grader.core.problem import Assignment, Problem
from grader.core.report import CheckResult, ProblemReport, Report
from grader.core.settlement import Received, settled
from grader.core.submission import Submission
from grader.core.terms import Terms
from grader.core.text import Text
from grader.core.verdict import Verdict
from grader.grading import AnswerKey, unjudged
from grader.sandbox.box import Sandbox
from grader.schedule.local import problem_report, warm
from grader.schedule.options import Options
from grader.schedule.run import begun, report_of

_NOT_YET = Text(
    "not graded: the grader was stopped before it came to this",
    "نمره‌گذاری نشد: سامانه پیش از رسیدن به این بخش متوقف شد",
)


def grade_stepwise(
    assignment: Assignment, submission: Submission, options: Options, on_report: Callable[[Report], None]
) -> Report:
    """Grades one submission in this thread, one problem after another.

    Args:
        on_report: is given all that is known, before the first check and after each; what is not known is ungraded.

    Raises:
        SandboxError: if no worker can be started at all.
    """
    if options.seed is None and assignment.seed is not None:
        options = replace(options, seed=assignment.seed)
    steps = _Steps(assignment, submission, options)
    on_report(steps.report())
    secret = options.secret()
    with Sandbox(options.isolation) as sandbox:
        steps.run = replace(steps.run, isolation=sandbox.isolation)
        for problem in (assigned.problem for assigned in assignment.problems):
            warm(problem, sandbox)

            def on_result(result: CheckResult, problem: Problem = problem) -> None:
                steps.known[problem.id, result.id] = result
                on_report(steps.report())

            with AnswerKey(problem, secret, sandbox) as key:
                steps.ended[problem.id] = problem_report(problem, submission, key, sandbox, on_result)
            on_report(steps.report())
    return steps.report()


class _Steps:
    """How far it has come: `ended` problems, and the checks that are `known` of the others."""

    def __init__(self, assignment: Assignment, submission: Submission, options: Options) -> None:
        self._assignment = assignment
        self._submission = submission
        self.run = begun(options)
        self.known: dict[tuple[str, str], CheckResult] = {}
        self.ended: dict[str, ProblemReport] = {}

    def report(self) -> Report:
        problems = [self._problem(assigned.problem) for assigned in self._assignment.problems]
        received = Received.of(self._submission)
        return report_of(
            self._assignment, self.run, [settled(received, problems, Terms.of(self._assignment))]
        )

    def _problem(self, problem: Problem) -> ProblemReport:
        if problem.id in self.ended:
            return self.ended[problem.id]
        results = [
            self.known.get((problem.id, check.id)) or unjudged(check, Verdict.UNGRADED, _NOT_YET)
            for check in problem.checks
        ]
        return scoring.problem_report(problem, results)
