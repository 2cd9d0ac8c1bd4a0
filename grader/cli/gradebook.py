"""`grader gradebook`: what is on record, and what people decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options

if TYPE_CHECKING:
    from grader.gradebook import Decision, Gradebook

_FORM = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="What is printed.",
)

_TIMES = ("at", "started", "finished", "last run")
_WHOLE = (
    "run",
    "at",
    "started",
    "last run",
    "attempt",
    "submissions",
    "isolation",
    "of",
)  # short: never folded
_RUN = 8  # characters that tell a run from others; `grader gradebook compare` takes them


@click.group("gradebook", short_help="Grades on record: list, compare, accept, override, extend.")
def command() -> None:
    """Look at the grades on record, and put on record what people decide.

    A regrade that would change known grades waits: `compare` shows whom it changes, `accept` lets it count.
    """


@contextmanager
def opened(location: str) -> Iterator[Gradebook]:
    """The gradebook, which must be there: a mistyped name is not to become an empty one."""
    from grader.errors import UsageError
    from grader.gradebook import open_gradebook

    if "://" not in location and not Path(location).is_file():
        raise UsageError(
            f"there is no gradebook {location}", "grader grade makes one; name it: --gradebook FILE"
        )
    with open_gradebook(location) as book:
        yield book


@command.command("list")
@options.gradebook
@options.assignment
@_FORM
def grades(gradebook: str, assignment: str | None, form: str) -> None:
    """The grade of every student that counts by now."""
    with opened(gradebook) as book, book.reading(assignment) as reader:
        from grader.reports.numbers import written

        finals = reader.finals()
        _print(
            ("student", "name", "attempt", "grade", "of"),
            [
                (one.student, one.name, one.attempt or "", written(one.grade), written(reader.max_score))
                for one in finals
            ],
            form,
        )


@command.command("assignments")
@options.gradebook
@_FORM
def assignments(gradebook: str, form: str) -> None:
    """The assignments that it holds."""
    with opened(gradebook) as book:
        rows = [(one.id, one.title.en, one.runs, one.last_run_at) for one in book.assignments()]
    _print(("assignment", "title", "runs", "last run"), rows, form)


@command.command("runs", short_help="Every run: what it graded, by which grader.")
@options.gradebook
@options.assignment
@_FORM
def runs(gradebook: str, assignment: str | None, form: str) -> None:
    """Every run, oldest first: what it graded, and by which grader."""
    with opened(gradebook) as book, book.reading(assignment) as reader:
        rows = [
            (
                one.id,
                one.started_at,
                one.finished_at or "cut off",
                one.submissions,
                one.graded,
                one.grader,
                one.tier,
            )
            for one in reader.runs()
        ]
    _print(("run", "started", "finished", "submissions", "results graded", "grader", "isolation"), rows, form)


@command.command("history", short_help="Every grade of one student, and every decision.")
@click.argument("student")
@options.gradebook
@options.assignment
@_FORM
def history(student: str, gradebook: str, assignment: str | None, form: str) -> None:
    """Every grade of one STUDENT and every decision about them, in order, with who and why."""
    from grader.errors import UsageError
    from grader.reports.numbers import written

    with opened(gradebook) as book, book.reading(assignment) as reader:
        rows: list[tuple[object, ...]] = []
        for decision in reader.decisions_about(student):
            of = f"{decision.problem}/{decision.check}".strip("/")
            what = " ".join(filter(None, (decision.kind, of, decision.criterion)))
            until = decision.until.isoformat() if decision.until else "taken back"
            value = written(decision.points, until)
            rows.append((decision.at, decision.attempt or "", what, value, decision.by, decision.reason, ""))
        for one in reader.grades(student):  # after the decisions of the same moment that led to them
            grade = written(one.grade, "not known")
            rows.append((one.at, one.attempt, one.cause, grade, one.by, one.reason, one.versions))
    if not rows:
        raise UsageError(
            f"the gradebook knows nothing of {student}", "grader gradebook list names the students"
        )
    rows.sort(key=lambda row: str(row[0]))
    _print(("at", "attempt", "what", "grade", "by", "why", "problems"), rows, form)


@command.command("compare", short_help="Whose grade differs between two runs.")
@click.argument("before", required=False)
@click.argument("after", required=False)
@options.gradebook
@options.assignment
@_FORM
def compare(before: str | None, after: str | None, gradebook: str, assignment: str | None, form: str) -> None:
    """Whose grade differs between two runs, by how much, and from which checks.

    Without runs: the grades that count by now against the last run. With one: against that run.
    """
    from grader.reports.changes import changes
    from grader.reports.numbers import written

    with opened(gradebook) as book, book.reading(assignment) as reader:
        second = reader.run_report(reader.run(after or before))
        first = reader.run_report(reader.run(before)) if after else reader.report()
    found = changes(first, second)
    rows = []
    for one in found:
        both = written(one.before, "not known"), written(one.after, "not known")
        rows.append((one.student, one.attempt, *both, _signed(one.by), ", ".join(one.checks)))
    _print(("student", "attempt", "before", "after", "by", "checks"), rows, form)
    if form == "table":
        differing = [one.by for one in found if one.by]
        up, down = sum(by > 0 for by in differing), sum(by < 0 for by in differing)
        same = len(second.submissions) - up - down
        click.echo(f"{len(second.submissions)} attempts: {up} gain, {down} lose, {same} keep their grade")


@command.command("accept")
@click.argument("run", required=False)
@options.gradebook
@options.assignment
@options.by
@options.reason
def accept(run: str | None, gradebook: str, assignment: str | None, by: str | None, reason: str) -> None:
    """Let the grades of a RUN (the last one) count."""
    with opened(gradebook) as book:
        changed = book.accept(assignment, run, options.who(by), reason)
    click.echo(f"{changed} grades changed")


@command.command("override", short_help="Set a grade, or the points of one check.")
@click.argument("student")
@click.argument("points")
@click.option("--check", metavar="PROBLEM/CHECK", help="Set the points of one check, not the grade.")
@click.option("--attempt", type=click.IntRange(1), metavar="N", help="Of this attempt only.")
@options.gradebook
@options.assignment
@options.by
@options.reason
def override(
    student: str,
    points: str,
    check: str | None,
    attempt: int | None,
    gradebook: str,
    assignment: str | None,
    by: str | None,
    reason: str,
) -> None:
    """Set the grade of a STUDENT to POINTS, or of one check with --check; `none` takes it back."""
    from grader.cli.edge import say
    from grader.errors import UsageError
    from grader.gradebook import Decision

    problem, _, of_check = (check or "").partition("/")
    with opened(gradebook) as book:
        with book.reading(assignment) as reader:
            most = None
            if check:
                known = {
                    (outline.id, one): outline.checks[one].points
                    for outline in reader.outlines.values()
                    for one in outline.checks
                }
                if (problem, of_check) not in known:
                    raise UsageError(f"there is no check {check}", "write it as problem/check")
                most = known[problem, of_check]
            value = _points(points, most)
            if not reader.grades(student):
                say("note", f"{student} has handed in nothing that was graded")
        became = _decided(
            book,
            assignment,
            Decision(
                student=student,
                kind="override",
                by=options.who(by),
                reason=reason,
                attempt=attempt,
                problem=problem,
                check=of_check,
                points=value,
            ),
        )
    what = "as graded again" if value is None else f"set to {points}"
    click.echo(f"{student}: {f'{check} ' if check else ''}{what}{became}")


@command.command("extend", short_help="Let a student hand in until later.")
@click.argument("student")
@click.argument("until")
@options.gradebook
@options.assignment
@options.by
@options.reason
def extend(
    student: str, until: str, gradebook: str, assignment: str | None, by: str | None, reason: str
) -> None:
    """Let a STUDENT hand in UNTIL a time such as 2026-11-08T23:59:00+03:30; `none` takes it back."""
    from grader.cli.edge import say
    from grader.errors import UsageError
    from grader.gradebook import Decision

    time = None
    if until != "none":
        try:
            time = datetime.fromisoformat(until)
        except ValueError:
            time = None
        if time is None or time.tzinfo is None:
            raise UsageError(
                f"{until!r} is no time with a UTC offset", "write it as 2026-11-08T23:59:00+03:30"
            )
    with opened(gradebook) as book:
        with book.reading(assignment) as reader:
            if not reader.grades(student):
                say("note", f"{student} has handed in nothing yet")
        became = _decided(
            book,
            assignment,
            Decision(student=student, kind="extension", by=options.who(by), reason=reason, until=time),
        )
    what = "no extension any more" if time is None else f"may hand in until {time.isoformat()}"
    click.echo(f"{student}: {what}{became}")


def _decided(book: Gradebook, assignment: str | None, decision: Decision) -> str:
    """Puts a decision on record; returns what became of the student's grades, as the end of a line."""
    from grader.reports.numbers import written

    with book.reading(assignment) as reader:
        before = reader.grades(decision.student)
    book.decide(assignment, decision)
    with book.reading(assignment) as reader:
        after = reader.grades(decision.student)
    has_several = len({row.attempt for row in after}) > 1
    stood: dict[int, Fraction | None] = {}
    told = ""
    for position, row in enumerate(after):
        if position >= len(before) and row.cause == decision.kind:  # a grader may be at work beside us
            of = f"attempt {row.attempt}: " if has_several else ""
            was = written(stood[row.attempt], "not known")
            told += f"; {of}grade {written(row.grade, 'not known')}, "
            told += "as before" if row.grade == stood[row.attempt] else f"was {was}"
        stood[row.attempt] = row.grade
    return told


def _points(text: str, most: Fraction | None) -> Fraction | None:
    from grader.errors import UsageError

    if text == "none":
        return None
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        value = Fraction(-1)
    if value < 0 or (most is not None and value > most):
        hint = "a number from 0 up" if most is None else f"a number from 0 to {float(most):g}"
        raise UsageError(f"{text!r} cannot be given", f"{hint}, or none to take back what was given")
    return value


def _signed(by: Fraction | None) -> str:
    from grader.reports.numbers import written

    if by is None:
        return ""
    return f"+{written(by)}" if by > 0 else f"-{written(-by)}" if by < 0 else "0"


def _print(columns: Sequence[str], rows: Iterable[Sequence[object]], form: str) -> None:
    if form == "json":
        from grader.reports.json import dump

        found = [dict(zip((name.replace(" ", "_") for name in columns), row, strict=True)) for row in rows]
        click.echo(dump(found, indent=1))
        return
    from rich.table import Table
    from rich.text import Text as Line

    from grader.cli.screen import show
    from grader.reports.moments import moment
    from grader.reports.terminal.bidi import phrase

    shown: Mapping[str, Callable[[str], str]] = {
        **dict.fromkeys(_TIMES, moment),
        "finished": lambda at: moment(at).partition(" ")[2] if at[:1].isdigit() else at,
        "run": lambda run: run[:_RUN],
    }
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in columns:
        heading = f"{name} (UTC)" if name in _TIMES else name
        table.add_column(heading, overflow="fold", no_wrap=name in _WHOLE)
    for row in rows:
        cells = [
            shown.get(name, str)("" if cell is None else str(cell))
            for name, cell in zip(columns, row, strict=True)
        ]
        table.add_row(*(phrase(cell, "en") if cell else Line() for cell in cells))
    show(table)
