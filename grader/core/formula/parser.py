"""Formulas to trees.

    formula   side { = side }                     a name before the first `=` is dropped: `var = 2/n`
    side      value [ if condition … ]
    value     [sign] term { (+ | -) term }
    term      factor { (* | · | × | / | ⊙ | @ | nothing) factor }
    factor    [sign] base { ^ factor | ^T | ' }
    base      number | name | f(…) | (…) | |…| | ‖…‖ | \\frac{…}{…} | \\sqrt{…} | \\begin{cases}… | ∑_{i=1}^{n} term

A product without a sign binds as one with a sign does, from left to right; where that matters, as in `1/2x`, the
formula is `loose` and its other reading can be had with `tight`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf

from grader.core.formula.cursor import CLOSING, Cursor
from grader.core.formula.names import Names
from grader.core.formula.pieces import pieces_from, rows_from
from grader.core.formula.tokens import Token, tokenize
from grader.core.formula.tree import (
    Binary,
    Call,
    Condition,
    FormulaError,
    Neg,
    Node,
    Num,
    Operator,
    Transpose,
    children,
)
from grader.core.formula.words import read_name
from grader.core.text import Text

MAX_TREE = 100
MAX_SIGNS = 4
MAX_EXPONENT = 1_000
MAX_DIGITS = 60
MAX_SCALE = 30  # of a number's power of ten: what is smaller could not be told from rounding


@dataclass(frozen=True, slots=True)
class Parsed:
    """A formula.

    Attributes:
        sides: what stands between the equals signs, the dropped name apart; one, but for chains.
        is_loose: it holds a division followed by a product without a sign, as in `1/2x`.
    """

    sides: tuple[Node, ...]
    is_loose: bool = False


def parse(text: str, names: Iterable[str], *, tight: bool = False) -> Parsed:
    """Parses a formula over the given names.

    Args:
        names: as `names.canonical_name` spells them.
        tight: products without a sign bind before division: `1/2x` is 1/(2x).

    Raises:
        FormulaError: for what is no formula, or beyond the caps.
    """
    known = Names(names)
    readers = [_Reader(side, known, is_tight=tight) for side in _sides(tokenize(text), known)]
    trees = tuple(reader.whole() for reader in readers)
    for tree in trees:
        _check_depth(tree)
    return Parsed(trees, any(reader.is_loose for reader in readers))


def _check_depth(tree: Node) -> None:
    """Long chains make deep trees; what walks them may rely on this bound."""
    level: list[Node | Condition] = [tree]
    for _ in range(MAX_TREE):
        level = [child for node in level for child in children(node)]
        if not level:
            return
    raise FormulaError(Text("the formula is too long", "فرمول بیش از اندازه بلند است"), is_refused=True)


def _sides(tokens: list[Token], names: Names) -> list[list[Token]]:
    """What stands between the equals signs that stand in no bracket, without the name that is defined."""
    if not any(token.text in _TABLES for token in tokens if token.kind == "command"):
        tokens = [token for token in tokens if token.kind not in ("row", "cell")]
    sides: list[list[Token]] = [[]]
    depth = 0
    for token in tokens[:-1]:
        depth += (token.kind == "open" or token.text in _TABLES) - (
            token.kind == "close" or token.text.startswith("end ")
        )
        if token.kind == "equals" and depth <= 0:
            sides.append([])
        else:
            sides[-1].append(token)
    if len(sides) > 1 and not all(_is_unknown_name(side, names) for side in sides[1:]):
        sides = sides[1:]
    elif len(sides) > 1:
        sides = sides[:1]  # `2/n = var`, the other way round
    return [[*side, replace(tokens[-1], column=_end(side, tokens[-1]))] for side in sides]


_TABLES = ("begin cases", "begin dcases", "begin array")


def _is_unknown_name(side: list[Token], names: Names) -> bool:
    return len(side) == 1 and side[0].kind == "name" and names.find(side[0].text) is None


def _end(side: list[Token], end: Token) -> int:
    return side[-1].column + len(side[-1].text) if side else end.column


_PRODUCTS: dict[str, Operator] = {"*": "*", "·": "dot", "⊙": "odot", "@": "@", "/": "/"}


class _Reader(Cursor):
    """Reads one side."""

    def __init__(self, tokens: list[Token], names: Names, *, is_tight: bool) -> None:
        super().__init__(tokens, names)
        self.is_tight = is_tight
        self.is_loose = False

    def whole(self) -> Node:
        if self.peek().kind == "end":
            raise FormulaError(
                Text("no formula is written here", "فرمولی نوشته نشده است"),
                self.peek().column,
                is_refused=True,
            )
        node = self.side()
        if self.peek().kind != "end":
            raise self.unexpected()
        return node

    def read(self, text: str) -> Node:
        return _Reader(tokenize(text), self.names, is_tight=False).whole()

    # --- sums and products ------------------------------------------------------------------------------

    def side(self) -> Node:
        value = self.value()
        return pieces_from(self, value) if self.accept("word", "if") else value

    def value(self) -> Node:
        node = self.signed(self.term)
        while sign := self.accept("operator", "+", "-"):
            right = self.signed(self.term)
            node = Binary("+" if sign.text == "+" else "-", node, right)
        return node

    def signed(self, read: Callable[[], Node]) -> Node:
        is_negative, count = False, 0
        while sign := self.accept("operator", "+", "-"):
            is_negative ^= sign.text == "-"
            count += 1
            if count > MAX_SIGNS:
                raise FormulaError(
                    Text("too many signs in a row", "علامت‌های پیاپی زیاد است"), sign.column, is_refused=True
                )
        node = read()
        return Neg(node) if is_negative else node

    def term(self) -> Node:
        node = self._run()
        is_divided = False
        while True:
            operator = self.accept("operator", *_PRODUCTS)
            if operator is not None:
                right = self.signed(self._run)
                node = Binary(_PRODUCTS[operator.text], node, right)
                is_divided = operator.text == "/"
            elif self.starts_operand():
                self.is_loose = self.is_loose or is_divided
                node = Binary("join", node, self.factor())
            else:
                return node

    def _run(self) -> Node:
        """One factor, or all that stand side by side where those bind first."""
        node = self.factor()
        while self.is_tight and self.starts_operand():
            self.is_loose = True
            node = Binary("join", node, self.factor())
        return node

    # --- powers and what stands after an operand ---------------------------------------------------------

    def factor(self) -> Node:
        node = self._postfixed()
        while self.peek().kind == "operator" and self.peek().text == "^":
            caret = self.take()
            if self._is_transpose():
                node = Transpose(node)
                continue
            self.deeper()
            exponent = self.signed(self.factor)
            while self.place in self.remainders:  # e^mx: a word is not torn apart by what it is
                exponent = Binary("join", exponent, self.factor())
            self.depth -= 1
            if abs(_size(exponent)) > MAX_EXPONENT:
                raise FormulaError(
                    Text(f"an exponent is beyond {MAX_EXPONENT}", f"توان از {MAX_EXPONENT} بزرگ‌تر است"),
                    caret.column,
                    is_refused=True,
                )
            node = Binary("^", node, exponent)
        return node

    def _is_transpose(self) -> bool:
        """Takes `T` or `{T}` after a caret, where T is no variable."""
        inside = self.peek().kind == "open"
        mark = self.after(1) if inside else self.peek()
        is_mark = mark.kind == "transpose" or (
            mark.kind == "name" and mark.text == "T" and "T" not in self.names.declared
        )
        if not is_mark or (inside and self.after(2).kind != "close"):
            return False
        self.place += 3 if inside else 1
        return True

    def _postfixed(self) -> Node:
        node = self.primary()
        while True:
            if self.accept("transpose"):
                node = Transpose(node)
            elif self.peek().kind == "prime":
                what = Text("a prime stands at what is no function", "علامت پریم کنار چیزی آمده که تابع نیست")
                hint = Text("for the transpose write ^T", "ترانهاده را با ‎^T‎ بنویسید")
                raise FormulaError(what, self.peek().column, hint=hint)
            else:
                return node

    # --- operands ---------------------------------------------------------------------------------------

    def primary(self) -> Node:
        token = self.take()
        match token.kind:
            case "number":
                return _number(token)
            case "name":
                return read_name(self, token)
            case "open":
                return self._group(token)
            case "bar":
                node = self.within("bar", self.value)
                self.expect("bar", "|")
                return Call("abs", (node,))
            case "norm":
                node = self.within("norm", self.value)
                self.expect("norm", "‖")
                return self._norm(node)
            case "operator" if token.text == "√":
                return Call("sqrt", (self.single(),))
            case "command":
                return self._command(token)
        self.place -= token.kind != "end"
        raise self.unexpected()

    def _group(self, opening: Token) -> Node:
        def inside() -> Node:
            value = self.side()
            # `{x, x > 0; m x, x <= 0}`
            return (
                rows_from(self, value, "close")
                if opening.text == "{" and self.peek().kind == "comma"
                else value
            )

        node = self.within("group", inside)
        self.expect("close", CLOSING[opening.text])
        return node

    def _norm(self, node: Node) -> Node:
        if self.accept("subscript"):
            which = self.take()
            if which.kind == "open":
                which = self.take()
                self.expect("close", "}")
            if which.text not in ("2", "F"):
                what = Text("only the Euclidean norm is known", "فقط نرم اقلیدسی شناخته است")
                raise FormulaError(what, which.column)
        return Call("norm", (node,))

    def single(self) -> Node:
        """A bracket or one operand: what `√` and `\\frac` take."""
        self.deeper()
        node = self.primary()
        self.depth -= 1
        return node

    def _command(self, token: Token) -> Node:
        if token.text == "frac":
            above = self.single()
            return Binary("/", above, self.single())
        if token.text == "sqrt":
            index = self._bracket() if self.peek().kind == "open" and self.peek().text == "[" else None
            inside = self.single()
            if index is None:
                return Call("sqrt", (inside,))
            return Binary("^", inside, Binary("/", Num(Fraction(1)), index))
        if token.text in _TABLES:
            node = self.within("group", lambda: rows_from(self, self.side(), "command"))
            self.take()
            return node
        what = Text(f"`\\{token.text}` is not read here", f"`\\{token.text}` اینجا خوانده نمی‌شود")
        raise FormulaError(what, token.column)

    def _bracket(self) -> Node:
        opening = self.take()
        node = self.within("group", self.value)
        self.expect("close", CLOSING[opening.text])
        return node


def _number(token: Token) -> Node:
    text, _, power = token.text.lower().partition("e")
    if len(text) > MAX_DIGITS or len(power) > 4 or abs(int(power or 0)) > MAX_SCALE:
        what = Text(
            f"the number {token.text[:20]}… is out of range", f"عدد {token.text[:20]}… بیرون از بازه است"
        )
        raise FormulaError(what, token.column, is_refused=True)
    whole, _, decimals = text.partition(".")
    scale = Fraction(10) ** (int(power or 0) - len(decimals))
    value = int((whole + decimals) or "0") * scale
    return Num(value, scale / 2 if decimals or power else Fraction(0))


def _size(node: Node) -> float:
    """The value of a constant, roughly; 0 where it is none. Infinite beyond floats."""
    match node:
        case Num(value=value):
            return float(value)
        case Neg(operand=operand):
            return _size(operand)
        case Binary(operator=operator, left=left, right=right):
            one, other = abs(_size(left)), abs(_size(right))
            try:
                match operator:
                    case "+" | "-":
                        return one + other
                    case "/":
                        return one / other if other else one
                    case "^":
                        return float(one**other)
                return one * other
            except OverflowError:
                return inf
    return 0.0
