"""`grader audit`: do the checks notice when the reference is a little wrong?"""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from grader.cli import options

if TYPE_CHECKING:
    from typing import Literal

    from grader.audit.survival import Audit
    from grader.core.mutant import Change

ENOUGH = 0.95


@click.command("audit", short_help="Put the checks to the test with mutants of the reference.")
@click.argument("problems", type=click.Path(path_type=Path), default="problems")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="What is printed.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 1024),
    metavar="N",
    help="Mutants at once.  [default: the processors here]",
)
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Draw the random inputs from this number.")
@options.isolation
def command(
    problems: Path,
    form: str,
    workers: int | None,
    seed: int | None,
    isolation: Literal["auto", "strict", "none"],
) -> int:
    """Change the reference of each of the PROBLEMS in one small way at a time, grade every such mutant, and show
    the ones that no check noticed.

    A mutant that is as right as the reference is marked in the problem's mutants.yaml, with its reason.
    Ends with 1 if fewer than 95 % are noticed, or if a mark fits no survivor.
    """
    from grader.audit.survival import audit
    from grader.cli.edge import FAILURE, PASSED
    from grader.cli.screen import signs
    from grader.cli.sources import load
    from grader.sandbox.box import Sandbox
    from grader.schedule.options import Options
    from grader.spec import load_equivalents, load_examples

    assignment = load(problems)
    asked = Options(seed=seed, workers=workers, isolation=isolation)
    everything = [
        (one.problem, load_examples(one.problem), load_equivalents(one.problem))
        for one in assignment.problems
    ]
    found: list[Audit] = []
    with Sandbox(isolation) as sandbox:
        for problem, examples, marks in everything:
            started = monotonic()
            one = audit(problem, examples, marks, asked.secret(), sandbox, asked.at_once())
            found.append(one)
            if form == "table":
                _print(one, monotonic() - started, signs().dot)
    if form == "json":
        click.echo(json.dumps([_json(one) for one in found], indent=2, ensure_ascii=False))
    return PASSED if all(one.rate >= ENOUGH and not one.stale for one in found) else FAILURE


def _print(found: Audit, seconds: float, dot: str) -> None:
    from grader.reports.clean import clean

    unmarked = [one for one in found.survivors if not one.reason]
    equivalent = len(found.survivors) - len(unmarked)
    parts = [f"{found.killed} killed", f"{len(unmarked)} survived", f"{equivalent} equivalent"]
    if found.ungraded:
        parts.append(f"{found.ungraded} ungraded")
    click.echo(f"{found.id}: {found.rate:.1%} {dot} {', '.join(parts)} {dot} {seconds:.1f} s")
    if found.margin is not None:
        click.echo(f"  margin: {_margin(found)}")
    for one in found.survivors:
        click.echo(f"  {'equivalent' if one.reason else 'survived'} in {one.mutant.change.function}:")
        for line in clean(one.mutant.diff).splitlines():
            click.echo(f"    {line}")
        change = one.mutant.change
        if one.reason:
            click.echo(f"    reason: {clean(one.reason)}")
        else:
            click.echo(f"    mark: {_mark(change)}")
    for mark in found.stale:
        click.echo(
            f"  error: mutants.yaml marks a change that does not survive: {mark.change.was!r} in {mark.change.function}"
        )


def _mark(change: Change) -> str:
    """A line of mutants.yaml, but for the reason; JSON's strings are YAML's too."""
    was, becomes = json.dumps(change.was, ensure_ascii=False), json.dumps(change.becomes, ensure_ascii=False)
    return f"{{function: {change.function}, was: {was}, becomes: {becomes}, reason: …}}"


def _margin(found: Audit) -> str:
    margin = found.margin
    assert margin is not None
    reference = f"the reference strays by at most {margin.reference:.2g} tolerances"
    if margin.nearest is None:
        return f"{reference}; no example is wrong by its numbers"
    return (
        f"{reference}; the nearest wrong example by {margin.nearest:.3g} ({margin.example}, {margin.check})"
    )


def _json(found: Audit) -> dict[str, object]:
    return {
        "id": found.id,
        "rate": round(found.rate, 4),
        "killed": found.killed,
        "ungraded": found.ungraded,
        "survivors": [
            {
                "function": one.mutant.change.function,
                "was": one.mutant.change.was,
                "becomes": one.mutant.change.becomes,
                "diff": one.mutant.diff,
                "reason": one.reason or None,
            }
            for one in found.survivors
        ],
        "margin": None
        if found.margin is None
        else {
            "reference": found.margin.reference,
            "nearest_wrong_example": found.margin.nearest,
            "example": found.margin.example or None,
            "check": found.margin.check or None,
        },
        "stale_marks": len(found.stale),
    }
