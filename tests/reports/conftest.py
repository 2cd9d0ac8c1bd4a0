"""A small class with a bit of everything, and one student's redacted report."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from grader.core.report import (
    CheckResult,
    Detail,
    Isolation,
    ProblemReport,
    Report,
    RunInfo,
    Status,
    SubmissionReport,
)
from grader.core.text import NOTHING, Text
from grader.core.verdict import Verdict

V = Verdict
NO_RELU = Text(
    "The hidden layers have no activation; apply the ReLU to each of them.",
    "لایه‌های پنهان تابع فعال‌سازی ندارند؛ روی هر یک ReLU را اعمال کنید.",
)
C0_ZERO = Text(
    "With c0 = 0 a first pair that differs gives v.h + c0 = 0. Take c0 below zero, such as -0.5.",
    "با c0 = 0 اگر جفت نخست متفاوت باشد، v.h + c0 صفر می‌شود. c0 را کمتر از صفر بگیرید، مثلاً -0.5.",
)
WRONG = Text("1 of 2 elements is wrong, worst at [0, 1]", "۱ درایه از ۲ درایه نادرست است، بدترین در [0, 1]")
TRACEBACK = """Traceback (most recent call last):
  File "mlp_forward.py", line 14, in forward
    a = a @ weights[i].t(0)
TypeError: t() takes 1 positional argument but 2 were given"""
MLP = (
    ("hidden-activations", Text("Hidden layers H and J after the ReLU", "لایه‌های پنهان H و J پس از ReLU"), 2),
    ("output", Text("Network output", "خروجی شبکه"), 4),
    ("mse", Text("Mean squared error", "میانگین مربعات خطا"), 2),
    ("fresh-inputs", Text("Fresh networks and inputs", "شبکه‌ها و ورودی‌های تازه"), 2),
)
XNOR = (
    ("truth-table", Text("Truth table of one cell", "جدول درستی یک سلول"), 2),
    ("weights", Text("Weights that tell equal strings apart", "وزن‌های تشخیص برابری"), 4),
    ("essay", Text("Why two units suffice", "چرا دو واحد بس است"), 4),
)


def result(
    named: tuple[str, Text, int],
    verdict: Verdict,
    *,
    share: Fraction | None = None,
    feedback: Text = NOTHING,
    misconception: str | None = None,
    detail: Detail | None = None,
) -> CheckResult:
    check_id, title, points = named
    earned = share if share is not None else Fraction(verdict is V.PASSED)
    return CheckResult(
        id=check_id,
        title=title,
        verdict=verdict,
        score=points * earned if verdict.has_score else None,
        max_score=Fraction(points),
        visibility="hidden" if check_id == "fresh-inputs" else "visible",
        feedback=feedback,
        misconception=misconception,
        wall_time_s=0.0125,
        detail=detail or Detail(),
    )


def problem(problem_id: str, title: Text, *checks: CheckResult) -> ProblemReport:
    verdicts = {check.verdict for check in checks}
    status: Status = (
        "ungraded" if V.UNGRADED in verdicts else "needs_review" if V.NEEDS_REVIEW in verdicts else "graded"
    )
    return ProblemReport(
        id=problem_id,
        title=title,
        status=status,
        score=sum((check.score for check in checks if check.score is not None), Fraction(0)),
        max_score=sum((check.max_score for check in checks), Fraction(0)),
        checks=checks,
    )


def mlp(*checks: CheckResult) -> ProblemReport:
    return problem("mlp-forward", Text("A three-layer ReLU network", "شبکهٔ سه‌لایه با ReLU"), *checks)


def xnor(*checks: CheckResult) -> ProblemReport:
    return problem("xnor-rnn", Text("A net that compares bit strings", "شبکهٔ مقایسهٔ رشته‌ها"), *checks)


def submission(
    student: str, *problems: ProblemReport, attempt: int = 1, days_late: int = 0
) -> SubmissionReport:
    statuses = [one.status for one in problems]
    status: Status = next((s for s in ("ungraded", "needs_review") if s in statuses), "graded")
    score = sum((one.score for one in problems if one.score is not None), Fraction(0))
    return SubmissionReport(
        student=student,
        attempt=attempt,
        digest="sha256:" + "0" * 64,
        status=status,
        score=score,
        grade=score * (100 - 10 * days_late) / 100 if status == "graded" else None,
        max_score=sum((one.max_score for one in problems), Fraction(0)),
        problems=problems,
        days_late=days_late,
    )


def all_passed() -> tuple[ProblemReport, ProblemReport]:
    return mlp(*(result(one, V.PASSED) for one in MLP)), xnor(*(result(one, V.PASSED) for one in XNOR))


def no_relu() -> ProblemReport:
    named = {
        "feedback": Text(f"{NO_RELU.en}\n{WRONG.en}", f"{NO_RELU.fa}\n{WRONG.fa}"),
        "misconception": "no-relu",
    }
    output = Detail(
        expected=[[0.875]],
        observed=[[0.40625]],
        worst_index=(0, 0),
        wrong=((0, 0),),
        call="forward(x, [W1, W2, W3], [b1, b2, b3])",
        hint=Text("Check the order of the matrix product.", "ترتیب ضرب ماتریسی را وارسی کنید."),
    )
    hidden = Detail(
        expected=[[0, 0.25]],
        observed=[[-0.25, 0.25000024]],
        worst_index=(0, 0),
        where="[0]",
        wrong=((0, 0), (0, 1)),
        stdout="shapes: torch.Size([1, 2])\n\x1b[31mred\x1b[0m [bold]not markup[/bold]\n",
        call="hidden_activations(x, [W1, W2, W3], [b1, b2, b3])",
    )
    graded = mlp(
        result(MLP[0], V.PARTIAL, share=Fraction(1, 3), detail=hidden, **named),  # type: ignore[arg-type]
        result(MLP[1], V.FAILED, detail=output, **named),  # type: ignore[arg-type]
        result(MLP[2], V.PASSED),
        result(MLP[3], V.BLOCKED, feedback=Text("it needs output, which was not passed")),
    )
    told = Text(
        "cell 2, line 1 failed: NameError: name 'plt' is not defined",
        "خانهٔ 2، سطر 1 خطا داد: NameError: name 'plt' is not defined",
    )
    return replace(graded, notes=(told, Text("left out: `%pwd` \x1b[31m(cell 1, line 1)")))


def crashing() -> tuple[ProblemReport, ProblemReport]:
    raised = Text("your code raised TypeError: t() takes 1 positional argument but 2 were given")
    detail = Detail(
        traceback=TRACEBACK, file="mlp_forward.py", line=14, call="forward(x, [W1, W2], [b1, b2])"
    )
    return (
        mlp(
            result(
                MLP[0],
                V.MISSING,
                feedback=Text("not written yet: hidden_activations is still as in the starter"),
            ),
            result(MLP[1], V.ERROR, feedback=raised, detail=detail),
            result(MLP[2], V.TIMEOUT, feedback=Text("stopped after 2 s; an endless loop?")),
            result(MLP[3], V.BLOCKED, feedback=Text("it needs output, which was not passed")),
        ),
        xnor(
            result(XNOR[0], V.CRASHED, feedback=Text("the process died: segmentation fault (SIGSEGV)")),
            result(
                XNOR[1],
                V.PARTIAL,
                share=Fraction(1, 2),
                feedback=Text(f"{C0_ZERO.en}\nmargin 0 at 3 of 8", f"{C0_ZERO.fa}\nmargin 0 at 3 of 8"),
                misconception="c0-zero",
                detail=Detail(observed={"W": [[1, 1], [-1, -1]], "c0": 0.0, "note": "\x1b]0;title\x07safe"}),
            ),
            result(
                XNOR[2], V.NEEDS_REVIEW, feedback=Text("a person marks this", "این بخش را یک نفر تصحیح می‌کند")
            ),
        ),
    )


def ungraded() -> ProblemReport:
    checks = [result(one, V.UNGRADED, feedback=Text("verifier.py raised ZeroDivisionError")) for one in XNOR]
    return xnor(*checks)


@pytest.fixture
def class_report() -> Report:
    passed = all_passed()
    return Report(
        viewer="instructor",
        run=RunInfo(
            id="00ff",
            started_at="2025-11-06T08:00:00+00:00",
            device="cpu",
            engine="local",
            isolation=Isolation(tier="strict", layers=("rlimits", "seccomp")),
            seed=7,
        ),
        assignment_id="homework-3",
        assignment_title=Text("Homework 3: networks by hand", "تمرین ۳: شبکه‌ها با دست"),
        max_score=Fraction(20),
        submissions=(
            submission("s01", *passed),
            submission("s02", no_relu(), passed[1], days_late=1),
            submission("s02", *passed, attempt=2),
            submission("s03", *crashing()),
            submission("s04", no_relu(), ungraded()),
            replace(
                submission("علی-احمدی", no_relu(), passed[1]),
                notes=("link.py: a symbolic link, which is not followed",),
            ),
        ),
        misconceptions={"mlp-forward/no-relu": NO_RELU, "xnor-rnn/c0-zero": C0_ZERO},
    )


@pytest.fixture
def student_report(class_report: Report) -> Report:
    """What s03 may see of a report with a hidden check; as `core.redaction` leaves it."""
    ours = submission("s03", no_relu(), crashing()[1])
    hidden = replace(ours.problems[0].checks[3], verdict=None, score=None, feedback=NOTHING, wall_time_s=None)
    shown = replace(ours.problems[0], score=None, checks=(*ours.problems[0].checks[:3], hidden))
    redacted = replace(ours, problems=(shown, ours.problems[1]), score=None, grade=None)
    return replace(class_report, viewer="student", submissions=(redacted,), misconceptions={})
