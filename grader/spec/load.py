"""`load`: what the public API and the command line read specs with."""

from __future__ import annotations

from pathlib import Path

from grader.core.problem import Assignment
from grader.errors import UsageError
from grader.spec.assignment import load_file, load_folder, load_one
from grader.spec.problem import NAME


def load(path: Path | str, *, data: Path | str | None = None) -> Assignment:
    """The assignment at a path: an assignment file, a folder of problems, or one problem (its folder or problem.yaml).

    Args:
        path: where it lies.
        data: a folder with the files that `data:` values name, directly in it or in a folder of the problem's id.

    Raises:
        SpecError: with every fault of every file, each as `path:line:column: what; hint`.
        UsageError: if there is nothing to load, or no problem asks for a file of the data folder.
    """
    if data is None:
        return _load(Path(path), None)
    data = Path(data)
    if not data.is_dir():
        raise UsageError(f"there is no folder {data}", "it holds the data files that problems ask for")
    assignment = _load(Path(path), data)
    if not any(assigned.problem.data for assigned in assignment.problems):
        hint = "a `data:` value in problem.yaml names each; it lies in DIR, or in DIR/<problem id>"
        raise UsageError(f"{data} holds no file that a problem asks for", hint)
    return assignment


def _load(path: Path, data: Path | None) -> Assignment:
    if path.is_dir():
        return load_one(path, data) if (path / NAME).is_file() else load_folder(path, data)
    if not path.exists():
        raise UsageError(
            f"there is no {path}", "give an assignment file, a folder of problems, or one problem"
        )
    if path.name == NAME:
        return load_one(path.parent, data)
    if path.suffix not in (".yaml", ".yml"):
        raise UsageError(
            f"{path} is no assignment", "an assignment file ends in .yaml; a problem is a folder"
        )
    return load_file(path, data)
