"""Mutants: one small change of a reference each, which a problem's checks must notice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a mutant changes, in words that survive a move of the code: `was` becomes `becomes` in `function`.

    Both are expressions or statements as `ast.unparse` writes them.
    """

    function: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalent:
    """A change that no check can or should notice, and why."""

    change: Change
    reason: str
