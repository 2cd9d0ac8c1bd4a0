"""Expected and observed: side by side where they fit, under one another where not, element by element if need be."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text as Line

from grader.core.report import Detail, Json
from grader.core.text import Language
from grader.reports.clean import one_line
from grader.reports.terminal import words
from grader.reports.terminal.arrays import Grid, Marks, alone, inline, lines, pair
from grader.reports.terminal.bidi import Paragraph
from grader.reports.terminal.signs import Signs

_GAP = 4
_MAX_LISTED = 8


class Evidence:
    """What was expected and what came, as wide as the console allows."""

    def __init__(self, detail: Detail, signs: Signs, language: Language) -> None:
        self._detail = detail
        self._signs = signs
        self._language = language

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        detail = self._detail
        if detail.expected is None:
            if detail.observed is not None:
                yield from self._one(
                    words.OBSERVED.in_language(self._language), detail.observed, options.max_width
                )
            return
        grids = pair(detail.expected, detail.observed, detail.wrong)
        if grids is None:
            yield from self._one(self._heading(), detail.expected, options.max_width)
            yield from self._one(
                words.OBSERVED.in_language(self._language), detail.observed, options.max_width
            )
        else:
            yield from self._two(*grids, options.max_width)

    def _heading(self) -> str:
        expected = words.EXPECTED.in_language(self._language)
        return f"{expected} {one_line(self._detail.where)}" if self._detail.where else expected

    def _two(self, expected: Grid, observed: Grid, width: int) -> Iterator[RenderableType]:
        left = lines(expected, self._marks("", "bold green"))
        right = lines(observed, self._marks(self._signs.wrong, "bold red"))
        headings = self._heading(), words.OBSERVED.in_language(self._language)
        widths = [
            max(cell_len(heading), *(line.cell_len for line in side))
            for heading, side in zip(headings, (left, right), strict=True)
        ]
        if sum(widths) + _GAP <= width:
            yield _columns(headings, left, right)
        elif max(widths) + _GAP <= width:
            yield from _block(headings[0], left)
            yield from _block(headings[1], right)
        elif self._detail.wrong:
            yield self._listed(expected, observed, headings)
        else:
            yield from self._one(headings[0], self._detail.expected, width)
            yield from self._one(headings[1], self._detail.observed, width)

    def _listed(self, expected: Grid, observed: Grid, headings: tuple[str, str]) -> RenderableType:
        """The first wrong elements, one on each line."""
        table = Table.grid(padding=(0, _GAP, 0, 0))
        table.add_row("", *(Line(heading, style="dim") for heading in headings))
        for index in self._detail.wrong[:_MAX_LISTED]:
            where = Line(
                f"{words.AT.in_language(self._language)} [{', '.join(map(str, index))}]", style="dim"
            )
            right, wrong = expected.cells.get(index, ""), observed.cells.get(index, "")
            table.add_row(
                where, Line(right, style="bold green"), Line(wrong + self._signs.wrong, style="bold red")
            )
        left_out = len(self._detail.wrong) - _MAX_LISTED
        if left_out > 0:
            table.add_row(Line(f"+ {left_out} {words.MORE.in_language(self._language)}", style="dim"))
        return table

    def _one(self, heading: str, value: Json, width: int) -> Iterator[RenderableType]:
        grid = alone(value)
        shown = None if grid is None else lines(grid, self._marks("", ""))
        if shown is not None and max(line.cell_len for line in shown) + _GAP <= width:
            yield from _block(heading, shown)
        elif isinstance(value, dict):
            yield Line(heading, style="dim")
            yield from (Paragraph(f"  {one_line(key)} = {inline(item)}", "en") for key, item in value.items())
        else:
            yield Line(heading, style="dim")
            yield Paragraph(f"  {inline(value)}", "en")

    def _marks(self, sign: str, style: str) -> Marks:
        return Marks(wrong=frozenset(self._detail.wrong), sign=sign, style=style)


def _columns(headings: tuple[str, str], left: list[Line], right: list[Line]) -> RenderableType:
    table = Table.grid(padding=(0, _GAP, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_row(*(Line(heading, style="dim") for heading in headings))
    for number in range(max(len(left), len(right))):
        table.add_row(*(side[number] if number < len(side) else Line() for side in (left, right)))
    return table


def _block(heading: str, shown: list[Line]) -> Iterator[RenderableType]:
    yield Line(heading, style="dim")
    for line in shown:
        yield Line("  ").append_text(line)
