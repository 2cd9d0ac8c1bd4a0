"""The processes of a sandbox, seen from outside: her whom the host started, and whatever came of her."""

from __future__ import annotations

import time
from pathlib import Path

from grader.sandbox.box import Sandbox

PATIENCE_S = 10.0


def family(sandbox: Sandbox) -> set[int]:
    """Live processes that descend from one of the sandbox's mothers, or were a fork of one.

    A fork keeps the command line, in which the scratch folder stands, whoever its parent has become.
    """
    mark = str(sandbox._scratch).encode()  # noqa: SLF001
    parents, marked = {}, set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if fields[0] == "Z":
            continue
        parents[int(entry.name)] = int(fields[1])
        if mark in command:
            marked.add(int(entry.name))
    while more := {pid for pid, parent in parents.items() if parent in marked} - marked:
        marked |= more
    return marked


def settled(sandbox: Sandbox, before: set[int]) -> set[int]:
    """What is still there, after a while, of the processes that were not there before."""
    deadline = time.monotonic() + PATIENCE_S
    while (left := family(sandbox) - before) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left
