"""Why a call has no result, in words."""

from __future__ import annotations

import pytest

from grader.checks.outcomes import explain
from grader.core.observation import Absent, Ended, Outcome, Raised, Refused, Returned
from grader.core.verdict import Verdict

V = Verdict


@pytest.mark.parametrize(
    ("outcome", "verdict", "said"),
    [
        (Refused(reason="the result is a set"), V.FAILED, "the result is a set"),
        (Absent(name="forward"), V.MISSING, "nothing named forward was handed in"),
        (
            Absent(name="forward", written=True),
            V.MISSING,
            "not written yet: forward raises NotImplementedError",
        ),
        (
            Raised(types=("KeyError", "LookupError"), message="'W'", traceback="…", file="net.py", line=7),
            V.ERROR,
            "it raised KeyError: 'W' (line 7)",
        ),
        (Raised(types=("ValueError",), message="", traceback="…"), V.ERROR, "it raised ValueError"),
        *((Ended(verdict=verdict, reason="why"), verdict, "why") for verdict in V if verdict is not V.PASSED),
    ],
)
def test_each_outcome_without_data(outcome: Outcome, verdict: Verdict, said: str) -> None:
    found, feedback = explain(outcome)
    assert found is verdict
    assert feedback.en == said
    assert feedback.fa


def test_an_outcome_with_data_is_to_be_judged() -> None:
    with pytest.raises(ValueError, match="judged"):
        explain(Returned(data=1))
