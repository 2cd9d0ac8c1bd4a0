"""How good is the diagnosis? `python -m tests.diagnosis.quality` prints a table over the problem bank.

Every right result of every check is spoilt by one cause at a time, as one slip would spoil it, and the diagnosis is
asked for its name: the right one, none, or a wrong one. Authored misconceptions are left out of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grader.checks.compare import compare
from grader.core.data import Array, Data, as_array
from grader.core.dtypes import round_to
from grader.core.observation import Observation, Returned
from grader.core.problem import CallSubject, Check, Problem, Satisfies
from grader.core.verdict import Verdict
from grader.errors import AuthorError
from grader.grading import AnswerKey
from grader.grading.judge import Judged
from grader.grading.trials import Trial
from grader.grading.why import explain_mistake
from grader.sandbox.box import Sandbox
from grader.spec import load

PROBLEMS = Path(__file__).parents[2] / "problems"
Floats = NDArray[np.float64]
Spoil = Callable[[Floats, Trial], Floats | None]


def _softmax(values: Floats, axis: int) -> Floats:
    powers = np.exp(values - values.max(axis=axis, keepdims=True))
    return np.asarray(powers / powers.sum(axis=axis, keepdims=True))


def _batch(trial: Trial) -> int | None:
    sizes = [
        value.shape[0] for value in trial.inputs.values() if isinstance(value, Array) and len(value.shape) > 1
    ]
    return sizes[0] if sizes and sizes[0] > 2 else None


def _by_batch(factor: Callable[[int], float]) -> Spoil:
    def spoil(right: Floats, trial: Trial) -> Floats | None:
        size = _batch(trial)
        return None if size is None else right * factor(size)

    return spoil


def _input(right: Floats, trial: Trial) -> Floats | None:
    found = [
        value.values.astype(np.float64)
        for value in trial.inputs.values()
        if isinstance(value, Array) and value.shape == right.shape and value.kind != "bool"
    ]
    return found[0] if found and right.ndim else None


def _squeezed(right: Floats, _: Trial) -> Floats | None:
    return right.squeeze() if 1 in right.shape else None


def _before_relu(right: Floats, _: Trial) -> Floats | None:
    if not (right == 0).any() or (right < 0).any() or not (right > 0).any():
        return None
    index = np.arange(right.size).reshape(right.shape)
    return np.where(right == 0, -0.25 - 0.125 * index, right)


def _before_sigmoid(right: Floats, _: Trial) -> Floats | None:
    inside = ((right > 0.001) & (right < 0.999)).all()
    return np.asarray(np.log(right / (1 - right))) if inside else None


SPOILT: tuple[tuple[str, str, Spoil], ...] = (
    ("transposed", "transposed", lambda right, _: right.T if right.ndim == 2 else None),
    ("axes permuted", "transposed", lambda right, _: np.moveaxis(right, 0, -1) if right.ndim > 2 else None),
    ("flipped along axis 0", "flipped", lambda right, _: right[::-1] if right.ndim else None),
    ("flipped along the last axis", "flipped", lambda right, _: right[..., ::-1] if right.ndim > 1 else None),
    ("rotated by 180°", "flipped", lambda right, _: np.flip(right, (-2, -1)) if right.ndim > 1 else None),
    ("shifted by one", "shifted", lambda right, _: np.roll(right, 1, 0) if right.ndim and len(right) > 2 else None),
    ("sign", "sign", lambda right, _: -right),
    ("times 2", "factor", lambda right, _: 2 * right),
    ("half", "factor", lambda right, _: right / 2),
    ("sum for mean over the batch", "factor", _by_batch(lambda size: size)),
    ("mean for sum over the batch", "factor", _by_batch(lambda size: 1 / size)),
    ("off by one", "offset", lambda right, _: right + 1),
    ("a constant added", "offset", lambda right, _: right + 0.375),
    ("extra axis", "extra-axis", lambda right, _: right[None] if right.ndim else None),
    ("squeezed", "extra-axis", _squeezed),
    ("flattened", "reshaped", lambda right, _: right.ravel() if right.ndim > 1 and 1 not in right.shape else None),
    ("softmax too many", "extra-activation", lambda right, _: _softmax(right, -1) if right.ndim else None),
    ("ReLU too many", "extra-activation", lambda right, _: np.maximum(right, 0)),
    ("sigmoid too many", "extra-activation", lambda right, _: np.asarray(1 / (1 + np.exp(-right)))),
    ("tanh too many", "extra-activation", lambda right, _: np.tanh(right)),
    ("ReLU missing", "missing-activation", _before_relu),
    ("sigmoid missing", "missing-activation", _before_sigmoid),
    ("cut to integers", "truncated", lambda right, _: np.trunc(right)),
    ("logarithm to base 10", "log-base", lambda right, _: right / np.log(10)),
    ("degrees for radians", "degrees", lambda right, _: np.degrees(right)),
    ("variance for deviation", "deviation", lambda right, _: right**2 if (right >= 0).all() else None),
    ("deviation for variance", "deviation", lambda right, _: np.sqrt(right) if (right >= 0).all() else None),
    ("the input handed back", "unchanged-input", _input),
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """Names spoken for one way to spoil results."""

    right: int = 0
    none: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    def count(self, expected: str, spoken: str | None) -> None:
        if spoken is None:
            self.none += 1
        elif spoken == expected:
            self.right += 1
        else:
            self.wrong[spoken] += 1


def measure(problems: Path = PROBLEMS) -> dict[str, Tally]:
    """The tallies by way to spoil."""
    tallies = {name: Tally() for name, _, _ in SPOILT}
    with ExitStack() as stack:
        sandbox = stack.enter_context(Sandbox())
        for assigned in load(problems).problems:
            problem = replace(assigned.problem, misconceptions=())
            key = stack.enter_context(AnswerKey(problem, b"quality", sandbox))
            for check in problem.checks:
                for name, expected, spoken in _asked(problem, check, key):
                    tallies[name].count(expected, spoken)
    return tallies


def _asked(problem: Problem, check: Check, key: AnswerKey) -> Iterator[tuple[str, str, str | None]]:
    if not isinstance(check.subject, CallSubject) or isinstance(check.expectation, Satisfies):
        return
    try:
        trials = key.trials(check)
    except AuthorError:
        return
    if not all(trial.expected for trial in trials):
        return
    for name, cause, spoil in SPOILT:
        judged = [_judged(problem, check, trial, spoil) for trial in trials]
        known = [one for one in judged if one is not None]
        # A slip that leaves some trial right, or that nothing can be told from, is no case.
        if len(known) == len(trials) and all(one.verdict is Verdict.FAILED for one in known):
            yield name, cause, explain_mistake(problem, check, known, key).cause


def _judged(problem: Problem, check: Check, trial: Trial, spoil: Spoil) -> Judged | None:
    spoilt = _spoilt(trial.expected[0], trial, spoil, problem.dtype)
    if spoilt is None:
        return None
    judgement = compare(trial.expected[0], spoilt, tolerance=check.tolerance, dtype=problem.dtype)
    verdict = Verdict.PASSED if judgement.passed else Verdict.FAILED
    seen = Observation(outcome=Returned(data=spoilt), wall_time_s=0.0)
    return Judged(verdict=verdict, judgement=judgement, observation=seen)


def _spoilt(data: Data, trial: Trial, spoil: Spoil, dtype: str) -> Data | None:
    """Every leaf spoilt in the same way; None where one cannot be, or would come to nothing."""
    if isinstance(data, Mapping):
        parts = {key: _spoilt(item, trial, spoil, dtype) for key, item in data.items()}
        return None if any(part is None for part in parts.values()) else parts
    if isinstance(data, tuple):
        items = tuple(_spoilt(item, trial, spoil, dtype) for item in data)
        return None if any(item is None for item in items) else items
    array = as_array(data)
    if array is None or array.kind not in ("float", "integer"):
        return None
    with np.errstate(all="ignore"):
        wrong = spoil(array.values.astype(np.float64), trial)
    if wrong is None or not np.isfinite(wrong).all() or not np.any(wrong):
        return None
    return Array(np.ascontiguousarray(round_to(wrong, dtype)), dtype)


def main() -> None:
    tallies = measure()
    print(f"{'what was done to right results':<32}{'right':>7}{'none':>7}{'wrong':>7}")
    for name, tally in tallies.items():
        wrong = ", ".join(f"{count} × {cause}" for cause, count in tally.wrong.most_common())
        print(f"{name:<32}{tally.right:>7}{tally.none:>7}{sum(tally.wrong.values()):>7}  {wrong}")
    named, misnamed, total = summary(tallies)
    print(f"\nright names {named / total:.1%}, wrong names {misnamed / total:.1%} of {total} spoilt results")


def summary(tallies: Mapping[str, Tally]) -> tuple[int, int, int]:
    """Right names, wrong names, and all results that were spoilt."""
    right = sum(tally.right for tally in tallies.values())
    wrong = sum(sum(tally.wrong.values()) for tally in tallies.values())
    return right, wrong, right + wrong + sum(tally.none for tally in tallies.values())


if __name__ == "__main__":
    main()
