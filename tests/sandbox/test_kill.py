"""Whatever is killed while a class is graded, its report is the undisturbed one."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.endurance.disturbed import PROBLEMS, Kind, graded, killing, processes
from tests.hostile.court import opened, verdicts

VICTIM = PROBLEMS / "hostile" / "counted"
CLASS = 11


@pytest.fixture(scope="module")
def undisturbed() -> tuple[dict[str, object], float]:
    started = time.monotonic()
    report = graded(VICTIM, CLASS)
    return report, time.monotonic() - started


@pytest.mark.parametrize("number", range(5))
def test_a_kill_at_a_random_moment_changes_nothing(
    undisturbed: tuple[dict[str, object], float], number: int
) -> None:
    report, lasted_s = undisturbed
    kind: Kind = ("worker", "zygote", "worker", "zygote", "mother")[number]
    hits: list[Kind] = []
    while not hits:  # a run may be over before its moment has come
        with killing(kind, random.uniform(0.1, 0.9) * lasted_s, hits):
            disturbed = graded(VICTIM, CLASS)
        assert disturbed == report
    assert hits == [kind]


def test_a_zygote_that_is_slow_to_tell_of_an_end_changes_nothing() -> None:
    work = {"victim.py": b"import os, time\ndef double(x):\n    time.sleep(1)\n    os._exit(3)\n"}

    def hold() -> None:
        while not (found := set(processes("worker")) - others):
            time.sleep(0.001)
        time.sleep(0.5)  # it sleeps in its call
        for zygote in processes("zygote"):
            os.kill(zygote, signal.SIGSTOP)
        while any(_is_there(pid) for pid in found):
            time.sleep(0.01)
        time.sleep(1)
        for zygote in processes("zygote"):
            os.kill(zygote, signal.SIGCONT)

    with opened("counted") as court:
        court.grade(work)
        others = set(processes("worker"))  # the authors'
        holder = threading.Thread(target=hold)
        holder.start()
        report = court.grade(work)
        holder.join()
    assert verdicts(report) == ["crashed", "crashed"]
    assert {check.feedback.en for check in report.checks} == {
        "the process exited (code 3) before it answered"
    }


def _is_there(pid: int) -> bool:
    """Alive, and not a zombie that waits for its zygote."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False
