"""How fast a call was beside the reference's: seconds that the host measured, never a claim."""

from __future__ import annotations

from grader.core.problem import Speedup
from grader.core.text import Text
from grader.core.verdict import Verdict

SHORTEST_S = 1e-6  # a clock that shows less has nothing to say


def judge_speedup(asked: Speedup, own_s: float, reference_s: float) -> tuple[Verdict, Text]:
    """The verdict on a right answer that took `own_s` seconds, where the reference took `reference_s`.

    What is too fast to be believed waits for a person.
    """
    ratio = reference_s / max(own_s, SHORTEST_S)
    en = f"at {_times(ratio)} × the reference's speed"
    fa = f"سرعت آن {_times(ratio)} برابر پاسخ مرجع است"
    if ratio > asked.at_most:
        return Verdict.NEEDS_REVIEW, Text(
            f"{en}: more than {_times(asked.at_most)} × is not believed before a person has looked at it",
            f"{fa}: بیش از {_times(asked.at_most)} برابر، پیش از نگاه یک نفر پذیرفته نمی‌شود",
        )
    if ratio >= asked.at_least:
        return Verdict.PASSED, Text(en, fa)
    return Verdict.FAILED, Text(
        f"right, but {en}; {_times(asked.at_least)} × is asked for",
        f"درست است، اما {fa}؛ {_times(asked.at_least)} برابر خواسته شده است",
    )


def _times(ratio: float) -> str:
    """Two digits: the clock knows no more."""
    return f"{ratio:.2g}" if ratio < 99.5 else f"{ratio:.0f}"
