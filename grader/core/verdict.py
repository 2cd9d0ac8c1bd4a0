"""Verdicts: the one word that says how a check ended (design, section 5)."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    MISSING = "missing"
    ERROR = "error"
    TIMEOUT = "timeout"
    MEMORY_LIMIT = "memory_limit"
    OUTPUT_LIMIT = "output_limit"
    CRASHED = "crashed"
    VIOLATION = "violation"
    BLOCKED = "blocked"
    NEEDS_REVIEW = "needs_review"
    UNGRADED = "ungraded"

    @property
    def has_score(self) -> bool:
        """False where nobody knows the score yet."""
        return self not in (Verdict.NEEDS_REVIEW, Verdict.UNGRADED)
