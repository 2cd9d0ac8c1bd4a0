"""Imports what was handed in, from its own folder and nowhere else."""

from __future__ import annotations

import ast
import importlib.util
import os
import sys
import tempfile
import warnings
from collections.abc import Mapping
from importlib.abc import Loader
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

from grader.worker.evaluate import AbsentError

SOURCE = ".py"
_usual = warnings.formatwarning


class Source(SourceFileLoader):
    """Compiles a file that was handed in; there is no bytecode of it to be looked for."""

    def get_code(self, fullname: str) -> CodeType:
        code: CodeType = self.source_to_code(self.get_data(self.path), self.path)
        return code


def lay_files(folder: str, files: Mapping[str, bytes]) -> None:
    """Writes the files below `folder`, which is the process's own.

    Raises:
        OSError: if a name does not fit the file system, or is both a file and a folder.
    """
    for name, content in files.items():
        path = within(folder, name)
        if "/" in name:
            os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)


def within(folder: str, path: str) -> str:
    """Where a file that was handed in as `path` lies."""
    return f"{folder}{os.sep}{path}"


def import_path(folder: str, path: str, loader: Loader | None = None) -> ModuleType:
    """Imports `pkg/sub/mod.py` below `folder` by its dotted name; what is no Python source by a loader of its own.

    It is found in `folder` even where an installed package has the same name, and helper modules beside it
    are found through `sys.path`, to which `folder` is appended: nothing there shadows an installed package.

    Raises:
        AbsentError: if there is no such file, or nothing that imports it.
    """
    file = within(folder, path)
    if not os.path.isfile(file) or (loader is None and not path.endswith(SOURCE)):
        raise AbsentError(path)
    _let_find(folder)
    *packages, last = path.rpartition(".")[0].split("/")
    name, search = "", [folder]
    for package in packages:
        name = f"{name}{package}"
        search = list(getattr(_import_one(name, search), "__path__", []))
        name += "."
    name += last
    return _execute(ModuleSpec(name, loader or Source(name, file), origin=file))


def _let_find(folder: str) -> None:
    if folder not in sys.path:
        sys.path.append(folder)


def _import_one(name: str, search: list[str]) -> ModuleType:
    spec = PathFinder.find_spec(name, search)
    if spec is None:
        raise AbsentError(name)
    return _execute(spec)


def _execute(spec: ModuleSpec) -> ModuleType:
    module = importlib.util.module_from_spec(spec)
    if spec.origin is not None:  # a folder that is a package without a file of its own
        module.__file__ = spec.origin
    sys.modules[spec.name] = module
    if spec.loader is not None:
        spec.loader.exec_module(module)
    # A module may replace itself in sys.modules while it runs.
    return sys.modules.get(spec.name, module)


def import_copy(folder: str, path: str) -> ModuleType:
    """A second, separate instance of a module, which no `import` finds."""
    name = path.removesuffix(SOURCE).replace("/", ".")
    spec = importlib.util.spec_from_file_location(name, within(folder, path))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def import_source(name: str, source: bytes, folder: str) -> ModuleType:
    """Imports the author's driver from its bytes: no file of the student's can stand in its place.

    It may import what the course lays beside the student's files.
    """
    _let_find(folder)
    module = ModuleType(name)
    module.__file__ = within(os.path.dirname(folder), f"{name}{SOURCE}")
    exec(compile(source, module.__file__, "exec"), module.__dict__)  # noqa: S102 - the author's own code, confined
    return module


def unwritten(source: bytes | str, starter: bytes | str) -> tuple[str, ...]:
    """Names of functions (`Class.method` too) whose syntax tree is the starter's."""
    try:
        handed_in, given = _functions(source), _functions(starter)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    return tuple(name for name, tree in given.items() if handed_in.get(name) == tree)


def _functions(source: bytes | str) -> dict[str, str]:
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found[node.name] = ast.dump(node)
        elif isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    found[f"{node.name}.{method.name}"] = ast.dump(method)
    return found


def enter_folder(folder: str) -> None:
    """Makes `folder`, this process's own, the place where student code and libraries put what they put somewhere."""
    os.chdir(folder)
    for name in ("HOME", "TMPDIR", "TEMP", "TMP"):
        os.environ[name] = folder
    tempfile.tempdir = None  # to be found anew
    sys.dont_write_bytecode = True
    warnings.formatwarning = _formatted


def _formatted(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
) -> str:
    """As usual, but files are named as they were handed in: their folder has another name in every run."""
    folder = f"{os.environ.get('HOME', '')}{os.sep}"
    return _usual(message, category, filename.removeprefix(folder), lineno, line)
