"""Options that several commands take."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

import click

Tongue: TypeAlias = Literal["en", "fa"]
_DEVICE = re.compile(r"auto|cpu|cuda(:[0-9]{1,3})?")

language = click.option(
    "--lang",
    "language",
    type=click.Choice(["en", "fa"]),
    default="en",
    show_default=True,
    help="Language of what is said.",
)
isolation = click.option(
    "--isolation",
    type=click.Choice(["auto", "strict", "none"]),
    default="auto",
    show_default=True,
    help="strict refuses less than full confinement; none is for your own code.",
)


def a_device(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Checks `--device`."""
    if not _DEVICE.fullmatch(value):
        raise click.BadParameter(f"{value!r} is not auto, cpu, cuda or cuda:N.", ctx, param)
    return value


GRADEBOOK = "grader-out/gradebook.db"
gradebook = click.option(
    "--gradebook",
    metavar="URL",
    default=GRADEBOOK,
    show_default=True,
    help="The gradebook: a file or PostgreSQL URL.",
)
assignment = click.option(
    "--assignment", metavar="ID", help="Which assignment.  [default: the one that was graded last]"
)
by = click.option("--by", metavar="NAME", help="Who decides.  [default: the name of this user]")
reason = click.option("--reason", metavar="TEXT", required=True, help="Why; it stays on record.")


def who(name: str | None) -> str:
    """The person who decides."""
    import getpass

    return name or getpass.getuser()
