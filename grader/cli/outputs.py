"""Files that a run leaves behind."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.core.report import Report
from grader.core.text import Language
from grader.errors import UsageError

GRADEBOOK = "gradebook.db"
_STAMP = ".written"
_NAMES = ("report.json", "report.html", "grades.csv", "junit.xml")
_RENDERERS = Path(__file__).parents[1] / "reports"


def write_reports(report: Report, folder: Path, language: Language) -> tuple[str, ...]:
    """Writes every format into a folder, each file whole or not at all; returns their names.

    Files that stand there for the same content already are left as they are.

    Raises:
        UsageError: if the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stamp = folder / _STAMP
        content = _content(report, language)
        if not content or _stamp(folder, content) != _read(stamp):
            for name, pieces in _rendered(report, language):
                _replace(folder / name, pieces)
            _replace(stamp, [_stamp(folder, content)])
    except OSError as error:
        raise UsageError(
            f"cannot write into {folder}: {error.strerror}", "name another folder: --out DIR"
        ) from error
    return _NAMES


def _rendered(report: Report, language: Language) -> Iterator[tuple[str, Iterable[str]]]:
    """Imports what renders: where nothing is to be written, a rerun pays for none of it."""
    from grader.reports import csv, html, json, junit

    yield "report.json", json.pieces(report, language)
    yield "report.html", [html.class_page(report, language)]
    yield "grades.csv", [csv.render(report)]
    yield "junit.xml", junit.pieces(report, language)


def _content(report: Report, language: Language) -> str:
    """What the files are a rendering of; "" where that is not known without rendering them."""
    if not report.run.content:
        return ""
    said = (report.run.content, report.run.isolation, report.assignment_id, report.assignment_title)
    rest = (report.max_score, report.notes, sorted(report.misconceptions.items()), language)
    sources = (path for path in sorted(_RENDERERS.rglob("*.*")) if path.suffix != ".pyc")
    code = (
        path.stat().st_mtime_ns for path in sources
    )  # bytecode is written when somebody first imports them
    return hashlib.sha256(repr((said, rest, list(code))).encode()).hexdigest()


def _stamp(folder: Path, content: str) -> str:
    """The content, and the files that were written of it: one that was touched since is written again."""
    lines = [content]
    for name in _NAMES:
        found = (folder / name).stat() if (folder / name).is_file() else None
        lines.append(f"{name} {found and (found.st_size, found.st_mtime_ns)}")
    return "\n".join(lines)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def writable(folder: Path) -> None:
    """Finds out before a long run whether its reports can be written.

    Raises:
        UsageError: if not.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"cannot write into {folder}: {error.strerror}", "name another folder: --out DIR"
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(f"cannot write into {folder}: permission denied", "name another folder: --out DIR")


def write(path: Path, text: str) -> None:
    """Writes one file that the user named, whole or not at all.

    Raises:
        UsageError: if it cannot be written.
    """
    write_pieces(path, [text])


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """As `write`, one piece after another."""
    with _named(path):
        _replace(path, pieces)


def write_bytes(path: Path, body: bytes) -> None:
    """As `write`."""
    with _named(path), _whole(path) as unfinished:
        unfinished.write_bytes(body)


def _replace(path: Path, pieces: Iterable[str]) -> None:
    with (
        _whole(path) as unfinished,
        unfinished.open("w", encoding="utf-8", errors="replace", newline="") as file,
    ):
        file.writelines(pieces)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """A folder for a file that the user named; what hinders it is told as theirs."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """What to write to: it takes its place when it is whole."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    yield unfinished
    unfinished.replace(path)
