"""What a save changed: the checks whose verdict or score is another, and the score before and after."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from grader.core.report import CheckResult, ProblemReport
from grader.core.text import Language
from grader.reports.numbers import brief
from grader.reports.terminal import words
from grader.reports.terminal.bidi import isolated, phrase
from grader.reports.terminal.check_view import points
from grader.reports.terminal.signs import STYLES, Signs
from grader.reports.terminal.trimmed import Trimmed


def since_view(
    before: ProblemReport, after: ProblemReport, signs: Signs, language: Language = "en"
) -> RenderableType:
    """One problem as its student sees it, before a save and after it."""
    changed = list(_changed(before, after))
    return Trimmed(
        Padding(
            Group(_score(before, after, bool(changed), signs, language), *_rows(changed, signs, language)),
            (0, 0, 0, 1),
        )
    )


def _changed(before: ProblemReport, after: ProblemReport) -> Iterator[tuple[CheckResult, CheckResult]]:
    was = {check.id: check for check in before.checks}
    for check in after.checks:
        earlier = was[check.id]
        if (earlier.verdict, earlier.score) != (check.verdict, check.score):
            yield earlier, check


def _score(
    before: ProblemReport, after: ProblemReport, is_changed: bool, signs: Signs, language: Language
) -> Line:
    of, noun = words.OF.in_language(language), words.POINTS.in_language(language)
    line = Line.assemble((after.id, "bold"), " ")
    line.append(isolated(f"{brief(after.score, '–')} {of} {brief(after.max_score)} {noun}", language))
    if not is_changed:
        line.append(f" {signs.dot} {isolated(words.UNCHANGED.in_language(language), language)}", style="dim")
    elif before.score != after.score:
        told = f"{words.BEFORE.in_language(language)} {brief(before.score, '–')}"
        line.append(f" {signs.dot} {isolated(told, language)}", style="dim")
    return line


def _rows(
    changed: list[tuple[CheckResult, CheckResult]], signs: Signs, language: Language
) -> Iterator[RenderableType]:
    if not changed:
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    for width in ("verdict", "points"):
        table.add_column(no_wrap=True, justify="right" if width == "points" else "left")
    table.add_column()
    for earlier, check in changed:
        was, is_now = (words.VERDICTS[one.verdict].in_language(language) for one in (earlier, check))
        verdict = signs.mark(check.verdict)
        verdict.append(
            f" {isolated(f'{was} {signs.arrows[language]} {is_now}', language)}", style=STYLES[check.verdict]
        )
        title = phrase(check.title.in_language(language), language)
        title.append(f" {signs.dot} {check.id}", style="dim")
        table.add_row(verdict, Line(points(check, signs)), title)
    yield Padding(table, (0, 0, 0, 1))
