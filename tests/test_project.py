"""What holds of the project as a whole: what the host may load, what help may load, which versions are pinned."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]

# Runs a command line of `grader` and prints, as its last line, what the process loaded and executed. The hook sees
# every code object that is executed as a module, by whatever import or loader; forks and children keep their own.
WATCHED = """
import json, os, sys

executed = set()

def watch(event, arguments):
    if event == "exec":
        executed.add(getattr(arguments[0], "co_filename", ""))

sys.addaudithook(watch)
status, host = 0, os.getpid()
try:
    from grader.cli import main
    sys.argv = ["grader", *sys.argv[1:]]
    main()
except SystemExit as end:
    status = end.code or 0
if os.getpid() == host:
    print()
    print(json.dumps({"status": status, "modules": sorted(sys.modules), "executed": sorted(executed)}))
"""


def _watched(*arguments: str) -> tuple[int, set[str], set[str]]:
    """Exit status, modules loaded and files executed of the host of `grader ARGUMENTS`."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    seen = json.loads(done.stdout.splitlines()[-1])
    return seen["status"], set(seen["modules"]), set(seen["executed"])


def _top_level(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def test_importing_every_room_leaves_torch_out() -> None:
    code = """
import importlib, pkgutil, sys, grader
for module in pkgutil.walk_packages(grader.__path__, "grader."):
    if not module.name.endswith(".__main__"):
        importlib.import_module(module.name)
        assert "torch" not in sys.modules, module.name
print(*(name for name in sys.modules if name.startswith("grader.")))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert {"grader.core.problem", "grader.grading", "grader.worker.main"} <= set(done.stdout.split())


@pytest.mark.slow
@pytest.mark.parametrize("command", ["grade", "validate"])
def test_the_host_executes_neither_torch_nor_a_file_of_a_problem(command: str, tmp_path: Path) -> None:
    problem = tmp_path / "problems" / "mlp-forward"
    shutil.copytree(ROOT / "problems" / "mlp-forward", problem)
    handed_in = tmp_path / "submissions"
    shutil.copytree(ROOT / "submissions" / "sheet-003", handed_in / "sheet-003")
    arguments = {
        "grade": ("grade", str(problem), str(handed_in), "--out", str(tmp_path / "out"), "--seed", "1"),
        "validate": ("validate", str(problem)),
    }

    status, modules, executed = _watched(*arguments[command])

    assert status == 0
    assert not _top_level(modules) & {"torch", "ray", "psycopg"}
    assert "grader.grading.judge" in modules
    assert not [file for file in executed if Path(file).is_relative_to(tmp_path)]


# What the extras bring, as if it were not installed; every try to import it is told.
ABSENT = """
import sys

class Absent:
    asked = set()

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("psycopg", "ray"):
            self.asked.add(name)
            raise ModuleNotFoundError(name)

absent = Absent()
sys.meta_path.insert(0, absent)
from grader.cli.edge import cli
try:
    cli.main(sys.argv[1:])
except SystemExit as end:
    print(end.code, sorted(absent.asked))
"""


@pytest.mark.slow
def test_local_grading_neither_imports_nor_needs_what_the_extras_bring(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "submissions" / "s01", tmp_path / "class" / "s01")
    where = [str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--format", "quiet"]
    done = subprocess.run(
        [sys.executable, "-c", ABSENT, "grade", str(ROOT / "problems" / "pooling"), *where],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout == "0 []\n", done.stderr
    assert (tmp_path / "out" / "gradebook.db").is_file()


def test_help_loads_nothing_heavy() -> None:
    status, modules, _ = _watched("--help")

    assert status == 0
    assert not _top_level(modules) & {
        "leather",
        "numpy",
        "pydantic",
        "pytest",
        "rich",
        "safetensors",
        "torch",
        "yaml",
    }


def test_every_requirement_is_pinned_within_its_range() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [
        *project["dependencies"],
        *(item for extra in project["optional-dependencies"].values() for item in extra),
    ]
    lines = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line and not line.startswith("#")]
    pinned = {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}

    assert len(pinned) == len(pins)
    for requirement in map(Requirement, asked):
        assert pinned[canonicalize_name(requirement.name)] in requirement.specifier, requirement
