"""Names in a formula, as its reader meets them: variables, functions with their arguments, sums with their bounds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from grader.core.formula.cursor import CLOSING, Cursor
from grader.core.formula.names import LOG_BASES, Function, function_named
from grader.core.formula.pieces import read_piecewise
from grader.core.formula.tokens import Token
from grader.core.formula.tree import (
    Binary,
    Call,
    Const,
    FormulaError,
    Index,
    Node,
    Num,
    Repeat,
    Transpose,
    Var,
)
from grader.core.text import Text

_REPEATS: dict[str, Literal["sum", "product"]] = {
    "sum": "sum", "Sigma": "sum", "prod": "product", "Pi": "product",
}  # fmt: skip


def read_name(cursor: Cursor, token: Token) -> Node:
    name = token.text
    if name in cursor.names.declared or name in cursor.indices:
        return Var(name)
    repeated = _repeat(cursor, token)
    if repeated is not None:
        return repeated
    if name in LOG_BASES and not _ends_operand(cursor):
        argument = _argument(cursor, token)
        return Binary("/", Call("log", (argument,)), Call("log", (Num(Fraction(LOG_BASES[name])),)))
    function = function_named(name)
    if function is not None and cursor.peek().kind in ("open", "prime"):
        return _call(cursor, function, token)
    if function is not None and cursor.peek().text == "^":
        return _power_of_function(cursor, function, token)
    if name in ("e", "pi", "I") or (name == "exp" and cursor.peek().text == "^"):
        return Const("pi" if name == "pi" else "I" if name == "I" else "e")
    found = cursor.names.find(name)
    if found is not None:
        return Var(found)
    indexed = _index(cursor, name)
    if indexed is not None:
        return indexed
    if function is not None and not _ends_operand(cursor):
        return _call(cursor, function, token)
    pieces = cursor.names.split(name)
    if pieces is None:
        raise cursor.names.unknown(name, token.column)
    node: Node = Var(pieces[0])
    for piece in pieces[1:-1]:
        node = Binary("join", node, Var(piece))
    # `mx^2` is m·x²: the rest of the name goes on as if it stood alone.
    cursor.place -= 1
    cursor.tokens[cursor.place] = replace(token, text=pieces[-1])
    cursor.remainders.add(cursor.place)
    return node


def _ends_operand(cursor: Cursor) -> bool:
    return not (cursor.starts_operand() or cursor.peek().kind == "number")


def _index(cursor: Cursor, name: str) -> Node | None:
    """`x_i` and `W_ij` of declared x and W, for the indices of the sums around."""
    base, _, rest = name.partition("_")
    base_name = cursor.names.find(base)
    places = rest.replace("_", "").split(",") if "," in rest else list(rest.replace("_", ""))
    if base_name is None or not places or not all(place in cursor.indices for place in places):
        return None
    return Index(base_name, tuple(Var(place) for place in places))


def _repeat(cursor: Cursor, token: Token) -> Node | None:
    """`∑_{i=1}^{n} …`, as a sum over one term."""
    stem, _, rest = token.text.partition("_")
    kind: Literal["sum", "product"] | None = _REPEATS.get(stem)
    if kind is None or (not rest and cursor.peek().kind == "open" and stem == "sum"):
        return None
    index, _, low_text = rest.partition("=")
    if not index.isalpha() or len(cursor.indices) > 1:
        what = Text(
            "the index of the sum is not read",
            "شمارندهٔ مجموع خوانده نشد",
        )
        hint = Text("write ∑_{i=1}^{n}", "بنویسید ‎∑_{i=1}^{n}‎")
        raise FormulaError(what, token.column, hint=hint)
    low = _bound(cursor, low_text, token) if low_text else None
    high = cursor.single() if low is not None and cursor.accept("operator", "^") else None
    if (low is None) != (high is None):
        what = Text("the sum has no upper bound", "کران بالای مجموع نیامده است")
        raise FormulaError(what, token.column)
    cursor.deeper()
    cursor.indices.append(index)
    body = cursor.term()
    cursor.indices.pop()
    cursor.depth -= 1
    return Repeat(kind, index, low, high, body)


def _bound(cursor: Cursor, text: str, token: Token) -> Node:
    try:
        return cursor.read(text)
    except FormulaError as error:
        raise FormulaError(error.what, token.column) from None


# --- functions --------------------------------------------------------------------------------------


def _call(cursor: Cursor, function: Function, token: Token) -> Node:
    order = 0
    while cursor.accept("prime"):
        order += 1
    if order > 1 or (order and not function.derivable):
        what = Text(
            f"a derivative of {function.name} is not read here",
            f"مشتق {function.name} اینجا خوانده نمی‌شود",
        )
        raise FormulaError(what, token.column)
    if function.name == "piecewise":
        return read_piecewise(cursor, token)
    if cursor.peek().kind != "open":
        return Call(function.name, (_argument(cursor, token),), order)
    arguments = _arguments(cursor)
    if not function.least <= len(arguments) <= function.most:
        what = Text(
            f"{function.name} takes {_count(function)} arguments, not {len(arguments)}",
            f"{function.name} باید {_count(function)} ورودی بگیرد، نه {len(arguments)}",
        )
        raise FormulaError(what, token.column)
    if function.name == "transpose":
        return Transpose(arguments[0])
    if function.name == "dot":
        return Binary("dot", arguments[0], arguments[1])
    return Call(function.name, arguments, order)


def _arguments(cursor: Cursor) -> tuple[Node, ...]:
    opening = cursor.take()
    found = [cursor.within("group", cursor.side)]
    while cursor.accept("comma"):
        found.append(cursor.within("group", cursor.side))
    cursor.expect("close", CLOSING[opening.text])
    return tuple(found)


def _argument(cursor: Cursor, token: Token) -> Node:
    """What a function without brackets is of: `sin 2x`, `log σ(x)`. Names run on, brackets and functions do not."""
    if cursor.peek().kind == "end":
        raise FormulaError(Text(f"{token.text} of what?", f"{token.text} از چه؟"), token.column)
    cursor.deeper()
    if cursor.peek().kind == "open":
        node = cursor.single()
    else:
        node = cursor.signed(cursor.factor)
        while cursor.peek().kind == "name" and _runs_on(cursor) and not isinstance(node, Call):
            node = Binary("join", node, cursor.factor())
    cursor.depth -= 1
    return node


def _runs_on(cursor: Cursor) -> bool:
    return function_named(cursor.peek().text) is None or cursor.peek().text in cursor.names.declared


def _power_of_function(cursor: Cursor, function: Function, token: Token) -> Node:
    """`tanh^2(x)` is the square of tanh(x); `exp^x` is e to the x."""
    if function.name == "exp":
        return Const("e")
    cursor.take()
    exponent = cursor.single()
    if not isinstance(exponent, Num) or exponent.value != int(exponent.value):
        what = Text(
            f"a power of {function.name} itself can be read in two ways",
            f"توان خود {function.name} دو جور خوانده می‌شود",
        )
        hint = Text(f"write {function.name}(x)^n", f"بنویسید ‎{function.name}(x)^n‎")
        raise FormulaError(what, token.column, hint=hint)
    return Binary("^", _call(cursor, function, token), exponent)


def _count(function: Function) -> str:
    return str(function.least) if function.least == function.most else f"{function.least}–{function.most}"
