"""A formula's value at a point: a walk over its tree, on a budget. Nothing here runs text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import assert_never

from grader.core.formula.tree import (
    Binary,
    Call,
    Comparison,
    Condition,
    Const,
    Index,
    Junction,
    Neg,
    Node,
    Num,
    Piecewise,
    Repeat,
    Transpose,
    Var,
    children,
)
from grader.written import words
from grader.written.grids import Eye, Grid, Matrices, MisfitError, Value, grid, transposed
from grader.written.reals import Real, Reals, TooLargeError, UndefinedError
from grader.written.sampling import Point

MAX_REPEATS = 200

_COMPARED: Mapping[Comparison, Callable[[Real, Real], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


class Interpreter:
    """Evaluates formulas at one point.

    Args:
        values: of the variables; those of the indices of sums come and go.
        letters, elementwise: see `Matrices`.
        instead: what to take for certain numbers of the formula.
    """

    def __init__(
        self,
        reals: Reals,
        values: Mapping[str, Value],
        letters: Mapping[int, str],
        *,
        elementwise: bool = False,
        instead: Mapping[Num, Real] | None = None,
    ) -> None:
        self.reals = reals
        self.values = dict(values)
        self.instead = instead or {}
        self.matrices = Matrices(reals, letters, elementwise=elementwise)

    def value(self, node: Node) -> Value:
        """Raises:
        UndefinedError: where the formula has no value.
        MisfitError: where its sizes do not fit.
        SpentError: beyond the budget.
        """
        self.reals.spend(1)
        match node:
            case Num(value=value):
                return self.instead[node] if node in self.instead else self.reals.number(value)
            case Var(name=name):
                return self.values[name]
            case Const(name=name):
                return {"pi": self.reals.pi, "e": self.reals.e, "I": Eye(self.reals.one)}[name]
            case Neg(operand=operand):
                return self.matrices.negated(self.value(operand))
            case Binary():
                return self._binary(node)
            case Call():
                return self._call(node)
            case Transpose(operand=operand):
                return transposed(self.value(operand))
            case Index():
                return self._element(node)
            case Repeat():
                return self._repeated(node)
            case Piecewise():
                return self._chosen(node)
        assert_never(node)

    def _binary(self, node: Binary) -> Value:
        if node.operator == "^":
            return self._power(node)
        one, other = self.value(node.left), self.value(node.right)
        match node.operator:
            case "+":
                return self.matrices.added(one, other)
            case "-":
                return self.matrices.added(one, self.matrices.negated(other))
            case "/":
                return self.matrices.quotient(one, other)
        return self.matrices.product(node.operator, one, other)

    def _power(self, node: Binary) -> Value:
        exponent = self.value(node.right)
        if node.left == Const("e"):
            return self.matrices.mapped(self.reals.exp, exponent)
        base, exact = self.value(node.left), as_fraction(node.right)
        if (
            isinstance(base, Grid)
            and base.rows == base.columns
            and exact is not None
            and exact.denominator == 1
        ):
            self.matrices.had_two_readings = True
            if not self.matrices.elementwise or exact == -1:
                return self.matrices.matrix_power(base, int(exact))
        if isinstance(base, Eye):
            return self.matrices.inverse(base) if exact == -1 else base
        self.reals.spend(4)
        return self.matrices.paired(lambda a, b: self.reals.power(a, b, exact), base, exponent)

    # --- functions --------------------------------------------------------------------------------------

    def _call(self, node: Call) -> Value:
        values = [self.value(argument) for argument in node.arguments]
        first = values[0]
        if node.order:
            return self.matrices.mapped(self.reals.derivatives[node.function], first)
        if node.function in self.reals.functions:
            return self.matrices.mapped(self.reals.functions[node.function], first)
        if node.function in ("max", "min"):
            return self._extreme(max if node.function == "max" else min, values)
        if isinstance(first, Eye):
            if node.function == "inverse":
                return self.matrices.inverse(first)
            raise MisfitError(words.identity_of_unknown_size())
        cells: tuple[Real, ...] = first.cells if isinstance(first, Grid) else (first,)
        self.reals.spend(len(cells))
        match node.function:
            case "sum":
                return sum(cells, self.reals.zero)
            case "mean":
                return sum(cells, self.reals.zero) / len(cells)
            case "norm":
                return self.reals.sqrt(sum((cell * cell for cell in cells), self.reals.zero))
            case "inverse":
                return self.matrices.inverse(first)
            case "softmax":
                powers = self.matrices.mapped(self.reals.exp, first)
                total = sum(powers.cells if isinstance(powers, Grid) else (powers,), self.reals.zero)
                return self.matrices.quotient(powers, total)
            case "diag":
                return self._diagonal(first)
            case "trace":
                return sum(self._diagonal_of(first), self.reals.zero)
        raise KeyError(node.function)

    def _extreme(self, choose: Callable[[Real, Real], Real], values: list[Value]) -> Value:
        if len(values) == 1 and isinstance(values[0], Grid):
            result = values[0].cells[0]
            for cell in values[0].cells[1:]:
                result = choose(result, cell)
            return result
        result = values[0]
        for value in values[1:]:
            result = self.matrices.paired(choose, result, value)
        return result

    def _diagonal(self, value: Value) -> Value:
        """A vector on the diagonal of a matrix, or the diagonal of a matrix as a vector."""
        if isinstance(value, Grid) and 1 not in value.shape:
            diagonal = self._diagonal_of(value)
            return grid(len(diagonal), 1, diagonal)
        cells = value.cells if isinstance(value, Grid) else (value,)
        size = len(cells)
        self.reals.spend(size * size)
        zero = self.reals.zero
        return grid(
            size,
            size,
            [cells[row] if row == column else zero for row in range(size) for column in range(size)],
        )

    def _diagonal_of(self, value: Value) -> list[Real]:
        if not isinstance(value, Grid):
            return [value]
        if value.rows != value.columns:
            raise MisfitError(words.not_square(self.matrices.named(value.shape)))
        return [value.cells[place * (value.columns + 1)] for place in range(value.rows)]

    def _element(self, node: Index) -> Value:
        value = self.values[node.name]
        places = [self._whole(self.value(place)) for place in node.places]
        if not isinstance(value, Grid) or len(places) != (1 if 1 in value.shape else 2):
            raise MisfitError(words.wrong_indices(node.name))
        row, column = (places[0], places[1]) if len(places) == 2 else (places[0], 1)
        if len(places) == 1 and value.rows == 1:
            row, column = 1, places[0]
        if not (1 <= row <= value.rows and 1 <= column <= value.columns):
            raise UndefinedError
        return value.cells[(row - 1) * value.columns + column - 1]

    def _whole(self, value: Value) -> int:
        if isinstance(value, Grid | Eye) or value != int(value):
            raise UndefinedError
        return int(value)

    # --- sums and pieces --------------------------------------------------------------------------------

    def _repeated(self, node: Repeat) -> Value:
        low, high = self._bounds(node)
        if high - low + 1 > MAX_REPEATS:
            raise TooLargeError
        result: Value | None = None
        for index in range(low, high + 1):
            self.values[node.index] = self.reals.number(Fraction(index))
            value = self.value(node.body)
            if result is None:
                result = value
            else:
                result = (
                    self.matrices.added(result, value)
                    if node.kind == "sum"
                    else self.matrices.product("join", result, value)
                )
        self.values.pop(node.index, None)
        if result is None:
            return self.reals.zero if node.kind == "sum" else self.reals.one
        return result

    def _bounds(self, node: Repeat) -> tuple[int, int]:
        if node.low is not None and node.high is not None:
            return self._whole(self.value(node.low)), self._whole(self.value(node.high))
        sizes = set(self._sizes_indexed(node.body, node.index))
        if len(sizes) != 1:
            raise MisfitError(words.sum_without_bounds(node.index))
        return 1, sizes.pop()

    def _sizes_indexed(self, node: Node | Condition, index: str) -> list[int]:
        found = [size for child in children(node) for size in self._sizes_indexed(child, index)]
        if isinstance(node, Index):
            value = self.values[node.name]
            for place, one in enumerate(node.places):
                if one == Var(index) and isinstance(value, Grid):
                    is_vector = len(node.places) == 1
                    found.append(len(value.cells) if is_vector else value.shape[place])
        return found

    def _chosen(self, node: Piecewise) -> Value:
        """Element by element where a condition speaks of vectors."""
        conditions = [self._condition(condition) for condition, _ in node.pieces]
        shapes = {one.shape for one in conditions if isinstance(one, Grid)}
        if not shapes:
            for holds, (_, value) in zip(conditions, node.pieces, strict=True):
                if holds:
                    return self.value(value)
            if node.otherwise is None:
                raise UndefinedError
            return self.value(node.otherwise)
        if len(shapes) > 1:
            one, other = map(self.matrices.named, sorted(shapes)[:2])
            raise MisfitError(words.sizes_differ(one, other))
        rows, columns = shapes.pop()
        values = [self._spread(self.value(value), rows, columns) for _, value in node.pieces]
        rest = None if node.otherwise is None else self._spread(self.value(node.otherwise), rows, columns)
        cells = []
        for place in range(rows * columns):
            holding = (
                value
                for holds, value in zip(conditions, values, strict=True)
                if (holds.cells[place] if isinstance(holds, Grid) else holds)
            )
            chosen = next(holding, rest)
            if chosen is None:
                raise UndefinedError
            cells.append(chosen[place])
        return Grid(rows, columns, tuple(cells))

    def _spread(self, value: Value, rows: int, columns: int) -> tuple[Real, ...]:
        if isinstance(value, Eye):
            raise MisfitError(words.identity_of_unknown_size())
        if not isinstance(value, Grid):
            return (value,) * (rows * columns)
        if value.shape != (rows, columns):
            raise MisfitError(words.sizes_differ(*map(self.matrices.named, (value.shape, (rows, columns)))))
        return value.cells

    def _condition(self, condition: Condition) -> Value:
        """A bool, or a grid of them."""
        if isinstance(condition, Junction):
            one, other = self._condition(condition.left), self._condition(condition.right)
            if condition.kind == "and":
                return self.matrices.paired(lambda a, b: a and b, one, other)
            return self.matrices.paired(lambda a, b: a or b, one, other)
        values = [self.value(operand) for operand in condition.operands]
        result: Value = True
        for comparison, one, other in zip(condition.comparisons, values, values[1:], strict=False):
            holds = self.matrices.paired(self._comparing(comparison), one, other)
            result = self.matrices.paired(lambda a, b: a and b, result, holds)
        return result

    def _comparing(self, comparison: Comparison) -> Callable[[Real, Real], bool]:
        def compare(one: Real, other: Real) -> bool:
            self.reals.kinks += one == other
            return _COMPARED[comparison](one, other)

        return compare


def at_point(
    point: Point, reals: Reals, *, elementwise: bool = False, instead: Mapping[Num, Real] | None = None
) -> Interpreter:
    """The interpreter of formulas at a point."""
    values: dict[str, Value] = {}
    for name, given in point.values.items():
        if not isinstance(given, tuple):
            values[name] = reals.number(given)
        else:
            cells = [reals.number(cell) for row in given for cell in row]
            values[name] = grid(len(given), len(given[0]), cells)
    return Interpreter(reals, values, point.letters, elementwise=elementwise, instead=instead)


def as_fraction(node: Node) -> Fraction | None:
    """The exact value of a constant made of whole numbers and fractions; None for anything else."""
    match node:
        case Num(value=value):
            return value
        case Neg(operand=operand):
            inner = as_fraction(operand)
            return None if inner is None else -inner
        case Binary(operator="/" | "+" | "-" | "*" as operator, left=left, right=right):
            one, other = as_fraction(left), as_fraction(right)
            if one is None or other is None or (operator == "/" and not other):
                return None
            match operator:
                case "/":
                    return one / other
                case "+":
                    return one + other
                case "-":
                    return one - other
            return one * other
    return None
