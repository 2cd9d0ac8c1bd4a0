"""The language of `call:`: what it takes, what it refuses and where, and that nothing else gets through."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.core.expression import (
    MAX_CHARACTERS,
    Attribute,
    Call,
    Constant,
    ExpressionError,
    Mapping,
    Name,
    Negative,
    Sequence,
    Slice,
    Subscript,
    called,
    names,
    parse,
)


@pytest.mark.parametrize(
    ("text", "constant"),
    [
        ("1", 1),
        ("1e-5", 1e-5),
        ("2j", 2j),
        ("'text'", "text"),
        ("None", None),
        ("True", True),
        ("False", False),
    ],
)
def test_constants_stay_what_they_are(text: str, constant: object) -> None:
    found = parse(text)
    assert found == Constant(constant)  # type: ignore[arg-type]
    assert isinstance(found, Constant)
    assert type(found.value) is type(constant)


def test_every_form_of_the_language() -> None:
    found = parse("driver.fit(student, [x, (1, -y)], {'lr': 0.1}, W[1:, ::2], z[i], mode='same')")
    assert found == Call(
        Attribute(Name("driver"), "fit"),
        (
            Name("student", 11),
            Sequence((Name("x", 21), Sequence((Constant(1), Negative(Name("y", 29))), is_tuple=True)), False),
            Mapping(((Constant("lr"), Constant(0.1)),)),
            Subscript(
                Name("W", 47),
                Sequence((Slice(Constant(1), None, None), Slice(None, None, Constant(2))), is_tuple=True),
            ),
            Subscript(Name("z", 59), Name("i", 61)),
        ),
        (("mode", Constant("same")),),
    )


@pytest.mark.parametrize(
    ("text", "column", "word"),
    [
        ("f(1 + 2)", 2, "arithmetic"),
        ("f(a and b)", 2, "and"),
        ("f(a < b)", 2, "comparison"),
        ("f(lambda: 1)", 2, "lambda"),
        ("f(1 if a else 2)", 2, "conditional"),
        ("f([i for i in x])", 2, "comprehension"),
        ("f({1, 2})", 2, "set"),
        ("f(f'{x}')", 2, "f-string"),
        ("f((y := 1))", 3, "assignment"),
        ("f(+x)", 2, "operator"),
        ("f(not x)", 2, "operator"),
        ("f(x.__class__)", 2, "underscore"),
        ("f(x._hidden)", 2, "underscore"),
        ("__import__('os')", 0, "__import__"),
        ("f(*x)", 2, "`*`"),
        ("f(**x)", 2, "`**`"),
        ("f({**x})", 2, "`**`"),
        ("f(b'bytes')", 2, ""),
        ("f(...)", 2, ""),
        ("f(await x)", 2, ""),
    ],
)
def test_what_the_language_has_not_is_refused_where_it_stands(text: str, column: int, word: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.column == column
    assert word in caught.value.what
    assert caught.value.what


@pytest.mark.parametrize(
    "text",
    [
        "f(",
        "f()g()",
        "f(a=1, a=2)",
        "f(__debug__=1)",
        "",
        "x = 1",
        "import os",
        "f(\0)",
        "f(" * 300 + ")" * 300,
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


def test_long_and_deep_ones_are_refused() -> None:
    with pytest.raises(ExpressionError, match="longer"):
        parse("f(" + "1," * MAX_CHARACTERS + ")")
    with pytest.raises(ExpressionError, match="deeply"):
        parse("[" * 60 + "]" * 60)


def test_names_and_functions_are_told_apart() -> None:
    tree = parse("net.layers[0](f(x), g)")
    assert [name.id for name in names(tree)] == ["net", "f", "x", "g"]
    assert [name.id for name in called(tree)] == ["net", "f"]


ALLOWED = (
    ast.Expression,
    ast.Name,
    ast.Constant,
    ast.List,
    ast.Tuple,
    ast.Dict,
    ast.Call,
    ast.keyword,
    ast.Attribute,
    ast.Subscript,
    ast.Slice,
    ast.UnaryOp,
    ast.USub,
    ast.Load,
)
pieces = st.sampled_from(
    [
        "f",
        "(",
        ")",
        "x",
        ",",
        "[",
        "]",
        "1",
        ".",
        "a",
        "-",
        ":",
        "{",
        "}",
        "'s'",
        " ",
        "+",
        "*",
        "_b",
        "=",
        "lambda",
        "if",
    ]
)


@given(st.lists(pieces, max_size=12).map("".join))
def test_nothing_gets_through_that_the_language_does_not_name(text: str) -> None:
    try:
        parse(text)
    except ExpressionError:
        return
    for node in ast.walk(ast.parse(text.strip(), mode="eval")):
        assert isinstance(node, ALLOWED), ast.dump(node)
        assert not (isinstance(node, ast.Attribute) and node.attr.startswith("_"))


@pytest.mark.parametrize("text", ["f('سه', x.__a)", "  f(1, x.__a)", "f(\n  1,\n  x.__a)"])
def test_columns_count_characters_of_the_whole_text(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.column == text.index("x.")
