"""Persian and English in one line: each run is isolated, so that neither disorders the other.

Terminals that reorder text follow the Unicode bidirectional algorithm; the others ignore these characters, which
take no room.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderResult
from rich.style import StyleType
from rich.text import Text as Line

from grader.core.text import Language
from grader.reports.clean import clean, one_line

_LRI, _RLI, _PDI = "\u2066", "\u2067", "\u2069"
_RTL = ("R", "AL")
# Code and formulas within a Persian sentence, such as `x @ W.T` or -0.5, without the sentence's own marks.
_CODE = re.compile(r"""[A-Za-z0-9_`'"(\[{+-](?:[ -~]*[!-~])?""")
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_NOT_OF_IT = ".,:;!? ([{"  # at a run's end: a bracket that opens there encloses what follows


def is_rtl(text: str) -> bool:
    """Does it hold right-to-left letters?"""
    return not text.isascii() and any(unicodedata.bidirectional(character) in _RTL for character in text)


def isolated(text: str, language: Language = "en") -> str:
    """One line, ready to stand among others: a right-to-left one keeps to itself, with its Latin runs in order."""
    if not is_rtl(text):
        return text
    if language == "fa" or unicodedata.bidirectional(text.lstrip()[:1]) in _RTL:
        return f"{_RLI}{_CODE.sub(_kept_in_order, text)}{_PDI}"
    return f"{_LRI}{text}{_PDI}"


def phrase(text: str, language: Language, style: StyleType = "") -> Line:
    """Cleaned text on one line, as plain text: no markup, no highlighting."""
    return Line(isolated(one_line(text), language), style=style)


class Paragraph:
    """Cleaned text of any length, wrapped first and isolated line by line after."""

    def __init__(self, text: str, language: Language, style: StyleType = "") -> None:
        self._text = clean(text)
        self._language = language
        self._style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self._lines(console, options.max_width):
            yield Line(isolated(line, self._language), style=self._style, no_wrap=True, overflow="ignore")

    def _lines(self, console: Console, width: int) -> Iterator[str]:
        for line in self._text.splitlines():
            indent = line[: len(line) - len(line.lstrip())][: width // 2]
            for wrapped in Line(line.lstrip()).wrap(console, width - len(indent), overflow="fold"):
                yield indent + wrapped.plain.rstrip()


def _kept_in_order(match: re.Match[str]) -> str:
    run = match[0]
    start, end = _core(run)
    if not any(character.isalnum() for character in run[start:end]):
        return run
    return f"{run[:start]}{_LRI}{run[start:end]}{_PDI}{run[end:]}"


def _core(run: str) -> tuple[int, int]:
    """Where the run itself stands: marks after it, and a bracket that encloses more than it, are not of it."""
    start, end = 0, len(run.rstrip(_NOT_OF_IT))
    while start < end and run[start] in _BRACKETS and _BRACKETS[run[start]] not in run[start:end]:
        start += 1
    while start < end and any(
        run[end - 1] == close and opening not in run[start:end] for opening, close in _BRACKETS.items()
    ):
        end -= 1
    return start, end
