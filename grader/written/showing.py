"""Points and values as people read them: "at n_in = 3, n_out = 5 yours is 0.125, expected 0.25"."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction

from grader.core.text import Text
from grader.written import words
from grader.written.grids import Grid, Value, cells_of
from grader.written.reals import Real
from grader.written.sampling import Entries, Point

MAX_ENTRIES = 12
MAX_NAMES = 8
_DIGITS = (6, 12, 20, 40)


def counterexample(point: Point, used: Collection[str], expected: Value, observed: Value | None) -> Text:
    """The point, and what the two formulas are there; None: the observed one has no value."""
    where = at(point, used)
    if observed is None:
        return words.undefined_at(where, _all(expected))
    place = _furthest(expected, observed)
    right, own = _told_apart(cells_of(expected)[place], cells_of(observed)[place])
    element = ""
    if isinstance(expected, Grid):
        row, column = divmod(place, expected.columns)
        element = f"[{max(row, column)}]" if 1 in expected.shape else f"[{row}, {column}]"
    return words.differs_at(where, element, own, right)


def at(point: Point, used: Collection[str]) -> str:
    """`n_in = 3, n_out = 5`; large matrices by their size only."""
    shown = {name: value for name, value in point.values.items() if name in used}
    entries = sum(sum(map(len, value)) for value in shown.values() if isinstance(value, tuple))
    parts = []
    for name, value in list(shown.items())[:MAX_NAMES]:
        if not isinstance(value, tuple):
            parts.append(f"{name} = {_fraction(value)}")
        elif entries <= MAX_ENTRIES:
            parts.append(f"{name} = {_entries(value)}")
        else:
            parts.append(f"{name}: {len(value)} × {len(value[0])}")
    return ", ".join(parts)


def _entries(rows: Entries) -> str:
    if all(len(row) == 1 for row in rows):
        return f"[{', '.join(_fraction(row[0]) for row in rows)}]"
    return f"[{', '.join(_entries(tuple((cell,) for cell in row)) for row in rows)}]"


def _fraction(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.6g}"


def _all(value: Value) -> str:
    return ", ".join(_real(cell, _DIGITS[0]) for cell in cells_of(value)[:4])


def _furthest(expected: Value, observed: Value) -> int:
    gaps = [abs(one - other) for one, other in zip(cells_of(expected), cells_of(observed), strict=True)]
    return max(range(len(gaps)), key=gaps.__getitem__)


def _told_apart(one: Real, other: Real) -> tuple[str, str]:
    """Both to as many digits as it takes to see that they differ."""
    for digits in _DIGITS:
        shown = _real(one, digits), _real(other, digits)
        if shown[0] != shown[1]:
            return shown
    return _real(one, 60), _real(other, 60)


def _real(value: Real, digits: int) -> str:
    """Like a float that is shown to so many digits: `0.125`, `3`, `1.5e-07`."""
    return f"{Decimal(str(value)):.{digits}g}".rstrip() if digits > 15 else f"{float(value):.{digits}g}"
