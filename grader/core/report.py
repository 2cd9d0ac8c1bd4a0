"""A report: what the grader says of a class. Reports render without running anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from grader.core.problem import NOTHING_WITHHELD, Visibility, Withheld
from grader.core.text import NOTHING, Text
from grader.core.verdict import Verdict

Status = Literal["graded", "needs_review", "ungraded"]
Viewer = Literal["instructor", "student"]
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """The evidence, capped: small arrays as nested lists, large ones as a one-line summary.

    Attributes:
        where: the leaf that `expected`, `observed` and `worst_index` speak of, such as `grad.W`; "" for the whole.
        wrong: indices of the wrong elements where the array is small enough to print.
        call: the call that was made, as the spec writes it.
    """

    expected: Json = None
    observed: Json = None
    worst_index: tuple[int, ...] | None = None
    where: str = ""
    wrong: tuple[tuple[int, ...], ...] = ()
    stdout: str = ""
    traceback: str | None = None
    file: str | None = None
    line: int | None = None
    hint: Text = NOTHING
    call: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """How one check ended.

    Attributes:
        verdict: None where the viewer may not know it yet (`core.redaction`).
        score: None where nobody knows it yet, or the viewer may not.
    """

    id: str
    title: Text
    verdict: Verdict | None
    score: Fraction | None
    max_score: Fraction
    visibility: Visibility
    extra_credit: bool = False
    feedback: Text = NOTHING
    misconception: str | None = None
    carried: bool = False
    wall_time_s: float | None = None
    detail: Detail = Detail()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemReport:
    """How the checks of a problem ended.

    Attributes:
        max_score: without what is withheld: that only the course has.
        notes: how the work was taken, for its student, such as lines of a notebook that were left out.
    """

    id: str
    title: Text
    status: Status
    score: Fraction | None
    max_score: Fraction
    checks: tuple[CheckResult, ...]
    withheld: Withheld = NOTHING_WITHHELD
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionReport:
    student: str
    attempt: int
    digest: str
    status: Status
    score: Fraction | None
    grade: Fraction | None
    max_score: Fraction
    problems: tuple[ProblemReport, ...]
    notes: tuple[str, ...] = ()
    days_late: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Final:
    """What goes to the LMS for one student: the grade of the attempt that counts, None where it is not known yet.

    Attributes:
        attempt: the one that counts; None where there is none.
        lms_id: the student's in the LMS, as far as the course told it.
    """

    student: str
    grade: Fraction | None
    attempt: int | None = None
    name: str = ""
    email: str = ""
    lms_id: str = ""


PORTABLE = "portable"  # the tier of fresh interpreters, which nothing confines


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolation:
    """The confinement that was reached, probed by use."""

    tier: str
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInfo:
    """How a run was made.

    Attributes:
        reused: submissions of which nothing had to be graded again.
        pending: known grades that it would change, which stand until a person accepts the run.
        content: with a gradebook, a digest of all that the run found; the same for the same reports.
        remarks: what became of the machines that graded, for whoever runs them.
    """

    id: str
    started_at: str
    device: str
    engine: str
    isolation: Isolation
    seed: int | None = None
    reused: int = 0
    pending: int = 0
    content: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run over a class.

    Attributes:
        misconceptions: maps each id to its feedback for the class view.
        notes: on the class as a whole, such as who has not handed in; for the instructor.
    """

    viewer: Viewer
    run: RunInfo
    assignment_id: str
    assignment_title: Text
    max_score: Fraction
    submissions: tuple[SubmissionReport, ...]
    misconceptions: Mapping[str, Text] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
