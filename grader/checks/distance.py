"""How far an observation lies from what is expected, in tolerances."""

from __future__ import annotations

from math import inf

import numpy as np

from grader.checks.compare import Rule, aligned, same_form
from grader.core.data import Data, as_array, leaves
from grader.core.dtypes import round_to
from grader.core.problem import Tolerance


def distance(expected: Data, observed: Data, *, tolerance: Tolerance, dtype: str) -> float:
    """The largest |O − E| over what is allowed there: up to 1 passes; infinite where form or exact values differ."""
    if not same_form(expected, observed):
        return inf
    rule = Rule.of(tolerance, dtype)
    given = dict(leaves(aligned(expected, observed)))
    furthest = 0.0
    for where, leaf in leaves(expected):
        right, own = as_array(leaf), as_array(given[where])
        if right is None or own is None:
            furthest = max(furthest, 0.0 if leaf == given[where] else inf)
        elif right.values.size and right.kind in ("float", "complex"):
            target = round_to(right.values, dtype).astype(np.complex128)
            finite = np.isfinite(target)
            far = np.abs(own.values.astype(np.complex128) - target)
            scale = np.max(np.abs(target[finite]), initial=0.0) if rule.scaled else 1.0
            allowed = rule.atol * (scale or 1.0) + rule.rtol * np.abs(target)
            with np.errstate(invalid="ignore", divide="ignore"):
                ratio = np.where(allowed > 0, far / allowed, np.where(far > 0, inf, 0.0))
            furthest = max(furthest, float(np.max(np.where(finite, ratio, 0.0))))
        elif not np.array_equal(right.values, own.values):
            furthest = inf
    return furthest
