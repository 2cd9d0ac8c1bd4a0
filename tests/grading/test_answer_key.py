"""The answer key: fair draws, redraws, what the reference is given, and what is right."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from grader.core.data import Array
from grader.core.problem import Problem
from grader.errors import AuthorError
from grader.grading import AnswerKey
from grader.grading.answer_key import REDRAWS
from grader.grading.trials import Trial
from tests.grading.desk import TORCH, Desk, verdicts

NUMPY32 = TORCH.replace("torch", "numpy")


def trials(desk: Desk, problem: Problem, secret: bytes = b"desk") -> tuple[Trial, ...]:
    with AnswerKey(problem, secret, desk.sandbox) as key:
        return key.trials(problem.checks[0])


def drawn(trial: Trial, name: str) -> Array:
    value = trial.inputs[name]
    assert isinstance(value, Array)
    return value


BODY = """
values:
  X: {random: normal, shape: [4, 3]}
  fixed: [0.1]
  n: 2
checks:
  - {id: a, call: "f(X, fixed, n)", matches_reference: {trials: 4}}
"""


def test_trials_are_the_same_for_one_secret_and_others_for_another(desk: Desk) -> None:
    problem = desk.problem(BODY, {"reference.py": "def f(X, fixed, n):\n    return X * fixed + n\n"})
    one, again, other = (trials(desk, problem, secret) for secret in (b"s", b"s", b"t"))
    assert [trial.request for trial in one] == [trial.request for trial in again]
    assert [trial.expected for trial in one] == [trial.expected for trial in again]
    requests = {trial.request for trial in (*one, *other)}
    assert len(requests) == 8


def test_the_reference_gets_the_rounded_numbers_widened(desk: Desk) -> None:
    reference = "def f(X, fixed, n):\n    assert X.dtype == fixed.dtype and type(n) is int\n    return X\n"
    [first, *_] = trials(desk, desk.problem(BODY, {"reference.py": reference}, head=NUMPY32))
    given, [expected] = drawn(first, "X"), first.expected
    assert isinstance(expected, Array)
    assert (given.dtype, expected.dtype) == ("float32", "float64")
    assert expected.values.tolist() == given.values.astype(np.float64).tolist()


def test_torch_references_run_under_a_default_of_float64(desk: Desk) -> None:
    reference = "import torch\ndef f(X, fixed, n):\n    return torch.ones(3) / 3 + 0 * X\n"
    [first, *_] = trials(desk, desk.problem(BODY, {"reference.py": reference}, head=TORCH))
    [expected] = first.expected
    assert isinstance(expected, Array)
    assert expected.values.dtype == np.float64
    assert expected.values[0, 0] == 1 / 3


@pytest.mark.parametrize("limit", [-3.0, -0.5, 0.5, 1.2])
def test_a_draw_on_which_float32_strays_is_drawn_again(desk: Desk, limit: float) -> None:
    # Unfair where x exceeds the limit: there the reference gives another number in float32.
    reference = (
        f"def f(x):\n    far = x > {limit}\n    return x + far * (1.0 if x.dtype == 'float32' else 0.0)\n"
    )
    body = "values: {x: {random: normal}}\nchecks:\n  - {id: a, call: f(x), matches_reference: {trials: 6}}\n"
    problem = desk.problem(body, {"reference.py": reference}, head=NUMPY32)
    if limit == -3.0:
        with pytest.raises(AuthorError, match=f"no fair inputs in {REDRAWS + 1} draws"):
            trials(desk, problem)
        result = desk.grade(problem, "def f(x):\n    return x\n")["a"]
        assert (result.verdict, result.score) == ("ungraded", None)
    else:
        assert all(drawn(trial, "x").values <= limit for trial in trials(desk, problem))


def test_a_quarter_of_the_tolerance_is_what_the_reference_may_use(desk: Desk) -> None:
    body = "values: {x: {random: uniform, low: 1, high: 2}}\nchecks:\n"
    body += "  - {id: a, call: f(x), matches_reference: {}, %s}\n"
    reference = "def f(x):\n    return x + (0.01 if x.dtype == 'float32' else 0.0)\n"
    for tolerance, fair in (
        ("tolerance: {rtol: 0, atol: 0.045}", True),
        ("tolerance: {rtol: 0, atol: 0.035}", False),
    ):
        problem = desk.problem(body % tolerance, {"reference.py": reference}, head=NUMPY32)
        result = desk.grade(problem, "def f(x):\n    return x\n")["a"]
        assert result.verdict == ("passed" if fair else "ungraded")


def test_fixed_inputs_are_not_drawn_again(desk: Desk) -> None:
    body = "values: {x: [1.0]}\nchecks:\n  - {id: a, call: f(x), matches_reference: {}}\n"
    reference = "def f(x):\n    return x + (1.0 if x.dtype == 'float32' else 0.0)\n"
    problem = desk.problem(body, {"reference.py": reference}, head=NUMPY32)
    assert verdicts(desk.grade(problem, "def f(x):\n    return x\n")) == {"a": "passed"}


def test_values_of_the_reference_are_computed_for_each_trial(desk: Desk) -> None:
    body = (
        "values: {seed: {random: integers, high: 1000}, W: {reference: 'make(seed)'}, V: {reference: 'make(W)'}}\n"
        "checks:\n  - {id: a, call: f(V), matches_reference: {}}\n"
    )
    reference = "def make(x):\n    return x * 0.1\ndef f(V):\n    return V * 2\n"
    problem = desk.problem(body, {"reference.py": reference}, head=NUMPY32)
    found = trials(desk, problem)
    assert len(found) == 3
    assert all(trial.inputs.keys() == {"V"} for trial in found)
    assert len({float(drawn(trial, "V").values) for trial in found}) == 3
    assert all(drawn(trial, "V").dtype == "float32" for trial in found)
    assert verdicts(desk.grade(problem, "def f(V):\n    return V + V\n")) == {"a": "passed"}


ANY = """
values: {x: {random: normal, shape: [3]}}
checks:
  - {id: a, call: unit(x), matches_reference: {any_of: [opposite(x)]}}
"""
SIGNS = "def unit(x):\n    return x / (x @ x) ** 0.5\ndef opposite(x):\n    return -unit(x)\n"


@pytest.mark.parametrize(
    ("returned", "verdict"), [("v", "passed"), ("-v", "passed"), ("2 * v", "failed"), ("abs(v)", "failed")]
)
def test_another_call_may_be_as_right(desk: Desk, returned: str, verdict: str) -> None:
    work = f"def unit(x):\n    v = x / (x @ x) ** 0.5\n    return {returned}\n"
    assert verdicts(desk.grade(desk.problem(ANY, {"reference.py": SIGNS}), work)) == {"a": verdict}


# --- gradients of the reference's forward ---------------------------------------------------------------

FORWARD = """
values:
  X: {random: normal, shape: [5, 3]}
  W: {random: normal, shape: [3, 2]}
  b: {random: normal, shape: [2]}
  dY: {random: normal, shape: [5, 2]}
checks:
  - {id: array, call: "dX(X, W, cotangent)", gradient_of: {call: "forward(X, W, b)", wrt: X}}
  - {id: sequence, call: "both(X, W, cotangent)", gradient_of: {call: "forward(X, W, b)", wrt: [X, W]}}
  - {id: mapping, call: "named(X, W, cotangent)", gradient_of: {call: "forward(X, W, b)", wrt: {dX: X, db: b}}}
  - {id: named, call: "dX(X, W, dY)", gradient_of: {call: "forward(X, W, b)", wrt: X, cotangent: dY}}
  - {id: scalar, call: "dloss(X, cotangent)", gradient_of: {call: loss(X), wrt: X, trials: 2}}
"""
LAYER = "def forward(X, W, b):\n    return X @ W + b\ndef loss(X):\n    return (X ** 2).mean()\n"
BACKWARD = """
def dX(X, W, dY):
    return dY @ W.T

def both(X, W, dY):
    return [dY @ W.T, X.T @ dY]

def named(X, W, dY):
    return {"dX": dY @ W.T, "db": dY.sum(0)}

def dloss(X, g):
    assert g == 1 and type(g) is float
    return 2 * X * g / (X.shape[0] * X.shape[1])
"""


@pytest.mark.parametrize(
    "head", [TORCH, NUMPY32, NUMPY32.replace("float32", "float64")], ids=["torch", "32", "64"]
)
def test_a_backward_is_judged_by_the_gradient_of_the_forward(desk: Desk, head: str) -> None:
    problem = desk.problem(FORWARD, {"reference.py": LAYER}, head=head)
    results = desk.grade(problem, BACKWARD)
    assert {name: r.feedback.en for name, r in results.items() if r.verdict != "passed"} == {}
    wrong = desk.grade(problem, BACKWARD.replace("dY @ W.T", "dY @ W.T * 2").replace("2 * X", "X"))
    assert set(verdicts(wrong).values()) == {"failed"}


def test_what_only_the_forward_uses_is_of_the_specs_dtype_too(desk: Desk) -> None:
    # In torch, X (float32) @ W (float64) raises: a fair draw would be refused for the mixture alone.
    body = FORWARD.partition("checks:")[0] + (
        "checks:\n  - {id: a, call: 'dW(X, cotangent)', gradient_of: {call: 'forward(X, W, b)', wrt: W}}\n"
    )
    problem = desk.problem(body, {"reference.py": LAYER}, head=TORCH)
    assert verdicts(desk.grade(problem, "def dW(X, dY):\n    return X.T @ dY\n")) == {"a": "passed"}


def test_what_torch_cannot_differentiate_is_differentiated_by_differences(desk: Desk) -> None:
    body = (
        "values: {x: {random: normal, shape: [4]}}\n"
        "checks:\n  - {id: a, call: 'g(x, cotangent)', gradient_of: {call: f(x), wrt: x}, tolerance: {rtol: 1e-5}}\n"
    )
    reference = (
        "import numpy as np, torch\ndef f(x):\n    return torch.as_tensor(np.sin(x.detach().numpy()))\n"
    )
    problem = desk.problem(body, {"reference.py": reference}, head=TORCH.replace("float32", "float64"))
    assert verdicts(desk.grade(problem, "import torch\ndef g(x, c):\n    return c * torch.cos(x)\n")) == {
        "a": "passed"
    }


def test_a_hand_written_backward_in_the_reference_does_not_decide(desk: Desk) -> None:
    body = FORWARD.partition("checks:")[0] + (
        "checks:\n  - {id: a, call: 'dX(X, W, cotangent)', gradient_of: {call: 'forward(X, W, b)', wrt: X}}\n"
    )
    wrong = LAYER + "def dX(X, W, dY):\n    return -(dY @ W.T)\n"
    problem = desk.problem(body, {"reference.py": wrong}, head=TORCH)
    result = desk.grade(problem, BACKWARD)["a"]
    assert result.verdict == "ungraded"  # the reference in float32 is not its own forward's gradient
    assert "strays from" in result.feedback.en


# --- verifiers ------------------------------------------------------------------------------------------

VERIFIER = """
import numpy as np
from grader import Verification

def close(observed, target, mode):
    assert isinstance(observed, np.ndarray) and isinstance(target, np.ndarray) and mode == "near"
    right = np.isclose(observed, target)
    return Verification(right.mean(), "" if right.all() else f"{(~right).sum()} are far off")

def nearly(observed):
    return Verification(observed)
"""
SATISFIES = """
values: {t: [1.5, 2.5, 3.5]}
checks:
  - {id: a, call: f(t), satisfies: {close: {target: t, mode: near}}, expects: {shape: [3], kind: float}, points: 3}
"""


@pytest.mark.parametrize(
    ("returned", "verdict", "score", "said"),
    [
        ("t", "passed", 3, ""),
        ("t + [0, 0, 1]", "partial", 2, "1 are far off"),
        ("t + 1", "failed", 0, "3 are far off"),
        ("[1.5, 2.5, 3.5]", "passed", 3, ""),
        ("[1, 2, 3]", "failed", 0, "3 are far off"),
        ("t[:2]", "failed", 0, "the shape is (2,), expected (3,)"),
        ("t.astype(int)", "failed", 0, "expected real numbers, got integers"),
        ("None", "failed", 0, "not written yet"),
        ("'text'", "failed", 0, "expected an array"),
    ],
)
def test_a_verifier_of_the_problem(desk: Desk, returned: str, verdict: str, score: int, said: str) -> None:
    problem = desk.problem(SATISFIES, {"verifier.py": VERIFIER})
    result = desk.grade(problem, f"def f(t):\n    return {returned}\n")["a"]
    assert result.verdict == verdict
    assert result.score == score
    assert said in result.feedback.en


@pytest.mark.parametrize(
    ("fraction", "verdict"),
    [
        ("1.0", "passed"),
        ("0.0", "failed"),
        ("1 - 1e-9", "partial"),
        ("1e-9", "partial"),
        ("0.3333333333333333", "partial"),
    ],
)
def test_only_the_whole_is_passed(desk: Desk, fraction: str, verdict: str) -> None:
    body = "checks:\n  - {id: a, call: f(), satisfies: nearly, points: 3}\n"
    result = desk.grade(desk.problem(body, {"verifier.py": VERIFIER}), f"def f():\n    return {fraction}\n")[
        "a"
    ]
    assert result.verdict == verdict
    assert fraction[:3] != "0.3" or result.score == 1


BUILT_IN: Mapping[str, tuple[str, str]] = {
    "{accuracy_at_least: {labels: y, at_least: 0.6}}": ("[0, 1, 9]", "[0, 9, 9]"),
    "{distribution: {family: normal, mean: 0, variance: 4}}": (
        "np.random.normal(0, 2, 9000)",
        "np.random.rand(9000)",
    ),
    "{decreasing: {strict: false}}": ("[3, 2, 2]", "[3, 2, 2.5]"),
    "{decreasing: {strict: true}}": ("[3, 2, 1]", "[3, 2, 2]"),
    "decreasing": ("[3, 2, 1]", "[1, 2, 3]"),
    "{parameter_count: {equals: 7}}": ("{'W': np.ones((3, 2)), 'b': [1]}", "{'W': np.ones((3, 2))}"),
    "{shape: {equals: [3, 2]}}": ("np.ones((3, 2))", "np.ones((2, 3))"),
    "{shape: {equals: []}}": ("2.5", "[2.5]"),
    "finite": ("{'a': [1, 2], 'b': 0.5}", "{'a': [1, 2], 'b': float('nan')}"),
}


def test_the_built_in_verifiers(desk: Desk) -> None:
    body = "values: {y: {array: [0, 1, 2], dtype: int64}}\nchecks:\n"
    work = "import numpy as np\n"
    for index, (verifier, (right, wrong)) in enumerate(BUILT_IN.items()):
        body += f"  - {{id: r{index}, call: right{index}(), satisfies: {verifier}}}\n"
        body += f"  - {{id: w{index}, call: wrong{index}(), satisfies: {verifier}}}\n"
        work += f"def right{index}():\n    return {right}\ndef wrong{index}():\n    return {wrong}\n"
    results = desk.grade(desk.problem(body), work)
    for index, verifier in enumerate(BUILT_IN):
        assert results[f"r{index}"].verdict == "passed", (verifier, results[f"r{index}"].feedback.en)
        assert results[f"w{index}"].verdict == "failed", verifier
        assert results[f"w{index}"].feedback.en
