"""The corpus and the conformance suite again, as other users and with less confinement: the same must come of both."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from tests import places

ROOT = Path(__file__).parents[2]
PATIENCE_S = 900.0
SUITES = ("tests/hostile/test_hostile.py", "tests/sandbox/test_session.py")
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:cov")
BEST = "not unprivileged and not cold-start and not unconfined"  # of the suite's backends: what the place offers
# Root, and yet nothing that only root or a friendly kernel can give.
NO_PRIVILEGE = "--without=namespaces,view,uid,cgroup"
RUNS = {
    **{place: places.command(place, *PYTEST, "-k", BEST, *SUITES) for place in places.PLACES},
    "reduced": [*PYTEST, NO_PRIVILEGE, SUITES[0]],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    process: subprocess.Popen[bytes]
    said: IO[bytes]

    def outcome(self) -> tuple[int, str]:
        code = self.process.wait(PATIENCE_S)
        self.said.seek(0)
        return code, self.said.read().decode()


@pytest.fixture(scope="module")
def runs() -> Iterator[dict[str, Run]]:
    """All of them at once: most of their time is waiting for time limits."""
    with ExitStack() as stack:
        begun = {}
        for name, command in RUNS.items():
            if name == "reduced" or places.can_imitate():
                said = stack.enter_context(tempfile.TemporaryFile())
                process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
                stack.callback(process.kill)
                begun[name] = Run(process=process, said=said)
        yield begun


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_the_same_comes_of_both_suites(runs: dict[str, Run], name: str) -> None:
    if name not in runs:
        pytest.skip("another user can be imitated by root only")
    code, said = runs[name].outcome()
    assert code == 0, said[-6000:]
    assert " passed" in said
    assert "skipped" not in said
