"""The code of a notebook: its cells as Python, with what only IPython understands left out line for line.

A cell is known by its place among those that hold code: the number that `In [ ]` shows once all were run from the top.
A cell that is Python already is taken as it is. In any other, a line that begins like a magic (`%`), a shell line (`!`)
or a question (`?`) where a statement could begin becomes `pass`, so that lines keep their numbers and blocks a body.
What a timing magic measures is run: IPython keeps what it defines.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

SUFFIX = ".ipynb"
_BODY_IS_RUN = ("%%time", "%%capture", "%%prun")


class NotebookError(Exception):
    """The file is no notebook; the message is for the student."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that only IPython understands, and the names that it would have set."""

    line: int
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's Python, which need not parse."""

    number: int
    source: str
    dropped: tuple[Dropped, ...] = ()


def read_cells(content: bytes) -> tuple[Cell, ...]:
    """The cells that hold code, in order.

    Raises:
        NotebookError: if the file is no notebook.
    """
    sources = filter(str.strip, _sources(_document(content)))
    return tuple(_cell(number, source) for number, source in enumerate(sources, start=1))


def _document(content: bytes) -> Any:
    again = "save it again from Jupyter"
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotebookError(f"the notebook is not UTF-8 text; {again}") from None
    except json.JSONDecodeError as error:
        raise NotebookError(f"the notebook is not JSON ({error.msg}, line {error.lineno}); {again}") from None
    except (RecursionError, ValueError):  # nested without end, or a number of thousands of digits
        raise NotebookError(f"the notebook is not JSON that can be read; {again}") from None


def _sources(document: Any) -> Iterator[str]:
    """The text of each code cell; before format 4 they stood in worksheets and were called input."""
    match document:
        case {"cells": list(cells)}:
            pass
        case {"worksheets": list(sheets)}:
            cells = [cell for sheet in sheets if isinstance(sheet, dict) for cell in sheet.get("cells", ())]
        case _:
            raise NotebookError("the file holds no cells; is it a notebook?")
    for cell in cells:
        match cell:
            case {"cell_type": "code", "source": text} | {"cell_type": "code", "input": text}:
                yield _text(text)
            case {"cell_type": str(kind)} if kind != "code":
                continue
            case _:
                raise NotebookError("the notebook has a cell without a type or a source")


def _text(source: Any) -> str:
    lines = source if isinstance(source, list) else [source]
    if not all(isinstance(line, str) for line in lines):
        raise NotebookError("the notebook has a cell whose source is no text")
    return "".join(lines).replace("\r\n", "\n").replace("\r", "\n")


def _cell(number: int, text: str) -> Cell:
    blank = len(text) - len(text.lstrip())
    magic, _, rest = text[blank:].partition("\n")
    if not magic.startswith("%%"):
        source, dropped = _python(_flush_left(text))
        return Cell(number, source, dropped)
    line = 1 + text.count("\n", 0, blank)
    first = Dropped(line, magic.rstrip())
    if magic.split()[0] not in _BODY_IS_RUN:
        return Cell(number, "", (first,))
    source, dropped = _python("\n" * line + rest)
    return Cell(number, source, (first, *dropped))


def _flush_left(text: str) -> str:
    """As IPython does: the first line's indentation is taken from every line that has it."""
    indent = text[: len(text) - len(text.lstrip(" \t"))]
    return "\n".join(line.removeprefix(indent) for line in text.split("\n")) if indent else text


def parses(source: str) -> bool:
    """Is it Python?"""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # running it will say the same again
            ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


# --- what only IPython understands ----------------------------------------------------------------------

_ESCAPED = re.compile(r"[ \t]*[%!?,;/]")
_ASSIGNED = re.compile(r"[ \t]*(?P<names>\w+(?:[ \t]*,[ \t]*\w+)*)[ \t]*=[ \t]*[%!]")
_QUESTION = re.compile(r"[ \t]*%{0,2}[^\W\d][\w.\[\]'\"*]*\?{1,2}[ \t]*;?[ \t]*(?=\n|\Z)")
_TIMED = re.compile(r"[ \t]*(%time[ \t]+)(?=[^\s-])")
# What must be known of Python to see where a statement ends: strings, comments, brackets, continued lines.
_PIECE = re.compile(
    r"""
    \#[^\n]*
    | \"{3}(?:\\.|[^\\])*?(?:\"{3}|\Z) | '{3}(?:\\.|[^\\])*?(?:'{3}|\Z)
    | "(?:\\.|[^"\\\n])*"? | '(?:\\.|[^'\\\n])*'?
    | (?P<open>[(\[{]) | (?P<close>[)\]}])
    | \\\n | (?P<end>\n)
    """,
    re.VERBOSE | re.DOTALL,
)


def _python(text: str) -> tuple[str, tuple[Dropped, ...]]:
    """The text with IPython's own lines left out, and these."""
    if parses(text):
        return text, _asked(text)
    kept, dropped = [], []
    start, line = 0, 1
    while start < len(text):
        if timed := _TIMED.match(text, start):
            text = text[: timed.start(1)] + text[timed.end() :]
        names = _names(text, start)
        if names is None:
            end = _end_of_statement(text, start)
            kept.append(text[start:end])
        else:
            end = _end_of_command(text, start)
            said = text[start:end]
            dropped.append(Dropped(line, said.strip().partition("\n")[0], names))
            indent = said[: len(said) - len(said.lstrip(" \t"))]
            kept.append(indent + "pass" + "\n" * said.count("\n"))
        line += text.count("\n", start, end)
        start = end
    python = "".join(kept)
    return python, tuple(sorted((*dropped, *_asked(python)), key=lambda one: one.line))


def _asked(python: str) -> tuple[Dropped, ...]:
    """What a converted notebook says in the place of magics; there is nothing behind that name."""
    lines = enumerate(map(str.strip, python.split("\n")), start=1)
    return tuple(Dropped(line, said) for line, said in lines if said.startswith("get_ipython()."))


def _names(text: str, start: int) -> tuple[str, ...] | None:
    """The names that the command which begins here would set; None where Python begins."""
    if assigned := _ASSIGNED.match(text, start):
        return tuple(re.findall(r"\w+", assigned["names"]))
    return () if _ESCAPED.match(text, start) or _QUESTION.match(text, start) else None


def _end_of_statement(text: str, start: int) -> int:
    depth = 0
    for piece in _PIECE.finditer(text, start):
        depth += bool(piece["open"]) - bool(piece["close"])
        if piece["end"] and depth <= 0:
            return piece.end()
    return len(text)


def _end_of_command(text: str, start: int) -> int:
    end = text.find("\n", start)
    while end > 0 and text[end - 1] == "\\":
        end = text.find("\n", end + 1)
    return len(text) if end < 0 else end + 1


# --- all cells as one source ----------------------------------------------------------------------------


def as_one_source(cells: Sequence[Cell]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The cells that are Python one below another, and for each line of it the cell and the line there."""
    lines: list[str] = []
    places: list[tuple[int, int]] = []
    for cell in cells:
        if parses(cell.source):
            own = cell.source.split("\n")
            lines += own
            places += [(cell.number, number) for number in range(1, len(own) + 1)]
    return "\n".join(lines), tuple(places)
