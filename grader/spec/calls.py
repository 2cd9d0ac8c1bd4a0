"""The calls of a spec: parsed, and their names looked up among values and what the problem's code defines."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grader.core.expression import ExpressionError, Name, called, names, parse
from grader.core.problem import Call
from grader.spec.document import Document, Place
from grader.spec.nearest import nearest

SPECIAL = ("driver", "student")


@dataclass(frozen=True, slots=True)
class Defined:
    """The names that a Python file defines at its top level, as far as its text tells.

    Attributes:
        names: every name bound at the top level, imports included.
        functions: those bound by `def` or `class`.
        is_open: true where there may be more: a star import, a `__getattr__`, or text that does not parse.
    """

    names: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    is_open: bool = False


def defined(source: bytes | None) -> Defined:
    """What an author's file defines; the file is parsed and never run."""
    if source is None:
        return Defined()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Defined(is_open=True)
    found: set[str] = set()
    functions: set[str] = set()
    is_open = False
    # Whatever is bound outside functions and classes, also under `if`, `try` and `with`.
    pending: list[ast.AST] = list(tree.body)
    while pending:
        node = pending.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                functions.add(name)
                is_open = is_open or name == "__getattr__"
            case ast.Lambda():
                pass
            case ast.alias(name=name, asname=alias):
                is_open = is_open or name == "*"
                found.add(alias or name.partition(".")[0])
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
            case _:
                pending += ast.iter_child_nodes(node)
    return Defined(frozenset(found | functions), frozenset(functions), is_open)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What a call may name.

    Attributes:
        values: the names of values, those with faults included.
        modules: what stands for the student's module: the reference and the starter.
        has_driver: whether there is a driver.py.
        extra: names bound besides, such as `cotangent`.
    """

    values: Sequence[str]
    modules: Sequence[Defined] = ()
    has_driver: bool = False
    extra: Sequence[str] = field(default=())

    def knows(self, name: str) -> bool:
        if name in self.values or name in self.extra or (name in SPECIAL and self.has_driver):
            return True
        return any(module.is_open or name in module.names for module in self.modules)

    def candidates(self) -> list[str]:
        return [
            *self.values,
            *self.extra,
            *sorted({name for module in self.modules for name in module.functions}),
        ]


def read_call(document: Document, place: Place, text: str, known: Names) -> Call | None:
    """The parsed call, or None after a report of what is wrong with it."""
    try:
        expression = parse(text)
    except ExpressionError as error:
        hint = "inputs and constants go under `values:`, and what else a call cannot say into driver.py"
        document.report_within(place, error.column, error.what, hint)
        return None
    functions = {(name.id, name.column) for name in called(expression)}
    is_right = True
    for name in dict.fromkeys(names(expression)):
        problem = _wrong(name, (name.id, name.column) in functions, known)
        if problem is not None:
            document.report_within(place, name.column, *problem)
            is_right = False
    return Call(text, expression) if is_right else None


def _wrong(name: Name, is_called: bool, known: Names) -> tuple[str, str] | None:
    if name.id == "driver" and not known.has_driver:
        return "the call names `driver`, but there is no driver.py", "write driver.py beside problem.yaml"
    if is_called and name.id in known.values:
        return (
            f"`{name.id}` is both a value and the function that is called",
            "names resolve to values first; rename the value",
        )
    if is_called or known.knows(name.id):
        return None
    return f"there is no value `{name.id}`", nearest(name.id, known.candidates(), "there are")


def collisions(
    document: Document, values: Mapping[Place, str], modules: Sequence[Defined], has_driver: bool
) -> None:
    """Reports values (by place) that bear the name of one of the module's functions, or of the driver."""
    for place, name in values.items():
        if any(name in module.functions for module in modules):
            document.report_key(
                place,
                f"the value `{name}` has the name of a function of the submitted module",
                "rename the value",
            )
        elif has_driver and name in SPECIAL:
            document.report_key(
                place, f"the value `{name}` has the name of the {name}'s module", "rename the value"
            )
