"""The expressions of a spec's `call:`: a small subset of Python, checked here, evaluated only in workers.

Names, numbers, strings, None, True, False, lists, tuples, dicts, calls with positional and keyword
arguments, attributes without leading underscores, subscripts and slices, unary minus. Nothing else.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

MAX_CHARACTERS = 4_000
MAX_DEPTH = 40


class ExpressionError(ValueError):
    """The text is not an expression of the language. `column` counts from 0 within the text."""

    def __init__(self, what: str, column: int) -> None:
        super().__init__(what)
        self.what = what
        self.column = column


@dataclass(frozen=True, slots=True)
class Name:
    """`column` counts characters from 0 within the text."""

    id: str
    column: int = 0


@dataclass(frozen=True, slots=True)
class Constant:
    value: None | bool | int | float | complex | str


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Expression, ...]
    is_tuple: bool


@dataclass(frozen=True, slots=True)
class Mapping:
    items: tuple[tuple[Expression, Expression], ...]


@dataclass(frozen=True, slots=True)
class Attribute:
    value: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Slice:
    lower: Expression | None
    upper: Expression | None
    step: Expression | None


@dataclass(frozen=True, slots=True)
class Subscript:
    value: Expression
    index: Expression


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Expression


@dataclass(frozen=True, slots=True)
class Call:
    function: Expression
    arguments: tuple[Expression, ...]
    keywords: tuple[tuple[str, Expression], ...]


Expression: TypeAlias = Name | Constant | Sequence | Mapping | Attribute | Slice | Subscript | Negative | Call


def parse(text: str) -> Expression:
    """Parses a call expression.

    Raises:
        ExpressionError: with the column, when the text is not an expression of the language.
    """
    if len(text) > MAX_CHARACTERS:
        raise ExpressionError(f"the expression is longer than {MAX_CHARACTERS} characters", 0)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = len(text) - len(text.lstrip())
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _no_expression(error, start) from None
    _count_characters(tree, text.strip(), start)
    expression = _convert(tree.body, 0)
    try:
        compile(text.strip(), "<call>", "eval")  # a keyword that is repeated is found only now
    except (SyntaxError, ValueError) as error:
        raise _no_expression(error, start) from None
    return expression


def _no_expression(error: Exception, start: int) -> ExpressionError:
    column = (getattr(error, "offset", None) or 1) - 1
    return ExpressionError(f"not an expression: {getattr(error, 'msg', error)}", start + column)


def _count_characters(tree: ast.Expression, text: str, start: int) -> None:
    """Python counts the bytes of a line; a fault is told by its character in the text."""
    lines = [line.encode() for line in text.split("\n")]
    before = [start + sum(len(line.decode()) + 1 for line in lines[:index]) for index in range(len(lines))]
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.keyword):
            line = lines[node.lineno - 1]
            node.col_offset = before[node.lineno - 1] + len(line[: node.col_offset].decode())


def _convert(node: ast.expr, depth: int) -> Expression:
    if depth > MAX_DEPTH:
        raise ExpressionError("the expression is nested too deeply", node.col_offset)

    def inner(child: ast.expr) -> Expression:
        return _convert(child, depth + 1)

    match node:
        case ast.Name(id=name):
            if name.startswith("__"):
                raise ExpressionError(f"the name {name!r} is not allowed", node.col_offset)
            return Name(name, node.col_offset)
        case ast.Constant(value=None | bool() | int() | float() | complex() | str() as value):
            return Constant(value)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return Sequence(tuple(map(inner, items)), isinstance(node, ast.Tuple))
        case ast.Dict(keys=keys, values=values):
            pairs = [(key, value) for key, value in zip(keys, values, strict=True) if key is not None]
            if len(pairs) != len(keys):
                raise ExpressionError("`**` is not allowed", node.col_offset)
            return Mapping(tuple((inner(key), inner(value)) for key, value in pairs))
        case ast.Attribute(value=value, attr=name):
            if name.startswith("_"):
                raise ExpressionError(f"the attribute {name!r} begins with an underscore", node.col_offset)
            return Attribute(inner(value), name)
        case ast.Subscript(value=value, slice=index):
            return Subscript(inner(value), _index(index, depth + 1))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Negative(inner(operand))
        case ast.Call():
            return _call(node, depth)
    raise ExpressionError(f"{_NAMES.get(type(node), 'this')} is not allowed in a call", node.col_offset)


def _call(node: ast.Call, depth: int) -> Call:
    for item in node.args:
        if isinstance(item, ast.Starred):
            raise ExpressionError("`*` is not allowed in a call", item.col_offset)
    keywords = []
    for keyword in node.keywords:
        if keyword.arg is None:
            raise ExpressionError("`**` is not allowed in a call", keyword.col_offset)
        keywords.append((keyword.arg, _convert(keyword.value, depth + 1)))
    arguments = tuple(_convert(item, depth + 1) for item in node.args)
    return Call(_convert(node.func, depth + 1), arguments, tuple(keywords))


def _index(node: ast.expr, depth: int) -> Expression:
    if isinstance(node, ast.Slice):
        parts = [
            None if part is None else _convert(part, depth) for part in (node.lower, node.upper, node.step)
        ]
        return Slice(*parts)
    if isinstance(node, ast.Tuple):
        return Sequence(tuple(_index(item, depth) for item in node.elts), is_tuple=True)
    return _convert(node, depth)


_NAMES: dict[type[ast.AST], str] = {
    ast.BinOp: "arithmetic",
    ast.BoolOp: "`and`/`or`",
    ast.Compare: "a comparison",
    ast.Lambda: "a lambda",
    ast.IfExp: "a conditional",
    ast.ListComp: "a comprehension",
    ast.DictComp: "a comprehension",
    ast.SetComp: "a comprehension",
    ast.GeneratorExp: "a comprehension",
    ast.JoinedStr: "an f-string",
    ast.NamedExpr: "an assignment",
    ast.UnaryOp: "this operator",
    ast.Set: "a set",
}


def children(node: Expression) -> tuple[Expression, ...]:
    """The direct sub-expressions of a node."""
    match node:
        case Sequence(items=items):
            return items
        case Mapping(items=pairs):
            return tuple(part for pair in pairs for part in pair)
        case Attribute(value=value):
            return (value,)
        case Slice(lower=lower, upper=upper, step=step):
            return tuple(part for part in (lower, upper, step) if part is not None)
        case Subscript(value=value, index=index):
            return (value, index)
        case Negative(operand=operand):
            return (operand,)
        case Call(function=function, arguments=arguments, keywords=keywords):
            return (function, *arguments, *(value for _, value in keywords))
    return ()


def names(node: Expression) -> Iterator[Name]:
    """Every name in the expression, in order of appearance, repeats included."""
    if isinstance(node, Name):
        yield node
    for child in children(node):
        yield from names(child)


def called(node: Expression) -> Iterator[Name]:
    """The root names that are called: `forward` in `forward(x)`, `net` in `net.layers[0](x)`."""
    if isinstance(node, Call):
        root = node.function
        while isinstance(root, Attribute | Subscript):
            root = root.value
        if isinstance(root, Name):
            yield root
    for child in children(node):
        yield from called(child)
