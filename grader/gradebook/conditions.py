"""Conditions: what a result hangs on beside the work itself. Where all of it is the same, so is the result."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from grader.core.problem import Problem
from grader.core.report import Isolation

# The rooms that decide what a result is; the others only carry or show it.
_JUDGING = ("checks", "core", "diagnosis", "grading", "sandbox", "wire", "worker", "written", "draws.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Of one run. `isolation` counts by its tier."""

    device: str
    engine: str
    isolation: Isolation
    seed: int | None
    secret: bytes
    grader: str
    torch: str
    numpy: str

    def ground(self, problem: Problem, work: str) -> str:
        """The digest of all that the result of `work` (a digest itself) on a problem hangs on."""
        parts = (
            work,
            problem.id,
            str(problem.version),
            problem.digest,
            hashlib.sha256(self.secret).hexdigest(),
            self.device,
            self.isolation.tier,
            self.grader,
            self.torch,
            self.numpy,
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def grader_version() -> str:
    """The version, and a digest of the code that judges: a checkout changes without a new version."""
    total = hashlib.sha256()
    root = Path(__file__).parents[1]
    for name in _JUDGING:
        place = root / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            if path.is_file():
                total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{version_of('grader')}+{total.hexdigest()[:12]}"


def version_of(package: str) -> str:
    """A package's version, found without importing it."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "unknown"
