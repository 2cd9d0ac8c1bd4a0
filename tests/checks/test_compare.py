"""The comparison: its stages in order, and the tolerance rules that must always hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.checks.compare import agrees, aligned, compare, identical, is_vacuous, same_form
from grader.core.data import Array, Data, as_array, from_literal
from grader.core.dtypes import DEFAULT_TOLERANCE, round_to
from grader.core.judgement import Judgement
from grader.core.problem import Tolerance

DTYPES = sorted(DEFAULT_TOLERANCE)
NONE = Tolerance()


def array(values: Any, dtype: str = "float64") -> Array:
    return Array(np.asarray(values, dtype=None if dtype == "bfloat16" else dtype), dtype)


def judge(expected: Data, observed: Data, dtype: str = "float64", **options: Any) -> Judgement:
    return compare(expected, observed, tolerance=options.pop("tolerance", NONE), dtype=dtype, **options)


def passes(expected: Data, observed: Data, dtype: str = "float64", **options: Any) -> bool:
    return judge(expected, observed, dtype, **options).passed


# --- stages ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "observed", "said"),
    [
        # type
        (array([1.0]), {"a": 1.0}, "expected an array of shape (1,), got a mapping with keys a"),
        (array([1.0]), "text", "expected an array of shape (1,), got a string"),
        ({"a": 1.0}, 1.0, "expected a mapping with keys a, got a number"),
        ("relu", 1.0, "expected a string, got a number"),
        ((1.0, "a"), (1.0,), "expected 2 items, got 1"),
        ({"a": 1.0, "b": 2.0}, {"a": 1.0}, "the result lacks b"),
        ({"a": 1.0}, {"a": 1.0, "c": 2.0}, "the result has keys that are not asked for: c"),
        # None where something is due
        (array([1.0]), None, "not written yet"),
        ({"a": 1.0}, None, "not written yet"),
        (array([1.0, 2.0]), (None, None), "not written yet"),
        (array([[1.0], [2.0]]), (array([1.0]), None), "not written yet"),
        ({"a": 1.0}, {"a": None}, "a: not written yet"),
        # shape before kind before values
        (1.0, array([1.0, 2.0]), "the shape is (2,), expected a single number"),
        (array([[1.0, 2.0]]), array([[1], [2]], "int64"), "the shape is (2, 1), expected (1, 2)"),
        (array([1.0, math.nan]), array([1, 2], "int64"), "expected real numbers, got integers"),
        (array([1, 0], "int64"), array([True, False], "bool"), "expected integers, got bools"),
        (array([True, False], "bool"), array([1, 0], "int64"), "expected bools, got integers"),
        (array([1.0]), array([1 + 0j], "complex128"), "expected real numbers, got complex numbers"),
        # NaN and infinities before values
        (array([1.0, 5.0]), array([math.nan, 7.0]), "element [0] is nan, expected 1"),
        (array([math.inf, 5.0]), array([-math.inf, 7.0]), "element [0] is -inf, expected inf"),
        # values: the furthest off
        (array([1.0, 5.0, 9.0]), array([1.5, 5.0, 99.0]), "element [2] is 99, expected 9 (2 of 3 elements"),
        (0.875, 0.75, "the result is 0.75, expected 0.875"),
        ("relu", "tanh", "it is 'tanh', expected 'relu'"),
        ((array([1.0]), array([2.0, 3.0])), (array([1.0]), array([2.0, 4.0])), "[1]: element [1] is 4"),
    ],
)
def test_each_stage_has_its_own_feedback(expected: Data, observed: Data, said: str) -> None:
    judged = judge(expected, observed)
    assert judged.fraction == 0
    assert judged.feedback.en.startswith(said), judged.feedback.en
    assert judged.feedback.fa
    assert not {"element", "result", "number"} & set(judged.feedback.fa.split())


def test_a_wrong_string_stands_beside_the_right_one_in_both_languages() -> None:
    feedback = judge("relu", "tanh").feedback
    assert "'relu'" in feedback.en
    assert "'relu'" in feedback.fa


def test_the_evidence_names_the_worst_element_and_both_sides() -> None:
    expected, observed = {"W": array([[1.0, 2.0], [3.0, 4.0]])}, {"W": array([[1.0, 2.5], [3.0, -4.0]])}
    judged = judge(expected, observed)
    assert (judged.where, judged.worst_index, judged.wrong) == ("W", (1, 1), ((0, 1), (1, 1)))
    assert (judged.expected, judged.observed) == (expected["W"], observed["W"])


def test_numbers_that_look_alike_are_shown_in_full() -> None:
    judged = judge(1.0, 1.0000009)
    assert "1.0000009" in judged.feedback.en


# --- what counts as the same ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "observed"),
    [
        (0.5, array(0.5)),
        (0.5, array([[0.5]])),  # a scalar accepts any array of one element
        (array(0.5), 0.5),
        (from_literal([1.0, 2.0]), array([1.0, 2.0], "float32")),
        (from_literal([1.0, 2.0]), from_literal([1, 2])),  # Python integers match floats
        (1.0, 1),
        (from_literal([1, 2]), array([1.0, 2.0])),  # whole floats match an integer literal
        (2, 2.0),
        (2, array([2], "int32")),
        (array([1, 2], "int64"), array([1, 2], "uint8")),
        ((array([1.0, 2.0]), array([3.0, 4.0])), array([[1.0, 2.0], [3.0, 4.0]])),
        (array([[1.0, 2.0], [3.0, 4.0]]), (array([1.0, 2.0]), array([3.0, 4.0]))),
        (array([1 + 0j, 2], "complex128"), array([1.0, 2.0])),
        (2**70, 2**70),
        (2**70, float(2**70)),
        (None, None),
        (True, True),
        (True, array(True, "bool")),
        ("a", "a"),
        ({}, {}),
        (array([]), array([])),
    ],
)
def test_what_counts_as_the_same(expected: Data, observed: Data) -> None:
    assert passes(expected, observed)


def test_a_form_is_the_containers_shapes_and_kinds() -> None:
    rows = (array([1.0, 2.0]), array([3.0, 4.0]))
    assert same_form(array([[5.0, 6.0], [7.0, 8.0]]), rows)
    assert not same_form(array([[5.0], [7.0]]), rows)
    assert not same_form({"a": 1.0}, {"a": "1"})
    assert not same_form({"a": 1.0}, {"b": 1.0})
    assert not same_form(array([1.0]), array([True], "bool"))


@pytest.mark.parametrize(
    ("expected", "observed"),
    [
        (1, True),
        (1.0, True),
        (True, 1),
        (from_literal([1, 0]), from_literal([True, False])),
        (array([1.0, 2.0]), array([1, 2], "int64")),  # an integer array is no array of reals
        (array([1, 2], "int64"), array([1.0, 2.0])),
        (2, 2.0000000001),
        (2**70, 2**70 + 1),
        (array([0.5]), array([[0.5]])),
        (array([]), array([[]])),
        ("1", 1),
        (1, "1"),
        (0.0, None),
        (None, 0.0),
        ((), None),
    ],
)
def test_what_does_not(expected: Data, observed: Data) -> None:
    assert not passes(expected, observed)


shapes = npst.array_shapes(min_dims=0, max_dims=3, max_side=4)
reals = st.floats(-1e6, 1e6, allow_subnormal=False)


@given(shapes, shapes, st.booleans())
def test_shapes_that_broadcast_never_pass(
    one: tuple[int, ...], other: tuple[int, ...], integer: bool
) -> None:
    kind = "int64" if integer else "float64"
    expected, observed = array(np.zeros(one), kind), array(np.zeros(other), kind)
    is_single = one == () and observed.values.size == 1
    assert passes(expected, observed) == (one == other or is_single)


@given(npst.arrays(np.bool_, shapes), st.sampled_from(["int64", "uint8", "float32", "float64", "complex128"]))
def test_a_bool_is_never_a_number(bools: np.ndarray[Any, Any], dtype: str) -> None:
    numbers = array(bools.astype(dtype), dtype)
    python_numbers = Array(numbers.values, dtype, python=True)
    held = array(bools, "bool")
    for one in (numbers, python_numbers):
        assert not passes(one, held)
        assert not passes(held, one)
        assert not passes(one, Array(bools, "bool", python=True))


@given(st.integers(-(2**53), 2**53), st.integers(-3, 3))
def test_whole_floats_match_an_integer_literal_and_nothing_near_it(literal: int, off: int) -> None:
    assert passes(literal, float(literal))
    if off and abs(literal + off) <= 2**53:
        assert not passes(literal, float(literal + off))
        assert not passes(literal, literal + off)
    if abs(literal) < 2**50:
        assert not passes(literal, literal + 0.25)


# --- tolerance ------------------------------------------------------------------------------------------


@st.composite
def cases(draw: st.DrawFn) -> tuple[Array, str]:
    """An expected array of a dtype, in float64, its largest element not tiny."""
    dtype = draw(st.sampled_from(DTYPES))
    values = draw(
        npst.arrays(np.float64, npst.array_shapes(max_dims=2, max_side=5), elements=st.floats(-100, 100))
    )
    assume(np.max(np.abs(values)) > 1e-3)
    return array(values), dtype


@given(cases())
def test_what_is_expected_passes_rounded_to_the_specs_dtype(case: tuple[Array, str]) -> None:
    expected, dtype = case
    assert passes(expected, Array(round_to(expected.values, dtype), dtype), dtype)
    assert passes(expected, expected, dtype)


@given(cases(), st.data())
def test_a_large_element_zeroed_fails(case: tuple[Array, str], data: st.DataObject) -> None:
    expected, dtype = case
    index = data.draw(st.sampled_from(large(expected, 0.05)))
    changed = expected.values.copy()
    changed[index] = 0
    assert not passes(expected, array(changed), dtype)


@given(cases(), st.data(), st.sampled_from([1.01, 0.99]))
def test_a_hundredth_more_fails(case: tuple[Array, str], data: st.DataObject, factor: float) -> None:
    expected, dtype = case
    assume(dtype != "bfloat16")  # whose tolerance, 1.6 %, is wider
    index = data.draw(st.sampled_from(large(expected, 0.2)))
    changed = expected.values.copy()
    changed[index] *= factor
    judged = judge(expected, array(changed), dtype)
    assert not judged.passed
    assert judged.worst_index == index
    assert judged.wrong == (index,)


def large(expected: Array, share: float) -> list[tuple[int, ...]]:
    size = np.abs(expected.values)
    return [tuple(map(int, index)) for index in np.argwhere(size >= share * size.max())]


@given(cases(), st.sampled_from([math.nan, math.inf, -math.inf]), st.data())
def test_what_is_not_finite_passes_only_where_it_is_due(
    case: tuple[Array, str], special: float, data: st.DataObject
) -> None:
    expected, dtype = case
    index = data.draw(st.sampled_from(large(expected, 0)))
    changed = expected.values.copy()
    changed[index] = special
    odd = array(changed)
    assert passes(odd, odd, dtype)
    for right, given_ones in ((expected, odd), (odd, expected), (odd, array(-odd.values))):
        if not (math.isnan(special) and given_ones is not odd and given_ones is not expected):
            judged = judge(right, given_ones, dtype)
            assert not judged.passed
            if given_ones is odd or (right is odd and given_ones is expected):
                assert judged.worst_index == index


@given(cases(), st.floats(-3, 3), st.data())
def test_the_rule_itself(case: tuple[Array, str], times: float, data: st.DataObject) -> None:
    """|O − E| ≤ atol·S + rtol·|E| with E rounded to the dtype and S its largest element."""
    expected, dtype = case
    index = data.draw(st.sampled_from(large(expected, 0)))
    target = round_to(expected.values, dtype).astype(np.float64)
    tolerance = DEFAULT_TOLERANCE[dtype]
    allowed = tolerance * np.max(np.abs(target)) + tolerance * abs(target[index])
    observed = target.copy()
    observed[index] += times * allowed
    off = abs(observed[index] - target[index])
    assume(abs(off - allowed) > 1e-9 * allowed)  # at the very edge, arithmetic decides
    assert passes(expected, array(observed), dtype) == (off <= allowed)


@given(cases(), st.data())
def test_an_answer_that_is_known_is_judged_anew_for_another_expectation_or_tolerance(
    case: tuple[Array, str], data: st.DataObject
) -> None:
    expected, dtype = case
    index = data.draw(st.sampled_from(large(expected, 0)))
    values = round_to(expected.values, dtype).astype(np.float64)
    observed, off = array(values), values.copy()
    off[index] += 0.5 * max(1.0, float(np.max(np.abs(values))))
    for _ in range(2):  # the second time it is known
        assert passes(expected, observed, dtype)
        assert not passes(array(off), observed, dtype)
        assert passes(array(off), observed, dtype, tolerance=Tolerance(rtol=0.0, atol=1e6))
        assert not passes(expected, array(off), dtype)


@given(cases(), st.sampled_from([-1, 1]), st.integers(-3, 3), st.data())
def test_at_the_very_edge_a_small_array_is_judged_as_a_large_one(
    case: tuple[Array, str], sign: int, steps: int, data: st.DataObject
) -> None:
    """A small one may be told right by its bounds alone."""
    expected, dtype = case
    index = data.draw(st.sampled_from(large(expected, 0)))
    target = round_to(expected.values, dtype).astype(np.float64)
    tolerance = DEFAULT_TOLERANCE[dtype]
    edge = target[index] + sign * (tolerance * np.max(np.abs(target)) + tolerance * abs(target[index]))
    name = data.draw(st.sampled_from(["float64", "float32", "float16"]))
    observed = target.astype(name)
    observed[index] = edge
    observed[index] += steps * np.spacing(observed[index])
    copies = (2000, *[1] * observed.ndim)
    large_one = array(np.tile(expected.values, copies)), Array(np.tile(observed, copies), name)
    assert passes(expected, Array(observed, name), dtype) == passes(*large_one, dtype)


@given(cases(), st.floats(1e-3, 1e3))
def test_a_default_tolerance_does_not_know_the_unit(case: tuple[Array, str], factor: float) -> None:
    expected, dtype = case
    assume(dtype == "float64")
    observed = expected.values * (1 + 3e-8)
    assert passes(expected, array(observed), dtype)
    assert passes(array(expected.values * factor), array(observed * factor), dtype)


def test_where_everything_is_zero_the_scale_is_one() -> None:
    assert passes(array([0.0, 0.0]), array([0.5e-7, 0.0]))
    assert not passes(array([0.0, 0.0]), array([2e-7, 0.0]))


def test_each_leaf_has_its_own_scale() -> None:
    expected = {"W": array([1e6]), "b": array([1e-6])}
    assert not passes(expected, {"W": array([1e6]), "b": array([1.1e-6])})
    assert passes(array([1e6, 1e-6]), array([1e6, 1.1e-6]))


def test_infinite_elements_do_not_widen_the_scale() -> None:
    assert not passes(array([math.inf, 1.0]), array([math.inf, 1.1]))


def test_an_atol_that_is_written_is_absolute_and_rtol_keeps_its_default() -> None:
    wide = Tolerance(atol=0.01)
    assert passes(array([1000.0, 0.0]), array([1000.0, 0.009]), tolerance=wide)
    assert not passes(array([1000.0, 0.0]), array([1000.0, 0.02]), tolerance=wide)
    assert passes(array([1000.0]), array([1000.01005]), tolerance=wide)
    assert not passes(array([1000.0]), array([1000.0103]), tolerance=wide)


def test_an_rtol_that_is_written_leaves_atol_a_share_of_the_largest() -> None:
    loose = Tolerance(rtol=0.1)
    assert passes(array([1000.0, 1.0]), array([1000.0, 1.09]), tolerance=loose)
    assert not passes(array([1000.0, 1.0]), array([1000.0, 1.11]), tolerance=loose)
    assert passes(array([1000.0, 0.0]), array([1000.0, 0.5e-4]), tolerance=loose)


@pytest.mark.parametrize(
    ("expected", "observed", "right"),
    [
        (0.015625, 0.0156, True),
        (0.015625, 0.0157, False),
        (0.5, 0.45, True),
        (0.5, 0.55, True),
        (0.5, 0.56, False),
    ],
)
def test_decimal_places_either_way_at_a_tie(expected: float, observed: float, right: bool) -> None:
    places = 4 if expected < 0.1 else 1
    assert passes(expected, observed, tolerance=Tolerance(digits=places)) == right


def test_the_dtype_of_the_answer_does_not_choose_the_tolerance() -> None:
    assert not passes(1.0, array(1 + 2**-10, "float16"), "float32")
    assert passes(1.0, array(1 + 2**-10), "float16")


def test_what_is_expected_is_rounded_and_what_is_observed_is_not() -> None:
    assert passes(0.1, array(0.1, "float32"), "float32", tolerance=Tolerance(rtol=0, atol=0))
    assert not passes(0.1, 0.1, "float32", tolerance=Tolerance(rtol=0, atol=0))
    assert passes(array([1e39]), array([math.inf]), "float32")


def test_complex_numbers_are_compared_by_modulus() -> None:
    assert passes(array([3 + 4j], "complex128"), array([3 + 4j * (1 + 1e-7)], "complex128"))
    assert not passes(array([3 + 4j], "complex128"), array([3 - 4j], "complex128"))
    assert not passes(array([complex(math.nan, 1)], "complex128"), array([1 + 1j], "complex128"))


@given(cases(), st.floats(0, 3))
def test_a_share_of_the_tolerance_is_stricter(case: tuple[Array, str], times: float) -> None:
    expected, dtype = case
    tolerance = DEFAULT_TOLERANCE[dtype]
    observed = round_to(expected.values, dtype) * (1 + times * tolerance)
    if agrees(expected, array(observed), tolerance=NONE, dtype=dtype, share=0.25):
        assert agrees(expected, array(observed), tolerance=NONE, dtype=dtype)


# --- credit per element ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "observed", "fraction"),
    [
        (array([1.0, 2.0, 3.0, 4.0]), array([1.0, 2.0, 3.0, 5.0]), Fraction(3, 4)),
        (array([[1.0, 2.0]]), array([1.0, 2.0]), Fraction(0)),  # wrong shape
        (array([1.0, 2.0]), array([1, 2], "int64"), Fraction(0)),  # wrong kind
        ((array([1.0, 2.0]), 3.0), (array([1.0, 9.0]), 3.0), Fraction(3, 4)),  # a mean over leaves
        ({"a": array([1.0] * 9), "b": 2.0}, {"a": array([1.0] * 9), "b": 3.0}, Fraction(1, 2)),
        ({"a": 1.0, "b": 2.0}, {"a": 1.0}, Fraction(1, 2)),
        ({"a": 1.0, "b": {"c": 2.0, "d": 3.0}}, {"a": 1.0}, Fraction(1, 3)),
        ({"a": 1.0, "b": {"c": 2.0, "d": 3.0}}, {"a": 1.0, "b": 3.0}, Fraction(1, 3)),
        (("x", "y"), ("x", "z"), Fraction(1, 2)),
        (array([1.0, 2.0]), None, Fraction(0)),
        (array([1.0, 2.0]), array([1.0, math.nan]), Fraction(1, 2)),
        (from_literal([0, 1, 1, 0]), array([0.0, 1.0, 1.0, 1.0]), Fraction(3, 4)),
    ],
)
def test_per_element_is_the_mean_over_leaves_of_the_share_of_right_elements(
    expected: Data, observed: Data, fraction: Fraction
) -> None:
    assert judge(expected, observed, credit="per_element").fraction == fraction
    assert judge(expected, observed).fraction == 0


@given(cases(), st.data())
def test_one_element_less_is_its_share_less(case: tuple[Array, str], data: st.DataObject) -> None:
    expected, dtype = case
    wrong = data.draw(st.lists(st.sampled_from(large(expected, 0)), unique=True))
    changed = expected.values.copy()
    for index in wrong:
        changed[index] += 1000
    fraction = judge(expected, array(changed), dtype, credit="per_element").fraction
    assert fraction == 1 - Fraction(len(wrong), changed.size)


# --- beside the comparison ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (array([1.0, math.nan]), array([1.0, math.nan]), True),
        (array([0.0]), array([-0.0]), False),
        (array([1.0]), array([1.0], "float32"), False),
        (array([1.0, 2.0]), array([[1.0, 2.0]]), False),
        ([1, 2], from_literal([1, 2]), True),
        ([1, 2], from_literal([1, 3]), False),
        ([[1, 2], [3, 4]], from_literal([[1, 2], [3, 4]]), True),
        ([[1, 2], [3, 4]], from_literal([[1, 2], [4, 3]]), False),
        ([[1], [2, 3]], from_literal([[1], [2, 3]]), True),
        ([1, "a"], (1, "a"), True),
        ([], (), True),
        ([1], (), False),
        ({"lr": 0.1, "betas": [0.9, 0.99]}, from_literal({"lr": 0.1, "betas": [0.9, 0.99]}), True),
        ({"lr": 0.1}, {"lr": 0.2}, False),
        ({"lr": 0.1}, {"lr": 0.1, "more": 1}, False),
        (1, True, False),
        (1, 1.0, False),
        (math.nan, math.nan, True),
        ("a", "a", True),
        (None, None, True),
        (None, 0, False),
    ],
)
def test_what_a_call_kept(before: object, after: Data, same: bool) -> None:
    assert identical(before, after) == same


@pytest.mark.parametrize(
    ("data", "vacuous"),
    [
        (array([0.0, 0.0]), True),
        (array([math.nan, 0.0]), True),
        (array([0.0, math.inf]), False),
        ({"a": 0, "b": array([0], "int64")}, True),
        ({"a": 0, "b": array([1], "int64")}, False),
        ("text", False),
        (0.5, False),
    ],
)
def test_what_says_nothing_of_how_it_was_made(data: Data, vacuous: bool) -> None:
    assert is_vacuous(data) == vacuous


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(anything, anything)
def test_any_two_pieces_of_data_can_be_compared(one: object, other: object) -> None:
    expected, observed = from_literal(one), from_literal(other)
    judged = judge(expected, observed)
    assert judged.passed == bool(not judged.feedback)
    assert judged.passed == agrees(expected, observed, tolerance=NONE, dtype="float64")
    assert 0 <= judge(expected, observed, credit="per_element").fraction <= 1
    aligned(expected, observed)


@given(anything)
def test_everything_is_itself(one: object) -> None:
    data = from_literal(one)
    assert passes(data, data)
    array_of_it = as_array(data) if not isinstance(data, tuple | Mapping) else None
    if array_of_it is not None:
        assert passes(data, array_of_it)
