"""The system-call filter's program, run by an interpreter for every call of both machines."""

from __future__ import annotations

import errno
import sys

import pytest

from grader.sandbox.confinement import bpf
from grader.sandbox.confinement.seccomp import (
    ALLOWED,
    GUARDED,
    KILLED,
    MACHINES,
    NOT_THERE,
    PRETENDED,
    program,
)
from grader.sandbox.confinement.syscalls import HIGHEST_KNOWN, numbers

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOW, KILL = 0x7FFF_0000, 0x8000_0000
ME, HIGH = bpf.OWN_PID, 1 << 32
THREAD, FORK = 0x3D0F00, 0x1200011  # the flags of glibc's pthread_create and fork


def refused(number: int) -> int:
    return 0x0005_0000 | number


def action(code: bpf.Code, architecture: int, number: int, *arguments: int) -> int:
    """What the kernel would do; classic BPF as far as the assembler writes it."""
    words = [number, architecture, 0, 0]
    for argument in (*arguments, 0, 0, 0, 0, 0, 0)[:6]:
        halves = (argument & 0xFFFF_FFFF, argument >> 32)
        words += halves if sys.byteorder == "little" else halves[::-1]
    at = accumulator = 0
    while True:
        operation, if_true, if_false, constant = code[at]
        at += 1
        match operation:
            case 0x20:
                accumulator = words[constant // 4]
            case 0x54:
                accumulator &= constant
            case 0x05:
                at += constant
            case 0x15:
                at += if_true if accumulator == constant else if_false
            case 0x35:
                at += if_true if accumulator >= constant else if_false
            case 0x06:
                return constant
            case _:
                raise AssertionError(f"operation {operation:#x}")


@pytest.mark.parametrize("machine", MACHINES)
def test_every_call_gets_what_its_class_says(machine: str) -> None:
    code, names = program(machine), {number: name for name, number in numbers(machine).items()}
    assert set(names.values()) <= ALLOWED | KILLED | NOT_THERE | PRETENDED | set(GUARDED)
    for number in range(HIGHEST_KNOWN + 1):
        name = names.get(number, "")
        if name in GUARDED:
            continue
        expected = (
            ALLOW
            if name in ALLOWED
            else KILL
            if name in KILLED
            else refused(errno.ENOSYS)
            if name in NOT_THERE
            else refused(0)
            if name in PRETENDED
            else refused(errno.EPERM)
        )
        assert action(code, ARCHITECTURES[machine], number) == expected, (number, name)
    for number in (HIGHEST_KNOWN + 1, HIGHEST_KNOWN + 1000, 0x3FFF_FFFF):
        assert action(code, ARCHITECTURES[machine], number) == refused(errno.ENOSYS)


@pytest.mark.parametrize("machine", MACHINES)
def test_other_conventions_are_an_attack(machine: str) -> None:
    code = program(machine)
    [other] = set(MACHINES) - {machine}
    for architecture in (ARCHITECTURES[other], 0x4000_0003, 0):  # 32-bit x86 among them
        assert action(code, architecture, numbers(machine)["read"]) == KILL
    for number in (0x4000_0000, 0x4000_0000 + numbers(machine)["read"], 0xFFFF_FFFF):
        assert action(code, ARCHITECTURES[machine], number) == KILL


# name: (arguments that are allowed, arguments that are refused)
JUDGED: dict[str, tuple[list[tuple[int, ...]], list[tuple[int, ...]]]] = {
    "clone": (
        [(THREAD,)],
        [(FORK,), (0x4111,), (0x100,), (0x10000,), (THREAD | 0x1000_0000,), (THREAD | 0x2000,)],
    ),
    "open": ([(0, 0), (0, 0x241)], [(0, 0x200), (0, 3)]),
    "openat": ([(0, 0, 0), (0, 0, 0x241)], [(0, 0, 0x200), (0, 0, 3)]),
    "ioctl": ([(1, 0x5401)], [(0, 0x5412), (0, 0x5452)]),  # TIOCSTI, FIOASYNC
    "fcntl": ([(0, 3)], [(0, 6), (0, 8), (0, 1024), (0, 1031)]),  # SETLK, SETOWN, SETLEASE, SETPIPE_SZ
    "prctl": ([(15,)], [(1,), (4,), (22,), (38,), (59,)]),
    "prlimit64": ([(0, 7, 0, 1), (ME, 7, 0, 1)], [(0, 7, 1), (0, 7, HIGH), (1, 7, 0, 1)]),
    "kill": ([(0, 9), (ME, 9)], [(1, 9), (0xFFFF_FFFF, 9), (ME + 1, 9)]),
    "tgkill": ([(ME, 5, 9)], [(0, 5, 9), (1, 1, 9)]),
    "sendto": ([(3, 0, 0, 0x4000)], [(3, 0, 0, 0, 1), (3, 0, 0, 0, HIGH), (3, 0, 0, 1), (3, 0, 0, 0x4001)]),
    "recvfrom": ([(3, 0, 0, 0x42)], [(3, 0, 0, 1)]),
    "sendmsg": ([(3, 0, 0x4000)], [(3, 0, 1)]),
    "recvmsg": ([(3, 0, 0x40)], [(3, 0, 1)]),
    "sendmmsg": ([(3, 0, 1, 0)], [(3, 0, 1, 1)]),
    "recvmmsg": ([(3, 0, 1, 0)], [(3, 0, 1, 1)]),
    "socketpair": ([(1, 1)], [(2, 1), (16, 3), (40, 1)]),
    "setpriority": ([(0, 0, 5)], [(0, 1, 5), (2, 0, 5)]),
    **{
        name: ([(0,)], [(1,), (ME,)])
        for name in ("sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr")
    },
}


def test_every_guarded_call_is_judged_here() -> None:
    assert set(JUDGED) == set(GUARDED)


@pytest.mark.parametrize("machine", MACHINES)
def test_beside_a_gpu_its_drivers_commands_pass_and_nothing_else_changes(machine: str) -> None:
    plain, beside, known = program(machine), program(machine, devices=True), numbers(machine)
    ioctl = known["ioctl"]
    commands = (0xC020_462A, 0xC0C8_46D2, 0x3000_0001, 0x25)  # of the card and its control, and of its memory
    for command in commands:
        assert action(plain, ARCHITECTURES[machine], ioctl, 9, command) == refused(errno.EPERM)
        assert action(beside, ARCHITECTURES[machine], ioctl, 9, command) == ALLOW
    for command in (0x8912, 0x8946, 0xC004_AE01, 0x4004_2400):  # of networks, of virtual machines, of perf
        assert action(beside, ARCHITECTURES[machine], ioctl, 9, command) == refused(errno.EPERM)
    for number in set(range(HIGHEST_KNOWN + 1)) - {ioctl}:
        arguments = (ME, 0x5412, 0x200, 1)
        was = action(plain, ARCHITECTURES[machine], number, *arguments)
        assert action(beside, ARCHITECTURES[machine], number, *arguments) == was


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", sorted(JUDGED))
def test_a_guarded_call_is_judged_by_its_arguments(machine: str, name: str) -> None:
    code, number = program(machine), numbers(machine).get(name)
    if number is None:
        assert (machine, name) == ("aarch64", "open")
        return
    fine, wrong = JUDGED[name]
    assert {action(code, ARCHITECTURES[machine], number, *one) for one in fine} == {ALLOW}
    assert {action(code, ARCHITECTURES[machine], number, *one) for one in wrong} == {refused(errno.EPERM)}
