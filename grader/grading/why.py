"""Why a wrong answer is wrong: the author's misconceptions first, then the general causes.

A name is spoken only when it explains the answer on every trial (design, section 6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.checks import compare, words
from grader.core.data import Array, as_array, leaves
from grader.core.observation import Observation, Raised, Returned
from grader.core.problem import Check, Problem, Satisfies, Swap
from grader.core.text import NOTHING, Text
from grader.diagnosis import Case, Diagnosis, diagnose
from grader.grading.answer_key import AnswerKey
from grader.grading.judge import Judged, agrees_with
from grader.grading.requests import observed
from grader.grading.trials import Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The cause in words, and its id: the author's `misconception`, or a general `cause`."""

    feedback: Text = NOTHING
    misconception: str | None = None
    cause: str | None = None


def explain_mistake(problem: Problem, check: Check, judged: Sequence[Judged], key: AnswerKey) -> Why:
    """The first misconception in file order, else the general cause, else nothing."""
    trials = key.trials(check)
    if len(judged) != len(trials):
        return Why()
    for candidate in problem.misconceptions:
        swap = candidate.when
        if isinstance(swap, Swap) and (not candidate.checks or check.id in candidate.checks):
            wrong = [key.mistaken(swap, check, trial) for trial in trials]
            if _explains(problem, check, trials, judged, wrong):
                return Why(feedback=candidate.feedback, misconception=candidate.id)
    general = _general(problem, check, trials, judged)
    return Why() if general is None else Why(feedback=general.feedback, cause=general.id)


def _explains(
    problem: Problem,
    check: Check,
    trials: Sequence[Trial],
    judged: Sequence[Judged],
    wrong: Sequence[Observation],
) -> bool:
    """Does a misconception explain the answer on every trial, and is it told from the right one there?"""
    return all(
        _explains_one(problem, check, trial, seen, mistake)
        for trial, seen, mistake in zip(trials, judged, wrong, strict=True)
    )


def _explains_one(problem: Problem, check: Check, trial: Trial, seen: Judged, wrong: Observation) -> bool:
    given, mistaken = seen.observation.outcome, wrong.outcome
    if isinstance(given, Raised) and isinstance(mistaken, Raised):
        return given.types[0] == mistaken.types[0]
    if not isinstance(given, Returned) or not isinstance(mistaken, Returned) or seen.judgement.passed:
        return False
    answer, mistake = observed(check, given), observed(check, mistaken)
    if compare.is_vacuous(mistake):
        return False
    agrees = agrees_with(problem, check)
    return not any(agrees(right, mistake) for right in trial.expected) and agrees(mistake, answer)


def _general(
    problem: Problem, check: Check, trials: Sequence[Trial], judged: Sequence[Judged]
) -> Diagnosis | None:
    """The general cause behind every wrong array, said of the first."""
    if isinstance(check.expectation, Satisfies):
        return None
    agrees = agrees_with(problem, check)
    cases: dict[str, list[Case]] = {}
    for trial, seen in zip(trials, judged, strict=True):
        if not trial.expected or not isinstance(seen.observation.outcome, Returned):
            return None
        inputs = {name: value for name, value in trial.inputs.items() if isinstance(value, Array)}
        right_one = trial.expected[0]
        given = dict(leaves(compare.aligned(right_one, observed(check, seen.observation.outcome))))
        for where, leaf in leaves(right_one):
            right, answer = as_array(leaf), as_array(given[where]) if where in given else None
            if right is None or answer is None:
                return None
            if not agrees(leaf, given[where]):
                cases.setdefault(where, []).append(Case(expected=right, observed=answer, inputs=inputs))
    found = [(where, diagnose(wrong, agrees)) for where, wrong in cases.items() if len(wrong) == len(trials)]
    causes = {None if diagnosis is None else diagnosis.id for _, diagnosis in found}
    if len(found) != len(cases) or len(causes) != 1:
        return None
    where, diagnosis = found[0]
    return None if diagnosis is None else replace(diagnosis, feedback=words.at(where, diagnosis.feedback))
