"""Endurance: what a class of thousands does to the host, and what becomes of one whose processes or machines are lost.

python -m tests.endurance kill --times 100
python -m tests.endurance flat --submissions 10000
python -m tests.endurance cluster --submissions 1000
"""

from __future__ import annotations

import argparse
import collections
import os
import random
import sys
import time
from dataclasses import fields, is_dataclass
from pathlib import Path

from grader.core.report import SubmissionReport
from grader.core.submission import Submission
from grader.schedule.options import Options
from grader.schedule.run import grade_class
from grader.spec import load
from tests.endurance.clustered import clustered
from tests.endurance.disturbed import KINDS, PROBLEMS, Kind, graded, killing

CLASS = 22
VICTIMS = (PROBLEMS / "hostile" / "counted", PROBLEMS / "hostile" / "victim")
SMALL_NET = PROBLEMS / "bench" / "small-net"


def kill(times: int) -> None:
    """Kills one process in each of so many runs; every report must be the undisturbed one."""
    hits: list[Kind] = []
    different = 0
    undisturbed = {}
    lasted = {}
    for victim in VICTIMS:
        started = time.monotonic()
        undisturbed[victim] = graded(victim, CLASS)
        lasted[victim] = time.monotonic() - started
    for number in range(times):
        victim, kind = VICTIMS[number % 2], random.choice(KINDS)
        with killing(kind, random.uniform(0, lasted[victim]), hits):
            report = graded(victim, CLASS)
        same = report == undisturbed[victim]
        different += not same
        print(f"{number + 1:4}  {victim.name:8} {kind:7} {'the same' if same else 'DIFFERENT'}", flush=True)
        for was, became in zip(undisturbed[victim]["submissions"], report["submissions"], strict=True):
            if was != became:
                print(f"      {was['problems']}\n   -> {became['problems']}", flush=True)
    counts = ", ".join(f"{count} {kind}s" for kind, count in collections.Counter(hits).items())
    print(f"killed {counts}; {different} of {times} reports differ")


def flat(count: int, workers: int) -> None:
    """Grades so many submissions of a small problem, and tells memory, descriptors and rate as it goes."""
    source = (SMALL_NET / "reference.py").read_bytes()
    submissions = (
        Submission(student=f"s{number:06}", attempt=1, files={"small_net.py": source + b"# %d\n" % number})
        for number in range(count)
    )
    known: set[int] = set()  # what all reports share is counted once; taken off, as it grows with them
    step = max(1, count // 20)
    done = 0
    since = time.perf_counter()
    held_bytes = 0
    print("   graded   per s   host MiB   without reports   descriptors", flush=True)

    def note(report: SubmissionReport) -> None:
        nonlocal done, since, held_bytes
        held_bytes += size_bytes(report, known)
        assert report.score == report.max_score
        done += 1
        if done % step == 0:
            rate = step / (time.perf_counter() - since)
            kept_bytes = held_bytes + sys.getsizeof(known) + len(known) * sys.getsizeof(id(known))
            host, reports = resident_bytes() / 2**20, kept_bytes / 2**20
            print(f"{done:9,} {rate:7.1f} {host:10.1f} {host - reports:17.1f} {descriptors():13}", flush=True)
            since = time.perf_counter()

    grade_class(load(SMALL_NET), submissions, Options(seed=1, workers=workers), note)


def size_bytes(value: object, known: set[int]) -> int:
    """What a report keeps in memory for as long as the class is graded, but for what is known already."""
    if id(value) in known:
        return 0
    known.add(id(value))
    own = sys.getsizeof(value)
    if is_dataclass(value):
        return own + sum(size_bytes(getattr(value, one.name), known) for one in fields(value))
    return own + sum(size_bytes(one, known) for one in value) if isinstance(value, tuple | list) else own


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_subparsers(required=True)
    kills = what.add_parser("kill")
    kills.add_argument("--times", type=int, default=100)
    kills.set_defaults(run=lambda options: kill(options.times))
    flats = what.add_parser("flat")
    flats.add_argument("--submissions", type=int, default=10_000)
    flats.add_argument("--workers", type=int, default=2)
    flats.set_defaults(run=lambda options: flat(options.submissions, options.workers))
    clusters = what.add_parser("cluster")
    clusters.add_argument("--submissions", type=int, default=1_000)
    clusters.set_defaults(run=lambda options: clustered(options.submissions))
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
