"""The four assignments of the bank: one for each document, and together the whole of it, once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from grader.core.problem import Assignment
from grader.spec import load

BANK = Path(__file__).parents[1] / "problems"
FILES = sorted(BANK.glob("*.yaml"))


def ids(assignment: Assignment) -> list[str]:
    return [assigned.problem.id for assigned in assignment.problems]


@pytest.fixture(scope="module")
def bank() -> Assignment:
    return load(BANK)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_assignment_holds_the_questions_of_one_document(file: Path, bank: Assignment) -> None:
    assignment = load(file)
    assert assignment.id == file.stem
    assert assignment.title.fa
    [document] = {assigned.problem.source["document"] for assigned in assignment.problems}
    of_document = {
        assigned.problem.id for assigned in bank.problems if assigned.problem.source["document"] == document
    }
    assert set(ids(assignment)) == of_document


def test_together_they_are_the_bank(bank: Assignment) -> None:
    assert len(FILES) == 4
    together = Counter(problem for file in FILES for problem in ids(load(file)))
    assert together == Counter(ids(bank))
    assert len(together) == 18
