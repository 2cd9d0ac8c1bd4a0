"""The page of one student: every check with its verdict, what was expected, what came, and a hint."""

from __future__ import annotations

from grader.core.report import Report
from grader.core.text import Language
from grader.core.verdict import Verdict
from grader.reports.counts import label
from grader.reports.html.heat import pair_of
from grader.reports.html.page import render, share


def student_page(report: Report, language: Language = "en") -> str:
    """The whole page of a report that holds one student's submissions; it shows what the report's viewer may see."""
    evidence = {
        (number, problem.id, check.id): pair_of(check.detail)
        for number, submission in enumerate(report.submissions)
        for problem in submission.problems
        for check in problem.checks
        if check.verdict is not Verdict.PASSED
    }
    untouched = {
        (number, problem.id)
        for number, submission in enumerate(report.submissions)
        for problem in submission.problems
        if {check.verdict for check in problem.checks} <= {Verdict.MISSING, None}
    }
    return render(
        "student.html",
        report,
        language,
        labels=[label(one) for one in report.submissions],
        evidence=evidence,
        untouched=untouched,
        shares={
            (number, problem.id): share(problem.score, problem.max_score)
            for number, submission in enumerate(report.submissions)
            for problem in submission.problems
        },
        withheld={
            number
            for number, submission in enumerate(report.submissions)
            for problem in submission.problems
            for check in problem.checks
            if check.verdict is None
        },
    )
