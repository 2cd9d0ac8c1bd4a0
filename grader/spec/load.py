"""`load`: what the public API and the command line read specs with."""

from __future__ import annotations

from pathlib import Path

from grader.core.problem import Assignment
from grader.errors import UsageError
from grader.spec.assignment import load_file, load_folder, load_one
from grader.spec.problem import NAME


def load(path: Path | str) -> Assignment:
    """The assignment at a path: an assignment file, a folder of problems, or one problem (its folder or problem.yaml).

    Raises:
        SpecError: with every fault of every file, each as `path:line:column: what; hint`.
        UsageError: if there is nothing to load.
    """
    path = Path(path)
    if path.is_dir():
        return load_one(path) if (path / NAME).is_file() else load_folder(path)
    if not path.exists():
        raise UsageError(
            f"there is no {path}", "give an assignment file, a folder of problems, or one problem"
        )
    if path.name == NAME:
        return load_one(path.parent)
    if path.suffix not in (".yaml", ".yml"):
        raise UsageError(
            f"{path} is no assignment", "an assignment file ends in .yaml; a problem is a folder"
        )
    return load_file(path)
