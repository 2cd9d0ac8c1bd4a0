"""The zip: two scripts, the grader, and the course."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from grader.autograder.pins import pins
from grader.autograder.wheel import own_wheel
from grader.autograder.zipped import zipped
from grader.core.problem import Assignment
from grader.core.text import Language
from grader.spec.files import read_bytes, read_tree

_SCRIPTS = Path(__file__).parent / "scripts"
_MARGIN_S = 30  # before Gradescope's limit: starting Python, and writing what is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is graded: `path` is where `assignment` was read from, `data` the folder of the course's own files."""

    assignment: Assignment
    path: Path
    data: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`time_limit_s` is the one that is set on Gradescope."""

    time_limit_s: int = 600
    language: Language = "en"


def archive(course: Course, settings: Settings) -> bytes:
    """The zip's bytes.

    Raises:
        UsageError: if a file of the course cannot be read, or a package that it requires is not installed.
    """
    wheel, content = own_wheel()
    required = {package for one in course.assignment.problems for package in one.problem.requires}
    files = {
        "setup.sh": (_SCRIPTS / "setup.sh").read_bytes(),
        "run_autograder": _run_autograder(course, settings),
        "requirements.txt": pins(sorted(required)).encode(),
        wheel: content,
        **_course_files(course),
    }
    return zipped(dict(sorted(files.items())), scripts=("setup.sh", "run_autograder"))


def _run_autograder(course: Course, settings: Settings) -> bytes:
    arguments = [
        "--seconds",
        str(max(settings.time_limit_s - _MARGIN_S, settings.time_limit_s // 2)),
        "--lang",
        settings.language,
    ]
    template = (_SCRIPTS / "run_autograder").read_text(encoding="utf-8")
    data = '--data "$root/source/data" ' if course.data is not None else ""
    return template.replace(
        "@ARGUMENTS@", f'"$root/source"/{shlex.quote(_place(course))} {data}{shlex.join(arguments)}'
    ).encode()


def _place(course: Course) -> str:
    """The assignment's path in the zip."""
    if (
        course.path.is_file()
        and course.path.suffix in (".yaml", ".yml")
        and course.path.name != "problem.yaml"
    ):
        return f"course/{course.path.name}"
    [first, *others] = course.assignment.problems
    alone = not others and course.assignment.id == first.problem.id
    return f"course/{first.problem.id}" if alone else "course"


def _course_files(course: Course) -> dict[str, bytes]:
    """The assignment's file and its problems' folders, without the examples, which grading does not need."""
    files: dict[str, bytes] = {}
    place = _place(course)
    if place.endswith((".yaml", ".yml")):
        files[place] = read_bytes(course.path)
    for problem in (assigned.problem for assigned in course.assignment.problems):
        for path, content in read_tree(Path(problem.folder)).items():
            if not path.startswith("examples/"):
                files[f"course/{problem.id}/{path}"] = content
        if course.data is not None:
            for name in problem.data:
                own = course.data / problem.id / name
                files[f"data/{problem.id}/{name}"] = read_bytes(own if own.is_file() else course.data / name)
    return files
