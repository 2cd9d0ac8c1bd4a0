"""Autolab's scores: the last line that an autograder prints, with the points of each problem."""

from __future__ import annotations

import json

from grader.core.report import SubmissionReport
from grader.reports.numbers import rounded


def render(submission: SubmissionReport) -> str:
    """One line of JSON, ending in a newline. A problem whose score is not known is left out: it is no zero."""
    scores = {
        problem.id: rounded(problem.score) for problem in submission.problems if problem.status == "graded"
    }
    return json.dumps({"scores": scores}, ensure_ascii=False) + "\n"
