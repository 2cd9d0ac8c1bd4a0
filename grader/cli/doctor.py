"""`grader doctor`: what this machine offers, found out by using it."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("doctor", short_help="Say what this machine offers, and what is missing.")
@click.argument("problems", type=click.Path(path_type=Path), required=False)
def command(problems: Path | None) -> int:
    """Try the sandbox's mechanisms and the packages that PROBLEMS require; say what is missing and how to get it.

    Ends with 1 if something is missing.
    """
    from grader.cli.edge import FAILURE, PASSED
    from grader.cli.screen import signs
    from grader.cli.sources import DEFAULT, load
    from grader.core.verdict import Verdict
    from grader.sandbox.doctor import examine

    where = problems or (DEFAULT if DEFAULT.is_dir() else None)
    assigned = load(where).problems if where is not None else ()
    required = sorted({package for one in assigned for package in one.problem.requires})
    marks = signs().marks
    width = max(len("namespaces"), *(len(package) for package in required), 0)
    all_well = True
    for finding in examine(required):
        mark = marks[Verdict.PASSED if finding.ok else Verdict.FAILED]
        click.echo(f"{mark} {finding.name.ljust(width)}  {finding.detail}".rstrip())
        if finding.hint and not finding.ok:
            click.echo(f"  {' ' * width}  hint: {finding.hint}")
        all_well = all_well and finding.ok
    return PASSED if all_well else FAILURE
