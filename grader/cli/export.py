"""`grader export`: grades as an LMS takes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options

if TYPE_CHECKING:
    from grader.core.report import Report, SubmissionReport
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


@click.group("export", short_help="Grades for Moodle, Canvas or a spreadsheet; an autograder for Gradescope.")
def command() -> None:
    """Write the grades that count by now, out of the gradebook: what is not known yet is blank. Or, with `gradescope`,
    make an autograder of an assignment.
    """


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


@command.command("gradescope")
@click.argument("problems", type=click.Path(path_type=Path), metavar="ASSIGNMENT")
@_OUT
@click.option(
    "--time-limit",
    "minutes",
    type=click.IntRange(1, 240),
    metavar="MINUTES",
    default=10,
    show_default=True,
    help="What is set on Gradescope; grading ends a little before.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Data files that problems ask for by name; they go into the zip.",
)
@options.language
def gradescope(problems: Path, out: Path, minutes: int, data: Path | None, language: options.Tongue) -> None:
    """OUT: a zip to upload as Gradescope's autograder, which grades ASSIGNMENT, hidden checks included.

    Late days are counted from the due date that is set there, attempts by the assignment's own rule.
    """
    from grader.autograder import Course, Settings, archive
    from grader.cli.outputs import write_bytes
    from grader.cli.sources import load

    course = Course(assignment=load(problems, data), path=problems, data=data)
    body = archive(course, Settings(time_limit_s=60 * minutes, language=language))
    write_bytes(out, body)
    count = len(course.assignment.problems)
    click.echo(
        f"{out} grades {count} problem{'' if count == 1 else 's'}, {len(body) / (1 << 20):.1f} MiB;"
        " next: upload it on Gradescope, under Configure Autograder"
    )


@command.command("results")
@_OUT
@click.option(
    "--format",
    "form",
    type=click.Choice(["gradescope", "prairielearn", "autolab"]),
    default="gradescope",
    show_default=True,
    help="Whose format.",
)
@options.gradebook
@options.assignment
@options.language
def results(out: Path, form: str, gradebook: str, assignment: str | None, language: options.Tongue) -> None:
    """OUT: a folder with each student's results as another system's autograder would write them.

    They are of the attempt that counts.
    """
    from grader.cli.outputs import write

    with _read(gradebook, assignment) as reader:
        counted = {(one.student, one.attempt) for one in reader.finals()}
        report = reader.report()
    reports = [one for one in report.submissions if (one.student, one.attempt) in counted]
    for one in reports:
        write(out / f"{one.student}.json", _rendered(report, one, form, language))
    click.echo(f"{len(reports)} files are in {out}/")


def _rendered(report: Report, one: SubmissionReport, form: str, language: options.Tongue) -> str:
    from grader.core.redaction import for_student
    from grader.reports import autolab, gradescope, prairielearn

    if form == "gradescope":
        return gradescope.render(one, language)
    if form == "autolab":
        return autolab.render(one)
    [seen] = for_student(replace(report, submissions=(one,))).submissions
    return prairielearn.render(seen, one.grade, one.max_score, language)


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
