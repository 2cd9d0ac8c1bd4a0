"""Formulas and domains of a spec: read by the students' grammar, at fault where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import SpecError
from grader.spec import load
from tests.problem_folder import HEAD, make

WRITTEN = HEAD.replace("work.py}}", "work.py, answers: answers.yaml}}")


def check(rest: str) -> str:
    return f"checks:\n  - {{id: a, answer: k, {rest}}}\n"


@pytest.mark.parametrize(
    ("rest", "snippet", "what", "hint"),
    [
        ("formula: 2/(n + m), where: {n: real}", "m), where", "`m` is no known name", "n"),
        ("formula: 2/(n_uot + 1), where: {n_out: real}", "n_uot", "`n_uot` is no known name", "n_out"),
        ("formula: 2*(n, where: {n: real}", ", where", "`)` is missing", "2/(n_in + n_out)"),
        ("formula: 9**9**9, where: {}", "**9**9", "an exponent is beyond 1000", "formulas are written"),
        ("formula: 1/2n, where: {n: real}", "1/2n", "can be read in two ways", "1/(2x)"),
        ("formula: y = n = n, where: {n: real}", "y = n", "several equals signs", "one formula"),
        ("formula: foo(n), where: {n: real}", "foo", "`foo` is no known name", "n"),
        ("formula: n, where: {n: reel}", "reel", "`reel` is no domain", "did you mean `real`?"),
        ("formula: n, where: {n: vector}", "vector}", "`vector` is no domain", "vector[n]"),
        ("formula: n, where: {n: [3, 1]}", "[3", "the interval [3, 1] is empty", "[a, b]"),
        ("formula: n, where: {n: real, 2n: real}", "2n", "`2n` is no name of a variable", "n_in"),
        ("formula: n_in, where: {n_in: real, 'n_{in}': real}", "'n_{in}'", "there already", "underscores"),
        (
            "formula: x, where: {n: real, x: 'vector[n]'}",
            "{n",
            "`n` is the size of a vector",
            "positive integer",
        ),
    ],
)
def test_a_fault_of_a_formula(tmp_path: Path, rest: str, snippet: str, what: str, hint: str) -> None:
    body = check(rest)
    with pytest.raises(SpecError) as caught:
        load(make(tmp_path / "p", body, head=WRITTEN))
    [fault] = caught.value.faults
    assert what in fault.what
    assert hint in fault.hint
    text = (tmp_path / "p" / "problem.yaml").read_text(encoding="utf-8")
    line = text.splitlines()[fault.line - 1]
    assert line[fault.column - 1 :].startswith(snippet)


def test_a_fault_of_a_wrong_formula_over_the_domains_of_its_check(tmp_path: Path) -> None:
    wrong = "misconceptions:\n  - {id: half, when: {answer: k, formula: 1/(n + m)}, feedback: The 2.}\n"
    load(make(tmp_path / "p", check("formula: 2/(n + m), where: {n: real, m: real}") + wrong, head=WRITTEN))
    with pytest.raises(SpecError, match="`m` is no known name"):
        load(make(tmp_path / "p", check("formula: 2/n, where: {n: real}") + wrong, head=WRITTEN))


def test_sizes_are_names_and_names_may_bear_subscripts(tmp_path: Path) -> None:
    where = "{W: 'matrix[n, m]', 'h_{t-1}': 'vector[m]', β: '[0, 1]'}"
    load(make(tmp_path / "p", check(f"formula: 'β W h_{{t-1}} / n', where: {where}"), head=WRITTEN))
