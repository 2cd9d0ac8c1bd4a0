"""YAML 1.2 by its core schema, and what a spec's YAML may not hold."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.spec.yaml_reader import MAX_NESTING, read_yaml


def value(text: str) -> object:
    document = read_yaml(f"key: {text}\n".encode(), "a.yaml")
    assert document.faults == []
    assert isinstance(document.data, dict)
    return document.data["key"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1e-5", 1e-5),
        ("1e5", 1e5),
        ("1.5E+3", 1500.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("-0", 0),
        ("+12", 12),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        (".inf", math.inf),
        ("-.Inf", -math.inf),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        # What YAML 1.1 would make of these is why 1.2 is read.
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("y", "y"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("2025-11-05", "2025-11-05"),
        ("<<", "<<"),
        ("=", "="),
        ("nan", "nan"),
        ("inf", "inf"),
        ("1e", "1e"),
        ("۱۲", "۱۲"),
        ("'1'", "1"),
        ('"true"', "true"),
    ],
)
def test_plain_scalars_are_those_of_the_core_schema(text: str, meant: object) -> None:
    found = value(text)
    assert found == meant
    assert type(found) is type(meant)


def test_nan_is_a_number() -> None:
    found = value(".nan")
    assert isinstance(found, float)
    assert math.isnan(found)


def faults(text: str | bytes) -> list[str]:
    content = text.encode() if isinstance(text, str) else text
    document = read_yaml(content, "a.yaml")
    assert all(fault.hint for fault in document.faults), document.faults
    return [str(fault) for fault in document.sorted_faults()]


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1", "`a` is here a second time; the first is in line 1"),
        ("b: {x: 1, x: 2}\n", "1:11", "`x` is here a second time; the first is in line 1"),
        ("a: &one [1]\n", "1:4", "`&one` is an anchor"),
        ("a: 1\nb: *one\n", "2:4", "`*one` is an alias"),
        ("a: !!python/object:os.system ls\n", "1:4", "`!!python/object:os.system` is a tag"),
        ("a: 1\n---\nb: 2\n", "2:1", "a second YAML document"),
        ("? [1, 2]\n: 3\n", "1:3", "a key must be text, not a list"),
        ("1: one\n", "1:1", "a key must be text; write it in quotes: '1'"),
        ("a: [1, 2\nb: 3\n", "2:2", "not YAML"),
        ("a:\n\tb: 1\n", "2:1", "not YAML"),
        ("a: 'open\n", "2:1", "not YAML"),
        ("a: x: y\n", "1:5", "not YAML"),
        (b"a: 1\nb: \xff\n", "2:4", "not UTF-8"),
        ("a: 1\nb: \x07\n", "2:4", "a character that YAML does not allow"),
        ("", "1:1", "empty"),
        ("# nothing\n", "1:1", "empty"),
        (f"a: {'9' * 2_000}\n", "1:4", "a number of more than"),
        ("a: 1e999\n", "1:4", "larger than any float"),
        (f"a: {'[' * (MAX_NESTING + 1)}{']' * (MAX_NESTING + 1)}\n", f"1:{4 + MAX_NESTING - 1}", "nested"),
    ],
)
def test_what_a_spec_may_not_hold_is_told_with_its_place(text: str | bytes, place: str, what: str) -> None:
    [first, *_] = faults(text)
    assert first.startswith(f"a.yaml:{place}: "), first
    assert what in first


def test_every_fault_of_a_file_is_told() -> None:
    found = faults("a: 1\na: 2\nb: *x\nc: &y 1\nc: 3\n")
    assert [fault.split(": ")[0] for fault in found] == [
        f"a.yaml:{line}" for line in ("2:1", "3:4", "4:4", "5:1")
    ]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    document = read_yaml(b"\xef\xbb\xbfa: 1\n", "a.yaml")
    assert document.data == {"a": 1}


def test_every_key_and_value_knows_its_place() -> None:
    document = read_yaml(b"a:\n  - {b: 'x'}\n  - 2\n", "a.yaml")
    place = ("a", 0, "b")
    assert (document.key_marks[place].line, document.key_marks[place].column) == (2, 6)
    assert (document.mark(place).line, document.mark(place).column) == (2, 9)
    assert document.find(place) == "x"
    assert (document.mark(("a", 0, "nothing", "there")).line, document.find(("a", 5))) == (2, None)


words = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff")
)
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(words, plain, max_size=4), st.sampled_from([None, 2]))
def test_what_was_written_as_json_is_read(data: dict[str, object], indent: int | None) -> None:
    document = read_yaml(json.dumps(data, ensure_ascii=False, indent=indent).encode(), "a.yaml")
    assert document.faults == []
    assert document.data == data


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_end_in_anything_but_data_or_faults(content: bytes) -> None:
    document = read_yaml(content, "a.yaml")
    assert document.faults or document.data is not None or b":" not in content
    assert all(fault.line >= 1 and fault.column >= 1 and fault.hint for fault in document.faults)
