"""Which device a run computes on, and what it does on a GPU where there is one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

import grader
from grader.core.submission import Submission
from grader.core.verdict import Verdict
from grader.errors import UsageError
from grader.sandbox import gpus
from grader.sandbox.box import Sandbox
from grader.schedule.devices import Choice, device_for
from grader.schedule.options import Options
from tests.grading.desk import TORCH
from tests.problem_folder import make

no_gpu = pytest.mark.skipif(bool(gpus.devices()), reason="this machine has a GPU")
gpu = [pytest.mark.gpu, pytest.mark.skipif(not gpus.devices(), reason="this machine has no NVIDIA GPU")]
CHECKS = """
limits: {wall_time_s: 5, cpu_time_s: 20, total_s: 120}
values: {x: {random: normal, shape: [3, 5]}}
checks:
  - {id: place, call: place(x), equals: cuda}
  - {id: starved, call: starved(x), equals: 1}
  - {id: illegal, call: illegal(x), equals: 1}
  - {id: endless, call: endless(x), equals: 1}
  - {id: fresh, call: product(x), matches_reference: {trials: 5}}
"""
REFERENCE = """
def place(x): return "cuda"
def starved(x): return 1
def illegal(x): return 1
def endless(x): return 1
def product(x): return x @ x.T
"""
HANDED_IN = """
import torch

def place(x): return x.device.type
def starved(x): return torch.empty(1 << 42, dtype=torch.uint8, device=x.device)
def illegal(x): return x[torch.tensor([1 << 40], device=x.device)]
def endless(x):
    torch.cuda._sleep(1 << 60)
    return x.sum()
def product(x): return x @ x.T
"""
NEEDS_CUDA = """
device: cuda
checks:
  - {id: sum, call: "total([1.0, 2.0])", equals: 3.0}
"""
TOTAL = "def total(x):\n    return sum(x)\n"


def handed_in(**files: str) -> Submission:
    return Submission(
        student="s01", attempt=1, files={f"{stem}.py": text.encode() for stem, text in files.items()}
    )


def test_the_cpu_needs_no_trial() -> None:
    assert device_for(Options(device="cpu")) == Choice("cpu")


@no_gpu
@pytest.mark.parametrize("asked", ["cuda", "cuda:1"])
def test_cuda_by_name_is_refused_where_there_is_none(asked: str) -> None:
    with pytest.raises(UsageError, match=rf"'{asked}' cannot be used: there is no NVIDIA GPU here"):
        device_for(Options(device=asked))


@no_gpu
def test_auto_takes_the_cpu_where_there_is_no_gpu_and_the_report_says_so(tmp_path: Path) -> None:
    problem = make(tmp_path / "sums", NEEDS_CUDA, {"reference.py": TOTAL}, head=TORCH)
    report = grader.grade(grader.load(problem), [handed_in(work=TOTAL)], device="auto")
    assert report.run.device == "cpu"
    [check] = report.submissions[0].problems[0].checks
    assert check.verdict is Verdict.UNGRADED
    assert "needs a CUDA device" in check.feedback.en


@no_gpu
def test_auto_says_why_a_gpu_that_is_there_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A card's file without a driver behind it."""
    (tmp_path / "nvidia0").touch()
    there = partial(gpus.devices, tmp_path)
    monkeypatch.setattr(gpus, "devices", there)
    chosen = device_for(Options(device="auto"))
    assert chosen.device == "cpu"
    assert chosen.remark.startswith("graded on the CPU: cuda:0 cannot be used: ")
    problem = make(tmp_path / "sums", NEEDS_CUDA, {"reference.py": TOTAL}, head=TORCH)
    report = grader.grade(grader.load(problem), [handed_in(work=TOTAL)], device="auto")
    assert report.run.remarks == (chosen.remark,)


def test_a_cluster_grades_on_the_cpu_unless_its_gpus_are_asked_for() -> None:
    assert device_for(Options(device="auto", engine="ray")).device == "cpu"
    assert device_for(Options(device="cuda", engine="ray")) == Choice("cuda:0")
    with pytest.raises(UsageError, match="Ray's to say"):
        device_for(Options(device="cuda:1", engine="ray"))


def test_a_gpu_has_one_submission_at_a_time_unless_told_otherwise() -> None:
    assert Options(device="cuda:1").at_once() == 1
    assert Options(device="cuda:1", workers=3).at_once() == 3
    assert Options(device="cpu").at_once() == Options(device="auto").at_once()


def test_the_files_of_the_gpus_and_no_others(tmp_path: Path) -> None:
    for name in "nvidia0 nvidia11 nvidiactl nvidia-uvm nvidia-uvm-tools nvidia-modeset kvm".split():
        (tmp_path / name).touch()
    found = {path.name for path in gpus.devices(tmp_path)}
    assert found == {"nvidia0", "nvidia11", "nvidiactl", "nvidia-uvm"}
    assert gpus.needed("cpu") == gpus.Files()


@no_gpu
def test_a_worker_that_cannot_enter_its_gpu_costs_no_student_a_point(tmp_path: Path) -> None:
    problem = (
        grader.load(make(tmp_path / "sums", NEEDS_CUDA, {"reference.py": TOTAL}, head=TORCH))
        .problems[0]
        .problem
    )
    from grader.grading import AnswerKey, grade_problem

    with Sandbox(device="cuda:0") as sandbox, AnswerKey(problem, b"devices", sandbox) as key:
        [check] = grade_problem(problem, handed_in(work=TOTAL), key, sandbox).checks
    assert check.verdict is Verdict.UNGRADED
    assert "a worker cannot compute on cuda:0: " in check.feedback.en


class TestOnAGpu:
    pytestmark = gpu

    def test_each_failure_has_its_verdict_and_the_next_call_works(self, tmp_path: Path) -> None:
        problem = make(tmp_path / "sums", CHECKS, {"reference.py": REFERENCE}, head=TORCH)
        report = grader.grade(grader.load(problem), [handed_in(work=HANDED_IN)], device="cuda")
        assert report.run.device == "cuda:0"
        verdicts = {check.id: check.verdict for check in report.submissions[0].problems[0].checks}
        assert verdicts == {
            "place": Verdict.PASSED,
            "starved": Verdict.MEMORY_LIMIT,
            "illegal": Verdict.CRASHED,
            "endless": Verdict.TIMEOUT,
            "fresh": Verdict.PASSED,
        }

    @pytest.mark.parametrize("allowed", [True, False])
    def test_products_are_rounded_to_tf32_only_where_a_spec_allows_it(
        self, tmp_path: Path, allowed: bool
    ) -> None:
        said = str(allowed).lower()
        checks = f"tf32: {said}\nchecks:\n  - {{id: rounds, call: rounds(), equals: {said}}}\n"
        work = "import torch\n\ndef rounds():\n    return torch.backends.cuda.matmul.allow_tf32\n"
        problem = make(tmp_path / "sums", checks, {"reference.py": work}, head=TORCH)
        report = grader.grade(grader.load(problem), [handed_in(work=work)], device="cuda")
        [check] = report.submissions[0].problems[0].checks
        assert check.verdict is Verdict.PASSED

    def test_a_problem_that_needs_cuda_is_graded(self, tmp_path: Path) -> None:
        problem = make(tmp_path / "sums", NEEDS_CUDA, {"reference.py": TOTAL}, head=TORCH)
        report = grader.grade(grader.load(problem), [handed_in(work=TOTAL)])
        assert report.submissions[0].status == "graded"
