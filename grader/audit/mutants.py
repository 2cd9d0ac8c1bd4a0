"""Mutants of a reference: every small slip that its author could have made, one at a time.

Operators, comparisons, constants, axes, indices, means for sums, dropped calls, dropped statements, swapped
arguments. A mutant is the source with one node of its syntax tree written anew and every other byte left alone, so
that its diff is one line.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from grader.core.mutant import Change

Rule = Callable[[ast.AST], Iterator[ast.AST]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A source with one change. `diff` shows the lines that differ."""

    change: Change
    source: str
    diff: str


def mutants(source: str, called: Collection[str]) -> list[Mutant]:
    """The mutants of what a module runs when the names in `called` are used, in the order of the source.

    No two of them have the same syntax tree.
    """
    tree = ast.parse(source)
    seen = {ast.dump(tree)}
    found = []
    for function in _reached(tree, called):
        for node in _inner(function):
            for other in _others(node):
                mutated = _spliced(source, node, other)
                dump = _dump(mutated)
                if dump is None or dump in seen:
                    continue
                seen.add(dump)
                change = Change(function=function.name, was=ast.unparse(node), becomes=_unparse(other))
                found.append(Mutant(change=change, source=mutated, diff=_diff(source, mutated)))
    return found


def names_in(source: str) -> set[str]:
    """Every name and attribute that a source uses."""
    return _names(ast.parse(source))


def _names(node: ast.AST) -> set[str]:
    used = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
    return used | {inner.attr for inner in ast.walk(node) if isinstance(inner, ast.Attribute)}


def _reached(tree: ast.Module, called: Collection[str]) -> list[ast.FunctionDef | ast.ClassDef]:
    """The functions and classes that are used, directly or by way of others, in the order of the source."""
    defined = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    reached: set[str] = set()
    pending = set(called) & defined.keys()
    while pending:
        name = pending.pop()
        reached.add(name)
        pending |= (_names(defined[name]) & defined.keys()) - reached
    return [node for name, node in defined.items() if name in reached]


def _inner(node: ast.AST) -> Iterator[ast.AST]:
    """What can be changed inside a node, outermost first; no docstring, annotation or decorator."""
    for child in _parts(node):
        if isinstance(child, ast.expr | ast.stmt):
            yield child
        yield from _inner(child)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.FunctionDef(args=arguments, body=body) | ast.Lambda(args=arguments, body=body):
            yield from arguments.defaults
            yield from (default for default in arguments.kw_defaults if default is not None)
            yield from _statements_of(body) if isinstance(body, list) else [body]
        case ast.ClassDef(body=body):
            yield from _statements_of(body)
        case ast.AnnAssign(target=target, value=value):
            yield target
            yield from [] if value is None else [value]
        case _:
            yield from ast.iter_child_nodes(node)


def _statements_of(body: list[ast.stmt]) -> list[ast.stmt]:
    return body[1:] if body and _is_text(body[0]) else body


def _is_text(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


# --- what a node may become -------------------------------------------------------------------------------

_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_ORDERED = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
_TWINS = {
    **{one: two for a, b in (
        ("sum", "mean"), ("max", "min"), ("amax", "amin"), ("maximum", "minimum"), ("argmax", "argmin"),
        ("sin", "cos"), ("zeros", "ones"), ("zeros_like", "ones_like"), ("exp", "expm1"), ("floor", "ceil"),
        ("all", "any"), ("cumsum", "cumprod"), ("log", "log1p"), ("tanh", "sigmoid"), ("var", "std"),
    ) for one, two in ((a, b), (b, a))},
    "prod": "sum",
    "relu": "tanh",
}  # fmt: skip
_AXES = {"dim", "axis"}


def _others(node: ast.AST) -> Iterator[ast.AST]:
    for rule in (
        _operators,
        _comparisons,
        _logic,
        _constants,
        _keywords,
        _twins,
        _calls,
        _transposes,
        _statements,
    ):
        yield from rule(node)


def _operators(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp):
        for other in _OPERATORS.get(type(node.op), ()):
            yield ast.BinOp(left=node.left, op=other(), right=node.right)
        if isinstance(node.op, _ORDERED):
            yield ast.BinOp(left=node.right, op=node.op, right=node.left)
    elif isinstance(node, ast.AugAssign):
        for other in _OPERATORS.get(type(node.op), ()):
            yield ast.AugAssign(target=node.target, op=other(), value=node.value)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not | ast.Invert):
        yield node.operand


def _comparisons(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare):
        for index, op in enumerate(node.ops):
            for other in _COMPARISONS[type(op)]:
                ops = [*node.ops[:index], other(), *node.ops[index + 1 :]]
                yield ast.Compare(left=node.left, ops=ops, comparators=node.comparators)


def _logic(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.BoolOp(op=other, values=node.values)
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(test=node.test, body=node.orelse, orelse=node.body)


def _constants(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Constant) or isinstance(node.value, str | bytes | complex):
        return
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
        yield ast.Constant(value - 1)
    elif isinstance(value, float):
        yield ast.Constant(2 * value if value else 1.0)
        yield ast.Constant(value + 1)


def _keywords(node: ast.AST) -> Iterator[ast.AST]:
    """Other axes: what `x.sum(axis=1)` becomes."""
    if isinstance(node, ast.Call):
        for index, keyword in enumerate(node.keywords):
            if keyword.arg in _AXES:
                rest = [*node.keywords[:index], *node.keywords[index + 1 :]]
                yield ast.Call(func=node.func, args=node.args, keywords=rest)


def _twins(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Attribute) and node.attr in _TWINS:
        yield ast.Attribute(value=node.value, attr=_TWINS[node.attr], ctx=node.ctx)


def _calls(node: ast.AST) -> Iterator[ast.AST]:
    """Arguments swapped, and a function of one argument left out."""
    if not isinstance(node, ast.Call):
        return
    for index in range(len(node.args) - 1):
        args = [*node.args[:index], node.args[index + 1], node.args[index], *node.args[index + 2 :]]
        yield ast.Call(func=node.func, args=args, keywords=node.keywords)
    if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred | ast.GeneratorExp):
        yield node.args[0]
    if not node.args and isinstance(node.func, ast.Attribute):
        yield node.func.value


def _transposes(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        yield node.value


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(
        node, ast.Assign | ast.AugAssign | ast.Expr | ast.If | ast.Raise | ast.Continue | ast.Break
    ):
        yield ast.Pass()
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield node.value


# --- writing them -----------------------------------------------------------------------------------------


def _unparse(node: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(node))


def _spliced(source: str, node: ast.AST, other: ast.AST) -> str:
    """The source with the text of one node replaced; in brackets where an expression may need them."""
    assert isinstance(node, ast.expr | ast.stmt)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    whole = source.encode()
    lines = whole.splitlines(keepends=True)
    start = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
    end = sum(map(len, lines[: node.end_lineno - 1])) + node.end_col_offset
    before, after, text = whole[:start], whole[end:], _unparse(other)
    loose = ast.BinOp | ast.BoolOp | ast.Compare | ast.IfExp | ast.UnaryOp
    in_brackets = before.endswith(b"(") and after.startswith(b")")
    if (isinstance(other, loose) or text.startswith("-")) and not in_brackets:
        text = f"({text})"
    return (before + text.encode() + after).decode()


def _dump(source: str) -> str | None:
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError:
        return None


def _diff(before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))
