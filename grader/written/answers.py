"""One written answer against what is expected: numbers, tables of them, truth tables, choices and texts.

An answer is a text, a list of answers, or a mapping of them. What it means depends on what is expected: `1` is a number
where a number is due, true where a truth value is, and a text where a text is. What has two readings makes the answer
`unclear`, and a person marks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import prod

import numpy as np

from grader.core.data import Array, Data
from grader.core.text import Text
from grader.written import words
from grader.written.cells import Cell, judge_cells
from grader.written.numerals import Number, Unread, read_number
from grader.written.outcome import Written
from grader.written.tables import Cells, flat, read_cells, shape_of
from grader.written.texts import as_key, is_none, read_bool, same_text

__all__ = ["Unread", "Written", "judge_equals", "to_data"]


def judge_equals(answer: Data, expected: Data, digits: int | None = None) -> Written:
    """Judges an answer. Never raises.

    Args:
        answer: texts, and tuples and mappings of them.
        digits: significant digits that a decimal needs; None for 3, or all that the exact value has.
    """
    parts = list(_judged(answer, expected, digits, ""))
    fraction = sum((part.fraction for part in parts), Fraction(0)) / max(1, len(parts))
    deciding = next((part for part in parts if part.outcome == "unclear"), None) or next(
        (part for part in parts if part.outcome == "wrong"), None
    )
    if deciding is None:
        return Written(
            outcome="right",
            fraction=Fraction(1),
            observed=parts[0].observed if len(parts) == 1 else answer,
            expected=expected,
        )
    return Written(
        outcome=deciding.outcome,
        fraction=fraction,
        feedback=deciding.feedback,
        observed=deciding.observed,
        expected=deciding.expected,
        worst_index=deciding.worst_index,
    )


def to_data(answer: Data, like: Data) -> Data | Unread:
    """The answer as data: numbers in float64, in arrays where there are several.

    Args:
        like: data of the form that is meant; None to go by the answer alone.
    """
    if isinstance(like, Mapping):
        return _mapping(answer, like)
    if isinstance(like, str):
        return answer.strip() if isinstance(answer, str) else Unread(words.one_text_is_due())
    if isinstance(like, bool) or (isinstance(like, Array) and like.kind == "bool"):
        return _bools(answer)
    if isinstance(answer, Mapping):
        return _mapping(answer, answer) if like is None else Unread(words.no_table())
    if like is None:
        return _by_itself(answer)
    wanted = like.shape if isinstance(like, Array) else ()
    cells = _read_cells(answer, wanted)
    if isinstance(cells, Unread):
        return cells
    shape = shape_of(cells)
    if shape is None:
        return Unread(words.ragged())
    numbers = _numbers(cells)
    if isinstance(numbers, Unread) and _is_of_bits(like):
        bools = [read_bool(text) for text in flat(cells)]
        known = [float(one) for one in bools if one is not None]
        numbers = known if len(known) == len(bools) else numbers
    if isinstance(numbers, Unread):
        return numbers
    return _array(numbers, wanted if _fits(shape, wanted) else shape)


# --- judging --------------------------------------------------------------------------------------------


def _judged(answer: Data, expected: Data, digits: int | None, where: str) -> Iterator[Written]:
    """One judgement for every leaf of what is expected."""
    if isinstance(expected, Mapping):
        yield from _judged_mapping(answer, expected, digits, where)
    elif isinstance(expected, tuple):
        yield from _judged_items(answer, expected, digits, where)
    elif isinstance(expected, Array | bool | int | float | complex):
        yield _at(where, _judged_table(answer, expected, digits))
    else:
        yield _at(where, _judged_text(answer, expected))


def _at(where: str, written: Written) -> Written:
    if not where:
        return written
    return Written(
        outcome=written.outcome,
        fraction=written.fraction,
        feedback=words.at(where, written.feedback),
        observed=written.observed,
        expected=written.expected,
        worst_index=written.worst_index,
    )


def _wrong(feedback: Text, answer: Data, expected: Data) -> Written:
    return Written(
        outcome="wrong", fraction=Fraction(0), feedback=feedback, observed=answer, expected=expected
    )


def _not_read(unread: Unread, answer: Data, expected: Data) -> Written:
    return Written(
        outcome="unclear" if unread.ambiguous else "wrong",
        fraction=Fraction(0),
        feedback=unread.reason,
        observed=answer,
        expected=expected,
    )


def _judged_mapping(
    answer: Data, expected: Mapping[str, Data], digits: int | None, where: str
) -> Iterator[Written]:
    if not isinstance(answer, Mapping):
        yield _at(where, _wrong(words.keys_are_due(list(expected)), answer, expected))
        return
    given = {as_key(key): item for key, item in answer.items()}
    for key, right in expected.items():
        path = f"{where}.{key}" if where else key
        if as_key(key) in given:
            yield from _judged(given[as_key(key)], right, digits, path)
        else:
            yield _at(path, _wrong(words.nothing_written(), None, right))


def _judged_items(
    answer: Data, expected: tuple[Data, ...], digits: int | None, where: str
) -> Iterator[Written]:
    items = answer if isinstance(answer, tuple) else _items_of_text(answer)
    if items is None or len(items) != len(expected):
        count = 1 if items is None else len(items)
        yield _at(where, _wrong(words.wrong_count(len(expected), count), answer, expected))
        return
    for index, (item, right) in enumerate(zip(items, expected, strict=True)):
        yield from _judged(item, right, digits, f"{where}[{index}]")


def _items_of_text(answer: Data) -> tuple[Data, ...] | None:
    if not isinstance(answer, str):
        return None
    cells = read_cells(answer)
    return cells if isinstance(cells, tuple) else None


def _judged_text(answer: Data, expected: str | None) -> Written:
    if not isinstance(answer, str):
        return _wrong(words.one_text_is_due(), answer, expected)
    right = is_none(answer) if expected is None else same_text(answer, expected)
    if right:
        return Written(outcome="right", fraction=Fraction(1), observed=answer.strip(), expected=expected)
    return _wrong(words.wrong_text(answer, "none" if expected is None else expected), answer, expected)


def _judged_table(
    answer: Data, expected: Array | bool | int | float | complex, digits: int | None
) -> Written:
    wanted = expected.shape if isinstance(expected, Array) else ()
    cells = _read_cells(answer, wanted)
    if isinstance(cells, Unread):
        return _not_read(cells, answer, expected)
    given = shape_of(cells)
    if given is None:
        return _wrong(words.ragged(), answer, expected)
    if isinstance(cells, str) and prod(wanted) != 1:
        number = read_number(cells)
        if isinstance(number, Unread):
            return _not_read(number, answer, expected)
    if not _fits(given, wanted):
        return _wrong(words.wrong_shape(wanted, given), answer, expected)
    texts = list(flat(cells))
    judged = judge_cells(texts, expected, digits)
    right_ones = sum(cell.outcome == "right" for cell in judged)
    observed = to_data(answer, expected)
    shown = answer if isinstance(observed, Unread) else observed
    if right_ones == len(judged):
        return Written(outcome="right", fraction=Fraction(1), observed=shown, expected=expected)
    place = _deciding(judged)
    index = tuple(int(axis) for axis in np.unravel_index(place, wanted)) if wanted else ()
    wrong = sum(cell.outcome == "wrong" for cell in judged)
    return Written(
        outcome=judged[place].outcome,
        fraction=Fraction(right_ones, len(judged)),
        feedback=words.element(index, judged[place].feedback, wrong, len(judged)),
        observed=shown,
        expected=expected,
        worst_index=index if wanted else None,
    )


def _deciding(judged: list[Cell]) -> int:
    """The first that is unclear, else the wrong one that is furthest off."""
    for place, cell in enumerate(judged):
        if cell.outcome == "unclear":
            return place
    return max(range(len(judged)), key=lambda place: judged[place].excess)


def _read_cells(answer: Data, wanted: tuple[int, ...]) -> Cells | Unread:
    """Where one number is due, `1,234` is one with a comma in it and no list."""
    if isinstance(answer, str) and prod(wanted) == 1:
        number = read_number(answer)
        if isinstance(number, Number) or number.ambiguous or not answer.strip():
            return answer
    return read_cells(answer)


def _fits(given: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    """Same sizes. `[0, 0.25]` is the row `[[0, 0.25]]` too: axes of length 1 may be left out or added."""
    if given == wanted:
        return True
    squeezed = [size for size in given if size != 1] == [size for size in wanted if size != 1]
    return squeezed and len(given) != len(wanted)


# --- data -----------------------------------------------------------------------------------------------


def _mapping(answer: Data, like: Mapping[str, Data]) -> Data | Unread:
    if not isinstance(answer, Mapping):
        return Unread(words.keys_are_due(list(like)))
    forms = {as_key(key): (key, None if like is answer else item) for key, item in like.items()}
    read: dict[str, Data] = {}
    for key, item in answer.items():
        name, form = forms.get(as_key(key), (key, None))
        found = to_data(item, form)
        if isinstance(found, Unread):
            return Unread(words.at(key, found.reason), found.ambiguous, found.reading)
        read[name] = found
    return read


def _bools(answer: Data) -> Data | Unread:
    cells = read_cells(answer)
    if isinstance(cells, Unread):
        return cells
    shape = shape_of(cells)
    texts = list(flat(cells))
    read = [read_bool(text) for text in texts]
    known = [one for one in read if one is not None]
    if shape is None or len(known) != len(read):
        unknown = next((text for text, one in zip(texts, read, strict=True) if one is None), "")
        return Unread(words.ragged() if shape is None else words.no_bool(unknown))
    return known[0] if shape == () else Array(np.array(known).reshape(shape), "bool", python=True)


def _by_itself(answer: Data) -> Data | Unread:
    """Numbers where all of it is numbers, truth values where all of it is those, else the texts."""
    cells = _read_cells(answer, ())
    if isinstance(cells, Unread):
        return cells
    shape, numbers = shape_of(cells), _numbers(cells)
    if shape is not None and not isinstance(numbers, Unread):
        return _array(numbers, shape)
    bools = _bools(answer)
    if not isinstance(bools, Unread):
        return bools
    if isinstance(numbers, Unread) and numbers.ambiguous:
        return numbers
    return _texts(answer)


def _is_of_bits(like: Data) -> bool:
    """Whole numbers that are all 0 or 1: a truth table."""
    if isinstance(like, Array):
        return like.kind == "integer" and bool(np.isin(like.values, (0, 1)).all())
    return isinstance(like, int) and like in (0, 1)


def _texts(answer: Data) -> Data:
    if isinstance(answer, tuple):
        return tuple(map(_texts, answer))
    return answer.strip() if isinstance(answer, str) else answer


def _numbers(cells: Cells) -> list[float] | Unread:
    numbers = []
    for text in flat(cells):
        number = read_number(text)
        if isinstance(number, Unread):
            return number
        try:
            numbers.append(float(number.value))
        except OverflowError:
            return Unread(words.no_number(text))
    return numbers


def _array(numbers: list[float], shape: tuple[int, ...]) -> Array:
    return Array(np.array(numbers, dtype=np.float64).reshape(shape), "float64", python=True)
