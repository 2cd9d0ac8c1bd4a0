"""Points as they are written: exact fractions, rounded once."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from grader.core.scoring import round_score


def rounded(points: Fraction | None) -> float | None:
    """Rounded half up to 4 decimals; None where nobody knows."""
    return None if points is None else float(round_score(points))


def written(points: Fraction | None, unknown: str = "") -> str:
    """The shortest decimal, for programs: `8`, `7.5`, `3.3333`."""
    number = rounded(points)
    return unknown if number is None else f"{number:.4f}".rstrip("0").rstrip(".")


def brief(points: Fraction | None, unknown: str = "") -> str:
    """Two decimals at most, for people: `8`, `7.5`, `3.33`. What is not all is never rounded up to it: 9.999."""
    if points is None:
        return unknown
    number = Fraction(floor(points * 100 + Fraction(1, 2)), 100)
    if number != points and number.denominator == 1:
        return written(points)
    return f"{float(number):.2f}".rstrip("0").rstrip(".")
