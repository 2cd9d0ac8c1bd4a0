"""Gradescope's autograder, run from its zip in a tree like the container's."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import grader
from grader.cli.edge import cli
from tests.cli import class_problem
from tests.cli.class_problem import WORK
from tests.gradescope_fields import Results

HIDDEN = "  - {id: f5, points: 4, call: f4(), equals: 4, visibility: hidden}\n"
RIGHT, HALF = WORK[4], WORK[2]
HANGING = WORK[4] + b"\n\ndef f4():\n    while True:\n        pass\n"
FORGING = b"""\
import json, os
for root in (".", "..", "../..", "/autograder", os.environ.get("AUTOGRADER_ROOT", "")):
    place = root + "/results/results.json"
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        open(place, "w").write(json.dumps({"score": 100.0}))
    except OSError:
        pass
print('{"score": 100.0}', flush=True)
os._exit(0)
"""
METADATA = {
    "id": 7,
    "created_at": "2025-11-06T12:00:00.000000+00:00",
    "assignment": {"due_date": "2025-11-05T12:00:00.000000+00:00"},
    "users": [{"email": "sara@example.org", "name": "Sara", "assignment": {"due_date": None}}],
    "previous_submissions": [],
}


EARLY = METADATA | {"created_at": "2025-11-05T11:00:00.000000+00:00"}
EARLIER = [
    {"submission_time": "2025-11-02T10:00:00+00:00", "score": "2.0", "results": None},
    {
        "submission_time": "2025-11-01T10:00:00+00:00",
        "score": "8.0",
        "results": {"score": 8.0, "extra_data": {"grade": 5.0}},
    },
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("course")
    class_problem.make(place)
    spec = place / "net" / "problem.yaml"
    spec.write_text(
        spec.read_text().replace("submit:", "limits: {wall_time_s: 2, cpu_time_s: 2}\nsubmit:") + HIDDEN
    )
    done = CliRunner().invoke(cli, ["export", "gradescope", str(place / "hw.yaml"), str(place / "out.zip")])
    assert done.exit_code == 0, done.output
    return place / "out.zip"


def container(archive: Path, root: Path, work: bytes, metadata: dict[str, Any]) -> Path:
    """A tree like `/autograder` after setup.sh, with a submission in it."""
    for folder in ("submission", "results", "source"):
        (root / folder).mkdir(parents=True)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(root / "source")
    (root / "env").symlink_to(sys.prefix)
    (root / "submission" / "net.py").write_bytes(work)
    (root / "submission_metadata.json").write_text(json.dumps(metadata))
    return root


def command(root: Path) -> tuple[list[str], dict[str, str]]:
    return ["bash", str(root / "source" / "run_autograder")], {**os.environ, "AUTOGRADER_ROOT": str(root)}


def autograded(root: Path) -> dict[str, Any]:
    run, environment = command(root)
    done = subprocess.run(
        run,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return results_in(root)


def results_in(root: Path) -> dict[str, Any]:
    """What is there now, which Gradescope would take."""
    text = (root / "results" / "results.json").read_text(encoding="utf-8")
    Results.model_validate_json(text)
    found: dict[str, Any] = json.loads(text)
    return found


def scores(results: dict[str, Any]) -> list[float | None]:
    return [test.get("score") for test in results["tests"]]


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (RIGHT, [1, 1, 1, 1, 4]),
        (HALF, [1, 1, 0, 0, 0]),
        (HANGING, [1, 1, 1, 0, 0]),
        (FORGING, [0, 0, 0, 0, 0]),
    ],
    ids=["right", "half", "hanging", "forging"],
)
def test_every_kind_of_work_gets_what_it_earned(
    archive: Path, tmp_path: Path, work: bytes, expected: list[float]
) -> None:
    results = autograded(container(archive, tmp_path / "autograder", work, EARLY))
    assert scores(results) == expected
    assert results["score"] == sum(expected)
    assert [test["visibility"] for test in results["tests"]] == ["visible"] * 4 + ["hidden"]
    assert " tier)" in results["output"]


def test_lateness_and_attempts_come_from_the_metadata(archive: Path, tmp_path: Path) -> None:
    earlier = {"submission_time": "2025-11-05T10:00:00+00:00", "score": 3.0}
    metadata = {**METADATA, "previous_submissions": [earlier]}
    results = autograded(container(archive, tmp_path / "autograder", RIGHT, metadata))
    assert results["extra_data"]["days_late"] == 1
    assert results["score"] == 7.2  # 10 % of 8 a day
    assert "attempt 2" in results["output"]


def test_what_was_known_when_time_ran_out_is_there(archive: Path, tmp_path: Path) -> None:
    root = container(
        archive, tmp_path / "autograder", RIGHT.replace(b"    return 3", b"    while True: pass"), METADATA
    )
    script = root / "source" / "run_autograder"
    script.write_text(re.sub(r"--seconds \d+", "--seconds 4", script.read_text()))
    spec = root / "source" / "course" / "net" / "problem.yaml"
    spec.write_text(spec.read_text().replace("time_s: 2", "time_s: 50"))
    results = autograded(root)
    known = scores(results)
    assert None in known
    assert "not final" in results["output"]


def test_killed_at_any_moment_it_leaves_what_was_known(archive: Path, tmp_path: Path) -> None:
    endless = RIGHT.replace(b"    return 3", b"    while True: pass")
    root = container(archive, tmp_path / "autograder", endless, METADATA)
    run, environment = command(root)
    seen: list[list[float | None]] = []
    with subprocess.Popen(run, env=environment, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None and scores(results_in_or_none(root))[:2] != [1, 1]:
            seen.append(scores(results_in_or_none(root)))
        running.kill()
    assert running.returncode == -signal.SIGKILL
    assert scores(results_in(root))[:2] == [1, 1]
    assert scores(results_in(root))[2:] == [None, None, None]
    assert "2 of 4 visible checks could not be graded" in results_in(root)["output"]
    assert [None] * 5 in seen


def results_in_or_none(root: Path) -> dict[str, Any]:
    return results_in(root) if (root / "results" / "results.json").exists() else {"tests": []}


def test_attempts_beyond_the_last_do_not_count_and_say_so(archive: Path, tmp_path: Path) -> None:
    root = container(archive, tmp_path / "autograder", RIGHT, EARLY | {"previous_submissions": EARLIER})
    assignment = root / "source" / "course" / "hw.yaml"
    assignment.write_text(assignment.read_text() + "attempts: {max: 2}\n")
    results = autograded(root)
    assert (
        results["score"] == 5.0
    )  # the best of the first two: what we said of it, before what Gradescope says
    assert sum(test["score"] for test in results["tests"]) == 8
    assert results["extra_data"]["grade"] == 8.0
    assert "attempt 3 of at most 2: it is graded, and does not count" in results["output"]


def test_only_checks_that_everybody_may_see_go_to_the_leaderboard(archive: Path, tmp_path: Path) -> None:
    root = container(archive, tmp_path / "autograder", HALF, EARLY)
    spec = root / "source" / "course" / "net" / "problem.yaml"
    changed = spec.read_text().replace("call: f2()", "leaderboard: true, title: Second, call: f2()")
    spec.write_text(
        changed.replace("call: f4(), equals: 4, vis", "leaderboard: true, call: f4(), equals: 4, vis")
    )
    assert autograded(root)["leaderboard"] == [{"name": "Second", "value": 1.0}]


def test_a_folder_around_the_work_and_metadata_that_cannot_be_read(archive: Path, tmp_path: Path) -> None:
    root = container(archive, tmp_path / "autograder", RIGHT, METADATA)
    (root / "submission" / "hw").mkdir()
    (root / "submission" / "net.py").rename(root / "submission" / "hw" / "net.py")
    (root / "submission_metadata.json").write_text("{")
    results = autograded(root)
    assert results["score"] == 8.0
    assert "the time of submission is not known" in results["output"]


def test_the_zip_holds_what_setup_needs_and_no_example(archive: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        names = packed.namelist()
        setup = packed.read("setup.sh")
        pins = packed.read("requirements.txt").decode()
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in packed.infolist()}
    assert {"course/hw.yaml", "course/net/problem.yaml", "course/net/reference.py"} <= set(names)
    assert not [name for name in names if "/examples/" in name]
    assert [name for name in names if name.endswith(".whl")]
    assert all("==" in line for line in pins.split())
    assert f"torch=={version('torch').partition('+')[0]}" in pins.split()
    assert b'-r "$root/source/requirements.txt"' in setup
    assert b'--no-index --no-deps "$root"/source/grader-*.whl' in setup
    assert (modes["setup.sh"] & modes["run_autograder"]) & 0o100
    subprocess.run(["bash", "-n"], input=setup, check=True)


def test_the_wheel_in_it_installs_and_is_whole(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        [name] = [name for name in packed.namelist() if name.endswith(".whl")]
        wheel = Path(packed.extract(name, tmp_path))
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, "--target", str(tmp_path / "there"), str(wheel)], check=True)
    ours = Path(grader.__file__).parent
    for path in ours.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert (tmp_path / "there" / "grader" / path.relative_to(ours)).read_bytes() == path.read_bytes()
    assert (tmp_path / "there" / "bin" / "grader").exists()
