"""Which visible checks may be handed out: a check that tells its answer to be judged by is left to the course."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grader.core.data import Array, Data, leaves
from grader.core.inputs import call_names, reference_names
from grader.core.problem import (
    AnswerSubject,
    Cases,
    Check,
    Equals,
    Fixed,
    MatchesReference,
    PlainObject,
    Problem,
    Satisfies,
    Speedup,
    Tally,
    ValueName,
)

WRITTEN = "a written answer, which would be handed out with it"
VERIFIER = "verifier.py may tell the answer; if not, write `handout: [verifier.py]` in problem.yaml"
TIMED = "it is timed against the reference, which stays with the course"
SHARED_VALUE = "it is judged by a value that hidden checks keep from students"
SHARED_ANSWER = "what it expects is what a hidden check expects"
TELLING_DIGITS = 3  # a number as short as 0.25 or 12 is no secret


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A visible check that stays with the course, and why."""

    check: Check
    why: str


def left_out(problem: Problem) -> Iterator[LeftOut]:
    """The visible checks that cannot be handed out."""
    hidden = [check for check in problem.checks if not check.is_visible]
    answers = {secret for check in hidden for secret in _expected(check)}
    kept_back = {name for check in hidden for name in _arguments(check)}
    kept_back -= {name for check in problem.checks if check.is_visible for name in call_names(check)}
    for check in problem.checks:
        if check.is_visible and (why := _why(problem, check, answers, kept_back)):
            yield LeftOut(check=check, why=why)


def tally(checks: Iterator[Check]) -> Tally:
    """How many they are, and what they are worth without extra credit."""
    found = list(checks)
    return Tally(len(found), sum((one.points for one in found if not one.extra_credit), Tally().points))


def used_values(check: Check) -> set[str]:
    """The values that a check needs once the reference has said what is right."""
    return reference_names(check) if isinstance(check.expectation, Satisfies) else call_names(check)


def _why(problem: Problem, check: Check, answers: set[Secret], kept_back: set[str]) -> str:
    match check.expectation:
        case MatchesReference(speedup=Speedup()):
            return TIMED
        case Satisfies(built_in=False) if "verifier.py" not in problem.handout:
            return VERIFIER
        case Satisfies(verifier=name) if isinstance(check.subject, AnswerSubject):
            if name == "accuracy_at_least":
                return WRITTEN
        case _ if isinstance(check.subject, AnswerSubject):
            return WRITTEN
    if answers & {*_expected(check), *_asked_of_verifier(check)}:
        return SHARED_ANSWER
    fixed = {
        name for name in used_values(check) if isinstance(check.values[name], Fixed | PlainObject | Cases)
    }
    return SHARED_VALUE if fixed & kept_back else ""


Secret = str | float


def _expected(check: Check) -> Iterator[Secret]:
    """The single number or text that is right, unless anybody would guess it."""
    if isinstance(check.expectation, Equals):
        for data in (check.expectation.expected, *check.expectation.cases):
            yield from _secrets(data)


def _asked_of_verifier(check: Check) -> Iterator[Secret]:
    if isinstance(check.expectation, Satisfies):
        for argument in check.expectation.arguments.values():
            if not isinstance(argument, ValueName):
                yield from _secrets(argument)


def _secrets(data: Data) -> Iterator[Secret]:
    found = list(leaves(data))
    if len(found) > 1:
        return
    for _, leaf in found:
        match leaf:
            case Array():
                pass  # rows of numbers that two checks share are shared by their author's intent
            case bool() | None | complex():
                pass
            case int() | float():
                digits = f"{abs(leaf):.12g}".partition("e")[0].replace(".", "").strip("0")
                if len(digits) >= TELLING_DIGITS:
                    yield float(leaf)
            case str() if len(leaf) >= TELLING_DIGITS:
                yield leaf


def _arguments(check: Check) -> Iterator[str]:
    if isinstance(check.expectation, Satisfies):
        for argument in check.expectation.arguments.values():
            if isinstance(argument, ValueName):
                yield argument.name
