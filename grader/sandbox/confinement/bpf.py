"""An assembler for seccomp filters: which action each system call gets, as a classic BPF program.

The program checks the machine, then finds the call's number in a binary tree over ranges of numbers with the
same action. A tree and not a list, because the kernel runs every number through a new filter when it is
installed, to learn which calls are always allowed (those then skip the filter): the time of an installation is
the number of calls times the length of the path to each.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

ALLOW: Final = 0x7FFF0000
KILL: Final = 0x80000000

# Stands for the number of the process that installs the filter: no pid is that high.
OWN_PID: Final = 0xFFFF_FFF0

_LOAD, _AND, _RETURN = 0x20, 0x54, 0x06
_JUMP, _JUMP_EQUAL, _JUMP_AT_LEAST = 0x05, 0x15, 0x35
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16
_FARTHEST_CONDITIONAL = 255
_X32_BIT: Final = 0x4000_0000
_AUDIT_MACHINES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, constant


def refuse(errno: int) -> int:
    """The action that makes a call fail with `errno`."""
    return 0x00050000 | errno


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """Holds if one of the 32-bit halves of an argument, masked, is one of `values`.

    The kernel reads arguments of type `int` from the low half; of a pointer both halves count.
    """

    argument: int
    values: tuple[int, ...]
    mask: int = 0xFFFF_FFFF
    high: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """Allowed if all `tests` hold, else `otherwise`."""

    tests: tuple[Test, ...]
    otherwise: int


Rule = int | Guarded
Code = list[Instruction]


def assemble(
    machine: str, rules: Mapping[int, Rule], *, unnamed: int, unknown: int, highest_known: int
) -> Code:
    """The program for `rules`, a call's number to what it gets.

    Args:
        machine: "x86_64" or "aarch64"; calls in another machine's convention kill the process.
        rules: the calls that are named.
        unnamed: the action for other calls up to `highest_known`.
        unknown: the action for calls above it.
        highest_known: the highest number that was known when the rules were written.
    """
    bounds: list[tuple[int, Rule]] = [(0, unnamed)]
    for number in range(highest_known + 1):
        rule = rules.get(number, unnamed)
        if rule != bounds[-1][1]:
            bounds.append((number, rule))
    bounds += [(highest_known + 1, unknown), (_X32_BIT, KILL)]
    if bounds[0][0] == bounds[1][0]:
        del bounds[0]
    return [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_JUMP_EQUAL, 1, 0, _AUDIT_MACHINES[machine]),
        (_RETURN, 0, 0, KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        *_tree(bounds),
    ]


def _tree(bounds: Sequence[tuple[int, Rule]]) -> Code:
    if len(bounds) == 1:
        return _leaf(bounds[0][1])
    middle = len(bounds) // 2
    below, above = _tree(bounds[:middle]), _tree(bounds[middle:])
    start = bounds[middle][0]
    if len(below) <= _FARTHEST_CONDITIONAL:
        return [(_JUMP_AT_LEAST, len(below), 0, start), *below, *above]
    return [(_JUMP_AT_LEAST, 0, 1, start), (_JUMP, 0, 0, len(below)), *below, *above]


def _leaf(rule: Rule) -> Code:
    if isinstance(rule, int):
        return [(_RETURN, 0, 0, rule)]
    code = [instruction for test in rule.tests for instruction in _test(test, rule.otherwise)]
    return [*code, (_RETURN, 0, 0, ALLOW)]


def _test(test: Test, otherwise: int) -> Code:
    little = sys.byteorder == "little"
    half = 4 if test.high == little else 0
    code: Code = [(_LOAD, 0, 0, _ARGUMENTS_AT + 8 * test.argument + half)]
    if test.mask != 0xFFFF_FFFF:
        code.append((_AND, 0, 0, test.mask))
    left = len(test.values)
    code += [(_JUMP_EQUAL, left - index, 0, value) for index, value in enumerate(test.values)]
    return [*code, (_RETURN, 0, 0, otherwise)]


def pack(code: Code) -> bytes:
    """The program as the kernel's `struct sock_filter[]`."""
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def offsets_of(code: Code, value: int) -> tuple[int, ...]:
    """Where in the packed program `value` stands as a constant, in bytes."""
    return tuple(8 * index + 4 for index, instruction in enumerate(code) if instruction[3] == value)
