"""Vectors and matrices of real numbers, and which products of them there are.

A vector is a column. Sizes that do not fit are the formula's own fault, whatever the numbers: a `MisfitError`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from grader.core.formula.tree import Operator
from grader.core.text import Text
from grader.written import words
from grader.written.reals import Real, Reals, TooLargeError


class MisfitError(Exception):
    """The sizes in a formula do not fit together; `what` says where."""

    def __init__(self, what: Text) -> None:
        super().__init__(what.en)
        self.what = what


@dataclass(frozen=True, slots=True)
class Grid:
    """`cells` row by row. Never 1 × 1: that is a number."""

    rows: int
    columns: int
    cells: tuple[Real, ...]

    @property
    def shape(self) -> tuple[int, int]:
        return self.rows, self.columns

    def row(self, index: int) -> tuple[Real, ...]:
        return self.cells[index * self.columns : (index + 1) * self.columns]

    def column(self, index: int) -> tuple[Real, ...]:
        return self.cells[index :: self.columns]


@dataclass(frozen=True, slots=True)
class Eye:
    """A multiple of the identity matrix, of whatever size fits."""

    factor: Real


Value: TypeAlias = "Real | Grid | Eye"


def grid(rows: int, columns: int, cells: Sequence[Real]) -> Value:
    return cells[0] if rows == columns == 1 else Grid(rows, columns, tuple(cells))


def cells_of(value: Value) -> Sequence[Real]:
    """Its numbers, row by row; of a multiple of the identity, the factor."""
    if isinstance(value, Grid):
        return value.cells
    return (value.factor,) if isinstance(value, Eye) else (value,)


def transposed(value: Value) -> Value:
    if not isinstance(value, Grid):
        return value
    cells = [cell for index in range(value.columns) for cell in value.column(index)]
    return Grid(value.columns, value.rows, tuple(cells))


class Matrices:
    """What formulas do with values of any size.

    Args:
        letters: what sizes are called in messages.
        elementwise: of two readings of `A*B`, `A^2` and `x·y`, the one for each element instead of the algebraic one.
    """

    def __init__(self, reals: Reals, letters: Mapping[int, str], *, elementwise: bool) -> None:
        self.reals = reals
        self.letters = letters
        self.elementwise = elementwise
        self.had_two_readings = False

    def named(self, shape: tuple[int, int]) -> str:
        """`n × m`."""
        return " × ".join(self.letters.get(size, str(size)) for size in shape)

    def mapped(self, function: Callable[[Real], Real], value: Value) -> Value:
        if isinstance(value, Eye):
            raise MisfitError(words.identity_of_unknown_size())
        if not isinstance(value, Grid):
            self.reals.spend(4)
            return self.reals.bounded(function(value))
        self.reals.spend(4 * len(value.cells))
        return Grid(*value.shape, tuple(self.reals.bounded(function(cell)) for cell in value.cells))

    def paired(self, function: Callable[[Real, Real], Real], one: Value, other: Value) -> Value:
        """Element by element; a number goes with every element."""
        if isinstance(one, Grid) and isinstance(other, Grid):
            if one.shape != other.shape:
                raise MisfitError(words.sizes_differ(self.named(one.shape), self.named(other.shape)))
            self.reals.spend(len(one.cells))
            return Grid(*one.shape, tuple(map(function, one.cells, other.cells)))
        if isinstance(one, Eye) or isinstance(other, Eye):
            raise MisfitError(words.identity_of_unknown_size())
        if isinstance(one, Grid):
            self.reals.spend(len(one.cells))
            return Grid(*one.shape, tuple(function(cell, other) for cell in one.cells))
        if isinstance(other, Grid):
            self.reals.spend(len(other.cells))
            return Grid(*other.shape, tuple(function(one, cell) for cell in other.cells))
        self.reals.spend(1)
        return self.reals.bounded(function(one, other))

    def added(self, one: Value, other: Value) -> Value:
        if isinstance(one, Eye) and isinstance(other, Eye):
            return Eye(one.factor + other.factor)
        if isinstance(one, Eye):
            one, other = other, one
        if isinstance(other, Eye):
            return self.paired(lambda a, b: a + b, one, self.eye(other.factor, one))
        return self.paired(lambda a, b: a + b, one, other)

    def negated(self, value: Value) -> Value:
        return Eye(-value.factor) if isinstance(value, Eye) else self.mapped(lambda cell: -cell, value)

    def eye(self, factor: Real, like: Value) -> Grid:
        """That multiple of the identity matrix in the size of another matrix."""
        if not isinstance(like, Grid) or like.rows != like.columns:
            raise MisfitError(words.identity_of_unknown_size())
        cells = [
            factor if row == column else self.reals.zero
            for row in range(like.rows)
            for column in range(like.rows)
        ]
        return Grid(like.rows, like.rows, tuple(cells))

    def product(self, operator: Operator, one: Value, other: Value) -> Value:
        """Of matrices where they fit; element by element where only that is possible, or `⊙` asks for it."""
        if isinstance(one, Eye):
            return self._multiple(one, other)
        if isinstance(other, Eye):
            return self._multiple(other, one)
        if not isinstance(one, Grid) or not isinstance(other, Grid) or operator == "odot":
            return self.paired(lambda a, b: a * b, one, other)
        is_same = one.shape == other.shape
        if is_same and operator == "dot" and one.columns == 1:
            self.had_two_readings = True
            if not self.elementwise:
                return self._matrix_product(Grid(1, one.rows, one.cells), other)
        if is_same and one.rows == one.columns and operator in ("*", "dot"):
            self.had_two_readings = True
            if self.elementwise:
                return self.paired(lambda a, b: a * b, one, other)
        if one.columns == other.rows:
            return self._matrix_product(one, other)
        if is_same and operator != "@":
            return self.paired(lambda a, b: a * b, one, other)
        if one.columns == 1 and one.rows == other.rows:
            return self._matrix_product(Grid(1, one.rows, one.cells), other)  # x W, with x as a row
        raise MisfitError(words.product_misfit(self.named(one.shape), self.named(other.shape)))

    def _multiple(self, eye: Eye, other: Value) -> Value:
        """The order does not matter."""
        if isinstance(other, Eye):
            return Eye(eye.factor * other.factor)
        if isinstance(other, Grid):
            return self.mapped(lambda cell: cell * eye.factor, other)
        return Eye(eye.factor * other)

    def _matrix_product(self, one: Grid, other: Grid) -> Value:
        self.reals.spend(one.rows * one.columns * other.columns)
        columns = [other.column(index) for index in range(other.columns)]
        cells = [
            sum(map(_times, one.row(index), column), self.reals.zero)
            for index in range(one.rows)
            for column in columns
        ]
        return grid(one.rows, other.columns, cells)

    def quotient(self, one: Value, other: Value) -> Value:
        if isinstance(one, Eye) and not isinstance(other, Grid | Eye):
            return Eye(self.reals.divided(one.factor, other))
        return self.paired(self.reals.divided, one, other)

    def matrix_power(self, base: Grid, exponent: int) -> Value:
        """Of a square matrix."""
        factor: Value = base if exponent >= 0 else self.inverse(base)
        result: Value = self.eye(self.reals.one, base)
        for _ in range(min(abs(exponent), 64)):
            result = self.product("@", result, factor)
        if abs(exponent) > 64:
            raise TooLargeError
        return result

    def inverse(self, value: Value) -> Value:
        """By elimination, with the largest pivot of each column."""
        if isinstance(value, Eye):
            return Eye(self.reals.divided(self.reals.one, value.factor))
        if not isinstance(value, Grid):
            return self.reals.divided(self.reals.one, value)
        if value.rows != value.columns:
            raise MisfitError(words.not_square(self.named(value.shape)))
        size = value.rows
        self.reals.spend(2 * size**3)
        unit = self.eye(self.reals.one, value)
        rows = [[*value.row(index), *unit.row(index)] for index in range(size)]
        for column in range(size):
            pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
            rows[column], rows[pivot] = rows[pivot], rows[column]
            head = rows[column][column]
            rows[column] = [self.reals.divided(cell, head) for cell in rows[column]]
            for row in range(size):
                if row != column:
                    factor = rows[row][column]
                    rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
        return Grid(size, size, tuple(cell for row in rows for cell in row[size:]))


def _times(one: Real, other: Real) -> Real:
    return one * other
