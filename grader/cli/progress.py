"""The progress bar of a run, on stderr and only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text as Line

from grader.cli.screen import console_on
from grader.core.report import SubmissionReport


@contextmanager
def progress(total: int) -> Iterator[Callable[[SubmissionReport], None]]:
    """Yields what is to be called with every finished submission."""
    console = console_on(sys.stderr)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=total)
        yield lambda _: bar.update(task, description="grading", advance=1)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Line:
        return Line("" if task.speed is None else f"{task.speed:.1f}/s", style="dim")
