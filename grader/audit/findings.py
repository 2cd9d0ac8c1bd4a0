"""What validation finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong (or, as a warning, unwise) and where in the problem folder it lies."""

    where: str
    what: str
    hint: str = ""
