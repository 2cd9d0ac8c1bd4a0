"""The table of the class: a score bar and, as far as the width allows, one verdict mark for each check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from rich.cells import cell_len
from rich.console import JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text as Line

from grader.core.report import ProblemReport, Report, SubmissionReport
from grader.core.text import Language, Text
from grader.core.verdict import Verdict
from grader.reports.counts import by_problem, handed_in, label
from grader.reports.numbers import brief
from grader.reports.terminal import words
from grader.reports.terminal.bidi import isolated, phrase
from grader.reports.terminal.signs import STYLES, Shown, Signs

MAX_ROWS = 200
_MAX_NAME = 24
_BAR = 10
_GAP = 2


class Layout(Enum):
    """How much of each problem a row shows, widest first."""

    NAMED_MARKS = "a mark for each check, under the problem's id"
    NUMBERED_MARKS = "a mark for each check, under the problem's number"
    SCORES = "each problem's score, or the mark that its checks share, under its number"
    ONE_MARK = "one mark for each problem, under its number"
    STRIP = "one mark for each problem, side by side in the order of their numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """One problem. `handed_in`: by anybody; a column of dashes alone is left out where it can be."""

    number: int
    problem: str
    checks: int
    score_width: int
    handed_in: bool


class ClassTable:
    """Fits the class into `width` cells."""

    def __init__(self, report: Report, signs: Signs, language: Language, width: int) -> None:
        self._rows = sorted(report.submissions, key=lambda one: (one.student, one.attempt))
        self._problems = _columns(report)
        self._columns = tuple(column for column in self._problems if column.handed_in) or self._problems
        self._signs = signs
        self._language = language
        # A grade of its own only where lateness, or a check that nobody has graded, sets it apart.
        self._has_grades = any(row.grade != row.score for row in self._rows)
        self._width = width - 1
        self._layout = self._fitting(self._width)
        if self._layout is Layout.STRIP:
            self._columns = self._problems  # found by counting

    def table(self) -> RenderableType:
        table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="dim")
        table.add_column(self._word(words.STUDENT), no_wrap=True, overflow="ellipsis", max_width=_MAX_NAME)
        table.add_column(self._word(words.SCORE), justify="right", no_wrap=True)
        table.add_column("", no_wrap=True)
        if self._has_grades:
            table.add_column(self._word(words.GRADE), justify="right", no_wrap=True)
        if self._layout is Layout.STRIP:
            table.add_column(Line(f"1{self._signs.dash}{len(self._problems)}"), no_wrap=True)
        else:
            justify: JustifyMethod = "right" if self._layout is Layout.SCORES else "left"
            for column in self._columns:
                table.add_column(Line(self._heading(column)), justify=justify, no_wrap=True)
        for row in self._rows[:MAX_ROWS]:
            table.add_row(*self._cells(row))
        return table

    def rest(self) -> Iterator[RenderableType]:
        """A line on the rows that are not shown."""
        left_out = len(self._rows) - MAX_ROWS
        if left_out > 0:
            yield phrase(f"+ {left_out} {words.MORE_ROWS.in_language(self._language)}", self._language, "dim")

    def legend(self) -> Iterator[RenderableType]:
        """The marks that occur, as many on a line as fit."""
        seen = {check.verdict for row in self._rows for problem in row.problems for check in problem.checks}
        line = Line()
        for verdict in words.VERDICTS:
            if verdict not in seen:
                continue
            word = isolated(words.VERDICTS[verdict].in_language(self._language), self._language)
            entry = self._signs.mark(verdict).append(f" {word}", style="dim")
            if line and line.cell_len + 3 + entry.cell_len > self._width:
                yield line
                line = Line()
            line = line.append("   ").append_text(entry) if line else entry
        yield line

    def numbers(self) -> Mapping[str, int]:
        """The number that stands above each problem's column, where ids are too wide."""
        if self._layout is Layout.NAMED_MARKS:
            return {}
        return {column.problem: column.number for column in self._problems}

    def _cells(self, row: SubmissionReport) -> Iterator[RenderableType]:
        yield phrase(label(row), self._language)
        yield Line(brief(row.score, self._signs.dash))
        share = row.score / row.max_score if row.score is not None and row.max_score else Fraction(0)
        yield self._signs.bar(share, _BAR)
        if self._has_grades:
            late = f" ({row.days_late} {words.LATE.in_language(self._language)})" if row.days_late else ""
            yield Line(brief(row.grade, self._signs.dash) + isolated(late, self._language))
        problems = {problem.id: problem for problem in row.problems}
        cells = [self._marks(problems.get(column.problem)) for column in self._columns]
        if self._layout is Layout.STRIP:
            yield Line().join(cell or Line(" ") for cell in cells)
        else:
            yield from cells

    def _marks(self, problem: ProblemReport | None) -> Line:
        if problem is None:
            return Line()
        if self._layout in (Layout.NAMED_MARKS, Layout.NUMBERED_MARKS):
            return Line().join(self._signs.mark(check.verdict) for check in problem.checks)
        verdict = overall(problem)
        if self._layout is Layout.SCORES and verdict is Verdict.PARTIAL:
            return Line(brief(problem.score), style=STYLES[verdict])
        return self._signs.mark(verdict)

    def _heading(self, column: _Column) -> str:
        return column.problem if self._layout is Layout.NAMED_MARKS else str(column.number)

    def _fitting(self, width: int) -> Layout:
        room = width - self._fixed_width()
        numbers = [len(str(column.number)) for column in self._columns]
        widths = {
            Layout.NAMED_MARKS: [max(len(column.problem), column.checks) for column in self._columns],
            Layout.NUMBERED_MARKS: [max(2, column.checks) for column in self._columns],
            Layout.SCORES: [max(len(str(column.number)), column.score_width) for column in self._columns],
            Layout.ONE_MARK: numbers,
        }
        fitting = (layout for layout, each in widths.items() if sum(each) + _GAP * len(each) <= room)
        return next(fitting, Layout.STRIP)

    def _fixed_width(self) -> int:
        names = [cell_len(label(row)) for row in self._rows[:MAX_ROWS]]
        name = min(_MAX_NAME, max([*names, cell_len(words.STUDENT.in_language(self._language))]))
        grade = 6 + (8 if any(row.days_late for row in self._rows) else 0) + _GAP if self._has_grades else 0
        return name + _GAP + 6 + _GAP + _BAR + _GAP + grade

    def _word(self, word: Text) -> Line:
        return phrase(word.in_language(self._language), self._language)


def overall(problem: ProblemReport) -> Shown:
    """One verdict for a whole problem: the one that its checks share, else `partial`."""
    verdicts = {check.verdict for check in problem.checks}
    verdicts = verdicts - {Verdict.BLOCKED} or verdicts  # why it is blocked says more
    for verdict in (Verdict.UNGRADED, Verdict.NEEDS_REVIEW):
        if verdict in verdicts:
            return verdict
    if len(verdicts) == 1:
        return verdicts.pop()
    if verdicts == {Verdict.PASSED, None}:
        return Verdict.PASSED
    return Verdict.PARTIAL if problem.score else Verdict.FAILED


def _columns(report: Report) -> tuple[_Column, ...]:
    return tuple(
        _Column(
            number=number,
            problem=problem,
            checks=max(len(one.checks) for one in reports),
            score_width=max(len(brief(one.score)) for one in reports),
            handed_in=handed_in(reports),
        )
        for number, (problem, reports) in enumerate(by_problem(report).items(), start=1)
    )
