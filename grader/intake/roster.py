"""`submissions.csv`: what the course knows of submissions. Students do not write it; people do, so it is checked."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.errors import SubmissionError, UsageError
from grader.intake.names import AttemptOf, attempt_number, student_id

NAME = "submissions.csv"
COLUMNS = ("student", "attempt", "name", "email", "section", "submitted_at", "extension_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When it came, and until when it may come; None where nobody knows."""

    submitted_at: datetime | None = None
    extension_until: datetime | None = None


def read_roster(folder: Path) -> Mapping[AttemptOf, Times]:
    """The rows of `submissions.csv` in a folder; none where there is no such file.

    Raises:
        UsageError: naming the row and the column that are wrong.
    """
    path = folder / NAME
    if not path.exists():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}", "save it as UTF-8") from error
    rows = csv.DictReader(io.StringIO(text, newline=""), restkey="", strict=True)
    try:
        _check_columns(path, rows.fieldnames or [])
        return _rows(path, rows)
    except csv.Error as error:
        raise UsageError(f"{path}: {error}", "quote cells that hold commas or quotes") from error


def _check_columns(path: Path, columns: object) -> None:
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


def _rows(path: Path, rows: csv.DictReader[str]) -> dict[AttemptOf, Times]:
    known: dict[AttemptOf, Times] = {}
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
        known[key] = Times(
            submitted_at=_time(where, "submitted_at", row.get("submitted_at")),
            extension_until=_time(where, "extension_until", row.get("extension_until")),
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
