"""`grader validate`: does a problem do what its author believes?"""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from grader.cli import options

if TYPE_CHECKING:
    from typing import Literal

    from grader.audit.findings import Fault
    from grader.audit.validate import Validation
    from grader.core.problem import Assignment, Example
    from grader.errors import SpecFault


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
    from grader.cli.sources import load
    from grader.sandbox.box import Sandbox
    from grader.schedule.options import Options

    assignment = load(problems)
    examples = _examples(assignment)
    secret = Options(seed=seed).secret()
    dot, faults = signs().dot, 0
    with Sandbox(isolation) as sandbox:
        for one in assignment.problems:
            started = monotonic()
            found = validate(one.problem, examples[one.problem.id], secret, sandbox)
            _print(found, monotonic() - started, dot)
            faults += len(found.faults)
    count = _counted(len(assignment.problems), "problem")
    click.echo(f"{count}: " + (_counted(faults, "fault") if faults else "all valid"))
    return FAILURE if faults else PASSED


def _examples(assignment: Assignment) -> dict[str, tuple[Example, ...]]:
    """The examples by problem.

    Raises:
        SpecError: with the faults of every problem's.
    """
    from grader.errors import SpecError
    from grader.spec import load_examples

    found: dict[str, tuple[Example, ...]] = {}
    faults: list[SpecFault] = []
    for one in assignment.problems:
        try:
            found[one.problem.id] = load_examples(one.problem)
        except SpecError as error:
            faults += error.faults
    if faults:
        raise SpecError(tuple(faults))
    return found


def _print(found: Validation, seconds: float, dot: str) -> None:
    outcome = "FAULTY" if found.faults else "valid"
    click.echo(f"{found.id}: {outcome} {dot} {_counted(found.examples, 'example')} {dot} {seconds:.1f} s")
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
