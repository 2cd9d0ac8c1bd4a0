"""`grader schema`: JSON Schemas, so that editors complete the YAML."""

from __future__ import annotations

import click


@click.command("schema", short_help="Print the JSON Schema of a problem, an assignment or a report.")
@click.argument("of", type=click.Choice(["problem", "assignment", "report"]), default="problem")
def command(of: str) -> None:
    """Print the JSON Schema of problem.yaml, of an assignment file, or of report.json."""
    import json

    click.echo(json.dumps(_schema(of), indent=2, ensure_ascii=False))


def _schema(of: str) -> object:
    if of == "report":
        from grader.reports import stored

        return stored.schema()
    from grader import spec

    return spec.problem_schema() if of == "problem" else spec.assignment_schema()
