"""Intake: what students handed in -> `Submission`.

Files are read once, without following links, and handed on as those bytes.
"""

from grader.intake.fit import asked_for, handed_in
from grader.intake.folders import read_submission, read_submissions

__all__ = ["asked_for", "handed_in", "read_submission", "read_submissions"]
