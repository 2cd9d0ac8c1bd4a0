"""`grader check --watch`: judged again at every save, until Ctrl-C."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import click
from watchfiles import Change, DefaultFilter, watch

from grader.cli.edge import say
from grader.cli.screen import console_on, show, signs
from grader.core.problem import Assignment, Problem
from grader.core.redaction import for_student
from grader.core.report import ProblemReport, Report
from grader.core.submission import Submission
from grader.core.text import Language
from grader.errors import SubmissionError, UsageError
from grader.intake import handed_in, read_submission
from grader.intake.saves import touched
from grader.reports import json as report_json
from grader.reports.terminal import since_view, student_view
from grader.sandbox.box import Sandbox
from grader.schedule.again import Again
from grader.schedule.options import Options

QUIET_MS = 15  # a save is over when nothing has happened for so long
LONGEST_MS = 200  # a flood of changes is cut here
LOOK_MS = 500  # whether the folder itself was replaced is seen this often
REPLACED_S = 0.15  # a file that is away, or empty, for no longer than this is being replaced


@dataclass(frozen=True, slots=True)
class Seen:
    """What was judged: the report of everything so far, and the problems that were judged just now."""

    report: Report
    judged: tuple[str, ...]


def watched(
    path: Path,
    assignment: Assignment,
    only: str | None,
    sandbox: Sandbox,
    show_seen: Callable[[Seen | None, Seen], None],
) -> Report:
    """Judges `path` now and at every save; returns the last report when the user ends it.

    Args:
        only: the id of the one problem that is meant; else every problem for which something is handed in.
        show_seen: is given what was seen before (None at first) and now.

    Raises:
        UsageError: if there is nothing at `path`, or it cannot be watched.
    """
    path = path.resolve()
    problems = [one.problem for one in assignment.problems]
    with _ended_by_signals(), Again(assignment, Options(), sandbox) as again:
        desk = _Desk(again, problems, only)
        seen: Seen | None = None
        try:
            for submission in _saves(path):
                now = desk.judged(submission)
                if now is not None:
                    before, seen = seen, now
                    show_seen(before, now)
        except KeyboardInterrupt:
            pass
    if seen is None:
        raise KeyboardInterrupt
    return seen.report


class _Desk:
    """The state between saves."""

    def __init__(self, again: Again, problems: list[Problem], only: str | None) -> None:
        self._again = again
        self._problems = problems
        self._only = only
        self._last: Submission | None = None
        self._reports: dict[str, ProblemReport] = {}

    def judged(self, submission: Submission) -> Seen | None:
        """Judges what the save touched; None where that is nothing."""
        last, self._last = self._last, submission
        changed = self._problems if last is None else touched(last, submission, self._problems)
        due = [problem for problem in changed if self._is_meant(problem, submission)]
        if not due:
            return None
        self._again.warm(due)
        for problem in due:
            self._reports[problem.id] = self._again.problem(problem, submission)
        report = for_student(self._again.report(submission, self._reports))
        return Seen(report, tuple(problem.id for problem in due))

    def _is_meant(self, problem: Problem, submission: Submission) -> bool:
        """What was there once is judged on: a file that vanished is missing."""
        if self._only is not None:
            return problem.id == self._only
        return problem.id in self._reports or handed_in(submission, problem)


# --- saves ----------------------------------------------------------------------------------------------


def _saves(path: Path) -> Iterator[Submission]:
    """The work at `path` as it is now, and again whenever something was saved there."""
    before = read_submission(path)
    yield before
    folder = path if path.is_dir() else path.parent
    while True:
        for _ in _changes(path, folder):
            try:
                before = _settled(path, before)
            except (SubmissionError, UsageError) as error:
                say("error", error.what)
                continue
            yield before
        while not folder.is_dir():
            time.sleep(LOOK_MS / 1000)


def _changes(path: Path, folder: Path) -> Iterator[None]:
    """Something may have changed: said once at the start, then at every save, until the folder is another."""
    identity = _identity(folder)
    is_first = True
    try:
        for changes in watch(
            folder,
            watch_filter=_filter(path, folder),
            debounce=LONGEST_MS,
            step=QUIET_MS,
            rust_timeout=LOOK_MS,
            yield_on_timeout=True,
            recursive=path == folder,
        ):
            is_other = _identity(folder) != identity
            if changes or is_first or is_other:
                is_first = False
                yield
            if is_other:
                return
    except FileNotFoundError:
        yield  # it went away before it could be watched
    except OSError as error:
        raise UsageError(
            f"cannot watch {folder}: {error}", "watch a smaller folder, or a single file"
        ) from error


def _filter(path: Path, folder: Path) -> Callable[[Change, str], bool]:
    usual = DefaultFilter()
    if path == folder:
        return usual
    return lambda _, changed: Path(changed).name == path.name


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _settled(path: Path, before: Submission) -> Submission:
    """The work as it is once no file of it is half replaced."""
    found = _now(path, before)
    if any(body and not found.files.get(name) for name, body in before.files.items()):
        time.sleep(REPLACED_S)
        found = _now(path, before)
    return found


def _now(path: Path, before: Submission) -> Submission:
    try:
        return read_submission(path)
    except UsageError:  # nothing is there
        return replace(before, files={})


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """An editor that ends us, or a terminal that closes, is as good as Ctrl-C, which counts in the background too."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, signal.default_int_handler) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


# --- what is shown --------------------------------------------------------------------------------------


def show_table(path: Path, language: Language) -> Callable[[Seen | None, Seen], None]:
    """Shows what was judged, then what changed in it."""

    def showing(before: Seen | None, now: Seen) -> None:
        if before is not None:
            console_on(sys.stdout).rule(
                f"{datetime.now().astimezone():%H:%M:%S}", characters=signs().rule, style="dim"
            )
        show(student_view(_among(now.report, now.judged), signs(), language))
        earlier = {} if before is None else _by_id(before.report)
        for problem in _by_id(now.report).values():
            if problem.id in now.judged and problem.id in earlier:
                show(since_view(earlier[problem.id], problem, signs(), language))
        if before is None:
            say("note", f"{path} is watched; save to check again, Ctrl-C to end")

    return showing


def show_json(language: Language) -> Callable[[Seen | None, Seen], None]:
    """One line for each save: the report of everything, and under `judged` the problems that are new in it."""

    def showing(_: Seen | None, now: Seen) -> None:
        document = json.loads(report_json.render(now.report, language))
        click.echo(report_json.dump({**document, "judged": list(now.judged)}))

    return showing


def _by_id(report: Report) -> dict[str, ProblemReport]:
    return {problem.id: problem for one in report.submissions for problem in one.problems}


def _among(report: Report, ids: tuple[str, ...]) -> Report:
    submissions = tuple(
        replace(one, problems=tuple(problem for problem in one.problems if problem.id in ids))
        for one in report.submissions
    )
    return replace(report, submissions=submissions)
