"""Whatever a spec says, the problem says the same: specs made at random, written as YAML, loaded, compared."""

from __future__ import annotations

import json
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core.data import Array, Data
from grader.core.dtypes import STORAGE, round_to
from grader.core.problem import (
    CallSubject,
    Check,
    Equals,
    Fixed,
    MatchesReference,
    PlainObject,
    Problem,
    Raises,
    Random,
    Satisfies,
    Value,
)
from grader.core.text import Text
from grader.spec import load

REFERENCE = "def forward(*arguments, **named):\n    return arguments\n"

names = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True).filter(
    lambda name: (
        name not in ("forward", "in", "is", "if", "as", "or", "not", "and", "for", "def", "del", "try")
        and name.isidentifier()
    )
)
kebab = st.from_regex(r"[a-z][a-z0-9]{0,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
words = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=12)
numbers = st.floats(-1e4, 1e4, allow_subnormal=False) | st.integers(-1000, 1000)
texts = words | st.fixed_dictionaries({}, optional={"en": words, "fa": words}).filter(bool)
points = st.integers(0, 50) | st.decimals(0, 20, places=2).map(float)


@st.composite
def nested(draw: st.DrawFn) -> Any:
    """A list of numbers, or a matrix as a list of lists."""
    columns = draw(st.none() | st.integers(1, 3))
    row = st.lists(numbers, min_size=columns or 1, max_size=columns or 4)
    return draw(row if columns is None else st.lists(row, min_size=1, max_size=3))


plain = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
shapes = st.lists(st.integers(0, 5), max_size=3)
values = st.one_of(
    st.none() | st.booleans() | numbers | words,
    nested(),
    st.fixed_dictionaries({"array": nested()}, optional={"dtype": st.sampled_from(["float64", "float16"])}),
    st.fixed_dictionaries({"full": numbers, "shape": shapes}),
    st.fixed_dictionaries({"object": plain}),
    st.fixed_dictionaries({"random": st.just("normal"), "shape": shapes}, optional={"mean": numbers}),
    st.fixed_dictionaries(
        {"random": st.just("integers"), "high": st.integers(1, 9)}, optional={"low": st.integers(-9, 0)}
    ),
)
subordinate = {
    "title": texts,
    "points": points,
    "visibility": st.sampled_from(["visible", "hidden", "after_due_date", "after_published"]),
    "hint": texts,
    "credit": st.sampled_from(["all", "per_element"]),
    "extra_credit": st.booleans(),
    "tolerance": st.fixed_dictionaries({"rtol": st.floats(0, 1), "atol": st.floats(0, 1)}),
}
expectations = st.one_of(
    st.fixed_dictionaries({"equals": numbers | words | nested() | st.booleans() | st.none()}),
    st.fixed_dictionaries({"equals": st.dictionaries(kebab, nested(), min_size=1, max_size=2)}),
    st.fixed_dictionaries(
        {"matches_reference": st.fixed_dictionaries({}, optional={"trials": st.integers(1, 9)})}
    ),
    st.fixed_dictionaries({"raises": st.sampled_from(["ValueError", "torch.linalg.LinAlgError"])}),
    st.fixed_dictionaries({"satisfies": st.sampled_from(["finite", {"decreasing": {"strict": False}}])}),
)


@st.composite
def specs(draw: st.DrawFn) -> dict[str, Any]:
    held = draw(st.dictionaries(names, values, max_size=4))
    ids = draw(st.lists(kebab, min_size=1, max_size=4, unique=True))
    checks: list[dict[str, Any]] = []
    for index, check_id in enumerate(ids):
        arguments = draw(st.lists(st.sampled_from([*held, "1", "-2.5", "[3]", "'a'"]), max_size=3))
        check: dict[str, Any] = {"id": check_id, "call": f"forward({', '.join(arguments)})"}
        check |= draw(expectations) | draw(st.fixed_dictionaries({}, optional=subordinate))
        visible = check.get("visibility", "visible") == "visible"
        may_need = [
            one["id"]
            for one in checks[:index]
            if not visible or one.get("visibility", "visible") == "visible"
        ]
        if may_need:
            check["needs"] = draw(st.lists(st.sampled_from(may_need), unique=True))
        checks.append(check)
    head = st.fixed_dictionaries(
        {
            "format_version": st.just(1),
            "id": st.just("p"),
            "title": texts,
            "submit": st.just({"module": "work.py"}),
        },
        optional={
            "version": st.integers(1, 99),
            "framework": st.sampled_from(["torch", "numpy"]),
            "dtype": st.sampled_from(["float64", "float32", "float16", "bfloat16"]),
            "tags": st.lists(words, max_size=2),
            "all_or_nothing": st.booleans(),
            "limits": st.fixed_dictionaries(
                {"wall_time_s": st.floats(0.1, 99), "memory_mib": st.integers(1, 4096)}
            ),
        },
    )
    return {**draw(head), "values": held, "checks": checks}


@settings(max_examples=150)
@given(specs(), st.sampled_from([None, 1]))
def test_a_problem_says_what_its_spec_says(spec: dict[str, Any], indent: int | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "p"
        home.mkdir()
        (home / "reference.py").write_text(REFERENCE, encoding="utf-8")
        text = json.dumps(spec, ensure_ascii=False, indent=indent)  # YAML 1.2 holds all of JSON
        (home / "problem.yaml").write_text(text, encoding="utf-8")
        [assigned] = load(home).problems
    same_problem(assigned.problem, spec)


def same_problem(found: Problem, spec: dict[str, Any]) -> None:
    assert (found.id, found.title) == (spec["id"], text_of(spec["title"]))
    assert found.version == spec.get("version", 1)
    assert found.framework == spec.get("framework", "torch")
    assert found.dtype == spec.get("dtype", "float32")
    assert found.tags == tuple(spec.get("tags", ()))
    assert found.all_or_nothing == spec.get("all_or_nothing", False)
    limits = spec.get("limits", {"wall_time_s": 10.0, "memory_mib": 1024})
    assert (found.limits.wall_time_s, found.limits.memory_mib) == (
        limits["wall_time_s"],
        limits["memory_mib"],
    )
    assert [check.id for check in found.checks] == [check["id"] for check in spec["checks"]]
    for check, said in zip(found.checks, spec["checks"], strict=True):
        assert check.limits == found.limits
        assert check.values.keys() == spec["values"].keys()
        for name, value in check.values.items():
            same_value(value, spec["values"][name], found.dtype)
        same_check(check, said)


def text_of(said: Any) -> Text:
    return Text(said) if isinstance(said, str) else Text(said.get("en", ""), said.get("fa", ""))


def same_value(value: Value, said: Any, dtype: str) -> None:
    match said:
        case list():
            same_array(value, said, dtype)
        case {"array": numbers}:
            same_array(value, numbers, said.get("dtype", dtype))
        case {"full": number, "shape": shape}:
            same_array(value, np.full(shape, float(number)), dtype)
        case {"object": held}:
            assert value == PlainObject(held)
        case {"random": distribution}:
            assert isinstance(value, Random)
            assert (value.distribution, list(value.shape)) == (distribution, said.get("shape", []))
            assert value.mean == said.get("mean", 0)
            assert distribution != "integers" or (value.low, value.high) == (said.get("low", 0), said["high"])
        case _:
            assert value == PlainObject(said)
            assert isinstance(value, PlainObject)
            assert type(value.value) is type(said)


def same_array(value: Value, numbers: Any, dtype: str) -> None:
    assert isinstance(value, Fixed)
    assert isinstance(value.data, Array)
    assert value.data.dtype == dtype
    assert value.data.values.dtype == STORAGE[dtype]
    assert value.data.values.tolist() == round_to(np.array(numbers, np.float64), dtype).tolist()


def same_check(check: Check, said: dict[str, Any]) -> None:
    assert isinstance(check.subject, CallSubject)
    assert check.subject.call.text == said["call"]
    assert check.title == text_of(said.get("title", said["id"]))
    assert check.points == Fraction(str(said.get("points", 1)))
    assert check.visibility == said.get("visibility", "visible")
    assert check.hint == text_of(said.get("hint", ""))
    assert check.credit == said.get("credit", "all")
    assert check.extra_credit == said.get("extra_credit", False)
    assert check.needs == tuple(said.get("needs", ()))
    tolerance = said.get("tolerance", {})
    assert (check.tolerance.rtol, check.tolerance.atol) == (tolerance.get("rtol"), tolerance.get("atol"))
    match said:
        case {"matches_reference": {**rest}}:
            assert isinstance(check.expectation, MatchesReference)
            assert check.trials == rest.get("trials", check.trials)
        case {"raises": exception}:
            assert check.expectation == Raises(exception)
        case {"satisfies": str(name)}:
            assert check.expectation == Satisfies(verifier=name, built_in=True)
        case {"satisfies": {"decreasing": {"strict": strict}}}:
            found = Satisfies(verifier="decreasing", arguments={"strict": strict}, built_in=True)
            assert check.expectation == found
        case {"equals": expected}:
            assert isinstance(check.expectation, Equals)
            assert as_plain(check.expectation.expected) == expected


def as_plain(data: Data) -> object:
    if isinstance(data, Array):
        return data.values.tolist()
    if isinstance(data, tuple):
        return [as_plain(item) for item in data]
    return {key: as_plain(item) for key, item in data.items()} if isinstance(data, dict) else data
