"""The built-in verifiers of `satisfies:`, one to a file. Each takes the observation and its named arguments.

Every file shows what passes and what does not in its `EXAMPLES`, which the tests run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from grader.checks.verifiers.accuracy import accuracy_at_least
from grader.checks.verifiers.decreasing import decreasing
from grader.checks.verifiers.distribution import distribution
from grader.checks.verifiers.finite import finite
from grader.checks.verifiers.parameter_count import parameter_count
from grader.checks.verifiers.shape import shape
from grader.core.judgement import Judgement

VERIFIERS: Mapping[str, Callable[..., Judgement]] = {
    "accuracy_at_least": accuracy_at_least,
    "decreasing": decreasing,
    "distribution": distribution,
    "finite": finite,
    "parameter_count": parameter_count,
    "shape": shape,
}
