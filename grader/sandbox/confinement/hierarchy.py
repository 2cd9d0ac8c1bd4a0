"""Where this process stands in the cgroup hierarchies, v1 or v2, and whether it may make groups there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MEMORY, PIDS = "memory", "pids"
_WANTED: Final = (MEMORY, PIDS)
_SWITCH: Final = "cgroup.subtree_control"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hierarchy:
    """The own groups of this process.

    Attributes:
        version: 1 or 2.
        memory: the folder in which groups with a memory limit can be made.
        pids: likewise for the number of threads; the same folder on v2, None where there is no such controller.
    """

    version: int
    memory: Path
    pids: Path | None


def folders(memory: Path, pids: Path | None) -> tuple[Path, ...]:
    """The distinct ones of a group's two folders, that of memory first."""
    return (memory,) if pids is None or pids == memory else (memory, pids)


def find(mounts: str, membership: str) -> Hierarchy:
    """Finds the hierarchy that controls memory.

    Args:
        mounts: the text of /proc/self/mountinfo.
        membership: the text of /proc/self/cgroup.

    Raises:
        OSError: if none does, or its folder is not there.
    """
    own = _own_groups(membership)
    first: dict[str, Path] = {}
    unified: Path | None = None
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        _, _, _, root, mountpoint = before.split()[:5]
        kind, _, options = after.split(maxsplit=2)
        if kind == "cgroup":
            for controller in set(options.split(",")) & set(_WANTED) & own.keys():
                first[controller] = _folder(root, mountpoint, own[controller])
        elif kind == "cgroup2" and "" in own:
            unified = _folder(root, mountpoint, own[""])
    if MEMORY in first:
        return Hierarchy(version=1, memory=_existing(first[MEMORY]), pids=first.get(PIDS))
    if unified is None:
        raise OSError("no cgroup hierarchy is mounted")
    controllers = (_existing(unified) / "cgroup.controllers").read_text().split()
    if MEMORY not in controllers:
        raise OSError("no cgroup hierarchy controls memory here")
    return Hierarchy(version=2, memory=unified, pids=unified if PIDS in controllers else None)


def own() -> Hierarchy:
    """`find` for this process."""
    return find(Path("/proc/self/mountinfo").read_text(), Path("/proc/self/cgroup").read_text())


def _own_groups(membership: str) -> dict[str, str]:
    """Controller name to group; the empty name is v2."""
    groups = {}
    for line in membership.splitlines():
        _, controllers, group = line.split(":", 2)
        groups.update(dict.fromkeys(controllers.split(","), group))
    return groups


def _folder(root: str, mountpoint: str, group: str) -> Path:
    """A container may see only a part of the hierarchy: `root` is what is mounted at `mountpoint`."""
    relative = os.path.relpath(group, root) if group.startswith(root) else "."
    return Path(mountpoint, relative)


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise OSError(f"{folder} is not there")
    return folder


def delegate(hierarchy: Hierarchy) -> None:
    """Lets groups made below limit memory. On v2 a group with limits below it holds no process: this one moves out.

    Raises:
        OSError: if other processes stay behind, or this is not allowed.
    """
    if hierarchy.version == 1:
        return
    enabled = set((hierarchy.memory / _SWITCH).read_text().split())
    if set(_controllers(hierarchy)) <= enabled:
        return
    aside = hierarchy.memory / f"grader-host-{os.getpid()}"
    aside.mkdir(exist_ok=True)
    (aside / "cgroup.procs").write_text(str(os.getpid()))
    enable_below(hierarchy.memory, hierarchy)


def enable_below(group: Path, hierarchy: Hierarchy) -> None:
    """Lets the children of a v2 group have what `hierarchy` controls."""
    (group / _SWITCH).write_text(" ".join(f"+{controller}" for controller in _controllers(hierarchy)))


def _controllers(hierarchy: Hierarchy) -> tuple[str, ...]:
    return (MEMORY,) if hierarchy.pids is None else (MEMORY, PIDS)
