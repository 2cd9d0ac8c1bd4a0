"""What student code raised, as a reply: its own frames only."""

from __future__ import annotations

import linecache
import os
import re
import traceback
from collections import deque
from types import FrameType, ModuleType

from grader.core.observation import Absent, Raised
from grader.worker.device import is_starved
from grader.worker.evaluate import AbsentError

MAX_FRAMES = 12
OUTERMOST = 2  # of them; the others are the innermost
MAX_LINE = 300
_CELL = re.compile(r"(?P<file>.+\.ipynb)#(?P<cell>\d+)")


def describe(error: BaseException, folder: str, module: ModuleType | None) -> Raised | Absent:
    """The reply for an exception that reached the worker."""
    if isinstance(error, AbsentError):
        return Absent(name=error.name)
    if isinstance(error, NotImplementedError):
        return Absent(name=_where(error, folder) or "function", written=True)
    if isinstance(error, AttributeError) and module is not None and error.obj is module:
        return Absent(name=str(error.name))
    frames, left_out = _own_frames(error, folder)
    file, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else ("", 0)
    if isinstance(error, SyntaxError) and error.filename:
        file, line = _relative(error.filename, folder), error.lineno or 0
    file, cell = _place(file)
    return Raised(
        types=_types(error),
        message=_message(error),
        traceback=_format(error, frames, left_out),
        file=file,
        line=max(0, line),
        cell=cell,
    )


def cell_file(notebook: str, cell: int) -> str:
    """The file name under which a notebook's cell is compiled."""
    return f"{notebook}#{cell}"


def _place(file: str) -> tuple[str, int]:
    """The file, and the cell within it; 0 where it is no notebook."""
    found = _CELL.fullmatch(file)
    return (found["file"], int(found["cell"])) if found else (file, 0)


def _at(file: str, line: int | None) -> str:
    file, cell = _place(file)
    return f'File "{file}", cell {cell}, line {line}' if cell else f'File "{file}", line {line}'


def _types(error: BaseException) -> tuple[str, ...]:
    names = tuple(kind.__name__ for kind in type(error).__mro__ if kind is not object)
    return ("MemoryError", *names) if is_starved(error) else names


def _where(error: BaseException, folder: str) -> str:
    frames, _ = _own_frames(error, folder)
    return frames[-1].name if frames else ""


def _message(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return str(error.msg)
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - a student's own __str__
        return "(the exception's text cannot be shown)"


def _own_frames(error: BaseException, folder: str) -> tuple[list[traceback.FrameSummary], int]:
    """The student's frames, the outermost two and the innermost, and how many are left out between.

    An endless recursion leaves millions: no more are looked at closely than are shown.
    """
    first: list[tuple[FrameType, int]] = []
    last: deque[tuple[FrameType, int]] = deque(maxlen=MAX_FRAMES - OUTERMOST)
    count = 0
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename.startswith(f"{folder}{os.sep}"):
            (first if count < OUTERMOST else last).append((frame, line))
            count += 1
    frames = [_summary(frame, line, folder) for frame, line in (*first, *last)]
    return frames, count - len(frames)


def _summary(frame: FrameType, line: int, folder: str) -> traceback.FrameSummary:
    path = frame.f_code.co_filename
    text = linecache.getline(path, line).strip()[:MAX_LINE]
    name = _relative(path, folder)
    return traceback.FrameSummary(name, line, frame.f_code.co_name, lookup_line=False, line=text)


def _relative(path: str, folder: str) -> str:
    return path.removeprefix(f"{folder}{os.sep}").replace(os.sep, "/")


def _format(error: BaseException, frames: list[traceback.FrameSummary], left_out: int) -> str:
    lines = []
    for index, frame in enumerate(frames):
        if left_out and index == OUTERMOST:
            lines.append(f"  ... {left_out} more ...")
        lines.append(f"  {_at(frame.filename, frame.lineno)}, in {frame.name}")
        lines += [f"    {frame.line}"] if frame.line else []
    if isinstance(error, SyntaxError):
        lines += _syntax(error)
    return "\n".join([*lines, f"{type(error).__name__}: {_message(error)}"])


def _syntax(error: SyntaxError) -> list[str]:
    text = (error.text or "").rstrip("\n")[:MAX_LINE]
    where = f"  {_at(os.path.basename(error.filename or ''), error.lineno)}"
    caret = " " * max(0, (error.offset or 1) - 1) + "^"
    return [where, f"    {text}", f"    {caret}"] if text else [where]
