"""Every fault of a problem.yaml: where it is, what it is, and a hint; all of a file's at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.errors import SpecError, SpecFault
from grader.spec import load
from tests.problem_folder import HEAD, make

REFERENCE = "LIMIT = 3\ndef f(x):\n    return x\ndef g(x, c):\n    return c\n"
CODE = {
    "reference.py": REFERENCE,
    "verifier.py": "def looks_right(observed):\n    pass\n",
    "misconceptions.py": "def wrong_f(x):\n    return -x\n",
}
VALUES = "values: {x: [1, 2], n: 3}\n"


def faults(
    folder: Path, body: str, files: Mapping[str, str] = CODE, head: str = HEAD
) -> tuple[SpecFault, ...]:
    with pytest.raises(SpecError) as caught:
        load(make(folder, body, files, head=head))
    found = caught.value.faults
    assert all(fault.hint for fault in found), found
    assert str(caught.value).splitlines() == [str(fault) for fault in found]
    return found


def one_check(rest: str) -> str:
    return f"{VALUES}checks:\n  - {{id: a, {rest}}}\n"


CALL = "call: f(x), equals: 1"
AT_CHECKS = [
    # subjects and expectations
    ("equals: 1", "{id", "no subject", "call, answer, source, review"),
    ("call: f(x)", "{id", "no expectation", "equals, matches_reference"),
    ("call: f(x), answer: y, equals: 1", "answer", "2 subjects, `call` and `answer`", "keep one"),
    (
        "call: f(x), equals: 1, raises: ValueError",
        "raises",
        "2 expectations, `equals` and `raises`",
        "keep one",
    ),
    ("call: null, equals: 1", "null", "`call` has nothing after it", "write"),
    (
        "call: f(x), matches_reference: null",
        "null",
        "`matches_reference` has nothing",
        "matches_reference: {}",
    ),
    ("call: f(x), satisfies: null", "null", "`satisfies` has nothing after it", "write"),
    ("call: f(x), formula: x", "formula", "`formula` cannot judge a check of `call:`", "equals"),
    ("call: f(x), complies: {forbid: [os]}", "complies", "cannot judge a check of `call:`", "raises"),
    ("source: work.py, equals: 1", "equals", "cannot judge a check of `source:`", "complies"),
    # names
    ("call: f(y), equals: 1", "y)", "there is no value `y`", "there are"),
    ("call: 'f(x, nn)', equals: 1", "nn)", "there is no value `nn`", "did you mean `n`?"),
    ("call: driver.train(x), equals: 1", "driver", "there is no driver.py", "write driver.py"),
    ("call: x(n), equals: 1", "x(n)", "both a value and the function", "rename"),
    ("call: f(x), equals: 1, values: {g: [1]}", "g: [1]", "the name of a function", "rename"),
    ("call: f(x), observe: [n], equals: 1", "n]", "the call has no argument `n`", "name it in the call"),
    ("call: f(x), keeps: [y], equals: 1", "y]", "there is no value `y`", "there are"),
    ("call: f(x + 1), equals: 1", "x + 1", "arithmetic is not allowed", "values"),
    ("call: 'f(x.__dict__)', equals: 1", "x.__dict__", "underscore", "driver.py"),
    ("call: 'f(x', equals: 1", "(x", "not an expression", "driver.py"),
    # expectations
    ("call: f(x), matches_reference: {call: f(x)}", "call: f(x)}", "the check's own call", "any_of"),
    ("call: f(x), matches_reference: {any_of: [f(y)]}", "y)]", "there is no value `y`", "there are"),
    ("call: f(x), matches_reference: {trials: 0}", "0}", "`trials` is 0", "at least 1"),
    ("call: f(x), matches_reference: {trails: 2}", "trails", "unknown key `trails`", "`trials`"),
    (
        "call: 'g(x, cotangent)', gradient_of: {call: f(n), wrt: x}",
        "x}",
        "no argument of the call",
        "name it",
    ),
    ("call: 'g(x, cotangent)', gradient_of: {call: f(x), wrt: [y]}", "y]", "no value `y`", "there are"),
    ("call: 'g(x, cotangent)', gradient_of: {call: f(x), wrt: []}", "[]", "`wrt` is empty", "at least 1"),
    ("call: 'g(x, cotangent)', gradient_of: {call: f(x)}", "{call: f(x)", "`wrt` is missing", "write"),
    ("call: f(x), satisfies: looks_rihgt", "looks_rihgt", "no `looks_rihgt`", "did you mean `looks_right`?"),
    ("call: f(x), satisfies: {finite: {}, shape: {}}", "{finite", "one name with its arguments", "{name"),
    (
        "call: f(x), satisfies: {decreasing: {strictly: true}}",
        "strictly",
        "no argument `strictly`",
        "`strict`",
    ),
    ("call: f(x), satisfies: {shape: {}}", "{}}", "`shape` needs the argument `equals`", "{shape"),
    (
        "call: f(x), satisfies: {speedup: {at_least: 2}}",
        "{speedup",
        "known before says nothing",
        "a random value",
    ),
    (
        "call: f(R), values: {R: {random: normal, shape: [2]}}, satisfies: {speedup: {at_least: fast}}",
        "fast",
        "how many times as fast",
        "above 0",
    ),
    (
        "call: f(R), values: {R: {random: normal, shape: [2]}}, satisfies: {speedup: {at_least: 0}}",
        "0",
        "how many times as fast",
        "above 0",
    ),
    (
        "call: f(R), values: {R: {random: normal, shape: [2]}}, satisfies: {speedup: {at_least: 3, at_most: 2}}",
        "2",
        "not above `at_least`",
        "raise",
    ),
    (
        "call: f(R), values: {R: {random: normal, shape: [2]}}, satisfies: {speedup: {}}",
        "{}}",
        "`speedup` needs the argument `at_least`",
        "{speedup",
    ),
    (
        "call: f(R), values: {R: {random: normal}}, satisfies: {speedup: {at_least: 2}}, credit: per_element",
        "per_element",
        "`credit` means nothing beside `speedup`",
        "remove",
    ),
    ("call: f(x), satisfies: {finite: 3}", "{finite", "are a mapping", "argument"),
    ("call: f(x), raises: 'Value Error'", "'Value", "no dotted name", "such as"),
    ("source: work.py, complies: {}", "{}", "demands nothing", "forbid"),
    ("source: works.py, complies: {forbid: [os]}", "works.py", "names no file", "work.py"),
    ("review: essay.pdf, rubric: [{id: r, points: 1}]", "essay.pdf", "names no file", "submit.files"),
    ("answer: k, equals: 1", "k,", "a written answer is asked for", "answers.yaml"),
    ("call: f(x), equals: {file: no.npy}", "{file", "cannot read", "path"),
    ("call: f(x), equals: {array: [[1], [1, 2]]}", "{array", "ragged", "every row"),
    # what stands beside
    (f"{CALL}, points: -1", "-1", "`points` is negative", "at least 0"),
    (f"{CALL}, points: .nan", ".nan", "not finite", "plain number"),
    (f"{CALL}, points: '2'", "'2'", "must be a number, not text", "schema"),
    (f"{CALL}, visibility: hiden", "hiden", "cannot be `hiden`", "did you mean `hidden`?"),
    (f"{CALL}, credit: each", "each", "cannot be `each`", "one of: all, per_element"),
    (f"{CALL}, needs: [b]", "b]", "there is no check `b`", ""),
    (f"{CALL}, needs: [a]", "a]}", "the check needs itself", "another"),
    (f"{CALL}, needs: a", "a}", "must be a list, not text", "write [a]"),
    (f"{CALL}, tolerance: {{digits: 2, rtol: 1}}", "{digits", "either `digits` or", "keep one"),
    (f"{CALL}, tolerance: {{atol: -1}}", "-1", "`atol` is negative", "at least 0"),
    (f"{CALL}, digits: 3", "digits", "means nothing without `answer`", "remove"),
    (f"{CALL}, expects: {{finite: true}}", "expects", "means nothing without `satisfies`", "remove"),
    (f"{CALL}, where: {{x: real}}", "where", "means nothing without `formula`", "remove"),
    (f"{CALL}, limits: {{wall_time_s: 0}}", "0}", "`wall_time_s` is 0", "more than 0"),
    (f"{CALL}, limits: {{total_s: 9}}", "{total_s", "bounds the whole problem", "problem's `limits:`"),
    (f"{CALL}, limits: {{memory_mib: 1.5}}", "1.5", "a whole number", "schema"),
    (f"{CALL}, backward: {{wrt: [x]}}", "{wrt", "autograd's, which numpy has not", "gradient_of"),
    (f"{CALL}, extra_credit: 1", "1}", "must be true or false", "schema"),
    (f"{CALL}, title: {{}}", "{}", "`title` says nothing", "en"),
    (f"{CALL}, tolerence: {{rtol: 1}}", "tolerence", "unknown key `tolerence`", "did you mean `tolerance`?"),
    (f"{CALL}, id: b", "id: b", "`id` is here a second time", "the first is in line 9"),
]


def place(text: str, snippet: str) -> tuple[int, int]:
    """Line and column, from 1, of the last place where a snippet stands."""
    start = text.rindex(snippet)
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


@pytest.mark.parametrize(("rest", "snippet", "what", "hint"), AT_CHECKS, ids=[case[0] for case in AT_CHECKS])
def test_a_fault_of_a_check(tmp_path: Path, rest: str, snippet: str, what: str, hint: str) -> None:
    folder = tmp_path / "p"
    [fault, *more] = faults(folder, one_check(rest))
    assert more == []
    text = (folder / "problem.yaml").read_text(encoding="utf-8")
    assert (fault.line, fault.column) == place(text, snippet)
    assert what in fault.what
    assert hint in fault.hint
    assert str(fault) == f"{folder}/problem.yaml:{fault.line}:{fault.column}: {fault.what}; {fault.hint}"


GOOD = "checks:\n  - {id: a, call: f(), equals: 1}\n"
AT_VALUES = [
    ("[[1, 2], [3]]", "[[", "ragged", "every row"),
    ("['a']", "[", "cannot hold 'a'", "{object"),
    ("[true, 2]", "[", "true and false are no float64", "dtype: bool"),
    ("{array: [2], dtype: bool}", "{", "holds true, false, 0 or 1", "dtype"),
    ("{array: [0.5], dtype: int64}", "{", "0.5 is not whole", "int64"),
    ("{array: [300], dtype: uint8}", "{", "300 does not fit", "255"),
    ("{array: [1e300], dtype: float16}", "{", "too large for float16", "wider"),
    ("{array: [1], dtype: float8}", "float8", "cannot be `float8`", "did you mean"),
    ("{full: 0}", "{", "`shape` is missing", "write"),
    ("{full: [0], shape: [2]}", "{", "`full` takes one number", "array"),
    ("{full: 0, shape: [100000, 100000]}", "{", "too large", "at most"),
    ("{full: 0, shape: [-1]}", "-1", "is negative", "at least 0"),
    ("{file: ../away.npy}", "{", "outside the problem's folder", "inside"),
    ("{file: none.npy}", "{", "cannot read", "path"),
    ("{file: text.npy}", "{", "not a .npy file", "numpy.save"),
    ("{reference: 'make(y)'}", "y)", "there is no value `y`", "there are"),
    ("{random: gauss}", "gauss", "cannot be `gauss`", "normal"),
    ("{random: normal, low: 1}", "low", "takes no `low`", "mean"),
    ("{random: normal, std: -1}", "-1", "negative", "more than 0"),
    ("{random: uniform, low: 2, high: 1}", "{", "not below `high`", "too high"),
    ("{random: integers, shape: [2]}", "{", "needs `high`", "too high"),
    ("{random: integers, high: 2.5}", "{", "must be whole", "uniform"),
    ("{random: integers, high: 3, dtype: bool}", "bool", "draws no bool", "dtype"),
    ("{random: choice}", "{", "needs `from`", "from"),
    ("{random: choice, from: [[1], [2]]}", "{", "one flat list", "such as"),
    ("{random: permutation}", "{", "needs `n`", "0 … n-1"),
    ("{random: permutation, n: 3, shape: [3]}", "shape", "takes no `shape`", "n"),
    ("{rnadom: normal}", "{", "no form of a value", "did you mean `random`?"),
    ("{array: [1], object: 2}", "object", "unknown key `object`", "known here"),
]


@pytest.mark.parametrize(("value", "snippet", "what", "hint"), AT_VALUES, ids=[case[0] for case in AT_VALUES])
def test_a_fault_of_a_value(tmp_path: Path, value: str, snippet: str, what: str, hint: str) -> None:
    folder = tmp_path / "p"
    [fault, *more] = faults(folder, f"{GOOD}values:\n  v: {value}\n", {**CODE, "text.npy": "no array"})
    assert more == []
    line = f"  v: {value}"
    assert (fault.line, fault.column) == (10, line.index(snippet, 5) + 1)
    assert what in fault.what
    assert hint in fault.hint


@pytest.mark.parametrize(("name", "said"), [("n", "`n` is no array"), ("m", "the call has no argument `m`")])
def test_gradients_are_by_arrays_of_the_call(tmp_path: Path, name: str, said: str) -> None:
    body = "values: {x: [1.5], n: 3, m: [2.5]}\nchecks:\n"
    body += f"  - {{id: a, call: 'f(x, n)', backward: {{wrt: [x, {name}]}}, equals: 1}}\n"
    [fault] = faults(tmp_path / "p", body, head=HEAD.replace("numpy", "torch"))
    assert (fault.line, fault.column) == (9, 50)
    assert fault.what == said


def test_values_that_need_each_other(tmp_path: Path) -> None:
    body = GOOD + "values:\n  a: {reference: f(b)}\n  b: {reference: f(a)}\n"
    assert "computed from itself" in faults(tmp_path / "p", body)[0].what


def test_a_value_that_the_reference_computes_needs_one(tmp_path: Path) -> None:
    [fault] = faults(tmp_path / "p", GOOD + "values:\n  a: {reference: f(1)}\n", {})
    assert (fault.line, "reference.py" in fault.what) == (10, True)


def test_a_value_may_not_bear_the_name_of_a_function(tmp_path: Path) -> None:
    [fault] = faults(tmp_path / "p", GOOD + "values:\n  g: [1]\n")
    assert (fault.line, fault.column) == (10, 3)
    assert "function of the submitted module" in fault.what


def test_a_function_of_the_starter_counts_too(tmp_path: Path) -> None:
    files = {"starter/work.py": "def helper():\n    pass\n"}
    [fault] = faults(tmp_path / "p", GOOD + "values:\n  helper: [1]\n", files)
    assert "function of the submitted module" in fault.what


@pytest.mark.parametrize(
    ("line", "what", "hint"),
    [
        ("format_version: 2", "`format_version` is 2", "format_version 1"),
        ("id: other", "the id is `other`, but the folder is `p`", "id: p"),
        ("id: Not_Kebab", "must be kebab-case", "mlp-forward"),
        ("title: 3", "`title` must be text", "quotes"),
        ("title: ''", "`title` is empty", "write"),
        ("framework: jax", "cannot be `jax`", "torch, numpy"),
        ("dtype: float46", "cannot be `float46`", "did you mean `float64`?"),
        ("device: gpu", "cannot be `gpu`", "cuda"),
        ("version: 0", "`version` is 0", "at least 1"),
        ("submit: {modul: work.py}", "unknown key `modul`", "did you mean `module`?"),
        ("submit: {module: work.ipynb}", "no Python file", "work.py"),
        ("submit: {module: my-work.py}", "cannot import a module", "my_work.py"),
        ("submit: {module: reference.py}", "the name of a file of the problem", "another"),
        ("submit: {module: ../work.py}", "no path within the folder", "relative"),
        ("submit: {module: work.py, provide: nothing}", "no folder nothing", "beside problem.yaml"),
        ("submit: {module: work.py, answers: answers.txt}", "no YAML file", "answers.yaml"),
        ("requires: [not a package]", "no package name", "PyPI"),
        ("limits: {wall: 3}", "unknown key `wall`", "wall_time_s"),
        ("source: {document: [1]}", "must be text, not a list", "schema"),
    ],
)
def test_a_fault_of_the_head(tmp_path: Path, line: str, what: str, hint: str) -> None:
    key = line.partition(":")[0]
    kept = [old for old in HEAD.format(id="p").splitlines() if not old.startswith(f"{key}:")]
    head = "\n".join([*kept, line, ""])
    body = "checks:\n  - {id: a, source: work.py, complies: {forbid: [os]}}\n"
    found = faults(tmp_path / "p", body, head=head.replace("{", "{{").replace("}", "}}"))
    assert found[0].line == len(kept) + 1
    assert what in found[0].what
    assert hint in found[0].hint


@pytest.mark.parametrize("key", ["format_version", "id", "title", "checks"])
def test_what_is_required(tmp_path: Path, key: str) -> None:
    text = HEAD.format(id="p") + GOOD
    lines = [line for line in text.splitlines() if not line.startswith(f"{key}:")]
    if key == "checks":
        lines = [line for line in lines if not line.startswith("  -")]
    folder = make(tmp_path / "p", "", {})
    (folder / "problem.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        load(folder)
    assert [fault.what for fault in caught.value.faults] == [f"the key `{key}` is missing"]


def test_a_check_without_points_is_worth_one_and_one_without_an_id_is_a_fault(tmp_path: Path) -> None:
    found = faults(tmp_path / "p", "checks:\n  - {call: f(), equals: 1}\n")
    assert [fault.what for fault in found] == ["the key `id` is missing"]


def test_ids_are_unique(tmp_path: Path) -> None:
    body = GOOD + "  - {id: a, call: f(), equals: 2}\n"
    [fault] = faults(tmp_path / "p", body)
    assert (fault.line, fault.column) == (9, 10)
    assert "the first is in line 8" in fault.hint


MISCONCEPTION = "misconceptions:\n  - {id: m, feedback: No., %s}\n"


@pytest.mark.parametrize(
    ("rest", "snippet", "what"),
    [
        ("when: {swap: {f: wrong_g}}", "wrong_g", "misconceptions.py defines no `wrong_g`"),
        ("when: {swap: {h: wrong_f}}", "h:", "reference.py defines no `h`"),
        ("when: {swap: {f: wrong_f}, answer: k}", "{swap", "either a `swap` or an `answer`"),
        ("when: {answer: k, equals: 1}", "k,", "no check asks for the answer `k`"),
        ("when: {answer: k}", "{answer", "either `formula` or `equals`"),
        ("when: {swap: {f: wrong_f}}, checks: [b]", "b]", "there is no check `b`"),
        ("when: {swap: {}}", "{}}", "`swap` is empty"),
        ("wen: {swap: {f: wrong_f}}", "{id: m", "the key `when` is missing"),
    ],
)
def test_a_fault_of_a_misconception(tmp_path: Path, rest: str, snippet: str, what: str) -> None:
    folder = tmp_path / "p"
    found = faults(folder, GOOD + MISCONCEPTION % rest)
    text = (folder / "problem.yaml").read_text(encoding="utf-8")
    assert (found[0].line, found[0].column) == place(text, snippet)
    assert what in found[0].what


@pytest.mark.parametrize("way", ["needs: [h]", "carry: {x: h}"])
def test_nothing_visible_rests_on_what_is_hidden(tmp_path: Path, way: str) -> None:
    checks = [
        "{id: h, call: f(x), matches_reference: {}, visibility: hidden}",
        f"{{id: v, call: f(x), matches_reference: {{}}, {way}}}",
    ]
    [fault] = faults(tmp_path / "p", VALUES + "checks:\n" + "".join(f"  - {check}\n" for check in checks))
    assert fault.line == 10
    assert "a visible check may not" in fault.what


def test_needs_do_not_go_round(tmp_path: Path) -> None:
    checks = ["{id: a, call: f(), equals: 1, needs: [b]}", "{id: b, call: f(), equals: 1, needs: [a]}"]
    found = faults(tmp_path / "p", "checks:\n" + "".join(f"  - {check}\n" for check in checks))
    assert [("needs itself" in fault.what, fault.line) for fault in found] == [(True, 8), (True, 9)]


def test_values_are_carried_from_earlier_checks_only(tmp_path: Path) -> None:
    checks = [
        "{id: a, call: f(x), matches_reference: {}, carry: {x: b}}",
        "{id: b, call: f(x), matches_reference: {}, carry: {n: a}}",
    ]
    found = faults(tmp_path / "p", VALUES + "checks:\n" + "".join(f"  - {check}\n" for check in checks))
    assert [(fault.line, fault.what) for fault in found] == [
        (9, "`b` comes later"),
        (10, "`n` is carried, but no call of the reference uses it"),
    ]


def test_a_value_is_carried_into_the_reference_only(tmp_path: Path) -> None:
    checks = ["{id: a, call: f(x), equals: 1}", "{id: b, call: f(x), equals: 1, carry: {x: a}}"]
    [fault] = faults(tmp_path / "p", VALUES + "checks:\n" + "".join(f"  - {check}\n" for check in checks))
    assert (fault.line, fault.what) == (10, "`carry` means nothing without `matches_reference`")


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    make(
        tmp_path / "one",
        "titel: x\n"
        "values:\n"
        "  bad: [[1], [2, 3]]\n"
        "checks:\n"
        "  - {id: a b, call: f(y), equals: 1}\n"
        "  - {call: f(z), equals: 1, points: -1}\n"
        "  - {id: c, call: 'f(', raises: 3}\n"
        "misconceptions:\n"
        "  - {id: m n, when: {swap: {f: g}}, feedback: 1}\n",
    )
    make(tmp_path / "two", "checks:\n  - {id: a, call: f(bad), equals: 1}\n")
    with pytest.raises(SpecError) as caught:
        load(tmp_path)
    told = [(Path(fault.path).parent.name, fault.line, fault.what) for fault in caught.value.faults]
    assert told == [
        ("one", 7, "unknown key `titel`"),
        ("one", 9, "the lists are ragged"),
        ("one", 11, "`a b` is no id"),
        ("one", 11, "there is no value `y`"),
        ("one", 12, "the key `id` is missing"),
        ("one", 12, "there is no value `z`"),
        ("one", 12, "`points` is negative"),
        ("one", 13, "not an expression: '(' was never closed"),
        ("one", 13, "`raises` must be text, not the number 3"),
        ("one", 15, "`m n` is no id"),
        ("one", 15, "a swap needs reference.py, which is not in the folder"),
        ("one", 15, "a swap needs misconceptions.py, which is not in the folder"),
        ("one", 15, "`feedback` must be text, not the number 1"),
        ("two", 8, "there is no value `bad`"),
    ]
