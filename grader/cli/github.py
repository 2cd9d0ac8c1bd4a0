"""`grader check --format github`: the log and the summary of a step of GitHub Actions."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import click

from grader.core.report import Report
from grader.core.submission import Submission
from grader.core.text import Language

_WORKSPACE, _SUMMARY = "GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY"


def show_step(report: Report, submission: Submission, path: Path, language: Language) -> None:
    """Prints the step's log, and adds the table of points to its summary where there is one.

    Args:
        path: what was checked, as the user named it.
    """
    from grader.reports import github

    root = Path(os.environ.get(_WORKSPACE) or Path.cwd())
    locate = _locator(submission, path, root)
    click.echo(github.render(report, secrets.token_hex(16), locate, language), nl=False)
    if summary := os.environ.get(_SUMMARY):
        _append(Path(summary), report, language)


def _locator(submission: Submission, path: Path, root: Path) -> Callable[[str, str], str | None]:
    """From a problem's id and a file of its work to the file's path in the repository."""
    base = path.resolve() if path.is_dir() else path.resolve().parent
    try:
        folder = base.relative_to(root.resolve())
    except ValueError:  # outside the repository there is nothing to annotate
        return lambda problem, file: None

    def locate(problem: str, file: str) -> str | None:
        found = next((name for name in (f"{problem}/{file}", file) if name in submission.files), None)
        return None if found is None else (folder / found).as_posix()

    return locate if path.suffix != ".zip" else lambda problem, file: None


def _append(summary: Path, report: Report, language: Language) -> None:
    from grader.cli.edge import say
    from grader.reports import markdown

    try:
        with summary.open("a", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(markdown.render(report, language))
    except OSError as error:
        say("note", f"the summary cannot be written: {error.strerror}")
