"""`grader grade`: a whole class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from grader.core.report import Report
    from grader.core.text import Language
    from grader.schedule.options import Engine


@click.command("grade", short_help="Grade a class of submissions.")
@click.argument("problems", type=click.Path(path_type=Path), default="problems")
@click.argument("submissions", type=click.Path(path_type=Path), default="submissions")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="grader-out",
    show_default=True,
    metavar="DIR",
    help="Where report.json, report.html, grades.csv and junit.xml go.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "quiet"]),
    default="table",
    show_default=True,
    help="What is printed.",
)
@click.option(
    "--device",
    callback=options.a_device,
    default="auto",
    show_default=True,
    metavar="auto|cpu|cuda[:N]",
    help="Where student code computes.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 1024),
    metavar="N",
    help="Submissions at once, on each machine.  [default: its processors]",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    metavar="N",
    help="Draw the random inputs from this number; without it they differ.",
)
@click.option("--only", default="*", metavar="GLOB", help="Only students whose id fits.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Data files that problems ask for by name, in it or in DIR/<problem id>.",
)
@click.option(
    "--gradebook",
    metavar="URL",
    help="A file or PostgreSQL URL that keeps every result and grade.  [default: gradebook.db in --out]",
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="Who is in the class, with times and extensions.  [default: submissions.csv in SUBMISSIONS]",
)
@click.option("--fresh", is_flag=True, help="Grade again what the gradebook holds already.")
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="What grades: this machine, or a Ray cluster.",
)
@click.option(
    "--address",
    metavar="HOST:PORT",
    help="The Ray cluster.  [default: the one that this machine belongs to, else one of its own]",
)
@options.language
@options.isolation
def command(
    problems: Path,
    submissions: Path,
    out: Path,
    form: str,
    device: str,
    workers: int | None,
    seed: int | None,
    only: str,
    data: Path | None,
    gradebook: str | None,
    roster: Path | None,
    fresh: bool,
    engine: Engine,
    address: str | None,
    language: Language,
    isolation: Literal["auto", "strict", "none"],
) -> int:
    """Grade the SUBMISSIONS on the PROBLEMS.

    PROBLEMS is an assignment file, a folder of problems, or one problem. SUBMISSIONS has one folder or zip per student,
    or is the download of Moodle or Canvas as it is. What the gradebook holds for the same work is not graded again.

    Ends with 0 however the class did, with 3 if something could not be graded.
    """
    from dataclasses import replace

    from grader.cli.edge import say
    from grader.cli.outputs import GRADEBOOK, writable, write_reports
    from grader.cli.progress import progress
    from grader.cli.sources import load
    from grader.errors import UsageError
    from grader.gradebook import open_gradebook
    from grader.intake import open_class
    from grader.schedule.options import Options
    from grader.schedule.run import grade_class

    if address is not None and engine != "ray":
        raise UsageError("--address is a cluster's", "--engine ray grades on one")
    assignment = load(problems, data)
    handed_in = open_class(
        submissions, [one.problem for one in assignment.problems], only=only, roster=roster
    )
    writable(out)
    asked = Options(
        seed=seed,
        workers=workers,
        device=device,
        isolation=isolation,
        fresh=fresh,
        engine=engine,
        address=address,
    )
    location = gradebook or str(out / GRADEBOOK)
    with open_gradebook(location) as book, progress(len(handed_in)) as on_done:
        report = grade_class(assignment, handed_in, asked, on_done, book)
    for remark in report.run.remarks:
        say("warning", remark)
    report = replace(report, notes=handed_in.notes)
    written = write_reports(report, out, language)
    _print(report, form, language)
    if form == "table":
        for line in (*report.notes, *_next(report, location)):
            click.echo(f" {line}")
        click.echo(f" {', '.join(written)} are in {out}/")
    return _exit_code(report)


def _next(report: Report, location: str) -> Iterator[str]:
    """What was not done, and what is left to do, with the commands as they are to be typed."""
    from shlex import join

    from grader.cli.options import GRADEBOOK
    from grader.core.masking import masked

    def typed(*command: str) -> str:
        return join(
            ["grader", *command, *([] if location == GRADEBOOK else ["--gradebook", masked(location)])]
        )

    if report.run.reused:
        yield f"{report.run.reused} of {len(report.submissions)} submissions were graded before"
    if report.run.pending:
        yield f"{report.run.pending} known grades would change; they stand until you let them"
        yield f"  look: {typed('gradebook', 'compare')}"
        yield f"  then: {typed('gradebook', 'accept', '--reason', 'WHY')}"
    waiting = sum(one.status == "needs_review" for one in report.submissions)
    if waiting:
        yield f"{waiting} wait{'s' if waiting == 1 else ''} for a person: {typed('review')}"


def _print(report: Report, form: str, language: Language) -> None:
    if form == "json":
        from grader.reports import json

        click.echo(json.render(report, language), nl=False)
    elif form == "table":
        from grader.cli.screen import show, signs
        from grader.reports.terminal import class_view

        show(class_view(report, signs(), language))


def _exit_code(report: Report) -> int:
    from grader.cli.edge import PASSED, UNGRADED
    from grader.core.verdict import Verdict

    checks = (check for one in report.submissions for problem in one.problems for check in problem.checks)
    return UNGRADED if any(check.verdict is Verdict.UNGRADED for check in checks) else PASSED
