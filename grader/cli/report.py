"""`grader report`: what is on record, rendered anew; nothing is run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options

if TYPE_CHECKING:
    from grader.core.problem import Visibility
    from grader.core.report import Report

_RELEASED = ("after_due_date", "after_published", "hidden")


@click.command("report", short_help="Render a stored report: html, json, junit, csv or a table.")
@click.argument("source", default="grader-out/gradebook.db")
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "json", "junit", "csv", "table"]),
    default="html",
    show_default=True,
    help="What is written.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to.  [default: what is printed]"
)
@click.option("--student", metavar="ID", help="Only this student, as they may see it.")
@click.option(
    "--students",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A page for every student, as they may see it, into this folder.",
)
@click.option(
    "--released",
    multiple=True,
    type=click.Choice(_RELEASED),
    help="Checks that students may see by now; may be given again.",
)
@click.option(
    "--run", metavar="ID", help="Of a gradebook: what this run found.  [default: the grades that count]"
)
@options.assignment
@options.language
def command(
    source: str,
    form: str,
    out: Path | None,
    student: str | None,
    students: Path | None,
    released: tuple[Visibility, ...],
    run: str | None,
    assignment: str | None,
    language: options.Tongue,
) -> None:
    """Render SOURCE, a report.json or a gradebook, without running anything.

    A report.json is in the language that it was written in; a gradebook holds both.
    """
    from grader.cli.outputs import write, write_pieces
    from grader.core.redaction import for_student
    from grader.errors import UsageError
    from grader.reports import html

    report = _stored(source, assignment, run)
    if students is not None:
        names = sorted({one.student for one in report.submissions})
        for name in names:
            page = html.student_page(for_student(_only(report, name), released=frozenset(released)), language)
            write(students / f"{name}.html", page)
        click.echo(f"{len(names)} pages are in {students}/")
        return
    if student is not None:
        report = _only(report, student)
        if not report.submissions:
            raise UsageError(f"there is no student {student} in {source}", "ids are those of the submissions")
        report = for_student(report, released=frozenset(released))
    if form == "table":
        _show(report, language)
        return
    pieces = _rendered(report, form, language)
    if out is None:
        for piece in pieces:
            click.echo(piece, nl=False)
    else:
        write_pieces(out, pieces)
        click.echo(f"{out} is written")


def _stored(source: str, assignment: str | None, run: str | None) -> Report:
    if source.endswith(".json") and "://" not in source:
        from grader.errors import UsageError
        from grader.reports import json

        try:
            return json.parse(Path(source).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"cannot read {source}: {error}", "give a report.json or a gradebook") from error
    from grader.cli.gradebook import opened

    with opened(source) as book, book.reading(assignment) as reader:
        return reader.report() if run is None else reader.run_report(reader.run(run))


def _only(report: Report, student: str) -> Report:
    return replace(report, submissions=tuple(one for one in report.submissions if one.student == student))


def _rendered(report: Report, form: str, language: options.Tongue) -> Iterable[str]:
    from grader.reports import csv, html, json, junit

    if form == "html":
        is_class = report.viewer == "instructor"
        return [html.class_page(report, language) if is_class else html.student_page(report, language)]
    if form == "json":
        return json.pieces(report, language)
    return junit.pieces(report, language) if form == "junit" else [csv.render(report)]


def _show(report: Report, language: options.Tongue) -> None:
    from grader.cli.screen import show, signs
    from grader.reports.terminal import class_view, student_view

    view = class_view if report.viewer == "instructor" else student_view
    show(view(report, signs(), language))
