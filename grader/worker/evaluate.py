"""Evaluates a call's expression: names are values first, then the submitted module's, and nothing else's.

The language is a small subset of Python's (`core.expression`), so that Python evaluates it; what is not of the
language never leaves the host.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import CodeType, ModuleType
from typing import Any

_NO_BUILTINS: dict[str, Any] = {"__builtins__": {}}


class AbsentError(Exception):
    """Nothing of that `name` was handed in."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Scope(dict[str, Any]):
    """Where names are found: `values`, then `driver` and `student` where there is a driver, then the module."""

    def __init__(
        self, values: Mapping[str, Any], module: ModuleType | None, driver: ModuleType | None
    ) -> None:
        super().__init__(values)
        self.module = module
        if driver is not None:
            self.setdefault("driver", driver)
            self.setdefault("student", module)

    def __missing__(self, name: str) -> Any:
        if self.module is None or not hasattr(self.module, name):
            raise AbsentError(name)
        return getattr(self.module, name)


def evaluate(call: str, scope: Scope) -> Any:
    """The value of an expression.

    Raises:
        AbsentError: for a name that the module does not define; whatever student code raises, besides.
    """
    return eval(_compiled(call), _NO_BUILTINS, scope)  # noqa: S307 - the spec's own


@cache
def _compiled(call: str) -> CodeType:
    return compile(call.strip(), "<call>", "eval", dont_inherit=True)
