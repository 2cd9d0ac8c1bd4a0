"""Trees back to text, with the brackets that the reading of a formula has."""

from __future__ import annotations

from fractions import Fraction

from grader.core.formula.tree import (
    Binary,
    Call,
    Compare,
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
)

_SIGNS = {
    "+": " + ",
    "-": " - ",
    "/": "/",
    "^": "^",
    "*": "*",
    "join": " ",
    "dot": "·",
    "odot": " ⊙ ",
    "@": " @ ",
}
_STRENGTH = {"+": 1, "-": 1, "*": 3, "join": 3, "dot": 3, "odot": 3, "@": 3, "/": 3, "^": 5}
_NEGATIVE, _ATOM = 2, 6


def render(node: Node) -> str:
    """Parses again to the same meaning."""
    return _node(node)[0]


def number(value: Fraction) -> str:
    """A decimal where it ends, else a fraction."""
    if value.denominator == 1:
        return str(value.numerator)
    scale = 10 ** max(len(str(value.denominator)) * 4, 1)
    if scale % value.denominator == 0:
        digits = f"{abs(value.numerator) * (scale // value.denominator):0{len(str(scale))}d}"
        places = len(str(scale)) - 1
        return ("-" if value < 0 else "") + f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")
    return f"{value.numerator}/{value.denominator}"


def _node(node: Node) -> tuple[str, int]:
    """The text, and how strongly it binds."""
    match node:
        case Num(value=value):
            return number(value), _ATOM if "/" not in number(value) else 3
        case Var(name=name) | Const(name=name):
            return _name(name), _ATOM
        case Neg(operand=operand):
            return f"-{_in_brackets(operand, 3)}", _NEGATIVE
        case Binary(operator=operator, left=left, right=right):
            strength = _STRENGTH[operator]
            one = _in_brackets(left, strength + (operator == "^"))
            other = _in_brackets(right, strength + (operator not in ("+", "^")))
            return f"{one}{_SIGNS[operator]}{other}", strength
        case Call(function=function, arguments=arguments, order=order):
            return f"{function}{chr(39) * order}({', '.join(map(render, arguments))})", _ATOM
        case Transpose(operand=operand):
            return f"{_in_brackets(operand, _ATOM)}^T", 5
        case Index(name=name, places=places):
            return f"{name}_{{{','.join(map(render, places))}}}", _ATOM
        case Repeat(kind=kind, index=index, low=low, high=high, body=body):
            bounds = f"_{{{index}={render(low)}}}^({render(high)})" if low and high else f"_{index}"
            return f"{'∑' if kind == 'sum' else '∏'}{bounds} {_in_brackets(body, 3)}", 2
        case Piecewise(pieces=pieces, otherwise=otherwise):
            rows = [f"{render(value)}, {_condition(condition)}" for condition, value in pieces]
            rest = [] if otherwise is None else [render(otherwise)]
            return f"piecewise({', '.join(rows + rest)})", _ATOM


def _in_brackets(node: Node, strength: int) -> str:
    text, own = _node(node)
    return f"({text})" if own < strength else text


def _name(name: str) -> str:
    stem, _, rest = name.partition("_")
    return f"{stem}_{{{rest}}}" if rest and not rest.isalnum() else name


def _condition(condition: Condition) -> str:
    match condition:
        case Compare(comparisons=comparisons, operands=operands):
            parts = [
                f" {sign} {render(operand)}" for sign, operand in zip(comparisons, operands[1:], strict=True)
            ]
            return render(operands[0]) + "".join(parts)
        case Junction(kind=kind, left=left, right=right):
            return f"{_condition(left)} {kind} {_condition(right)}"
