"""How far right answers are from wrong ones: the reference in the spec's dtype, and the nearest wrong example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite

from grader.checks.distance import distance
from grader.core.observation import Returned
from grader.core.problem import CallSubject, Check, Example, Problem
from grader.errors import AuthorError
from grader.grading import AnswerKey
from grader.grading.requests import observed, student_setup
from grader.sandbox.box import Sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """Distances from what is expected, in tolerances: 1 is the edge of what passes.

    Attributes:
        reference: the furthest that the reference strays, run as a student would run it.
        nearest: the nearest wrong example on a check that it fails; None where no example is wrong by numbers.
        example, check: which that is.
    """

    reference: float
    nearest: float | None
    example: str = ""
    check: str = ""


def margin(problem: Problem, examples: Sequence[Example], key: AnswerKey, sandbox: Sandbox) -> Margin | None:
    """The margin of a problem; None where nothing is compared with expected numbers."""
    module, reference = problem.submit.module, problem.files.get("reference.py")
    if module is None or reference is None:
        return None
    own = [far for _, far in _distances(problem, {module: reference}, key, sandbox) if isfinite(far)]
    if not own:
        return None
    near, example, check = min(
        (
            (far, one.name, check.id)
            for one in examples
            for check, far in _distances(problem, one.files, key, sandbox)
            if far > 1 and isfinite(far)
        ),
        default=(inf, "", ""),
    )
    return Margin(reference=max(own), nearest=near if isfinite(near) else None, example=example, check=check)


def _distances(
    problem: Problem, files: Mapping[str, bytes], key: AnswerKey, sandbox: Sandbox
) -> Iterator[tuple[Check, float]]:
    """For each check of a call, the furthest that any trial strays; nothing where a trial has no numbers."""
    with sandbox.session(student_setup(problem, files), problem.limits) as session:
        for check in problem.checks:
            if not isinstance(check.subject, CallSubject) or problem.submit.module not in files:
                continue
            try:
                trials = key.trials(check)
            except AuthorError:
                continue
            if not all(trial.expected for trial in trials):
                continue
            seen = session.calls([trial.request for trial in trials], check.limits)
            outcomes = [one.outcome for one in seen]
            if len(seen) == len(trials) and all(isinstance(outcome, Returned) for outcome in outcomes):
                yield (
                    check,
                    max(
                        min(
                            distance(
                                right,
                                observed(check, outcome),
                                tolerance=check.tolerance,
                                dtype=problem.dtype,
                            )
                            for right in trial.expected
                        )
                        for trial, outcome in zip(trials, outcomes, strict=True)
                        if isinstance(outcome, Returned)
                    ),
                )
