"""`grader validate` finds what an author got wrong, and warns of what is unwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.audit.advice import advise
from grader.audit.findings import Fault
from grader.audit.sensitivity import sensitivity
from grader.audit.validate import Validation, validate
from grader.core.data import Array, Data, from_literal
from grader.core.problem import Problem, Tolerance
from grader.sandbox.box import Sandbox
from grader.spec import load, load_examples
from tests.problem_folder import HEAD, make

TORCH = HEAD.replace("numpy", "torch").replace("float64", "float32")
BODY = """
values:
  x: [1.0, -2.0, 3.0]
  X: {random: normal, shape: [7, 3]}
  dY: {random: normal, shape: [7, 3]}
checks:
  - {id: fixed, call: square(x), equals: [1.0, 4.0, 9.0], points: 2}
  - {id: fresh, call: square(X), matches_reference: {}, visibility: hidden}
  - {id: slope, call: "back(X, cotangent)", gradient_of: {call: square(X), wrt: X}}
misconceptions:
  - {id: twice, when: {swap: {square: doubled}}, feedback: Doubled., checks: [fixed, fresh]}
"""
FILES = {
    "reference.py": "def square(x):\n    return x ** 2\ndef back(x, c):\n    return 2 * x * c\n",
    "misconceptions.py": "def doubled(x):\n    return 2 * x\n",
    "statement.md": "Write `square` and `back`.",
    "examples/right/work.py": "def square(x):\n    return x * x\ndef back(x, c):\n    return c * (x + x)\n",
    "examples/right/expected.yaml": (
        "score: 4\nchecks: {fixed: passed, fresh: passed, slope: passed}\nmisconceptions: []\n"
    ),
    "examples/wrong/work.py": "def square(x):\n    return x + x\ndef back(x, c):\n    return c * (x + x)\n",
    "examples/wrong/expected.yaml": (
        "score: 1\nchecks: {fixed: failed, fresh: failed, slope: passed}\nmisconceptions: [twice]\n"
    ),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


def problem(folder: Path, body: str, files: Mapping[str, str], head: str = TORCH) -> Problem:
    [assigned] = load(make(folder / "p", body, files, head=head)).problems
    return assigned.problem


def validated(
    folder: Path, sandbox: Sandbox, body: str = BODY, head: str = TORCH, **changed: str
) -> Validation:
    files = FILES | {name.replace("__", "/").replace("_dot_", "."): text for name, text in changed.items()}
    one = problem(folder, body, files, head)
    return validate(one, load_examples(one), b"audit", sandbox)


def told(found: Validation) -> dict[str, str]:
    return {fault.where: fault.what for fault in found.faults}


def test_a_good_problem_has_no_fault_and_no_warning(tmp_path: Path, sandbox: Sandbox) -> None:
    found = validated(tmp_path, sandbox)
    assert (found.faults, found.warnings, found.examples) == ((), (), 2)


def test_a_reference_that_is_wrong(tmp_path: Path, sandbox: Sandbox) -> None:
    wrong = FILES["reference.py"].replace("x ** 2", "x ** 2 + 1")
    found = told(validated(tmp_path, sandbox, reference_dot_py=wrong))
    assert "the reference gets failed" in found["checks.fixed"]
    assert "fixed came out" not in found.get("checks.fixed", "")


def test_a_reference_that_fails(tmp_path: Path, sandbox: Sandbox) -> None:
    wrong = FILES["reference.py"].replace("return x ** 2", "return y")
    found = told(validated(tmp_path, sandbox, reference_dot_py=wrong))
    assert {"checks.fixed", "checks.fresh", "checks.slope"} <= set(found)
    assert "NameError" in found["checks.fresh"]


def test_a_reference_whose_backward_is_not_its_forwards(tmp_path: Path, sandbox: Sandbox) -> None:
    wrong = FILES["reference.py"].replace("2 * x * c", "x * c")
    found = told(validated(tmp_path, sandbox, reference_dot_py=wrong))
    assert "gradient" in found["checks.slope"]


def test_a_gradient_that_autograd_does_not_see_whole(tmp_path: Path, sandbox: Sandbox) -> None:
    # Half of the function is cut from the graph; `back` and the examples agree with what autograd says.
    half = (
        "def square(x):\n    return 0.5 * x ** 2 + 0.5 * x.detach() ** 2\ndef back(x, c):\n    return x * c\n"
    )
    found = told(validated(tmp_path, sandbox, reference_dot_py=half))
    assert found["checks.slope"] == "the reference's gradient differs from central differences in float64"


def test_gradients_of_a_backward_subject_are_compared_too(tmp_path: Path, sandbox: Sandbox) -> None:
    body = "values: {x: [1.0, 2.0, 4.0]}\nchecks:\n"
    body += "  - {id: a, call: square(x), backward: {wrt: [x]}, matches_reference: {}}\n"
    half = "def square(x):\n    return 0.5 * x ** 2 + 0.5 * x.detach() ** 2\n"
    one = problem(tmp_path, body, {"reference.py": half})
    found = validate(one, (), b"audit", sandbox)
    assert [fault.what for fault in found.faults] == [
        "the reference's gradient differs from central differences in float64"
    ]


def test_a_tolerance_that_would_not_notice(tmp_path: Path, sandbox: Sandbox) -> None:
    wide = BODY.replace("visibility: hidden", "visibility: hidden, tolerance: {rtol: 0.02}")
    found = told(validated(tmp_path, sandbox, wide))
    assert "single-element errors go unnoticed" in found["checks.fresh"]
    assert set(found) == {"checks.fresh"}


def test_draws_that_are_never_fair(tmp_path: Path, sandbox: Sandbox) -> None:
    odd = "import torch\n" + FILES["reference.py"].replace("x ** 2", "x ** 2 + (x.dtype == torch.float32)")
    found = told(validated(tmp_path, sandbox, reference_dot_py=odd))
    assert "no fair inputs in 9 draws" in found["checks.fresh"]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("checks: {fixed: passed}\n", "fixed came out failed, expected passed"),
        ("checks: {slope: failed}\n", "slope came out passed, expected failed"),
        ("score: 2\n", "the score is 1, expected 2"),
        ("misconceptions: []\n", "misconceptions named: twice; expected: none"),
        ("{}\n", ""),
    ],
)
def test_an_example_that_comes_out_otherwise(
    tmp_path: Path, sandbox: Sandbox, outcome: str, said: str
) -> None:
    found = told(validated(tmp_path, sandbox, examples__wrong__expected_dot_yaml=outcome))
    assert set(found) == ({"examples/wrong"} if said else set())
    assert said in found.get("examples/wrong", "")


def test_packages_that_are_required_and_not_there(tmp_path: Path, sandbox: Sandbox) -> None:
    found = validated(tmp_path, sandbox, BODY + "requires: [numpy, no-such-package.at-all]\n")
    assert told(found) == {"requires": "not installed: no-such-package.at-all"}


# --- advice ---------------------------------------------------------------------------------------------


def advice(folder: Path, body: str, files: Mapping[str, str] | None = None) -> list[Fault]:
    one = problem(folder, body, files or {"reference.py": FILES["reference.py"]})
    return [*advise(one, load_examples(one))]


FRESH = "  - {id: h, call: square(X), matches_reference: {}, visibility: hidden}\n"


def test_advice_on_answers_that_can_be_copied_out(tmp_path: Path) -> None:
    body = "checks:\n  - {id: a, call: square(2), equals: 4}\n"
    [one] = advice(tmp_path, body)
    assert "hard-code" in one.what
    assert advice(tmp_path, f"values: {{X: {{random: normal, shape: [7, 3]}}}}\n{body}{FRESH}") == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("{random: normal, shape: [3, 3]}", "two axes of X have the same size 3"),
        ("{random: normal, shape: [3, 1, 1]}", ""),
        ("{random: integers, low: 0, high: 10, shape: [2]}", "will probably miss some of its 10 values"),
        ("{random: integers, low: 0, high: 2, shape: [9]}", ""),
    ],
)
def test_advice_on_sizes_and_draws(tmp_path: Path, value: str, said: str) -> None:
    found = advice(tmp_path, f"values:\n  X: {value}\nchecks:\n{FRESH}")
    assert [said in one.what for one in found] == ([True] if said else [])


def test_advice_on_statements_and_copies(tmp_path: Path) -> None:
    files = FILES | {
        "statement.md": "Write a function.",
        "examples/right/work.py": "# another comment\n" + FILES["reference.py"],
    }
    found = [(one.where, one.what) for one in advice(tmp_path, BODY, files)]
    assert found == [
        ("statement.md", "it does not name `back`, which the checks call"),
        ("statement.md", "it does not name `square`, which the checks call"),
        (
            "examples/right",
            "its syntax tree equals the reference's: it proves nothing about other right solutions",
        ),
    ]


# --- sensitivity ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "tolerance", "holds"),
    [
        (from_literal([1.0, 2.0, 3.0]), Tolerance(), True),
        (from_literal([1.0, 2.0, 3.0]), Tolerance(rtol=0.02), False),
        (from_literal([1000.0, 20.0]), Tolerance(atol=1.0), False),  # 20 × 1.01 is no more than that away
        (from_literal([1000.0, 0.001]), Tolerance(), True),  # below a hundredth of the largest
        (from_literal([3, 4]), Tolerance(), True),
        (from_literal([0.0, 0.0]), Tolerance(), True),
        (from_literal([True, False]), Tolerance(), True),
        (Array(np.array([1 + 1j, 2]), "complex128"), Tolerance(), True),
        (Array(np.array([1 + 1j, 2]), "complex128"), Tolerance(rtol=0.1), False),
        ({"loss": 0.5, "name": "relu", "none": None}, Tolerance(), True),
        ({"loss": 0.5}, Tolerance(digits=1), False),
        ((1j, 2.0), Tolerance(rtol=0.1), False),
        ("text", Tolerance(), True),
    ],
)
def test_would_a_check_notice(expected: Data, tolerance: Tolerance, holds: bool) -> None:
    assert sensitivity(expected, tolerance=tolerance, dtype="float64").holds == holds


def test_at_most_a_thousand_elements_are_tried() -> None:
    found = sensitivity(Array(np.ones((70, 100)), "float64"), tolerance=Tolerance(), dtype="float64")
    assert 1000 < found.tried <= 2000  # each is zeroed, and multiplied


@given(st.lists(st.floats(0.5, 100), min_size=1, max_size=20))
def test_default_tolerances_notice_everything(numbers: list[float]) -> None:
    for dtype in ("float64", "float32"):
        assert sensitivity(from_literal(numbers), tolerance=Tolerance(), dtype=dtype).holds
