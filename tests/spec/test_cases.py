"""Values and expectations that differ from trial to trial, lists of arrays as one value, and what is withheld."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from grader.core.data import Array
from grader.core.problem import Cases, Check, Equals, Fixed, PlainObject, Tally, Withheld
from grader.errors import SpecError
from grader.spec import load
from tests.problem_folder import make

REFERENCE = {"reference.py": "def f(*given):\n    return given\n"}


def check(tmp_path: Path, body: str) -> Check:
    [assigned] = load(make(tmp_path / "p", body, REFERENCE)).problems
    return assigned.problem.checks[0]


def test_there_are_as_many_trials_as_cases(tmp_path: Path) -> None:
    found = check(
        tmp_path,
        """
values: {x: {cases: [[1, 2], 5, {array: [3]}]}}
checks:
  - {id: a, call: f(x), equals: {cases: [1, {out: [4, 5]}, null]}}
""",
    )
    assert found.trials == 3
    first, third = (Array(np.array(row), "float64") for row in ([1.0, 2.0], [3.0]))
    assert found.values["x"] == Cases((Fixed(first), PlainObject(5), Fixed(third)))
    assert isinstance(found.expectation, Equals)
    assert [found.expectation.of(trial) for trial in (0, 2)] == [1, None]


def test_a_value_that_no_call_names_makes_no_trials(tmp_path: Path) -> None:
    body = "values: {x: {cases: [1, 2]}, y: 3}\nchecks:\n  - {id: a, call: f(y), equals: 1}\n"
    assert check(tmp_path, body).trials == 1


@pytest.mark.parametrize(
    "rest",
    ["equals: {cases: [1, 2]}", "matches_reference: {trials: 2}"],
    ids=["expected", "trials"],
)
def test_counts_that_differ_are_a_fault(tmp_path: Path, rest: str) -> None:
    body = f"values: {{x: {{cases: [1, 2, 3]}}}}\nchecks:\n  - {{id: a, call: f(x), {rest}}}\n"
    with pytest.raises(SpecError, match="2 and 3 trials"):
        check(tmp_path, body)


def test_a_list_of_arrays_is_one_value(tmp_path: Path) -> None:
    np.save(tmp_path / "W.npy", np.ones((2, 3)))
    folder = make(
        tmp_path / "p",
        "values: {layers: {nested: [{file: W.npy}, {array: [1, 0], dtype: int64}]}}\n"
        "checks:\n  - {id: a, call: f(layers), equals: [{file: W.npy}, {array: [1.5]}]}\n",
        REFERENCE,
    )
    (tmp_path / "W.npy").rename(folder / "W.npy")
    [assigned] = load(folder).problems
    [one] = assigned.problem.checks
    ones = Array(np.ones((2, 3)), "float64")
    assert one.values["layers"] == Fixed((ones, Array(np.array([1, 0]), "int64")))
    assert one.expectation == Equals((ones, Array(np.array([1.5]), "float64")))


def test_only_what_withholds_checks_may_have_none(tmp_path: Path) -> None:
    [assigned] = load(
        make(tmp_path / "p", "withheld: {telling: {checks: 1, points: 1}}\nchecks: []\n")
    ).problems
    assert assigned.problem.checks == ()
    with pytest.raises(SpecError, match="`checks` is empty; at least 1 is needed"):
        load(make(tmp_path / "p", "checks: []\n"))


def test_what_is_withheld_is_known(tmp_path: Path) -> None:
    body = "withheld: {hidden: {checks: 2, points: 0.3}}\nchecks:\n  - {id: a, call: f(1), equals: 1}\n"
    folder = make(tmp_path / "p", body, REFERENCE)
    [assigned] = load(folder).problems
    assert assigned.problem.withheld == Withheld(hidden=Tally(2, Fraction(3, 10)))
