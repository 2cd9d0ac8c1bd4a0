"""A report in GitHub's Markdown: a table of points for each problem, then what was not passed.

No text of a student's can be anything but text: a line has every mark of Markdown and HTML escaped, the rest stands in
code blocks whose fence is longer than any within.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.core.report import CheckResult, ProblemReport, Report
from grader.core.text import Language
from grader.core.verdict import Verdict
from grader.reports import plain
from grader.reports.clean import one_line
from grader.reports.numbers import brief
from grader.reports.terminal import words
from grader.reports.terminal.signs import Signs
from grader.reports.terminal.student_view import said_once

MAX_BYTES = 900_000  # GitHub refuses a summary of more than 1 MiB
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_QUIET = (Verdict.PASSED, Verdict.NEEDS_REVIEW, None)


def render(report: Report, language: Language = "en") -> str:
    """The whole report, ending in a newline; what no longer fits is left out, and that is said."""
    problems = [problem for one in report.submissions for problem in one.problems]
    parts = [f"## {escaped(report.assignment_title.in_language(language))}\n"]
    parts += [_table(problem, language) for problem in problems]
    room = MAX_BYTES - sum(len(part.encode()) for part in parts)
    for part in (told for problem in problems for told in _told(problem, language)):
        room -= len(part.encode(errors="replace"))
        if room < 0:
            parts.append("…\n")
            break
        parts.append(part)
    return "\n".join(parts)


def escaped(text: str) -> str:
    """The text as one line that Markdown shows as it is, in a cell of a table, too."""
    return _PUNCTUATION.sub(lambda mark: "&#124;" if mark[0] == "|" else f"\\{mark[0]}", one_line(text))


def _table(problem: ProblemReport, language: Language) -> str:
    total = f"{brief(problem.score, '?')}/{brief(problem.max_score)}"
    points = words.POINTS.in_language(language)
    heading = f"### {escaped(problem.title.in_language(language))}: {total} {points}\n"
    rows = [f"| | | {points} |", "|---|---|---:|"]
    rows += [_row(check, language) for check in problem.checks]
    notes = [f"\n{escaped(note.in_language(language))}" for note in problem.notes]
    withheld = problem.withheld
    for tally, noun in ((withheld.hidden, words.HIDDEN_CHECKS), (withheld.telling, words.TELLING_CHECKS)):
        if tally.checks:
            notes.append(f"\n{tally.checks} {noun.in_language(language)}: {brief(tally.points)} {points}")
    return "\n".join([heading, *rows, *notes, ""])


def _row(check: CheckResult, language: Language) -> str:
    signs = Signs.for_encoding("utf-8")
    word = words.VERDICTS[check.verdict].in_language(language)
    score = f"{brief(check.score, signs.marks[None])}/{brief(check.max_score)}"
    return f"| {escaped(check.title.in_language(language))} | {signs.marks[check.verdict]} {word} | {score} |"


def _told(problem: ProblemReport, language: Language) -> Iterator[str]:
    for check in said_once(problem.checks):
        if check.verdict not in _QUIET:
            name = escaped(f"{problem.id}: {check.title.in_language(language)}")
            yield f"**{name}**\n\n{_fenced(plain.body(check, language))}\n"


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
