"""Imports a notebook as a module: its cells run in order, and one that fails costs its own definitions only.

An import of what is not installed does not end its cell: a plotting library is no part of the work. What was left
out, and which cells failed, is remarked; a name that is missing for one of these reasons is reported with it.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import inspect
import linecache
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.abc import Loader
from types import CodeType, ModuleType
from typing import Any

from grader.core.observation import Absent, Raised
from grader.wire.messages import Remark
from grader.worker.cells import Cell, parses, read_cells
from grader.worker.failures import cell_file, describe
from grader.worker.modules import within
from grader.worker.stopwatch import Stopwatch

_FUTURES = sum({getattr(__future__, name).compiler_flag for name in __future__.all_feature_names})
_DEFINES = re.compile(
    r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]*)?=(?!=)", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A cell, or an import in it, that failed; the names that it would have defined."""

    cell: int
    line: int
    names: frozenset[str]
    reply: Raised | Absent
    what: str


class Notebook(Loader):
    """A loader that runs the cells and keeps what became of them.

    Args:
        folder: the process's own, in which the notebook lies.
        path: the notebook's, within it.
        cpu_time_s: what the import may use.
    """

    def __init__(self, folder: str, path: str, cpu_time_s: float) -> None:
        self._folder = folder
        self._file = within(folder, path)
        self._stopwatch = Stopwatch(cpu_time_s)
        self._flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        self._module: ModuleType | None = None
        self._cells: tuple[Cell, ...] = ()
        self._running = sys.maxsize  # the cell that runs; afterwards beyond all of them
        self.failures: list[Failure] = []

    def exec_module(self, module: ModuleType) -> None:
        """Runs the cells.

        Raises:
            NotebookError: if the file is no notebook.
        """
        self._module = module
        with open(self._file, "rb") as file:
            self._cells = read_cells(file.read())
        os.environ.setdefault("MPLBACKEND", "Agg")  # a window would wait for somebody to close it
        vars(builtins).update(display=_display, get_ipython=lambda: _SHELL)
        for cell in self._cells:
            self._running = cell.number
            self._run(cell, module.__dict__)
        self._running = sys.maxsize

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What was left out and what failed, in the order of the cells."""
        left_out = [
            Remark(kind="dropped", cell=cell.number, line=one.line, text=one.text)
            for cell in self._cells
            for one in cell.dropped
        ]
        failed = [Remark(kind="failed", cell=one.cell, line=one.line, text=one.what) for one in self.failures]
        if not self._cells:
            return (Remark(kind="empty"),)
        return (*left_out, *failed)

    # --- running ----------------------------------------------------------------------------------------

    def _run(self, cell: Cell, names: dict[str, Any]) -> None:
        file = cell_file(self._file, cell.number)
        lines = cell.source.splitlines(keepends=True)
        linecache.cache[file] = (len(cell.source), None, lines, file)
        left: list[ast.stmt] = []
        try:
            with self._stopwatch.running():
                left = ast.parse(cell.source, file).body
                while left:
                    left = self._run_until_import_fails(cell, left, file, names)
        except BaseException as error:  # noqa: BLE001 - whatever ends a cell, the others are run
            self._fail(cell, _defined(left) if left else _defined_in_text(cell.source), error)

    def _run_until_import_fails(
        self, cell: Cell, body: list[ast.stmt], file: str, names: dict[str, Any]
    ) -> list[ast.stmt]:
        """Runs statements; returned is what stands after an import of something that is not there."""
        try:
            self._execute(ast.Module(body, []), file, names)
        except ImportError as error:
            line = _line_of(error, file)
            for index, statement in enumerate(body):
                if isinstance(statement, ast.Import | ast.ImportFrom) and statement.lineno <= line <= (
                    statement.end_lineno or 0
                ):
                    self._fail(cell, _defined([statement]), error)
                    return body[index + 1 :]
            raise
        return []

    def _execute(self, tree: ast.Module, file: str, names: dict[str, Any]) -> None:
        code: CodeType = compile(tree, file, "exec", self._flags, dont_inherit=True)
        self._flags |= code.co_flags & _FUTURES  # they hold for the cells below, too
        if code.co_flags & inspect.CO_COROUTINE:
            import asyncio

            asyncio.run(eval(code, names))  # noqa: S307 - a cell that awaits: code objects of that kind are evaluated
        else:
            exec(code, names)  # noqa: S102 - the student's own code, confined

    def _fail(self, cell: Cell, names: frozenset[str], error: BaseException) -> None:
        reply = self.describe(error)
        what = type(error).__name__
        if isinstance(reply, Raised) and reply.message:
            what = f"{what}: {reply.message}"
        line = _line_of(error, cell_file(self._file, cell.number))
        self.failures.append(Failure(cell.number, line, names, reply, what))

    # --- why something is missing -----------------------------------------------------------------------

    def describe(self, error: BaseException) -> Raised | Absent:
        """The reply for an exception, with the reason where a name is missing because of a cell."""
        reply = describe(error, self._folder, self._module)
        if isinstance(reply, Absent) and not reply.written:
            return self._in_place_of(reply)
        name = error.name if isinstance(error, NameError) else None
        if isinstance(reply, Raised) and name:
            return replace(reply, message=reply.message + self._why_missing(name))
        return reply

    def _in_place_of(self, absent: Absent) -> Raised | Absent:
        """What kept a cell from defining a name that is asked for, if something did."""
        for failure in reversed(self.failures):
            if absent.name in failure.names:
                if isinstance(failure.reply, Absent):
                    return failure.reply
                message = f"{failure.reply.message}; so cell {failure.cell} did not define {absent.name}"
                return replace(failure.reply, message=message)
        return absent

    def _why_missing(self, name: str) -> str:
        for failure in reversed(self.failures):
            if name in failure.names:
                return f"; cell {failure.cell}, which was to define it, failed ({failure.what})"
        for cell in self._cells:
            for dropped in cell.dropped:
                if name in dropped.names:
                    return f"; only IPython can run the line that sets it (cell {cell.number}, line {dropped.line})"
            if cell.number > self._running and name in _defined_in_text(cell.source):
                return f"; cell {cell.number} defines it, and cells are run from top to bottom"
        return ""


def _line_of(error: BaseException, file: str) -> int:
    """Where in a cell an exception went out of it; 0 where unknown."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            return trace.tb_lineno
        trace = trace.tb_next
    return (error.lineno or 0) if isinstance(error, SyntaxError) and error.filename == file else 0


# --- names ----------------------------------------------------------------------------------------------


def _defined(body: Sequence[ast.stmt]) -> frozenset[str]:
    try:
        return frozenset(name for statement in body for name in _names(statement))
    except RecursionError:  # branches upon branches
        return frozenset()


def _names(node: ast.AST) -> Iterator[str]:
    """The names that a statement binds in its module."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in aliases)
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            yield from (name for part in parts for name in _names(part))
        case ast.Starred(value=value):
            yield from _names(value)
        case ast.expr():
            return
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _names(child)


def _defined_in_text(source: str) -> frozenset[str]:
    """As `_defined`; for what does not parse near enough to say where a name comes from."""
    if parses(source):
        return _defined(ast.parse(source).body)
    return frozenset(one or other for one, other in _DEFINES.findall(source))


# --- what IPython brings along --------------------------------------------------------------------------


def _display(*shown: object, **_: object) -> None:
    """As IPython without a screen: what an object says of itself."""
    for one in shown:
        print(repr(one))  # noqa: T201 - it is for the student to read


class _Shell:
    """Stands for IPython's own: what it is asked for by name is left out as a magic is."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *_, **__: None


_SHELL = _Shell()
