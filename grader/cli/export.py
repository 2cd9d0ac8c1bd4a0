"""`grader export`: grades as an LMS takes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options

if TYPE_CHECKING:
    from grader.gradebook.reading import Reader
    from grader.reports.sheets import Filled

_SHEET = click.option(
    "--sheet",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="The LMS's own sheet as it was downloaded, to be filled in.  [default: a new one]",
)
_SCALE = click.option(
    "--scale", is_flag=True, help="Bring grades to the sheet's maximum where it is another."
)
_OUT = click.argument("out", type=click.Path(path_type=Path))
_MAX_NAMED = 10


@click.group("export", short_help="Grades for Moodle, Canvas, Gradescope or a spreadsheet.")
def command() -> None:
    """Write the grades that count by now, out of the gradebook. What is not known yet is blank."""


@command.command("moodle")
@_OUT
@_SHEET
@_SCALE
@options.gradebook
@options.assignment
def moodle(out: Path, sheet: Path | None, scale: bool, gradebook: str, assignment: str | None) -> None:
    """OUT: Moodle's offline grading worksheet."""
    from grader.reports import sheets

    with _read(gradebook, assignment) as reader:
        grades = sheets.Grades(reader.finals(), reader.max_score)
    _write(out, sheets.moodle(grades, _text(sheet), scaled=scale))


@command.command("canvas")
@_OUT
@_SHEET
@click.option("--column", metavar="NAME", help="The assignment's column.  [default: by its title]")
@_SCALE
@options.gradebook
@options.assignment
def canvas(
    out: Path, sheet: Path | None, column: str | None, scale: bool, gradebook: str, assignment: str | None
) -> None:
    """OUT: Canvas's gradebook, with the assignment's column. Without --sheet Canvas makes a new assignment of it."""
    from grader.reports import sheets

    with _read(gradebook, assignment) as reader:
        grades = sheets.Grades(reader.finals(), reader.max_score)
        titles = [reader.title.en, reader.title.fa, reader.assignment]
    _write(out, sheets.canvas(grades, _text(sheet), [one for one in titles if one], column, scaled=scale))


@command.command("csv")
@_OUT
@options.gradebook
@options.assignment
def table(out: Path, gradebook: str, assignment: str | None) -> None:
    """OUT: a table of all attempts with the score of each problem, as `grades.csv`."""
    from grader.cli.outputs import write
    from grader.reports import csv

    with _read(gradebook, assignment) as reader:
        text = csv.render(reader.report())
    write(out, text)


@command.command("results")
@_OUT
@options.gradebook
@options.assignment
@options.language
def results(out: Path, gradebook: str, assignment: str | None, language: options.Tongue) -> None:
    """OUT: a folder with Gradescope's results.json of each student, for the attempt that counts."""
    from grader.cli.outputs import write
    from grader.reports import gradescope

    with _read(gradebook, assignment) as reader:
        counted = {(one.student, one.attempt) for one in reader.finals()}
        reports = [one for one in reader.report().submissions if (one.student, one.attempt) in counted]
    for report in reports:
        write(out / f"{report.student}.json", gradescope.render(report, language))
    click.echo(f"{len(reports)} files are in {out}/")


@contextmanager
def _read(gradebook: str, assignment: str | None) -> Iterator[Reader]:
    from grader.cli.gradebook import opened

    with opened(gradebook) as book, book.reading(assignment) as reader:
        yield reader


def _text(sheet: Path | None) -> str | None:
    from grader.errors import UsageError

    if sheet is None:
        return None
    try:
        return sheet.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {sheet}: {error}", "give it as it was downloaded, in UTF-8") from error


def _write(out: Path, filled: Filled) -> None:
    from grader.cli.edge import say
    from grader.cli.outputs import write

    write(out, filled.text)
    for what, names in (
        ("blank, for their grade is not known yet", filled.blank),
        ("left as they are, locked or excused", filled.locked),
        ("not in the sheet", filled.absent),
    ):
        if names:
            more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
            say("note", f"{what}: {', '.join(names[:_MAX_NAMED])}{more}")
    click.echo(f"{filled.grades} grades are in {out}")
