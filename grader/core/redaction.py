"""What a student may see: the one place where it is decided (design, section 2).

Of a check that is not visible, and not released, a student sees its id, title and points: no verdict, score, time,
input, output or traceback, and no total that includes it.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from grader.core.problem import Visibility
from grader.core.report import CheckResult, ProblemReport, Report, SubmissionReport
from grader.core.scoring import problem_score, submission_total

NOTHING_RELEASED: frozenset[Visibility] = frozenset()


def for_student(report: Report, *, released: frozenset[Visibility] = NOTHING_RELEASED) -> Report:
    """The report as its students may see it.

    Args:
        report: an instructor's.
        released: visibilities that are open by now, such as `after_due_date`.
    """
    shown = released | {"visible"}
    submissions = tuple(_submission(submission, shown) for submission in report.submissions)
    named = {
        f"{problem.id}/{check.misconception}"
        for submission in submissions
        for problem in submission.problems
        for check in problem.checks
    }
    return replace(
        report,
        viewer="student",
        # The seed would tell every hidden input, and a digest of all results lets guesses at them be tried.
        run=replace(report.run, seed=None, reused=0, pending=0, content="", remarks=()),
        max_score=max((submission.max_score for submission in submissions), default=Fraction(0)),
        submissions=submissions,
        misconceptions={key: text for key, text in report.misconceptions.items() if key in named},
        # They speak of others.
        notes=(),
    )


def _submission(submission: SubmissionReport, shown: frozenset[str]) -> SubmissionReport:
    hides = any(_hides(problem, shown) for problem in submission.problems)
    problems = tuple(_problem(problem, shown) for problem in submission.problems)
    total = submission_total(problems)
    return replace(
        submission,
        status=total.status,
        score=total.score,
        grade=None if hides else submission.grade,
        max_score=total.max_score,
        problems=problems,
    )


def _hides(problem: ProblemReport, shown: frozenset[str]) -> bool:
    return any(check.visibility not in shown for check in problem.checks)


def _problem(problem: ProblemReport, shown: frozenset[str]) -> ProblemReport:
    if not _hides(problem, shown):
        return problem
    visible = [check for check in problem.checks if check.visibility in shown]
    # The sum of what is seen: a score of all or nothing would tell of what is not.
    total = problem_score(visible, all_or_nothing=False)
    return replace(
        problem,
        status=total.status,
        score=total.score,
        max_score=total.max_score,
        checks=tuple(check if check.visibility in shown else _hidden(check) for check in problem.checks),
    )


def _hidden(check: CheckResult) -> CheckResult:
    return CheckResult(
        id=check.id,
        title=check.title,
        verdict=None,
        score=None,
        max_score=check.max_score,
        visibility=check.visibility,
        extra_credit=check.extra_credit,
    )
