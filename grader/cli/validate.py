"""`grader validate`: does a problem do what its author believes?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options

if TYPE_CHECKING:
    from typing import Literal

    from grader.audit.findings import Fault
    from grader.audit.validate import ProblemValidation


@click.command("validate", short_help="Prove that problems accept right answers and refuse wrong ones.")
@click.argument("problems", type=click.Path(path_type=Path), default="problems")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Draw the random inputs from this number.")
@options.isolation
def command(problems: Path, seed: int | None, isolation: Literal["auto", "strict", "none"]) -> int:
    """Validate the PROBLEMS: every spec loads, every reference passes, its gradients agree with central
    differences, and every example comes out as its expected.yaml says.

    Ends with 1 if anything is wrong, with 2 if a spec does not load.
    """
    from grader.audit.validate import validate
    from grader.cli.edge import FAILURE, PASSED
    from grader.cli.screen import signs
    from grader.errors import UsageError
    from grader.schedule.options import Options

    if not problems.exists():
        raise UsageError(f"there is no {problems}", "give a folder of problems, or one problem")
    marks = signs()
    faults, count = 0, 0
    asked = Options(seed=seed, workers=options.processors(), isolation=isolation)
    for found in validate(problems, asked):
        _print(found, marks.dot)
        faults, count = faults + len(found.faults), count + 1
    if not count:
        raise UsageError(f"{problems} holds no problem", "a problem is a folder with a problem.yaml")
    click.echo(f"{_counted(count, 'problem')}: " + (_counted(faults, "fault") if faults else "all valid"))
    return FAILURE if faults else PASSED


def _print(found: ProblemValidation, dot: str) -> None:
    outcome = "FAULTY" if found.faults else "valid"
    facts = f"{_counted(found.examples, 'example')} {dot} {found.seconds:.1f} s"
    click.echo(f"{found.id}: {outcome} {dot} {facts}")
    for fault in found.faults:
        _say("error", fault)
    for warning in found.warnings:
        _say("warning", warning)


def _say(kind: str, fault: Fault) -> None:
    from grader.reports.clean import clean

    click.echo(f"  {kind}: {fault.where}: {clean(fault.what)}")
    if fault.hint:
        click.echo(f"    hint: {clean(fault.hint)}")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
