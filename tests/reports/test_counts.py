from dataclasses import replace
from fractions import Fraction

from grader.core.report import Report
from grader.core.text import Text
from grader.core.verdict import Verdict
from grader.reports.counts import check_counts, failures, mean, middle, misunderstandings, notes, ungraded


def test_a_misconception_counts_once_per_submission(class_report: Report) -> None:
    found = misunderstandings(class_report)
    assert [(one.problem, one.id, one.who) for one in found] == [
        ("mlp-forward", "no-relu", ("s02", "s04", "علی-احمدی")),
        ("xnor-rnn", "c0-zero", ("s03",)),
    ]


def test_failures_leave_out_what_is_explained_blocked_or_not_yet_graded(class_report: Report) -> None:
    found = failures(class_report)
    assert {(one.checks, one.verdict) for one in found} == {
        (("hidden-activations",), Verdict.MISSING),
        (("output",), Verdict.ERROR),
        (("mse",), Verdict.TIMEOUT),
        (("truth-table",), Verdict.CRASHED),
    }


def test_checks_are_counted_by_verdict(class_report: Report) -> None:
    counts = check_counts([one.problems[0] for one in class_report.submissions])
    output = next(count for count in counts if count.id == "output")
    assert (output.passed, output.total) == (2, 6)
    assert output.others == ((Verdict.FAILED, 3), (Verdict.ERROR, 1))


def test_centres() -> None:
    points = [Fraction(1), Fraction(10), Fraction(4)]
    assert mean(points) == 5
    assert middle(points) == 4
    assert middle(points[:2]) == Fraction(11, 2)
    assert (mean([]), middle([])) == (None, None)


def test_one_failure_in_many_checks_counts_once_and_different_ones_apart(class_report: Report) -> None:
    broken = class_report.submissions[0]
    said = Text("it raised SyntaxError: expected ':' (line 3)")
    lost = [
        replace(check, verdict=Verdict.ERROR, feedback=said, misconception=None)
        for check in broken.problems[0].checks
    ]
    problem = replace(broken.problems[0], checks=tuple(lost))
    other = replace(broken, student="s99", problems=(problem,))
    found = failures(replace(class_report, submissions=(*class_report.submissions, other)))
    mine = [one for one in found if one.said == said]
    assert [(len(one.checks), one.who) for one in mine] == [(len(lost), ("s99",))]


def test_what_was_not_handed_in_is_no_failure(class_report: Report) -> None:
    broken = class_report.submissions[0]
    lost = [
        replace(check, verdict=Verdict.MISSING, feedback=Text("nothing was handed in"), misconception=None)
        for check in broken.problems[0].checks
    ]
    other = replace(broken, student="s99", problems=(replace(broken.problems[0], checks=tuple(lost)),))
    with_it = replace(class_report, submissions=(*class_report.submissions, other))
    assert failures(with_it) == failures(class_report)


def test_what_is_missing_comes_last_however_common(class_report: Report) -> None:
    broken = class_report.submissions[0]
    first, *rest = broken.problems[0].checks
    lost = replace(
        first, verdict=Verdict.MISSING, feedback=Text("no answer was handed in"), misconception=None
    )
    problem = replace(broken.problems[0], checks=(lost, *rest))
    many = tuple(replace(broken, student=f"x{n}", problems=(problem,)) for n in range(30))
    found = failures(replace(class_report, submissions=(*class_report.submissions, *many)))
    is_missing = [one.verdict is Verdict.MISSING for one in found]
    assert is_missing == sorted(is_missing)
    assert not is_missing[0]
    assert len(found[is_missing.index(True)].who) == 30


def test_what_is_noted_of_many_is_said_once_and_after_what_is_noted_of_few(class_report: Report) -> None:
    no_time = "the time of submission is not known"
    noted = [replace(one, notes=(no_time, *one.notes)) for one in class_report.submissions]
    found = notes(replace(class_report, submissions=tuple(noted)))
    assert [(one.said.en, one.who) for one in found] == [
        ("link.py: a symbolic link, which is not followed", ("علی-احمدی",)),
        (no_time, ("s01", "s02", "s02@2", "s03", "s04", "علی-احمدی")),
    ]


def test_what_one_cause_left_ungraded_in_many_submissions_is_said_once(class_report: Report) -> None:
    [failed] = [one for one in class_report.submissions if one.status == "ungraded"]
    other = replace(failed, student="s05")
    found = ungraded(replace(class_report, submissions=(*class_report.submissions, other)))
    assert [(one.where, one.who) for one in found] == [
        (("xnor-rnn", check), ("s04", "s05")) for check in ("truth-table", "weights", "essay")
    ]
