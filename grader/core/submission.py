"""What a student handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from grader.core.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One student's attempt.

    Attributes:
        files: bytes by relative POSIX path, exactly as read.
        refused: what was not taken, each with its reason; shown to the instructor.
        submitted_at: with its UTC offset, or None where nobody knows.
        name, email, lms_id: the student's own, where the course told them; `lms_id` is the student's in the LMS.
    """

    student: str
    attempt: int
    files: Mapping[str, bytes]
    refused: tuple[str, ...] = ()
    submitted_at: datetime | None = None
    extension_until: datetime | None = None
    name: str = ""
    email: str = ""
    lms_id: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 over the paths and bytes."""
        return digest_of(self.files)

    def work_on(self, problem: Problem) -> dict[str, bytes]:
        """All that a problem's grading sees of it: its files, and the one sheet of answers beside folders of code."""
        files = self.files_for(problem.id)
        answers = problem.submit.answers
        if answers is not None and answers not in files and answers in self.files:
            files[answers] = self.files[answers]
        return files

    def files_for(self, problem_id: str) -> dict[str, bytes]:
        """The files of the folder `<problem-id>/` if there is one, else the flat files and their folders."""
        prefix = f"{problem_id}/"
        own = {
            path.removeprefix(prefix): body for path, body in self.files.items() if path.startswith(prefix)
        }
        return own or dict(self.files)


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over paths and bytes, each preceded by its length."""
    total = hashlib.sha256()
    for path in sorted(files):
        name, body = path.encode(errors="surrogateescape"), files[path]
        total.update(len(name).to_bytes(8, "big") + name + len(body).to_bytes(8, "big") + body)
    return f"sha256:{total.hexdigest()}"
