"""A class that several drivers grade at once, at one gradebook: each submission is graded by one of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from grader.core.report import ProblemReport
from grader.core.submission import Submission

TYPE_CHECKING = False
if TYPE_CHECKING:
    from grader.gradebook.recording import Recorder


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A submission, and the results that hold for it already, by problem: the rest is this driver's to grade."""

    submission: Submission
    known: Mapping[str, ProblemReport]


def shared_out(
    submissions: Iterable[Submission], problems: int, recorder: Recorder
) -> Iterator[Taken | None]:
    """Submissions in order, but for those that another driver is at: they come when it has recorded them, or is dead.

    None says that it is at all that is left. What was taken must be recorded before the next is asked for, which
    waits for the other: two that hold what they have taken would wait for each other.
    """
    elsewhere: deque[Submission] = deque()

    def given_back() -> Iterator[Taken]:
        while elsewhere and (known := recorder.take(elsewhere[0])) is not None:
            yield Taken(submission=elsewhere.popleft(), known=known)

    for submission in submissions:
        known: Mapping[str, ProblemReport] | None = recorder.known(submission)
        if known is None or len(known) < problems:
            known = recorder.take(submission)
        if known is None:
            elsewhere.append(submission)
        else:
            yield Taken(submission=submission, known=known)
        yield from given_back()
    while elsewhere:
        yield None
        recorder.wait_for(elsewhere[0])
        yield from given_back()
