"""Marks and bars: each verdict has a sign of its own, so that nothing hangs on colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from rich.text import Text as Line

from grader.core.text import Language
from grader.core.verdict import Verdict

# None: hidden from this viewer.
Shown: TypeAlias = Verdict | None

STYLES: Mapping[Shown, str] = {
    Verdict.PASSED: "green",
    Verdict.PARTIAL: "yellow",
    Verdict.FAILED: "red",
    Verdict.MISSING: "magenta",
    Verdict.ERROR: "red",
    Verdict.TIMEOUT: "red",
    Verdict.MEMORY_LIMIT: "red",
    Verdict.OUTPUT_LIMIT: "red",
    Verdict.CRASHED: "red",
    Verdict.VIOLATION: "bold red",
    Verdict.BLOCKED: "dim",
    Verdict.NEEDS_REVIEW: "cyan",
    Verdict.UNGRADED: "bold cyan",
    None: "dim",
}

_ASCII: Mapping[Shown, str] = {
    Verdict.PASSED: "+",
    Verdict.PARTIAL: "~",
    Verdict.FAILED: "x",
    Verdict.MISSING: "-",
    Verdict.ERROR: "!",
    Verdict.TIMEOUT: "T",
    Verdict.MEMORY_LIMIT: "M",
    Verdict.OUTPUT_LIMIT: "O",
    Verdict.CRASHED: "C",
    Verdict.VIOLATION: "V",
    Verdict.BLOCKED: "b",
    Verdict.NEEDS_REVIEW: "?",
    Verdict.UNGRADED: "U",
    None: ".",
}
_UNICODE: Mapping[Shown, str] = {
    **_ASCII,
    Verdict.PASSED: "✓",
    Verdict.PARTIAL: "◐",
    Verdict.FAILED: "✗",
    Verdict.MISSING: "–",
    None: "·",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """The characters that a terminal can show."""

    marks: Mapping[Shown, str]
    full: str
    empty: str
    wrong: str
    dot: str
    dash: str
    rule: str
    times: str
    quote: str
    arrows: Mapping[Language, str]

    @staticmethod
    def for_encoding(encoding: str) -> Signs:
        """The full set where the encoding has it, else ASCII."""
        return UNICODE if encoding.lower().replace("-", "").startswith("utf") else ASCII

    def mark(self, verdict: Shown) -> Line:
        return Line(self.marks[verdict], style=STYLES[verdict])

    def bar(self, fraction: Fraction, width: int) -> Line:
        """A bar of `width` cells; full only at 1, empty only at 0."""
        cells = round(min(max(fraction, Fraction(0)), Fraction(1)) * width)
        if 0 < fraction < 1:
            cells = min(max(cells, 1), width - 1)
        style = "green" if fraction >= 1 else "yellow" if fraction >= Fraction(1, 2) else "red"
        return Line.assemble((self.full * cells, style), (self.empty * (width - cells), "dim"))


UNICODE = Signs(
    marks=_UNICODE,
    full="█",
    empty="░",
    wrong="✗",
    dot="·",
    dash="–",
    rule="─",
    times="×",
    quote="│",
    arrows={"en": "→", "fa": "←"},
)
ASCII = Signs(
    marks=_ASCII,
    full="#",
    empty=".",
    wrong="x",
    dot="-",
    dash="-",
    rule="-",
    times="x",
    quote="|",
    arrows={"en": "->", "fa": "<-"},
)
