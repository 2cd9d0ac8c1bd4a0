"""Options that several commands take."""

from __future__ import annotations

import re

import click

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
