"""Error carried forward: is a wrong result right for the student's own value of an earlier check?

Judged only after the plain judgement failed. The reference gets the student's value in a process of its own, and
only where that value could be told from the right one: it has the expected shape and kind, is finite, is no more than
1e3 times as large, and does not make constant what is not (design, section 6).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from grader.checks import compare
from grader.core.data import Array, Data, as_array, from_literal, leaves
from grader.core.problem import Check
from grader.grading.answer_key import AnswerKey
from grader.grading.trials import Trial
from grader.wire.messages import Plain

LARGEST_RATIO = 1e3


def holds_carried(
    check: Check,
    trials: Sequence[Trial],
    own: Mapping[str, Sequence[Data]],
    is_right: Callable[[int, Data], bool],
    key: AnswerKey,
) -> bool:
    """Is every trial right, in itself or for the student's own earlier values?

    Args:
        own: for each carried value's name, what the student's earlier check gave on each of its trials.
        is_right: does the student's result of a trial (by index) agree with an expected one?

    Raises:
        AuthorError: never for what the reference makes of the student's value.
    """
    if not all(own.get(name) for name in check.carry):
        return False
    return all(
        any(is_right(index, right) for right in trial.expected)
        or any(is_right(index, right) for right in _recomputed(check, trial, index, own, key))
        for index, trial in enumerate(trials)
    )


def _recomputed(
    check: Check, trial: Trial, index: int, own: Mapping[str, Sequence[Data]], key: AnswerKey
) -> list[Data]:
    values: dict[str, Data | Plain] = {}
    for name in check.carry:
        plain = trial.wide[name]  # the spec's reader has seen to it that a call rests on it
        value = own[name][min(index, len(own[name]) - 1)]
        if not _is_credible(_data(plain), value):
            return []
        fitting = compare.aligned(_data(plain), value)
        values[name] = Plain(_number(fitting)) if isinstance(plain, Plain) else fitting
    found = key.carried(check, trial, values)
    return [right for plain, right in found if not _became_constant(plain, right)]


def _data(value: Data | Plain) -> Data:
    return from_literal(value.value) if isinstance(value, Plain) else value


def _number(data: Data) -> object:
    return data.values.item() if isinstance(data, Array) and data.values.size == 1 else data


def _is_credible(plain: Data, value: Data) -> bool:
    if not compare.same_form(plain, value):
        return False
    given = dict(leaves(compare.aligned(plain, value)))
    for where, leaf in leaves(plain):
        right, own = as_array(leaf), as_array(given[where])
        if right is None or own is None or not np.isfinite(own.values).all():
            return False
        largest = float(np.max(np.abs(right.values), initial=0.0)) if right.values.size else 0.0
        if own.values.size and float(np.max(np.abs(own.values))) > LARGEST_RATIO * largest:
            return False
    return True


def _became_constant(plain: Data, recomputed: Data) -> bool:
    new = dict(leaves(recomputed))
    for where, leaf in leaves(plain):
        before, after = as_array(leaf), as_array(new.get(where))
        if before is not None and after is not None and _is_constant(after) and not _is_constant(before):
            return True
    return False


def _is_constant(array: Array) -> bool:
    """A single number is never called constant: it has nothing to differ from."""
    values = array.values
    return values.size > 1 and not np.any(values != values.flat[0])
