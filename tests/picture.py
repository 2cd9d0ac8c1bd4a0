"""Draws the README's picture: `python -m tests.picture` grades the sample class on two problems and keeps the table."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

from rich.console import Console

import grader
from grader.reports.terminal import Signs, class_view

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / ".readme" / "class.svg"
SHOWN = ("mlp-forward", "xnor-rnn")
COLUMNS = 96


def main() -> None:
    whole = grader.load(ROOT / "problems")
    assignment = replace(whole, problems=tuple(one for one in whole.problems if one.problem.id in SHOWN))
    report = grader.grade(assignment, ROOT / "submissions", seed=1)
    console = Console(width=COLUMNS, file=io.StringIO(), record=True, markup=False, force_terminal=True)
    console.print(class_view(report, Signs.for_encoding("utf-8"), "en"))
    PICTURE.parent.mkdir(exist_ok=True)
    drawn = console.export_svg(title="grader grade")
    without_web_fonts = re.sub(r"\n *@font-face \{.*?\n    \}", "", drawn, flags=re.DOTALL)
    PICTURE.write_text(without_web_fonts, encoding="utf-8")


if __name__ == "__main__":
    main()
