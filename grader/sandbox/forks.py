"""The backend of Linux: workers are forks of zygotes, confined with what the machine offers."""

from __future__ import annotations

import ctypes
from functools import cached_property
from pathlib import Path

from grader.core.problem import Framework, Limits
from grader.core.report import Isolation
from grader.errors import IsolationError
from grader.sandbox.confinement import Capabilities, Layer, ResourceLimits, Tier, probe
from grader.sandbox.gpu_memory import driver_of
from grader.sandbox.nursery import Nursery
from grader.sandbox.supervisor import ForkedWorker
from grader.wire.messages import Lane

PR_SET_DUMPABLE = 4


class Forks:
    """Workers from a nursery. The arguments are those of `Sandbox`.

    Raises:
        IsolationError: if `strict` is asked for and not to be had.
    """

    def __init__(
        self,
        scratch: Path,
        isolation: str,
        without: frozenset[Layer],
        start: str,
        retires_after: int,
        device: str,
    ) -> None:
        # Expected values live in this process: no other process of this user may read its memory.
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0)
        self._isolation, self._without = isolation, without
        if isolation == "strict":
            _require_full(self._capabilities)
        self._nursery = Nursery(
            scratch,
            lambda: self._capabilities,
            start=start,
            device=device,
            gpu=driver_of(device),
            retires_after=retires_after,
        )

    @cached_property
    def _capabilities(self) -> Capabilities | None:
        return None if self._isolation == "none" else probe(self._without)

    @property
    def isolation(self) -> Isolation:
        """What confines the workers."""
        if self._capabilities is None:
            return Isolation(tier=Tier.NONE, layers=())
        return Isolation(tier=self._capabilities.tier, layers=tuple(map(str, self._capabilities.layers)))

    def warm(self, framework: Framework) -> None:
        """Starts a framework's processes without waiting for them."""
        self._nursery.warm(framework)

    def spawn(self, framework: Framework, lane: Lane, limits: Limits) -> ForkedWorker:
        """A worker, which may still be on its way.

        Raises:
            SandboxError: if no zygote takes the request.
        """
        resources = ResourceLimits(
            memory_bytes=limits.memory_mib << 20,
            # The host watches each call; this bounds what escapes its eye.
            cpu_time_s=int(limits.total_s) + 2 * int(limits.cpu_time_s) + 1,
        )
        return self._nursery.spawn(framework, lane, resources)

    def close(self) -> None:
        """Ends all processes."""
        self._nursery.close()


def _require_full(capabilities: Capabilities | None) -> None:
    if capabilities is None or capabilities.tier is not Tier.FULL:
        missing = () if capabilities is None else capabilities.missing
        raise IsolationError(
            "this machine cannot confine student code fully: "
            + "; ".join(f"no {one.layer} ({one.detail})" for one in missing),
            " · ".join(one.remedy for one in missing),
        )
