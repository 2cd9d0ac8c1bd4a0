"""A class graded on a cluster of three nodes on this machine, undisturbed and with a node lost half-way."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.core.report import SubmissionReport
from grader.core.submission import Submission
from grader.schedule.options import Options
from grader.schedule.run import grade_class
from grader.spec import load
from tests.cluster import cluster
from tests.endurance.disturbed import comparable

NODES = 3
SMALL_NET = Path(__file__).parents[1] / "bench" / "small-net"
SLIPS = ((b"", b""), (b"@", b"-"), (b"return", b"raise OSError #"))  # right, mostly wrong, and an exception


@dataclass(frozen=True, slots=True)
class Timed:
    """A class graded, and how long each took once everything was warm."""

    found: object
    each_s: float
    remarks: tuple[str, ...]


def clustered(count: int) -> None:
    """Tells whether the reports are the same, and what a cluster costs beside the local pool on the same cores."""
    local = timed(count, Options(seed=1))
    print(f"local pool: {1 / local.each_s:.1f} per s", flush=True)
    with cluster(NODES) as made:
        on_it = Options(seed=1, engine="ray", address=made.address)
        told("three nodes", timed(count, on_it), local)

        def remove() -> None:
            made.remove_node(next(iter(made.worker_nodes)), allow_graceful=False)

        told("three nodes, one lost half-way", timed(count, on_it, remove), local)


def told(what: str, run: Timed, local: Timed) -> None:
    same = "the same report" if run.found == local.found else "A DIFFERENT REPORT"
    print(f"{what}: {1 / run.each_s:.1f} per s, {local.each_s / run.each_s:.2f} of the local pool's; {same}")
    for remark in run.remarks:
        print(f"  {remark}", flush=True)


def timed(count: int, options: Options, half_way: Callable[[], object] = lambda: None) -> Timed:
    source = (SMALL_NET / "reference.py").read_bytes()
    submissions = [
        Submission(
            student=f"s{number:05}",
            attempt=1,
            files={"small_net.py": source.replace(*SLIPS[number % len(SLIPS)]) + b"# %d\n" % number},
        )
        for number in range(count)
    ]
    done: list[float] = []

    def note(_: SubmissionReport) -> None:
        done.append(time.perf_counter())
        if len(done) == count // 2:
            half_way()

    report = grade_class(load(SMALL_NET), submissions, options, note)
    warm = count // 20
    return Timed(comparable(report), (done[-1] - done[warm]) / (count - warm - 1), report.run.remarks)
