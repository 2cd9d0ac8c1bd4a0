"""`grader audit`: do a problem's checks notice when the reference is a little wrong?

Each mutant is graded as a submission would be, but that a call may take ten times as long as the reference's own, and
that each check stands for itself. A mutant is killed when any check of a call does not pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

from grader.audit.margin import Margin, margin
from grader.audit.mutants import Mutant, mutants, names_in
from grader.audit.untimed import untimed
from grader.core.expression import names
from grader.core.mutant import Equivalent
from grader.core.problem import CallSubject, Example, Problem
from grader.core.report import ProblemReport
from grader.core.submission import Submission
from grader.core.verdict import Verdict
from grader.grading import AnswerKey, grade_problem
from grader.sandbox.box import Sandbox

PATIENCE = 10  # times the reference's own time
SHORTEST_S = 2.0  # a limit below it would kill by the machine's moods

Fate = Literal["killed", "equivalent", "survived", "ungraded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A mutant that every check passed, with the reason where it is marked as equivalent."""

    mutant: Mutant
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What auditing one problem found.

    Attributes:
        killed: mutants that lose points.
        survivors: those that do not, marked ones included.
        ungraded: mutants that could not be judged.
        stale: marks that fit no surviving mutant.
    """

    id: str
    killed: int
    survivors: tuple[Survivor, ...]
    ungraded: int
    stale: tuple[Equivalent, ...]
    margin: Margin | None

    @property
    def rate(self) -> float:
        """The share of killed mutants among those that are not equivalent; 1 where there are none."""
        counted = self.killed + sum(not one.reason for one in self.survivors)
        return self.killed / counted if counted else 1.0


def audit(
    problem: Problem,
    examples: Sequence[Example],
    marks: Sequence[Equivalent],
    secret: bytes,
    sandbox: Sandbox,
    at_once: int,
    on_done: Callable[[int, int], None] = lambda _done, _total: None,
) -> Audit:
    """Audits one problem that validates; `on_done` is told how many mutants of how many are judged.

    Raises:
        SandboxError: if no worker can be started.
    """
    source = problem.files.get("reference.py", b"").decode()
    every = mutants(source, _called(problem)) if problem.submit.module else []
    with AnswerKey(problem, secret, sandbox) as key, ThreadPoolExecutor(at_once) as pool:
        bare = _bare(problem)
        if not bare.checks:
            every = []
        else:
            bare = _patient(bare, _grade(bare, source, key, sandbox))
        fates: list[tuple[Mutant, Fate]] = []
        by_change = {mark.change: mark for mark in marks}
        judged = pool.map(lambda mutant: _verdict(bare, mutant, key, sandbox), every)
        for mutant, fate in zip(every, judged, strict=True):
            fates.append((mutant, fate))
            on_done(len(fates), len(every))
        measured = margin(problem, examples, key, sandbox)
    survivors = tuple(
        Survivor(mutant=mutant, reason=by_change[mutant.change].reason if mutant.change in by_change else "")
        for mutant, fate in fates
        if fate == "survived"
    )
    alive = {one.mutant.change for one in survivors}
    return Audit(
        id=problem.id,
        killed=sum(fate == "killed" for _, fate in fates),
        survivors=survivors,
        ungraded=sum(fate == "ungraded" for _, fate in fates),
        stale=tuple(mark for mark in marks if mark.change not in alive),
        margin=measured,
    )


def _called(problem: Problem) -> set[str]:
    """The names that students are asked for: in the checks' calls, and by way of driver.py."""
    calls = [check.subject.call for check in problem.checks if isinstance(check.subject, CallSubject)]
    used = {name.id for call in calls for name in names(call.expression)}
    if "driver" in used:
        used |= names_in(problem.files["driver.py"].decode())
    return used


def _bare(problem: Problem) -> Problem:
    """The checks of calls, each for itself, and no names for mistakes: only whether they pass matters."""
    checks = tuple(
        replace(check, needs=(), carry={})
        for check in problem.checks
        if isinstance(check.subject, CallSubject)
    )
    return untimed(replace(problem, checks=checks, misconceptions=()))


def _patient(problem: Problem, report: ProblemReport) -> Problem:
    """With limits of ten times what the reference took for the whole check."""
    took = {result.id: result.wall_time_s or 0.0 for result in report.checks}

    def limited(check_id: str, wall_time_s: float) -> float:
        return min(wall_time_s, max(SHORTEST_S, PATIENCE * took[check_id]))

    checks = tuple(
        replace(
            check,
            limits=replace(
                check.limits,
                wall_time_s=limited(check.id, check.limits.wall_time_s),
                cpu_time_s=limited(check.id, check.limits.cpu_time_s),
            ),
        )
        for check in problem.checks
    )
    return replace(problem, checks=checks)


def _verdict(problem: Problem, mutant: Mutant, key: AnswerKey, sandbox: Sandbox) -> Fate:
    verdicts = {result.verdict for result in _grade(problem, mutant.source, key, sandbox).checks}
    if verdicts - {Verdict.PASSED, Verdict.UNGRADED}:
        return "killed"
    return "ungraded" if Verdict.UNGRADED in verdicts else "survived"


def _grade(problem: Problem, source: str, key: AnswerKey, sandbox: Sandbox) -> ProblemReport:
    assert problem.submit.module is not None
    submission = Submission(student="mutant", attempt=1, files={problem.submit.module: source.encode()})
    return grade_problem(problem, submission, key, sandbox)
