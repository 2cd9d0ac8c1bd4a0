"""Points as they are written: exact fractions, rounded once."""

from __future__ import annotations

from fractions import Fraction

from grader.core.scoring import round_score


def rounded(points: Fraction | None) -> float | None:
    """Rounded half up to 4 decimals; None where nobody knows."""
    return None if points is None else float(round_score(points))


def written(points: Fraction | None, unknown: str = "") -> str:
    """The shortest decimal: `8`, `7.5`, `3.3333`."""
    number = rounded(points)
    return unknown if number is None else f"{number:.4f}".rstrip("0").rstrip(".")
