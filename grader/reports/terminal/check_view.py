"""One check for its student: verdict, points, why, expected beside observed, what it printed, where it failed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from grader.core.report import CheckResult
from grader.core.text import Language, Text
from grader.core.verdict import Verdict
from grader.reports.clean import clean, one_line
from grader.reports.numbers import brief
from grader.reports.terminal import words
from grader.reports.terminal.bidi import Paragraph, isolated, phrase
from grader.reports.terminal.evidence import Evidence
from grader.reports.terminal.signs import STYLES, Signs

_INDENT = 4
_MAX_PRINTED = 12
_MAX_TRACEBACK = 24
_MAX_LINE = 400


def check_view(check: CheckResult, signs: Signs, language: Language, points_width: int) -> RenderableType:
    """One line if it was passed without a word, else with everything that helps.

    Args:
        points_width: of the widest `points` of the checks that stand below one another.
    """
    return Group(
        _headline(check, signs, language, points_width),
        Padding(Group(*_body(check, signs, language)), (0, 0, 0, _INDENT)),
    )


def points(check: CheckResult, signs: Signs) -> str:
    """What was earned of what: `0.5/2`."""
    return f"{brief(check.score, signs.marks[check.verdict])}/{brief(check.max_score)}"


def _headline(check: CheckResult, signs: Signs, language: Language, points_width: int) -> RenderableType:
    style = STYLES[check.verdict]
    word = words.VERDICTS[check.verdict].in_language(language)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=2 + _longest_word(language), no_wrap=True)
    table.add_column(width=points_width, justify="right", no_wrap=True)
    table.add_column()
    verdict = signs.mark(check.verdict).append(f" {isolated(word, language)}", style=style)
    table.add_row(verdict, Line(points(check, signs)), _title(check, signs, language))
    return table


def _title(check: CheckResult, signs: Signs, language: Language) -> Line:
    title = phrase(check.title.in_language(language), language, "bold")
    title.append(f" {signs.dot} {check.id}", style="not bold dim")
    for applies, word in ((check.extra_credit, words.EXTRA), (check.carried, words.CARRIED)):
        if applies:
            title.append(
                f" {signs.dot} {isolated(word.in_language(language), language)}", style="not bold cyan"
            )
    return title


def _body(check: CheckResult, signs: Signs, language: Language) -> Iterator[RenderableType]:
    detail = check.detail
    if check.feedback:
        yield Paragraph(check.feedback.in_language(language), language)
    if check.verdict is not Verdict.PASSED:
        if detail.call:
            yield _labelled(words.CALL, Paragraph(one_line(detail.call), "en", "cyan"), language)
        if detail.expected is not None or detail.observed is not None:
            yield Evidence(detail, signs, language)
        if detail.traceback:
            yield from _quoted(words.TRACEBACK, _last_lines(detail.traceback, language), signs, language)
        if detail.hint:
            yield _labelled(words.HINT, Paragraph(detail.hint.in_language(language), language), language)
    if detail.stdout.strip():
        yield from _quoted(words.PRINTED, _first_lines(detail.stdout, language), signs, language)
    if check.verdict is not Verdict.PASSED:
        yield Line()


def _labelled(label: Text, body: RenderableType, language: Language) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    table.add_row(phrase(label.in_language(language), language, "dim"), body)
    return table


def _quoted(label: Text, lines: Sequence[str], signs: Signs, language: Language) -> Iterator[RenderableType]:
    """Text of the student's own, set off by a bar, so that it cannot pass for the grader's."""
    yield phrase(label.in_language(language), language, "dim")
    quoted = Table.grid()
    for line in lines:
        quoted.add_row(Line(f"{signs.quote} ", style="dim"), Paragraph(line or " ", "en"))
    yield quoted


def _first_lines(text: str, language: Language) -> list[str]:
    lines = _cleaned(text)
    left_out = len(lines) - _MAX_PRINTED
    return lines if left_out <= 0 else [*lines[:_MAX_PRINTED], _left_out(left_out, language)]


def _last_lines(text: str, language: Language) -> list[str]:
    lines = _cleaned(text)
    left_out = len(lines) - _MAX_TRACEBACK
    return lines if left_out <= 0 else [_left_out(left_out, language), *lines[left_out:]]


def _cleaned(text: str) -> list[str]:
    return [
        line if len(line) <= _MAX_LINE else f"{line[:_MAX_LINE]}…"
        for line in clean(text).rstrip().splitlines()
    ]


def _left_out(count: int, language: Language) -> str:
    return f"… {count} {words.LINES_LEFT_OUT.in_language(language)}"


def _longest_word(language: Language) -> int:
    return max(Line(word.in_language(language)).cell_len for word in words.VERDICTS.values())
