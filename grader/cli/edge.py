"""The edge of the command line: which commands there are, and what becomes of every exception.

0  done (check: everything visible passed)
1  check or validate found a failure
2  a usage or spec error
3  something is ungraded, or the grader itself failed
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NoReturn

import click

from grader.core.masking import masked
from grader.errors import AuthorError, GraderError, IsolationError, SandboxError, SpecError, WireError

PASSED, FAILURE, USAGE, UNGRADED = 0, 1, 2, 3
_INTERRUPTED = 130
_OUR_FAILURES = (AuthorError, SandboxError, WireError)

COMMANDS = tuple(
    "grade check validate audit new handout import gradebook review report export schema doctor".split()
)
_FOR_CONTAINERS = ("autograde",)  # what `export gradescope` puts into its zip; not for people
_MODULES = {"import": "import_"}  # a word of the language cannot name a module


class CommandLine(click.Group):
    """Loads a command's module when the command is asked for, and turns every exception into one exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS + _FOR_CONTAINERS:
            return None
        command = import_module(f"grader.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS + _FOR_CONTAINERS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=1)
            raise Mistake(
                f"no such command: {args[0]}", _did_you_mean(near) or f"one of {', '.join(COMMANDS)}"
            )
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **options: Any) -> NoReturn:
        options["standalone_mode"] = False
        sys.exit(_guarded(lambda: super(CommandLine, self).main(*args, **options)))


class Mistake(click.UsageError):
    """A usage error with a hint of its own."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.hint = hint


@click.command(
    cls=CommandLine, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="grader", message="%(prog)s %(version)s")
def cli() -> None:
    """Grades numeric and deep-learning homework, and says why a wrong answer is wrong."""


def main(args: Sequence[str] | None = None) -> NoReturn:
    """The console script `grader`; ends in `sys.exit`."""
    cli.main(args=None if args is None else list(args), prog_name="grader")


def say(kind: str, text: str) -> None:
    """One line for a person on stderr, such as `error: what went wrong`."""
    click.echo(f"{kind}: {_printable(masked(text))}", err=True)


def _guarded(command: Any) -> int:
    """Runs a command; its exit code, with every exception said in one place."""
    try:
        code = command()
        sys.stdout.flush()
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("", err=True)
        say("error", "interrupted")
        return _INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return PASSED
    except click.ClickException as error:
        return _usage(error)
    except GraderError as error:
        return _known(error)
    except Exception as error:  # noqa: BLE001 - the edge: nothing of ours may end in a traceback
        return _internal(error)
    return code if isinstance(code, int) else PASSED


def _usage(error: click.ClickException) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message())
        return USAGE
    say(
        "error",
        _lower(error.message.rstrip(".")) if error.message else _lower(error.format_message().rstrip(".")),
    )
    hint = _hint(error)
    if hint:
        say("hint", hint)
    return USAGE


def _hint(error: click.ClickException) -> str:
    if isinstance(error, Mistake):
        return error.hint
    if isinstance(error, click.NoSuchOption) and error.possibilities:
        return _did_you_mean(error.possibilities)
    if isinstance(error, click.UsageError) and error.ctx is not None:
        return f"{error.ctx.command_path} --help"
    return ""


def _known(error: GraderError) -> int:
    if isinstance(error, SpecError):
        for fault in error.faults:
            say("error", str(fault))
        return USAGE
    say("error", error.what)
    if error.hint:
        say("hint", error.hint)
    is_ours = isinstance(error, _OUR_FAILURES) and not isinstance(error, IsolationError)
    return UNGRADED if is_ours else USAGE


def _internal(error: Exception) -> int:
    if os.environ.get("GRADER_DEBUG") == "1":
        import traceback

        click.echo(masked(traceback.format_exc()), nl=False, err=True)
    say("error", f"internal: {type(error).__name__}: {error}")
    say("hint", "this is a fault of grader; please report it with what GRADER_DEBUG=1 shows")
    return UNGRADED


def _did_you_mean(near: Sequence[str]) -> str:
    return f"did you mean {' or '.join(near)}?" if near else ""


def _lower(message: str) -> str:
    """Our errors begin in lower case, click's do not."""
    return message[:1].lower() + message[1:]


def _printable(text: str) -> str:
    """A path or an id in a message may hold anything; line ends of ours stay."""
    return "".join(c if c.isprintable() or c in "\n\u200c\u200d" else ascii(c)[1:-1] for c in text)


def _forget_stdout() -> None:
    """Python flushes stdout once more as it exits; it must not complain there."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
