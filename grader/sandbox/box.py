"""The sandbox as other rooms use it."""

from __future__ import annotations

import ctypes
import shutil
import tempfile
from pathlib import Path
from typing import Self

from grader.core.problem import Framework, Limits
from grader.core.report import Isolation
from grader.errors import IsolationError
from grader.sandbox.confinement import Capabilities, Layer, ResourceLimits, Tier, probe
from grader.sandbox.gate import Gate
from grader.sandbox.mother import WARM
from grader.sandbox.nursery import Nursery
from grader.sandbox.session import Session
from grader.sandbox.supervisor import Worker
from grader.wire.messages import Lane, Setup

PR_SET_DUMPABLE = 4
RETIRES_AFTER = 2_000


class Sandbox:
    """Opens sessions for student and author code. Use as a context manager.

    Args:
        isolation: `auto` confines with what works here, `strict` refuses less than the full tier, `none`
            confines nothing: for one's own code.
        without: layers of confinement to do without although they work here.
        start: `warm` forks workers of a process that has imported the framework; `cold` lets each worker import it
            itself: the same verdicts, seconds later. `warm` turns cold where fork is not to be had.
        retires_after: how many workers a zygote forks before a fresh one takes its place.

    Raises:
        IsolationError: if `strict` is asked for and not to be had.
    """

    def __init__(
        self,
        isolation: str = "auto",
        *,
        without: frozenset[Layer] = frozenset(),
        start: str = WARM,
        retires_after: int = RETIRES_AFTER,
    ) -> None:
        # Expected values live in this process: no other process of this user may read its memory.
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0)
        self._capabilities = None if isolation == "none" else probe(without)
        if isolation == "strict":
            _require_full(self._capabilities)
        self._scratch = Path(tempfile.mkdtemp(prefix="grader-"))
        self._scratch.chmod(0o711)
        self._nursery = Nursery(self._scratch, self._capabilities, start=start, retires_after=retires_after)
        self._gate = Gate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._nursery.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    @property
    def isolation(self) -> Isolation:
        """What confines the workers of this sandbox."""
        if self._capabilities is None:
            return Isolation(tier=Tier.NONE, layers=())
        return Isolation(tier=self._capabilities.tier, layers=tuple(map(str, self._capabilities.layers)))

    def warm(self, framework: Framework) -> None:
        """Starts a framework's processes without waiting for them."""
        self._nursery.warm(framework)

    def session(self, setup: Setup, limits: Limits) -> Session:
        """A session for one submission of one problem, or for one problem's own code."""
        return Session(
            setup, limits, lambda limits: self._spawn(setup.framework, setup.lane, limits), self._gate
        )

    def _spawn(self, framework: Framework, lane: Lane, limits: Limits) -> Worker:
        resources = ResourceLimits(
            memory_bytes=limits.memory_mib << 20,
            # The host watches each call; this bounds what escapes its eye.
            cpu_time_s=int(limits.total_s) + 2 * int(limits.cpu_time_s) + 1,
        )
        return self._nursery.spawn(framework, lane, resources)


def _require_full(capabilities: Capabilities | None) -> None:
    if capabilities is None or capabilities.tier is not Tier.FULL:
        missing = () if capabilities is None else capabilities.missing
        raise IsolationError(
            "this machine cannot confine student code fully: "
            + "; ".join(f"no {one.layer} ({one.detail})" for one in missing),
            " · ".join(one.remedy for one in missing),
        )
