"""A problem.yaml that loads: defaults, values, subjects, expectations, and what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from grader.core.data import Array
from grader.core.problem import (
    AnswerSubject,
    Backward,
    CallSubject,
    Check,
    Complies,
    Equals,
    Expects,
    Fixed,
    Formula,
    FromReference,
    GradientOf,
    Limits,
    MatchesReference,
    PlainObject,
    Problem,
    Raises,
    Random,
    ReviewSubject,
    Rubric,
    Satisfies,
    SourceSubject,
    Swap,
    Tolerance,
    ValueName,
    WrittenAs,
)
from grader.core.text import Text
from grader.spec import load
from tests.problem_folder import HEAD, make

CODE = {
    "reference.py": "def f(x):\n    return x\ndef g(x, c):\n    return c\ndef h(x):\n    return x\n",
    "verifier.py": "def looks_right(observed, **arguments):\n    pass\n",
    "misconceptions.py": "def wrong_f(x):\n    return -x\n",
    "driver.py": "def train(student, x):\n    return x\n",
}


def problem(folder: Path, body: str, files: Mapping[str, str] = CODE, head: str = HEAD) -> Problem:
    [assigned] = load(make(folder / "p", body, files, head=head)).problems
    return assigned.problem


def check(folder: Path, rest: str, head: str = HEAD) -> Check:
    body = f"values: {{x: [1, 2], n: 3, R: {{random: normal, shape: [3]}}}}\nchecks:\n  - {{id: a, {rest}}}\n"
    return problem(folder, body, head=head).check("a")


# --- defaults -------------------------------------------------------------------------------------------


def test_the_smallest_problem_has_the_designs_defaults(tmp_path: Path) -> None:
    head = "format_version: 1\nid: p\ntitle: T\nsubmit: {{module: work.py}}\n"
    found = problem(tmp_path, "checks:\n  - {id: a, call: f(), equals: 1}\n", {}, head)
    assert (found.version, found.framework, found.dtype, found.device) == (1, "torch", "float32", "any")
    assert found.limits == Limits(wall_time_s=10, cpu_time_s=10, memory_mib=1024, output_kib=64, total_s=60)
    assert (found.all_or_nothing, found.requires, found.tags, found.misconceptions) == (False, (), (), ())
    [one] = found.checks
    assert (one.title, one.points, one.visibility, one.trials) == (Text("a"), Fraction(1), "visible", 1)
    assert (one.tolerance, one.credit, one.needs, one.extra_credit) == (Tolerance(), "all", (), False)
    assert one.limits == found.limits
    assert one.expectation == Equals(1)


def test_what_a_head_says(tmp_path: Path) -> None:
    head = """\
format_version: 1
id: p
version: 3
title: {{en: One, fa: یک}}
source: {{document: notes.txt, section: 3.1}}
tags: [mlp, forward]
framework: numpy
dtype: bfloat16
device: cuda
submit: {{module: pkg/sub/work.py, provide: support/, answers: answers.yaml, files: [essay.pdf]}}
limits: {{wall_time_s: 2, memory_mib: 256, total_s: 30}}
all_or_nothing: true
requires: [einops]
"""
    files = {"support/data/x.txt": "1", "support/.hidden": "2"}
    found = problem(
        tmp_path, "checks:\n  - {id: a, call: f(), equals: 1, limits: {cpu_time_s: 1}}\n", files, head
    )
    assert (found.version, found.title, found.dtype, found.device) == (
        3,
        Text("One", "یک"),
        "bfloat16",
        "cuda",
    )
    assert found.source == {"document": "notes.txt", "section": "3.1"}
    assert (found.tags, found.all_or_nothing, found.requires) == (("mlp", "forward"), True, ("einops",))
    assert found.submit.provide == {"data/x.txt": b"1"}
    assert (found.submit.module, found.submit.answers) == ("pkg/sub/work.py", "answers.yaml")
    assert found.submit.files == ("essay.pdf",)
    assert found.limits == Limits(wall_time_s=2, memory_mib=256, total_s=30)
    assert found.check("a").limits == Limits(wall_time_s=2, cpu_time_s=1, memory_mib=256, total_s=30)


# --- values ---------------------------------------------------------------------------------------------


def values(folder: Path, text: str, dtype: str = "float32") -> Mapping[str, object]:
    head = HEAD.replace("float64", dtype)
    body = f"checks:\n  - {{id: a, call: f(1), equals: 1}}\nvalues:\n{text}"
    return problem(folder, body, head=head).check("a").values


def test_a_list_is_an_array_of_the_specs_dtype_and_a_lone_scalar_a_python_object(tmp_path: Path) -> None:
    found = values(tmp_path, "  x: [[1, 2.5]]\n  n: 3\n  r: 1e-5\n  s: no\n  b: true\n  z: null\n  e: []\n")
    assert found["x"] == Fixed(Array(np.array([[1, 2.5]], np.float32), "float32"))
    assert found["e"] == Fixed(Array(np.zeros(0, np.float32), "float32"))
    for name, plain in {"n": 3, "r": 1e-5, "s": "no", "b": True, "z": None}.items():
        held = found[name]
        assert held == PlainObject(plain)
        assert isinstance(held, PlainObject)
        assert type(held.value) is type(plain)


@pytest.mark.parametrize(
    ("text", "array"),
    [
        ("{array: [1, 0, 1], dtype: bool}", Array(np.array([True, False, True]), "bool")),
        ("[true, false]", Array(np.array([True, False]), "bool")),
        ("{array: [[1], [2]]}", Array(np.array([[1.0], [2.0]], np.float32), "float32")),
        ("{array: 7, dtype: int64}", Array(np.asarray(7), "int64")),
        ("{full: 0, shape: [3, 4], dtype: int64}", Array(np.zeros((3, 4), np.int64), "int64")),
        ("{full: 0.1, shape: []}", Array(np.asarray(0.1, np.float32), "float32")),
        ("{array: [.inf, -.inf]}", Array(np.array([np.inf, -np.inf], np.float32), "float32")),
        ("{array: [1], dtype: complex128}", Array(np.array([1 + 0j]), "complex128")),
    ],
)
def test_arrays_as_a_spec_writes_them(tmp_path: Path, text: str, array: Array) -> None:
    assert values(tmp_path, f"  v: {text}\n")["v"] == Fixed(array)


def test_fixed_numbers_are_rounded_to_the_specs_dtype(tmp_path: Path) -> None:
    held = values(tmp_path, "  v: [0.1]\n", "bfloat16")["v"]
    assert held == Fixed(Array(np.array([0.10009765625], np.float32), "bfloat16"))


def test_objects_stay_plain_python(tmp_path: Path) -> None:
    held = values(tmp_path, "  v: {object: {lr: 0.001, betas: [0.9, 0.999], 3: no}}\n")["v"]
    assert held == PlainObject({"lr": 0.001, "betas": [0.9, 0.999], 3: "no"})
    assert isinstance(held, PlainObject)
    assert type(held.value) is dict


def test_a_file_is_read_in_the_specs_dtype(tmp_path: Path) -> None:
    folder = tmp_path / "p" / "data"
    folder.mkdir(parents=True)
    np.save(folder / "images.npy", np.array([[0.1, 0.2]]))
    np.save(folder / "labels.npy", np.array([3, 1]))
    found = values(tmp_path, "  X: {file: data/images.npy}\n  y: {file: data/labels.npy}\n")
    assert found["X"] == Fixed(Array(np.array([[0.1, 0.2]], np.float32), "float32"))
    assert found["y"] == Fixed(Array(np.array([3, 1]), "int64"))


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("{random: normal, shape: [7, 2]}", Random(distribution="normal", shape=(7, 2))),
        ("{random: normal, mean: 1, std: 0.5}", Random(distribution="normal", mean=1, std=0.5)),
        ("{random: uniform, low: -1, high: 3}", Random(distribution="uniform", low=-1, high=3)),
        (
            "{random: integers, low: 0, high: 10, shape: [7]}",
            Random(distribution="integers", low=0, high=10, shape=(7,)),
        ),
        ("{random: integers, high: 10}", Random(distribution="integers", low=0, high=10)),
        (
            "{random: choice, from: [1, 2], shape: [3]}",
            Random(distribution="choice", shape=(3,), options=Array(np.array([1, 2]), "int64")),
        ),
        ("{random: permutation, n: 5}", Random(distribution="permutation", shape=(5,), n=5)),
        ("{random: normal, dtype: float64}", Random(distribution="normal", dtype="float64")),
    ],
)
def test_random_values(tmp_path: Path, text: str, drawn: Random) -> None:
    assert values(tmp_path, f"  v: {text}\n")["v"] == drawn


def test_a_value_of_the_reference(tmp_path: Path) -> None:
    held = values(tmp_path, "  c: 1\n  v: {reference: f(c)}\n")["v"]
    assert isinstance(held, FromReference)
    assert held.call.text == "f(c)"


def test_a_checks_own_values_stand_over_the_problems(tmp_path: Path) -> None:
    found = check(tmp_path, "call: f(x), equals: 1, values: {x: 5, new: [1]}")
    assert found.values["x"] == PlainObject(5)
    assert {"x", "n", "R", "new"} == set(found.values)


# --- subjects -------------------------------------------------------------------------------------------


def test_a_call_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    head = HEAD.replace("numpy", "torch")
    rest = "call: f(x), backward: {wrt: [x], cotangent: R}, observe: [x], keeps: [x], equals: 1"
    subject = check(tmp_path, rest, head).subject
    assert isinstance(subject, CallSubject)
    assert subject.call.text == "f(x)"
    assert subject.backward == Backward(wrt=("x",), cotangent="R")
    assert (subject.observe, subject.keeps) == (("x",), ("x",))


def test_a_driver_is_called_with_the_students_module(tmp_path: Path) -> None:
    subject = check(tmp_path, "call: 'driver.train(student, x)', matches_reference: {}").subject
    assert isinstance(subject, CallSubject)


def test_names_of_the_module_may_be_handed_over(tmp_path: Path) -> None:
    assert check(tmp_path, "call: 'f(h)', equals: 1").id == "a"


@pytest.mark.parametrize("said", ["work.py", "module", "true"])
def test_the_submitted_source(tmp_path: Path, said: str) -> None:
    found = check(tmp_path, f"source: {said}, complies: {{forbid: [torch.autograd], require: [math]}}")
    assert found.subject == SourceSubject("work.py")
    assert found.expectation == Complies(forbid=("torch.autograd",), require=("math",))


def test_answers_and_reviews(tmp_path: Path) -> None:
    head = HEAD.replace("work.py}}", "work.py, answers: answers.yaml, files: [essay.pdf]}}")
    rubric = "rubric: [{id: claim, points: 2}, {id: proof, points: 1.5}]"
    found = check(tmp_path, f"review: essay.pdf, {rubric}", head)
    assert found.subject == ReviewSubject("essay.pdf")
    assert isinstance(found.expectation, Rubric)
    assert found.points == Fraction(7, 2)

    where = "{n_in: positive integer, n_out: [1, 8]}"
    answer = check(tmp_path, f"answer: variance, formula: 2/(n_in + n_out), where: {where}", head)
    assert answer.subject == AnswerSubject("variance")
    domains = {"n_in": "positive integer", "n_out": "[1, 8]"}
    assert answer.expectation == Formula(text="2/(n_in + n_out)", where=domains)

    matrix = check(tmp_path, "answer: H, matches_reference: {call: f(x)}, digits: 4", head)
    assert isinstance(matrix.expectation, MatchesReference)
    assert matrix.expectation.call is not None
    assert matrix.digits == 4


# --- expectations ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("1", 1),
        ("0.5", 0.5),
        ("no", "no"),
        ("null", None),
        ("true", True),
        ("[[1, 2]]", Array(np.array([[1, 2]]), "int64", python=True)),
        ("[1, 0.1]", Array(np.array([1, 0.1]), "float64", python=True)),
        ("[1, a]", (1, "a")),
        ("{array: [1, 0], dtype: bool}", Array(np.array([True, False]), "bool")),
        ("{W: [1.5], b: {full: 0, shape: [2], dtype: int64}}", None),
    ],
)
def test_what_equals_takes(tmp_path: Path, text: str, data: object) -> None:
    found = check(tmp_path, f"call: f(x), equals: {text}").expectation
    if text.startswith("{W"):
        data = {
            "W": Array(np.array([1.5]), "float64", python=True),
            "b": Array(np.zeros(2, np.int64), "int64"),
        }
    assert isinstance(found, Equals)
    assert found.expected == data
    assert type(found.expected) is type(data)


def test_a_file_of_what_is_expected(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    np.save(tmp_path / "p" / "y.npy", np.array([1.5]))
    found = check(tmp_path, "call: f(x), equals: {out: {file: y.npy}}").expectation
    assert found == Equals({"out": Array(np.array([1.5]), "float64")})


@pytest.mark.parametrize(
    ("rest", "trials"),
    [
        ("call: f(x), matches_reference: {}", 1),
        ("call: f(R), matches_reference: {}", 3),
        ("call: f(R), equals: 1", 3),
        ("call: f(R), satisfies: finite", 3),
        ("call: f(x), satisfies: {looks_right: {given: R}}", 3),
        ("call: f(x), raises: ValueError", 1),
        ("call: f(R), matches_reference: {trials: 20}", 20),
        ("call: f(v), matches_reference: {}, values: {v: {reference: f(R)}}", 3),
        ("call: 'g(x, cotangent)', gradient_of: {call: f(x), wrt: x}", 3),
        ("call: 'g(x, n)', gradient_of: {call: f(x), wrt: x, cotangent: n}", 1),
        ("call: h(x), gradient_of: {call: f(x), wrt: x}", 1),
    ],
)
def test_three_trials_where_inputs_are_random_else_one(tmp_path: Path, rest: str, trials: int) -> None:
    assert check(tmp_path, rest).trials == trials


@pytest.mark.parametrize(
    ("wrt", "form", "parts"),
    [
        ("x", "array", (("", "x"),)),
        ("[x, R]", "sequence", (("0", "x"), ("1", "R"))),
        ("{dx: x, dR: R}", "mapping", (("dx", "x"), ("dR", "R"))),
    ],
)
def test_the_forms_of_a_gradient(
    tmp_path: Path, wrt: str, form: str, parts: tuple[tuple[str, str], ...]
) -> None:
    found = check(
        tmp_path, f"call: 'g(x, cotangent)', gradient_of: {{call: 'g(x, R)', wrt: {wrt}}}"
    ).expectation
    assert isinstance(found, GradientOf)
    assert (found.form, found.wrt, found.cotangent) == (form, parts, None)


def test_other_calls_that_are_as_right(tmp_path: Path) -> None:
    found = check(tmp_path, "call: f(x), matches_reference: {any_of: [h(x), 'g(x, n)']}").expectation
    assert isinstance(found, MatchesReference)
    assert [call.text for call in found.any_of] == ["h(x)", "g(x, n)"]


@pytest.mark.parametrize(
    ("text", "satisfies"),
    [
        ("finite", Satisfies(verifier="finite", built_in=True)),
        ("looks_right", Satisfies(verifier="looks_right")),
        (
            "{decreasing: {strict: true}}",
            Satisfies(verifier="decreasing", arguments={"strict": True}, built_in=True),
        ),
        (
            "{looks_right: {given: x, mode: same, sizes: [1, 2]}}",
            Satisfies(
                verifier="looks_right",
                arguments={
                    "given": ValueName("x"),
                    "mode": "same",
                    "sizes": Array(np.array([1, 2]), "int64", python=True),
                },
            ),
        ),
    ],
)
def test_verifiers_and_their_arguments(tmp_path: Path, text: str, satisfies: Satisfies) -> None:
    assert check(tmp_path, f"call: f(x), satisfies: {text}").expectation == satisfies


def test_what_may_stand_beside(tmp_path: Path) -> None:
    found = check(
        tmp_path,
        "call: f(x), satisfies: finite, expects: {shape: [2], kind: float, finite: true}, points: 0.1, "
        "title: {fa: عنوان}, hint: Look., visibility: after_due_date, credit: per_element, "
        "extra_credit: true, leaderboard: true, tolerance: {rtol: 1e-3}",
    )
    assert found.expects == Expects(shape=(2,), kind="float", finite=True)
    assert (found.points, found.title, found.hint) == (Fraction(1, 10), Text("", "عنوان"), Text("Look."))
    assert (found.visibility, found.credit, found.is_visible) == ("after_due_date", "per_element", False)
    assert (found.extra_credit, found.leaderboard) == (True, True)
    assert found.tolerance == Tolerance(rtol=1e-3)
    assert check(tmp_path, "call: f(x), raises: torch.linalg.LinAlgError").expectation == Raises(
        "torch.linalg.LinAlgError"
    )


def test_a_value_is_carried(tmp_path: Path) -> None:
    body = (
        "values: {x: [1]}\n"
        "checks:\n"
        "  - {id: first, call: f(x), equals: [1]}\n"
        "  - {id: then, call: f(x), matches_reference: {}, carry: {x: first}, needs: [first]}\n"
    )
    found = problem(tmp_path, body).check("then")
    assert (found.carry, found.needs) == ({"x": "first"}, ("first",))


def test_misconceptions_stand_in_file_order(tmp_path: Path) -> None:
    head = HEAD.replace("work.py}}", "work.py, answers: answers.yaml}}")
    body = (
        "checks:\n"
        "  - {id: a, call: f(1), equals: 1}\n"
        "  - {id: k, answer: key, formula: 2*x, where: {x: real}}\n"
        "misconceptions:\n"
        "  - {id: sign, when: {swap: {f: wrong_f}}, checks: [a], feedback: {en: No., fa: نه.}}\n"
        "  - {id: half, when: {answer: key, formula: x}, feedback: Twice.}\n"
        "  - {id: zero, when: {answer: key, equals: 0}, feedback: Not nothing.}\n"
    )
    found = problem(tmp_path, body, head=head).misconceptions
    assert [one.id for one in found] == ["sign", "half", "zero"]
    assert [one.when for one in found] == [
        Swap({"f": "wrong_f"}),
        WrittenAs(answer="key", formula="x"),
        WrittenAs(answer="key", equals=0),
    ]
    assert (found[0].checks, found[0].feedback) == (("a",), Text("No.", "نه."))


def test_no_code_of_the_folder_is_run(tmp_path: Path) -> None:
    trap = "raise SystemExit('the host ran it')\n"
    found = problem(
        tmp_path,
        "checks:\n  - {id: a, call: f(), equals: 1}\n",
        dict.fromkeys((*CODE, "starter/work.py"), trap),
    )
    assert found.files["reference.py"] == trap.encode()


def test_a_digest_tells_one_content_from_another(tmp_path: Path) -> None:
    body = "checks:\n  - {id: a, call: f(), equals: 1}\n"
    one, again = (problem(tmp_path / name, body).digest for name in ("one", "two"))
    other = problem(tmp_path / "three", body, {**CODE, "driver.py": "def train():\n    pass\n"}).digest
    assert one == again != other
