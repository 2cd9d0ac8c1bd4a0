"""What stands below the table of the class: each problem's checks, the commonest mistakes, what needs attention."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from grader.core.report import ProblemReport, Report
from grader.core.text import Language, Text
from grader.reports import counts
from grader.reports.numbers import brief
from grader.reports.terminal import words
from grader.reports.terminal.bidi import Paragraph, isolated, phrase
from grader.reports.terminal.signs import Signs

_BAR = 10
_MAX_LISTED = 8
_MAX_NAMES = 6
_MAX_ATTENTION = 20
_MAX_SAID_LINES = 2


def problems(
    report: Report, signs: Signs, language: Language, width: int, numbers: Mapping[str, int]
) -> Iterator[list[RenderableType]]:
    """One section for each problem: its id, title and points, then how often each check was passed."""
    for problem_id, reports in counts.by_problem(report).items():
        number = f"{numbers[problem_id]}  " if problem_id in numbers else ""
        heading = _problem_heading(reports, number, signs, language, width)
        if counts.handed_in(reports):
            yield [heading, _problem_checks(reports, signs, language, width)]
        else:
            yield [
                heading,
                Padding(phrase(words.NOBODY.in_language(language), language, "dim"), (0, 0, 0, 2)),
            ]


def misconceptions(report: Report, signs: Signs, language: Language) -> list[RenderableType]:
    """The misconceptions that were named, with how many submissions show each."""
    found = counts.misunderstandings(report)
    table = _listing()
    for one in found[:_MAX_LISTED]:
        said = _said(f"{one.problem} {signs.dot} {one.id}", one.feedback, one.who, signs, language)
        table.add_row(
            Line(f"{len(one.who)} ×" if signs.dot == "·" else f"{len(one.who)} x", style="bold"), said
        )
    return _section(words.MISCONCEPTIONS, table, len(found), language)


def failures(report: Report, signs: Signs, language: Language) -> list[RenderableType]:
    """The commonest failures beyond those."""
    found = counts.failures(report)
    table = _listing()
    for one in found[:_MAX_LISTED]:
        word = isolated(words.VERDICTS[one.verdict].in_language(language), language)
        checks = (
            one.checks[0]
            if len(one.checks) == 1
            else f"{len(one.checks)} {words.CHECKS.in_language(language)}"
        )
        heading = f"{one.problem} {signs.dot} {checks} {signs.dot} {signs.marks[one.verdict]} {word}"
        said = _said(heading, one.said, one.who, signs, language)
        table.add_row(
            Line(f"{len(one.who)} ×" if signs.dot == "·" else f"{len(one.who)} x", style="bold"), said
        )
    return _section(words.FAILURES, table, len(found), language)


def ungraded(report: Report, signs: Signs, language: Language) -> list[RenderableType]:
    """What could not be graded, and why."""
    return _remarks(words.UNGRADED, counts.ungraded(report), signs, language)


def notes(report: Report, signs: Signs, language: Language) -> list[RenderableType]:
    """The notes on submissions: files that were not taken, times that nobody knows."""
    return _remarks(words.NOTES, counts.notes(report), signs, language)


def _problem_heading(
    reports: Sequence[ProblemReport], number: str, signs: Signs, language: Language, width: int
) -> Line:
    first = reports[0]
    heading = Line.assemble(number, (first.id, "bold"), f" {signs.dot} ")
    heading.append_text(phrase(first.title.in_language(language), language))
    mean = counts.mean([one.score for one in reports if one.score is not None])
    points = words.POINT if first.max_score == 1 else words.POINTS
    facts = f"{brief(first.max_score)} {points.in_language(language)}"
    if mean is not None:
        facts += f"{words.COMMA.in_language(language)}{words.MEAN.in_language(language)} {brief(mean)}"
    end = Line(f" {signs.dot} {isolated(facts, language)}", style="dim")
    if heading.cell_len + end.cell_len > width - 1:
        end = Line(f"\n   {isolated(facts, language)}", style="dim")
    return heading.append_text(end)


def _problem_checks(
    reports: Sequence[ProblemReport], signs: Signs, language: Language, width: int
) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=max(16, width // 3))
    for _ in range(3):
        table.add_column(no_wrap=True)
    for check in counts.check_counts(reports):
        share = Fraction(check.passed, check.total or 1)
        others = Line("  ").join(
            Line(f"{count} ").append_text(signs.mark(verdict)) for verdict, count in check.others
        )
        table.add_row(Line(check.id), signs.bar(share, _BAR), Line(f"{check.passed}/{check.total}"), others)
    return Padding(table, (0, 0, 0, 2))


def _listing() -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    return table


def _said(heading: str, said: Text, who: Sequence[str], signs: Signs, language: Language) -> RenderableType:
    """A heading, what students read of it (its first lines), and whose submissions they are."""
    body = Table.grid()
    body.add_row(Line(heading, style="bold"))
    lines = [line for line in said.in_language(language).splitlines() if line.strip()][:_MAX_SAID_LINES]
    for line in lines:
        body.add_row(Paragraph(line, language))
    names = ", ".join(isolated(name) for name in who[:_MAX_NAMES])
    left_out = len(who) - _MAX_NAMES
    more = f" + {left_out} {words.MORE.in_language(language)}" if left_out > 0 else ""
    body.add_row(Line(names + isolated(more, language), style="dim"))
    return body


def _section(heading: Text, table: Table, found: int, language: Language) -> list[RenderableType]:
    if not found:
        return []
    lines: list[RenderableType] = [phrase(heading.in_language(language), language, "bold underline"), table]
    if found > _MAX_LISTED:
        more = f"+ {found - _MAX_LISTED} {words.MORE.in_language(language)}"
        lines.append(phrase(more, language, "dim"))
    return lines


def _remarks(
    heading: Text, remarks: Sequence[counts.Remark], signs: Signs, language: Language
) -> list[RenderableType]:
    if not remarks:
        return []
    table = Table.grid(padding=(0, 2, 0, 0))
    for one in remarks[:_MAX_ATTENTION]:
        left_out = len(one.who) - 1
        more = f" + {left_out} {words.MORE.in_language(language)}" if left_out else ""
        of = f" {signs.dot} ".join([f"{one.who[0]}{more}", *one.where])
        said = one.said.in_language(language).partition("\n")[0]
        table.add_row(phrase(of, language), Paragraph(said, language))
    lines: list[RenderableType] = [phrase(heading.in_language(language), language, "bold underline"), table]
    if len(remarks) > _MAX_ATTENTION:
        more = f"+ {len(remarks) - _MAX_ATTENTION} {words.MORE.in_language(language)}"
        lines.append(phrase(more, language, "dim"))
    return lines
