"""Confinement as a zygote uses it: prepared once, entered by each of its forks."""

from __future__ import annotations

import contextlib
import errno
import os
from dataclasses import dataclass

from grader.sandbox.confinement import identity, interpreter, landlock, limits, namespaces, seccomp, view
from grader.sandbox.confinement.capabilities import Capabilities, Layer
from grader.sandbox.confinement.errors import ConfinementError
from grader.sandbox.confinement.identity import Identities
from grader.sandbox.confinement.landlock import Ruleset
from grader.sandbox.confinement.limits import Baseline
from grader.sandbox.confinement.policy import Policy, ResourceLimits
from grader.sandbox.confinement.seccomp import Filter

_THREADS_OF_OTHERS = 1024


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

    def enter(
        self, scratch: str, resource_limits: ResourceLimits, *, keep: tuple[int, ...] = (0, 1, 2)
    ) -> None:
        """Confines this process, a fresh fork of the zygote with one thread, for good.

        Afterwards it is the leader of a session of its own and stands in `scratch`, which was made empty for it.

        Args:
            scratch: a new folder's path, directly in the policy's `scratch_root`.
            resource_limits: what it may use up.
            keep: the descriptors that stay open.

        Raises:
            ConfinementError: if any layer fails; the process must end without running foreign code.
        """
        try:
            self._enter(scratch, resource_limits, keep)
        except OSError as error:
            raise ConfinementError(
                f"a worker could not be confined: {error}", "`grader doctor` says more"
            ) from error

    def _enter(self, scratch: str, resource_limits: ResourceLimits, keep: tuple[int, ...]) -> None:
        os.setsid()
        uid = self.identities.of(os.getpid()) if self.identities else os.geteuid()
        self._make_scratch(scratch, uid)
        limits.apply(resource_limits, self.baseline, user_threads=self._user_threads(resource_limits))
        if self.identities:
            identity.assume(uid, self.identities.capabilities)
        else:
            identity.set_capabilities(0)
        limits.gain_no_privileges()
        limits.hide_memory()
        limits.die_with(self.zygote)
        if self.ruleset:
            self.ruleset.enforce(scratch)
        os.chdir(scratch)
        limits.close_descriptors(keep)
        if self.filter:
            self.filter.install()

    def _make_scratch(self, scratch: str, uid: int) -> None:
        os.mkdir(scratch, mode=0o700)
        if Layer.VIEW in self.layers:
            size_bytes, files = self.policy.scratch_bytes, self.policy.scratch_files
            view.mount_scratch(scratch, uid=uid, size_bytes=size_bytes, files=files)
        elif self.identities:
            os.chown(scratch, uid, uid)

    def _user_threads(self, resource_limits: ResourceLimits) -> int:
        if self.identities:
            return resource_limits.threads
        return self.baseline.user_threads + resource_limits.threads + _THREADS_OF_OTHERS

    def discard(self, scratch: str) -> None:
        """Removes a worker's scratch folder, in the zygote, after the worker's end. Nothing happens if it is not there.

        Raises:
            ConfinementError: if something stays.
        """
        try:
            if Layer.VIEW in self.layers:
                # Not mounted if the worker died early.
                with contextlib.suppress(OSError):
                    view.unmount_scratch(scratch)
            _remove(scratch)
        except FileNotFoundError:
            return
        except OSError as error:
            raise ConfinementError(f"a scratch folder could not be removed: {error}") from error


def _remove(scratch: str) -> None:
    try:
        os.rmdir(scratch)
    except OSError as error:
        if error.errno != errno.ENOTEMPTY:
            raise
        empty(scratch)
        os.rmdir(scratch)


def empty(folder: str) -> None:
    """Removes everything in a hostile folder, however deep: subfolders are pulled up, never walked down."""
    pulled = 0
    while entries := list(os.scandir(folder)):
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
                continue
            os.chmod(entry.path, 0o700)
            for inner in os.listdir(entry.path):
                pulled += 1
                os.rename(os.path.join(entry.path, inner), os.path.join(folder, f".{pulled}.pulled"))
            os.rmdir(entry.path)


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
