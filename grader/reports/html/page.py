"""What every page has: templates, style, script, and the policy that keeps all else out."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader.core.report import Report
from grader.core.text import Language, Text
from grader.reports.clean import clean, one_line
from grader.reports.html import words
from grader.reports.moments import moment
from grader.reports.numbers import brief
from grader.reports.terminal.bidi import is_rtl, isolated
from grader.reports.terminal.signs import UNICODE
from grader.reports.terminal.words import VERDICTS

_MAX_LINE = 400
_MAX_QUOTED = 100_000


def render(template: str, report: Report, language: Language, **context: object) -> str:
    """A page, the same byte for byte for the same report."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _environment(language)
        .get_template(template)
        .render(report=report, policy=policy, style=style, script=script, **context)
    )


def quoted(text: str, max_lines: int) -> str:
    """What student code printed or raised, cut to what a page can bear."""
    whole = clean(text[:_MAX_QUOTED]).rstrip().splitlines()
    lines = [line if len(line) <= _MAX_LINE else f"{line[:_MAX_LINE]}…" for line in whole]
    left_out = len(lines) - max_lines
    return "\n".join(lines if left_out <= 0 else [*lines[:max_lines], f"… + {left_out}"])


def share(score: Fraction | None, most: Fraction | int) -> Fraction:
    """How much of a bar is filled; extra credit does not overflow it."""
    return min(Fraction(1), (score or Fraction(0)) / most) if most else Fraction(0)


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.reports.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    said: Mapping[str, str] = {
        name.lower(): text.in_language(language)
        for name, text in vars(words).items()
        if isinstance(text, Text)
    }
    environment.globals.update(
        w=said,
        language=language,
        direction="rtl" if language == "fa" else "ltr",
        verdict_words={verdict: text.in_language(language) for verdict, text in VERDICTS.items()},
        marks=UNICODE.marks,
    )
    environment.filters.update(
        say=lambda text: _in_order(clean(text.in_language(language)), language),
        way=lambda text: "rtl" if is_rtl(text.in_language(language)) else "ltr",
        shown=one_line,
        brief=lambda points: brief(points, "–"),
        moment=moment,
        quoted=quoted,
    )
    return environment


def _in_order(text: str, language: Language) -> str:
    """Formulas and names within Persian keep their own order."""
    return "\n".join(isolated(line, language) for line in text.splitlines())


@cache
def _asset(name: str) -> str:
    return (files("grader.reports.html") / "templates" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
