"""What a process holds in memory."""

from __future__ import annotations

from pathlib import Path


def private_kib(pid: int) -> int:
    """What it shares with no other process.

    Raises:
        OSError: if it may not be looked into.
    """
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    held = {name: int(rest.split()[0]) for name, rest in (line.split(":") for line in lines)}
    return held["Private_Clean"] + held["Private_Dirty"]
