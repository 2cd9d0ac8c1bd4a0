"""What students see of hidden checks: the same, whatever came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core.problem import LatePolicy, Visibility
from grader.core.redaction import for_student
from grader.core.report import (
    CheckResult,
    Detail,
    Isolation,
    ProblemReport,
    Report,
    RunInfo,
    SubmissionReport,
)
from grader.core.scoring import Total, grade, problem_score, submission_total
from grader.core.text import Text
from grader.core.verdict import Verdict
from grader.reports.json import render

VISIBILITIES: tuple[Visibility, ...] = ("visible", "hidden", "after_due_date", "after_published")
PATIENT = settings(max_examples=50, deadline=None)
LATE = LatePolicy(percent_per_day=Fraction(10))

words = st.text("abcdefgh", min_size=1, max_size=6)
texts = st.builds(Text, words, words)
points = st.fractions(min_value=0, max_value=10, max_denominator=8)
json_values = st.none() | st.floats(allow_nan=False) | words | st.lists(st.integers(-9, 9), max_size=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All of a result that is not its check's own: what a hidden one must not tell."""

    verdict: Verdict
    share: Fraction
    feedback: Text
    misconception: str | None
    carried: bool
    wall_time_s: float | None
    detail: Detail


outcomes = st.builds(
    Outcome,
    verdict=st.sampled_from(Verdict),
    share=st.fractions(min_value=0, max_value=1, max_denominator=8),
    feedback=texts,
    misconception=st.none() | st.sampled_from(["sign", "transposed"]),
    carried=st.booleans(),
    wall_time_s=st.none() | st.floats(0, 9),
    detail=st.builds(
        Detail,
        expected=json_values,
        observed=json_values,
        worst_index=st.none() | st.tuples(st.integers(0, 9)),
        where=words,
        stdout=words,
        traceback=st.none() | words,
        file=st.none() | words,
        line=st.none() | st.integers(1, 99),
        hint=texts,
        call=st.none() | words,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A check as everybody knows it."""

    id: str
    title: Text
    max_score: Fraction
    visibility: Visibility
    extra_credit: bool

    def ended(self, outcome: Outcome) -> CheckResult:
        score = outcome.share * self.max_score if outcome.verdict.has_score else None
        return CheckResult(
            id=self.id,
            title=self.title,
            verdict=outcome.verdict,
            score=score,
            max_score=self.max_score,
            visibility=self.visibility,
            extra_credit=self.extra_credit,
            feedback=outcome.feedback,
            misconception=outcome.misconception,
            carried=outcome.carried,
            wall_time_s=outcome.wall_time_s,
            detail=outcome.detail,
        )


frames = st.builds(
    Frame,
    id=words,
    title=texts,
    max_score=points,
    visibility=st.sampled_from(VISIBILITIES),
    extra_credit=st.booleans(),
)
Results = Sequence[Sequence[CheckResult]]  # by problem


def reported(results: Results, *, all_or_nothing: bool, days_late: int, run: RunInfo) -> Report:
    """The instructor's report, with every total that scoring makes of the results."""
    problems = []
    for number, checks in enumerate(results):
        total = problem_score(checks, all_or_nothing=all_or_nothing)
        problems.append(
            ProblemReport(
                id=f"p{number}",
                title=Text("a problem"),
                status=total.status,
                score=total.score,
                max_score=total.max_score,
                checks=tuple(checks),
            )
        )
    total = submission_total(problems)
    submission = SubmissionReport(
        student="s01",
        attempt=1,
        digest="sha256:0",
        status=total.status,
        score=total.score,
        grade=grade(
            Total(score=total.score, max_score=total.max_score, status=total.status), LATE, days_late
        ),
        max_score=total.max_score,
        problems=tuple(problems),
        days_late=days_late,
    )
    named = {
        f"p{number}/{name}": Text(name) for number in range(len(results)) for name in ("sign", "transposed")
    }
    return Report(
        viewer="instructor",
        run=run,
        assignment_id="a",
        assignment_title=Text("an assignment"),
        max_score=total.max_score,
        submissions=(submission,),
        misconceptions=named,
        notes=(f"{len(problems)} problems",),
    )


def run_info(seed: int | None, content: str, pending: int) -> RunInfo:
    return RunInfo(
        id="r",
        started_at="t",
        device="cpu",
        engine="local",
        isolation=Isolation(tier="full", layers=()),
        seed=seed,
        pending=pending,
        reused=pending,
        content=content,
    )


runs = st.builds(run_info, st.none() | st.integers(0, 9), words, st.integers(0, 3))


@st.composite
def twins(draw: st.DrawFn) -> tuple[Report, Report, frozenset[Visibility]]:
    """Two reports that differ only in what came of checks that are not shown, and in what depends on it."""
    released = draw(st.frozensets(st.sampled_from(VISIBILITIES[1:])))
    shown = released | {"visible"}
    one: list[list[CheckResult]] = []
    other: list[list[CheckResult]] = []
    for known in draw(st.lists(st.lists(frames, min_size=1, max_size=4), min_size=1, max_size=3)):
        results = [frame.ended(draw(outcomes)) for frame in known]
        one.append(results)
        other.append(
            [
                result if frame.visibility in shown else frame.ended(draw(outcomes))
                for frame, result in zip(known, results, strict=True)
            ]
        )
    whole, late = draw(st.booleans()), draw(st.integers(0, 3))
    first = reported(one, all_or_nothing=whole, days_late=late, run=draw(runs))
    return first, reported(other, all_or_nothing=whole, days_late=late, run=draw(runs)), released


@PATIENT
@given(twins())
def test_what_came_of_hidden_checks_changes_nothing_that_students_see(
    pair: tuple[Report, Report, frozenset[Visibility]],
) -> None:
    one, other, released = pair
    seen = for_student(one, released=released)
    assert seen == for_student(other, released=released)
    assert render(seen) == render(for_student(other, released=released))


@PATIENT
@given(twins())
def test_of_a_hidden_check_its_id_title_and_points_are_seen(
    pair: tuple[Report, Report, frozenset[Visibility]],
) -> None:
    report, _, released = pair
    seen = for_student(report, released=released)
    assert seen.viewer == "student"
    results = [check for problem in report.submissions[0].problems for check in problem.checks]
    redacted = [check for problem in seen.submissions[0].problems for check in problem.checks]
    for before, after in zip(results, redacted, strict=True):
        if before.visibility in released | {"visible"}:
            assert after == before
        else:
            nothing = CheckResult(
                id=before.id,
                title=before.title,
                verdict=None,
                score=None,
                max_score=before.max_score,
                visibility=before.visibility,
                extra_credit=before.extra_credit,
            )
            assert after == nothing


@PATIENT
@given(twins())
def test_totals_are_those_of_what_is_seen(pair: tuple[Report, Report, frozenset[Visibility]]) -> None:
    report, _, released = pair
    shown = released | {"visible"}
    [seen] = for_student(report, released=released).submissions
    hides = False
    for problem in seen.problems:
        visible = [check for check in problem.checks if check.visibility in shown]
        if len(visible) < len(problem.checks):
            hides = True
            known = [check.score for check in visible if check.score is not None]
            assert problem.score == (sum(known, Fraction(0)) if known else None)
            assert problem.max_score == sum(
                (check.max_score for check in visible if not check.extra_credit), Fraction(0)
            )
    assert seen.score == submission_total(seen.problems).score
    if hides:
        assert seen.grade is None


def test_a_misconception_of_a_hidden_check_is_not_listed() -> None:
    frame = Frame(id="c", title=Text("c"), max_score=Fraction(1), visibility="hidden", extra_credit=False)
    outcome = Outcome(
        verdict=Verdict.FAILED,
        share=Fraction(0),
        feedback=Text("SECRET"),
        misconception="sign",
        carried=False,
        wall_time_s=1.0,
        detail=Detail(stdout="SECRET", traceback="SECRET"),
    )
    report = reported(
        [[frame.ended(outcome)]], all_or_nothing=False, days_late=0, run=run_info(7, "SECRET", 1)
    )
    assert for_student(report).misconceptions == {}
    assert "SECRET" not in render(for_student(report))
    assert for_student(report, released=frozenset({"hidden"})).misconceptions.keys() == {"p0/sign"}
