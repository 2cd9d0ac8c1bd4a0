"""`raises:` an exception of the type or of one derived from it, and nothing else."""

from __future__ import annotations

import pytest

from grader.checks.raises import judge_raises
from grader.core.observation import Absent, Ended, Outcome, Raised, Refused, Returned
from grader.core.problem import Raises
from grader.core.verdict import Verdict

V = Verdict


def raised(*types: str) -> Raised:
    return Raised(types=(*types, "Exception", "BaseException"), message="it is odd", traceback="")


@pytest.mark.parametrize(
    ("expected", "outcome", "verdict", "said"),
    [
        ("ValueError", raised("ValueError"), V.PASSED, ""),
        ("ValueError", raised("OddError", "ValueError"), V.PASSED, ""),
        ("torch.linalg.LinAlgError", raised("LinAlgError", "RuntimeError"), V.PASSED, ""),
        ("Exception", raised("KeyError", "LookupError"), V.PASSED, ""),
        (
            "ValueError",
            raised("TypeError"),
            V.FAILED,
            "it raised TypeError: it is odd; ValueError is due here",
        ),
        ("OddError", raised("ValueError"), V.FAILED, "it raised ValueError"),
        ("ValueError", Returned(data=1), V.FAILED, "it returned; ValueError is due here"),
        ("ValueError", Returned(data=None), V.FAILED, "it returned; ValueError is due here"),
        ("ValueError", Refused(reason="a set"), V.FAILED, "a set"),
        ("NameError", Absent(name="f"), V.MISSING, "nothing named f"),
        ("RuntimeError", Absent(name="f", written=True), V.MISSING, "not written yet: f"),
        ("NotImplementedError", Absent(name="f", written=True), V.PASSED, ""),
        ("NotImplementedError", Absent(name="f"), V.MISSING, "nothing named f"),
        ("TimeoutError", Ended(verdict=V.TIMEOUT, reason="too long"), V.TIMEOUT, "too long"),
        ("MemoryError", Ended(verdict=V.MEMORY_LIMIT, reason="too much"), V.MEMORY_LIMIT, "too much"),
        ("SystemExit", Ended(verdict=V.CRASHED, reason="it exited"), V.CRASHED, "it exited"),
    ],
)
def test_what_passes_and_what_does_not(expected: str, outcome: Outcome, verdict: Verdict, said: str) -> None:
    found, judgement = judge_raises(Raises(expected), outcome)
    assert found is verdict
    assert judgement.passed == (verdict is V.PASSED)
    assert judgement.feedback.en.startswith(said)
    assert bool(judgement.feedback.en) == bool(said)
