"""Grading: one problem of one submission, from calls to a report.

`trials` and `answer_key` hold what is right, `judge` compares, `evidence` prints, `grade_problem` puts the
checks of a problem in order. Everything is a function of the spec, the secret and the submission's bytes.
"""

from grader.grading.answer_key import AnswerKey
from grader.grading.one_problem import grade_problem
from grader.grading.results import unjudged

__all__ = ["AnswerKey", "grade_problem", "unjudged"]
