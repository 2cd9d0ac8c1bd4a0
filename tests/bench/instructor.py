"""What an instructor waits for, and what must hold when the machine is cut off; some minutes each.

python -m tests.bench.instructor rerun      1,000 submissions again, nothing changed: under 2 s, no worker
python -m tests.bench.instructor report     2,000 students × 18 problems from the gradebook: under 20 s and 1 GB
python -m tests.bench.instructor kills      50 runs killed at random moments: the gradebook as undisturbed
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from grader.core.problem import Assigned, Assignment
from grader.core.report import Isolation, ProblemReport
from grader.core.settlement import Received, settled
from grader.core.submission import Submission
from grader.core.terms import Terms
from grader.core.text import Text
from grader.gradebook import Conditions, open_gradebook
from grader.reports import json as report_json
from grader.spec import load

ROOT = Path(__file__).parents[2]
KILLS = 50
CONDITIONS = Conditions(
    device="cpu",
    engine="local",
    isolation=Isolation(tier="full", layers=()),
    seed=1,
    secret=b"b" * 32,
    grader="bench",
    torch="0",
    numpy="0",
)


def grade(problems: Path, students: Path, out: Path, *more: str) -> list[str]:
    command = [sys.executable, "-m", "grader", "grade", str(problems), str(students), f"--out={out}"]
    return [*command, "--seed=1", "--format=quiet", *more]


def class_of(folder: Path, size: int) -> Path:
    """The sample class, copied to `size` students."""
    own = sorted(path for path in (ROOT / "submissions").iterdir() if path.is_dir())
    for number in range(size):
        shutil.copytree(own[number % len(own)], folder / f"c{number:04}")
    return folder


def two_problems(folder: Path) -> Path:
    for name in ("mlp-forward", "xnor-rnn"):
        shutil.copytree(ROOT / "problems" / name, folder / name)
    return folder


def rerun(folder: Path) -> None:
    """Two problems, 1,000 students."""
    problems, students = two_problems(folder / "problems"), class_of(folder / "class", 1_000)
    for what in ("first", "again", "again", "again"):
        started = time.perf_counter()
        subprocess.run(grade(problems, students, folder / "out"), cwd=ROOT, check=True)
        print(f"{what}: {time.perf_counter() - started:.2f} s")


def report(folder: Path) -> None:
    """Results of the sample class under new names, recorded as `grade` would, then rendered by the command."""
    graded = folder / "sample"
    subprocess.run(grade(ROOT / "problems", ROOT / "submissions", graded), cwd=ROOT, check=False)
    sample = report_json.parse((graded / "report.json").read_text(encoding="utf-8")).submissions
    bank = [assigned.problem for assigned in load(ROOT / "problems").problems]
    problems = [replace(bank[k % len(bank)], id=f"{bank[k % len(bank)].id}-{k}") for k in range(18)]
    assignment = Assignment(
        id="big", title=Text("A big class"), problems=tuple(Assigned(problem=one) for one in problems)
    )
    draw = random.Random(1)
    with open_gradebook(folder / "big.db") as book:
        recorder = book.begin(assignment, CONDITIONS, "big", "2026-01-01T00:00:00+00:00")
        for number in range(2_000):
            submission = Submission(student=f"c{number:04}", attempt=1, files={"x": str(number).encode()})
            judged = [
                _judged(draw.choice(sample).problems[k % len(bank)], one.id) for k, one in enumerate(problems)
            ]
            recorder.record(
                submission, judged, settled(Received.of(submission), judged, Terms.of(assignment))
            )
        recorder.finish()
    print(f"gradebook: {(folder / 'big.db').stat().st_size / 1e6:.0f} MB")
    for form in ("html", "csv", "json"):
        command = [sys.executable, "-m", "grader", "report", str(folder / "big.db"), f"--format={form}"]
        started = time.perf_counter()
        subprocess.run(
            [*command, f"--out={folder / f'big.{form}'}"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
        size = (folder / f"big.{form}").stat().st_size / 1e6
        print(
            f"{form}: {time.perf_counter() - started:.1f} s, at most {peak:.0f} MB of memory, {size:.1f} MB written"
        )


def _judged(problem: ProblemReport, problem_id: str) -> ProblemReport:
    return replace(problem, id=problem_id, score=problem.score or Fraction(0))


def kills(folder: Path) -> None:
    """Two problems, 60 students."""
    problems, students = two_problems(folder / "problems"), class_of(folder / "class", 60)
    # A copy of the code: while it runs for minutes the checkout may change, and results with it.
    code = folder / "code"
    shutil.copytree(ROOT / "grader", code / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    started = time.perf_counter()
    subprocess.run(grade(problems, students, folder / "whole"), cwd=code, check=True)
    whole_s = time.perf_counter() - started
    whole = _told(folder / "whole")
    draw = random.Random(os.getpid())
    cut = 0
    while cut < KILLS:
        shutil.rmtree(folder / "cut", ignore_errors=True)
        for _ in range(5):  # as many in a row on one gradebook
            run = subprocess.Popen(
                grade(problems, students, folder / "cut"), cwd=code, start_new_session=True
            )
            time.sleep(draw.uniform(0.2, 0.9 * whole_s))
            os.killpg(run.pid, signal.SIGKILL)
            cut += run.wait() == -signal.SIGKILL
        subprocess.run(grade(problems, students, folder / "cut"), cwd=code, check=True)
        for what, told in _told(folder / "cut").items():
            assert told == whole[what], f"{what}: {told}\n\nundisturbed: {whole[what]}"
        print(f"{cut} killed, the gradebook as undisturbed", flush=True)


def _told(out: Path) -> dict[str, object]:
    """Grades, histories and reports, apart from times and the names of runs."""
    text = (out / "report.json").read_text(encoding="utf-8")
    submissions = re.sub(r'"wall_time_s": [0-9.e-]+', "", text[text.index(' "submissions"') :])
    with open_gradebook(out / "gradebook.db") as book, book.reading() as reader:
        finals = reader.finals()
        histories = [
            [(one.attempt, one.cause, one.by, one.grade) for one in reader.grades(final.student)]
            for final in finals
        ]
    grades = list(csv.reader((out / "grades.csv").read_text(encoding="utf-8").splitlines()))
    return {"grades": grades, "finals": finals, "histories": histories, "submissions": submissions}


PARTS: dict[str, Callable[[Path], None]] = {"rerun": rerun, "report": report, "kills": kills}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="+", choices=PARTS)
    for name in parser.parse_args().parts:
        with tempfile.TemporaryDirectory() as folder:
            print(name)
            PARTS[name](Path(folder))


if __name__ == "__main__":
    main()
