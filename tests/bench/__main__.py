"""Prints the numbers that the project holds itself to, as ratios measured in one run.

    python -m tests.bench               everything (some minutes)
    python -m tests.bench help check    only these

Machines are noisy: what is compared is measured alternately, several times, and the median of the ratios is told.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, median, quantiles

from rich.console import Console
from rich.table import Table

from grader.core.report import SubmissionReport
from grader.core.submission import Submission
from grader.intake import handed_in, read_submissions
from grader.sandbox.startup import LARGE_PAGES
from grader.schedule.options import Isolate, Options
from grader.schedule.run import grade_class
from grader.spec import load
from grader.written.formulas import compare_formulas
from tests.bench.cluster import SLOTS, Costs, Plan, measured, simulated
from tests.bench.recorded import record
from tests.bench.where import measured as parts_measured
from tests.written.test_formulas import RIGHT, UNCLEAR, WRONG

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FLOOR = HERE / "floor.py"
SMALL_NET = HERE / "small-net"
SOURCE = SMALL_NET / "reference.py"
ONE_THREAD = {**os.environ, **dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")}
AS_MODULE = {**ONE_THREAD, "PYTHONPATH": str(ROOT)}  # the floor is a script, and loads the worker's own loop
ROUNDS = 5
WARM_UP = 60  # a zygote gathers its memory beside the first thirty workers or so (`grader.sandbox.pages`)
SAVES = 50
PARTED = 200
MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One number: what was measured, and what it should be."""

    what: str
    measured: str
    goal: str = ""
    holds: bool | None = None


# --- what is measured ---------------------------------------------------------------------------------------


def floor_s(
    count: int, at_once: int = 2, work: Sequence[Path] = (SOURCE,), *, large_pages: bool = False
) -> float:
    """Seconds per bare fork; with `large_pages` of a process whose memory lies as a zygote's."""
    command = [sys.executable, str(FLOOR), *map(str, work), f"--count={count}", f"--at-once={at_once}"]
    env = AS_MODULE
    if large_pages:
        command.append("--large-pages")
        env = {**env, **LARGE_PAGES}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    return float(done.stdout)


def fresh_s(work: Path = SOURCE) -> float:
    """Seconds of a fresh interpreter with torch that makes the same calls."""
    return seconds([sys.executable, str(FLOOR), str(work), "--count=0"])


def graded_s(count: int, workers: int = 2, isolation: Isolate = "auto") -> float:
    """Seconds per grading of small-net beyond start-up."""
    done: list[float] = []

    def note(_: SubmissionReport) -> None:
        done.append(time.perf_counter())

    work = SOURCE.read_bytes()
    submissions = (
        # Each is another file, as a class's are.
        Submission(student=f"s{number}", attempt=1, files={"small_net.py": work + b"# %d\n" % number})
        for number in range(WARM_UP + count)
    )
    report = grade_class(
        load(SMALL_NET), submissions, Options(seed=1, workers=workers, isolation=isolation), note
    )
    assert all(one.score == 2 for one in report.submissions)
    return (done[-1] - done[WARM_UP - 1]) / count


def seconds(command: list[str], cwd: Path = ROOT) -> float:
    started = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True, env=AS_MODULE, cwd=cwd)
    return time.perf_counter() - started


# --- rows ---------------------------------------------------------------------------------------------------


def speed() -> Iterator[Row]:
    """Grading against the floors."""
    floors, large, gradings, bare = [], [], [], []
    for _ in range(ROUNDS):
        floors.append(floor_s(150))
        large.append(floor_s(150, large_pages=True))
        gradings.append(graded_s(150))
        bare.append(graded_s(150, isolation="none"))
    fresh = [fresh_s() for _ in range(3)]
    ratio = median(g / f for g, f in zip(gradings, floors, strict=True))
    strict = median(g / f for g, f in zip(gradings, large, strict=True))
    unconfined = median(g / f for g, f in zip(bare, floors, strict=True))
    yield Row(what="a bare fork making 14 calls, two at once", measured=f"{1000 * median(floors):.1f} ms")
    yield Row(
        what="a confined grading of the same, two workers", measured=f"{1000 * median(gradings):.1f} ms"
    )
    yield Row(
        what="confined grading ÷ bare fork", measured=f"{ratio:.2f} ×", goal="≤ 1.5 ×", holds=ratio <= 1.5
    )
    yield Row(what="… of a process with a zygote's large pages", measured=f"{1000 * median(large):.1f} ms")
    yield Row(what="confined grading ÷ that", measured=f"{strict:.2f} ×", goal="≤ 1.5 ×", holds=strict <= 1.5)
    yield Row(what="unconfined grading ÷ bare fork", measured=f"{unconfined:.2f} ×")
    # Two interpreters could run at once too.
    gain = median(fresh) / 2 / median(gradings)
    alone = median(fresh) / median(gradings)
    yield Row(what="a fresh interpreter with torch, the same calls", measured=f"{median(fresh):.2f} s")
    yield Row(
        what="fresh interpreters, one after another ÷ confined grading",
        measured=f"{alone:.0f} ×",
        goal="≥ 100 ×",
        holds=alone >= 100,
    )
    yield Row(what="fresh interpreters, two at once (halved) ÷ confined grading", measured=f"{gain:.0f} ×")


def workers() -> Iterator[Row]:
    """What a second worker gains, beside what a second bare fork gains."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(floor_s(100, at_once=1) / floor_s(100, at_once=2))
        ours.append(graded_s(100, workers=1) / graded_s(100, workers=2))
    share = median(o / t for o, t in zip(ours, theirs, strict=True))
    yield Row(what="two bare forks at once against one", measured=f"{median(theirs):.2f} ×")
    yield Row(what="two workers against one", measured=f"{median(ours):.2f} ×")
    yield Row(what="our gain ÷ the bare fork's", measured=f"{share:.2f}", goal="≥ 0.9", holds=share >= 0.9)


def where() -> Iterator[Row]:
    """Where the time of a confined grading goes, one worker at a time, and what the floor of each part is."""
    for part in parts_measured(PARTED):
        ratio = f"{part.measured / part.floor:.1f} × the floor"
        yield Row(
            what=part.name,
            measured=f"{part.measured:.2f} {part.unit}",
            goal=f"{ratio}, {part.floor:.2f}: {part.floor_is}",
        )


def sample_class() -> Iterator[Row]:
    """The sample class copied to 200 students, as an instructor would grade it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        students = sorted(path for path in (ROOT / "submissions").iterdir() if path.is_dir())
        for number in range(200):
            shutil.copytree(students[number % len(students)], folder / "class" / f"c{number:03}")
        grade = [sys.executable, "-m", "grader", "grade", "problems", str(folder / "class")]
        took = seconds([*grade, "--format=quiet", f"--out={folder / 'out'}"])
        assignment = load(ROOT / "problems")
        problems = [assigned.problem for assigned in assignment.problems]
        submissions = read_submissions(ROOT / "submissions", problems)
        (folder / "asked").mkdir()
        asked = record(assignment, submissions, folder / "asked", 10)
        fresh = mean(map(fresh_s, asked))
        floor = floor_s(30, work=asked)
    each = [sum(handed_in(one, problem) for problem in problems) for one in submissions]
    gradings = sum(each[number % len(each)] for number in range(200))
    yield Row(what=f"200 students, {gradings} gradings, start to reports", measured=f"{took:.1f} s")
    yield Row(what="each", measured=f"{1000 * took / gradings:.0f} ms")
    yield Row(
        what="fresh interpreters that do the same, from ten, one after another ÷ that",
        measured=f"{gradings * fresh / took:.1f} ×",
    )
    yield Row(
        what="that ÷ bare forks that do the same, two at once", measured=f"{took / gradings / floor:.2f} ×"
    )


def check() -> Iterator[Row]:
    """`grader check` of one problem, cold."""
    ratios, ours = [], []
    for _ in range(ROUNDS):
        bare = seconds([sys.executable, "-c", "import torch"])
        one = seconds(
            [sys.executable, "-m", "grader", "check", "submissions/s01", "--problem", "mlp-forward"]
        )
        ours.append(one)
        ratios.append(one / bare)
    ratio = median(ratios)
    yield Row(what="grader check, one problem, cold", measured=f"{median(ours):.2f} s")
    yield Row(
        what="… ÷ python -c 'import torch'", measured=f"{ratio:.2f} ×", goal="≤ 1.25 ×", holds=ratio <= 1.25
    )


def watch() -> Iterator[Row]:
    """`grader check --watch`, from a save to the verdict in the reader's hands."""
    took: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name) / "mlp_forward.py"
        source = (ROOT / "problems" / "mlp-forward" / "reference.py").read_text()
        work.write_text(source)
        command = [sys.executable, "-m", "grader", "check", name, "--problems", "problems", "--watch"]
        watching = subprocess.Popen(
            [*command, "--format=json"], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=ONE_THREAD
        )
        assert watching.stdout is not None
        for number in range(SAVES + 3):  # the first line is no save's; two more warm up
            time.sleep(0.1)
            started = time.perf_counter()
            if number:
                work.write_text(f"{source}\n# {number}\n")
            watching.stdout.readline()
            if number > 2:
                took.append(time.perf_counter() - started)
        watching.send_signal(signal.SIGINT)
        watching.wait()
    middle, late = median(took), quantiles(took, n=20)[-1]
    yield Row(
        what=f"save to verdict, median of {SAVES}",
        measured=f"{middle:.3f} s",
        goal="≤ 0.15 s",
        holds=middle <= 0.15,
    )
    yield Row(what="… 95th percentile", measured=f"{late:.3f} s", goal="≤ 0.15 s", holds=late <= 0.15)


def help_() -> Iterator[Row]:
    """`grader --help`."""
    took = median(seconds([str(Path(sys.executable).with_name("grader")), "--help"]) for _ in range(ROUNDS))
    yield Row(what="grader --help", measured=f"{took:.3f} s", goal="≤ 0.2 s", holds=took <= 0.2)


def formulas() -> Iterator[Row]:
    """The slowest of the formula pairs that the tests compare, as each is compared once for a student."""
    pairs = [*RIGHT, *WRONG, *UNCLEAR]
    compare_formulas("x", "x + 0", {"x": "real"}, b"warm")  # loads mpmath
    slowest = max(map(_compared_s, pairs))
    yield Row(
        what=f"the slowest of {len(pairs)} formula pairs",
        measured=f"{slowest:.3f} s",
        goal="≤ 0.2 s",
        holds=slowest <= 0.2,
    )


def _compared_s(pair: tuple[dict[str, str], str, str]) -> float:
    where, expected, observed = pair
    started = time.process_time()
    compare_formulas(expected, observed, where, b"bench")
    return time.process_time() - started


def clusters() -> Iterator[Row]:
    """A million submissions on clusters that are not there, with costs measured on one that is."""
    source = SOURCE.read_bytes()
    small = [
        Submission(student=f"s{number}", attempt=1, files={"small_net.py": source + b"# %d\n" % number})
        for number in range(200)
    ]
    bank = load(ROOT / "problems")
    five = replace(bank, problems=bank.problems[:5])
    sample = read_submissions(ROOT / "submissions", [assigned.problem for assigned in five.problems])
    for name, assignment, submissions in (
        ("one small problem", load(SMALL_NET), small),
        ("five problems", five, list(sample)),
    ):
        costs = measured(assignment, submissions)
        grading_s, driver_s = mean(costs.grading_s), costs.carrying_s + costs.commit_s
        yield Row(what=f"{name}: a processor, for each submission", measured=f"{1000 * grading_s:.0f} ms")
        parts = f"{1000 * costs.carrying_s:.1f} + {1000 * costs.commit_s:.1f} ms"
        yield Row(what="… the driver, to carry it and to commit it", measured=parts)
        for nodes, lost in ((1, 0), (10, 0), (50, 0), (200, 0), (200, 20)):
            plan = Plan(nodes=nodes, submissions=MILLION, lost=lost)
            yield _planned(f"… {nodes} nodes of {SLOTS}" + f", {lost} lost" * bool(lost), 1, costs, plan)
        yield Row(what="… processors that one driver keeps at work", measured=f"{grading_s / driver_s:.0f}")
        drivers = min(200, math.ceil(200 * SLOTS * driver_s / grading_s))
        share = Plan(nodes=200 // drivers, submissions=MILLION // drivers)
        yield _planned(f"… {drivers} drivers of {share.nodes} nodes each", drivers, costs, share)


def _planned(what: str, drivers: int, costs: Costs, plan: Plan) -> Row:
    outcome = simulated(costs, plan)
    rate = drivers * plan.submissions / outcome.took_s
    hours = outcome.took_s / 3600
    return Row(
        what=what,
        measured=f"{hours:.2f} h, {rate:.0f} per s, {drivers * plan.nodes * hours:.0f} node-hours"
        f" ({outcome.processors:.0%} at work), bound by {outcome.bottleneck}",
    )


PARTS: dict[str, Callable[[], Iterator[Row]]] = {
    "help": help_,
    "check": check,
    "watch": watch,
    "speed": speed,
    "workers": workers,
    "where": where,
    "class": sample_class,
    "formulas": formulas,
    "cluster": clusters,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all by default")
    asked = parser.parse_args().parts or list(PARTS)
    table = Table("what", "measured", "goal", "", box=None, pad_edge=False)
    for name in asked:
        if name not in PARTS:
            parser.error(f"there is no part {name}: {', '.join(PARTS)}")
        for row in PARTS[name]():
            mark = {None: "", True: "held", False: "NOT HELD"}[row.holds]
            table.add_row(row.what, row.measured, row.goal, mark)
            print(f"{row.what}: {row.measured} {row.goal} {mark}".rstrip(), file=sys.stderr, flush=True)
    Console().print(table)


if __name__ == "__main__":
    main()
