"""The sandbox as other rooms use it."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from pathlib import Path

from grader.core.problem import Framework, Limits
from grader.core.report import Isolation
from grader.sandbox.gate import Gate
from grader.sandbox.nursery import Nursery
from grader.sandbox.session import Session
from grader.sandbox.supervisor import Worker
from grader.wire.messages import Confinement, Lane, Setup

PR_SET_DUMPABLE = 4


class Sandbox:
    """Opens sessions for student and author code. Use as a context manager."""

    def __init__(self, isolation: str = "auto") -> None:
        # Expected values live in this process: no other process of this user may read its memory.
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0)
        self._confined = isolation != "none"
        self._scratch = Path(tempfile.mkdtemp(prefix="grader-"))
        self._scratch.chmod(0o711)
        self._nursery = Nursery(self._scratch)
        self._gate = Gate()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self._nursery.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    @property
    def isolation(self) -> Isolation:
        """What confines the workers of this sandbox."""
        if not self._confined:
            return Isolation(tier="none", layers=())
        layers = ["rlimits", "no_new_privs", "session"]
        return Isolation(tier="basic", layers=tuple([*layers, "uid"] if os.geteuid() == 0 else layers))

    def warm(self, framework: Framework) -> None:
        """Starts a framework's processes without waiting for them."""
        self._nursery.warm(framework)

    def session(self, setup: Setup, limits: Limits) -> Session:
        """A session for one submission of one problem, or for one problem's own code."""
        return Session(setup, limits, lambda limits: self._spawn(setup.framework, setup.lane, limits), self._gate)

    def _spawn(self, framework: Framework, lane: Lane, limits: Limits) -> Worker:
        confinement = Confinement(
            memory_bytes=limits.memory_mib << 20,
            # The host watches each call; this bounds what escapes its eye.
            cpu_time_s=int(limits.total_s) + 2 * int(limits.cpu_time_s) + 1,
            confined=self._confined,
        )
        return self._nursery.spawn(framework, lane, confinement)
