"""The tokens of a formula. What no formula holds is a `strange` one: before an equals sign it does no harm."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from grader.core.characters import SUBSCRIPTS, SUPERSCRIPTS
from grader.core.formula.latex import GREEK, prepared
from grader.core.formula.tree import FormulaError
from grader.core.text import Text

MAX_CHARACTERS = 2_000
MAX_TOKENS = 400

Kind = Literal[
    "number", "name", "operator", "open", "close", "comma", "bar", "norm", "prime", "transpose", "compare", "equals",
    "word", "command", "cell", "row", "subscript", "strange", "end",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is in the grammar's own marks: `n_in`, `sigma`, `<=`; `column` counts from 0."""

    kind: Kind
    text: str
    column: int
    glued: bool = False  # to the token before it: `f(x)` calls, `x (y)` hardly


def tokenize(text: str) -> list[Token]:
    """The tokens, closed by an `end`.

    Raises:
        FormulaError: beyond the caps, before any other work is done; and for a subscript of nothing.
    """
    if len(text) > MAX_CHARACTERS:
        raise FormulaError(
            Text(
                f"the formula is longer than {MAX_CHARACTERS} characters",
                f"فرمول از {MAX_CHARACTERS} نویسه بلندتر است",
            ),
            is_refused=True,
        )
    shown = prepared(text).rstrip(" .,;")
    exact = text.startswith(shown)
    tokens: list[Token] = []
    place = 0
    while place < len(shown):
        if shown[place] == " ":
            place += 1
            continue
        if len(tokens) > MAX_TOKENS:
            raise FormulaError(
                Text("the formula is too long", "فرمول بیش از اندازه بلند است"), is_refused=True
            )
        column = place if exact else 0
        is_glued = place > 0 and shown[place - 1] != " "
        found, place = _token(shown, place, column)
        tokens += [Token(kind, name, column, is_glued) for kind, name in found]
    tokens.append(Token("end", "", len(shown) if exact else 0))
    return tokens


_NUMBER = re.compile(r"(?:\d+(?:\.(?!\d*\.)\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_WORD = re.compile(r"[A-Za-z]+\d*|[\u0621-\u06cc]+(?: [\u0621-\u06cc]+)*")
_SIMPLE_SUBSCRIPT = re.compile(r"[A-Za-z0-9]+|[" + "".join(GREEK) + "]")
_WORDS = {
    "if": "if", "when": "if", "for": "if", "where": "if", "else": "else", "otherwise": "else", "and": "and", "or": "or",
    "اگر": "if", "برای": "if", "وقتی": "if", "وگرنه": "else", "در غیر این صورت": "else", "و": "and", "یا": "or",
}  # fmt: skip
_COMPARISONS = ("<=", ">=", "!=", "==", "=<", "=>")
_MEANT = {"==": "=", "=<": "<=", "=>": ">="}
_SINGLE: dict[str, Kind] = {
    **dict.fromkeys("([{", "open"), **dict.fromkeys(")]}", "close"), **dict.fromkeys("+-*/^·⊙@√", "operator"),
    **dict.fromkeys(",;", "comma"), **dict.fromkeys("<>", "compare"), "=": "equals", "|": "bar", "‖": "norm",
    "'": "prime", "⊤": "transpose", "&": "cell", "_": "subscript", "∑": "name", "∏": "name", "!": "operator",
}  # fmt: skip


def _token(text: str, place: int, column: int) -> tuple[list[tuple[Kind, str]], int]:
    """The next tokens (a run of superscripts makes several), and where to go on."""
    character = text[place]
    number = _NUMBER.match(text, place)
    if number:
        return [("number", number[0])], number.end()
    if character == "\\":
        return _command(text, place)
    if text.startswith(".T", place):
        return [("transpose", ".T")], place + 2
    if character in "∑∏":
        return _name("sum" if character == "∑" else "prod", text, place + 1, column)
    word = _WORD.match(text, place)
    if word and word[0] in _WORDS:
        return [("word", _WORDS[word[0]])], word.end()
    if word:
        return _name(word[0], text, word.end(), column)
    if character in GREEK:
        return _name(GREEK[character], text, place + 1, column)
    if character in SUPERSCRIPTS or character in SUBSCRIPTS:
        return _superscripts(text, place)
    for comparison in _COMPARISONS:
        if text.startswith(comparison, place):
            return [("compare", _MEANT.get(comparison, comparison))], place + 2
    if text.startswith("**", place):
        return [("operator", "^")], place + 2
    if text.startswith("||", place):
        return [("norm", "‖")], place + 2
    if character in _SINGLE:
        return [(_SINGLE[character], character)], place + 1
    return [("strange", character)], place + 1


def _command(text: str, place: int) -> tuple[list[tuple[Kind, str]], int]:
    found = re.compile(r"\\([A-Za-z]+)").match(text, place)
    if found is None:
        return [("strange", "\\")], place + 1
    name, end = found[1], found.end()
    if name == "newline":
        return [("row", "")], end
    if name in ("begin", "end"):
        environment = re.compile(r"\s*\{\s*([A-Za-z]+)\*?\s*\}(?:\s*\{[lcr|@{} ]*\})?").match(text, end)
        if environment is None:
            return [("strange", f"\\{name}")], end
        return [("command", f"{name} {environment[1]}")], environment.end()
    if name in ("frac", "sqrt"):
        digits = re.compile(r"\s*(\d)\s*(\d)?(?![\d.])").match(text, end)
        if digits is None:
            return [("command", name)], end
        # `\frac12` is one half; `\sqrt12` the root of 1, times 2, which nobody means.
        numbers: list[tuple[Kind, str]] = [("number", digit) for digit in digits.groups() if digit]
        if name == "sqrt" and len(numbers) > 1:
            numbers = [("number", digits[1] + digits[2])]
        return [("command", name), *numbers], digits.end()
    return [("strange", f"\\{name}")], end


def _name(stem: str, text: str, place: int, column: int) -> tuple[list[tuple[Kind, str]], int]:
    """A name with its subscripts: `n_in`, `n_{in}`, `nᵢₙ` with its one spelling."""
    parts = [stem]
    while True:
        run = re.compile(f"[{''.join(SUBSCRIPTS)}₌]+").match(text, place)
        if run:
            parts.append("".join("=" if one == "₌" else SUBSCRIPTS[one] for one in run[0]))
            place = run.end()
            continue
        mark = re.compile(r" *_ *").match(text, place)
        if mark is None:
            return [("name", "_".join(parts))], place
        part, place = _subscript(text, mark.end(), column)
        parts.append(part)


def _subscript(text: str, place: int, column: int) -> tuple[str, int]:
    if place < len(text) and text[place] in "{([":
        end = _closing(text, place)
        if end is None:
            raise FormulaError(Text("a subscript is not closed", "زیرنویس بسته نشده است"), column)
        inside = re.sub(r"[\s{}()\[\]_]", "", text[place + 1 : end])
        return "".join(GREEK.get(character, character) for character in inside), end + 1
    found = _SIMPLE_SUBSCRIPT.match(text, place)
    if found is None:
        raise FormulaError(Text("nothing stands after `_`", "پس از `_` چیزی نیامده است"), column)
    return GREEK.get(found[0], found[0]), found.end()


def _closing(text: str, place: int) -> int | None:
    depth = 0
    for index in range(place, len(text)):
        depth += (text[index] in "{([") - (text[index] in "})]")
        if depth == 0:
            return index
    return None


def _superscripts(text: str, place: int) -> tuple[list[tuple[Kind, str]], int]:
    """`x²` is x^(2), and `Wᵀ` the transpose."""
    end = place
    while end < len(text) and text[end] in SUPERSCRIPTS:
        end += 1
    run = "".join(SUPERSCRIPTS[one] for one in text[place:end])
    if end == place:
        return [("strange", text[place])], place + 1
    if run == "T":
        return [("transpose", "ᵀ")], end
    inner: list[tuple[Kind, str]] = []
    for part in re.findall(r"\d+|.", run):
        kind: Kind = "number" if part.isdigit() else "name" if part.isalpha() else _SINGLE[part]
        inner.append((kind, part))
    return [("operator", "^"), ("open", "("), *inner, ("close", ")")], end
