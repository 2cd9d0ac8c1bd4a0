"""Rounded constants in a formula: `0.798 x` for √(2/π) x.

A decimal may stand for any number that rounds to it. Where one such number, put in its place, makes the formula the
expected one at every point, the student has rounded, and a person decides whether that will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from grader.core.formula.domains import Domain
from grader.core.formula.render import number
from grader.core.formula.tree import Condition, Node, Num, children
from grader.core.text import Text
from grader.written import words
from grader.written.grids import MisfitError, cells_of
from grader.written.interpreter import at_point
from grader.written.reals import Budget, Real, Reals, SpentError, UndefinedError
from grader.written.sampling import Point, readable_points, secret_points

DIGITS = 60
BUDGET = 20_000
LEAST_DIGITS = 3
MOST_CONSTANTS = 4
POINTS = 12
_STEPS = 12
_SAME = 10.0**-30


def rounded_constant(
    expected: Node, observed: Node, domains: Mapping[str, Domain], secret: bytes
) -> Text | None:
    """What was rounded, in words; None where that does not explain the difference."""
    points = [*readable_points(domains), *islice(secret_points(domains, secret), POINTS)]
    for rounded in islice(dict.fromkeys(_decimals(observed)), MOST_CONSTANTS):
        try:
            found = _Constant(rounded, expected, observed).exact(points)
        except (SpentError, MisfitError):
            continue
        if found is not None:
            return words.rounded_constant(number(rounded.value), f"{float(found):.8g}")
    return None


def _decimals(node: Node | Condition) -> Iterator[Num]:
    """The decimals of enough digits to be a rounded number."""
    if (
        isinstance(node, Num)
        and node.half_unit
        and abs(node.value) >= node.half_unit * 2 * 10 ** (LEAST_DIGITS - 1)
    ):
        yield node
    for child in children(node):
        yield from _decimals(child)


class _Constant:
    """One decimal of a formula, taken for an unknown."""

    def __init__(self, rounded: Num, expected: Node, observed: Node) -> None:
        self.rounded = rounded
        self.expected = expected
        self.observed = observed
        self.reals = Reals(DIGITS, Budget(BUDGET))

    def exact(self, points: list[Point]) -> Real | None:
        """The number that makes the two formulas the same, if it rounds to the decimal."""
        found: Real | None = None
        held = 0
        for point in points:
            try:
                if found is None:
                    found = self._solved(point)
                    if found is None:
                        return None
                elif not self._holds(point, found):
                    return None
                held += 1
            except UndefinedError:
                continue
        return found if held > 1 or len(points) == 1 else None

    def _solved(self, point: Point) -> Real | None:
        """By the secant method; None where the number is none that rounds to the decimal."""
        start = self.reals.number(self.rounded.value)
        reach = self.reals.number(self.rounded.half_unit)
        one, other = start, start + reach / 3
        gap_of_one, gap_of_other = self._gap(point, one), self._gap(point, other)
        if gap_of_one == gap_of_other:
            raise UndefinedError  # it makes no difference here
        for _ in range(_STEPS):
            if not gap_of_other or gap_of_one == gap_of_other:
                break
            one, other = other, other - gap_of_other * (other - one) / (gap_of_other - gap_of_one)
            gap_of_one, gap_of_other = gap_of_other, self._gap(point, other)
        is_near = abs(other - start) <= reach * (1 + _SAME)
        return other if is_near and self._holds(point, other) else None

    def _gap(self, point: Point, constant: Real) -> Real:
        return max(self._gaps(point, constant), key=abs)

    def _holds(self, point: Point, constant: Real) -> bool:
        scale = max(map(abs, cells_of(at_point(point, self.reals).value(self.expected))))
        return all(abs(gap) <= _SAME * scale for gap in self._gaps(point, constant))

    def _gaps(self, point: Point, constant: Real) -> list[Real]:
        right = at_point(point, self.reals).value(self.expected)
        own = at_point(point, self.reals, instead={self.rounded: constant}).value(self.observed)
        return [a - b for a, b in zip(cells_of(own), cells_of(right), strict=True)]
