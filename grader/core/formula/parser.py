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
from typing import Literal

from grader.core.formula.names import LOG_BASES, Function, Names, function_named
from grader.core.formula.tokens import Kind, Token, tokenize
from grader.core.formula.tree import (
    Binary,
    Call,
    Compare,
    Comparison,
    Condition,
    Const,
    FormulaError,
    Index,
    Junction,
    Neg,
    Node,
    Num,
    Operator,
    Piecewise,
    Repeat,
    Transpose,
    Var,
)
from grader.core.text import Text

MAX_DEPTH = 30
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
    return Parsed(trees, any(reader.is_loose for reader in readers))


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
_CLOSING = {"(": ")", "[": "]", "{": "}"}


class _Reader:
    """Reads one side, token by token. `fences` are the brackets and bars that are open."""

    def __init__(self, tokens: list[Token], names: Names, *, is_tight: bool) -> None:
        self.tokens = tokens
        self.names = names
        self.is_tight = is_tight
        self.is_loose = False
        self.place = 0
        self.depth = 0
        self.fences: list[str] = []
        self.indices: list[str] = []
        self.remainders: set[int] = set()

    def whole(self) -> Node:
        if self.peek().kind == "end":
            raise FormulaError(
                Text("no formula is written here", "فرمولی نوشته نشده است"),
                self.peek().column,
                is_refused=True,
            )
        node = self.side()
        if self.peek().kind != "end":
            raise self._unexpected()
        return node

    # --- tokens -----------------------------------------------------------------------------------------

    def peek(self) -> Token:
        token = self.tokens[self.place]
        if token.kind == "norm" and self.fences and self.fences[-1] == "bar":
            # `|x||y|`: the two bars are of two absolute values.
            bar = replace(token, kind="bar", text="|")
            self.tokens[self.place : self.place + 1] = [bar, bar]
            return bar
        return token

    def after(self, steps: int) -> Token:
        return self.tokens[min(self.place + steps, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.peek()
        self.place += token.kind != "end"
        return token

    def accept(self, kind: Kind, *texts: str) -> Token | None:
        """The next token where it is of that kind (and text)."""
        token = self.peek()
        return self.take() if token.kind == kind and (not texts or token.text in texts) else None

    def expect(self, kind: Kind, text: str) -> None:
        if self.accept(kind, text) is None:
            token = self.peek()
            raise FormulaError(
                Text(f"`{text}` is missing{_before(token)[0]}", f"`{text}` جا افتاده است{_before(token)[1]}"),
                token.column,
            )

    def _unexpected(self) -> FormulaError:
        token = self.peek()
        if token.kind == "end":
            return FormulaError(Text("the formula breaks off", "فرمول ناتمام است"), token.column)
        if token.kind == "number":
            return FormulaError(
                Text(f"a sign is missing before {token.text}", f"پیش از {token.text} علامتی جا افتاده است"),
                token.column,
            )
        shown = token.text or "\\\\"
        return FormulaError(Text(f"`{shown}` is out of place", f"جای `{shown}` اینجا نیست"), token.column)

    def _within(self, fence: str, read: Callable[[], Node]) -> Node:
        """Reads what stands in a bracket or between bars, one level deeper."""
        self._deeper()
        self.fences.append(fence)
        node = read()
        self.fences.pop()
        self.depth -= 1
        return node

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError(
                Text("the formula is nested too deeply", "فرمول بیش از اندازه تودرتو است"),
                self.peek().column,
                is_refused=True,
            )

    # --- sums and products ------------------------------------------------------------------------------

    def side(self) -> Node:
        value = self.value()
        return self._pieces_from(value) if self.accept("word", "if") else value

    def value(self) -> Node:
        node = self._signed(self.term)
        while sign := self.accept("operator", "+", "-"):
            right = self._signed(self.term)
            node = Binary("+" if sign.text == "+" else "-", node, right)
        return node

    def _signed(self, read: Callable[[], Node]) -> Node:
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
                right = self._signed(self._run)
                node = Binary(_PRODUCTS[operator.text], node, right)
                is_divided = operator.text == "/"
            elif self._starts_operand():
                self.is_loose = self.is_loose or is_divided
                node = Binary("join", node, self.factor())
            else:
                return node

    def _run(self) -> Node:
        """One factor, or all that stand side by side where those bind first."""
        node = self.factor()
        while self.is_tight and self._starts_operand():
            self.is_loose = True
            node = Binary("join", node, self.factor())
        return node

    def _starts_operand(self) -> bool:
        token = self.peek()
        match token.kind:
            case "name" | "open":
                return True
            case "command":
                return not token.text.startswith("end ")
            case "bar" | "norm":
                return not self.fences or self.fences[-1] != token.kind
        return token.kind == "operator" and token.text == "√"

    # --- powers and what stands after an operand ---------------------------------------------------------

    def factor(self) -> Node:
        node = self._postfixed()
        while self.peek().kind == "operator" and self.peek().text == "^":
            caret = self.take()
            if self._is_transpose():
                node = Transpose(node)
                continue
            self._deeper()
            exponent = self._signed(self.factor)
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
                what = Text(
                    "a prime stands at what is no function; for the transpose write ^T",
                    "علامت پریم کنار چیزی آمده که تابع نیست؛ ترانهاده را با ‎^T‎ بنویسید",
                )
                raise FormulaError(what, self.peek().column)
            else:
                return node

    # --- operands ---------------------------------------------------------------------------------------

    def primary(self) -> Node:
        token = self.take()
        match token.kind:
            case "number":
                return _number(token)
            case "name":
                return self._name(token)
            case "open":
                return self._group(token)
            case "bar":
                node = self._within("bar", self.value)
                self.expect("bar", "|")
                return Call("abs", (node,))
            case "norm":
                node = self._within("norm", self.value)
                self.expect("norm", "‖")
                return self._norm(node)
            case "operator" if token.text == "√":
                return Call("sqrt", (self._single(),))
            case "command":
                return self._command(token)
        self.place -= token.kind != "end"
        raise self._unexpected()

    def _group(self, opening: Token) -> Node:
        def inside() -> Node:
            value = self.side()
            # `{x, x > 0; m x, x <= 0}`
            return (
                self._rows_from(value, "close")
                if opening.text == "{" and self.peek().kind == "comma"
                else value
            )

        node = self._within("group", inside)
        self.expect("close", _CLOSING[opening.text])
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

    def _single(self) -> Node:
        """A bracket or one operand: what `√` and `\\frac` take."""
        self._deeper()
        node = self.primary()
        self.depth -= 1
        return node

    def _command(self, token: Token) -> Node:
        if token.text == "frac":
            above = self._single()
            return Binary("/", above, self._single())
        if token.text == "sqrt":
            index = self._bracket() if self.peek().kind == "open" and self.peek().text == "[" else None
            inside = self._single()
            if index is None:
                return Call("sqrt", (inside,))
            return Binary("^", inside, Binary("/", Num(Fraction(1)), index))
        if token.text in _TABLES:
            node = self._within("group", lambda: self._rows_from(self.side(), "command"))
            self.take()
            return node
        what = Text(f"`\\{token.text}` is not read here", f"`\\{token.text}` اینجا خوانده نمی‌شود")
        raise FormulaError(what, token.column)

    def _bracket(self) -> Node:
        opening = self.take()
        node = self._within("group", self.value)
        self.expect("close", _CLOSING[opening.text])
        return node

    # --- names ------------------------------------------------------------------------------------------

    def _name(self, token: Token) -> Node:
        name = token.text
        if name in self.names.declared or name in self.indices:
            return Var(name)
        repeated = self._repeat(token)
        if repeated is not None:
            return repeated
        if name in LOG_BASES and not self._ends_operand():
            argument = self._argument(token)
            return Binary("/", Call("log", (argument,)), Call("log", (Num(Fraction(LOG_BASES[name])),)))
        function = function_named(name)
        if function is not None and self.peek().kind in ("open", "prime"):
            return self._call(function, token)
        if function is not None and self.peek().text == "^":
            return self._power_of_function(function, token)
        if name in ("e", "pi", "I") or (name == "exp" and self.peek().text == "^"):
            return Const("pi" if name == "pi" else "I" if name == "I" else "e")
        found = self.names.find(name)
        if found is not None:
            return Var(found)
        indexed = self._index(name)
        if indexed is not None:
            return indexed
        if function is not None and not self._ends_operand():
            return self._call(function, token)
        pieces = self.names.split(name)
        if pieces is None:
            raise self.names.unknown(name, token.column)
        node: Node = Var(pieces[0])
        for piece in pieces[1:-1]:
            node = Binary("join", node, Var(piece))
        # `mx^2` is m·x²: the rest of the name goes on as if it stood alone.
        self.place -= 1
        self.tokens[self.place] = replace(token, text=pieces[-1])
        self.remainders.add(self.place)
        return node

    def _ends_operand(self) -> bool:
        return not (self._starts_operand() or self.peek().kind == "number")

    def _index(self, name: str) -> Node | None:
        """`x_i` and `W_ij` of declared x and W, for the indices of the sums around."""
        base, _, rest = name.partition("_")
        base_name = self.names.find(base)
        places = rest.replace("_", "").split(",") if "," in rest else list(rest.replace("_", ""))
        if base_name is None or not places or not all(place in self.indices for place in places):
            return None
        return Index(base_name, tuple(Var(place) for place in places))

    def _repeat(self, token: Token) -> Node | None:
        """`∑_{i=1}^{n} …`, as a sum over one term."""
        stem, _, rest = token.text.partition("_")
        kind: Literal["sum", "product"] | None = _REPEATS.get(stem)
        if kind is None or (not rest and self.peek().kind == "open" and stem == "sum"):
            return None
        index, _, low_text = rest.partition("=")
        if not index.isalpha() or len(self.indices) > 1:
            what = Text(
                "the index of the sum is not read; write ∑_{i=1}^{n}",
                "شمارندهٔ مجموع خوانده نشد؛ به صورت ‎∑_{i=1}^{n}‎ بنویسید",
            )
            raise FormulaError(what, token.column)
        low = self._bound(low_text, token) if low_text else None
        high = self._single() if low is not None and self.accept("operator", "^") else None
        if (low is None) != (high is None):
            what = Text("the sum has no upper bound", "کران بالای مجموع نیامده است")
            raise FormulaError(what, token.column)
        self._deeper()
        self.indices.append(index)
        body = self.term()
        self.indices.pop()
        self.depth -= 1
        return Repeat(kind, index, low, high, body)

    def _bound(self, text: str, token: Token) -> Node:
        reader = _Reader(tokenize(text), self.names, is_tight=False)
        try:
            return reader.whole()
        except FormulaError as error:
            raise FormulaError(error.what, token.column) from None

    # --- functions --------------------------------------------------------------------------------------

    def _call(self, function: Function, token: Token) -> Node:
        order = 0
        while self.accept("prime"):
            order += 1
        if order > 1 or (order and not function.derivable):
            what = Text(
                f"a derivative of {function.name} is not read here",
                f"مشتق {function.name} اینجا خوانده نمی‌شود",
            )
            raise FormulaError(what, token.column)
        if function.name == "piecewise":
            return self._piecewise(token)
        if self.peek().kind != "open":
            return Call(function.name, (self._argument(token),), order)
        arguments = self._arguments()
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

    def _arguments(self) -> tuple[Node, ...]:
        opening = self.take()
        found: list[Node] = []

        def one() -> Node:
            found.append(self.side())
            return found[-1]

        self._within("group", one)
        while self.accept("comma"):
            self._within("group", one)
        self.expect("close", _CLOSING[opening.text])
        return tuple(found)

    def _argument(self, token: Token) -> Node:
        """What a function without brackets is of: `sin 2x`, `log σ(x)`. Names run on, brackets and functions do not."""
        if self.peek().kind == "end":
            raise FormulaError(Text(f"{token.text} of what?", f"{token.text} از چه؟"), token.column)
        self._deeper()
        if self.peek().kind == "open":
            node = self._single()
        else:
            node = self._signed(self.factor)
            while self.peek().kind == "name" and self._runs_on() and not isinstance(node, Call):
                node = Binary("join", node, self.factor())
        self.depth -= 1
        return node

    def _runs_on(self) -> bool:
        return function_named(self.peek().text) is None or self.peek().text in self.names.declared

    def _power_of_function(self, function: Function, token: Token) -> Node:
        """`tanh^2(x)` is the square of tanh(x); `exp^x` is e to the x."""
        if function.name == "exp":
            return Const("e")
        self.take()
        exponent = self._single()
        if not isinstance(exponent, Num) or exponent.value != int(exponent.value):
            what = Text(
                f"a power of {function.name} itself can be read in two ways; write {function.name}(x)^n",
                f"توان خود {function.name} دو جور خوانده می‌شود؛ بنویسید ‎{function.name}(x)^n‎",
            )
            raise FormulaError(what, token.column)
        return Binary("^", self._call(function, token), exponent)

    # --- pieces -----------------------------------------------------------------------------------------

    def _pieces_from(self, value: Node) -> Node:
        """`x if x > 0 else m x`, `x if x > 0, m x otherwise`; the first `if` is taken."""
        pieces: list[tuple[Condition, Node]] = []
        while True:
            pieces.append((self.condition(), value))
            self.accept("comma")
            self.accept("word", "and")
            if self.accept("word", "else"):
                self.accept("comma")
                value = self.value()
                if self.accept("word", "if"):
                    continue
                return Piecewise(tuple(pieces), value)
            if self.peek().kind in ("end", "close", "command"):
                return Piecewise(tuple(pieces), None)
            value = self.value()
            self.accept("comma")
            if self.accept("word", "else"):
                return Piecewise(tuple(pieces), value)
            if not self.accept("word", "if"):
                raise self._unexpected()

    def _rows_from(self, value: Node, closing: Kind) -> Node:
        """The rows of `cases`, the first value of which has been read: `x & x > 0 \\\\ m x & \\text{otherwise}`."""
        pieces: list[tuple[Condition, Node]] = []
        while True:
            if isinstance(value, Piecewise) and value.otherwise is None:
                pieces += value.pieces  # `x if x > 0` is a row by itself
            else:
                while self.accept("comma") or self.accept("cell") or self.accept("word", "if"):
                    pass
                if self.accept("word", "else"):
                    self._row_ends()
                    return Piecewise(tuple(pieces), value)
                pieces.append((self.condition(), value))
            if self._row_ends() == closing:
                return Piecewise(tuple(pieces), None)
            value = self.value()
            if self.peek().kind == closing:
                return Piecewise(tuple(pieces), value)

    def _row_ends(self) -> Kind:
        while self.accept("comma") or self.accept("row") or self.accept("cell"):
            pass
        return self.peek().kind

    def _piecewise(self, token: Token) -> Node:
        """Values and conditions by turns, in either order, in pairs or not; a last value alone is the rest."""
        opening = self.take()
        items: list[Node | Condition | None] = []

        def one() -> Node:
            pair = self.accept("open", "(") if self._is_pair() else None
            items.append(self._item())
            if pair is not None:
                self.accept("comma")
                items.append(self._item())
                self.expect("close", ")")
            return Num(Fraction(0))

        if self.peek().kind == "close":
            raise self._unexpected()
        self._within("group", one)
        while self.accept("comma"):
            self._within("group", one)
        self.expect("close", _CLOSING[opening.text])
        return _assembled(items, token)

    def _item(self) -> Node | Condition | None:
        """A value, a condition, or None for `otherwise`."""
        if self.peek().text.lower() == "true" or self.accept("word", "else"):
            self.accept("name")
            return None
        value = self.value()
        return self._condition_from(value) if self._compares() else value

    def _is_pair(self) -> bool:
        """Do the next brackets hold `value, condition`, and nothing stand behind them?"""
        depth, has_comma = 0, False
        for steps, token in enumerate(self.tokens[self.place :]):
            depth += (token.kind == "open") - (token.kind == "close")
            has_comma = has_comma or (depth == 1 and token.kind == "comma")
            if depth == 0:
                return has_comma and steps > 0 and self.after(steps + 1).kind in ("comma", "close")
        return False

    # --- conditions -------------------------------------------------------------------------------------

    def condition(self) -> Condition:
        found = self._condition_from(self.value())
        while joint := self.accept("word", "and", "or"):
            right = self._condition_from(self.value())
            found = Junction("and" if joint.text == "and" else "or", found, right)
        return found

    def _compares(self) -> bool:
        return self.peek().kind in ("compare", "equals")

    def _condition_from(self, first: Node) -> Condition:
        operands, comparisons = [first], []
        while self._compares():
            comparisons.append(_comparison(self.take()))
            operands.append(self.value())
        if not comparisons:
            what = Text("a condition such as x > 0 is missing", "شرطی مانند ‎x > 0‎ جا افتاده است")
            raise FormulaError(what, self.peek().column)
        return Compare(tuple(comparisons), tuple(operands))


_REPEATS: dict[str, Literal["sum", "product"]] = {
    "sum": "sum", "Sigma": "sum", "prod": "product", "Pi": "product",
}  # fmt: skip


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


def _count(function: Function) -> str:
    return str(function.least) if function.least == function.most else f"{function.least}–{function.most}"


def _before(token: Token) -> tuple[str, str]:
    return (
        (f" before `{token.text}`", f" پیش از `{token.text}`") if token.text else (" at the end", " در پایان")
    )
