"""Whatever is killed while a class is graded, its report is the undisturbed one."""

from __future__ import annotations

import random
import time

import pytest

from tests.endurance.disturbed import PROBLEMS, Kind, graded, killing

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
