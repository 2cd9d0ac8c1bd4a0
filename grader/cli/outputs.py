"""Files that a run leaves behind."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from grader.core.report import Report
from grader.core.text import Language
from grader.errors import UsageError

GRADEBOOK = "gradebook.db"


def write_reports(report: Report, folder: Path, language: Language) -> tuple[str, ...]:
    """Writes every format into a folder, each file whole or not at all; returns their names.

    Raises:
        UsageError: if the folder cannot be written.
    """
    from grader.reports import csv, json, junit

    texts: Mapping[str, str] = {
        "report.json": json.render(report, language),
        "grades.csv": csv.render(report),
        "junit.xml": junit.render(report, language),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            _write(folder / name, text)
    except OSError as error:
        raise UsageError(
            f"cannot write into {folder}: {error.strerror}", "name another folder: --out DIR"
        ) from error
    return tuple(texts)


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


def _write(path: Path, text: str) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    unfinished.replace(path)
