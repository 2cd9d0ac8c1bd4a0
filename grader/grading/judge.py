"""One check of one submission: observations in, a result out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from grader.checks import compare, words
from grader.checks.expects import judge_expects
from grader.checks.outcomes import explain
from grader.checks.raises import judge_raises
from grader.checks.verifiers import VERIFIERS
from grader.core.data import Data
from grader.core.judgement import Judgement
from grader.core.observation import Observation, Returned
from grader.core.problem import CallSubject, Check, Problem, Raises, Satisfies
from grader.core.text import Text
from grader.core.verdict import Verdict
from grader.grading.answer_key import AnswerKey
from grader.grading.requests import arguments_of, observed
from grader.grading.trials import Trial
from grader.wire.messages import Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One trial: what was seen and what it is worth."""

    verdict: Verdict
    judgement: Judgement
    observation: Observation


def judge_trial(
    problem: Problem, check: Check, trial: Trial, observation: Observation, key: AnswerKey
) -> Judged:
    """Judges one call.

    Raises:
        AuthorError: if the problem's own verifier fails.
    """
    outcome = observation.outcome
    if isinstance(check.expectation, Raises):
        verdict, judgement = judge_raises(check.expectation, outcome)
        return Judged(verdict=verdict, judgement=judgement, observation=observation)
    if not isinstance(outcome, Returned):
        verdict, feedback = explain(outcome)
        return Judged(
            verdict=verdict,
            judgement=Judgement(fraction=Fraction(0), feedback=feedback),
            observation=observation,
        )
    judgement = _changed_inputs(check, trial, outcome) or _judge(
        problem, check, trial, observed(check, outcome), key
    )
    return Judged(verdict=verdict_of(judgement.fraction), judgement=judgement, observation=observation)


def verdict_of(fraction: Fraction) -> Verdict:
    """Passed, partial or failed."""
    if fraction == 1:
        return Verdict.PASSED
    return Verdict.PARTIAL if fraction > 0 else Verdict.FAILED


def _judge(problem: Problem, check: Check, trial: Trial, data: Data, key: AnswerKey) -> Judgement:
    if isinstance(check.expectation, Satisfies):
        if data is None:
            return Judgement(fraction=Fraction(0), feedback=words.not_written())
        return judge_expects(check.expects, data) or verify(check, check.expectation, trial, data, key)
    judgements = [
        compare.compare(right, data, tolerance=check.tolerance, dtype=problem.dtype, credit=check.credit)
        for right in trial.expected
    ]
    return max(judgements, key=lambda judgement: judgement.fraction)


def verify(check: Check, expectation: Satisfies, trial: Trial, data: Data, key: AnswerKey) -> Judgement:
    """What the problem's own or a built-in verifier says.

    Raises:
        AuthorError: if the problem's own verifier fails.
    """
    if not expectation.built_in:
        verification = key.verify(check, trial, data)
        return Judgement(
            fraction=_simple(verification.fraction), feedback=Text(verification.feedback), observed=data
        )
    arguments = {
        name: value.value if isinstance(value, Plain) else value
        for name, value in arguments_of(expectation, trial).items()
    }
    return VERIFIERS[expectation.verifier](data, **arguments)


def _simple(fraction: float) -> Fraction:
    """1/3 for 0.3333333333333333; what is not quite all, or not quite nothing, stays so."""
    simple = Fraction(fraction).limit_denominator(10**6)
    return simple if 0 < simple < 1 or simple == fraction else Fraction(fraction)


def _changed_inputs(check: Check, trial: Trial, returned: Returned) -> Judgement | None:
    """A failure if an argument that must be kept was changed; compared by the host, to the bit."""
    assert isinstance(check.subject, CallSubject)
    for name in check.subject.keeps:
        before, after = trial.inputs[name], returned.after.get(name)
        kept = compare.identical(before.value if isinstance(before, Plain) else before, after)
        if not kept:
            return Judgement(
                fraction=Fraction(0),
                feedback=Text(
                    f"the argument {name} was changed in place; it must be left as it was",
                    f"آرگومان {name} در جای خود تغییر کرده است؛ باید دست‌نخورده بماند",
                ),
                where=name,
            )
    return None


def agrees_with(problem: Problem, check: Check) -> Callable[[Data, Data], bool]:
    """The check's own comparison: (expected, observed)."""
    return lambda right, given: compare.agrees(right, given, tolerance=check.tolerance, dtype=problem.dtype)


def worst(judged: list[Judged]) -> Judged:
    """The trial that decides: the first with the least fraction."""
    wrong = [one for one in judged if one.judgement.fraction != 1]  # to order fractions takes long
    return min(wrong, key=lambda one: one.judgement.fraction) if wrong else judged[0]
