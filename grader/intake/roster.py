"""The roster: what the course knows of students and submissions. Students do not write it; people do, so it is checked.

It stands in `submissions.csv` beside the submissions, or in a file of its own; one row for each attempt, or for each
student where attempts are not told apart.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from grader.errors import SubmissionError, UsageError
from grader.intake.names import AttemptOf, attempt_number, student_id

NAME = "submissions.csv"
COLUMNS = ("student", "attempt", "name", "email", "section", "submitted_at", "extension_until", "lms_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the course knows of one attempt, "" and None where it knows nothing.

    Attributes:
        submitted_at: when it came. extension_until: until when it may come.
        lms_id: the student's in the LMS: Moodle's participant, Canvas's user, a GitHub name.
    """

    name: str = ""
    email: str = ""
    section: str = ""
    submitted_at: datetime | None = None
    extension_until: datetime | None = None
    lms_id: str = ""


NOTHING_KNOWN = Known()


class Roster:
    """Rows by student and attempt."""

    def __init__(self, rows: Mapping[AttemptOf, Known] | None = None) -> None:
        self.rows = rows or {}

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def students(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key.student for key in self.rows))

    def of(self, key: AttemptOf) -> Known:
        """What is known of an attempt: its own row, and for what any attempt shares, the student's first."""
        own = self.rows.get(key)
        first = self.rows.get(AttemptOf(key.student, 1), NOTHING_KNOWN)
        if own is None:
            return Known(
                name=first.name,
                email=first.email,
                section=first.section,
                extension_until=first.extension_until,
                lms_id=first.lms_id,
            )
        return own

    def student_of(self, key: str, name: str) -> str | None:
        """Whose a hand-in is, by the LMS's id, the student's own id, or a name that is nobody else's."""
        if key in self._by_lms_id:
            return self._by_lms_id[key]
        if key in self._students:
            return key
        found = self._by_name.get(_letters(name), set())
        if not found and "-" in name:  # Moodle puts a team's name before the student's
            found = self._by_name.get(_letters(name.rpartition("-")[2]), set())
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def _by_lms_id(self) -> dict[str, str]:
        return {row.lms_id: key.student for key, row in self.rows.items() if row.lms_id}

    @cached_property
    def _students(self) -> frozenset[str]:
        return frozenset(key.student for key in self.rows)

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for key, row in self.rows.items():
            for spelt in _spellings(row.name):
                found[spelt].add(key.student)
        return found


def read_roster(path: Path) -> Roster:
    """The roster in a file, or in a folder's `submissions.csv`; an empty one where there is no such file.

    Raises:
        UsageError: naming the row and the column that are wrong.
    """
    if path.is_dir():
        path = path / NAME
        if not path.exists():
            return Roster()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}", "save it as UTF-8") from error
    return parse_roster(text, str(path))


def parse_roster(text: str, shown: str) -> Roster:
    """The roster in a text; `shown` is what its faults are said of.

    Raises:
        UsageError: naming the row and the column that are wrong.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), restkey="", strict=True)
    try:
        _check_columns(shown, rows.fieldnames or [])
        return Roster(_rows(shown, rows))
    except csv.Error as error:
        raise UsageError(f"{shown}: {error}", "quote cells that hold commas or quotes") from error


def _check_columns(path: str, columns: object) -> None:
    names = [str(column) for column in columns] if isinstance(columns, list) else []
    if "student" not in names:
        raise UsageError(f"{path}:1: there is no column student", f"its columns are {', '.join(COLUMNS)}")
    for name in names:
        near = difflib.get_close_matches(name, COLUMNS, n=1, cutoff=0.75)
        # A column of the course's own is fine; a misspelt one would lose the late policy without a word.
        if near and name != near[0]:
            raise UsageError(f"{path}:1: unknown column {name!r}", f"did you mean {near[0]}?")
        if names.count(name) > 1:
            raise UsageError(f"{path}:1: the column {name!r} stands there twice")


def _rows(path: str, rows: csv.DictReader[str]) -> dict[AttemptOf, Known]:
    known: dict[AttemptOf, Known] = {}
    for row in rows:
        where = f"{path}:{rows.line_num}"
        if "" in row:
            raise UsageError(f"{where}: more cells than columns", "quote cells that hold commas")
        try:
            key = AttemptOf(student_id(row["student"] or ""), attempt_number(row.get("attempt") or "1"))
        except SubmissionError as error:
            raise UsageError(f"{where}: {error.what}", error.hint) from error
        if key in known:
            raise UsageError(f"{where}: attempt {key.attempt} of {key.student} stands there twice")
        known[key] = Known(
            name=(row.get("name") or "").strip(),
            email=(row.get("email") or "").strip(),
            section=(row.get("section") or "").strip(),
            submitted_at=_time(where, "submitted_at", row.get("submitted_at")),
            extension_until=_time(where, "extension_until", row.get("extension_until")),
            lms_id=(row.get("lms_id") or "").strip(),
        )
    return known


def _time(where: str, column: str, text: str | None) -> datetime | None:
    if not text or not text.strip():
        return None
    hint = "write it as 2025-11-05T23:59:00+03:30"
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{where}: {column} is not an ISO time: {text!r}", hint) from error
    if time.tzinfo is None:
        raise UsageError(f"{where}: {column} has no UTC offset: {text!r}", hint)
    return time


def _spellings(name: str) -> Iterator[str]:
    """A name's letters in any turn of its parts: an LMS puts the family name first, without the comma."""
    parts = re.split(r"[\s,]+", name.strip())
    for turn in range(len(parts)):
        spelt = _letters("".join((*parts[turn:], *parts[:turn])))
        if spelt:
            yield spelt


def _letters(name: str) -> str:
    composed = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in composed if character.isalnum())
