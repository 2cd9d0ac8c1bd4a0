"""What a step of GitHub Actions prints: annotations on the student's lines, then every check in full.

The runner obeys lines of the form `::command key=value,…::message`. What student code said appears in two places only:
escaped within such a line, and between `::stop-commands::token` and `::token::`, where no other line is obeyed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from grader.core.report import CheckResult, ProblemReport, Report
from grader.core.text import Language
from grader.core.verdict import Verdict
from grader.reports import plain
from grader.reports.clean import clean, one_line
from grader.reports.numbers import brief
from grader.reports.terminal import words
from grader.reports.terminal.signs import Signs
from grader.reports.terminal.student_view import said_once

MOST = 10  # annotations of one kind that a step may have; GitHub drops the rest
_UNANNOTATED = (Verdict.PASSED, Verdict.NEEDS_REVIEW, None)


def render(
    report: Report, token: str, locate: Callable[[str, str], str | None], language: Language = "en"
) -> str:
    """The lines of one step, ending in a newline.

    Args:
        token: what student code cannot have printed: drawn after it has run.
        locate: from a problem's id and a file of the submission as its student named it, the path in the repository;
            None where it is none of the files handed in.
    """
    problems = [problem for one in report.submissions for problem in one.problems]
    errors = [
        _error(problem, check, locate, language)
        for problem in problems
        for check in said_once(problem.checks)
        if check.verdict not in _UNANNOTATED and check.feedback != words.AS_ABOVE
    ]
    notices = [
        command("notice", one_line(note), {"title": "grader"})
        for one in report.submissions
        for note in (*one.notes, *(said.in_language(language) for p in one.problems for said in p.notes))
    ]
    lines = [*_capped(errors, "error"), *_capped(notices, "notice")]
    for problem in problems:
        lines += _group(problem, token, language)
    return "".join(f"{line}\n" for line in lines)


def command(name: str, message: str = "", properties: dict[str, str] | None = None) -> str:
    """One workflow command, escaped as its grammar asks for."""
    pairs = ",".join(f"{key}={_property(value)}" for key, value in (properties or {}).items())
    return f"::{name}{' ' if pairs else ''}{pairs}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _error(
    problem: ProblemReport,
    check: CheckResult,
    locate: Callable[[str, str], str | None],
    language: Language,
) -> str:
    detail = check.detail
    path = locate(problem.id, detail.file) if detail.file else None
    place = {} if path is None else {"file": path, "line": str(detail.line or 1)}
    said = [plain.headline(check, language), *check.feedback.in_language(language).split("\n")[1:]]
    if detail.hint:
        said.append(f"{words.HINT.in_language(language)}: {detail.hint.in_language(language)}")
    title = f"{problem.id}: {one_line(check.title.in_language(language))}"
    return command("error", clean("\n".join(said)), {**place, "title": title})


def _capped(commands: list[str], kind: str) -> list[str]:
    left_out = len(commands) - MOST
    if left_out <= 0:
        return commands
    more = command(kind, f"{left_out + 1} more; the step's log and summary have all", {"title": "grader"})
    return [*commands[: MOST - 1], more]


def _group(problem: ProblemReport, token: str, language: Language) -> Iterator[str]:
    total = f"{brief(problem.score, '?')}/{brief(problem.max_score)}"
    title = one_line(problem.title.in_language(language))
    yield command("group", f"{problem.id}: {title} ({total} {words.POINTS.in_language(language)})")
    yield command("stop-commands", token)
    for check in said_once(problem.checks):
        yield from _check(check, language)
    yield f"::{token}::"
    yield command("endgroup")


def _check(check: CheckResult, language: Language) -> Iterator[str]:
    signs = Signs.for_encoding("utf-8")
    points = f"{brief(check.score, signs.marks[None])}/{brief(check.max_score)}"
    word = words.VERDICTS[check.verdict].in_language(language)
    title = one_line(check.title.in_language(language))
    yield f"{signs.marks[check.verdict]} {check.id}: {title} ({word}, {points})"
    for line in plain.body(check, language).splitlines():
        yield f"    {line}".rstrip()
