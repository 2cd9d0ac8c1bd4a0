"""Vectors and matrices as students type them: texts in rows.

    [[1, 2], [3, 4]]    1 2; 3 4    [1 2; 3 4]    \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}    [1, 2]^T

as one text or as YAML lists of texts. Cells stay texts: what a cell means is for its reader to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from grader.core.characters import plain, visible
from grader.core.data import Data
from grader.core.text import Text
from grader.written import words
from grader.written.numerals import Number, Unread, read_number

MAX_CHARACTERS = 20_000
MAX_DEPTH = 8

Cells: TypeAlias = "str | tuple[Cells, ...]"


def read_cells(answer: Data) -> Cells | Unread:
    """The answer as text, or as nested rows of texts."""
    if isinstance(answer, str):
        return _of_text(answer)
    if isinstance(answer, tuple):
        return _of_list(answer, 1)
    return Unread(words.no_table())


def shape_of(cells: Cells) -> tuple[int, ...] | None:
    """The sizes, outermost first; None where rows differ in length."""
    if isinstance(cells, str):
        return ()
    inner = {shape_of(cell) for cell in cells}
    if len(inner) > 1:
        return None
    rest = inner.pop() if inner else ()
    return None if rest is None else (len(cells), *rest)


def flat(cells: Cells) -> Iterator[str]:
    """The texts, row by row."""
    if isinstance(cells, str):
        yield cells
    else:
        for cell in cells:
            yield from flat(cell)


# --- lists of YAML --------------------------------------------------------------------------------------


def _of_list(items: tuple[Data, ...], depth: int) -> Cells | Unread:
    if depth > MAX_DEPTH:
        return Unread(words.nested_too_deeply())
    cells: list[Cells] = []
    for item in items:
        read = _of_list(item, depth + 1) if isinstance(item, tuple) else item
        if isinstance(read, Unread):
            return read
        if not isinstance(read, str | tuple):
            return Unread(words.no_table())
        cells.append(read)
    return _rows_in_texts(cells)


def _rows_in_texts(cells: list[Cells]) -> Cells | Unread:
    """Items that are rows, each in one text: `- 1 2` and `- 3 4`, or `[۱، ۲]`, whose comma YAML does not know."""
    if all(isinstance(cell, str) and isinstance(read_number(cell), Unread) for cell in cells):
        rows = [_of_text(cell) for cell in cells if isinstance(cell, str)]
        if rows and all(isinstance(row, tuple) for row in rows):
            found = tuple(row for row in rows if isinstance(row, tuple))
            return found[0] if len(found) == 1 else found
    return tuple(cells)


# --- texts ----------------------------------------------------------------------------------------------

_ENVIRONMENT = re.compile(
    r"\\begin\{(?:[pbvBV]?(?:small)?matrix|array)\*?\}(?:\{[lcr|]*\})?(.*)\\end\{[a-zA-Z]+\*?\}", re.DOTALL
)
_TRANSPOSED = re.compile(r"\s*(?:\^\s*\{?\s*(?:T|\\top|⊤|\\intercal)\s*\}?|ᵀ|\.T)$")
# The end of a row, `\\\\`, comes first: its second half and a space are no `\\ `.
_ORNAMENT = re.compile(r"(?P<row>\\\\(?:\[[^\]]*\])?)|\\left|\\right|\$|\\displaystyle|\\[()\[\]]|\\[,;:! ]")
_OPENING, _CLOSING = "[({", "])}"


def _of_text(text: str) -> Cells | Unread:
    if len(text) > MAX_CHARACTERS:
        return Unread(words.too_long(MAX_CHARACTERS))
    if not _bare(text):
        return Unread(words.nothing_written())
    bare = re.sub(r"^[^\W\d]\w*\s*=\s*(?=[\[\\])", "", _bare(text))
    transposed = _TRANSPOSED.search(bare)
    body = bare[: transposed.start()].strip() if transposed else bare
    cells = _body(body, text)
    if isinstance(cells, Unread) or transposed is None:
        return cells
    return _transposed(cells)


def _bare(text: str) -> str:
    """Without what LaTeX adds to a matrix, line breaks kept."""
    lines = "\n".join(visible(line).strip() for line in text.strip().splitlines())
    return _ORNAMENT.sub(lambda found: found["row"] or "", lines).strip()


def _body(body: str, typed: str) -> Cells | Unread:
    environment = _ENVIRONMENT.fullmatch(body)
    if environment is not None:
        rows = [row for row in re.split(r"\\\\(?:\[[^\]]*\])?", environment.group(1)) if row.strip()]
        return tuple(tuple(cell.strip() for cell in row.split("&")) for row in rows)
    if body[:1] in tuple(_OPENING) and _closes_at_end(body):
        return _bracketed(body, typed, 1)
    if body[:1] in tuple(_OPENING) and body[-1:] in tuple(_CLOSING):
        return _bracketed(f"[{body}]", typed, 1)  # `[1, 2], [3, 4]`, the outer brackets left out
    return _rows(body, typed)


def _closes_at_end(text: str) -> bool:
    """Is the whole text within its first bracket?"""
    depth = 0
    for index, character in enumerate(text):
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth == 0:
            return index == len(text) - 1
    return False


def _bracketed(text: str, typed: str, depth: int) -> Cells | Unread:
    inside = text[1:-1].strip()
    if depth > MAX_DEPTH:
        return Unread(words.nested_too_deeply())
    if inside.startswith("\\begin"):
        return _body(inside, typed)
    if not inside or inside[0] not in _OPENING:
        rows = _rows(inside, typed)
        return (rows,) if isinstance(rows, str) and rows else () if rows == "" else rows
    cells: list[Cells] = []
    for part in _parts(inside):
        if not (part[0] in _OPENING and _closes_at_end(part)):
            return Unread(words.no_table())
        cell = _bracketed(part, typed, depth + 1)
        if isinstance(cell, Unread):
            return cell
        cells.append(cell)
    return tuple(cells)


def _parts(text: str) -> Iterator[str]:
    """The bracketed parts of `[1, 2], [3, 4]`, whatever stands between them."""
    depth, start = 0, 0
    for index, character in enumerate(text):
        depth += (character in _OPENING) - (character in _CLOSING)
        is_between = depth == 0 and character in ",;،؛ \n"
        if is_between or index == len(text) - 1:
            part = text[start : index if is_between else index + 1].strip()
            if part:
                yield part
            start = index + 1


def _rows(text: str, typed: str) -> Cells | Unread:
    """`1 2; 3 4` in rows; a lone row without brackets is one row, a lone cell a text."""
    lines = [line for line in re.split(r"[;؛\n]", text) if line.strip()]
    rows = [_cells(line.strip()) for line in lines]
    mixed = any(isinstance(row, Unread) for row in rows)
    if mixed:
        return Unread(words.two_readings(words.cut(typed)), ambiguous=True, reading=words.cut(typed))
    known = [row for row in rows if not isinstance(row, Unread)]
    if len(known) == 1:
        return known[0]
    if all(isinstance(row, str) for row in known):
        return tuple((row,) for row in known)
    return tuple((row,) if isinstance(row, str) else row for row in known)


def _cells(line: str) -> Cells | Unread:
    """One row: between commas where there are any, else between spaces."""
    if isinstance(read_number(line), Number):
        return line
    if re.search(r"\d,\d", plain(line)) and re.search(r"\d \S", plain(line)) and ", " not in plain(line):
        return Unread(words.no_table(), ambiguous=True)  # `0,5 0,25`: commas for points, most likely
    parts = [part.strip() for part in re.split(r"[,،]|\s(?:و|and)\s", line)]
    if len(parts) == 1:
        parts = re.split(r"\s+", line)
        # Spaces part numbers, but they also part the words of a text.
        if not all(isinstance(read_number(part), Number) for part in parts):
            return line
    if parts[-1] == "":
        parts = parts[:-1]
    return tuple(parts) if len(parts) > 1 else line


def _transposed(cells: Cells) -> Cells | Unread:
    shape = shape_of(cells)
    if shape is None or not 1 <= len(shape) <= 2:
        return Unread(words.no_table())
    if len(shape) == 1:
        return tuple((cell,) for cell in cells)
    return tuple(zip(*cells, strict=True))


def no_cells(cells: Cells) -> Text | None:
    """What is wrong with the form of a table; None where rows are all of one length."""
    return words.ragged() if shape_of(cells) is None else None
