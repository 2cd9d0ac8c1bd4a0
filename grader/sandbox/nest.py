"""What the workers of a zygote have in common."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Nest:
    """Where workers live, what confines them, and how many a zygote has.

    Attributes:
        scratch: the folder in which each worker has one to itself.
        layers: of confinement, as the host has probed them; None to confine nothing.
        retires_after: how many workers a zygote forks before another takes its place.
        device: what they compute on: `cpu` or `cuda:N`.
        late_imports: what a worker imports once it is confined, where its zygote could not.
    """

    scratch: str
    layers: tuple[str, ...] | None
    retires_after: int
    device: str = "cpu"
    late_imports: tuple[str, ...] = ()
