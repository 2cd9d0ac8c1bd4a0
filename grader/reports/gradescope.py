"""Gradescope's `results.json` for one submission.

A check keeps its visibility: Gradescope itself shows students only what is visible by then. What is not known has no
score, and the total is only given where the grade is known; until then Gradescope adds up what there is.
"""

from __future__ import annotations

import json

from grader.core.report import CheckResult, Json, ProblemReport, SubmissionReport
from grader.core.text import Language
from grader.core.verdict import Verdict
from grader.reports.clean import clean
from grader.reports.numbers import rounded

_MAX_OUTPUT = 20_000


def render(submission: SubmissionReport, language: Language = "en") -> str:
    """The file as strict JSON, ending in a newline."""
    several = len(submission.problems) > 1
    tests: list[Json] = [
        _test(problem, check, language, several)
        for problem in submission.problems
        for check in problem.checks
    ]
    open_ones = sum(
        check.verdict in (Verdict.NEEDS_REVIEW, Verdict.UNGRADED)
        for problem in submission.problems
        for check in problem.checks
    )
    said = [clean(note) for note in submission.notes]
    if open_ones:
        said.append(f"This is not final: {open_ones} checks have no score yet.")
    results: dict[str, Json] = {"output": "\n".join(said), "output_format": "text", "tests": tests}
    if submission.grade is not None:
        results = {"score": rounded(submission.grade), **results}
    results["extra_data"] = {"status": submission.status, "days_late": submission.days_late}
    return json.dumps(results, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _test(problem: ProblemReport, check: CheckResult, language: Language, several: bool) -> Json:
    title = check.title.in_language(language)
    test: dict[str, Json] = {
        "name": f"{problem.title.in_language(language)}: {title}" if several else title,
        "name_format": "text",
        "number": f"{problem.id}/{check.id}",
        "max_score": 0.0 if check.extra_credit else rounded(check.max_score),
        "output": _output(check, language),
        "output_format": "text",
        "visibility": check.visibility,
    }
    if check.score is not None:
        test["score"] = rounded(check.score)
        test["status"] = "passed" if check.verdict is Verdict.PASSED else "failed"
    return test


def _output(check: CheckResult, language: Language) -> str:
    parts = [check.feedback.in_language(language)]
    if check.verdict is not Verdict.PASSED:
        parts += [check.detail.traceback or "", check.detail.hint.in_language(language)]
    parts.append(check.detail.stdout)
    text = clean("\n\n".join(part.strip() for part in parts if part.strip()))
    return text if len(text) <= _MAX_OUTPUT else f"{text[:_MAX_OUTPUT]}…"
