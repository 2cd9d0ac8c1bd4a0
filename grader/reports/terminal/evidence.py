"""Expected and observed: side by side where they fit, under one another where not, element by element if need be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text as Line

from grader.core.report import Detail, Json
from grader.core.text import Language
from grader.reports.clean import one_line
from grader.reports.terminal import words
from grader.reports.terminal.arrays import Grid, Marks, alone, inline, lines, pair
from grader.reports.terminal.bidi import Paragraph, phrase
from grader.reports.terminal.signs import Signs

_GAP = 4
_INDENT = 2
_MAX_LISTED = 8


class Evidence:
    """What was expected and what came, as wide as the console allows."""

    def __init__(self, detail: Detail, signs: Signs, language: Language) -> None:
        self._detail = detail
        self._signs = signs
        self._language = language
        where = f" {one_line(detail.where)}" if detail.where else ""
        self._expected = phrase(words.EXPECTED.in_language(language) + where, language, "dim")
        self._observed = phrase(words.OBSERVED.in_language(language), language, "dim")

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        detail, width = self._detail, options.max_width
        if detail.expected is None:
            yield from _one(self._observed, detail.observed, width)
            return
        grids = pair(detail.expected, detail.observed, detail.wrong)
        if grids is not None:
            yield from self._two(*grids, width)
        else:
            yield from self._apart(width)

    def _two(self, expected: Grid, observed: Grid, width: int) -> Iterator[RenderableType]:
        wrong = frozenset(self._detail.wrong)
        left = lines(expected, Marks(wrong=wrong, sign="", style="bold green"))
        right = lines(observed, Marks(wrong=wrong, sign=self._signs.wrong, style="bold red"))
        widths = [
            max(line.cell_len for line in side)
            for side in ([self._expected, *left], [self._observed, *right])
        ]
        if sum(widths) + _GAP <= width:
            yield _columns([self._expected, *left], [self._observed, *right])
        elif max(widths) + _INDENT <= width:
            yield from _block(self._expected, left)
            yield from _block(self._observed, right)
        elif self._detail.wrong:
            yield self._listed(expected, observed)
        else:
            yield from self._apart(width)

    def _apart(self, width: int) -> Iterator[RenderableType]:
        yield from _one(self._expected, self._detail.expected, width)
        yield from _one(self._observed, self._detail.observed, width)

    def _listed(self, expected: Grid, observed: Grid) -> RenderableType:
        """The first wrong elements, one on each line."""
        table = Table.grid(padding=(0, _GAP, 0, 0))
        table.add_row("", self._expected, self._observed)
        for index in self._detail.wrong[:_MAX_LISTED]:
            where = Line(f"[{', '.join(map(str, index))}]", style="dim")
            right = Line(expected.cells.get(index, ""), style="bold green")
            table.add_row(
                where, right, Line(observed.cells.get(index, "") + self._signs.wrong, style="bold red")
            )
        left_out = len(self._detail.wrong) - _MAX_LISTED
        if left_out > 0:
            table.add_row(
                phrase(f"+ {left_out} {words.MORE.in_language(self._language)}", self._language, "dim")
            )
        return table


def _one(heading: Line, value: Json, width: int) -> Iterator[RenderableType]:
    """One side alone: a grid if it is an array that fits, else as text."""
    grid = alone(value)
    shown = None if grid is None else lines(grid, Marks(wrong=(), sign="", style=""))
    if shown is not None and max(line.cell_len for line in shown) + _INDENT <= width:
        yield from _block(heading, shown)
        return
    yield heading
    if isinstance(value, dict):
        yield from (Paragraph(f"  {one_line(key)} = {inline(item)}", "en") for key, item in value.items())
    else:
        yield Paragraph(f"  {inline(value)}", "en")


def _columns(left: list[Line], right: list[Line]) -> RenderableType:
    table = Table.grid(padding=(0, _GAP, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    for expected, observed in zip_longest(left, right, fillvalue=Line()):
        table.add_row(expected, observed)
    return table


def _block(heading: Line, shown: list[Line]) -> Iterator[RenderableType]:
    yield heading
    for line in shown:
        yield Line(" " * _INDENT).append_text(line)
