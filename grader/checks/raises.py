"""`raises:` the call must raise an exception of that type, or of one derived from it."""

from __future__ import annotations

from fractions import Fraction

from grader.checks.outcomes import explain
from grader.core.judgement import Judgement
from grader.core.observation import Outcome, Raised
from grader.core.problem import Raises
from grader.core.text import Text
from grader.core.verdict import Verdict


def judge_raises(expectation: Raises, outcome: Outcome) -> tuple[Verdict, Judgement]:
    """Passed iff the outcome is an exception of the expected type; a worker's end keeps its own verdict."""
    expected = expectation.exception.rpartition(".")[2]
    if isinstance(outcome, Raised):
        if expected in outcome.types:
            return Verdict.PASSED, Judgement(fraction=Fraction(1))
        text = Text(
            f"it raised {outcome.types[0]}: {outcome.message}; {expected} is due here",
            f"خطای {outcome.types[0]} رخ داد؛ اینجا باید {expected} رخ دهد",
        )
        return Verdict.FAILED, Judgement(fraction=Fraction(0), feedback=text)
    verdict, feedback = (
        Verdict.FAILED,
        Text(f"it returned; {expected} is due here", f"باید خطای {expected} رخ دهد"),
    )
    if not hasattr(outcome, "data"):
        verdict, feedback = explain(outcome)
        if (
            expected == "NotImplementedError"
            and verdict is Verdict.MISSING
            and getattr(outcome, "written", False)
        ):
            return Verdict.PASSED, Judgement(fraction=Fraction(1))
    return verdict, Judgement(fraction=Fraction(0), feedback=feedback)
