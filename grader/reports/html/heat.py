"""Expected and observed as heat maps: small arrays as tables of cells, each coloured by its size on one scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from grader.core.report import Detail, Json
from grader.reports.clean import one_line

Index: TypeAlias = tuple[int, ...]
_STEPS = 4
_MAX_COLUMNS = 16
_MAX_TEXT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`level` from -4 to 4 by sign and size; None for what is no finite number."""

    text: str
    level: int | None
    is_wrong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """A matrix; `title` is its index where it is a slice of a larger array."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: matrices, or a text where it is no small array of numbers."""

    maps: tuple[Map, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    expected: Side | None
    observed: Side | None
    where: str


def pair_of(detail: Detail) -> Pair | None:
    """Both sides of the evidence; None where there is none."""
    if detail.expected is None and detail.observed is None:
        return None
    finite = [abs(value) for side in (detail.expected, detail.observed) for value in _numbers(side)]
    scale = max(finite, default=0.0)
    wrong = frozenset(detail.wrong)
    return Pair(
        expected=None if detail.expected is None else _side(detail.expected, scale, frozenset()),
        observed=None if detail.observed is None else _side(detail.observed, scale, wrong),
        where=one_line(detail.where)[:80],
    )


def _side(value: Json, scale: float, wrong: frozenset[Index]) -> Side:
    shape = _shape(value)
    if not shape or 0 in shape or shape[-1] > _MAX_COLUMNS:
        return Side(text=_text(value))
    maps = []
    for outer in product(*map(range, shape[:-2])):
        matrix = _at(value, outer)
        rows = [matrix] if len(shape) == 1 else matrix
        assert isinstance(rows, list)
        cells = tuple(
            tuple(
                _cell(leaf, (column,) if len(shape) == 1 else (*outer, row, column), scale, wrong)
                for column, leaf in enumerate(line if isinstance(line, list) else [line])
            )
            for row, line in enumerate(rows)
        )
        maps.append(Map(title=f"[{', '.join(map(str, outer))}]" if outer else "", rows=cells))
    return Side(maps=tuple(maps))


def _cell(leaf: Json, index: Index, scale: float, wrong: frozenset[Index]) -> Cell:
    level = None
    if isinstance(leaf, int | float) and not isinstance(leaf, bool) and math.isfinite(leaf):
        size = math.ceil(_STEPS * abs(leaf) / scale) if scale else 0
        level = min(size, _STEPS) * (1 if leaf > 0 else -1)
    return Cell(text=_leaf(leaf), level=level, is_wrong=index in wrong)


def _shape(value: Json) -> Index | None:
    """Of nested lists of leaves; None where they are ragged or hold mappings."""
    if isinstance(value, dict):
        return None
    if not isinstance(value, list):
        return ()
    shapes = {_shape(item) for item in value}
    if len(shapes) > 1 or None in shapes:
        return None
    inner = next(iter(shapes), ())
    return (len(value), *(inner or ()))


def _at(value: Json, index: Sequence[int]) -> Json:
    for place in index:
        assert isinstance(value, list)
        value = value[place]
    return value


def _numbers(value: Json) -> Iterator[float]:
    if isinstance(value, list):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        yield float(value)


def _leaf(leaf: Json) -> str:
    if isinstance(leaf, float):
        return f"{leaf:.5g}"
    return one_line(leaf)[:40] if isinstance(leaf, str) else str(leaf)


def _text(value: Json) -> str:
    if isinstance(value, dict):
        lines = (f"{one_line(key)} = {_inline(item)}" for key, item in value.items())
        return "\n".join(lines)[:_MAX_TEXT]
    return _inline(value)[:_MAX_TEXT]


def _inline(value: Json) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{one_line(key)}: {_inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return f"{value:.6g}" if isinstance(value, float) else one_line(str(value))
