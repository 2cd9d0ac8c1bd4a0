"""`complies:` what a source may not use, and what it must. It advises the honest: fresh inputs are the defence."""

from __future__ import annotations

from fractions import Fraction

from grader.checks import words
from grader.core.data import Data
from grader.core.judgement import Judgement
from grader.core.problem import Complies
from grader.core.text import Text


def judge_complies(expectation: Complies, uses: Data) -> Judgement:
    """Judges the dotted names that a source uses, each as "line name", or "cell:line name" in a notebook.

    A rule covers a name and all below it: `torch.autograd` covers `torch.autograd.grad`.
    """
    found = (
        [(name, where) for where, _, name in (text.partition(" ") for text in uses if isinstance(text, str))]
        if (isinstance(uses, tuple))
        else []
    )
    for rule in expectation.forbid:
        for name, where in found:
            if _covers(rule, name):
                cell, _, line = where.rpartition(":")
                place = words.place(line, cell)
                text = Text(
                    f"{place.en} uses {name}, which this exercise rules out",
                    f"{place.fa} از {name} استفاده می‌کند که در این تمرین مجاز نیست",
                )
                return Judgement(fraction=Fraction(0), feedback=text)
    for rule in expectation.require:
        if not any(_covers(rule, name) for name, _ in found):
            text = Text(f"{rule} is to be used, and is not", f"باید از {rule} استفاده شود")
            return Judgement(fraction=Fraction(0), feedback=text)
    return Judgement(fraction=Fraction(1))


def _covers(rule: str, name: str) -> bool:
    return (
        name == rule
        or name.startswith(f"{rule}.")
        or (name.endswith(".*") and f"{rule}.".startswith(name[:-1]))
    )
