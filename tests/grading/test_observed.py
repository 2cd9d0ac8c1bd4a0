"""What counts as the same, what is refused, and what a call is given, end to end through a worker."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.core.problem import Problem
from grader.core.report import CheckResult
from tests.grading.desk import TORCH, Desk, verdicts

HEADER = "import collections, dataclasses, fractions, numpy as np, torch\n"


def table(name: str, expected: str, cases: Mapping[str, bool]) -> tuple[str, str]:
    """A check for each expression that a student may return, and the module with all of them."""
    names = [f"{name}{index}" for index in range(len(cases))]
    body = "".join(f"  - {{id: {one}, call: {one}(), equals: {expected}}}\n" for one in names)
    work = "".join(f"def {one}():\n    return {case}\n" for one, case in zip(names, cases, strict=True))
    return body, work


SAME: Mapping[str, tuple[str, Mapping[str, bool]]] = {
    "vector": (
        "[1.0, 2.0]",
        {
            "[1.0, 2.0]": True,
            "(1, 2)": True,  # Python integers match floats
            "np.array([1.0, 2.0])": True,
            "np.float32([1, 2])": True,
            "torch.tensor([1.0, 2.0])": True,
            "torch.tensor([1.0, 2.0], dtype=torch.float64)": True,
            "torch.tensor([1.0, 2.0], dtype=torch.bfloat16)": True,
            "torch.tensor([1.0, 2.0], requires_grad=True) * 1": True,
            "torch.nn.Parameter(torch.tensor([1.0, 2.0]))": True,
            "[torch.tensor(1.0), np.float64(2)]": True,
            "np.array([9.0, 1.0, 2.0])[1:]": True,
            "np.array([2.0, 1.0])[::-1]": True,
            "np.array([1.0, 2.0], dtype='>f8')": True,
            "collections.namedtuple('P', 'x y')(1.0, 2.0)": True,
            "[[1.0, 2.0]]": False,
            "np.array([[1.0], [2.0]])": False,
            "[1.0, 2.0, 3.0]": False,
            "torch.tensor([1, 2])": False,  # an integer array
            "[True, 2.0]": False,
            "['1', '2']": False,
            "{1.0, 2.0}": False,
            "range(1, 3)": False,
            "(x for x in [1.0, 2.0])": False,
            "np.ma.array([1.0, 2.0], mask=[0, 0])": False,
            "np.array([1.0, 2.0], dtype=object)": False,
            "torch.tensor([1.0, 2.0]).to_sparse()": False,
            "torch.tensor([1.0, 2.0], device='meta')": False,
            "None": False,
            "1.0": False,
            "{'x': 1.0}": False,
        },
    ),
    "scalar": (
        "0.5",
        {
            "0.5": True,
            "np.float32(0.5)": True,
            "np.array(0.5)": True,
            "torch.tensor(0.5)": True,
            "[0.5]": True,  # any array of one element
            "np.array([[0.5]])": True,
            "torch.tensor([0.5])": True,
            "np.array([0.5, 0.5])": False,
            "fractions.Fraction(1, 2)": False,
            "'0.5'": False,
            "True": False,
        },
    ),
    "integer": (
        "2",
        {
            "2": True,
            "2.0": True,  # whole floats match an integer literal
            "np.int8(2)": True,
            "torch.tensor(2.0)": True,
            "torch.tensor([2])": True,
            "2.5": False,
            "True": False,
            "'2'": False,
        },
    ),
    "bool": (
        "true",
        {
            "True": True,
            "np.bool_(True)": True,
            "torch.tensor(True)": True,
            "1": False,
            "1.0": False,
            "'true'": False,
        },
    ),
    "text": ("'relu'", {"'relu'": True, "np.str_('relu')": True, "b'relu'": False, "['relu']": False}),
    "mapping": (
        "{W: [1.5, 2.5], b: 1.5}",
        {
            "{'W': [1.5, 2.5], 'b': 1.5}": True,
            "{'b': torch.tensor(1.5), 'W': np.array([1.5, 2.5])}": True,
            "collections.OrderedDict(W=(1.5, 2.5), b=1.5)": True,
            "{'W': [1.5, 2.5]}": False,
            "{'W': [1.5, 2.5], 'b': 1.5, 'c': 0}": False,
            "[[1.5, 2.5], 1.5]": False,
            "{'W': [1.5, 2.5], 'b': None}": False,
            "{'W': [1.5, 2.5], 1: 1.5}": False,
        },
    ),
    "matrix": (
        "[[1.5, 2.5], [3.5, 4.5]]",
        {
            "[np.array([1.5, 2.5]), torch.tensor([3.5, 4.5])]": True,
            "[[1.5, 2.5], (3.5, 4.5)]": True,
            "torch.tensor([[1.5, 3.5], [2.5, 4.5]]).T": True,
            "np.asmatrix([[1.5, 2.5], [3.5, 4.5]])": True,
            "[[1.5, 2.5], [3.5]]": False,
            "[1.5, 2.5, 3.5, 4.5]": False,
        },
    ),
    "complex": (
        "{array: [1, 2], dtype: complex64}",
        {
            "np.array([1 + 0j, 2])": True,
            "[1 + 0j, 2.0]": True,
            "torch.tensor([1.0, 2.0])": True,
            "[1, 2j]": False,
        },
    ),
    "none": ("null", {"None": True, "0": False, "[]": False}),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, sandbox: object) -> Mapping[str, CheckResult]:
    desk = Desk(tmp_path_factory.mktemp("observed") / "p", sandbox)  # type: ignore[arg-type]
    parts = [table(name, expected, cases) for name, (expected, cases) in SAME.items()]
    body = "checks:\n" + "".join(checks for checks, _ in parts)
    return desk.grade(desk.problem(body, head=TORCH), HEADER + "".join(work for _, work in parts))


@pytest.mark.parametrize("name", sorted(SAME))
def test_what_counts_as_the_same(results: Mapping[str, CheckResult], name: str) -> None:
    _, cases = SAME[name]
    expected = {case: "passed" if same else "failed" for case, same in cases.items()}
    found = {case: str(results[f"{name}{index}"].verdict) for index, case in enumerate(cases)}
    assert found == expected


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("np.ma.array([1.0, 2.0], mask=[0, 0])", "masked"),
        ("np.array([1.0, 2.0], dtype=object)", "dtype object"),
        ("torch.tensor([1.0, 2.0]).to_sparse()", "sparse"),
        ("{1.0, 2.0}", "of type set"),
    ],
)
def test_what_is_refused_is_told(results: Mapping[str, CheckResult], case: str, said: str) -> None:
    index = list(SAME["vector"][1]).index(case)
    assert said in results[f"vector{index}"].feedback.en


LIMITS = """
import torch
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.first = torch.nn.Linear(2, 1)
        with torch.no_grad():
            self.first.weight.copy_(torch.tensor([[1.5, 2.5]]))
            self.first.bias.zero_()
        self.register_buffer("seen", torch.ones(3))

def net():
    return Net()

def nested(depth):
    return 1.0 if depth == 0 else {"x": nested(depth - 1)}

def deep16():
    return nested(16)

def deep17():
    return nested(17)

def keys(count, length):
    return {str(i).zfill(length): 1.0 for i in range(count)}
"""


def test_modules_nesting_and_keys_have_their_bounds(desk: Desk) -> None:
    wrapped = "1.0"
    for _ in range(16):
        wrapped = f"{{x: {wrapped}}}"
    body = (
        "checks:\n"
        "  - {id: module, call: net(), equals: {first.weight: [[1.5, 2.5]], first.bias: [0.0]}}\n"
        "  - {id: parameters, call: net(), satisfies: {parameter_count: {equals: 3}}}\n"
        f"  - {{id: deep, call: deep16(), equals: {wrapped}}}\n"
        "  - {id: deeper, call: deep17(), equals: 1}\n"
        "  - {id: keys, call: 'keys(1000, 64)', satisfies: finite}\n"
        "  - {id: more-keys, call: 'keys(1001, 4)', satisfies: finite}\n"
        "  - {id: longer-keys, call: 'keys(1, 65)', satisfies: finite}\n"
    )
    results = desk.grade(desk.problem(body, head=TORCH), LIMITS)
    passed = {name for name, verdict in verdicts(results).items() if verdict == "passed"}
    assert passed == {"module", "parameters", "deep", "keys"}
    assert "nested more than 16 deep" in results["deeper"].feedback.en
    assert "1000 keys" in results["more-keys"].feedback.en
    assert "64 characters" in results["longer-keys"].feedback.en


# --- what a call is given -------------------------------------------------------------------------------

GIVEN = """
values:
  x: [[1, 2], [3, 4]]
  n: 3
  s: text
  flag: true
  nothing: null
  mask: {array: [1, 0], dtype: bool}
  index: {array: [1, 0], dtype: int64}
  config: {object: {lr: 0.1, sizes: [1, 2], 3: three}}
checks:
  - {id: array, call: kind(x), equals: "%s"}
  - {id: literal, call: "kind([1, (2, 3.5), {'a': None}])", equals: "[int, (int, float), {str: NoneType}]"}
  - {id: number, call: kind(n), equals: int}
  - {id: text, call: kind(s), equals: str}
  - {id: flag, call: kind(flag), equals: bool}
  - {id: nothing, call: kind(nothing), equals: NoneType}
  - {id: mask, call: "kind(mask)", equals: "%s"}
  - {id: index, call: "kind(index)", equals: "%s"}
  - {id: config, call: kind(config), equals: "{str: float, str: [int, int], int: str}"}
  - {id: slice, call: "total(x[0, :], x[-1][::1])", equals: 10}
  - {id: attribute, call: "tools.total(n, -n)", equals: 0}
  - {id: keywords, call: "named(a=n, b=[x, 1])", equals: [3, 2]}
  - {id: dotted, call: "maker(2).twice(n)", equals: 12}
  - {id: keyed, call: "config['sizes'][1]", equals: 2}
"""
KINDS = """
import types

def kind(x):
    if hasattr(x, "dtype"):
        return f"{type(x).__module__.split('.')[0]} {x.dtype} {tuple(x.shape)}"
    if isinstance(x, list):
        return "[" + ", ".join(map(kind, x)) + "]"
    if isinstance(x, tuple):
        return "(" + ", ".join(map(kind, x)) + ")"
    if isinstance(x, dict):
        return "{" + ", ".join(f"{kind(k)}: {kind(v)}" for k, v in x.items()) + "}"
    return type(x).__name__

def total(*arrays):
    return sum(float(a.sum()) if hasattr(a, "sum") else a for a in arrays)

def named(*, a, b):
    return [a, len(b)]

class maker:
    def __init__(self, times):
        self.times = times
    def twice(self, x):
        return 2 * self.times * x

tools = types.SimpleNamespace(total=total)
"""


@pytest.mark.parametrize(
    ("head", "kinds"),
    [
        (TORCH, ("torch torch.float32 (2, 2)", "torch torch.bool (2,)", "torch torch.int64 (2,)")),
        (
            TORCH.replace("float32", "bfloat16"),
            ("torch torch.bfloat16 (2, 2)", "torch torch.bool (2,)", "torch torch.int64 (2,)"),
        ),
        (
            TORCH.replace("torch", "numpy").replace("float32", "float16"),
            ("numpy float16 (2, 2)", "numpy bool (2,)", "numpy int64 (2,)"),
        ),
    ],
)
def test_what_functions_are_given(desk: Desk, head: str, kinds: tuple[str, str, str]) -> None:
    # The starter names what a call hands over without calling it.
    problem = desk.problem(GIVEN % kinds, {"starter/work.py": KINDS + "#"}, head=head)
    results = desk.grade(problem, KINDS)
    assert {name: r.feedback.en for name, r in results.items() if r.verdict != "passed"} == {}


SPY = """
import sys

def f(x):
    frame, found = sys._getframe(), []
    while frame:
        found += frame.f_locals.get("values", {})
        frame = frame.f_back
    return sorted(set(found))
"""


def test_only_values_that_a_call_names_reach_the_student(desk: Desk) -> None:
    body = "values: {x: [1], secret: [42]}\nchecks:\n  - {id: a, call: f(x), equals: [x]}\n"
    assert verdicts(desk.grade(desk.problem(body), SPY)) == {"a": "passed"}


def test_inputs_are_fresh_for_each_call(desk: Desk) -> None:
    body = (
        "values: {x: [1, 2], config: {object: {lr: 1}}}\n"
        "checks:\n"
        "  - {id: a, call: 'f(x, config)', equals: [1, 2, 1]}\n"
        "  - {id: b, call: 'f(x, config)', equals: [1, 2, 1]}\n"
    )
    work = "def f(x, config):\n    seen = [*x, config['lr']]\n    x *= 0\n    config['lr'] = 9\n    return seen\n"
    assert verdicts(desk.grade(desk.problem(body), work)) == {"a": "passed", "b": "passed"}


DICE = "import random\nimport numpy as np\ndef f():\n    return [random.random(), np.random.rand()]\n"


def test_generators_are_seeded_before_every_call(desk: Desk) -> None:
    body = (
        "checks:\n"
        "  - {id: a, call: f(), matches_reference: {trials: 3}}\n"
        "  - {id: b, call: f(), matches_reference: {}}\n"
    )
    problem = desk.problem(body, {"reference.py": DICE})
    student = DICE + "random.random(), np.random.rand(5)\n"
    assert verdicts(desk.grade(problem, student)) == {"a": "passed", "b": "passed"}


# --- keeps, observe, backward, driver -------------------------------------------------------------------

KEEPS = """
values: {x: [1, 2, 3], deep: {object: [[1, 2], [3, 4]]}, config: {object: {lr: 0.1, betas: [0.9, 0.99]}}, n: .nan}
checks:
  - {id: x, call: "f(x, deep, config, n)", equals: 0, keeps: [x]}
  - {id: deep, call: "f(x, deep, config, n)", equals: 0, keeps: [deep, n]}
  - {id: config, call: "f(x, deep, config, n)", equals: 0, keeps: [config], credit: per_element}
"""


@pytest.mark.parametrize(
    ("change", "spoilt"),
    [
        ("pass", set()),
        ("x = x * 2", set()),
        ("x *= 1", set()),
        ("x[0] = 5", {"x"}),
        ("x[0] = -x[0]", {"x"}),
        ("x.sort(); x[:] = x[::-1].copy()", {"x"}),
        ("deep[1][0] = 9", {"deep"}),
        ("deep.append([5, 6])", {"deep"}),
        ("config['lr'] = 1", {"config"}),
        ("config['betas'].clear()", {"config"}),
        ("config.setdefault('seen', 1)", {"config"}),
    ],
)
def test_arguments_that_must_be_kept(desk: Desk, change: str, spoilt: set[str]) -> None:
    results = desk.grade(desk.problem(KEEPS), f"def f(x, deep, config, n):\n    {change}\n    return 0\n")
    assert {name for name, verdict in verdicts(results).items() if verdict == "failed"} == spoilt
    for name in spoilt:
        assert f"the argument {name} was changed in place" in results[name].feedback.en
        assert results[name].score == 0


def test_arguments_are_observed_as_they_are_after_the_call(desk: Desk) -> None:
    body = (
        "values: {theta: [1, 2], g: [0.5, 0.5]}\n"
        "checks:\n"
        "  - {id: a, call: 'step(theta, g)', observe: [theta], equals: {output: null, after: {theta: [0.5, 1.5]}}}\n"
        "  - {id: r, call: 'step(theta, g)', observe: [theta], matches_reference: {}}\n"
    )
    right = "def step(theta, g):\n    theta -= g\n"
    problem = desk.problem(body, {"reference.py": right})
    assert verdicts(desk.grade(problem, right)) == {"a": "passed", "r": "passed"}
    wrong = desk.grade(problem, "def step(theta, g):\n    return theta - g\n")
    assert verdicts(wrong) == {"a": "failed", "r": "failed"}
    assert wrong["a"].feedback.en.startswith(("output", "after.theta"))


BACKWARD = """
values:
  X: {random: normal, shape: [5, 3]}
  W: {random: normal, shape: [3, 2]}
  dY: {random: normal, shape: [5, 2]}
  fixed: [[1, 2, 3]]
  ones: [[1, 0], [0, 1], [1, 1]]
checks:
  - {id: weighted, call: "layer(X, W)", backward: {wrt: [X, W], cotangent: dY}, matches_reference: {}}
  - id: plain
    call: layer(fixed, ones)
    backward: {wrt: [ones]}
    observe: [fixed]
    equals:
      output: [[4.0, 5.0]]
      grad: {ones: [[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]}
      after: {fixed: [[1.0, 2.0, 3.0]]}
"""


@pytest.mark.parametrize(
    ("work", "verdict", "said"),
    [
        ("return X @ W", "passed", ""),
        ("return (W.T @ X.T).T", "passed", ""),
        ("return X.detach() @ W", "failed", "grad.X"),
        ("return X @ W.detach()", "failed", "grad"),
        ("return (X @ W).detach()", "failed", "does not depend on"),
        ("return (X @ W).detach().numpy()", "failed", "autograd needs a tensor"),
    ],
)
def test_gradients_are_autograds_in_the_worker(desk: Desk, work: str, verdict: str, said: str) -> None:
    problem = desk.problem(BACKWARD, {"reference.py": "def layer(X, W):\n    return X @ W\n"}, head=TORCH)
    result = desk.grade(problem, f"def layer(X, W):\n    {work}\n")["weighted"]
    assert result.verdict == verdict
    assert said in result.feedback.en


def test_a_gradient_without_cotangent_is_that_of_the_sum(desk: Desk) -> None:
    problem = desk.problem(BACKWARD, {"reference.py": "def layer(X, W):\n    return X @ W\n"}, head=TORCH)
    result = desk.grade(problem, "def layer(X, W):\n    return X @ W\n")["plain"]
    assert result.verdict == "passed", result.feedback.en


DRIVER = """
def train(student, x, steps):
    w = 0.0
    for _ in range(steps):
        w = student.step(w, x)
    return w
"""


def test_a_driver_runs_beside_the_students_module(desk: Desk) -> None:
    body = (
        "values: {x: 2}\nchecks:\n  - {id: a, call: 'driver.train(student, x, 3)', matches_reference: {}}\n"
    )
    reference = "def step(w, x):\n    return w + x\n"
    problem = desk.problem(body, {"reference.py": reference, "driver.py": DRIVER})
    assert verdicts(desk.grade(problem, "def step(w, x):\n    return x + w\n")) == {"a": "passed"}
    assert verdicts(desk.grade(problem, "def step(w, x):\n    return w\n")) == {"a": "failed"}
    absent = desk.grade(problem, "def stop(w, x):\n    return w\n")["a"]
    assert (absent.verdict, absent.feedback.en) == ("missing", "nothing named step was handed in")
    own = {"work.py": "def step(w, x):\n    return w\n", "driver.py": "def train(*_):\n    return 6.0\n"}
    assert verdicts(desk.grade(problem, own)) == {"a": "failed"}


def test_helpers_and_data_work_and_nothing_shadows_the_libraries(desk: Desk, tmp_path: Path) -> None:
    body = "checks:\n  - {id: a, call: f(), equals: [3, 1, 1, 7]}\n"
    provided = {"support/given/data.txt": "7"}
    head = "format_version: 1\nid: p\ntitle: P\nframework: numpy\nsubmit: {{module: pkg/work.py, provide: support}}\n"
    problem: Problem = desk.problem(body, provided, head=head)
    work = {
        "pkg/__init__.py": "",
        "pkg/work.py": (
            "import helper\nfrom pkg import inner\nimport numpy as np\n"
            "def f():\n"
            "    open('scratch.txt', 'w').write('x')\n"
            "    own = __name__ == 'pkg.work'\n"
            "    return [helper.value, int(np.sum([1])), int(own), int(open('given/data.txt').read())]\n"
        ),
        "pkg/inner.py": "",
        "helper.py": "value = 3\n",
        "numpy.py": "raise RuntimeError('shadowed')\n",
        "given/data.txt": "9",
    }
    assert verdicts(desk.grade(problem, work)) == {"a": "passed"}
