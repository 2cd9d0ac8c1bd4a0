"""What confinement raises."""

from __future__ import annotations

from grader.errors import SandboxError


class ConfinementError(SandboxError):
    """A promised layer of confinement could not be applied; the process must not run foreign code."""
