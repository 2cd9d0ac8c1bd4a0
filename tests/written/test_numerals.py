"""Numbers as Persian and English students type them, with what is read."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.written.exactness import matches, significant_digits
from grader.written.numerals import Number, Unread, read_number

READ = [
    ("0.0156", "0.0156"), ("3", "3"), ("-3", "-3"), ("+3", "3"), (".5", "0.5"), ("+.5", "0.5"), ("5.", "5"),
    ("007", "7"), ("- 3", "-3"), ("(3)", "3"), ("  3 ", "3"), ("0.875.", "0.875"), ("0.875؛", "0.875"),
    ("۰٫۰۱۵۶", "0.0156"), ("٣٫١٤", "3.14"), ("۰.۸۷۵", "0.875"), ("۱۲", "12"), ("−۳", "-3"), ("–3", "-3"),
    ("—3", "-3"), ("－３", "-3"), ("\u200f۰٫۲۵\u200f", "0.25"), ("\u202b-۰٫۲۵\u202c", "-0.25"), ("۱\u200c۲", "12"),
    ("۰/۸۷۵", "0.875"), ("۰؍۵", "0.5"), ("۱٬۲۳۴", "1234"), ("۱٬۲۳۴٬۵۶۷", "1234567"), ("837\u2009610", "837610"),
    ("837\u00a0610", "837610"), ("1,234,567", "1234567"), ("1,234.5", "1234.5"), ("837{,}610", "837610"),
    ("3/8", "3/8"), ("-3/8", "-3/8"), ("3 / 8", "3/8"), ("3/-8", "-3/8"), ("1.5/4", "3/8"), ("۳⁄۸", "3/8"),
    ("3÷8", "3/8"), ("½", "1/2"), ("−½", "-1/2"), ("2½", "5/2"), ("2 1/4", "9/4"), ("-2 1/4", "-9/4"),
    ("\\frac{3}{8}", "3/8"), ("$\\frac{1}{3}$", "1/3"), ("-\\dfrac{1}{3}", "-1/3"), ("\\frac{۳}{۸}", "3/8"),
    ("1.5e-3", "0.0015"), ("1.5E3", "1500"), ("2E+3", "2000"), ("1.5×10^-3", "0.0015"), ("1.5×10⁻³", "0.0015"),
    ("1.5·10⁻³", "0.0015"), ("1.5*10^(-3)", "0.0015"), ("1.5 x 10^-3", "0.0015"), ("1.5*10**-3", "0.0015"),
    ("1.5 \\times 10^{-3}", "0.0015"), ("1.5\\cdot10^{-3}", "0.0015"), ("۱٫۵×۱۰^-۳", "0.0015"),
    ("10^-4", "0.0001"), ("10⁻⁴", "0.0001"), ("-10^2", "-100"),
    ("12.5%", "0.125"), ("12.5 \\%", "0.125"), ("۱۲٫۵٪", "0.125"), ("٪۵۰", "0.5"),
    ("MSE = 0.01562", "0.01562"), ("= 0.5", "0.5"), ("≈ 0.0156", "0.0156"), ("~0.5", "0.5"), ("o := 0.875", "0.875"),
]  # fmt: skip
AMBIGUOUS = [
    ("1,234", "1234"), ("0,5", "0.5"), ("1.234,5", "1234.5"), ("۰،۵", "0.5"), ("۰٬۵", "0.5"), ("1,23", "1.23"),
    ("837 610", "837610"), ("1'000", "1000"), ("۳/۸", "3/8"), ("۱ ۱/۲", "1 1/2"), ("0/5", "0.5"), ("3:8", "3/8"),
    ("۲-", "-2"), ("۱.۵-", "-1.5"), ("2-", "-2"), ("12 units", "12"), ("۸۳۷۶۱۰ پارامتر", "837610"),
    ("0.875 (rounded)", "0.875"), ("2 5/3", "2 5/3"),
]  # fmt: skip
REFUSED = [
    "", "   ", "nan", "NaN", "inf", "-inf", "Infinity", "∞", "1_0", "0x1f", "0b1", "abc", "--3", "1.2.3", "1e", "e5",
    "1/0", "٬5", "3+4j", "None", "True", "1e999", "9" * 61, "9" * 500, "1e99999999999",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), READ)
def test_a_number_is_read(text: str, value: str) -> None:
    number = read_number(text)
    assert isinstance(number, Number), number
    assert number.value == Fraction(value)


@pytest.mark.parametrize(("text", "reading"), AMBIGUOUS)
def test_what_has_two_readings_says_which_was_likelier(text: str, reading: str) -> None:
    unread = read_number(text)
    assert isinstance(unread, Unread)
    assert unread.ambiguous
    assert unread.reading == reading
    assert reading in unread.reason.en or "/" in reading
    assert unread.reason.fa


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_number_is_refused(text: str) -> None:
    unread = read_number(text)
    assert isinstance(unread, Unread)
    assert not unread.ambiguous
    assert unread.reason.en
    assert unread.reason.fa


def test_there_are_enough_of_them() -> None:
    assert len(READ) + len(AMBIGUOUS) + len(REFUSED) >= 80


@pytest.mark.parametrize(
    ("text", "significant", "half_unit"),
    [("0.0156", 3, "0.00005"), ("0.10", 2, "0.005"), ("1200", 4, "0.5"), ("1.2e3", 2, "50"), ("0.00", 0, "0.005"),
     ("12.5%", 3, "0.0005"), ("10^-4", 1, "0.00005"), ("3/8", 0, "0")],
)  # fmt: skip
def test_how_exactly_it_was_given(text: str, significant: int, half_unit: str) -> None:
    number = read_number(text)
    assert isinstance(number, Number)
    assert (number.significant, number.half_unit) == (significant, Fraction(half_unit))


JUDGED = [
    ("0.01562", 0.015625, None, "right"), ("0.01563", 0.015625, None, "right"), ("0.0156", 0.015625, None, "right"),
    ("0.016", 0.015625, None, "wrong"), ("0.01561", 0.015625, None, "wrong"), ("1/64", 0.015625, None, "right"),
    ("0.875", 0.875, None, "right"), ("0.87", 0.875, None, "wrong"), ("0.88", 0.875, None, "wrong"),
    ("7/8", 0.875, None, "right"), ("0.8750000000000001", 0.875, None, "right"), ("0.5", 0.5, None, "right"),
    ("0.5", 0.50000000000000011, None, "right"), ("0.333", 1 / 3, None, "right"), ("0.33", 1 / 3, None, "wrong"),
    ("1/3", 1 / 3, None, "right"), ("0.3333", 1 / 3, 5, "wrong"), ("0.33333", 1 / 3, 5, "right"),
    ("0.3", 1 / 3, 1, "right"), ("333/1000", 1 / 3, None, "wrong"), ("2/9", 0.2222222222, None, "right"),
    ("0.2222222222222222", 0.2222222222, None, "right"), ("837610", 837610, None, "right"),
    ("837611", 837610, None, "wrong"), ("838000", 837610, None, "wrong"), ("5", 5, None, "right"),
    ("5.0", 5, None, "right"), ("5.04", 5, None, "wrong"), ("0", 0, None, "right"), ("-0.0", 0, None, "right"),
    ("0.0001", 0, None, "wrong"), ("0.00", 0.001234, None, "wrong"), ("-0.875", 0.875, None, "wrong"),
    ("87.5%", 0.875, None, "right"), ("87.5%", 87.5, None, "unclear"), ("1.56e-2", 0.0156, None, "right"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "digits", "outcome"), JUDGED)
def test_a_number_is_judged(text: str, expected: float, digits: int | None, outcome: str) -> None:
    number = read_number(text)
    assert isinstance(number, Number)
    assert matches(number, expected, digits).outcome == outcome


def test_feedback_says_what_is_wrong_with_both_values() -> None:
    def said(text: str, expected: float) -> str:
        number = read_number(text)
        assert isinstance(number, Number)
        return matches(number, expected).feedback.en

    assert said("0.5", 0.875) == "it is 0.5, expected 0.875"
    assert "3 significant ones are due, 2 are there" in said("0.016", 0.015625)
    assert "cut off where it should be rounded, to 0.0157" in said("0.0156", 0.01569)


@given(st.text(max_size=140))
def test_any_text_is_read_or_not(text: str) -> None:
    assert isinstance(read_number(text), Number | Unread)


PERSIAN = str.maketrans("0123456789.-", "۰۱۲۳۴۵۶۷۸۹٫−")


@given(st.decimals(-(10**9), 10**9, places=6))
def test_a_decimal_comes_back_in_either_script(value: object) -> None:
    text = f"{value:f}"
    for typed in (text, text.translate(PERSIAN), f"\u200f{text}\u200f"):
        number = read_number(typed)
        assert isinstance(number, Number)
        assert number.value == Fraction(text)


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_a_fraction_comes_back_and_is_right(above: int, below: int) -> None:
    number = read_number(f"{above}/{below}") if above else read_number("0")
    assert isinstance(number, Number)
    assert number.value == Fraction(above, below)
    assert matches(number, Fraction(above, below)).outcome == "right"


@given(st.floats(1e-6, 1e6), st.integers(3, 10))
def test_a_number_rounded_to_enough_digits_is_right(value: float, digits: int) -> None:
    number = read_number(f"{value:.{digits - 1}e}")
    assert isinstance(number, Number)
    assert matches(number, value, digits).outcome == "right"
    off = read_number(f"{value * 1.02:.{digits - 1}e}")
    assert isinstance(off, Number)
    assert matches(off, value, digits).outcome == "wrong"


@given(st.integers(1, 10**9))
def test_significant_digits_of_whole_numbers(value: int) -> None:
    assert significant_digits(Fraction(value)) == len(str(value).rstrip("0"))


@pytest.mark.parametrize("text", ["9" * 100_000, "-" * 5_000, "1," * 60, "(" * 120, "1 " * 60, "10^" * 40])
def test_long_texts_take_no_time(text: str) -> None:
    start = time.process_time()
    read_number(text)
    assert time.process_time() - start < 0.05
