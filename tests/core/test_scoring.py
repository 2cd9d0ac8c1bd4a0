"""Points: bounds, monotony, rounding, lateness, attempts; `needs`, extra credit and all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.core.problem import Attempts, Check, Equals, LatePolicy, SourceSubject, Tally, Withheld
from grader.core.report import CheckResult, ProblemReport, SubmissionReport
from grader.core.scoring import (
    Total,
    blocked_by,
    check_score,
    counted_attempt,
    grade,
    lateness,
    problem_score,
    rescale,
    round_score,
    submission_total,
)
from grader.core.text import Text
from grader.core.verdict import Verdict

DUE = datetime(2025, 11, 5, 20, 29, tzinfo=UTC)
V = Verdict
NO_SCORE = (V.NEEDS_REVIEW, V.UNGRADED)
ALL_LOST = [verdict for verdict in V if verdict not in (V.PASSED, V.PARTIAL, *NO_SCORE)]

points = st.fractions(min_value=0, max_value=100, max_denominator=1000)
shares = st.fractions(min_value=Fraction(1, 1000), max_value=Fraction(999, 1000), max_denominator=1000)


def result(
    verdict: Verdict,
    worth: Fraction = Fraction(1),
    share: Fraction = Fraction(1, 2),
    *,
    extra_credit: bool = False,
    name: str = "a",
) -> CheckResult:
    return CheckResult(
        id=name,
        title=Text(name),
        verdict=verdict,
        score=check_score(worth, verdict, share),
        max_score=worth,
        visibility="visible",
        extra_credit=extra_credit,
    )


results = st.lists(
    st.builds(result, st.sampled_from(V), points, shares, extra_credit=st.booleans()), min_size=1, max_size=6
)


def report(checks: Sequence[CheckResult], *, all_or_nothing: bool = False) -> ProblemReport:
    total = problem_score(checks, all_or_nothing=all_or_nothing)
    return ProblemReport(
        id="p",
        title=Text("P"),
        status=total.status,
        score=total.score,
        max_score=total.max_score,
        checks=tuple(checks),
    )


# --- one check ------------------------------------------------------------------------------------------


@given(points, shares)
def test_a_check_earns_its_points_times_the_fraction(worth: Fraction, share: Fraction) -> None:
    assert check_score(worth, V.PASSED, share) == worth
    assert check_score(worth, V.PARTIAL, share) == worth * share
    assert all(check_score(worth, verdict, share) == 0 for verdict in ALL_LOST)
    assert all(check_score(worth, verdict, share) is None for verdict in NO_SCORE)


def needing(*names: str) -> Check:
    return Check(
        id="later",
        title=Text("Later"),
        points=Fraction(1),
        subject=SourceSubject("net.py"),
        expectation=Equals(1),
        needs=names,
    )


@pytest.mark.parametrize("verdict", V)
def test_only_what_was_passed_or_is_with_a_person_lets_a_check_through(verdict: Verdict) -> None:
    held = blocked_by(needing("first"), {"first": result(verdict)})
    if verdict in (V.PASSED, V.NEEDS_REVIEW):
        assert held is None
    else:
        assert held == (V.UNGRADED if verdict is V.UNGRADED else V.BLOCKED, "first")


def test_what_could_not_be_graded_comes_before_what_was_failed() -> None:
    known = {"failed": result(V.FAILED), "unknown": result(V.UNGRADED)}
    assert blocked_by(needing("failed", "unknown"), known) == (V.UNGRADED, "unknown")


# --- problems and submissions ---------------------------------------------------------------------------


@given(results, st.booleans())
def test_a_score_lies_between_nothing_and_everything(checks: list[CheckResult], whole: bool) -> None:
    total = problem_score(checks, all_or_nothing=whole)
    most = sum((check.max_score for check in checks), Fraction(0))
    extra = sum((check.max_score for check in checks if check.extra_credit), Fraction(0))
    assert total.max_score == most - extra
    if total.score is not None:
        assert 0 <= total.score <= (total.max_score if whole else most)


@given(results, st.data())
def test_one_more_passed_check_never_costs_points(checks: list[CheckResult], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(checks) - 1))
    whole = data.draw(st.booleans())
    better = list(checks)
    better[index] = replace(checks[index], verdict=V.PASSED, score=checks[index].max_score)
    before, after = (problem_score(one, all_or_nothing=whole).score for one in (checks, better))
    if before is not None and after is not None:
        assert after >= before


@given(results)
def test_a_sum_runs_over_what_has_a_score(checks: list[CheckResult]) -> None:
    known = [check.score for check in checks if check.score is not None]
    total = problem_score(checks, all_or_nothing=False)
    assert total.score == (sum(known) if known else None)
    assert (total.status == "graded") == (len(known) == len(checks))


@given(results)
def test_all_or_nothing_is_the_whole_or_nothing_without_extra_credit(checks: list[CheckResult]) -> None:
    total = problem_score(checks, all_or_nothing=True)
    counted = [check for check in checks if not check.extra_credit]
    if all(check.verdict is V.PASSED for check in counted):
        assert total.score == total.max_score
    elif any(check.score is not None and check.verdict is not V.PASSED for check in counted):
        assert total.score == 0
    else:
        assert total.score is None


def test_extra_credit_comes_on_top() -> None:
    total = problem_score([result(V.PASSED), result(V.PASSED, extra_credit=True)], all_or_nothing=False)
    assert total.score == 2
    assert total.max_score == 1


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        ((V.PASSED, V.FAILED), "graded"),
        ((V.PASSED, V.NEEDS_REVIEW), "needs_review"),
        ((V.NEEDS_REVIEW, V.UNGRADED), "ungraded"),
    ],
)
def test_the_worst_known_status_wins(verdicts: tuple[Verdict, ...], status: str) -> None:
    one = report([result(verdict) for verdict in verdicts])
    assert one.status == status
    assert submission_total([report([result(V.PASSED)]), one]).status == status


@given(results, points.filter(bool))
def test_an_assignments_points_scale_every_check_alike(checks: list[CheckResult], worth: Fraction) -> None:
    before = report(checks)
    after = rescale(before, worth)
    if not before.max_score:
        assert after == before
        return
    assert after.max_score == worth
    assert sum(check.max_score for check in after.checks if not check.extra_credit) == worth
    factor = worth / before.max_score
    for old, new in zip(before.checks, after.checks, strict=True):
        assert new.score == (None if old.score is None else old.score * factor)
    assert after.score == (None if before.score is None else before.score * factor)


def test_what_is_withheld_has_its_share_of_an_assignments_points() -> None:
    withheld = Withheld(hidden=Tally(2, Fraction(3)), telling=Tally(1, Fraction(1)))
    before = replace(report([result(V.PASSED)]), withheld=withheld)
    after = rescale(before, 2 * (before.max_score + 4))
    assert after.max_score == 2 * before.max_score
    assert after.withheld == Withheld(hidden=Tally(2, Fraction(6)), telling=Tally(1, Fraction(2)))


# --- rounding -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.00005", "0.0001"),
        ("0.00004999", "0"),
        ("2.00015", "2.0002"),
        ("1/3", "0.3333"),
        ("2/3", "0.6667"),
        ("8", "8"),
    ],
)
def test_scores_are_rounded_half_up_to_four_decimals(exact: str, rounded: str) -> None:
    assert round_score(Fraction(exact)) == Fraction(rounded)


@given(st.fractions(min_value=0, max_value=10_000))
def test_rounding_moves_by_half_a_unit_at_most(score: Fraction) -> None:
    rounded = round_score(score)
    assert -Fraction(1, 20_000) < rounded - score <= Fraction(1, 20_000)
    assert round_score(rounded) == rounded


# --- lateness and grades --------------------------------------------------------------------------------


@given(st.integers(-10_000, 20_000), st.integers(0, 3_000))
def test_late_days_are_whole_days_after_due_and_grace(over_minutes: int, grace: int) -> None:
    late = lateness(DUE + timedelta(minutes=over_minutes), DUE, LatePolicy(grace_minutes=grace))
    assert late.days == max(0, ceil(Fraction(over_minutes - grace, 24 * 60)))
    assert late.note == ""


@pytest.mark.parametrize(
    ("over", "days"),
    [
        (timedelta(0), 0),
        (timedelta(microseconds=1), 1),
        (timedelta(hours=24), 1),
        (timedelta(hours=24, microseconds=1), 2),
    ],
)
def test_the_edges_of_a_day(over: timedelta, days: int) -> None:
    assert lateness(DUE + over, DUE, LatePolicy()).days == days


def test_an_unknown_time_is_not_late_and_is_noted() -> None:
    late = lateness(None, DUE, LatePolicy(percent_per_day=Fraction(10)))
    assert late.days == 0
    assert "not known" in late.note
    assert lateness(None, None, LatePolicy()).note == ""


def test_an_extension_moves_the_due_date_back_and_never_forward() -> None:
    handed_in = DUE + timedelta(days=2)
    assert lateness(handed_in, DUE, LatePolicy(), DUE + timedelta(days=3)).days == 0
    assert lateness(handed_in, DUE, LatePolicy(), DUE - timedelta(days=3)).days == 2


def test_offsets_of_other_places_are_the_same_moment() -> None:
    handed_in = datetime.fromisoformat("2025-11-05T23:59:00+03:30")
    assert lateness(handed_in, DUE, LatePolicy()).days == 0


@given(points, st.integers(0, 40), st.fractions(Fraction(0), Fraction(100)), st.none() | st.integers(0, 10))
def test_a_grade_falls_by_its_percent_a_day_and_never_below_nothing(
    score: Fraction, days: int, percent: Fraction, max_days: int | None
) -> None:
    total = Total(score=score, max_score=Fraction(100), status="graded")
    given_grade = grade(total, LatePolicy(percent_per_day=percent, max_days=max_days), days)
    if max_days is not None and days > max_days:
        assert given_grade == 0
    else:
        kept = 1 - days * percent / 100
        assert given_grade == (score * kept if kept > 0 else 0)


@pytest.mark.parametrize("status", ["needs_review", "ungraded"])
def test_there_is_no_grade_while_anything_is_open(status: str) -> None:
    total = Total(score=Fraction(3), max_score=Fraction(4), status=status)  # type: ignore[arg-type]
    assert grade(total, LatePolicy(), 0) is None


# --- attempts -------------------------------------------------------------------------------------------


def attempt(number: int, earned: int | None) -> SubmissionReport:
    return SubmissionReport(
        student="s",
        attempt=number,
        digest="",
        status="graded" if earned is not None else "ungraded",
        score=None if earned is None else Fraction(earned),
        grade=None if earned is None else Fraction(earned),
        max_score=Fraction(10),
        problems=(),
    )


@pytest.mark.parametrize(
    ("policy", "counted"),
    [
        (Attempts(), 4),
        (Attempts(max=3), 1),
        (Attempts(keep="last"), 4),
        (Attempts(max=2, keep="last"), 2),
    ],
)
def test_the_attempt_that_counts(policy: Attempts, counted: int) -> None:
    made = [attempt(3, 7), attempt(1, 7), attempt(4, 9), attempt(2, 5)]
    found = counted_attempt(made, policy)
    assert found is not None
    assert found.attempt == counted


def test_an_attempt_that_has_no_grade_yet_is_not_the_best() -> None:
    found = counted_attempt([attempt(1, 0), attempt(2, None)], Attempts())
    assert found is not None
    assert found.attempt == 1


def test_attempts_beyond_the_last_that_counts_are_none() -> None:
    assert counted_attempt([attempt(3, 7)], Attempts(max=2)) is None
