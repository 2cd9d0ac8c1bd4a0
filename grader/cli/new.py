"""`grader new`: a problem folder that validates as it stands, to be changed part by part."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from string import Template
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MARK = ".in"  # keeps templates from being taken for code and specs of ours


@click.command("new", short_help="Begin a problem: a folder that validates.")
@click.argument("problem_id", metavar="ID")
@click.option(
    "--problems",
    type=click.Path(path_type=Path),
    default="problems",
    show_default=True,
    metavar="DIR",
    help="The folder that it is made in.",
)
@click.option(
    "--framework",
    type=click.Choice(["numpy", "torch"]),
    default="torch",
    show_default=True,
    help="What student functions are given.",
)
def command(problem_id: str, problems: Path, framework: str) -> int:
    """Make the folder of a problem named ID (lower-case words joined by hyphens) with a spec, a statement in two
    languages, a starter, a reference, a misconception and examples. It validates as it stands."""
    from grader.cli.edge import PASSED
    from grader.errors import UsageError

    if not _KEBAB.fullmatch(problem_id):
        near = re.sub(r"[^a-z0-9]+", "-", problem_id.lower()).strip("-")
        hint = f"such as {near}" if _KEBAB.fullmatch(near) else "such as softmax-rows"
        raise UsageError(f"{problem_id!r} is no id: lower-case words joined by hyphens", hint)
    folder = problems / problem_id
    if folder.exists():
        raise UsageError(f"{folder} is there already", "choose another id")
    words = {
        "id": problem_id,
        "title": problem_id.replace("-", " ").capitalize(),
        "module": problem_id.replace("-", "_"),
        "framework": framework,
    }
    try:
        for path, text in _templates(files("grader.cli") / "template", PurePosixPath()):
            target = folder / str(path).replace("module.py", f"{words['module']}.py")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(Template(text).substitute(words), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write into {folder}: {error.strerror}") from error
    click.echo(f"{folder}/ is made; next: grader validate {folder}")
    return PASSED


def _templates(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    """Every template below a folder with its path, the mark taken off."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _templates(entry, path / entry.name)
        elif entry.name.endswith(_MARK):
            yield path / entry.name.removesuffix(_MARK), entry.read_text(encoding="utf-8")
