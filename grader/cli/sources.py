"""Where problems are found, and which of them a student's work is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from grader.core.problem import Assignment, Framework
from grader.core.submission import Submission
from grader.errors import UsageError

DEFAULT = Path("problems")


def load(problems: Path, data: Path | None = None) -> Assignment:
    """The assignment at a path, with the course's own data files where a folder of them is given.

    Raises:
        UsageError: if nothing is there.
        SpecError: if specs are wrong.
    """
    from grader import spec

    if not problems.exists():
        meant = _meant(problems)
        hint = "give an assignment file, a folder of problems, or one problem"
        raise UsageError(f"there is nothing at {problems}", f"did you mean {meant}?" if meant else hint)
    return spec.load(problems, data=data)


def _meant(problems: Path) -> Path | None:
    """What somebody may have meant: a name like it beside it, or its own in the folder of problems here."""
    beside = [path.name for path in problems.parent.glob("*")] if problems.parent.is_dir() else []
    near = (problems.parent / name for name in get_close_matches(problems.name, beside, n=1))
    here = (DEFAULT / name for name in (problems.name, f"{problems.name}.yaml"))
    return next((path for path in (*here, *near) if path.exists()), None)


def problems_for(path: Path) -> Path:
    """The problems for work at `path`: `problems/` here, else the nearest above it: a problem that it lies in,
    `problems/`, or a folder of problems such as a handout.

    Raises:
        UsageError: if there are none.
    """
    if DEFAULT.is_dir():
        return DEFAULT
    found = next(_nearby(path.resolve()), None)
    if found is None:
        raise UsageError(f"there is no folder of problems here or above {path}", "name it: --problems DIR")
    return found


def only(problems: Path, problem: str | None) -> Path:
    """The folder of the one problem that is meant, so that no other is read; `problems` if it has no such folder."""
    if problem is not None and (problems / problem / "problem.yaml").is_file():
        return problems / problem
    return problems


def likely_framework(problems: Path) -> Framework | None:
    """What the one problem there is for, by a glance at its spec: enough to begin starting it while that is read."""
    try:
        spec = (problems / "problem.yaml").read_bytes()
    except OSError:
        return None
    return "numpy" if re.search(rb"^framework: *numpy", spec, re.MULTILINE) else "torch"


def _nearby(path: Path) -> Iterator[Path]:
    for folder in (path, *path.parents):
        if (folder / "problem.yaml").is_file():
            yield folder
        if (folder / DEFAULT).is_dir():
            yield folder / DEFAULT
        if next(folder.glob("*/problem.yaml"), None) is not None:
            yield folder


def narrowed(assignment: Assignment, submission: Submission, problem: str | None) -> Assignment:
    """The assignment with only `problem`, or without one only the problems for which something was handed in.

    Raises:
        UsageError: if that leaves nothing.
    """
    from grader.intake import asked_for, handed_in

    ids = [assigned.problem.id for assigned in assignment.problems]
    if problem is not None and problem not in ids:
        near = get_close_matches(problem, ids, n=1)
        raise UsageError(f"there is no problem {problem}", f"did you mean {near[0]}?" if near else _list(ids))
    kept = tuple(
        one
        for one in assignment.problems
        if (handed_in(submission, one.problem) if problem is None else one.problem.id == problem)
    )
    if not kept:
        names = [
            f"{asked_for(one.problem)[0]} for {one.problem.id}"
            for one in assignment.problems
            if asked_for(one.problem)
        ]
        raise UsageError("nothing here is a file that a problem asks for", f"it asks for {_list(names)}")
    return replace(assignment, problems=kept)


def _list(names: list[str]) -> str:
    shown = ", ".join(names[:6])
    return f"{shown}, …" if len(names) > 6 else shown
