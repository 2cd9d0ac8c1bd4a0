"""`grader doctor`: what this machine offers, found out by using it."""

from __future__ import annotations

import click


@click.command("doctor", short_help="Say what this machine offers, and what is missing.")
def command() -> None:
    """Try the sandbox's mechanisms and look for packages; say what is missing and how to get it."""
    from grader.cli.screen import signs
    from grader.core.verdict import Verdict
    from grader.sandbox.doctor import examine

    marks = signs().marks
    findings = examine()
    width = max((len(finding.name) for finding in findings), default=0)
    for finding in findings:
        mark = marks[Verdict.PASSED if finding.ok else Verdict.FAILED]
        click.echo(f"{mark} {finding.name.ljust(width)}  {finding.detail}".rstrip())
        if finding.hint and not finding.ok:
            click.echo(f"  {' ' * width}  hint: {finding.hint}")
