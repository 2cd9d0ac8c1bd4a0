"""A place in the tokens of a formula, and what every reader asks of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from grader.core.formula.names import Names
from grader.core.formula.tokens import Kind, Token
from grader.core.formula.tree import FormulaError, Node
from grader.core.text import Text

MAX_DEPTH = 30
CLOSING = {"(": ")", "[": "]", "{": "}"}

Read = TypeVar("Read")


class Cursor(ABC):
    """Goes through the tokens of one side. The abstract methods are the grammar's rules, in `parser`.

    Attributes:
        fences: the brackets and bars that are open.
        indices: of the sums around.
        remainders: places of tokens that are the rest of a word that was taken apart.
    """

    def __init__(self, tokens: list[Token], names: Names) -> None:
        self.tokens = tokens
        self.names = names
        self.place = 0
        self.depth = 0
        self.fences: list[str] = []
        self.indices: list[str] = []
        self.remainders: set[int] = set()

    @abstractmethod
    def side(self) -> Node: ...

    @abstractmethod
    def value(self) -> Node: ...

    @abstractmethod
    def term(self) -> Node: ...

    @abstractmethod
    def factor(self) -> Node: ...

    @abstractmethod
    def single(self) -> Node: ...

    @abstractmethod
    def read(self, text: str) -> Node:
        """Another text, over the same names."""

    @abstractmethod
    def signed(self, read: Callable[[], Node]) -> Node: ...

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

    def unexpected(self) -> FormulaError:
        token = self.peek()
        if token.kind == "end":
            return FormulaError(Text("the formula breaks off", "فرمول ناتمام است"), token.column)
        if token.kind == "strange":
            what = Text(f"`{token.text}` is not known in formulas", f"`{token.text}` در فرمول شناخته نیست")
            return FormulaError(what, token.column)
        if token.kind == "number":
            return FormulaError(
                Text(f"a sign is missing before {token.text}", f"پیش از {token.text} علامتی جا افتاده است"),
                token.column,
            )
        shown = token.text or "\\\\"
        return FormulaError(Text(f"`{shown}` is out of place", f"جای `{shown}` اینجا نیست"), token.column)

    def within(self, fence: str, read: Callable[[], Read]) -> Read:
        """Reads what stands in a bracket or between bars, one level deeper."""
        self.deeper()
        self.fences.append(fence)
        node = read()
        self.fences.pop()
        self.depth -= 1
        return node

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError(
                Text("the formula is nested too deeply", "فرمول بیش از اندازه تودرتو است"),
                self.peek().column,
                is_refused=True,
            )

    def starts_operand(self) -> bool:
        """Could the next token begin an operand, so that nothing before it means a product?"""
        token = self.peek()
        match token.kind:
            case "name" | "open":
                return True
            case "command":
                return not token.text.startswith("end ")
            case "bar" | "norm":
                return not self.fences or self.fences[-1] != token.kind
        return token.kind == "operator" and token.text == "√"


def _before(token: Token) -> tuple[str, str]:
    return (
        (f" before `{token.text}`", f" پیش از `{token.text}`") if token.text else (" at the end", " در پایان")
    )
