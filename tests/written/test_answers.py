"""Matrices, truth tables, choices and texts, however they are written."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.core.data import Array, Data, from_literal
from grader.written.answers import Unread, Written, judge_equals, to_data

MATRIX = from_literal([[1.0, 2.0], [3.0, 4.5]])
ROW = from_literal([[0.0, 0.25]])
VECTOR = from_literal([0.0, 0.25])


@pytest.mark.parametrize(
    "answer",
    [
        "[[1, 2], [3, 4.5]]", "((1, 2), (3, 4.5))", "1 2; 3 4.5", "1 2\n3 4.5", "[1 2; 3 4.5]", "[۱، ۲؛ ۳، ۴٫۵]",
        "W = [[1, 2], [3, 4.5]]", "[1 3; 2 4.5]^T", "[1, 2], [3, 4.5]", "[[1 2] [3 9/2]]",
        r"\begin{pmatrix} 1 & 2 \\ 3 & 4.5 \end{pmatrix}", r"$$\begin{bmatrix}1&2\\3&4.5\end{bmatrix}$$",
        r"\left[\begin{array}{cc}1&2\\3&4.5\end{array}\right]", r"\begin{pmatrix}1&3\\2&4.5\end{pmatrix}^T",
        (("1", "2"), ("3", "4.5")), ("1 2", "3 4.5"), ("[۱، ۲]", "[۳، ۴٫۵]"),
    ],
)  # fmt: skip
def test_a_matrix_is_read_in_any_form(answer: Data) -> None:
    assert judge_equals(answer, MATRIX).outcome == "right"
    assert to_data(answer, MATRIX) == from_literal([[1.0, 2.0], [3.0, 4.5]])


@pytest.mark.parametrize(
    "answer", ["0 0.25", "[0, 0.25]", "(۰ و ۰٫۲۵)", "{0, 1/4}", ("0", "0.25"), (("0", "1/4"),)]
)
def test_a_row_is_a_row_with_or_without_its_outer_brackets(answer: Data) -> None:
    assert judge_equals(answer, ROW).outcome == "right"
    assert judge_equals(answer, VECTOR).outcome == "right"


@pytest.mark.parametrize(
    ("answer", "outcome", "said"),
    [
        ("[[1, 2], [3, 5.5]]", "wrong", "element [1, 1]: it is 5.5, expected 4.5"),
        ("[[1, 9], [7, 4.5]]", "wrong", "(2 of 4 elements are wrong)"),
        ("[1, 2, 3]", "wrong", "the size is 3, expected 2 × 2"),
        ("[[1, 2], [3]]", "wrong", "the rows differ in length"),
        ("1", "wrong", "2 × 2 are due"),
        ("foo", "wrong", "is not a number"),
        ("", "wrong", "nothing is written here"),
        ({"a": "1"}, "wrong", "neither a number nor a list"),
        ("[[0,5 0,25], [1 2]]", "unclear", "two ways"),
        ((("1", "2"), ("3", "4,5")), "unclear", "element [1, 1]: it can be read"),
    ],
)
def test_what_is_said_of_a_wrong_matrix(answer: Data, outcome: str, said: str) -> None:
    written = judge_equals(answer, MATRIX)
    assert written.outcome == outcome
    assert said in written.feedback.en
    assert written.feedback.fa


def test_shares_and_the_worst_element() -> None:
    written = judge_equals("[[1, 2], [7, 4.4]]", MATRIX)
    assert (written.fraction, written.worst_index) == (Fraction(1, 2), (1, 0))


def test_a_comma_in_a_lone_number_goes_to_a_person() -> None:
    assert judge_equals("1,234", 1234).outcome == "unclear"
    assert judge_equals("[1234]", 1234).outcome == "right"


@pytest.mark.parametrize(
    "answer", ["1 0 1 0", "[درست، نادرست، درست، نادرست]", ("T", "F", "true", "0"), "yes, no, yes, no"]
)
def test_a_truth_table(answer: Data) -> None:
    assert judge_equals(answer, from_literal([True, False, True, False])).outcome == "right"
    assert judge_equals(answer, from_literal([1, 0, 1, 0])).outcome == "right"
    assert judge_equals(answer, from_literal([True, True, True, False])).outcome == "wrong"


def test_rows_of_a_truth_table_are_known_however_their_inputs_are_written() -> None:
    table = {"00": True, "01": False, "10": False, "11": True}
    answer = {"0,0": "1", "(0, 1)": "0", "۱۰": "0", "1 1": "درست"}
    assert judge_equals(answer, table).outcome == "right"
    missing = judge_equals({"00": "1", "01": "0", "10": "0"}, table)
    assert (missing.outcome, missing.fraction) == ("wrong", Fraction(3, 4))
    assert missing.feedback.en.startswith("11: ")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("b)", "B"), ("(b)", "b"), ("option b", "b"), ("گزینهٔ ب", "ب"), ("Softmax ", "softmax"), ("بله", "yes"),
        ("no", "خیر"), ("يك", "یک"), ("نيم‌فاصله", "نیمفاصله"), ("«درست»", "درست"), ("None", None), ("۳", "3"),
    ],
)  # fmt: skip
def test_the_same_text(answer: str, expected: str | None) -> None:
    assert judge_equals(answer, expected).outcome == "right"


@pytest.mark.parametrize(
    ("answer", "expected"), [("a", "b"), ("yes", "no"), ("1", "yes"), ("softmax2", "softmax")]
)
def test_another_text(answer: str, expected: str) -> None:
    assert judge_equals(answer, expected).outcome == "wrong"


def test_a_narrow_float_is_the_decimal_it_stands_for() -> None:
    narrow = Array(np.array([0.1], dtype=np.float32), "float32")
    assert judge_equals("0.1", narrow).outcome == "right"


def test_the_noise_of_a_zero_is_zero() -> None:
    assert judge_equals("[0, 1]", from_literal([1e-17, 1.0])).outcome == "right"


def test_data_by_itself() -> None:
    assert to_data("[[1, 2], [3, 4]]", None) == from_literal([[1.0, 2.0], [3.0, 4.0]])
    assert to_data("true", None) is True
    assert to_data("hello there", None) == "hello there"
    assert to_data({"a": "1"}, None) == {"a": Array(np.array(1.0), "float64", python=True)}
    ambiguous = to_data("1,234", None)
    assert isinstance(ambiguous, Unread)
    assert ambiguous.ambiguous


TYPED = st.recursive(
    st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(TYPED, st.sampled_from([MATRIX, VECTOR, 3, 0.5, True, "b", None, {"a": 1.0}, ("x", 2)]))
def test_any_answer_is_judged(answer: Data, expected: Data) -> None:
    written = judge_equals(answer, expected)
    assert isinstance(written, Written)
    assert 0 <= written.fraction <= 1
    assert (written.outcome == "right") == (written.fraction == 1)
    to_data(answer, expected)


@given(st.lists(st.lists(st.integers(-99, 99), min_size=3, max_size=3), min_size=2, max_size=4))
def test_a_matrix_comes_back(rows: list[list[int]]) -> None:
    expected = from_literal([[float(cell) for cell in row] for row in rows])
    for text in (str(rows), "; ".join(" ".join(map(str, row)) for row in rows)):
        assert to_data(text, expected) == expected
        assert judge_equals(text, expected).outcome == "right"
