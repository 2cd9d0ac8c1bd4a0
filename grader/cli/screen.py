"""The screen: what the terminal behind stdout and stderr can show."""

from __future__ import annotations

import io
import sys
from typing import TextIO

from rich.console import Console, RenderableType

from grader.reports.terminal import Signs


def console_on(stream: TextIO) -> Console:
    """A console that shows text as it is: no markup, no highlighting; colour only on a terminal."""
    if isinstance(stream, io.TextIOWrapper):
        # A Persian title must not end a run on a terminal that has no Persian.
        stream.reconfigure(errors="replace")
    return Console(file=stream, markup=False, highlight=False, emoji=False)


def show(renderable: RenderableType) -> None:
    console_on(sys.stdout).print(renderable)


def signs() -> Signs:
    """The signs that stdout can show."""
    return Signs.for_encoding(sys.stdout.encoding or "ascii")
