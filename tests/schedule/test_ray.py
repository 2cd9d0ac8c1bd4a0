"""A class graded on a cluster comes out as it does here, whoever is lost; unfit nodes are refused by name."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import psutil
import pytest
from click.testing import CliRunner

import grader
from grader.cli.edge import cli
from grader.core.observation import Returned
from grader.core.problem import Assignment, Limits
from grader.core.report import Isolation, Report, SubmissionReport
from grader.core.submission import Submission
from grader.errors import IsolationError, UsageError
from grader.gradebook import open_gradebook
from grader.sandbox import gpus
from grader.sandbox.box import Sandbox
from grader.sandbox.confinement import Layer
from grader.schedule.crossing import About, Failure, Graded, Nature, read
from grader.schedule.host import SAFE, GradingHost
from grader.schedule.nodes import difference, nodes, weaker
from grader.schedule.options import Options
from grader.schedule.run import grade_class
from grader.wire.messages import CallRequest, Setup, write_request
from tests.cluster import STORE_BYTES, add, cluster
from tests.problem_folder import make
from tests.schedule.test_local import CLASS, RIGHT, WRONG, hand_in, without_times, write

STUDENTS = 30
SUMS = """
values: {x: {random: normal, shape: [5]}}
checks:
  - {id: seen, call: "total([1.0, 2.0])", equals: 3.0, points: 2}
  - {id: fresh, call: total(x), matches_reference: {trials: 10}, visibility: hidden, points: 2}
"""


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return grader.load(make(tmp_path_factory.mktemp("course") / "sums", SUMS, {"reference.py": RIGHT}))


@pytest.fixture(scope="module")
def handed_in() -> list[Submission]:
    works = [RIGHT, WRONG, "def total(x):\n    raise OSError('odd')\n", "import os\nos._exit(1)\n"]
    return [hand_in(f"s{k:02}", {"work.py": works[k % 4] + f"# {k}\n"}) for k in range(STUDENTS)]


def on(made: Any, **asked: Any) -> Options:
    return Options(seed=7, engine="ray", address=made.address, **asked)


def comparable(report: Report) -> dict[str, Any]:
    """The report but for what may differ: the run's id, times, engine and isolation."""
    data: dict[str, Any] = json.loads(without_times(report))
    del data["run"]["engine"], data["run"]["isolation"]
    return data


def finals(path: Path) -> list[tuple[str, Fraction | None]]:
    with open_gradebook(path) as book, book.reading() as reader:
        return [(final.student, final.grade) for final in reader.finals()]


@pytest.mark.slow
def test_a_node_that_is_lost_costs_only_time(
    assignment: Assignment, handed_in: list[Submission], tmp_path: Path
) -> None:
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    with open_gradebook(here) as book:
        local = grade_class(assignment, handed_in, Options(seed=7), book=book)
    done: list[str] = []
    with cluster(2) as made, open_gradebook(there) as book:
        victim = next(iter(made.worker_nodes))

        def note(report: SubmissionReport) -> None:
            done.append(report.student)
            if len(done) == STUDENTS // 2:
                made.remove_node(victim, allow_graceful=False)

        report = grade_class(assignment, handed_in, on(made), note, book)
    assert comparable(report) == comparable(local)
    assert report.run.engine == "ray"
    assert sorted(done) == [one.student for one in handed_in]
    [remark] = report.run.remarks
    assert victim.node_id[:8] in remark
    assert "lost" in remark
    assert finals(there) == finals(here)
    with open_gradebook(there) as book:
        again = grade_class(assignment, handed_in, Options(seed=7), book=book)
    assert again.run.reused == STUDENTS


@pytest.mark.slow
def test_a_host_that_dies_is_begun_again(assignment: Assignment, handed_in: list[Submission]) -> None:
    done: list[str] = []

    def note(report: SubmissionReport) -> None:
        done.append(report.student)
        if len(done) % 10 == 5:
            [host] = [one for one in psutil.Process().children(recursive=True) if "GradingHost" in one.name()]
            host.kill()

    with cluster(1) as made:
        report = grade_class(assignment, handed_in, on(made), note)
    assert comparable(report) == comparable(grade_class(assignment, handed_in, Options(seed=7)))
    assert len(done) == STUDENTS
    assert len(report.run.remarks) == 3


@pytest.mark.slow
def test_nodes_that_may_not_grade_are_refused_by_name(assignment: Assignment, tmp_path: Path) -> None:
    with cluster(0) as made:
        with pytest.raises(UsageError, match="no node with a processor"):
            grade_class(assignment, CLASS[:1], on(made))
        unsafe = add(made, GRADER_SANDBOX="portable")
        with pytest.raises(UsageError, match=f"{unsafe.node_id[:8]}.*portable tier.*socket"):
            grade_class(assignment, CLASS[:1], on(made))
        with pytest.raises(UsageError, match=f"{unsafe.node_id[:8]}.*does not confine"):
            grade_class(assignment, CLASS[:1], on(made, isolation="strict"))
        add(made)
        made.wait_for_nodes()
        report = grade_class(assignment, CLASS[:2], on(made))
        [remark] = report.run.remarks
        assert unsafe.node_id[:8] in remark
        assert comparable(report) == comparable(grade_class(assignment, CLASS[:2], Options(seed=7)))


def test_no_cluster_at_the_address(assignment: Assignment) -> None:
    for address, what in (
        ("127.0.0.1:1", "no Ray cluster answers at 127.0.0.1:1"),
        ("127.0.0.1", "no address"),
        ("ray://127.0.0.1:10001", "no address"),
        ("127.0.0.1:99999", "no Ray cluster answers"),
    ):
        with pytest.raises(UsageError, match=what) as told:
            grade_class(assignment, CLASS[:1], Options(engine="ray", address=address))
        assert told.value.hint


def test_a_cluster_does_not_grade_unconfined(assignment: Assignment) -> None:
    with pytest.raises(IsolationError, match="socket"):
        grade_class(assignment, CLASS[:1], Options(engine="ray", isolation="none"))


WITHOUT_RAY = "import sys; sys.modules['ray'] = sys.modules['psycopg'] = None\n"


@pytest.mark.slow
def test_local_grading_needs_neither_ray_nor_psycopg(tmp_path: Path) -> None:
    make(tmp_path / "course" / "sums", SUMS, {"reference.py": RIGHT})
    (tmp_path / "handed-in" / "s01").mkdir(parents=True)
    (tmp_path / "handed-in" / "s01" / "work.py").write_text(RIGHT)

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        arguments = ["grade", "course", "handed-in", "--format=json", *more]
        code = WITHOUT_RAY + f"from grader.cli import main; main({arguments!r})"
        return subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False
        )

    graded = run()
    assert graded.returncode == 0, graded.stderr
    assert json.loads(graded.stdout)["submissions"][0]["score"] == 4
    refused = run("--engine=ray")
    assert refused.returncode == 2
    assert refused.stderr.splitlines() == [
        "error: --engine ray needs Ray, which is not installed",
        "hint: pip install 'grader[ray]'",
    ]


def test_an_address_without_the_engine_is_a_slip() -> None:
    done = CliRunner().invoke(cli, ["grade", "--address", "10.0.0.1:6379"])
    assert done.exit_code == 2
    assert "--engine ray" in done.output


# --- hosts and nodes, without a cluster ---------------------------------------------------------------------


def test_a_host_answers_with_what_is_found_here(tmp_path: Path) -> None:
    assignment = write(tmp_path)
    problems = [one.problem for one in assignment.problems]
    host = GradingHost(assignment, Options(seed=7).secret(), "auto", "cpu")
    about = read(host.about())
    assert isinstance(about, About)
    assert about.isolation.tier in SAFE
    answer = read(host.graded(Submission(student="", attempt=1, files=CLASS[2].files), ["names", "sums"]))
    host.close()
    assert isinstance(answer, Graded)
    names, sums = answer.reports(problems[::-1])
    [here] = grader.grade(assignment, CLASS[2:3], seed=7).submissions
    assert [check.verdict for check in (*sums.checks, *names.checks)] == [
        check.verdict for problem in here.problems for check in problem.checks
    ]


SOCKETS = """
import socket


def opened():
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        try:
            socket.socket(family)
        except OSError:
            continue
        return True
    return False
"""


@pytest.mark.parametrize(
    "without",
    [{one} for one in Layer] + [set(Layer) - {one} for one in Layer],
    ids=lambda layers: "+".join(sorted(layers)),
)
def test_where_a_tier_is_taken_for_safe_workers_have_no_socket(without: set[Layer]) -> None:
    setup = Setup(lane="student", framework="numpy", files={"m.py": SOCKETS.encode()}, module="m.py")
    with Sandbox(without=frozenset(without)) as sandbox:
        tier = sandbox.isolation.tier
        if tier not in SAFE:
            return
        with sandbox.session(setup, Limits()) as session:
            outcome = session.call(
                write_request(CallRequest(call="opened()", values={}, seed=0)), Limits()
            ).outcome
    assert isinstance(outcome, Returned)
    assert outcome.data is False


def test_a_host_whose_workers_could_open_a_socket_refuses(
    assignment: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADER_SANDBOX", "portable")
    host = GradingHost(assignment, b"s", "auto", "cpu")
    failure = read(host.about())
    host.close()
    assert isinstance(failure, Failure)
    assert "portable tier" in failure.what


def listed(**has: float) -> dict[str, Any]:
    return {
        "NodeID": "0123456789",
        "NodeManagerHostname": "n1",
        "NodeManagerAddress": "10.0.0.1",
        "Resources": has,
    }


def test_a_node_grades_as_many_at_once_as_its_processors_and_memory_hold(assignment: Assignment) -> None:
    problems = [one.problem for one in assignment.problems]
    gib = float(1 << 30)

    def slots(options: Options, **has: float) -> list[tuple[int, int]]:
        return [(one.slots, one.memory_bytes >> 30) for one in nodes([listed(**has)], problems, options)]

    assert slots(Options(), CPU=8, memory=64 * gib) == [(8, 8)]
    assert slots(Options(), CPU=8, memory=5.5 * gib) == [(5, 5)]
    assert slots(Options(workers=2), CPU=8, memory=64 * gib) == [(2, 2)]
    assert slots(Options(), CPU=0, memory=64 * gib) == []
    assert slots(Options(), memory=64 * gib) == []


def test_on_gpus_a_node_gets_a_host_for_each_as_far_as_its_processors_go(assignment: Assignment) -> None:
    problems = [one.problem for one in assignment.problems]

    def hosts(workers: int | None, **has: float) -> list[tuple[int, int, int]]:
        options = Options(device="cuda:0", workers=workers)
        there = listed(memory=float(64 << 30), **has)
        return [(one.hosts, one.slots, one.gpus) for one in nodes([there], problems, options)]

    assert hosts(None, CPU=16, GPU=4) == [(4, 1, 1)]
    assert hosts(None, CPU=3, GPU=4) == [(3, 1, 1)]
    assert hosts(2, CPU=5, GPU=4) == [(2, 2, 1)]
    assert hosts(None, CPU=16) == []


@pytest.mark.slow
def test_a_node_whose_gpu_computes_nothing_is_refused_by_name(assignment: Assignment) -> None:
    with cluster(1) as made:
        with pytest.raises(UsageError, match="no node with a GPU to grade on"):
            grade_class(assignment, CLASS[:1], on(made, device="cuda"))
        claims = made.add_node(num_cpus=1, num_gpus=1, object_store_memory=STORE_BYTES)
        made.wait_for_nodes()
        if gpus.devices():
            assert grade_class(assignment, CLASS[:1], on(made, device="cuda")).run.device == "cuda:0"
            return
        with pytest.raises(UsageError, match=f"{claims.node_id[:8]}.*'cuda:0' cannot be used"):
            grade_class(assignment, CLASS[:1], on(made, device="cuda"))


def test_machines_that_would_judge_otherwise_are_told_apart() -> None:
    own = Nature(grader="1+a", torch="2.13.0", numpy="2.4", lacks=())
    assert difference(own, own) == ""
    assert "torch is 2.12.0, and this machine's 2.13.0" in difference(
        own.model_copy(update={"torch": "2.12.0"}), own
    )
    assert "einops" in difference(own.model_copy(update={"lacks": ("einops",)}), own)


def test_what_is_said_of_a_cluster_is_what_holds_on_every_node() -> None:
    full = Isolation(tier="full", layers=("limits", "seccomp", "landlock", "cgroup"))
    reduced = Isolation(tier="reduced", layers=("limits", "seccomp", "view"))
    assert weaker(full, reduced) == weaker(reduced, full)
    assert weaker(full, reduced) == Isolation(tier="reduced", layers=("limits", "seccomp"))
