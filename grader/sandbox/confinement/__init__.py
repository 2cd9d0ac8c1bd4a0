"""Confinement: the layers that keep a worker in its box, each applied where the kernel has it.

    host      capabilities = probe()            what works here, by trying; the tier; remedies for `grader doctor`
              pool = Pool.open()                one cgroup per worker, where `Layer.CGROUP` is available
    zygote    confiner = prepare(policy, ...)   namespaces and view for itself; rules, filter, uids for its forks
              bounds = confiner.bounds(limits)  system calls, laid out
              place = confiner.furnish(count)   a scratch folder, lent to one worker after another
    worker    enter(group.doors)                into its cgroup
              confiner.enter(place, bounds, …)  microseconds; then foreign code may run
    zygote    confiner.renew(place)             after the worker's end; or, where something may be left in it,
              confiner.discard(place)

Each layer stands in a module that opens with its theory. They overlap on purpose: what a process may *open* is
said by the view, by Landlock and by its uid; whom it may *signal* by seccomp, Landlock and its uid; what it may
*use up* by rlimits and by the cgroup. A layer that was found available and then fails raises `ConfinementError`:
nothing runs less confined than the report says.

What the layers do not do: hide the time and load of the machine, hide the libraries' own text, or stop a worker
from exploiting the kernel through the calls that it needs.
"""

from __future__ import annotations

from grader.sandbox.confinement.capabilities import Capabilities, Layer, Mechanism, Tier, probe
from grader.sandbox.confinement.cgroup import Group, Pool, enter
from grader.sandbox.confinement.confiner import Confiner, prepare
from grader.sandbox.confinement.errors import ConfinementError
from grader.sandbox.confinement.kernel import Calls
from grader.sandbox.confinement.policy import Policy, ResourceLimits
from grader.sandbox.confinement.scratch import Place

__all__ = [
    "Calls",
    "Capabilities",
    "ConfinementError",
    "Confiner",
    "Group",
    "Layer",
    "Mechanism",
    "Place",
    "Policy",
    "Pool",
    "ResourceLimits",
    "Tier",
    "enter",
    "prepare",
    "probe",
]
