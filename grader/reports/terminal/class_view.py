"""The class at a glance: who has what, problem by problem, then what most went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.text import Text as Line

from grader.core.report import PORTABLE, Report
from grader.core.text import Language, Text
from grader.reports.clean import one_line
from grader.reports.counts import mean, middle
from grader.reports.numbers import brief
from grader.reports.terminal import words
from grader.reports.terminal.bidi import Paragraph, isolated, phrase
from grader.reports.terminal.class_sections import failures, misconceptions, notes, problems, ungraded
from grader.reports.terminal.class_table import ClassTable
from grader.reports.terminal.signs import Signs
from grader.reports.terminal.trimmed import Trimmed


def class_view(report: Report, signs: Signs, language: Language = "en") -> RenderableType:
    """The whole view; it fits itself to the console that prints it."""
    return Trimmed(_ClassView(report, signs, language))


class _ClassView:
    def __init__(self, report: Report, signs: Signs, language: Language) -> None:
        self._report = report
        self._signs = signs
        self._language = language

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        report, signs, language = self._report, self._signs, self._language
        table = ClassTable(report, signs, language, options.max_width)
        sections: Sequence[Sequence[RenderableType]] = (
            list(self._header()),
            [table.table(), *table.rest()],
            list(table.legend()),
            *problems(report, signs, language, options.max_width, table.numbers()),
            misconceptions(report, signs, language),
            failures(report, signs, language),
            ungraded(report, signs, language),
            notes(report, signs, language),
        )
        yield Line()
        for section in sections:
            if section:
                yield Padding(Group(*section), (0, 0, 1, 1))

    def _header(self) -> Iterator[RenderableType]:
        report, language = self._report, self._language
        title = report.assignment_title or Text(report.assignment_id)
        yield phrase(title.in_language(language), language, style="bold")
        yield self._facts(self._sizes())
        scores = [one.score for one in report.submissions if one.score is not None]
        centre = [
            f"{name.in_language(language)} {brief(value)}"
            for name, value in ((words.MEAN, mean(scores)), (words.MEDIAN, middle(scores)))
            if value is not None
        ]
        isolation = f"{words.ISOLATION.in_language(language)} {one_line(report.run.isolation.tier)}"
        yield self._facts([*centre, report.run.device, report.run.engine, isolation])
        if report.run.isolation.tier == PORTABLE:
            yield Paragraph(words.UNCONFINED.in_language(language), language, "yellow")

    def _sizes(self) -> list[str]:
        report, language = self._report, self._language
        handed_in, asked = (
            len(report.submissions),
            len({p.id for s in report.submissions for p in s.problems}),
        )
        submissions = words.SUBMISSION if handed_in == 1 else words.SUBMISSIONS
        problem = words.PROBLEM if asked == 1 else words.PROBLEMS
        return [
            f"{handed_in} {submissions.in_language(language)}",
            f"{asked} {problem.in_language(language)}",
            f"{brief(report.max_score)} {words.POINTS.in_language(language)}",
        ]

    def _facts(self, facts: Sequence[str]) -> Line:
        shown = [isolated(fact, self._language) for fact in facts if fact]
        return Line(f" {self._signs.dot} ".join(shown), style="dim")
