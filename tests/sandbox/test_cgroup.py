"""A control group is lent to the next worker when all that was in it has ended, and not before."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from grader.sandbox.confinement import Group, Pool, enter, kernel


@pytest.fixture
def pool() -> Iterator[Pool]:
    try:
        made = Pool.open()
    except OSError as error:
        pytest.skip(f"no cgroup to write to: {error}")
    yield made
    made.close()


def taken(pool: Pool) -> Group:
    return pool.take(memory_bytes=256 << 20, threads=16)


def inside(group: Group) -> int:
    """A process in the group, which waits."""
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        enter(group.doors)
        os.write(tell, b".")
        signal.pause()
    os.read(told, 1)
    os.close(told)
    os.close(tell)
    return pid


def test_a_group_with_a_process_in_it_is_not_lent(pool: Pool) -> None:
    first = taken(pool)
    pid = inside(first)
    assert not first.is_empty()
    assert first.members()
    first.give_back()
    second = taken(pool)
    assert second is not first
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert first.is_empty()
    assert taken(pool) is first


def test_one_that_has_ended_and_was_not_reaped_is_still_in_it(pool: Pool) -> None:
    group = taken(pool)
    pid = inside(group)
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert not group.is_empty() or group.pids is None
    os.waitpid(pid, 0)
    assert group.is_empty()


def test_who_is_in_by_half_is_counted(pool: Pool) -> None:
    group = taken(pool)
    if len(group.doors) == 1:
        pytest.skip("one folder bounds memory and threads")
    half = Group(
        pool=pool, version=group.version, memory=group.memory, pids=group.pids, doors=group.doors[:1]
    )
    pid = inside(half)
    assert not group.is_empty()
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def test_kills_for_want_of_memory_are_counted_from_the_loan_on(pool: Pool) -> None:
    group = pool.take(memory_bytes=64 << 20, threads=16)
    for _ in range(2):
        assert group.out_of_memory_kills == 0
        pid = os.fork()
        if pid == 0:
            enter(group.doors)
            hoard = bytearray(256 << 20)
            hoard[:: os.sysconf("SC_PAGE_SIZE")] = bytes(
                len(range(0, len(hoard), os.sysconf("SC_PAGE_SIZE")))
            )
            os._exit(0)
        os.waitpid(pid, 0)
        assert group.out_of_memory_kills == 1
        group.give_back()
        assert pool.take(memory_bytes=64 << 20, threads=16) is group
