"""The right result, but for one operation on every number."""

from __future__ import annotations

from collections.abc import Iterator
from math import log, pi

import numpy as np

from grader.core.text import Text
from grader.diagnosis.cause import Case, Cause, Guess, wide


def _sign(case: Case) -> Iterator[Guess]:
    text = Text("the sign is flipped", "علامت برعکس است")
    yield Guess(key="-", values=-wide(case.expected), feedback=text)


def _factor(case: Case) -> Iterator[Guess]:
    """A constant factor that is a count of the problem: n, 1/n, 2, 1/2, and the sizes of the inputs' axes."""
    right = wide(case.expected)
    for name, factor in _factors(case):
        yield Guess(key=name, values=right * factor, feedback=_factor_text(name, factor))


def _factors(case: Case) -> Iterator[tuple[str, float]]:
    yield "2", 2.0
    yield "1/2", 0.5
    for size, names in sorted(_sizes(case).items()):
        yield f"n={names}", float(size)
        yield f"1/n={names}", 1.0 / size
        if size > 2:
            yield f"n/(n-1)={names}", size / (size - 1)
            yield f"(n-1)/n={names}", (size - 1) / size


def _sizes(case: Case) -> dict[int, str]:
    """Sizes of axes (and of whole arrays) in this case, each with where it comes from."""
    sizes: dict[int, str] = {}
    arrays = {"the result": case.expected.shape, **{name: array.shape for name, array in case.inputs.items()}}
    for name, shape in arrays.items():
        for axis, size in enumerate(shape):
            label = (
                f"the batch size ({name})"
                if axis == 0 and len(shape) > 1
                else f"the size of axis {axis} of {name}"
            )
            sizes.setdefault(size, label)
        total = int(np.prod(shape)) if shape else 1
        sizes.setdefault(total, f"the number of elements of {name}")
    return {size: label for size, label in sizes.items() if size > 2}


def _factor_text(name: str, factor: float) -> Text:
    kind, _, label = name.partition("=")
    if not label:
        return Text(f"every number is {name} times the right one", f"همهٔ عددها {name} برابر مقدار درست‌اند")
    en = {
        "n": f"every number is too large by {label}, {factor:g}: a sum where a mean is due?",
        "1/n": f"every number is too small by {label}, {1 / factor:g}: a mean where a sum is due?",
        "n/(n-1)": f"divided by n − 1 where n is due (n is {label})",
        "(n-1)/n": f"divided by n where n − 1 is due (n is {label})",
    }[kind]
    fa = {
        "n": f"همهٔ عددها {factor:g} برابر شده‌اند: به جای میانگین، جمع گرفته شده است؟",
        "1/n": f"همهٔ عددها بر {1 / factor:g} تقسیم شده‌اند: به جای جمع، میانگین گرفته شده است؟",
        "n/(n-1)": "به جای n بر n − 1 تقسیم شده است",
        "(n-1)/n": "به جای n − 1 بر n تقسیم شده است",
    }[kind]
    return Text(en, fa)


def _log_base(case: Case) -> Iterator[Guess]:
    right = wide(case.expected)
    for base in (2, 10):
        text = Text(
            f"the logarithm is to base {base}; the natural one is due",
            f"لگاریتم در پایهٔ {base} است؛ لگاریتم طبیعی لازم است",
        )
        yield Guess(key=f"log{base}", values=right / log(base), feedback=text)


def _degrees(case: Case) -> Iterator[Guess]:
    right = wide(case.expected)
    text = Text("the angle is in degrees; radians are due", "زاویه بر حسب درجه است؛ رادیان لازم است")
    yield Guess(key="degrees", values=right * 180 / pi, feedback=text)
    yield Guess(
        key="radians",
        values=right * pi / 180,
        feedback=Text("the angle is in radians; degrees are due", "زاویه بر حسب رادیان است؛ درجه لازم است"),
    )


def _offset(case: Case) -> Iterator[Guess]:
    """The same constant added to every number: 1, or whatever it is, if there are enough numbers to tell."""
    right, given = wide(case.expected), wide(case.observed)
    for constant in (1.0, -1.0):
        text = Text(f"every number is off by {constant:+g}", f"همهٔ عددها {constant:+g} اختلاف دارند")
        yield Guess(key=f"{constant:+g}", values=right + constant, feedback=text)
    if right.shape == given.shape and right.size >= 5 and np.ptp(right) > 0:
        constant = float(np.median(given - right))
        text = Text(
            "each number is off by the same constant: something independent of the input was added or left out",
            "همهٔ عددها به یک اندازه اختلاف دارند: ثابتی افزوده یا جا افتاده است",
        )
        yield Guess(key="constant", values=right + constant, feedback=text)


def _deviation(case: Case) -> Iterator[Guess]:
    right = wide(case.expected)
    if (right >= 0).all():
        text = Text(
            "every number is squared (a variance where the standard deviation is due?)",
            "همهٔ عددها به توان دو رسیده‌اند (واریانس به جای انحراف معیار؟)",
        )
        yield Guess(key="square", values=right**2, feedback=text)
        text = Text(
            "every number is the square root of what is due (a standard deviation for the variance?)",
            "هر عدد جذر مقدار خواسته‌شده است (انحراف معیار به جای واریانس؟)",
        )
        yield Guess(key="root", values=np.sqrt(right), feedback=text)


def _truncated(case: Case) -> Iterator[Guess]:
    right = wide(case.expected)
    text = Text(
        "the numbers are cut to whole ones (an integer array or division?)", "عددها به صحیح بریده شده‌اند"
    )
    yield Guess(key="trunc", values=np.trunc(right), feedback=text)
    yield Guess(key="floor", values=np.floor(right), feedback=text)
    text = Text("the numbers are rounded to whole ones", "عددها به نزدیک‌ترین صحیح گرد شده‌اند")
    yield Guess(key="round", values=np.round(right), feedback=text)


def _overflow(case: Case) -> Iterator[Guess]:
    """Finite where the right one is, infinite or NaN elsewhere: an exponential that overflowed."""
    right, given = wide(case.expected), wide(case.observed)
    if right.shape == given.shape and np.isfinite(right).all() and not np.isfinite(given).all():
        text = Text(
            "numbers overflow to infinity or NaN: subtract the largest before the exponential",
            "عددها سرریز می‌کنند: پیش از تابع نمایی، بزرگ‌ترین مقدار را کم کنید",
        )
        yield Guess(key="overflow", values=np.where(np.isfinite(given), right, given), feedback=text)


CAUSES = (
    Cause(id="sign", guesses=_sign),
    Cause(id="factor", guesses=_factor),
    Cause(id="log-base", guesses=_log_base),
    Cause(id="degrees", guesses=_degrees),
    Cause(id="offset", guesses=_offset),
    Cause(id="deviation", guesses=_deviation),
    Cause(id="truncated", guesses=_truncated),
    Cause(id="overflow", guesses=_overflow),
)
