"""The step summary, read as GitHub reads Markdown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from grader.core.report import Detail, Report
from grader.core.text import Text
from grader.core.verdict import Verdict
from grader.reports.clean import one_line
from grader.reports.markdown import MAX_BYTES, escaped, render

MARKDOWN = MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"])
PLAIN = set(
    """
    heading_open heading_close paragraph_open paragraph_close inline text text_special softbreak strong_open
    strong_close table_open table_close thead_open thead_close tbody_open tbody_close tr_open tr_close th_open
    th_close td_open td_close fence
    """.split()
)
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<!-- </td></table>",
    "| a | b |\n|---|---|\n\n# heading",
    "[click](https://example.org) ![x](y) <https://example.org>",
    "```\n# out of the fence\n````text\n~~~",
    "\\| \\` &lt; &#124; **bold** _it_ ~~s~~ `code`",
    "- item\n1. item\n> quote\n***",
)


def tokens(text: str) -> list[Token]:
    return [one for token in MARKDOWN.parse(text) for one in (token, *(token.children or ()))]


def test_golden(student_report: Report, golden: Callable[[str, str], None]) -> None:
    golden("summary.md", render(student_report))


@pytest.mark.parametrize("said", HOSTILE)
def test_what_a_student_says_stays_text(student_report: Report, said: str) -> None:
    [one] = student_report.submissions
    check = replace(
        one.problems[0].checks[1],
        verdict=Verdict.ERROR,
        title=Text(said),
        feedback=Text(said),
        detail=Detail(stdout=said, traceback=said),
    )
    problem = replace(one.problems[0], title=Text(said), checks=(check,), notes=(Text(said),))
    report = replace(student_report, submissions=(replace(one, problems=(problem,)),))
    found = tokens(render(report))
    assert {token.type for token in found} <= PLAIN
    assert sum(token.type == "td_open" for token in found) == 3
    assert sum(token.type == "heading_open" for token in found) == 2
    assert sum(token.type == "fence" for token in found) == 1


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_an_escaped_line_reads_as_it_was_in_a_cell_of_a_table(text: str) -> None:
    cells = tokens(f"| a | b |\n|---|---|\n| {escaped(text)} | end |\n")
    inline = [token for token in cells if token.type == "inline"]
    read = "".join(child.content for child in inline[2].children or ())
    assert len(inline) == 4
    assert "".join(read.split()) == "".join(one_line(text).split())


def test_it_stays_below_what_github_takes(class_report: Report) -> None:
    one = class_report.submissions[3]
    loud = replace(one.problems[0].checks[1], detail=Detail(stdout="é" * 30_000))
    checks = tuple(replace(loud, id=f"c{n}") for n in range(60))
    report = replace(
        class_report, submissions=(replace(one, problems=(replace(one.problems[0], checks=checks),)),)
    )
    text = render(report)
    assert len(text.encode()) <= MAX_BYTES + 10
    assert text.endswith("…\n")
    assert text.count("| ! error |") == 60
