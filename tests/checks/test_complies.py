"""`complies:` rules on dotted names, as the worker reports them: "line name"."""

from __future__ import annotations

import pytest

from grader.checks.complies import judge_complies
from grader.core.problem import Complies

USES = ("3 torch.autograd.grad", "1 torch", "7 numpy.linalg", "2 os.*", "9 print")


@pytest.mark.parametrize(
    ("forbid", "line"),
    [
        (("torch.autograd",), "line 3 uses torch.autograd.grad"),
        (("torch.autograd.grad",), "line 3"),
        (("numpy",), "line 7"),
        (("os",), "line 2"),
        (("os.path",), "line 2"),  # a star import may bring it
        (("print",), "line 9"),
        (("torch.auto", "torch.nn", "grad", "linalg", "tor"), ""),
        (("torch.autograd.gradcheck",), ""),
        ((), ""),
    ],
)
def test_a_rule_covers_a_name_and_all_below_it(forbid: tuple[str, ...], line: str) -> None:
    judged = judge_complies(Complies(forbid=forbid), USES)
    assert judged.passed == (not line)
    assert judged.feedback.en.startswith(line)


@pytest.mark.parametrize(
    ("require", "kept"),
    [(("numpy.linalg",), True), (("torch",), True), (("numpy", "einops"), False), (("torch.nn",), False)],
)
def test_what_is_required_must_be_used(require: tuple[str, ...], kept: bool) -> None:
    judged = judge_complies(Complies(require=require), USES)
    assert judged.passed == kept
    assert kept or judged.feedback.en == f"{require[-1]} is to be used, and is not"


def test_a_source_that_uses_nothing() -> None:
    assert judge_complies(Complies(forbid=("os",)), ()).passed
    assert not judge_complies(Complies(require=("os",)), ()).passed
