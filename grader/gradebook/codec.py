"""What the gradebook keeps as JSON: outlines of problems, terms of assignments, evidence of results.

Unlike `report.json` it is lossless: texts in both languages, points exact. It is ASCII, so that whatever a student's
code printed (lone surrogates, NUL) is text for any database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from grader.core.problem import Assignment, Attempts, Criterion, LatePolicy, Problem, Rubric, Visibility
from grader.core.report import CheckResult, Detail
from grader.core.terms import Terms
from grader.core.text import NOTHING, Text

_PLAIN = ("expected", "observed", "where", "stdout", "traceback", "file", "line", "call")


def dump(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


# --- problems -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutline:
    """What is said of a check whoever answered it. `criteria` are of a rubric."""

    id: str
    title: Text
    points: Fraction
    visibility: Visibility
    extra_credit: bool = False
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What is said of a problem whoever answered it, by check id and misconception id."""

    id: str
    title: Text
    checks: Mapping[str, CheckOutline]
    misconceptions: Mapping[str, Text]


def write_outline(problem: Problem) -> str:
    checks = [
        {
            "id": check.id,
            "title": _text(check.title),
            "points": str(check.points),
            "visibility": check.visibility,
            "extra_credit": check.extra_credit,
            "criteria": [
                {"id": one.id, "title": _text(one.title), "points": str(one.points)}
                for one in (check.expectation.criteria if isinstance(check.expectation, Rubric) else ())
            ],
        }
        for check in problem.checks
    ]
    misconceptions = {one.id: _text(one.feedback) for one in problem.misconceptions}
    return dump({"title": _text(problem.title), "checks": checks, "misconceptions": misconceptions})


def read_outline(problem_id: str, text: str) -> Outline:
    stored = json.loads(text)
    checks = {
        one["id"]: CheckOutline(
            id=one["id"],
            title=Text(*one["title"]),
            points=Fraction(one["points"]),
            visibility=one["visibility"],
            extra_credit=one["extra_credit"],
            criteria=tuple(
                Criterion(id=each["id"], title=Text(*each["title"]), points=Fraction(each["points"]))
                for each in one["criteria"]
            ),
        )
        for one in stored["checks"]
    }
    misconceptions = {key: Text(*text) for key, text in stored["misconceptions"].items()}
    return Outline(id=problem_id, title=Text(*stored["title"]), checks=checks, misconceptions=misconceptions)


# --- assignments --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """An assignment as a run graded it; `problems` in order."""

    title: Text
    max_score: Fraction
    problems: tuple[str, ...]
    terms: Terms


def write_setting(assignment: Assignment, max_score: Fraction) -> str:
    terms = Terms.of(assignment)
    return dump(
        {
            "title": _text(assignment.title),
            "max_score": str(max_score),
            "problems": [one.problem.id for one in assignment.problems],
            "points": {key: str(points) for key, points in terms.points.items()},
            "all_or_nothing": sorted(terms.all_or_nothing),
            "due": None if terms.due is None else terms.due.isoformat(),
            "late": {
                "grace_minutes": terms.late.grace_minutes,
                "percent_per_day": str(terms.late.percent_per_day),
                "max_days": terms.late.max_days,
            },
            "attempts": {"max": terms.attempts.max, "keep": terms.attempts.keep},
        }
    )


def read_setting(text: str) -> Setting:
    stored = json.loads(text)
    late = stored["late"]
    terms = Terms(
        points={key: Fraction(points) for key, points in stored["points"].items()},
        all_or_nothing=frozenset(stored["all_or_nothing"]),
        due=read_time(stored["due"]),
        late=LatePolicy(
            grace_minutes=late["grace_minutes"],
            percent_per_day=Fraction(late["percent_per_day"]),
            max_days=late["max_days"],
        ),
        attempts=Attempts(max=stored["attempts"]["max"], keep=stored["attempts"]["keep"]),
    )
    return Setting(
        title=Text(*stored["title"]),
        max_score=Fraction(stored["max_score"]),
        problems=tuple(stored["problems"]),
        terms=terms,
    )


# --- evidence -----------------------------------------------------------------------------------------------


def write_evidence(check: CheckResult) -> str | None:
    """Feedback and detail; what is empty is left out, and all of it where nothing is there."""
    detail = check.detail
    kept: dict[str, Any] = {
        name: value for name in _PLAIN if (value := getattr(detail, name)) not in (None, "")
    }
    if check.feedback:
        kept["feedback"] = _text(check.feedback)
    if detail.hint:
        kept["hint"] = _text(detail.hint)
    if detail.worst_index is not None:
        kept["worst_index"] = detail.worst_index
    if detail.wrong:
        kept["wrong"] = detail.wrong
    return dump(kept) if kept else None


@lru_cache(maxsize=4096)  # a class shares what it is told
def read_evidence(text: str | None) -> tuple[Text, Detail]:
    if text is None:
        return NOTHING, Detail()
    kept = json.loads(text)
    feedback = Text(*kept.pop("feedback")) if "feedback" in kept else NOTHING
    if "hint" in kept:
        kept["hint"] = Text(*kept["hint"])
    if "worst_index" in kept:
        kept["worst_index"] = tuple(kept["worst_index"])
    if "wrong" in kept:
        kept["wrong"] = tuple(map(tuple, kept["wrong"]))
    return feedback, Detail(**kept)


# --- small things -------------------------------------------------------------------------------------------


def write_points(points: Fraction | None) -> str | None:
    return None if points is None else str(points)


def read_points(text: str | None) -> Fraction | None:
    return None if text is None else read_known(text)


@lru_cache(maxsize=4096)
def read_known(text: str) -> Fraction:
    return Fraction(text)


def write_time(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def read_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def write_texts(texts: Iterable[Text]) -> str:
    return dump([_text(text) for text in texts])


def read_texts(text: str) -> tuple[Text, ...]:
    return tuple(Text(*one) for one in json.loads(text))


def _text(text: Text) -> list[str]:
    return [text.en, text.fa]
