"""Confinement as a zygote uses it: prepared once, entered by each of its forks."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from grader.sandbox.confinement import (
    identity,
    interpreter,
    kernel,
    landlock,
    limits,
    namespaces,
    scratch,
    seccomp,
    view,
)
from grader.sandbox.confinement.capabilities import Capabilities, Layer
from grader.sandbox.confinement.errors import ConfinementError
from grader.sandbox.confinement.identity import Identities
from grader.sandbox.confinement.kernel import Calls
from grader.sandbox.confinement.landlock import Ruleset
from grader.sandbox.confinement.limits import Baseline
from grader.sandbox.confinement.policy import Policy, ResourceLimits
from grader.sandbox.confinement.scratch import Place
from grader.sandbox.confinement.seccomp import Filter

_THREADS_OF_OTHERS = 1024
_SESSION = kernel.calls((kernel.SETSID,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Confiner:
    """What was prepared; None where a layer is not to be had here."""

    policy: Policy
    layers: tuple[Layer, ...]
    zygote: int
    baseline: Baseline
    identities: Identities | None
    ruleset: Ruleset | None
    filter: Filter | None

    def furnish(self, count: int) -> Place:
        """The zygote's `count`-th scratch folder, made there, directly in the policy's `scratch_root`.

        Raises:
            ConfinementError: if it cannot be made.
        """
        number = scratch.number_of(self.zygote, count)
        folder = f"{self.policy.scratch_root}/{number}"
        try:
            if Layer.VIEW in self.layers:
                size_bytes, files = self.policy.scratch_bytes, self.policy.scratch_files
                free = scratch.make(folder, size_bytes=size_bytes, files=files)
            else:
                os.mkdir(folder, mode=0o700)
                free = None
            rules = self.ruleset.with_room(folder) if self.ruleset else None
            becoming = self._becoming(count, folder)
        except OSError as error:
            raise ConfinementError(f"a scratch folder could not be made: {error}") from error
        enforcing = kernel.NOTHING if rules is None or not self.ruleset else self.ruleset.enforcing(rules)
        entering = kernel.joined(becoming, limits.SETTLED, enforcing)
        return Place(number=number, folder=folder, free=free, rules=rules, entering=entering)

    def _becoming(self, count: int, folder: str) -> Calls:
        """What makes a process the folder's owner, with no more capabilities than it needs."""
        if self.identities is None:
            return identity.keeping(0)
        uid = self.identities.of(self.zygote, count)
        os.chown(folder, uid, uid)
        capabilities = self.identities.capabilities
        return kernel.joined(identity.becoming(uid, capabilities), identity.keeping(capabilities))

    def bounds(self, resource_limits: ResourceLimits) -> Calls:
        """What a worker may use up, laid out in the zygote."""
        return limits.bounds(resource_limits, self.baseline, user_threads=self._user_threads(resource_limits))

    def enter(self, place: Place, bounds: Calls, gaps: Iterable[tuple[int, int]]) -> None:
        """Confines this process, a fresh fork of the zygote with one thread, for good.

        Afterwards it is the leader of a session of its own and stands in its place.

        Args:
            place: where it may write; no other worker's as long as it lives.
            bounds: what it may use up.
            gaps: the descriptors that it closes (`limits.gaps`).

        Raises:
            ConfinementError: if any layer fails; the process must end without running foreign code.
        """
        try:
            self._enter(place, bounds, gaps)
        except OSError as error:
            raise ConfinementError(
                f"a worker could not be confined: {error}", "`grader doctor` says more"
            ) from error

    def _enter(self, place: Place, bounds: Calls, gaps: Iterable[tuple[int, int]]) -> None:
        kernel.make(_SESSION, bounds, place.entering)
        limits.if_orphaned(self.zygote)
        os.chdir(place.folder)
        kernel.close_ranges(gaps)
        if self.filter:
            self.filter.install()

    def _user_threads(self, resource_limits: ResourceLimits) -> int:
        if self.identities:
            return resource_limits.threads
        return self.baseline.user_threads + resource_limits.threads + _THREADS_OF_OTHERS

    def renew(self, place: Place) -> bool:
        """Makes a place ready for another worker, in the zygote, after its worker's end; false if that cannot be."""
        return self.filter is not None and scratch.clear(place)

    def discard(self, place: Place) -> None:
        """Removes a scratch folder, in the zygote, after its worker's end.

        Raises:
            ConfinementError: if something stays.
        """
        try:
            scratch.remove(place)
        except OSError as error:
            raise ConfinementError(f"a scratch folder could not be removed: {error}") from error


def prepare(policy: Policy, capabilities: Capabilities) -> Confiner:
    """Confines this process, a zygote with one thread, as far as its forks have that in common, and readies the rest.

    Where the capabilities have a view, this process sees from now on only what its workers will see, and an empty
    `scratch_root`.

    Raises:
        ConfinementError: if a layer among the capabilities fails.
    """
    try:
        return _prepare(policy, capabilities.layers)
    except OSError as error:
        raise ConfinementError(
            f"a zygote could not be confined: {error}", "`grader doctor` says more"
        ) from error


def _prepare(policy: Policy, layers: tuple[Layer, ...]) -> Confiner:
    readable = interpreter.libraries(policy.readable)
    writable = (interpreter.NULL_DEVICE, *policy.devices)
    baseline = limits.baseline()
    limits.prefer_as_victim()
    limits.renounce()
    if Layer.NAMESPACES in layers:
        namespaces.enter()
    identities = identity.choose() if Layer.UID in layers else None
    if Layer.VIEW in layers:
        view.enter((*readable, *writable), policy.scratch_root)
    ruleset = (
        landlock.prepare(readable, [interpreter.NULL_DEVICE], policy.devices)
        if Layer.LANDLOCK in layers
        else None
    )
    if identities:
        identities = identity.able_to_read(identities, readable, under_landlock=ruleset is not None)
    return Confiner(
        policy=policy,
        layers=layers,
        zygote=os.getpid(),
        baseline=baseline,
        identities=identities,
        ruleset=ruleset,
        filter=seccomp.compile_filter(devices=bool(policy.devices)) if Layer.SECCOMP in layers else None,
    )
