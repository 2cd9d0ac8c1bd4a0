"""What people read, as golden files; each at the widths and in the languages that it must read in."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from rich.console import Console, RenderableType

from grader.core.report import Detail, Json, ProblemReport, Report
from grader.core.text import Language, Text
from grader.core.verdict import Verdict
from grader.reports.terminal import class_view, student_view
from grader.reports.terminal.signs import ASCII, UNICODE, Signs

Golden = Callable[[str, str], None]


def drawn(renderable: RenderableType, width: int = 80, *, color_system: str | None = None) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        markup=False,
        highlight=False,
        emoji=False,
        force_terminal=color_system is not None,
        color_system=color_system,  # type: ignore[arg-type]
        legacy_windows=False,
    )
    console.print(renderable)
    return out.getvalue()


def with_detail(report: Report, detail: Detail, verdict: Verdict = Verdict.FAILED) -> Report:
    """One submission, one problem, one check with this evidence."""
    submission = report.submissions[0]
    check = replace(submission.problems[0].checks[0], detail=detail, verdict=verdict)
    problem = replace(submission.problems[0], checks=(check,))
    return replace(report, submissions=(replace(submission, problems=(problem,)),))


@pytest.mark.parametrize(
    ("name", "width", "signs", "language"),
    [
        ("80", 80, UNICODE, "en"),
        ("120", 120, UNICODE, "en"),
        ("60-ascii", 60, ASCII, "en"),
        ("80-fa", 80, UNICODE, "fa"),
    ],
)
def test_golden(
    class_report: Report,
    student_report: Report,
    golden: Golden,
    name: str,
    width: int,
    signs: Signs,
    language: Language,
) -> None:
    golden(f"class-{name}.txt", drawn(class_view(class_report, signs, language), width))
    golden(f"student-{name}.txt", drawn(student_view(student_report, signs, language), width))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_console_or_ends_in_spaces(
    class_report: Report, student_report: Report, width: int
) -> None:
    views = class_view(class_report, UNICODE), student_view(student_report, UNICODE)
    for view in views:
        for line in drawn(view, width).splitlines():
            assert line == line.rstrip()
            assert len(re.sub("[\u2066-\u2069\u200c]", "", line)) <= width


def test_piped_output_has_no_escape_sequences_and_colour_adds_nothing_else(class_report: Report) -> None:
    plain = drawn(class_view(class_report, UNICODE))
    coloured = drawn(class_view(class_report, UNICODE), color_system="truecolor")
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


def test_ascii_signs_are_ascii(student_report: Report) -> None:
    assert drawn(student_view(student_report, ASCII)).isascii()


@pytest.mark.parametrize("signs", [UNICODE, ASCII])
def test_every_verdict_has_a_mark_of_its_own(signs: Signs) -> None:
    assert set(signs.marks) == {*Verdict, None}
    assert len(set(signs.marks.values())) == len(Verdict) + 1


def test_encodings() -> None:
    assert Signs.for_encoding("UTF-8") is UNICODE
    assert Signs.for_encoding("utf8") is UNICODE
    assert Signs.for_encoding("ANSI_X3.4-1968") is ASCII


def test_a_bar_is_full_only_for_all_and_empty_only_for_nothing() -> None:
    bars = [ASCII.bar(Fraction(n, 1000), 10).plain for n in (0, 1, 999, 1000, 1200)]
    assert bars == ["..........", "#.........", "#########.", "##########", "##########"]


def test_student_text_cannot_draw_or_pass_for_the_graders(class_report: Report) -> None:
    hostile = "\x1b[2J\x1b]0;x\x07[red]✓ passed[/red]\n:smile: 10/10\x9b1A"
    detail = Detail(stdout=hostile, traceback=hostile, observed={"\x1b[1mkey": hostile}, call="f(\x1b[1m)")
    out = drawn(student_view(with_detail(class_report, detail), UNICODE), color_system="truecolor")
    assert not set(re.sub("\x1b\\[[0-9;]*m", "", out)) & set("\x1b\x07\x9b")
    assert "\x1b[2J" not in out
    assert "│ [red]✓ passed[/red]" in re.sub("\x1b\\[[0-9;]*m", "", out)
    assert "│ :smile: 10/10" in re.sub("\x1b\\[[0-9;]*m", "", out)


def test_long_output_is_cut_and_says_so(class_report: Report) -> None:
    printed = "\n".join(f"line {number}" for number in range(100))
    out = drawn(student_view(with_detail(class_report, Detail(stdout=printed)), UNICODE))
    assert "line 11\n" in out
    assert "line 12" not in out
    assert "… 88 lines left out" in out


def test_the_end_of_a_traceback_is_kept(class_report: Report) -> None:
    trace = "\n".join(f"frame {number}" for number in range(100))
    out = drawn(student_view(with_detail(class_report, Detail(traceback=trace)), UNICODE))
    assert "frame 99" in out
    assert "frame 1\n" not in out


def test_arrays_too_wide_for_the_console_list_their_wrong_elements(
    class_report: Report, golden: Golden
) -> None:
    expected = [[0.123456 * (row + column) for column in range(16)] for row in range(4)]
    observed = [[-value for value in row] for row in expected]
    wrong = tuple((row, column) for row in range(4) for column in range(16) if row + column)
    detail = Detail(expected=expected, observed=observed, wrong=wrong, where="dW1")  # type: ignore[arg-type]
    golden("wide-arrays.txt", drawn(student_view(with_detail(class_report, detail), UNICODE)))


def test_arrays_stand_below_one_another_where_they_do_not_fit_side_by_side(class_report: Report) -> None:
    row: list[Json] = [100000.5 + number for number in range(6)]
    detail = Detail(expected=row, observed=row[::-1], wrong=((0,),))
    out = drawn(student_view(with_detail(class_report, detail), UNICODE), 72)
    assert out.index("expected") < out.index("[100000") < out.index("yours") < out.index("✗ 1")


def test_shapes_that_differ_are_shown_whole(class_report: Report) -> None:
    detail = Detail(expected=[1, 2, 3], observed=[[1, 2, 3]])
    out = drawn(student_view(with_detail(class_report, detail), UNICODE))
    assert "[1 2 3]     [[1 2 3]]" in out


def many(report: Report, students: int, problems: int) -> Report:
    first = report.submissions[0]
    copies = tuple(replace(first.problems[0], id=f"problem-{number:02}") for number in range(problems))
    rows = tuple(replace(first, student=f"s{number:04}", problems=copies) for number in range(students))
    return replace(report, submissions=rows)


def test_a_large_class_is_cut_after_a_screenful_or_two(class_report: Report) -> None:
    out = drawn(class_view(many(class_report, 1000, 2), UNICODE))
    assert "s0199" in out
    assert "s0200" not in out
    assert "+ 800 more, all in grades.csv" in out


@pytest.mark.parametrize(
    ("problems", "heading", "row"),
    [
        (2, "problem-00  problem-01", "✓✓✓✓        ✓✓✓✓"),
        (6, "1     2     3     4     5     6", "✓✓✓✓  ✓✓✓✓  ✓✓✓✓  ✓✓✓✓  ✓✓✓✓  ✓✓✓✓"),
        (13, "1  2  3  4  5  6  7  8  9  10  11  12  13", "✓  ✓  ✓  ✓  ✓  ✓  ✓  ✓  ✓  ✓   ✓   ✓   ✓"),
        (30, "1–30", "✓" * 30),
    ],
)
def test_many_problems_narrow_their_columns(
    class_report: Report, problems: int, heading: str, row: str
) -> None:
    out = drawn(class_view(many(class_report, 3, problems), UNICODE))
    assert heading in out
    assert row in out


def test_where_the_marks_do_not_fit_a_score_stands_for_them(class_report: Report) -> None:
    problems = class_report.submissions[1].problems
    partly, wholly = problems[0], problems[1]
    unwritten = replace(
        partly,
        score=Fraction(0),
        checks=tuple(replace(check, verdict=Verdict.MISSING) for check in partly.checks),
    )
    blocked = replace(unwritten.checks[-1], verdict=Verdict.BLOCKED)
    unwritten = replace(unwritten, checks=(*unwritten.checks[:-1], blocked))
    row = tuple(
        replace(problem, id=f"problem-{number}")
        for number, problem in enumerate([partly, wholly, unwritten, *[wholly] * 4])
    )
    other = replace(class_report.submissions[0], student="s00", problems=(replace(wholly, id="problem-2"),))
    report = replace(class_report, submissions=(replace(class_report.submissions[1], problems=row), other))
    assert "2.67  ✓  –  ✓  ✓  ✓  ✓" in drawn(class_view(report, UNICODE))


def test_a_problem_that_nobody_handed_in_takes_one_line(class_report: Report) -> None:
    def without(problem: ProblemReport) -> ProblemReport:
        checks = tuple(replace(one, verdict=Verdict.MISSING, misconception=None) for one in problem.checks)
        return replace(problem, id="far-off", score=Fraction(0), checks=checks)

    rows = tuple(
        replace(row, problems=(without(row.problems[0]), *row.problems)) for row in class_report.submissions
    )
    out = drawn(class_view(replace(class_report, submissions=rows), UNICODE), 60)
    assert "grade  2     3" in " ".join(out.split("\n"))
    assert out.count("far-off") == 1
    assert "nobody handed it in" in out


def test_what_could_not_be_graded_is_always_named(class_report: Report) -> None:
    out = drawn(class_view(class_report, UNICODE))
    assert "s04 · xnor-rnn · weights" in out
    assert "verifier.py raised ZeroDivisionError" in out


def test_hidden_checks_are_counted_and_nothing_more(student_report: Report) -> None:
    out = drawn(student_view(student_report, UNICODE))
    assert "1 hidden check, 2 points" in out
    assert "fresh-inputs" not in out
    assert "2.67 of 8 points" in out


def test_extra_credit_and_carried_are_named(class_report: Report) -> None:
    report = with_detail(class_report, Detail(), Verdict.PASSED)
    problem: ProblemReport = report.submissions[0].problems[0]
    check = replace(problem.checks[0], extra_credit=True, carried=True, feedback=Text(""))
    problem = replace(problem, checks=(check,))
    report = replace(report, submissions=(replace(report.submissions[0], problems=(problem,)),))
    out = drawn(student_view(report, UNICODE), 160)
    assert "extra credit" in out
    assert "judged on your own earlier value" in out


def test_titles_stand_below_one_another_however_wide_the_points(class_report: Report) -> None:
    report = with_detail(class_report, Detail(), Verdict.PASSED)
    problem = report.submissions[0].problems[0]
    first = replace(problem.checks[0], title=Text("First"), max_score=Fraction(5, 4), score=Fraction(5, 4))
    second = replace(first, title=Text("Second"), max_score=Fraction(1), score=Fraction(1))
    problem = replace(problem, checks=(first, second))
    report = replace(report, submissions=(replace(report.submissions[0], problems=(problem,)),))
    lines = drawn(student_view(report, UNICODE)).splitlines()
    columns = [line.index(title) for line in lines for title in ("First", "Second") if title in line]
    assert len(columns) == 2
    assert len(set(columns)) == 1


def test_an_empty_class_is_no_error(class_report: Report) -> None:
    assert "0 submissions" in drawn(class_view(replace(class_report, submissions=()), UNICODE))


def test_a_failure_that_checks_share_is_explained_once(class_report: Report) -> None:
    one = class_report.submissions[0].problems[0]
    same = Detail(traceback="  File \"m.py\", line 3\nSyntaxError: expected ':'", hint=Text("look at line 3"))
    checks = tuple(
        replace(check, verdict=Verdict.ERROR, feedback=Text("it raised SyntaxError"), detail=same)
        for check in one.checks
    )
    report = replace(
        class_report,
        submissions=(replace(class_report.submissions[0], problems=(replace(one, checks=checks),)),),
    )
    out = drawn(student_view(report, UNICODE))
    assert out.count("expected ':'") == 1
    assert out.count("as above") == len(checks) - 1
