"""A grading host: a process on a node of a cluster that grades with warm zygotes of its own.

It is trusted as this machine's grader is: it holds the specs and the secret, and runs no student code. Its sandbox is
the same, and so is what it finds. It answers in text (`crossing`).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from grader.core.problem import Assignment, Problem
from grader.core.report import Isolation
from grader.core.submission import Submission
from grader.errors import GraderError, IsolationError, SandboxError
from grader.gradebook.conditions import grader_version, version_of
from grader.sandbox.box import Sandbox
from grader.sandbox.packages import lacking
from grader.schedule.crossing import About, Failure, Graded, Nature
from grader.schedule.devices import device_for
from grader.schedule.local import Desk
from grader.schedule.options import Isolate, Options

SAFE = ("full", "reduced")  # the tiers whose workers have no socket


class GradingHost:
    """Grades submissions, several at once in threads; on a GPU, that is the one that Ray gave it: its `cuda:0`."""

    def __init__(self, assignment: Assignment, secret: bytes, isolation: Isolate, device: str) -> None:
        self._problems = {one.problem.id: one.problem for one in assignment.problems}
        self._secret = secret
        self._options = Options(isolation=isolation, device=device)
        self._stack = ExitStack()

    def about(self) -> str:
        """Opens, and tells what it is (`About`), or why it may not grade here (`Failure`)."""
        try:
            device = device_for(self._options).device
            sandbox = self._stack.enter_context(Sandbox(self._options.isolation, device=device))
            _require_no_socket(sandbox.isolation)
        except GraderError as error:
            return Failure.of(error).model_dump_json()
        problems = self._problems.values()
        self._desk = self._stack.enter_context(Desk(problems, self._secret, sandbox))
        return About(nature=nature(list(problems)), isolation=sandbox.isolation).model_dump_json()

    def graded(self, work: Submission, problems: Sequence[str]) -> str:
        """How these problems ended (`Graded`), or why this host can grade no more (`Failure`)."""
        try:
            self._desk.warm()
            return Graded.of(
                [self._desk.graded(self._problems[one], work) for one in problems]
            ).model_dump_json()
        except SandboxError as error:
            return Failure.of(error).model_dump_json()

    def close(self) -> None:
        """Ends its processes, and leaves nothing on the disk."""
        self._stack.close()


def nature(problems: Sequence[Problem]) -> Nature:
    """This machine's."""
    packages = sorted({package for problem in problems for package in problem.requires})
    return Nature(
        grader=grader_version(),
        torch=version_of("torch"),
        numpy=version_of("numpy"),
        lacks=tuple(lacking(packages)),
    )


def _require_no_socket(isolation: Isolation) -> None:
    if isolation.tier not in SAFE:
        raise IsolationError(
            f"at the {isolation.tier} tier student code could open a socket, and Ray's ports execute code",
            "`grader doctor` on that machine says what keeps it from more",
        )
