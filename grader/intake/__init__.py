"""Intake: what students handed in -> `Submission`.

Files are read once, without following links, and handed on as those bytes.
"""

from grader.intake.fit import asked_for, handed_in
from grader.intake.folders import HandedIn, open_class, read_submission, read_submissions

__all__ = ["HandedIn", "asked_for", "handed_in", "open_class", "read_submission", "read_submissions"]
