"""The grammar of formulas: what a text is read as, what is refused and where; and the domains."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.core.formula.domains import parse_domain, parse_domains
from grader.core.formula.names import canonical_name
from grader.core.formula.parser import parse
from grader.core.formula.render import render
from grader.core.formula.tree import FormulaError

NAMES = ["n_in", "n_out", "x", "y", "m", "n", "W", "U", "h_t-1", "y_hat", "epsilon"]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("2x(n+1)", "2 x (n + 1)"), ("n_in n_out", "n_in n_out"), ("mx^2", "m x^2"), ("e^mx", "e^(m x)"),
        ("-x^2", "-x^2"), ("2**3**2", "2^3^2"), ("x²y", "x^2 y"), ("W^T x", "W^T x"), ("|x||y|", "abs(x) abs(y)"),
        ("√x y", "sqrt(x) y"), (r"\frac12 x", "1/2 x"), ("ŷ − y", "y_hat - y"), ("U h_{t-1}", "U h_{t-1}"),
        ("sin 2x", "sin(2 x)"), ("log x/y", "log(x)/y"), ("np.exp(-x)", "exp(-x)"), ("eps", "epsilon"),
        ("∂L/∂x = 2x", "2 x"), ("2/n_in = var", "2/n_in"), ("x ⊙ y", "x ⊙ y"), ("0.5e-3x", "0.0005 x"),
        ("Piecewise((x, x>0), (m*x, True))", "piecewise(x, x > 0, m*x)"),
        ("{x, x > 0; m x, x <= 0}", "piecewise(x, x > 0, m x, x <= 0)"),
    ],
)  # fmt: skip
def test_what_a_text_is_read_as(text: str, reading: str) -> None:
    [tree] = parse(text, NAMES).sides
    assert render(tree) == reading


def test_only_a_product_without_a_sign_after_a_division_has_two_readings() -> None:
    assert parse("1/2x", NAMES).is_loose
    assert render(parse("1/2x", NAMES, tight=True).sides[0]) == "1/(2 x)"
    for text in ("1/(2x)", "1/2*x", "2x/n", r"\frac{1}{2}x"):
        assert not parse(text, NAMES).is_loose


@pytest.mark.parametrize(
    ("text", "what", "column", "is_refused"),
    [
        ("x + foo", "`foo` is no known name", 4, False), ("(x", "`)` is missing", 2, False),
        ("x)", "`)` is out of place", 1, False), ("x +", "breaks off", 3, False), ("x 2", "sign is missing", 2, False),
        ("x ? y", "`?` is not known", 2, False), ("W'x", "a prime stands at", 1, False),
        ("", "no formula", 0, True), ("9**9**9", "exponent is beyond", 1, True), ("-" * 5000, "longer than", 0, True),
        ("-" * 9 + "x", "too many signs", 4, True), ("(" * 40 + "x" + ")" * 40, "nested", 31, True),
        ("x" + "+x" * 150, "too long", 0, True), ("1" * 70, "out of range", 0, True), ("1e99", "out of range", 0, True),
    ],
)  # fmt: skip
def test_what_is_no_formula(text: str, what: str, column: int, is_refused: bool) -> None:
    with pytest.raises(FormulaError, match=what.replace("?", r"\?").replace(")", r"\)")) as caught:
        parse(text, NAMES)
    assert (caught.value.column, caught.value.is_refused) == (column, is_refused)
    assert caught.value.what.fa


def test_one_spelling_of_a_name() -> None:
    assert {canonical_name(text) for text in ("n_in", "n_{in}", "nᵢₙ", r"n_{\text{in}}")} == {"n_in"}
    assert canonical_name("β") == canonical_name(r"\beta") == "beta"
    assert canonical_name("2n") is None


def test_domains() -> None:
    assert parse_domain("[-1, 0.5]").low == Fraction(-1)
    assert parse_domain("matrix[n, 3]").sizes == ("n", 3)
    for text in ("reel", "[2, 1]", "vector", "matrix[n]", "[1, 2", "vector[0]"):
        with pytest.raises(FormulaError):
            parse_domain(text)
    with pytest.raises(FormulaError, match="size of a vector"):
        parse_domains({"n": "real", "x": "vector[n]"})
