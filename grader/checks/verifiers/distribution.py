"""`distribution {family, mean, variance}`: a sample is of that distribution.

Three tests, each with a false-fail probability below 3·10⁻¹⁰ for a right sampler, so below 10⁻⁹ together:

- The mean of n numbers lies within z·σ/√n of the true one; z = 6.4 gives 2·Q(6.4) ≈ 1.6·10⁻¹⁰ for a normal mean.
- The mean square deviation from the true mean lies within z·s of σ², where s is its standard error: σ²·√(2/n) for
  a normal and σ²·√(0.8/n) for a uniform one. Its tail is that of a χ², a little heavier than normal: z = 8.
- The largest distance between the sample's and the true distribution function is at most √(ln(2/2·10⁻¹⁰)/(2n)),
  by the Dvoretzky-Kiefer-Wolfowitz inequality with Massart's constant.

Without `mean` or `variance` the sample's own stand in their place in the third test.
"""

from __future__ import annotations

from math import log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks.verifiers.example import NO_NUMBERS, PASSED, Example, failed, number, real_array
from grader.core.data import Array, Data
from grader.core.judgement import Judgement
from grader.core.text import Text
from grader.errors import AuthorError

MEAN_ERRORS = 6.4
VARIANCE_ERRORS = 8.0
DISTANCE_CHANCE = 2e-10
FEWEST = 100
_SPREAD = {"normal": 2.0, "uniform": 0.8}


def _sample(kind: str, scale: float = 1.0, count: int = 20_000) -> Array:
    generator = np.random.default_rng(7)
    drawn = generator.normal(0, scale, count) if kind == "normal" else generator.uniform(-scale, scale, count)
    return Array(drawn, "float64")


_STANDARD = {"family": "normal", "mean": 0, "variance": 1}

EXAMPLES = (
    Example(observed=_sample("normal"), arguments=_STANDARD, passes=True),
    Example(
        observed=_sample("uniform"),
        arguments={"family": "uniform", "mean": 0, "variance": 1 / 3},
        passes=True,
    ),
    Example(observed=_sample("normal"), arguments={"family": "normal"}, passes=True),
    Example(observed=_sample("normal", 1.2), arguments=_STANDARD, passes=False),
    Example(observed=_sample("uniform", sqrt(3)), arguments=_STANDARD, passes=False),
    Example(observed=Array(np.zeros(20_000), "float64"), arguments=_STANDARD, passes=False),
    Example(observed=Array(np.full(20_000, np.nan), "float64"), arguments=_STANDARD, passes=False),
    Example(observed=_sample("normal", count=99), arguments=_STANDARD, passes=False),
)


def distribution(observed: Data, *, family: Any, mean: Any = None, variance: Any = None) -> Judgement:
    """Passes a sample (an array of any shape) of the family `normal` or `uniform`.

    Raises:
        AuthorError: for another family, or a variance that is not positive.
    """
    if family not in _SPREAD:
        raise AuthorError(f"the verifier distribution knows the families normal and uniform, not {family!r}")
    sample = real_array(observed)
    if sample is None or sample.size < FEWEST or not np.isfinite(sample).all():
        few = Text(f"at least {FEWEST} finite numbers are due", f"دست‌کم {FEWEST} عدد متناهی لازم است")
        return failed(NO_NUMBERS if sample is None else few, None)
    values = np.sort(sample.reshape(-1))
    center = float(values.mean()) if mean is None else number(mean, "mean")
    spread = float(values.var()) if variance is None else number(variance, "variance")
    if variance is not None and spread <= 0:
        raise AuthorError("the argument variance of the verifier distribution must be positive")
    own = float(values.var())
    due = own if variance is None else spread
    feedback = (
        # A mean that is off by no more than the sample's own spread explains is not what is wrong.
        _mean(values, center, max(due, own))
        or _variance(values, center, spread, family)
        or _mean(values, center, due)
        or _form(values, center, spread, family)
    )
    return PASSED if feedback is None else failed(feedback, None)


def _mean(values: NDArray[np.float64], center: float, spread: float) -> Text | None:
    found = float(values.mean())
    error = sqrt(spread / values.size)
    if abs(found - center) <= MEAN_ERRORS * error:
        return None
    return Text(
        f"the sample's mean is {found:.4g}, expected {center:.4g}",
        f"میانگین نمونه {found:.4g} است، ولی باید {center:.4g} باشد",
    )


def _variance(values: NDArray[np.float64], center: float, spread: float, family: str) -> Text | None:
    found = float(np.mean((values - center) ** 2))
    if abs(found - spread) <= VARIANCE_ERRORS * spread * sqrt(_SPREAD[family] / values.size):
        return None
    return Text(
        f"the sample's variance is {found:.4g}, expected {spread:.4g}",
        f"واریانس نمونه {found:.4g} است، ولی باید {spread:.4g} باشد",
    )


def _form(values: NDArray[np.float64], center: float, spread: float, family: str) -> Text | None:
    standard = (values - center) / sqrt(spread) if spread > 0 else np.zeros_like(values)
    true = _normal(standard) if family == "normal" else np.clip((standard / sqrt(3) + 1) / 2, 0, 1)
    ranks = np.arange(1, values.size + 1) / values.size
    distance = float(max(np.max(np.abs(ranks - true)), np.max(np.abs(ranks - 1 / values.size - true))))
    if distance <= sqrt(log(2 / DISTANCE_CHANCE) / (2 * values.size)):
        return None
    return Text(f"the sample is not {family}", "شکل توزیع نمونه درست نیست")


def _normal(standard: NDArray[np.float64]) -> NDArray[np.float64]:
    """The normal distribution function, by `math.erf`, which NumPy lacks."""
    from math import erf

    return np.fromiter((0.5 * (1 + erf(value / sqrt(2))) for value in standard), np.float64, standard.size)
