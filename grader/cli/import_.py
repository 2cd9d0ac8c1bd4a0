"""`grader import`: an LMS's download as a submissions folder."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("import", short_help="Lay out a Moodle, Canvas or GitHub download as a submissions folder.")
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="Who is in the class: student, name, email, section, lms_id, …",
)
@click.option(
    "--problems",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Problems, so that the names of files that they ask for are kept.  [default: problems/ if it is there]",
)
def command(source: Path, out: Path, roster: Path | None, problems: Path | None) -> None:
    """Write SOURCE, a folder or zip as it was downloaded, as the submissions folder OUT.

    Says who has not handed in, who is not on the roster, and what was not taken and why.
    """
    from grader.cli.edge import say
    from grader.cli.sources import DEFAULT, load
    from grader.core.submission import Submission
    from grader.intake import open_class
    from grader.intake.writing import write_class
    from grader.reports.counts import named

    where = problems or (DEFAULT if DEFAULT.is_dir() else None)
    asked = [] if where is None else [one.problem for one in load(where).problems]
    handed_in = open_class(source, asked, roster=roster)
    remarks: list[str] = []

    def note(submission: Submission) -> None:
        remarks.extend(
            f"{named(submission.student, submission.attempt)}: {one}" for one in submission.refused
        )

    write_class(handed_in, out, note)
    for line in (*handed_in.notes, *remarks):
        say("note", line)
    found = (
        "folders of their own" if handed_in.kind == "folder" else f"named as by {handed_in.kind.capitalize()}"
    )
    click.echo(
        f"{len(handed_in)} submissions ({found}) are in {out}/; next: grader grade {where or 'PROBLEMS'} {out}"
    )
