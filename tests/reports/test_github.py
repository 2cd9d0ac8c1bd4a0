"""What a runner of GitHub Actions would do with what we print, read by the rules of its own parser."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from grader.core.redaction import for_student
from grader.core.report import Detail, ProblemReport, Report
from grader.core.text import Text
from grader.core.verdict import Verdict
from grader.reports import github, markdown

TOKEN = "7d0c9a"
COMMANDS = {"error", "notice", "group", "endgroup", "stop-commands"}
UNESCAPED = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
HOSTILE = [
    "::error file=x.py,line=1::forged",
    "  ::set-output name=grade::100",
    "##[error]forged",
    "::stop-commands::mine\n::mine::",
    f"::{TOKEN[:-1]}::",
    "::add-mask::a\r\n::endgroup::\r::group::b",
    "100%0A::error::again %25 , : =",
    "\x1b]0;title\x07\u202e::error::",
    "```\n</details><script>alert(1)</script>\n| a | b |\n# heading [x](http://evil)",
]


@dataclass(frozen=True)
class Command:
    name: str
    properties: dict[str, str]
    message: str


def unescaped(text: str) -> str:
    return re.sub("%0D|%0A|%3A|%2C|%25", lambda found: UNESCAPED[found[0]], text)


def obeyed(output: str) -> list[Command]:
    """The commands that a runner obeys, in order."""
    found: list[Command] = []
    stopped: str | None = None
    for line in re.split(r"\r\n|\r|\n", output):
        older = re.search(r"##\[(?P<name>[^\]\s]+)[^\]]*\](?P<message>.*)", line)
        newer = re.match(r"\s*::(?P<name>[^\s:]+)(?: (?P<properties>.*?))?::(?P<message>.*)", line)
        match = newer or older
        if match is None:
            continue
        if stopped is not None:
            stopped = None if match["name"] == stopped else stopped
            continue
        pairs = (match.groupdict().get("properties") or "").split(",")
        properties = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
        message = unescaped(match["message"])
        found.append(
            Command(match["name"], {key: unescaped(value) for key, value in properties.items()}, message)
        )
        if match["name"] == "stop-commands":
            stopped = message
    assert stopped is None
    return found


def soiled(report: Report, text: str) -> Report:
    """The report with a text of a student's wherever a student's text can be."""
    said = Text(text)
    detail = Detail(stdout=text, traceback=text, observed=text, file="mlp.py", line=14, hint=said)

    def problems() -> tuple[ProblemReport, ...]:
        return tuple(
            replace(
                one,
                notes=(said,),
                checks=tuple(
                    replace(
                        check, feedback=said, detail=detail, verdict=Verdict.ERROR, score=check.max_score * 0
                    )
                    for check in one.checks
                ),
            )
            for one in first.problems
        )

    first = report.submissions[0]
    return replace(report, submissions=(replace(first, problems=problems(), notes=(text,)),))


def printed(report: Report) -> str:
    return github.render(report, TOKEN, lambda problem, file: f"{problem}/{file}")


def test_golden(student_report: Report, golden: Callable[[str, str], None]) -> None:
    golden("github.log", printed(student_report))


def test_an_error_stands_on_the_students_line(class_report: Report) -> None:
    seen = for_student(soiled(class_report, "it raised ValueError: no\nmore: 50%, or less"))
    errors = [one for one in obeyed(printed(seen)) if one.name == "error"]
    assert errors
    assert errors[0].properties["file"].endswith("/mlp.py")
    assert errors[0].properties["line"] == "14"
    assert "more: 50%, or less" in errors[0].message


def test_every_problem_is_a_group_that_ends(class_report: Report) -> None:
    found = obeyed(printed(class_report))
    opened = [one for one in found if one.name == "group"]
    problems = sum(len(one.problems) for one in class_report.submissions)
    assert len(opened) == sum(one.name == "endgroup" for one in found) == problems
    assert {one.name for one in found} <= COMMANDS


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_students_say_is_obeyed(class_report: Report, text: str) -> None:
    clean = obeyed(printed(soiled(class_report, "harmless")))
    dirty = obeyed(printed(soiled(class_report, text)))
    assert [one.name for one in dirty] == [one.name for one in clean]
    assert [one.properties.get("file") for one in dirty] == [one.properties.get("file") for one in clean]
    assert not set(printed(soiled(class_report, text))) & set("\x1b\x07\u202e\r")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_students_say_is_markup_of_the_summary(class_report: Report, text: str) -> None:
    outside = []
    fence = ""
    for line in markdown.render(soiled(class_report, text)).split("\n"):
        ticks = re.match(r"\s*(`{3,})", line)
        if ticks and (not fence or ticks[1] == fence):
            fence = "" if fence else ticks[1]
        elif not fence:
            outside.append(line)
    assert not fence
    shown = "\n".join(outside)
    assert "<script" not in shown.replace("\\<", "")
    assert "](http" not in shown
    assert "\n# heading" not in shown


def test_annotations_stay_below_what_github_keeps(class_report: Report) -> None:
    [one] = soiled(class_report, "wrong").submissions
    checks = [
        replace(one.problems[0].checks[0], id=f"c{n}", feedback=Text(f"it raised {n}")) for n in range(30)
    ]
    many = replace(one, problems=(replace(one.problems[0], checks=tuple(checks)),))
    errors = [
        found
        for found in obeyed(printed(replace(class_report, submissions=(many,))))
        if found.name == "error"
    ]
    assert len(errors) == github.MOST
    assert "21 more" in errors[-1].message
