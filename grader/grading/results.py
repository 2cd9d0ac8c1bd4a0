"""How one check ended, put into a `CheckResult` with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.core import scoring
from grader.core.judgement import Judgement
from grader.core.observation import Observation, Raised
from grader.core.problem import CallSubject, Check
from grader.core.report import CheckResult, Detail
from grader.core.text import NOTHING, Text
from grader.core.verdict import Verdict
from grader.grading.evidence import printable

_NO_JUDGEMENT = Judgement(fraction=Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What decided a check.

    Attributes:
        observations: of all calls that were made for it, in order.
        decisive: the one that the verdict rests on.
        traceback: of the author's code, where that failed.
    """

    verdict: Verdict
    feedback: Text
    judgement: Judgement = _NO_JUDGEMENT
    misconception: str | None = None
    carried: bool = False
    observations: Sequence[Observation] = ()
    decisive: Observation | None = None
    traceback: str | None = None


def result(check: Check, ending: Ending) -> CheckResult:
    """The result of a check as reports carry it."""
    measured = ending.observations
    return CheckResult(
        id=check.id,
        title=check.title,
        verdict=ending.verdict,
        score=scoring.check_score(check.points, ending.verdict, ending.judgement.fraction),
        max_score=check.points,
        visibility=check.visibility,
        extra_credit=check.extra_credit,
        feedback=ending.feedback,
        misconception=ending.misconception,
        carried=ending.carried,
        wall_time_s=sum(one.wall_time_s for one in measured) if measured else None,
        detail=_detail(check, ending),
    )


def unjudged(check: Check, verdict: Verdict, feedback: Text) -> CheckResult:
    """The result of a check for which nothing was run or read."""
    return result(check, Ending(verdict=verdict, feedback=feedback))


def joined(first: Text, then: Text) -> Text:
    """The cause first, then the evidence."""
    return Text(f"{first.en}\n{then.en}".strip(), f"{first.fa or first.en}\n{then.fa or then.en}".strip())


def _detail(check: Check, ending: Ending) -> Detail:
    outcome = None if ending.decisive is None else ending.decisive.outcome
    raised = outcome if isinstance(outcome, Raised) else None
    shown = ending.judgement
    return Detail(
        expected=printable(shown.expected),
        observed=printable(shown.observed),
        worst_index=shown.worst_index,
        where=shown.where,
        wrong=shown.wrong,
        stdout="".join(one.output for one in ending.observations)[: check.limits.output_kib << 10],
        traceback=raised.traceback if raised else ending.traceback,
        file=(raised.file or None) if raised else None,
        # A line of a notebook's cell is none of its file.
        line=(raised.line or None) if raised and not raised.cell else None,
        hint=NOTHING if ending.verdict is Verdict.PASSED else check.hint,
        call=check.subject.call.text if isinstance(check.subject, CallSubject) else None,
    )
