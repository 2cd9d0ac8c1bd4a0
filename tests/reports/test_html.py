"""The pages as text: self-contained, escaped, in both languages, and the student's tells nothing that is hidden."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from grader.core.redaction import for_student
from grader.core.report import Detail, Report
from grader.core.text import Language, Text
from grader.reports.html import class_page, student_page
from grader.reports.html.heat import pair_of

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}\x1b[2J\x1b]0;t\x07\u202egnp.exe\x00\ud800"
VOID = {"meta", "input", "img", "br", "rect", "line"}


class Page(HTMLParser):
    """What a browser would find: tags, attributes, and the text outside of style and script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.text += data


def evil(report: Report) -> Report:
    """Everything that a student, or a careless author, can put into a report."""
    text = Text(EVIL, EVIL)
    detail = Detail(
        expected=[[1.0]],
        observed={EVIL: EVIL},
        stdout=EVIL * 10_000,
        traceback=EVIL,
        call=EVIL,
        hint=text,
        where=EVIL,
    )
    submissions = tuple(
        replace(
            one,
            student=EVIL,
            name=EVIL,
            notes=(EVIL,),
            problems=tuple(
                replace(
                    problem,
                    title=text,
                    checks=tuple(
                        replace(check, title=text, feedback=text, detail=detail) for check in problem.checks
                    ),
                )
                for problem in one.problems
            ),
        )
        for one in report.submissions
    )
    return replace(report, assignment_title=text, submissions=submissions, notes=(EVIL,))


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("render", [class_page, student_page])
def test_a_page_is_whole_and_asks_nothing_of_others(
    class_report: Report, language: Language, render: Callable[[Report, Language], str]
) -> None:
    page = render(class_report, language)
    found = Page(page)
    assert found.open == []
    assert dict(found.tags)["html"] == {"lang": language, "dir": "rtl" if language == "fa" else "ltr"}
    assert not [tag for tag, _ in found.tags if tag in ("link", "img", "iframe", "object", "base", "form")]
    assert not [name for _, attributes in found.tags for name in attributes if name.startswith("on")]
    # An inline style would be refused by the page's own policy.
    assert not [name for _, attributes in found.tags for name in attributes if name in ("style", "src")]
    assert not re.search(r"url\(|@import|https?://", page)


def test_the_policy_lets_only_its_own_style_and_script_run(class_report: Report) -> None:
    page = class_page(class_report)
    policy = next(a["content"] or "" for tag, a in Page(page).tags if tag == "meta" and "http-equiv" in a)
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        [body] = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("render", [class_page, student_page])
def test_what_a_student_wrote_is_text_and_nothing_else(
    class_report: Report, language: Language, render: Callable[[Report, Language], str]
) -> None:
    page = render(evil(class_report), language)
    found = Page(page)
    assert found.open == []
    assert sum(tag == "script" for tag, _ in found.tags) == 1
    assert not any("onerror" in attributes for _, attributes in found.tags)
    assert "<script>alert(1)</script>" in found.text
    assert "49" not in re.findall(r"\{\{.*?\}\}|49", found.text)
    assert not set(page) & set("\x1b\x00\u202e\ud800")
    page.encode()
    assert len(page) < 3_000_000  # 10 MB of output are cut


def test_a_students_page_tells_nothing_of_what_is_hidden(class_report: Report) -> None:
    secret = Text("the hidden kernel is 7 by 7")
    first = class_report.submissions[0]
    net = first.problems[0]
    hidden = replace(net.checks[3], feedback=secret, detail=Detail(observed=[[8.125]], stdout="31337"))
    one = replace(first, problems=(replace(net, checks=(*net.checks[:3], hidden)), *first.problems[1:]))
    page = student_page(for_student(replace(class_report, submissions=(one,))))
    assert "hidden until it is released" in page
    assert not re.search(r"hidden kernel|8\.125|31337", page)
    shown = student_page(
        for_student(replace(class_report, submissions=(one,)), released=frozenset(["hidden"]))
    )
    assert "31337" in shown


def test_the_class_page_says_what_a_teacher_looks_for(class_report: Report) -> None:
    text = " ".join(Page(class_page(class_report)).text.split())
    for said in (
        "Homework 3: networks by hand",
        "6 submissions",
        "mlp-forward · no-relu",
        "3 ×",
        "The hidden layers have no activation",
        "link.py: a symbolic link, which is not followed",
        "s04 · xnor-rnn · weights verifier.py raised ZeroDivisionError",
        "points, mean 4.67 2/6 full marks",
    ):
        assert said in text, said


def test_what_is_said_of_everybody_does_not_hide_what_is_said_of_one(class_report: Report) -> None:
    late = "the time of submission is not known"
    many = [replace(class_report.submissions[0], student=f"t{n:03}", notes=(late,)) for n in range(300)]
    many[299] = replace(many[299], notes=(late, "hw.zip: a broken archive"))
    text = " ".join(Page(class_page(replace(class_report, submissions=tuple(many)))).text.split())
    assert text.count(late) == 1
    assert text.index("t299 hw.zip: a broken archive") < text.index("t000, t001")


def test_a_students_page_begins_with_what_each_problem_came_to(class_report: Report) -> None:
    page = Page(student_page(for_student(replace(class_report, submissions=class_report.submissions[3:4]))))
    links = [str(attributes["href"])[1:] for tag, attributes in page.tags if tag == "a"]
    assert len(links) == 2
    assert set(links) <= {attributes.get("id") for _, attributes in page.tags}


def test_persian_is_persian(class_report: Report) -> None:
    text = Page(class_page(class_report, "fa")).text
    assert "تمرین ۳: شبکه‌ها با دست" in text
    assert "بدفهمی‌های پرتکرار" in text
    assert "Commonest" not in text


def test_the_same_report_is_the_same_page(class_report: Report) -> None:
    shuffled = replace(class_report, submissions=class_report.submissions[::-1])
    assert class_page(shuffled) == class_page(class_report)


def test_heat_maps_share_one_scale_and_mark_what_is_wrong() -> None:
    pair = pair_of(
        Detail(
            expected=[[4.0, -1.0], [0.0, 2.0]], observed=[[2.0, -1.0], [0.0, "nan"]], wrong=((0, 0), (1, 1))
        )
    )
    assert pair is not None
    assert pair.expected is not None
    assert pair.observed is not None
    [right], [given] = pair.expected.maps, pair.observed.maps
    assert [[cell.level for cell in row] for row in right.rows] == [[4, -1], [0, 2]]
    assert [[cell.level for cell in row] for row in given.rows] == [[2, -1], [0, None]]
    assert [[cell.is_wrong for cell in row] for row in given.rows] == [[True, False], [False, True]]
    assert not any(cell.is_wrong for row in right.rows for cell in row)


@pytest.mark.parametrize(
    "value", [[[1, 2], [3]], {"W": [[1.0]]}, "float32 array 3 × 900", [[1] * 40], [], None, 7]
)
def test_what_is_no_small_matrix_is_told_in_words(value: object) -> None:
    pair = pair_of(Detail(observed=value, expected=1))  # type: ignore[arg-type]
    assert pair is not None
    assert pair.observed is None or (pair.observed.maps == () and isinstance(pair.observed.text, str))


def test_a_cube_is_shown_slice_by_slice() -> None:
    pair = pair_of(Detail(observed=[[[1.0], [2.0]], [[3.0], [4.0]]], wrong=((1, 0, 0),)))
    assert pair is not None
    assert pair.observed is not None
    assert [one.title for one in pair.observed.maps] == ["[0]", "[1]"]
    assert pair.observed.maps[1].rows[0][0].is_wrong
