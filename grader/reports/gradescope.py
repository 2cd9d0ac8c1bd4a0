"""Gradescope's `results.json` for one submission.

A check keeps its visibility: Gradescope itself shows students only what is visible by then, so what stands above the
tests speaks of visible ones only. What is not known has no score. Gradescope wants a number for the whole, so that is
what is known so far, and it is said that this is not final; where nothing is, that the number is no grade.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from grader.core.report import CheckResult, Json, ProblemReport, SubmissionReport
from grader.core.text import Language
from grader.core.verdict import Verdict
from grader.reports import plain
from grader.reports.clean import clean
from grader.reports.numbers import rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What Gradescope is told beside the report.

    Attributes:
        counted: the grade to report where another attempt's counts.
        remarks: what the student reads above the tests.
        leaders: (problem, check) whose points go to the leaderboard, which the whole class sees.
    """

    counted: Fraction | None = None
    remarks: tuple[str, ...] = ()
    leaders: frozenset[tuple[str, str]] = frozenset()


def render(submission: SubmissionReport, language: Language = "en", standing: Standing | None = None) -> str:
    """The file as strict JSON, ending in a newline."""
    standing = standing or Standing()
    several = len(submission.problems) > 1
    checks = [(problem, check) for problem in submission.problems for check in problem.checks]
    own = submission.grade if submission.grade is not None else submission.score
    counted = own if standing.counted is None else standing.counted
    results: dict[str, Json] = {
        "score": rounded(counted) or 0.0,
        "output": "\n".join(clean(line) for line in _said(submission, checks, standing)),
        "output_format": "text",
        "stdout_visibility": "hidden",
        "tests": [_test(problem, check, language, several) for problem, check in checks],
    }
    leaders = [(problem, check) for problem, check in checks if (problem.id, check.id) in standing.leaders]
    if leaders:
        results["leaderboard"] = [_leader(check, language) for _, check in leaders if check.score is not None]
    results["extra_data"] = {
        "status": submission.status,
        "grade": rounded(submission.grade),
        "days_late": submission.days_late,
    }
    return json.dumps(results, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _said(
    submission: SubmissionReport, checks: Iterable[tuple[ProblemReport, CheckResult]], standing: Standing
) -> Iterable[str]:
    yield from standing.remarks
    yield from submission.notes
    if submission.days_late:
        yield f"{submission.days_late} {'day' if submission.days_late == 1 else 'days'} late"
    visible = [check for _, check in checks if check.visibility == "visible"]
    if visible and all(check.score is None for check in visible):
        yield "No visible check has been judged yet, so the score is no grade."
    shown = [check.verdict for check in visible]
    for verdict, why in (
        (Verdict.UNGRADED, "could not be graded"),
        (Verdict.NEEDS_REVIEW, "wait for a person"),
    ):
        if count := shown.count(verdict):
            yield f"This is not final: {count} of {len(shown)} visible checks {why}."


def _leader(check: CheckResult, language: Language) -> Json:
    return {"name": check.title.in_language(language), "value": rounded(check.score)}


def _test(problem: ProblemReport, check: CheckResult, language: Language, several: bool) -> Json:
    title = check.title.in_language(language)
    test: dict[str, Json] = {
        "name": clean(f"{problem.title.in_language(language)}: {title}" if several else title),
        "name_format": "text",
        "number": f"{problem.id}/{check.id}",
        "max_score": 0.0 if check.extra_credit else rounded(check.max_score),
        "output": plain.told(check, language),
        "output_format": "text",
        "visibility": check.visibility,
    }
    if check.score is not None:
        test["score"] = rounded(check.score)
        test["status"] = "passed" if check.verdict is Verdict.PASSED else "failed"
    return test
