"""mutants.yaml: changes of the reference that leave it right, each with its reason."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from grader.core.mutant import Change, Equivalent
from grader.core.problem import Problem
from grader.errors import SpecError
from grader.spec.model import Model, Words
from grader.spec.parsing import parse
from grader.spec.yaml_reader import read_yaml

NAME = "mutants.yaml"


class EquivalentModel(Model):
    """One change, as `grader audit` prints it."""

    function: Words
    was: Words
    becomes: Words
    reason: Words


class EquivalentsModel(Model):
    """mutants.yaml"""

    equivalent: list[EquivalentModel] = Field(default=[])


def load_equivalents(problem: Problem) -> tuple[Equivalent, ...]:
    """The marks in the folder that the problem was loaded from; none where there is no mutants.yaml.

    Raises:
        SpecError: with every fault of the file.
    """
    path = Path(problem.folder) / NAME
    if not path.is_file():
        return ()
    document = read_yaml(path.read_bytes(), str(path))
    model = None if document.faults else parse(document, EquivalentsModel, {})
    if document.faults or model is None:
        raise SpecError(tuple(document.sorted_faults()))
    return tuple(
        Equivalent(change=Change(function=one.function, was=one.was, becomes=one.becomes), reason=one.reason)
        for one in model.equivalent
    )
