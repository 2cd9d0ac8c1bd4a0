"""What a worker takes of a GPU's memory, told by a driver of the test's own; by a card's where there is one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from grader.core.observation import Ended, Observation, Returned
from grader.core.problem import Limits
from grader.core.verdict import Verdict
from grader.errors import SandboxError
from grader.sandbox import gpus
from grader.sandbox.box import Sandbox
from grader.sandbox.doctor import examine
from grader.sandbox.gpu_memory import CONTEXT_BYTES, Driver, Share, driver_of, unwatched
from grader.wire.messages import CallRequest, Setup, write_request

LIMITS = Limits(gpu_memory_mib=1024)
ALLOWED = (1024 << 20) + CONTEXT_BYTES
SLOW = b"import time\n\ndef take():\n    time.sleep(0.3)\n    return 1\n"
ROUND_TORCH = b"""
import ctypes, time

def take():
    place = ctypes.c_uint64()
    failed = ctypes.CDLL("libcuda.so.1").cuMemAlloc_v2(ctypes.byref(place), ctypes.c_size_t(4 << 30))
    time.sleep(0.5)
    return failed
"""


@dataclass
class Account:
    """A driver's account, as written down."""

    used: int = 0
    processes: dict[int, int] = field(default_factory=dict)

    def in_use(self) -> int:
        return self.used

    def by_process(self) -> Mapping[int, int]:
        return self.processes


class Everybody(Account):
    """Each process holds so much."""

    def by_process(self) -> Mapping[int, int]:
        return dict.fromkeys(map(int, filter(str.isdigit, os.listdir("/proc"))), self.used)


class Filling(Account):
    """More at every look, and nobody knows by whom."""

    def in_use(self) -> int:
        self.used += ALLOWED
        return self.used


@pytest.mark.parametrize(("held", "too_much"), [(ALLOWED, False), (ALLOWED + 1, True)])
def test_what_the_driver_counts_for_a_process_is_its_own(held: int, too_much: bool) -> None:
    share = Share(Account(used=10, processes={7: held, 8: 1 << 50}), 7)
    assert share.exceeds(1024 << 20) is too_much


def test_growth_that_nobody_is_named_for_is_nobodys_fault() -> None:
    account = Account(used=5 << 30, processes={8: 1})
    share = Share(account, 7)
    account.used += ALLOWED
    assert not share.exceeds(1024 << 20)
    account.used += 1
    with pytest.raises(SandboxError, match="does not say by which process"):
        share.exceeds(1024 << 20)


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Callable[[Driver], Observation]:
    """A slow call in a real worker beside such a driver."""

    def call(driver: Driver) -> Observation:
        monkeypatch.setattr("grader.sandbox.forks.driver_of", lambda _: driver)
        setup = Setup(lane="student", framework="numpy", files={"work.py": SLOW}, module="work.py")
        with Sandbox() as sandbox, sandbox.session(setup, LIMITS) as session:
            return session.call(write_request(CallRequest(call="take()", values={}, seed=0)), LIMITS)

    return call


def test_a_worker_that_holds_too_much_is_ended(called: Callable[[Driver], Observation]) -> None:
    assert called(Everybody(used=ALLOWED)).outcome == Returned(data=1)
    ended = called(Everybody(used=ALLOWED + 1)).outcome
    assert ended == Ended(
        verdict=Verdict.MEMORY_LIMIT, reason="more than 1024 MiB of the GPU's memory were used"
    )


def test_a_gpu_that_fills_up_is_no_students_verdict(called: Callable[[Driver], Observation]) -> None:
    with pytest.raises(SandboxError, match="does not say by which process"):
        called(Filling())


@pytest.mark.skipif(bool(gpus.devices()), reason="this machine has a GPU")
def test_where_nobody_can_tell_it_is_said() -> None:
    assert driver_of("cpu") is None
    assert unwatched("cpu") == ""
    assert driver_of("cuda:0") is None
    assert "the driver gives no account of cuda:0" in unwatched("cuda:0")


@pytest.mark.skipif(bool(gpus.devices()), reason="this machine has a GPU")
def test_the_doctor_says_why_a_gpu_that_is_there_is_of_no_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A card's file without a driver behind it."""
    (tmp_path / "nvidia0").touch()
    monkeypatch.setattr(gpus, "devices", partial(gpus.devices, tmp_path))
    [found] = [one for one in examine() if one.name == "cuda:0"]
    assert not found.ok
    assert "a worker cannot compute on cuda:0" in found.detail


@pytest.mark.gpu
@pytest.mark.skipif(not gpus.devices(), reason="this machine has no NVIDIA GPU")
def test_what_goes_round_torch_is_seen() -> None:
    setup = Setup(lane="student", framework="torch", files={"work.py": ROUND_TORCH}, module="work.py")
    with Sandbox(device="cuda:0") as sandbox, sandbox.session(setup, LIMITS) as session:
        try:
            outcome = session.call(
                write_request(CallRequest(call="take()", values={}, seed=0)), LIMITS
            ).outcome
        except SandboxError as error:  # in a container, whose processes the driver knows by other numbers
            assert "does not say by which process" in error.what  # noqa: PT017
        else:
            assert isinstance(outcome, Ended)
            assert outcome.verdict is Verdict.MEMORY_LIMIT
