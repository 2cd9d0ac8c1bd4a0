"""Student ids, and the folder names that carry them: `<student>` or `<student>@<attempt>`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from grader.errors import SubmissionError

MAX_ID_CHARACTERS = 128
_ATTEMPT = re.compile(r"(?P<student>.+)@(?P<attempt>[0-9]+)", re.DOTALL)
_JOINERS = "\u200c\u200d"  # Persian names are spelt with them


@dataclass(frozen=True, slots=True, order=True)
class AttemptOf:
    """Whose attempt, and which."""

    student: str
    attempt: int


def attempt_of(folder_name: str) -> AttemptOf:
    """Reads `s03` as attempt 1 and `s03@2` as attempt 2 of s03; `ali@uni.ir` is a student.

    Raises:
        SubmissionError: if the name cannot be a student's id.
    """
    match = _ATTEMPT.fullmatch(folder_name)
    if match is None:
        return AttemptOf(student_id(folder_name), 1)
    return AttemptOf(student_id(match["student"]), attempt_number(match["attempt"]))


def attempt_number(text: str) -> int:
    """A count from 1 in ASCII digits.

    Raises:
        SubmissionError: if it is anything else.
    """
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise SubmissionError(
            f"{text!r} is not the number of an attempt", "attempts count 1, 2, 3, …, as in s03@2"
        )
    return int(text)


def student_id(text: str) -> str:
    """The id in its composed Unicode form, so that a folder and a table agree on it.

    Raises:
        SubmissionError: if it is empty, too long, a path, or holds characters that do not show.
    """
    name = unicodedata.normalize("NFC", text)
    fault = _fault(name)
    if fault:
        raise SubmissionError(
            f"{text!r} is not a student id: {fault}", "a folder is named by the student's id, such as s03"
        )
    return name


def _fault(name: str) -> str:
    if not name or name != name.strip():
        return "it is empty, or begins or ends with a space"
    if len(name) > MAX_ID_CHARACTERS:
        return f"it is longer than {MAX_ID_CHARACTERS} characters"
    if name.startswith(".") or "/" in name or "\\" in name:
        return "it is a path or a hidden name"
    if any(is_unprintable(character) for character in name):
        return "it holds characters that do not show"
    return ""


def is_unprintable(character: str) -> bool:
    """Control, direction-changing, unassigned and undecodable characters, and line ends."""
    category = unicodedata.category(character)
    return category in ("Zl", "Zp") or (category[0] == "C" and category != "Co" and character not in _JOINERS)
