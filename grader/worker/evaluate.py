"""Walks a call's expression: names are values first, then the submitted module's."""

from __future__ import annotations

from collections.abc import Mapping as Names
from types import ModuleType
from typing import Any

from grader.core.expression import (
    Attribute,
    Call,
    Constant,
    Expression,
    Mapping,
    Name,
    Negative,
    Sequence,
    Slice,
    Subscript,
)


class AbsentError(Exception):
    """Nothing of that `name` was handed in."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Scope:
    """Where names are found: `values`, then `driver` and `student` where there is a driver, then the module."""

    def __init__(self, values: Names[str, Any], module: ModuleType | None, driver: ModuleType | None) -> None:
        self.values = values
        self.module = module
        self.special = {} if driver is None else {"driver": driver, "student": module}

    def find(self, name: str) -> Any:
        if name in self.values:
            return self.values[name]
        if name in self.special:
            return self.special[name]
        if self.module is None or not hasattr(self.module, name):
            raise AbsentError(name)
        return getattr(self.module, name)


def evaluate(node: Expression, scope: Scope) -> Any:
    """The value of an expression.

    Raises:
        AbsentError: for a name that the module does not define; whatever student code raises, besides.
    """
    match node:
        case Name(id=name):
            return scope.find(name)
        case Constant(value=value):
            return value
        case Sequence(items=items, is_tuple=is_tuple):
            values = [evaluate(item, scope) for item in items]
            return tuple(values) if is_tuple else values
        case Mapping(items=pairs):
            return {evaluate(key, scope): evaluate(value, scope) for key, value in pairs}
        case Attribute(value=value, name=name):
            return getattr(evaluate(value, scope), name)
        case Subscript(value=value, index=index):
            return evaluate(value, scope)[evaluate(index, scope)]
        case Slice(lower=lower, upper=upper, step=step):
            return slice(*(None if part is None else evaluate(part, scope) for part in (lower, upper, step)))
        case Negative(operand=operand):
            return -evaluate(operand, scope)
        case Call(function=function, arguments=arguments, keywords=keywords):
            called = evaluate(function, scope)
            positional = [evaluate(argument, scope) for argument in arguments]
            return called(*positional, **{name: evaluate(value, scope) for name, value in keywords})
