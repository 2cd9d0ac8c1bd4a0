"""`grader check`: one student's work, as the student may see it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.cli.watching import Seen
    from grader.core.problem import Assignment
    from grader.core.report import Report
    from grader.core.submission import Submission
    from grader.core.text import Language
    from grader.sandbox.box import Sandbox


@click.command("check", short_help="Check your own work before you hand it in.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--problem", metavar="ID", help="Only this problem.  [default: those that PATH holds something for]"
)
@click.option(
    "--problems",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the problems are.  [default: problems/, else the nearest above PATH]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "github", "junit"]),
    default="table",
    show_default=True,
    help="What is printed.",
)
@click.option("--watch", is_flag=True, help="Check again at every save, until Ctrl-C.")
@options.language
def command(
    path: Path, problem: str | None, problems: Path | None, form: str, watch: bool, language: Language
) -> int:
    """Check PATH, a folder or a single .py file, and say of everything visible how it went and why.

    Ends with 0 if everything visible passed, 1 if something did not, 3 if something could not be graded.
    """
    from grader.cli.sources import likely_framework, load, narrowed, only, problems_for
    from grader.sandbox.box import Sandbox

    found = only(problems or problems_for(path), problem)
    with Sandbox() as sandbox:
        if framework := likely_framework(found):
            sandbox.warm(framework)
        # All that is read and imported from here on is in the shadow of the framework's import.
        from grader.intake import read_submission

        submission = read_submission(path)
        course = load(found)
        assignment = narrowed(course, submission, problem)
        if watch:
            from grader.cli.watching import watched

            show_saves = _printer_of_saves(path, form, language)
            return _exit_code(watched(path, course, problem, sandbox, show_saves))
        show = _printer(path, submission, form, language)
        report = _checked(assignment, submission, sandbox)
        show(report)
        return _exit_code(report)


def _checked(assignment: Assignment, submission: Submission, sandbox: Sandbox) -> Report:
    from grader.core.redaction import for_student
    from grader.schedule.options import Options
    from grader.schedule.run import grade_class

    return for_student(grade_class(assignment, (submission,), Options(), sandbox=sandbox))


def _printer(path: Path, submission: Submission, form: str, language: Language) -> Callable[[Report], None]:
    if form == "table":
        from grader.cli.screen import show, signs
        from grader.reports.terminal import student_view

        return lambda report: show(student_view(report, signs(), language))
    if form == "github":
        from grader.cli.github import show_step

        return lambda report: show_step(report, submission, path, language)
    if form == "json":
        from grader.reports import json

        return lambda report: click.echo(json.render(report, language), nl=False)
    from grader.reports import junit

    return lambda report: click.echo(junit.render(report, language), nl=False)


def _printer_of_saves(path: Path, form: str, language: Language) -> Callable[[Seen | None, Seen], None]:
    from grader.cli.watching import show_json, show_table
    from grader.errors import UsageError

    if form not in ("table", "json"):
        raise UsageError(
            f"--format {form} is one document", "--watch prints a table, or json: a line for each save"
        )
    return show_table(path, language) if form == "table" else show_json(language)


def _exit_code(report: Report) -> int:
    """What a person has yet to mark is no failure of the student's."""
    from grader.cli.edge import FAILURE, PASSED, UNGRADED
    from grader.core.verdict import Verdict

    seen = {
        check.verdict for one in report.submissions for problem in one.problems for check in problem.checks
    }
    if Verdict.UNGRADED in seen:
        return UNGRADED
    return PASSED if seen <= {Verdict.PASSED, Verdict.NEEDS_REVIEW, None} else FAILURE
