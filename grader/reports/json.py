"""`report.json` (contract: design, section 9): the keys of the contract in its order, then keys of our own.

The text is the same byte for byte for equal reports: submissions are sorted, one check stands on one line.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping

from grader.core.problem import Withheld
from grader.core.report import (
    CheckResult,
    Detail,
    Json,
    ProblemReport,
    Report,
    RunInfo,
    SubmissionReport,
)
from grader.core.text import Language
from grader.reports.numbers import rounded
from grader.reports.stored import parse

__all__ = ["parse", "pieces", "render"]

FORMAT_VERSION = 1


def render(report: Report, language: Language = "en") -> str:
    """The whole report as strict JSON, ending in a newline."""
    return "".join(pieces(report, language))


def pieces(report: Report, language: Language = "en") -> Iterator[str]:
    """As `render`, one submission after another: the text of a big class need not fit into memory."""
    title = report.assignment_title.in_language(language)
    assignment: Json = {"id": report.assignment_id, "title": title, "max_score": rounded(report.max_score)}
    misconceptions: Json = {
        key: text.in_language(language) for key, text in sorted(report.misconceptions.items())
    }
    yield f'{{"format_version": {FORMAT_VERSION}, "viewer": {dump(report.viewer)},\n'
    yield f' "run": {dump(_run(report.run))},\n'
    yield f' "assignment": {dump(assignment)},\n'
    yield ' "submissions": ['
    before = "\n"
    for one in sorted(report.submissions, key=lambda one: (one.student, one.attempt)):
        yield f"{before}  {_submission(one, language)}"
        before = ",\n"
    yield f'],\n "misconceptions": {dump(misconceptions)}'
    if report.notes:
        yield f',\n "notes": {dump(list(report.notes))}'
    yield "}\n"


def _run(run: RunInfo) -> Json:
    isolation: Json = {"tier": run.isolation.tier, "layers": list(run.isolation.layers)}
    seed: Mapping[str, Json] = {} if run.seed is None else {"seed": run.seed}
    return {
        "id": run.id,
        "started_at": run.started_at,
        "device": run.device,
        "engine": run.engine,
        "isolation": isolation,
        **seed,
    }


def _submission(submission: SubmissionReport, language: Language) -> str:
    head: Json = {
        "student": submission.student,
        "attempt": submission.attempt,
        "digest": submission.digest,
        "status": submission.status,
        "score": rounded(submission.score),
        "grade": rounded(submission.grade),
        "max_score": rounded(submission.max_score),
    }
    name: Mapping[str, Json] = {"name": submission.name} if submission.name else {}
    rest: Json = {"days_late": submission.days_late, "notes": list(submission.notes), **name}
    problems = _lines((_problem(problem, language) for problem in submission.problems), 4)
    return f'{dump(head)[:-1]},\n   "problems": {problems},\n   {dump(rest)[1:]}'


def _problem(problem: ProblemReport, language: Language) -> str:
    head: Json = {
        "id": problem.id,
        "status": problem.status,
        "score": rounded(problem.score),
        "max_score": rounded(problem.max_score),
    }
    notes: Json = [note.in_language(language) for note in problem.notes]
    rest: Json = {
        "title": problem.title.in_language(language),
        **({"notes": notes} if notes else {}),
        **_withheld(problem.withheld),
    }
    checks = _lines((dump(_check(check, language)) for check in problem.checks), 6)
    return f'{dump(head)[:-1]},\n     "checks": {checks},\n     {dump(rest)[1:]}'


def _withheld(withheld: Withheld) -> Mapping[str, Json]:
    """What a handout leaves to the course; no key at all where that is nothing."""
    tallies = {"hidden": withheld.hidden, "telling": withheld.telling}
    said: dict[str, Json] = {
        kind: {"checks": one.checks, "points": rounded(one.points)}
        for kind, one in tallies.items()
        if one.checks
    }
    return {"withheld": said} if said else {}


def _check(check: CheckResult, language: Language) -> Json:
    return {
        "id": check.id,
        "title": check.title.in_language(language),
        "verdict": None if check.verdict is None else str(check.verdict),
        "score": rounded(check.score),
        "max_score": rounded(check.max_score),
        "visibility": check.visibility,
        "feedback": check.feedback.in_language(language),
        "misconception": check.misconception,
        "carried": check.carried,
        "wall_time_s": None if check.wall_time_s is None else round(check.wall_time_s, 4),
        "detail": _detail(check.detail, language),
        "extra_credit": check.extra_credit,
    }


def _detail(detail: Detail, language: Language) -> Json:
    return {
        "expected": _strict(detail.expected),
        "observed": _strict(detail.observed),
        "worst_index": None if detail.worst_index is None else list(detail.worst_index),
        "stdout": detail.stdout,
        "traceback": detail.traceback,
        "hint": detail.hint.in_language(language) or None,
        "where": detail.where,
        "wrong": [list(index) for index in detail.wrong],
        "call": detail.call,
        "file": detail.file,
        "line": detail.line,
    }


def _strict(value: Json) -> Json:
    """NaN and the infinities as strings: JSON has no numbers for them."""
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, list):
        return [_strict(item) for item in value]
    if isinstance(value, dict):
        return {key: _strict(item) for key, item in value.items()}
    return value


# Lone surrogates have no UTF-8. C1 controls and direction overrides would act on a terminal that shows the file.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def dump(value: object, indent: int | None = None) -> str:
    """JSON that people can read, in any language, and that does nothing to the terminal it is shown on."""
    return _UNSAFE.sub(_escaped, json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return "\ufffd" if 0xD800 <= code < 0xE000 else f"\\u{code:04x}"


def _lines(items: Iterable[str], indent: int) -> str:
    """A JSON array with one item on each line."""
    space = " " * indent
    body = ",\n".join(space + item for item in items)
    return f"[\n{body}]" if body else "[]"
