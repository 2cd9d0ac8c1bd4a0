"""Submissions, wherever they came from, laid out as a submissions folder."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from grader.core.submission import Submission
from grader.errors import UsageError
from grader.intake.folders import HandedIn
from grader.intake.names import AttemptOf
from grader.intake.roster import COLUMNS, NAME, Known

# With O_EXCL nothing that is there is opened, a link neither; Windows would change line ends without O_BINARY.
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_class(
    handed_in: HandedIn, folder: Path, on_done: Callable[[Submission], None] = lambda _: None
) -> None:
    """Writes one folder for each attempt, and `submissions.csv`; all of it or nothing.

    Raises:
        UsageError: if something lies there already, or it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already", "name a folder that is not there, or an empty one")
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        for submission in handed_in:
            _write(submission, unfinished)
            on_done(submission)
        (unfinished / NAME).write_text(_table(handed_in), encoding="utf-8", newline="")
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}") from error


def folder_name(key: AttemptOf) -> str:
    """`s03`, or `s03@2` for a later attempt; also where the id itself would be read as one."""
    return key.student if key.attempt == 1 and "@" not in key.student else f"{key.student}@{key.attempt}"


def _write(submission: Submission, root: Path) -> None:
    """The paths were checked as they were read; none leads out, and no file is a folder's name."""
    top = root / folder_name(AttemptOf(submission.student, submission.attempt))
    top.mkdir()
    for path, body in submission.files.items():
        target = top / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(target, _NEW_FILE, 0o644), "wb") as file:
            file.write(body)


def _table(handed_in: HandedIn) -> str:
    """Everybody who is here, then everybody on the roster who is not."""
    known = list(handed_in.known())
    absent = [(AttemptOf(one, 1), handed_in.roster.of(AttemptOf(one, 1))) for one in handed_in.absent]
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows([*known, *absent]))
    return table.getvalue()


def _rows(known: Iterable[tuple[AttemptOf, Known]]) -> Iterable[list[str]]:
    for key, row in known:
        times = (row.submitted_at, row.extension_until)
        yield [
            key.student,
            str(key.attempt),
            row.name,
            row.email,
            row.section,
            *("" if time is None else time.isoformat() for time in times),
            row.lms_id,
        ]
