"""Formulas in pieces: `x if x > 0 else m x`, `piecewise(x, x > 0, m x)`, `\\begin{cases}`."""

from __future__ import annotations

from grader.core.formula.cursor import CLOSING, Cursor
from grader.core.formula.tokens import Kind, Token
from grader.core.formula.tree import Compare, Comparison, Condition, FormulaError, Junction, Node, Piecewise
from grader.core.text import Text


def pieces_from(cursor: Cursor, value: Node) -> Node:
    """`x if x > 0 else m x`, `x if x > 0, m x otherwise`; the first `if` is taken."""
    pieces: list[tuple[Condition, Node]] = []
    while True:
        pieces.append((_condition(cursor), value))
        cursor.accept("comma")
        cursor.accept("word", "and")
        if cursor.accept("word", "else"):
            cursor.accept("comma")
            value = cursor.value()
            if cursor.accept("word", "if"):
                continue
            return Piecewise(tuple(pieces), value)
        if cursor.peek().kind in ("end", "close", "command"):
            return Piecewise(tuple(pieces), None)
        value = cursor.value()
        cursor.accept("comma")
        if cursor.accept("word", "else"):
            return Piecewise(tuple(pieces), value)
        if not cursor.accept("word", "if"):
            raise cursor.unexpected()


def rows_from(cursor: Cursor, value: Node, closing: Kind) -> Node:
    """The rows of `cases`, the first value of which has been read: `x & x > 0 \\\\ m x & \\text{otherwise}`."""
    pieces: list[tuple[Condition, Node]] = []
    while True:
        if isinstance(value, Piecewise) and value.otherwise is None:
            pieces += value.pieces  # `x if x > 0` is a row by itself
        else:
            while cursor.accept("comma") or cursor.accept("cell") or cursor.accept("word", "if"):
                pass
            if cursor.accept("word", "else"):
                _row_ends(cursor)
                return Piecewise(tuple(pieces), value)
            pieces.append((_condition(cursor), value))
        if _row_ends(cursor) == closing:
            return Piecewise(tuple(pieces), None)
        value = cursor.value()
        if cursor.peek().kind == closing:
            return Piecewise(tuple(pieces), value)


def _row_ends(cursor: Cursor) -> Kind:
    while cursor.accept("comma") or cursor.accept("row") or cursor.accept("cell"):
        pass
    return cursor.peek().kind


def read_piecewise(cursor: Cursor, token: Token) -> Node:
    """Values and conditions by turns, in either order, in pairs or not; a last value alone is the rest."""
    opening = cursor.take()
    items: list[Node | Condition | None] = []

    def one() -> None:
        pair = cursor.accept("open", "(") if _is_pair(cursor) else None
        items.append(_item(cursor))
        if pair is not None:
            cursor.accept("comma")
            items.append(_item(cursor))
            cursor.expect("close", ")")

    if cursor.peek().kind == "close":
        raise cursor.unexpected()
    cursor.within("group", one)
    while cursor.accept("comma"):
        cursor.within("group", one)
    cursor.expect("close", CLOSING[opening.text])
    return _assembled(items, token)


def _item(cursor: Cursor) -> Node | Condition | None:
    """A value, a condition, or None for `otherwise`."""
    if cursor.peek().text.lower() == "true" or cursor.accept("word", "else"):
        cursor.accept("name")
        return None
    value = cursor.value()
    return _condition_from(cursor, value) if _compares(cursor) else value


def _is_pair(cursor: Cursor) -> bool:
    """Do the next brackets hold `value, condition`, and nothing stand behind them?"""
    depth, has_comma = 0, False
    for steps, token in enumerate(cursor.tokens[cursor.place :]):
        depth += (token.kind == "open") - (token.kind == "close")
        has_comma = has_comma or (depth == 1 and token.kind == "comma")
        if depth == 0:
            return has_comma and steps > 0 and cursor.after(steps + 1).kind in ("comma", "close")
    return False


# --- conditions -------------------------------------------------------------------------------------


def _condition(cursor: Cursor) -> Condition:
    found = _condition_from(cursor, cursor.value())
    while joint := cursor.accept("word", "and", "or"):
        right = _condition_from(cursor, cursor.value())
        found = Junction("and" if joint.text == "and" else "or", found, right)
    return found


def _compares(cursor: Cursor) -> bool:
    return cursor.peek().kind in ("compare", "equals")


def _condition_from(cursor: Cursor, first: Node) -> Condition:
    operands, comparisons = [first], []
    while _compares(cursor):
        comparisons.append(_comparison(cursor.take()))
        operands.append(cursor.value())
    if not comparisons:
        what = Text("a condition such as x > 0 is missing", "شرطی مانند ‎x > 0‎ جا افتاده است")
        raise FormulaError(what, cursor.peek().column)
    return Compare(tuple(comparisons), tuple(operands))


def _comparison(token: Token) -> Comparison:
    match token.text:
        case "<" | "<=" | ">" | ">=" | "=" | "!=" as comparison:
            return comparison
    raise AssertionError(token.text)


def _assembled(items: list[Node | Condition | None], token: Token) -> Node:
    """Pairs of a value and a condition, either first; None is the condition that always holds."""
    rest = items.pop() if len(items) % 2 else None
    pieces: list[tuple[Condition, Node]] = []
    for first, second in zip(items[::2], items[1::2], strict=True):
        value, condition = (second, first) if _is_condition(first) else (first, second)
        if value is None or isinstance(value, Compare | Junction) or not _is_condition(condition):
            break
        if isinstance(condition, Compare | Junction):
            pieces.append((condition, value))
        elif rest is None:
            rest = value
    else:
        if pieces and not isinstance(rest, Compare | Junction):
            return Piecewise(tuple(pieces), rest)
    what = Text(
        "piecewise takes values and conditions by turns: piecewise(x, x > 0, m x)",
        "در piecewise مقدارها و شرط‌ها یک‌درمیان می‌آیند: ‎piecewise(x, x > 0, m x)‎",
    )
    raise FormulaError(what, token.column)


def _is_condition(item: Node | Condition | None) -> bool:
    return item is None or isinstance(item, Compare | Junction)
