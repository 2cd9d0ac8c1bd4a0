"""Formulas compared: pairs that are equal, nearly equal, different, and those that a person must see."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.written.formulas import (
    Formula,
    Unread,
    compare_formulas,
    is_formula_equal,
    parse_formula,
    right_hand_side,
)

SECRET = b"the secret"
X, P = {"x": "real"}, {"x": "positive"}
XY = {"x": "real", "y": "real"}
LAYER = {"n_in": "positive integer", "n_out": "positive integer"}
LEAKY = {"x": "real", "m": "[0, 1]"}
SQUARES = {"A": "matrix[n, n]", "B": "matrix[n, n]", "x": "vector[n]"}
SHAPES = {"W": "matrix[n, m]", "V": "matrix[m, k]", "x": "vector[n]", "z": "vector[m]"}
CELL = {"U": "matrix[n, n]", "h": "vector[n]", "v": "vector[n]", "m": "vector[n]", "epsilon": "[0.1, 1]"}

RIGHT = [
    (LAYER, "2/(n_in + n_out)", r"\frac{2}{n_{in}+n_{out}}"), (LAYER, "2/(n_in + n_out)", "var = 2/(n_in+n_out)"),
    (LAYER, "2/(n_in + n_out)", "۲/(n_in + n_out)"), (LAYER, "2/(n_in + n_out)", "1/((n_in + n_out)/2)"),
    (LAYER, "2/(n_in + n_out)", r"$$\mathrm{Var}[W] = \dfrac{2}{n_{\text{in}} + n_{\text{out}}}$$"),
    (LAYER, "2/(n_in + n_out)", "واریانس = 2/(nᵢₙ + N_out)"), (LAYER, "2/n_in", "2⋅n_in⁻¹"),
    (X, "sigma(x)*(1 - sigma(x))", r"\sigma'(x) = \sigma(x)(1-\sigma(x))"),
    (X, "sigma(x)*(1 - sigma(x))", "e^{-x}/(1+e^{-x})^2"), (X, "sigma(x)", "1/(1+e^-x)"),
    (X, "sigma(x)", "1/2(1 + tanh(x/2))"), (X, "sigma(x)", r"\frac{e^x}{1+e^x}"), (X, "tanh(x)", "2σ(2x) − 1"),
    (X, "tanh(x)", r"\frac{e^{x}-e^{-x}}{e^{x}+e^{-x}}"), (X, "1 - tanh(x)^2", r"1-\tanh^2 x"),
    (X, "log(1 + exp(x))", "max(x, 0) + log(1 + exp(-|x|))"), (X, "log(1 + exp(x))", "x + ln(1 + e^-x)"),
    (X, "-log(sigma(x))", "log(1+exp(-x))"), (X, "x*Phi(x)", "0.5x(1+erf(x/√2))"), (X, "relu(x)", "max(0, x)"),
    (X, "relu(x)", "(x+|x|)/2"), (X, "sqrt(x^2)", "|x|"), (P, "sqrt(x^2)", "x"), (P, "log(x^2)", "2 log x"),
    (P, "log(x)/log(2)", r"\log_2 x"), (X, "x^(1/3)", r"\sqrt[3]{x}"), (X, "(x + 1)^2", "x² + 2x + 1"),
    (X, "0", "sin(x)^2 + cos(x)^2 - 1"), (X, "exp(2*x)", "(e^x)^2"), (X, "1", "x/x"), (X, "exp(3*x)", "np.exp(3*x)"),
    (XY, "x^3 - y^3", "(x-y)(x^2+xy+y^2)"), ({"x": "positive", "y": "positive"}, "log(x*y)", "log x + log y"),
    ({"y": "real", "y_hat": "real"}, "(y - y_hat)^2", r"(\hat{y} - y)^2"),
    (LEAKY, "piecewise(x, x > 0, m*x)", "max(x, mx)"), (LEAKY, "piecewise(x, x > 0, m*x)", "x if x ≥ 0 else m x"),
    (LEAKY, "piecewise(x, x > 0, m*x)", r"\begin{cases} x & x > 0 \\ mx & \text{otherwise} \end{cases}"),
    (LEAKY, "piecewise(x, x > 0, m*x)", "x اگر x>0 وگرنه mx"), (LEAKY, "piecewise(1, x > 0, m)", "1 if x>=0 else m"),
    (SHAPES, "transpose(W)*x", "W^T x"), (SHAPES, "transpose(W)*x", r"\mathbf{W}^{\top}\mathbf{x}"),
    (SHAPES, "transpose(W)*x", "W.T @ x"), (SHAPES, "transpose(W*V)", "V^T W^T"), (SHAPES, "norm(x)^2", "x^T x"),
    (SHAPES, "norm(x)^2", r"\|x\|_2^2"), (SHAPES, "sum(x)/n", r"\frac{1}{n}\sum_{i=1}^{n} x_i"),
    (SHAPES, "transpose(x)*W*z", "∑_{i=1}^{n} ∑_{j=1}^{m} x_i W_ij z_j"), (SHAPES, "exp(z)/sum(exp(z))", "softmax(z)"),
    (SHAPES, "sigma(z)*(1 - sigma(z))", r"\sigma(z) \odot (1-\sigma(z))"),
    (SQUARES, "(I + A)*x", "x + Ax"), (SQUARES, "inverse(A*B)", "B^{-1} A^{-1}"), (SQUARES, "A^2", "A A"),
    (CELL, "sigma(U*h + v/(sqrt(m) + epsilon))", r"h_t = \sigma\left(U \cdot h + \frac{v}{\sqrt{m} + \epsilon}\right)"),
    ({}, "pi/4", "arctan(1)"), ({}, "sqrt(2)/2", "1/√2"),
]  # fmt: skip
WRONG = [
    (LAYER, "2/(n_in + n_out)", "1/(n_in + n_out)"), (LAYER, "2/(n_in + n_out)", "2/n_in + n_out"),
    (X, "x^2", "x^2 + 1e-9"), (X, "x^2", "x^2 + 1.00e-9"), (X, "x*Phi(x)", "0.5x(1+tanh(√(2/π)(x+0.044715x^3)))"),
    (X, "sqrt(x^2)", "x"), (X, "log(x^2)", "2 log x"), (X, "relu(x)", "min(max(0,x), 6)"), (X, "sigma(x)", "tanh(x)"),
    (X, "exp(x)", "1+x+x^2/2+x^3/6"), (LEAKY, "piecewise(x, x > 0, m*x)", "max(0, x)"), (X, "1-tanh(x)^2", "tanh(x)^2"),
    ({"n": "positive integer"}, "(1 + 1/n)^n", "e"), (SHAPES, "transpose(W)*x", "W x"), (SQUARES, "A*B", "B*A"),
    (SQUARES, "transpose(A*B)", "A^T B^T"), (SHAPES, "sum(x)/n", "sum(x)"), (SHAPES, "transpose(W*V)", "W V"),
    (X, "x", "9**9**9"), (X, "x", ""), (X, "x", "idk"), (X, "x", "نمی دانم"), ({}, "0.25", "0.26"),
]  # fmt: skip
UNCLEAR = [
    (P, "1/(2*x)", "1/2x"), (X, "sigma(x)*(1 - sigma(x))", r"\sigma'(x)"), (X, "x*sqrt(2/pi)", "0.798 x"),
    (SHAPES, "transpose(W)*x", "x^T W"), (SQUARES, "A ⊙ B", "A*B"), (XY, "x + y", "x + w"), (X, "x^2", "(x+1"),
    (X, "x^2", "y = x^2 = 2x"), (X, "log(x - 1000)", "x"), (X, "x", "1,5x"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("where", "expected", "observed", "outcome"),
    [
        (*pair, outcome)
        for pairs, outcome in ((RIGHT, "right"), (WRONG, "wrong"), (UNCLEAR, "unclear"))
        for pair in pairs
    ],
)
@pytest.mark.parametrize("secret", [b"one", b"another"])
def test_a_pair(where: dict[str, str], expected: str, observed: str, outcome: str, secret: bytes) -> None:
    written = compare_formulas(expected, observed, where, secret)
    assert written.outcome == outcome, written.feedback.en
    assert written.fraction == (outcome == "right")
    if outcome != "right":
        assert written.feedback.en
        assert written.feedback.fa


def test_there_are_enough_of_them() -> None:
    assert len(RIGHT) + len(WRONG) + len(UNCLEAR) >= 60


@pytest.mark.parametrize(
    ("where", "expected", "observed", "said"),
    [
        (
            LAYER,
            "2/(n_in + n_out)",
            "1/(n_in + n_out)",
            "at n_in = 3, n_out = 5 yours is 0.125, expected 0.25",
        ),
        (X, "x^2", "x^2 + 1e-9", "at x = 2 yours is 4.000000001, expected 4"),
        (X, "log(x^2)", "2 log x", "at x = -3 yours is not defined, expected 2.19722"),
        (SHAPES, "transpose(W)*x", "W x", "the product of n × m and n × 1 does not exist"),
        (X, "x", "xx_1", "`xx_1` is no known name"),
        (P, "1/(2*x)", "1/2x", "as 1/2 x it is wrong, as 1/(2 x) it is right"),
        (X, "x*sqrt(2/pi)", "0.798 x", "if 0.798 stands for 0.797884"),
        (LEAKY, "piecewise(1, x > 0, m)", "1 if x>=0 else m", "a matter of convention: at x = 0"),
    ],
)
def test_what_is_said(where: dict[str, str], expected: str, observed: str, said: str) -> None:
    assert said in compare_formulas(expected, observed, where, SECRET).feedback.en


def test_refusals_come_at_once() -> None:
    for text in ("9**9**9", "-" * 5_000, "(" * 5_000, "x" * 10**6, "\\frac" * 900, "^" * 400):
        start = time.perf_counter()
        assert isinstance(parse_formula(text, ["x"]), Unread)
        assert time.perf_counter() - start < 0.02


@pytest.mark.parametrize(
    "text", ["exp(exp(exp(exp(x))))", "x^999^(1/2)", "((x^999)^999)^999", "tan(exp(60x))"]
)
def test_towers_stay_within_bounds(text: str) -> None:
    start = time.process_time()
    compare_formulas("x", text, X, SECRET)
    assert time.process_time() - start < 0.5


def test_what_an_answer_is_without_its_name() -> None:
    assert right_hand_side(r"$var = \frac{2}{n_{in}}$", LAYER) == "2/n_in"
    assert right_hand_side("foo(", LAYER) == ""


def test_a_wrong_formula_is_known_again() -> None:
    assert is_formula_equal("1/(n_in + n_out)", r"\frac{1}{n_{out}+n_{in}}", LAYER, SECRET)
    assert not is_formula_equal("1/(n_in + n_out)", "2/(n_in + n_out)", LAYER, SECRET)
    assert not is_formula_equal("1/(n_in + n_out)", "what?", LAYER, SECRET)


ALPHABET = st.text(st.sampled_from("xymnW01239.,+-*/^()[]{}|=<>_'\\&$ ٫۱یσ∑√‖⊙²ᵀ₁"), max_size=40)


@given(ALPHABET | st.text(max_size=60))
def test_any_text_is_judged(text: str) -> None:
    written = compare_formulas("x*y + 1", text, {**XY, "W": "matrix[n, m]"}, SECRET)
    assert written.outcome in ("right", "wrong", "unclear")


LEAVES = st.sampled_from(["x", "y", "2", "3", "0.5"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(
            lambda one: f"({one[0]} {one[1]} {one[2]})"
        ),
        inner.map(lambda one: f"tanh({one})"),
        inner.map(lambda one: f"(-{one})"),
        inner.map(lambda one: f"({one})^2"),
    ),
    max_leaves=6,
)


@given(TREES)
def test_a_formula_equals_its_rewrites_and_not_its_neighbours(text: str) -> None:
    for rewrite in (
        f"({text})*1",
        f"0 + {text}",
        f"2*({text}) - ({text})",
        f"-(-({text}))",
        f"x + ({text}) - x",
    ):
        assert compare_formulas(text, rewrite, XY, SECRET).outcome == "right"
    assert compare_formulas(text, f"({text}) + 0.001x", XY, SECRET).outcome == "wrong"


@given(TREES)
def test_what_was_read_reads_the_same_again(text: str) -> None:
    first = parse_formula(text, ["x", "y"])
    assert isinstance(first, Formula)
    again = parse_formula(first.reading, ["x", "y"])
    assert isinstance(again, Formula)
    assert again.reading == first.reading
