"""Is a written number right? A decimal to the digits that were written, a fraction exactly (design, section 7)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from grader.core.text import NOTHING, Text
from grader.written import words
from grader.written.numerals import Number

DEFAULT_DIGITS = 3
RELATIVE = Fraction(1, 10**12)
"""How far a fraction may be off; no decimal is held to more either."""

# Digits of a binary float that can be believed: arithmetic in float64 leaves the rest to chance.
_BELIEVED = 12
# From so many digits on, a float that a spec gives is itself a rounded number: 0.2222222222 is meant to be 2/9.
_ROUNDED_FROM = 9


@dataclass(frozen=True, slots=True)
class NumberJudgement:
    outcome: Literal["right", "wrong", "unclear"]
    feedback: Text = NOTHING


def matches(number: Number, expected: Fraction | float, digits: int | None = None) -> NumberJudgement:
    """Judges a number.

    A decimal is right within half a unit of its last digit, either way at a tie, if it has at least `digits`
    significant digits, or all that the exact value has. A zero is right for zero alone. A whole number is a decimal
    whose last digit counts ones, so that it meets a whole expectation exactly or not at all.

    Args:
        expected: a float is taken for the shortest decimal that it stands for.
        digits: the least that must be written; None for 3.
    """
    exact = expected if isinstance(expected, Fraction) else as_exact(expected)
    slack = max(abs(exact) * RELATIVE, _own_half_unit(exact, expected))
    shown = in_digits(exact)
    if _is_near(number, exact, slack):
        needed = min(DEFAULT_DIGITS if digits is None else digits, significant_digits(exact))
        if number.kind == "decimal" and exact and number.significant < needed:
            feedback = words.too_few_digits(number.shown, number.significant, needed, shown)
            return NumberJudgement("wrong", feedback)
        return NumberJudgement("right")
    if number.is_percent and matches(_of_hundred(number), exact, digits).outcome == "right":
        return NumberJudgement("unclear", words.percent_or_number(number.shown))
    if _is_cut_off(number, exact):
        return NumberJudgement("wrong", words.cut_off(number.shown, in_digits(_rounded(exact, number))))
    return NumberJudgement("wrong", words.wrong_number(number.shown, shown))


def as_exact(value: float | int) -> Fraction:
    """The decimal that a float stands for, without the noise of its last digits."""
    return Fraction(value) if isinstance(value, int) else Fraction(f"{value:.{_BELIEVED}g}")


def significant_digits(value: Fraction) -> int:
    """How many the exact value has; more than any answer where it does not end. Zero has one."""
    twos_and_fives = value.denominator
    for factor in (2, 5):
        while twos_and_fives % factor == 0:
            twos_and_fives //= factor
    if twos_and_fives > 1:
        return 10**6
    numerator = abs(value.numerator)
    if value.denominator > 1:
        places = max(_times(value.denominator, 2), _times(value.denominator, 5))
        numerator = abs(value.numerator) * 10**places // value.denominator
    return max(1, len(str(numerator).rstrip("0")))


def in_digits(value: Fraction) -> str:
    """As people write it: exactly where it is short, else to six digits."""
    if value.denominator == 1 and abs(value) < 10**15:
        return str(value.numerator)
    text = f"{float(value):.{_BELIEVED}g}"
    if Fraction(text) == value and (significant_digits(value) <= _ROUNDED_FROM):
        return text
    return f"{float(value):.6g}"


def _times(value: int, factor: int) -> int:
    count = 0
    while value % factor == 0:
        value //= factor
        count += 1
    return count


def _is_near(number: Number, exact: Fraction, slack: Fraction) -> bool:
    if number.value == 0 or exact == 0:
        return number.value == exact
    return abs(number.value - exact) <= max(number.half_unit, slack)


def _own_half_unit(exact: Fraction, expected: Fraction | float) -> Fraction:
    """Half a unit of the expected number's own last digit, where that number is a rounded one."""
    if isinstance(expected, Fraction | int) or significant_digits(exact) < _ROUNDED_FROM:
        return Fraction(0)
    leading = int(f"{float(exact):e}".partition("e")[2])
    return Fraction(10) ** (leading - significant_digits(exact) + 1) / 2


def _of_hundred(number: Number) -> Number:
    return Number(
        value=number.value * 100,
        kind=number.kind,
        significant=number.significant,
        half_unit=number.half_unit * 100,
        shown=number.shown,
    )


def _rounded(exact: Fraction, number: Number) -> Fraction:
    unit = number.half_unit * 2
    return round(exact / unit) * unit


def _is_cut_off(number: Number, exact: Fraction) -> bool:
    if not number.half_unit or number.significant < 2 or number.value * exact <= 0:
        return False
    return 0 < abs(exact) - abs(number.value) < number.half_unit * 2
