"""Who judges: the seam between a run and its engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from grader.core.report import Isolation, ProblemReport
from grader.core.submission import Submission
from grader.schedule.shared import Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A submission, and how each problem of the assignment ended."""

    submission: Submission
    problems: tuple[ProblemReport, ...]


class Judges(Protocol):
    """A pool of workers on this machine (`local`), or hosts on a cluster (`ray`)."""

    @property
    def isolation(self) -> Isolation:
        """What confines student code, at the least."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What became of machines, for whoever runs them."""

    def judged(self, taken: Iterable[Taken | None]) -> Iterator[Judged]:
        """Submissions as they are judged, a bounded number of them in flight; none across a None."""
