"""`grader handout`: what students get of a course's problems."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options

if TYPE_CHECKING:
    from typing import Literal

    from grader.core.problem import Tally
    from grader.handout import HandedOut


@click.command("handout", short_help="Make what students get: statements, starters, visible checks.")
@click.argument("problems", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@options.isolation
def command(problems: Path, out: Path, isolation: Literal["auto", "strict", "none"]) -> int:
    """Write the folder OUT, and OUT.zip, with all that students need to check themselves, and nothing that tells an
    answer: no reference, hidden check, misconception or seed.

    A visible check that asks the reference becomes fixed numbers. What cannot be judged without telling the answer
    stays with the course; it is named here, and students are told how many points it carries.
    """
    from grader.cli.edge import PASSED
    from grader.cli.screen import signs
    from grader.cli.sources import load
    from grader.handout import hand_out, refuse_if_there, write
    from grader.sandbox.box import Sandbox
    from grader.schedule.options import Options

    refuse_if_there(out)
    assignment = load(problems)
    with Sandbox(isolation) as sandbox:
        made = hand_out(assignment, Options().secret(), sandbox)
    archive = write(made.files, out)
    for one in made.problems:
        _print(one, signs().dot)
    click.echo(f"{out}/ and {archive} are made; next, as a student would: cd {out}; grader check .")
    return PASSED


def _print(one: HandedOut, dot: str) -> None:
    from grader.reports.clean import clean

    tallies = (
        (one.shown, "handed out"),
        (one.withheld.hidden, "hidden"),
        (one.withheld.telling, "left to the course"),
    )
    parts = [_counted(tally, what) for tally, what in tallies if tally.checks]
    click.echo(f"{one.problem.id}: {f' {dot} '.join(parts)}")
    for why in dict.fromkeys(left.why for left in one.left_out):
        named = ", ".join(left.check.id for left in one.left_out if left.why == why)
        click.echo(f"  left to the course: {named}\n    {clean(why)}")


def _counted(tally: Tally, what: str) -> str:
    points = f"{float(tally.points):g}"
    return f"{tally.checks} {what}, {points} {'point' if points == '1' else 'points'}"
