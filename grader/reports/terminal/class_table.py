"""The table of the class: a score bar and, as far as the width allows, one verdict mark for each check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Line

from grader.core.report import ProblemReport, Report, SubmissionReport
from grader.core.text import Language, Text
from grader.core.verdict import Verdict
from grader.reports.counts import label
from grader.reports.numbers import brief
from grader.reports.terminal import words
from grader.reports.terminal.bidi import isolated, phrase
from grader.reports.terminal.signs import Shown, Signs

MAX_ROWS = 200
_MAX_NAME = 24
_BAR = 10
_GAP = 2


class Layout(Enum):
    """How much of each problem a row shows, widest first."""

    NAMED_MARKS = "a mark for each check, under the problem's id"
    NUMBERED_MARKS = "a mark for each check, under the problem's number"
    ONE_MARK = "one mark for each problem, under its number"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    problem: str
    checks: int


class ClassTable:
    """Fits the class into `width` cells."""

    def __init__(self, report: Report, signs: Signs, language: Language, width: int) -> None:
        self._rows = sorted(report.submissions, key=lambda one: (one.student, one.attempt))
        self._columns = _columns(report)
        self._signs = signs
        self._language = language
        # A grade of its own only where lateness, or a check that nobody has graded, sets it apart.
        self._has_grades = any(row.grade != row.score for row in self._rows)
        self._width = width - 1
        self._layout = self._fitting(self._width)

    def table(self) -> RenderableType:
        table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="dim")
        table.add_column(self._word(words.STUDENT), no_wrap=True, overflow="ellipsis", max_width=_MAX_NAME)
        table.add_column(self._word(words.SCORE), justify="right", no_wrap=True)
        table.add_column("", no_wrap=True)
        if self._has_grades:
            table.add_column(self._word(words.GRADE), justify="right", no_wrap=True)
        for number, column in enumerate(self._columns, start=1):
            table.add_column(Line(self._heading(number, column)), no_wrap=True)
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
        return {column.problem: number for number, column in enumerate(self._columns, start=1)}

    def _cells(self, row: SubmissionReport) -> Iterator[RenderableType]:
        yield phrase(label(row), self._language)
        yield Line(brief(row.score, self._signs.dash))
        share = row.score / row.max_score if row.score is not None and row.max_score else Fraction(0)
        yield self._signs.bar(share, _BAR)
        if self._has_grades:
            late = f" ({row.days_late} {words.LATE.in_language(self._language)})" if row.days_late else ""
            yield Line(brief(row.grade, self._signs.dash) + isolated(late, self._language))
        problems = {problem.id: problem for problem in row.problems}
        for column in self._columns:
            yield self._marks(problems.get(column.problem))

    def _marks(self, problem: ProblemReport | None) -> Line:
        if problem is None:
            return Line()
        if self._layout is Layout.ONE_MARK:
            return self._signs.mark(overall(problem))
        return Line().join(self._signs.mark(check.verdict) for check in problem.checks)

    def _heading(self, number: int, column: _Column) -> str:
        return column.problem if self._layout is Layout.NAMED_MARKS else str(number)

    def _fitting(self, width: int) -> Layout:
        room = width - self._fixed_width()
        named = sum(max(len(column.problem), column.checks) + _GAP for column in self._columns)
        if named <= room:
            return Layout.NAMED_MARKS
        numbered = sum(max(2, column.checks) + _GAP for column in self._columns)
        return Layout.NUMBERED_MARKS if numbered <= room else Layout.ONE_MARK

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
    for verdict in (Verdict.UNGRADED, Verdict.NEEDS_REVIEW):
        if verdict in verdicts:
            return verdict
    if len(verdicts) == 1:
        return verdicts.pop()
    if verdicts == {Verdict.PASSED, None}:
        return Verdict.PASSED
    return Verdict.PARTIAL if problem.score else Verdict.FAILED


def _columns(report: Report) -> tuple[_Column, ...]:
    checks: dict[str, int] = {}
    for row in report.submissions:
        for problem in row.problems:
            checks[problem.id] = max(checks.get(problem.id, 0), len(problem.checks))
    return tuple(_Column(problem=problem, checks=count) for problem, count in checks.items())
