"""Is one piece of data another? In stages, each with its own feedback (design, section 7, rules 3 to 6):

type → shape (never broadcast) → kind → NaN and signed infinities → values.

Per leaf, S is the largest |E| among its finite elements, 1 if that is 0, and an element is right iff
|O − E| ≤ atol·S + rtol·|E|. Expected numbers are rounded to the spec's dtype, observed ones widened exactly.
Bools, integers and strings are compared exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from grader.checks import words
from grader.core.data import Array, Data, Kind, Scalar, as_array, from_literal, leaves
from grader.core.dtypes import DEFAULT_TOLERANCE, round_to
from grader.core.judgement import Judgement
from grader.core.problem import Tolerance
from grader.core.text import NOTHING, Text

MAX_WRONG = 64
_DECIMAL_SLACK = 1e-9  # of half a unit: a decimal fraction has no exact binary form
_ALL = Fraction(1)
_RIGHT = Judgement(fraction=_ALL)
_SMALL = 1024  # elements
_REMEMBERED = 512
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """A tolerance with nothing left open, made once for each (`of`). `scaled`: atol is a share of S."""

    rtol: float
    atol: float
    scaled: bool
    written: bool
    dtype: str

    @classmethod
    @cache
    def of(cls, tolerance: Tolerance, dtype: str, share: float = 1.0) -> Rule:
        default = DEFAULT_TOLERANCE[dtype]
        if tolerance.digits is not None:
            half = 0.5 * 10.0**-tolerance.digits * (1 + _DECIMAL_SLACK)
            return cls(rtol=0.0, atol=half * share, scaled=False, written=True, dtype=dtype)
        rtol = default if tolerance.rtol is None else tolerance.rtol
        atol = default if tolerance.atol is None else tolerance.atol
        return cls(
            rtol=rtol * share,
            atol=atol * share,
            scaled=tolerance.atol is None,
            written=tolerance != Tolerance(),
            dtype=dtype,
        )


def compare(
    expected: Data,
    observed: Data,
    *,
    tolerance: Tolerance,
    dtype: str,
    credit: Literal["all", "per_element"] = "all",
) -> Judgement:
    """Judges an observation against what is expected.

    Args:
        expected: in float64 where it comes from a reference; a literal's integers as Python integers.
        observed: a worker's claim.
        tolerance: the check's.
        dtype: the spec's floating dtype.
        credit: `all` asks for every element; `per_element` gives the mean over leaves of the share of right ones.
    """
    rule = Rule.of(tolerance, dtype)
    if _surely_right(expected, observed, rule):
        return _RIGHT
    found = _walk(expected, aligned(expected, observed), "", rule)
    failures = [leaf for leaf in found if leaf.fraction != 1]
    if not failures:
        return _RIGHT
    fraction = (
        sum((leaf.fraction for leaf in found), Fraction(0)) / len(found)
        if credit == "per_element"
        else Fraction(0)
    )
    worst = failures[0]
    return Judgement(
        fraction=fraction,
        feedback=words.at(worst.where, worst.feedback),
        where=worst.where,
        expected=worst.expected,
        observed=worst.observed,
        worst_index=worst.worst_index,
        wrong=worst.wrong,
    )


def agrees(expected: Data, observed: Data, *, tolerance: Tolerance, dtype: str, share: float = 1.0) -> bool:
    """Is the observation right within a share of the tolerance?"""
    rule = Rule.of(tolerance, dtype, share)
    return all(leaf.fraction == 1 for leaf in _walk(expected, aligned(expected, observed), "", rule))


def aligned(expected: Data, observed: Data) -> Data:
    """The observation in the containers of what is expected, as far as they count as the same.

    A sequence of arrays of one shape and kind is the array that they stack to, and the other way round.
    """
    # First, for it is what most are, and quicker to tell than a Mapping.
    if isinstance(expected, Array) and isinstance(observed, Array):
        return observed
    if isinstance(expected, Mapping) and isinstance(observed, Mapping):
        return {
            key: aligned(expected[key], item) if key in expected else item for key, item in observed.items()
        }
    if isinstance(expected, Array) and isinstance(observed, tuple):
        stacked = _stacked(
            tuple(aligned(expected, item) if isinstance(item, tuple) else item for item in observed)
        )
        return observed if stacked is None else stacked
    if isinstance(expected, tuple) and isinstance(observed, Array) and observed.shape:
        rows = tuple(Array(np.asarray(row), observed.dtype, observed.python) for row in observed.values)
        return aligned(expected, rows) if len(rows) == len(expected) else observed
    if isinstance(expected, tuple) and isinstance(observed, tuple) and len(expected) == len(observed):
        return tuple(map(aligned, expected, observed))
    return observed


def _stacked(parts: tuple[Data, ...]) -> Array | None:
    arrays = [part if isinstance(part, Array | tuple | Mapping) else as_array(part) for part in parts]
    known = [array for array in arrays if isinstance(array, Array)]
    if not parts or len(known) != len(parts) or len({(array.kind, array.shape) for array in known}) > 1:
        return None
    return Array(
        np.stack([array.values for array in known]), known[0].dtype, all(array.python for array in known)
    )


def same_form(expected: Data, observed: Data) -> bool:
    """Have they the same containers, and at each leaf the same shape and kind?"""
    given = dict(leaves(aligned(expected, observed)))
    wanted = dict(leaves(expected))
    if wanted.keys() != given.keys():
        return False
    for where, leaf in wanted.items():
        right, own = as_array(leaf), as_array(given[where])
        if right is None or own is None:
            if type(leaf) is not type(given[where]):
                return False
        elif right.shape != own.shape or _kind_mismatch(right, own) is not None:
            return False
    return True


def identical(before: object, after: Data) -> bool:
    """Are an argument before and after a call the same to the bit? Plain objects are compared as data."""
    return _identical(from_literal(before), after)


def _identical(one: Data, other: Data) -> bool:
    if isinstance(one, Array) and isinstance(other, Array):
        same_form = (one.values.dtype, one.shape) == (other.values.dtype, other.shape)
        return same_form and one.values.tobytes() == other.values.tobytes()
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_identical, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_identical(one[key], other[key]) for key in one)
    if isinstance(one, float | complex) and type(one) is type(other):
        return repr(one) == repr(other)  # tells the zeros apart, and knows a NaN again
    return type(one) is type(other) and one == other


def is_vacuous(data: Data) -> bool:
    """True where every number is zero or NaN: such an answer says nothing of how it was made."""
    arrays = [array for _, leaf in leaves(data) if (array := _array(leaf)) is not None]
    return (
        all(not np.any(np.nan_to_num(array.values.astype(np.complex128))) for array in arrays)
        if arrays
        else False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaf:
    """The judgement of one leaf."""

    where: str
    fraction: Fraction
    feedback: Text = NOTHING
    expected: Data = None
    observed: Data = None
    worst_index: tuple[int, ...] | None = None
    wrong: tuple[tuple[int, ...], ...] = ()


def _walk(expected: Data, observed: Data, where: str, rule: Rule) -> list[_Leaf]:
    def failed(feedback: Text) -> list[_Leaf]:
        one = _Leaf(
            where=where, fraction=Fraction(0), feedback=feedback, expected=expected, observed=observed
        )
        return [one] * _count(expected)

    if _surely_right(expected, observed, rule):
        return [_Leaf(where=where, fraction=_ALL)]
    if isinstance(expected, Array) and isinstance(observed, Array):
        return [_leaf(expected, observed, where, rule)]
    if observed is None and expected is not None:
        return failed(words.not_written())
    if isinstance(expected, Mapping):
        if not isinstance(observed, Mapping):
            return failed(words.wrong_type(_name(expected), _name(observed)))
        return _walk_mapping(expected, observed, where, rule)
    if isinstance(expected, tuple):
        if not isinstance(observed, tuple):
            return failed(words.wrong_type(_name(expected), _name(observed)))
        if len(expected) != len(observed):
            return failed(words.wrong_length(len(expected), len(observed)))
        pairs = zip(expected, observed, strict=True)
        return [leaf for index, (e, o) in enumerate(pairs) for leaf in _walk(e, o, f"{where}[{index}]", rule)]
    if isinstance(observed, tuple) and any(leaf is None for _, leaf in leaves(observed)):
        return failed(words.not_written())
    if isinstance(observed, tuple | Mapping):
        return failed(words.wrong_type(_name(expected), _name(observed)))
    return [_leaf(expected, observed, where, rule)]


def _count(expected: Data) -> int:
    """How many leaves are lost where all of this is."""
    return max(1, sum(1 for _ in leaves(expected)))


def _walk_mapping(
    expected: Mapping[str, Data], observed: Mapping[str, Data], where: str, rule: Rule
) -> list[_Leaf]:
    found = []
    for key, item in expected.items():
        inner = f"{where}.{key}" if where else key
        if key in observed:
            found += _walk(item, observed[key], inner, rule)
        else:
            lacking = [name for name in expected if name not in observed]
            one = _Leaf(
                where=where, fraction=Fraction(0), feedback=words.missing_keys(lacking), expected=item
            )
            found += [one] * _count(item)
    extra = [name for name in observed if name not in expected]
    if extra:
        feedback = words.extra_keys([name[:40] for name in extra[:8]])
        found.append(_Leaf(where=where, fraction=Fraction(0), feedback=feedback))
    return found


def _name(data: Data) -> Text:
    if isinstance(data, Mapping):
        return words.mapping(list(data)[:8])
    if isinstance(data, tuple):
        return words.sequence(len(data))
    if isinstance(data, Array):
        return words.array(data.shape) if data.shape else words.NUMBER
    return {type(None): words.NONE, str: words.STRING, bool: words.BOOL}.get(type(data), words.NUMBER)


def _array(leaf: Scalar | Array) -> Array | None:
    return as_array(leaf)


def _leaf(expected: Scalar | Array, observed: Scalar | Array, where: str, rule: Rule) -> _Leaf:
    def failed(feedback: Text) -> _Leaf:
        return _Leaf(
            where=where, fraction=Fraction(0), feedback=feedback, expected=expected, observed=observed
        )

    if expected is None or isinstance(expected, str) or isinstance(observed, str):
        if type(expected) is type(observed) and expected == observed:
            return _Leaf(where=where, fraction=Fraction(1))
        if type(expected) is type(observed):
            return failed(words.wrong_string(str(expected)[:80], str(observed)[:80]))
        return failed(words.wrong_type(_name(expected), _name(observed)))
    right, given = _array(expected), _array(observed)
    if right is None or given is None:
        return _leaf_of_giants(expected, observed, where)
    if not right.shape and given.values.size == 1:
        given = Array(given.values.reshape(()), given.dtype, given.python or not given.shape)
    if right.shape != given.shape:
        return failed(words.wrong_shape(right.shape, given.shape))
    mismatch = _kind_mismatch(right, given)
    if mismatch is not None:
        return failed(words.wrong_kind(*mismatch))
    return _elements(right, given, where, rule)


def _leaf_of_giants(expected: Any, observed: Any, where: str) -> _Leaf:
    """Integers beyond 64 bits: exact, as Python has them."""
    if isinstance(expected, Array) or isinstance(observed, Array) or expected != observed:
        feedback = words.wrong_type(words.THIS_INTEGER, words.ANOTHER_NUMBER)
        return _Leaf(
            where=where, fraction=Fraction(0), feedback=feedback, expected=expected, observed=observed
        )
    return _Leaf(where=where, fraction=Fraction(1))


def _kind_mismatch(expected: Array, observed: Array) -> tuple[Kind, Kind] | None:
    right, given = expected.kind, observed.kind
    python_like = observed.python or not observed.shape
    match right, given:
        case (one, other) if one == other:
            return None
        case ("integer", "float") if expected.python or not expected.shape:
            return None  # whole floats match an integer literal; others fail at the values
        case ("float" | "complex", "integer") if python_like:
            return None
        case ("complex", "float"):
            return None
    return right, given


def _elements(expected: Array, observed: Array, where: str, rule: Rule) -> _Leaf:
    exact = expected.kind in ("bool", "integer") and not (rule.written and expected.kind == "integer")
    if exact:
        right_ones = _exactly_equal(expected, observed)
        distance: NDArray[np.float64] = np.where(right_ones, 0.0, _distance(expected.values, observed.values))
        excess = np.where(right_ones, 0.0, np.maximum(distance, 1e-300))
        finite_stage = False
    else:
        target = (
            round_to(_widen(expected.values), rule.dtype) if expected.kind != "integer" else expected.values
        )
        right_ones, excess, finite_stage = _within(_widen(target), _widen(observed.values), rule)
    total = max(1, int(right_ones.size))
    wrong = int(np.count_nonzero(~right_ones))
    if not wrong:
        return _Leaf(where=where, fraction=_ALL)
    index = (
        tuple(int(axis) for axis in np.unravel_index(int(np.argmax(excess)), excess.shape))
        if excess.shape
        else ()
    )
    return _Leaf(
        where=where,
        fraction=Fraction(total - wrong, total),
        feedback=_said(expected, observed, index, wrong, total, finite_stage),
        expected=_shown(expected, rule),
        observed=observed,
        worst_index=index,
        wrong=tuple(tuple(map(int, place)) for place in np.argwhere(~right_ones)[:MAX_WRONG]),
    )


class _Same:
    """An array as a key, by identity."""

    __slots__ = ("array",)

    def __init__(self, array: Array) -> None:
        self.array = array

    def __hash__(self) -> int:
        return id(self.array)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.array is self.array


def _surely_right(expected: Data, observed: Data, rule: Rule) -> bool:
    """Is it an array, and every element surely right? What most answers are, told by the fewest operations."""
    if not isinstance(expected, Array) or not isinstance(observed, Array):
        return False
    given = observed.values
    if given.dtype.kind != "f" or given.size > _SMALL:
        return False
    return _is_within(_Same(expected), _Same(observed), rule)


@lru_cache(_REMEMBERED)  # what students answered to the bit alike is read as one array
def _is_within(expected: _Same, observed: _Same, rule: Rule) -> bool:
    given = observed.array.values
    bounds = _bounds(expected, rule, given.dtype)
    if bounds is None or given.shape != bounds[0].shape:
        return False
    least, most = bounds
    return int(np.count_nonzero((least <= given) & (given <= most))) == given.size


@lru_cache(_REMEMBERED)  # a class is compared with the same few arrays
def _bounds(
    expected: _Same, rule: Rule, dtype: np.dtype[np.floating[Any]]
) -> tuple[NDArray[np.floating[Any]], NDArray[np.floating[Any]]] | None:
    """Between these, of the observed dtype, |O − E| ≤ atol·S + rtol·|E| holds, however it is rounded.

    None where it cannot be told so.
    """
    array = expected.array
    if array.kind != "float" or array.values.size > _SMALL:
        return None
    right = _widen(round_to(_widen(array.values), rule.dtype))
    sizes = np.abs(right)
    largest = sizes.max(initial=0.0)
    if not largest < np.inf:  # nor is a NaN
        return None
    with np.errstate(over="ignore"):
        allowed = sizes * rule.rtol + rule.atol * (largest if rule.scaled and largest else 1.0)
        least, most = np.nextafter(right - allowed, np.inf), np.nextafter(right + allowed, -np.inf)
        # A step inwards each time, lest they were rounded outwards.
        up, down = dtype.type(np.inf), dtype.type(-np.inf)
        return np.nextafter(least.astype(dtype), up), np.nextafter(most.astype(dtype), down)


def _exactly_equal(expected: Array, observed: Array) -> Bools:
    with np.errstate(invalid="ignore"):
        return np.asarray(expected.values == observed.values)


def _widen(values: NDArray[Any]) -> NDArray[Any]:
    return values.astype(np.complex128 if values.dtype.kind == "c" else np.float64)


def _distance(expected: NDArray[Any], observed: NDArray[Any]) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore", over="ignore"):
        return np.asarray(np.abs(_widen(expected) - _widen(observed)))


def _within(
    expected: NDArray[Any], observed: NDArray[Any], rule: Rule
) -> tuple[Bools, NDArray[np.float64], bool]:
    """Which elements are right, how far off each is (in tolerances), and whether a NaN or infinity is to blame."""
    finite = np.isfinite(expected)
    if finite.all() and np.isfinite(observed).all():
        right_ones, excess = _values(expected, observed, rule)
        return right_ones, excess, False
    same_places = _same_special(expected, observed)
    right_ones, excess = np.array(same_places), np.where(same_places, 0.0, np.inf)
    both = finite & np.isfinite(observed)
    inside, over = _values(
        np.where(both, expected, 0), np.where(both, observed, 0), rule, _scale(expected, rule)
    )
    right_ones = np.where(both, inside, right_ones)
    excess = np.where(both, over, excess)
    return right_ones, excess, not bool(np.all(both | same_places))


def _same_special(expected: NDArray[Any], observed: NDArray[Any]) -> Bools:
    """NaN where NaN is due, and the same infinity where one is; complex parts one by one."""
    if expected.dtype.kind == "c" or observed.dtype.kind == "c":
        e, o = expected.astype(np.complex128), observed.astype(np.complex128)
        return (
            _same_special(e.real, o.real) & _same_special(e.imag, o.imag) & ~(np.isfinite(e) ^ np.isfinite(o))
        )
    with np.errstate(invalid="ignore"):
        return np.asarray((np.isnan(expected) & np.isnan(observed)) | (expected == observed))


def _scale(expected: NDArray[Any], rule: Rule) -> float:
    if not rule.scaled:
        return 1.0
    finite = np.abs(expected[np.isfinite(expected)])
    return float(finite.max()) if finite.size and finite.max() > 0 else 1.0


def _values(
    expected: NDArray[Any], observed: NDArray[Any], rule: Rule, scale: float | None = None
) -> tuple[Bools, NDArray[np.float64]]:
    size = _scale(expected, rule) if scale is None else scale
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        allowed = rule.atol * size + rule.rtol * np.abs(expected)
        distance = np.abs(observed - expected)
        right_ones = np.asarray(distance <= allowed)
        if right_ones.all():
            return right_ones, np.zeros(right_ones.shape)
        excess = np.where(right_ones, 0.0, distance / np.where(allowed > 0, allowed, np.finfo(float).tiny))
    return right_ones, np.nan_to_num(np.asarray(excess), nan=np.inf, posinf=np.finfo(float).max)


def _shown(expected: Array, rule: Rule) -> Array:
    if expected.kind == "float":
        return Array(round_to(expected.values, rule.dtype), rule.dtype, expected.python)
    return expected


def _said(
    expected: Array, observed: Array, index: tuple[int, ...], wrong: int, total: int, finite_stage: bool
) -> Text:
    right, given = _number(expected.values[index]), _number(observed.values[index])
    if right == given:
        right, given = repr(expected.values[index].item()), repr(observed.values[index].item())
    place = words.element(index)
    if finite_stage:
        return words.not_finite(place, right, given)
    return words.wrong_value(place, right, given, wrong, total)


def _number(value: Any) -> str:
    plain = value.item() if isinstance(value, np.generic | np.ndarray) else value
    return f"{plain:.6g}" if isinstance(plain, float) else str(plain)
