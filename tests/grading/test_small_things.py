"""Corners of the spec that authors reach: dtypes, forms of calls, large outputs, sources, problems without code."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.grading.desk import TORCH, Desk, verdicts

BODY16 = """
values: {X: {random: normal, shape: [11, 5]}, W: {random: normal, shape: [5, 3]}}
checks:
  - {id: a, call: "f(X, W)", matches_reference: {trials: 4}}
"""


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_every_dtype_grades_right_and_wrong(desk: Desk, dtype: str) -> None:
    problem = desk.problem(
        BODY16, {"reference.py": "def f(X, W):\n    return X @ W\n"}, head=TORCH.replace("float32", dtype)
    )
    seen = f"    assert str(X.dtype) == 'torch.{dtype}'\n"
    assert verdicts(desk.grade(problem, f"def f(X, W):\n{seen}    return X.matmul(W)\n")) == {"a": "passed"}
    assert verdicts(desk.grade(problem, f"def f(X, W):\n{seen}    return X.matmul(W) + 0.1\n")) == {
        "a": "failed"
    }


def test_a_numpy_problem_imports_no_torch(desk: Desk) -> None:
    body = "checks:\n  - {id: a, call: f(), equals: false}\n"
    assert verdicts(
        desk.grade(desk.problem(body), "import sys\ndef f():\n    return 'torch' in sys.modules\n")
    ) == {"a": "passed"}


def test_calls_of_every_form(desk: Desk) -> None:
    body = """
values: {x: [1.0, 2.0], n: 2}
checks:
  - {id: method, call: "Net(n).forward(x)", equals: [2.0, 4.0]}
  - {id: called, call: "Net(n)(x)", equals: [2.0, 4.0]}
  - {id: tuple, call: "(twice(1), twice(n))", equals: [2, 4]}
  - {id: mapping, call: "{'one': twice(1), 'two': [twice(n), n]}", equals: {one: 2, two: [4, 2]}}
  - {id: attribute, call: Net(n).times, equals: 2}
  - {id: constant, call: LIMIT, equals: 7}
  - {id: index, call: "table()['a'][-1]", equals: 3}
  - {id: slice, call: "x[::-1]", equals: [2.0, 1.0]}
  - {id: handed, call: "apply(twice, n)", equals: 4}
  - {id: nested, call: "twice(twice(twice(-n)))", equals: -16}
"""
    work = """
LIMIT = 7

class Net:
    def __init__(self, times):
        self.times = times
    def forward(self, x):
        return x * self.times
    __call__ = forward

def twice(x):
    return 2 * x

def table():
    return {"a": [1, 2, 3]}

def apply(f, x):
    return f(x)
"""
    problem = desk.problem(body, {"starter/work.py": work.replace("return", "pass #")})
    results = desk.grade(problem, work)
    assert {name: r.feedback.en for name, r in results.items() if r.verdict != "passed"} == {}


@pytest.mark.parametrize(
    ("work", "verdict"),
    [
        ("print('x' * 1_000_000)\n    return 1", "passed"),
        ("print('x' * 17_000_000)\n    return 1", "output_limit"),
        ("return np.zeros(100_000_000)", "output_limit"),
        ("return 'x' * 50_000_000", "output_limit"),
        ("return [[0.5] * 1000] * 1000", "failed"),
    ],
)
def test_output_is_kept_to_a_limit_and_refused_only_far_beyond(desk: Desk, work: str, verdict: str) -> None:
    body = "limits: {memory_mib: 2048}\nchecks:\n  - {id: a, call: f(), equals: 1, limits: {output_kib: 8}}\n"
    result = desk.grade(desk.problem(body), f"import numpy as np\ndef f():\n    {work}\n")["a"]
    assert result.verdict == verdict
    assert len(result.detail.stdout) <= 8 << 10


@pytest.mark.parametrize(
    ("work", "verdict", "said"),
    [
        ("def f():\n    return 1\n", "violation", "math is to be used"),
        ("import math\ndef f():\n    return 1\n", "passed", ""),
        ("import math, os\ndef f():\n    return 1\n", "violation", "line 1 uses os"),
        (
            "import math\nfrom os import path as p\ndef f():\n    return 1\n",
            "violation",
            "line 2 uses os.path",
        ),
        ("import math\nx = __import__('os')\n", "violation", "os"),
        ("import math, os\nraise ValueError('import fails')\n", "error", "import fails"),
        ("import math, os\ndef f(:\n", "error", "SyntaxError"),
    ],
)
def test_what_a_source_may_use(desk: Desk, work: str, verdict: str, said: str) -> None:
    body = "checks:\n  - {id: a, source: work.py, complies: {forbid: [os], require: [math]}}\n"
    result = desk.grade(desk.problem(body), work)["a"]
    assert result.verdict == verdict, result.feedback.en
    assert said in result.feedback.en
    assert result.score == (verdict == "passed")


def test_modules_are_compared_by_their_named_parameters(desk: Desk) -> None:
    body = "checks:\n  - {id: a, call: build(), matches_reference: {}}\n"
    source = (
        "import torch\nclass Net(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.%s = torch.nn.Linear(3, 2)\n        torch.nn.init.constant_(self.%s.weight, %s)\n"
        "        torch.nn.init.zeros_(self.%s.bias)\n"
        "def build():\n    return Net()\n"
    )
    problem = desk.problem(body, {"reference.py": source % ("fc", "fc", 0.5, "fc")}, head=TORCH)
    assert verdicts(desk.grade(problem, source % ("fc", "fc", 0.5, "fc"))) == {"a": "passed"}
    wrong = desk.grade(problem, source % ("fc", "fc", 0.6, "fc"))["a"]
    assert "fc.weight" in wrong.feedback.en
    assert desk.grade(problem, source % ("out", "out", 0.5, "out"))["a"].verdict == "failed"


@pytest.mark.parametrize(
    ("made", "given"),
    [
        ("0.1", "float"),
        ("[0.1, 0.2]", "Tensor"),
        ("torch.full((2,), 0.1)", "Tensor"),
        ("torch.arange(3)", "Tensor"),
        ("{'W': torch.ones(2), 'n': 3}", "dict"),
        ("(torch.ones(2), torch.ones(3))", "list"),
        ("None", "NoneType"),
        ("'text'", "str"),
    ],
)
def test_what_the_reference_makes_is_handed_over(desk: Desk, made: str, given: str) -> None:
    body = "values: {v: {reference: make()}}\nchecks:\n  - {id: a, call: kind(v), equals: %s}\n" % given  # noqa: UP031
    problem = desk.problem(
        body, {"reference.py": f"import torch\ndef make():\n    return {made}\n"}, head=TORCH
    )
    assert verdicts(desk.grade(problem, "def kind(v):\n    return type(v).__name__\n")) == {"a": "passed"}


def test_a_default_dtype_of_the_students_own_stays(desk: Desk) -> None:
    body = "values: {x: [1.5]}\nchecks:\n  - {id: a, call: f(x), equals: [torch.float64, torch.float32]}\n"
    work = "import torch\ntorch.set_default_dtype(torch.float64)\ndef f(x):\n"
    work += "    return [str(torch.ones(1).dtype), str(x.dtype)]\n"
    assert verdicts(desk.grade(desk.problem(body, head=TORCH), work)) == {"a": "passed"}


CARRY = """
values:
  x: [1.0, 2.0, 4.0]
  H: {reference: hidden(x)}
checks:
  - {id: first, call: hidden(x), matches_reference: {}}
  - {id: then, call: output(x), matches_reference: {any_of: [from_hidden(H)]}, carry: {H: first}, points: 2}
  - {id: later, call: output(x), matches_reference: {}, needs: [then]}
"""
NET = """
def hidden(x):
    return x + 1

def from_hidden(H):
    return 10 * H / (abs(H).sum() + 1)

def output(x):
    return from_hidden(hidden(x))
"""


@pytest.mark.parametrize(
    ("hidden", "carried"),
    [
        ("x + 2", True),  # an early slip costs its own points once
        ("x - 100", True),
        ("x[:2]", False),  # another shape
        ("x / 0", False),  # not finite
        ("x * 1e5", False),  # out of all proportion
        ("x * 0", False),  # what follows would be constant
        ("x > 3", False),  # another kind
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_follows_an_early_slip_is_judged_by_the_students_own_value(
    desk: Desk, hidden: str, carried: bool
) -> None:
    work = NET.replace("return x + 1", f"return {hidden}").replace("def from", "import numpy as np\ndef from")
    work = work.replace("10 * H", "10 * np.asarray(H, float)")
    results = desk.grade(desk.problem(CARRY, {"reference.py": NET}), work)
    found: Mapping[str, str] = verdicts(results)
    assert found["first"] == "failed"
    assert results["then"].carried == carried
    assert results["then"].score == (2 if carried else 0)
    assert found["then"] == ("passed" if carried else "failed")
    assert found["later"] == ("failed" if carried else "blocked")


def test_a_slip_of_the_second_step_is_not_carried(desk: Desk) -> None:
    work = NET.replace("x + 1", "x + 2").replace("10 * H", "11 * H")
    results = desk.grade(desk.problem(CARRY, {"reference.py": NET}), work)
    assert (results["then"].verdict, results["then"].carried) == ("failed", False)


def test_a_warning_names_the_file_as_it_was_handed_in(desk: Desk) -> None:
    body = "checks:\n  - {id: a, call: f(), equals: 2}\n"
    work = "import warnings\n\n\ndef f():\n    warnings.warn('mind the gap')\n    return 1\n"
    check = desk.grade(desk.problem(body), work)["a"]
    assert check.detail.stdout.startswith("work.py:5: UserWarning: mind the gap\n")
