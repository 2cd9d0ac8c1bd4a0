"""Nodes: which of a cluster's machines grade, how much at once, and whether they judge as this one would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.core.problem import Problem
from grader.core.report import Isolation
from grader.schedule.crossing import Nature
from grader.schedule.host import SAFE
from grader.schedule.options import Options


@dataclass(frozen=True, slots=True)
class Node:
    """A node as Ray has it: how many grading hosts it gets, and what each of them takes.

    Attributes:
        slots: how many submissions a host grades at once.
        hosts: one, or one for each GPU that grades.
        gpus: one, or none where the run computes on processors.
    """

    id: str
    name: str
    slots: int
    memory_bytes: int
    hosts: int = 1
    gpus: int = 0


def nodes(
    listed: Iterable[Mapping[str, Any]], problems: Sequence[Problem], options: Options
) -> Iterator[Node]:
    """The nodes on which at least one submission can be graded at once, of those that Ray lists."""
    each_bytes = max((problem.limits.memory_mib for problem in problems), default=0) << 20
    on_gpus = options.device.startswith("cuda")
    for one in listed:
        has = one["Resources"]
        room = int(has.get("CPU", 0))
        if each_bytes:
            room = min(room, int(has.get("memory", 0)) // each_bytes)
        slots = min(room, options.workers or (1 if on_gpus else room))
        hosts = min(int(has.get("GPU", 0)), room // slots) if slots and on_gpus else 1
        if slots and hosts:
            yield Node(
                id=one["NodeID"],
                name=f"{one['NodeManagerHostname']} ({one['NodeManagerAddress']}, {one['NodeID'][:8]})",
                slots=slots,
                memory_bytes=slots * each_bytes,
                hosts=hosts,
                gpus=int(on_gpus),
            )


def difference(other: Nature, own: Nature) -> str:
    """What would make another machine judge otherwise than this one; empty if nothing."""
    if other.lacks != own.lacks:
        return f"it lacks the packages {list(other.lacks)}, and this machine {list(own.lacks)}"
    return "; ".join(
        f"its {name} is {theirs}, and this machine's {ours}"
        for name, theirs, ours in (
            ("grader", other.grader, own.grader),
            ("torch", other.torch, own.torch),
            ("numpy", other.numpy, own.numpy),
        )
        if theirs != ours
    )


def weaker(one: Isolation | None, other: Isolation) -> Isolation:
    """What can be said of both."""
    if one is None:
        return other
    return Isolation(
        tier=max(one.tier, other.tier, key=SAFE.index),
        layers=tuple(layer for layer in one.layers if layer in other.layers),
    )


def falls_below(one: Isolation, other: Isolation | None) -> bool:
    """Is the first one's tier the lower?"""
    return other is not None and SAFE.index(one.tier) > SAFE.index(other.tier)
