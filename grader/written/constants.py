"""Rounded constants in a formula: `0.798 x` for √(2/π) x.

A decimal may stand for any number that rounds to it. Where one such number, put in its place, makes the formula the
expected one at every point, the student has rounded, and a person decides whether that will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice

from grader.core.formula.domains import Domain
from grader.core.formula.tree import Node, Num
from grader.core.text import Text


def rounded_constant(
    expected: Node, observed: Node, domains: Mapping[str, Domain], secret: bytes
) -> Text | None:
    """What was rounded, in words; None where that does not explain the difference."""
    return None
