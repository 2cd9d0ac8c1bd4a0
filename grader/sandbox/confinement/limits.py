"""Resource limits and the process's own attributes.

Theory. These are the oldest and most portable layers; they hold where nothing else does.

- Memory: RLIMIT_DATA bounds private writable memory, what `malloc`, tensors and thread stacks are made of; past
  it an allocation fails, which Python raises as MemoryError and torch as RuntimeError. RLIMIT_AS bounds all
  mappings, shared anonymous ones too, and leaves room for address space that is reserved and never used (64 MiB
  for each thread's arena). Both are relative to what the zygote already has. What is mapped is not what is
  resident: the cgroup, or the supervisor's polling, bounds that.
- CPU: RLIMIT_CPU counts all threads; SIGXCPU at the limit, SIGKILL a second later.
- Files: past RLIMIT_FSIZE a write fails with EFBIG (Python ignores SIGXFSZ). No core dumps, no locked memory, no
  message queues, no real-time priority.
- Threads: RLIMIT_NPROC counts the threads of a *user*. For a worker with a uid of its own it is exact; else it is
  what that user already has and some more, enough against a bomb; it never holds for root.
- Dumpable off: /proc/<pid> of the worker, and nothing of its memory, is open to others of the same user.
- The parent-death signal ends the worker with its zygote. The kernel forgets it when the uid changes, so it is
  set after that, and the parent is looked at once more: it may have died in between.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.sandbox.confinement import kernel
from grader.sandbox.confinement.kernel import Calls
from grader.sandbox.confinement.policy import ResourceLimits

_ARENAS_BYTES: Final = 4 << 30
_LAST_DESCRIPTOR: Final = (1 << 31) - 1
_VICTIM: Final = "500"
_RLIMIT: Final = struct.Struct("=2Q")
_NEVER_NEEDED: Final = (
    resource.RLIMIT_CORE,
    resource.RLIMIT_MEMLOCK,
    resource.RLIMIT_MSGQUEUE,
    resource.RLIMIT_RTPRIO,
)
_LIMITED: Final = (
    resource.RLIMIT_FSIZE,
    resource.RLIMIT_NOFILE,
    resource.RLIMIT_STACK,
    resource.RLIMIT_DATA,
    resource.RLIMIT_AS,
    resource.RLIMIT_NPROC,
    resource.RLIMIT_CPU,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What a process has from its zygote.

    Attributes:
        data_bytes: of private memory.
        mapped_bytes: of any memory.
        user_threads: of all that user's processes.
        ceilings: its hard limits, by kind.
    """

    data_bytes: int
    mapped_bytes: int
    user_threads: int
    ceilings: Mapping[int, int]


def baseline() -> Baseline:
    """Measures this process, once, before the forks.

    Raises:
        OSError: where there is no /proc.
    """
    own = _status(Path("/proc/self"))
    data, mapped = (int(own[name].split()[0]) << 10 for name in ("VmData", "VmSize"))
    return Baseline(
        data_bytes=data,
        mapped_bytes=mapped,
        user_threads=_threads_of(os.getuid()),
        ceilings={kind: _ceiling(kind) for kind in _LIMITED},
    )


def _ceiling(kind: int) -> int:
    _, hard = resource.getrlimit(kind)
    return sys.maxsize if hard == resource.RLIM_INFINITY else hard


def _status(process: Path) -> dict[str, str]:
    return dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())


def _threads_of(uid: int) -> int:
    count = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.stat().st_uid == uid:
                count += int(_status(process)["Threads"])
        except OSError:
            continue  # it has ended
    return count


def prefer_as_victim() -> None:
    """Asks the kernel to end this process and its forks before the host when memory runs out."""
    Path("/proc/self/oom_score_adj").write_text(_VICTIM)


def renounce() -> None:
    """Gives up, for this process and its forks, what no worker ever needs.

    Raises:
        OSError: if a limit is refused.
    """
    for kind in _NEVER_NEEDED:
        resource.setrlimit(kind, (0, 0))


def bounds(limits: ResourceLimits, inherited: Baseline, *, user_threads: int) -> Calls:
    """What limits a process for good; a limit that was lower before is kept.

    Args:
        limits: what it may use up.
        inherited: what it had before.
        user_threads: how many threads all processes of its user may have when it makes another.
    """
    amounts = {
        resource.RLIMIT_FSIZE: limits.file_bytes,
        resource.RLIMIT_NOFILE: limits.descriptors,
        resource.RLIMIT_STACK: limits.stack_bytes,
        resource.RLIMIT_DATA: inherited.data_bytes + limits.memory_bytes,
        resource.RLIMIT_AS: inherited.mapped_bytes + limits.memory_bytes + _ARENAS_BYTES,
        resource.RLIMIT_NPROC: user_threads,
        resource.RLIMIT_CPU: limits.cpu_time_s,
    }
    pairs = []
    for kind, amount in amounts.items():
        ceiling = inherited.ceilings[kind]
        hard = amount + 1 if kind == resource.RLIMIT_CPU else amount
        pairs.append(_RLIMIT.pack(min(amount, ceiling), min(hard, ceiling)))
    memory = ctypes.create_string_buffer(b"".join(pairs), _RLIMIT.size * len(pairs))
    places = range(ctypes.addressof(memory), ctypes.addressof(memory) + len(memory), _RLIMIT.size)
    limited = ((kernel.PRLIMIT, 0, kind, at) for kind, at in zip(amounts, places, strict=True))
    return kernel.calls(*limited, memory=(memory,))


# No program that it or its forks execute can gain privileges, and filters may be installed; no core dumps, no tracing,
# and /proc/<pid> belongs to root; it ends with its parent (`if_orphaned`).
SETTLED: Final = kernel.calls(
    (kernel.PRCTL, kernel.PR_SET_NO_NEW_PRIVS, 1),
    (kernel.PRCTL, kernel.PR_SET_DUMPABLE, 0),
    (kernel.PRCTL, kernel.PR_SET_PDEATHSIG, signal.SIGKILL),
)


def die_with(parent: int) -> None:
    """Ends this process when `parent` ends, or now if it already has."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if_orphaned(parent)


def if_orphaned(parent: int) -> None:
    """Ends this process if its parent has ended."""
    if os.getppid() != parent:
        os._exit(1)


def gaps(keep: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """The descriptors that are not these, from first to last."""
    found = []
    first = 0
    for kept in sorted(set(keep)):
        if first < kept:
            found.append((first, kept - 1))
        first = kept + 1
    return (*found, (first, _LAST_DESCRIPTOR))


def use() -> None:
    """Limits this process; for one that is thrown away."""
    renounce()
    limits = ResourceLimits(memory_bytes=1 << 30, cpu_time_s=60)
    kernel.make(bounds(limits, baseline(), user_threads=1 << 14), SETTLED)
    if_orphaned(os.getppid())
