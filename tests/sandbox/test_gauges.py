"""What a worker uses, beside what it was born with."""

from __future__ import annotations

import subprocess
import sys

import pytest

from grader.sandbox.gauges import Gauges

MIB = 1 << 20
EATER = """
import sys
held = b"x" * (40 << 20)
print("born", flush=True)
sys.stdin.readline()
held += b"y" * (80 << 20)
print("fed", flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_counts_from_what_a_process_was_born_with() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", EATER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == b"born\n"
            gauges = Gauges(process.pid, 0)
            assert abs(gauges.memory_bytes()) < 8 * MIB
            process.stdin.write(b"\n")
            assert process.stdout.readline() == b"fed\n"
            assert gauges.memory_bytes() > 72 * MIB
            gauges.close()
        finally:
            process.kill()
