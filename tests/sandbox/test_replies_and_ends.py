"""What a worker answered and its end may be heard of at once: nothing of either is lost."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from grader.core.observation import Ended, Returned
from grader.core.problem import Limits
from grader.core.verdict import Verdict
from grader.sandbox.channels import Channels
from grader.sandbox.exchange import CallLimits, Exchange, observe
from grader.sandbox.gate import Gate
from grader.sandbox.session import Session
from grader.sandbox.supervisor import ForkedWorker
from grader.sandbox.zygote import STATUS
from grader.wire.frames import UNTRUSTED
from grader.wire.messages import Ready, Reply, Setup, write_reply
from tests.sandbox.puppet import LIMITS, NOBODY, READY

SETUP = Setup(lane="student", framework="numpy", files={}, module=None)
CRASH = Ended(verdict=Verdict.CRASHED, reason="the process exited (code 0) before it answered")


@dataclass
class Heard:
    """A worker of which all this is heard in turn; it is known to have ended from the `alive_for`th on."""

    says: list[Reply | Ended]
    alive_for: int
    unexplained: bool = False
    heard: int = 0
    sent: list[bytes] = field(default_factory=list)
    is_closed: bool = False

    @property
    def alive(self) -> bool:
        return self.heard < self.alive_for

    def exchange(self, request: bytes, limits: CallLimits) -> Exchange:
        self.send([request])
        return self.receive(limits)

    def send(self, requests: Sequence[bytes]) -> None:
        self.sent += requests

    def receive(self, limits: CallLimits) -> Exchange:
        assert not self.is_closed
        said = self.says[self.heard]
        self.heard += 1
        unexplained = self.unexplained and isinstance(said, Ended)
        return Exchange(outcome=said, wall_time_s=0.0, cpu_time_s=0.0, output="", unexplained=unexplained)

    def close(self) -> None:
        self.is_closed = True


def outcomes(workers: Sequence[Heard], calls: int) -> list[object]:
    waiting = list(workers)
    with Session(SETUP, Limits(), lambda _: waiting.pop(0), Gate()) as session:
        found = session.calls([b"request"] * calls, Limits())
    assert not waiting
    assert all(worker.is_closed for worker in workers)
    return [observation.outcome for observation in found]


def test_an_end_that_is_heard_of_with_the_last_answer_is_told() -> None:
    """Else calls that nobody answered would be missing, and those before them pass for all."""
    answers: list[Reply | Ended] = [Ready(), Returned(data=1), Returned(data=2), CRASH]
    for alive_for in (2, 3, 4):
        found = outcomes([Heard(answers, alive_for)], calls=5)
        assert found == [Returned(data=1), Returned(data=2), CRASH]


def test_one_that_was_killed_as_it_became_ready_is_replaced() -> None:
    killed = Heard([Ready(), CRASH], alive_for=1, unexplained=True)
    good = Heard([Ready(), Returned(data=1), Returned(data=2)], alive_for=9)
    assert outcomes([killed, good], calls=2) == [Returned(data=1), Returned(data=2)]


def test_a_result_in_the_place_of_an_import_is_the_answer_to_no_call() -> None:
    """Else one that dies on purpose could have its next import answer for every trial."""
    first = Heard([Ready(), CRASH], alive_for=2)
    forger = Heard([Returned(data=1)], alive_for=9)
    waiting = [first, forger]
    with Session(SETUP, Limits(), lambda _: waiting.pop(0), Gate()) as session:
        assert session.calls([b"request"], Limits())[0].outcome == CRASH
        found = session.calls([b"request"] * 5, Limits())
    assert not any(isinstance(observation.outcome, Returned) for observation in found)


def test_an_answer_that_was_there_in_time_is_no_timeout_because_it_was_looked_for_late() -> None:
    channels = Channels()
    worker = ForkedWorker(channels, UNTRUSTED)
    try:
        channels.far_status.send(STATUS.pack(b"p", NOBODY, 0, 0.0, 0.0))
        worker.send([b"request"])
        channels.far_control.sendall(READY + write_reply(Returned(data=1)))  # and the bell is not rung
        time.sleep(0.1)
        assert observe(worker.receive(replace(LIMITS, wall_time_s=0.05))).outcome == Returned(data=1)
    finally:
        channels.close_far()
        worker.close()
