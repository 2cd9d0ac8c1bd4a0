"""The public names: sorted, complete, and loaded only when used."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import grader
from grader import errors

ROOT = Path(__file__).parents[1]
PATH = f"import sys; sys.path.insert(0, {str(ROOT)!r}); "  # without `site`, no `.pth` file loads anything of its own


def test_names_are_sorted_and_unique() -> None:
    assert grader.__all__ == sorted(set(grader.__all__))


@pytest.mark.parametrize("name", grader.__all__)
def test_every_name_is_found_where_it_is_defined(name: str) -> None:
    thing = getattr(grader, name)

    assert thing.__name__ == name
    assert thing.__module__.startswith("grader.")


def test_every_exception_is_public() -> None:
    raised = {
        name
        for name, thing in vars(errors).items()
        if inspect.isclass(thing) and issubclass(thing, Exception)
    }

    assert raised <= set(grader.__all__)


def test_type_checkers_see_the_same_names() -> None:
    source = ast.parse(Path(grader.__file__).read_text(encoding="utf-8"))
    imported = {
        alias.asname or alias.name: node.module
        for node in ast.walk(source)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("grader.")
        for alias in node.names
    }

    assert sorted(imported) == grader.__all__
    assert {name: getattr(grader, name).__module__ for name in grader.__all__} == imported


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'grades'"):
        _ = grader.grades  # type: ignore[attr-defined]


def test_dir_names_what_is_not_loaded_yet() -> None:
    assert set(grader.__all__) <= set(dir(grader))


def test_importing_it_loads_only_the_standard_library() -> None:
    code = "import sys, grader; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", PATH + code], capture_output=True, text=True, check=True
    )
    loaded = {name for name in done.stdout.split() if name.partition(".")[0] not in sys.stdlib_module_names}

    assert loaded - {"__main__"} == {"grader"}


def test_the_version_is_that_of_the_project_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert grader.__version__ == project["version"]  # type: ignore[attr-defined]
