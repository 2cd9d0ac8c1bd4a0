"""`grades.csv`: one row per attempt, one column per problem; blank where nobody knows the score yet."""

from __future__ import annotations

import csv
import io

from grader.core.report import Report, SubmissionReport
from grader.reports.numbers import written

COLUMNS = ("student", "attempt", "status", "score", "grade", "max_score")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def render(report: Report) -> str:
    """The table, with a header, sorted by student and attempt."""
    problems = problem_ids(report)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow([*COLUMNS, *map(as_text, problems)])
    for submission in sorted(report.submissions, key=lambda one: (one.student, one.attempt)):
        writer.writerow(_row(submission, problems))
    return table.getvalue()


def problem_ids(report: Report) -> tuple[str, ...]:
    """Every problem of the report once, in the order of the assignment."""
    return tuple(dict.fromkeys(problem.id for one in report.submissions for problem in one.problems))


def _row(submission: SubmissionReport, problems: tuple[str, ...]) -> list[str]:
    scores = {problem.id: problem.score for problem in submission.problems}
    return [
        as_text(submission.student),
        str(submission.attempt),
        submission.status,
        written(submission.score),
        written(submission.grade),
        written(submission.max_score),
        *(written(scores.get(problem)) for problem in problems),
    ]


def as_text(cell: str) -> str:
    """A spreadsheet would run a cell that begins like a formula; a leading apostrophe makes it text."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell
