"""What a formula parses to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from grader.core.text import NOTHING, Text

Operator = Literal["+", "-", "/", "^", "*", "join", "dot", "odot", "@"]
"""`join` is a product without a sign, `dot` one with a raised dot, `odot` is elementwise, `@` is of matrices."""

Comparison = Literal["<", "<=", ">", ">=", "=", "!="]


class FormulaError(ValueError):
    """The text is no formula.

    Attributes:
        what: why, for whoever wrote it; `hint`: what to do.
        column: where, from 0, in the text as it was given.
        is_refused: nothing is written, or more than any formula needs. Anything else may mean something to a person.
    """

    def __init__(
        self, what: Text, column: int = 0, *, hint: Text = NOTHING, is_refused: bool = False
    ) -> None:
        super().__init__(what.en)
        self.what = what
        self.hint = hint
        self.column = column
        self.is_refused = is_refused


@dataclass(frozen=True, slots=True)
class Num:
    """A number. `half_unit` is half a unit of a decimal's last digit, 0 for whole numbers: those are meant exactly."""

    value: Fraction
    half_unit: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Var:
    """A declared variable, a size of one, or the index of a sum."""

    name: str


@dataclass(frozen=True, slots=True)
class Const:
    """`pi`, `e`, or `I`, the identity matrix of whatever size fits."""

    name: Literal["pi", "e", "I"]


@dataclass(frozen=True, slots=True)
class Neg:
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    operator: Operator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A known function. `order` counts the primes: 1 for its derivative."""

    function: str
    arguments: tuple[Node, ...]
    order: int = 0


@dataclass(frozen=True, slots=True)
class Transpose:
    operand: Node


@dataclass(frozen=True, slots=True)
class Index:
    """One element of a vector or matrix, counted from 1."""

    name: str
    places: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A sum or product over a whole-numbered index, both ends included; without bounds, over what it indexes."""

    kind: Literal["sum", "product"]
    index: str
    low: Node | None
    high: Node | None
    body: Node


@dataclass(frozen=True, slots=True)
class Compare:
    """`a < b <= c`: one operand more than comparisons."""

    comparisons: tuple[Comparison, ...]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Junction:
    kind: Literal["and", "or"]
    left: Condition
    right: Condition


Condition: TypeAlias = Compare | Junction


@dataclass(frozen=True, slots=True)
class Piecewise:
    """The value of the first condition that holds, else `otherwise`; None: not defined there."""

    pieces: tuple[tuple[Condition, Node], ...]
    otherwise: Node | None


Node: TypeAlias = Num | Var | Const | Neg | Binary | Call | Transpose | Index | Repeat | Piecewise


def children(node: Node | Condition) -> tuple[Node | Condition, ...]:
    """The parts of a node, in order."""
    match node:
        case Neg(operand=operand) | Transpose(operand=operand):
            return (operand,)
        case Binary(left=left, right=right) | Junction(left=left, right=right):
            return (left, right)
        case Call(arguments=arguments):
            return arguments
        case Index(places=places):
            return places
        case Repeat(low=low, high=high, body=body):
            return tuple(part for part in (low, high, body) if part is not None)
        case Compare(operands=operands):
            return operands
        case Piecewise(pieces=pieces, otherwise=otherwise):
            parts = tuple(part for piece in pieces for part in piece)
            return parts if otherwise is None else (*parts, otherwise)
    return ()
