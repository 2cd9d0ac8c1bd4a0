"""What this machine can confine with, found out by trying it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from grader.sandbox.confinement import (
    cgroup,
    hierarchy,
    identity,
    interpreter,
    landlock,
    limits,
    namespaces,
    seccomp,
    view,
)
from grader.sandbox.confinement.probing import attempt


class Layer(StrEnum):
    """A mechanism, in the order in which they are probed."""

    LIMITS = "limits"
    SECCOMP = "seccomp"
    LANDLOCK = "landlock"
    NAMESPACES = "namespaces"
    VIEW = "view"
    UID = "uid"
    CGROUP = "cgroup"


class Tier(StrEnum):
    """How much confines a worker, from everything to nothing."""

    FULL = "full"
    REDUCED = "reduced"
    MINIMAL = "minimal"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """One layer: whether it works here, and if not, why and what would change that.

    Attributes:
        detail: of an available one, which variant; else what went wrong.
        remedy: how to reach it; empty where it is available.
    """

    layer: Layer
    available: bool
    detail: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Every layer, available or not."""

    mechanisms: tuple[Mechanism, ...]
    privileged: bool

    @property
    def layers(self) -> tuple[Layer, ...]:
        return tuple(mechanism.layer for mechanism in self.mechanisms if mechanism.available)

    @property
    def tier(self) -> Tier:
        """`full` is every layer (a uid of its own only where the grader is root). `reduced` still means: no file but
        the libraries and scratch, no socket, no other process. `minimal` lacks one of these."""
        have = set(self.layers)
        if have >= (set(Layer) if self.privileged else set(Layer) - {Layer.UID}):
            return Tier.FULL
        if have >= {Layer.LIMITS, Layer.SECCOMP} and have & {Layer.LANDLOCK, Layer.VIEW}:
            return Tier.REDUCED
        return Tier.MINIMAL if have else Tier.NONE

    @property
    def missing(self) -> tuple[Mechanism, ...]:
        return tuple(mechanism for mechanism in self.mechanisms if not mechanism.available)


_REMEDIES: Final = {
    Layer.LIMITS: "run on Linux with /proc mounted",
    Layer.SECCOMP: "run on Linux (x86-64 or aarch64) with CONFIG_SECCOMP_FILTER",
    Layer.LANDLOCK: "run on Linux 5.13 or newer with `landlock` in the `lsm=` boot parameter; in a container, let its "
    "seccomp profile allow the landlock_* calls (Docker 23 and newer do)",
    Layer.NAMESPACES: "run as root, or allow user namespaces: sysctl user.max_user_namespaces, "
    "kernel.unprivileged_userns_clone=1 or kernel.apparmor_restrict_unprivileged_userns=0; "
    "in Docker --cap-add SYS_ADMIN --security-opt seccomp=unconfined",
    Layer.VIEW: "Linux 5.12 or newer, and what namespaces need",
    Layer.UID: "run as root, in a container with a uid map of at least 200",
    Layer.CGROUP: "run as root with a writable /sys/fs/cgroup, or in a delegated one: "
    "systemd-run --user --scope -p Delegate=yes grader …",
}


def probe(disabled: frozenset[Layer] = frozenset()) -> Capabilities:
    """Tries every layer in a child of its own; about ten forks.

    Args:
        disabled: layers to do without, whether they work or not.
    """
    found: dict[Layer, Mechanism] = {}
    for layer, trial in _trials(found):
        error = "switched off" if layer in disabled else _error(trial)
        found[layer] = _mechanism(layer, error)
    return Capabilities(mechanisms=tuple(found.values()), privileged=os.geteuid() == 0)


def _trials(found: dict[Layer, Mechanism]) -> Iterator[tuple[Layer, Callable[[], str]]]:
    yield Layer.LIMITS, lambda: attempt(limits.use)
    yield Layer.SECCOMP, lambda: attempt(seccomp.use)
    yield Layer.LANDLOCK, lambda: attempt(landlock.use)
    yield Layer.NAMESPACES, lambda: attempt(namespaces.use)
    yield (
        Layer.VIEW,
        lambda: _with_folder(view.use) if found[Layer.NAMESPACES].available else "needs namespaces",
    )
    yield Layer.UID, lambda: _try_uid(found)
    yield Layer.CGROUP, cgroup.use


def _error(trial: Callable[[], str]) -> str:
    try:
        return trial()
    except OSError as error:
        return str(error)


def _mechanism(layer: Layer, error: str) -> Mechanism:
    if error:
        return Mechanism(layer=layer, available=False, detail=error, remedy=_REMEDIES[layer])
    return Mechanism(layer=layer, available=True, detail=_variant(layer))


def _variant(layer: Layer) -> str:
    if layer is Layer.LANDLOCK:
        return f"ABI {landlock.abi()}"
    return f"v{hierarchy.own().version}" if layer is Layer.CGROUP else ""


def _with_folder(act: Callable[[Path], None]) -> str:
    with tempfile.TemporaryDirectory(prefix="grader-probe-") as folder:
        return attempt(lambda: act(Path(folder)))


def _try_uid(found: dict[Layer, Mechanism]) -> str:
    libraries, under_landlock = interpreter.libraries(), found[Layer.LANDLOCK].available
    if not found[Layer.VIEW].available:
        return attempt(
            lambda: identity.able_to_read(identity.choose(), libraries, under_landlock=under_landlock)
        )

    def in_a_view(folder: Path) -> None:
        namespaces.enter()
        identities = identity.choose()
        view.enter(libraries, folder)
        identity.able_to_read(identities, libraries, under_landlock=under_landlock)

    return _with_folder(in_a_view)
