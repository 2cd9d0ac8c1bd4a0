"""What a run is asked for."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from typing import Literal, TypeAlias

Isolate: TypeAlias = Literal["auto", "strict", "none"]
Engine: TypeAlias = Literal["local", "ray"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of one run.

    Attributes:
        seed: what random inputs are derived from; None draws a secret.
        workers: submissions graded at once, on each machine; None takes the processors that there are, and one
            where they share a GPU.
        device: `auto` takes a GPU where it works; `cpu`, `cuda` or `cuda:N` asks for one by name.
        isolation: `auto` takes what the machine offers, `strict` refuses less than the full tier, `none` is
            for one's own code.
        fresh: grade again what the gradebook holds already.
        engine: this machine, or a Ray cluster.
        address: the cluster's, as host:port; None takes the one that this machine belongs to.
    """

    seed: int | None = None
    workers: int | None = None
    device: str = "auto"
    isolation: Isolate = "auto"
    fresh: bool = False
    engine: Engine = "local"
    address: str | None = None

    def secret(self) -> bytes:
        """The secret of the run: derived from the seed where there is one."""
        if self.seed is None:
            return secrets.token_bytes(32)
        return hashlib.sha256(b"grader seed\0" + str(self.seed).encode()).digest()

    def at_once(self) -> int:
        """How many submissions are graded at once."""
        return self.workers or (1 if self.device.startswith("cuda") else _processors())


def _processors() -> int:
    """Those that this process may use, where the system says so."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
