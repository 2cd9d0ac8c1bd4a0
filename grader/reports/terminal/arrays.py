"""Small arrays as aligned grids, the wrong elements marked with a sign behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from rich.text import Text as Line

from grader.core.report import Json
from grader.reports.clean import one_line

Index: TypeAlias = tuple[int, ...]
Leaf: TypeAlias = None | bool | int | float | str

_DIGITS = (6, 9, 17)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A rectangular array of leaves, written out: `cells` holds one text for each index."""

    shape: tuple[int, ...]
    cells: dict[Index, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is wrong, and how it is shown."""

    wrong: Collection[Index]
    sign: str
    style: str


def pair(expected: Json, observed: Json, wrong: Collection[Index]) -> tuple[Grid, Grid] | None:
    """Both sides as grids, with digits enough to tell wrong elements from right ones; None if one is no array."""
    shapes = _shape(expected), _shape(observed)
    if shapes[0] is None or shapes[1] is None:
        return None
    sides = _grid(expected, shapes[0], _DIGITS[0]), _grid(observed, shapes[1], _DIGITS[0])
    for digits in _DIGITS:
        sides = _grid(expected, shapes[0], digits), _grid(observed, shapes[1], digits)
        if all(sides[0].cells.get(index) != sides[1].cells.get(index) for index in wrong):
            break
    return sides


def alone(value: Json) -> Grid | None:
    """One value as a grid; None if it is no array (ragged, or with names)."""
    shape = _shape(value)
    return None if shape is None else _grid(value, shape, _DIGITS[0])


def lines(grid: Grid, marks: Marks) -> list[Line]:
    """The grid as NumPy prints it: brackets, and columns that align."""
    if not grid.shape:
        return [_cell(grid, (), marks, 0)]
    if 0 in grid.shape:
        return [Line(f"[] ({' × '.join(map(str, grid.shape))})")]
    widths = [
        max(len(cell) for index, cell in grid.cells.items() if index[-1] == column)
        for column in range(grid.shape[-1])
    ]
    rows = list(product(*map(range, grid.shape[:-1])))
    return [_row(grid, row, marks, widths) for row in rows]


def inline(value: Json) -> str:
    """Any value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{one_line(key)}: {inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return _written(value, _DIGITS[0])


def _row(grid: Grid, row: Index, marks: Marks, widths: list[int]) -> Line:
    depth = len(row)
    opening = next((k for k, place in enumerate(reversed(row)) if place), depth)
    last = [place == size - 1 for place, size in zip(row, grid.shape, strict=False)]
    closing = next((k for k, is_last in enumerate(reversed(last)) if not is_last), depth)
    line = Line(" " * (depth - opening) + "[" * (opening + 1))
    for column, width in enumerate(widths):
        line.append_text(_cell(grid, (*row, column), marks, width))
        line.append(" " if column < len(widths) - 1 else "")
    return line.append("]" * (closing + 1))


def _cell(grid: Grid, index: Index, marks: Marks, width: int) -> Line:
    is_wrong = index in marks.wrong
    text = grid.cells[index].rjust(width) + (
        marks.sign if is_wrong else " " if marks.wrong and marks.sign else ""
    )
    return Line(text, style=marks.style if is_wrong else "")


def _grid(value: Json, shape: tuple[int, ...], digits: int) -> Grid:
    indices = product(*map(range, shape))
    return Grid(
        shape=shape,
        cells={i: _written(leaf, digits) for i, leaf in zip(indices, _leaves(value), strict=True)},
    )


def _shape(value: Json) -> tuple[int, ...] | None:
    """The shape of nested lists of leaves; None where they are ragged or hold mappings."""
    if isinstance(value, dict):
        return None
    if not isinstance(value, list):
        return ()
    shapes = {_shape(item) for item in value}
    if len(shapes) > 1 or None in shapes:
        return None
    inner = next(iter(shapes), ()) or ()
    return (len(value), *inner)


def _leaves(value: Json) -> Iterator[Leaf]:
    if isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif not isinstance(value, dict):
        yield value


def _written(leaf: Leaf, digits: int) -> str:
    if isinstance(leaf, float):
        return f"{leaf:.{digits}g}"
    return one_line(leaf) if isinstance(leaf, str) else str(leaf)
