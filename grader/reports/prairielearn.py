"""PrairieLearn's results of an external grader, for one submission.

Students read all of it, so it takes what `core.redaction` leaves them; only `score` is of the whole, for that is what
PrairieLearn records. One that could not be judged, or had nothing to earn, is not gradable: it costs no attempt
and is no zero.
"""

from __future__ import annotations

import json
from fractions import Fraction

from grader.core.report import CheckResult, Json, ProblemReport, SubmissionReport
from grader.core.text import Language
from grader.reports import plain
from grader.reports.clean import clean
from grader.reports.numbers import rounded

MAX_BYTES = 1_000_000
_SPENT = "…"


def render(
    submission: SubmissionReport, grade: Fraction | None, max_score: Fraction, language: Language = "en"
) -> str:
    """The file as strict JSON, ending in a newline, of at most a megabyte.

    Args:
        submission: as its student may see it.
        grade: of the whole, hidden checks included; None where it is not known.
        max_score: likewise.
    """
    checks = [(problem, check) for problem in submission.problems for check in problem.checks]
    shown = [(problem, check) for problem, check in checks if check.verdict is not None]
    several = len(submission.problems) > 1
    notes = [clean(note) for note in submission.notes]
    if len(shown) < len(checks):
        notes.append(f"Hidden checks: {len(checks) - len(shown)}.")
    if grade is None:
        notes.append("This has no score yet: not everything could be judged.")
    share = None if grade is None or not max_score else min(grade / max_score, Fraction(1))
    results: dict[str, Json] = {
        "gradable": share is not None,
        "score": float(share or 0),  # of a whole of 1, which extra credit does not exceed
        "message": "\n".join(notes),
        "output": "",
        "tests": [_test(problem, check, several, language) for problem, check in shown],
    }
    text = _dump(results)
    if len(text.encode()) > MAX_BYTES:
        results["tests"] = [_test(problem, check, several, language, _SPENT) for problem, check in shown]
        text = _dump(results)
    return text


def _dump(results: dict[str, Json]) -> str:
    return json.dumps(results, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _test(
    problem: ProblemReport, check: CheckResult, several: bool, language: Language, output: str | None = None
) -> Json:
    title = clean(check.title.in_language(language))
    test: dict[str, Json] = {
        "name": f"{clean(problem.title.in_language(language))}: {title}" if several else title,
        "description": f"{problem.id}/{check.id}",
        "max_points": 0.0 if check.extra_credit else rounded(check.max_score),
        "message": plain.headline(check, language),
        "output": plain.body(check, language) if output is None else output,
    }
    if check.score is not None:
        test["points"] = rounded(check.score)
    return test
