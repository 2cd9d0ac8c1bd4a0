"""A problem's examples: submissions with the outcome that their `expected.yaml` states."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.core.problem import Example, Problem
from grader.errors import SpecError, SpecFault
from grader.spec.document import Document
from grader.spec.files import read_tree
from grader.spec.model import exact
from grader.spec.models import ExpectedModel
from grader.spec.nearest import nearest
from grader.spec.parsing import parse
from grader.spec.yaml_reader import read_yaml

FOLDER, OUTCOME = "examples", "expected.yaml"


def load_examples(problem: Problem) -> tuple[Example, ...]:
    """The examples in the folder that the problem was loaded from, by name.

    Raises:
        SpecError: with the faults of every expected.yaml, and of examples that have none.
    """
    folder = Path(problem.folder) / FOLDER
    if not folder.is_dir():
        return ()
    examples: list[Example] = []
    faults: list[SpecFault] = []
    for path in sorted(folder.iterdir()):
        if not path.is_dir() or path.name.startswith((".", "__")):
            continue
        files = read_tree(path)
        document = _document(path, files.pop(OUTCOME, None))
        model = None if document.faults else parse(document, ExpectedModel, {})
        if model is not None:
            _names(model, problem, document)
            examples.append(_example(path.name, files, model))
        faults += document.sorted_faults()
    if faults:
        raise SpecError(tuple(faults))
    return tuple(examples)


def _document(path: Path, content: bytes | None) -> Document:
    if content is not None:
        return read_yaml(content, str(path / OUTCOME))
    document = Document(str(path / OUTCOME))
    document.report((), "the example states no outcome", "write `score:` and `checks:` into expected.yaml")
    return document


def _names(model: ExpectedModel, problem: Problem, document: Document) -> None:
    known: Sequence[str] = [check.id for check in problem.checks]
    for name in model.checks:
        if name not in known:
            document.report_key(
                model.at("checks", name), f"there is no check `{name}`", nearest(name, known, "there are")
            )
    known = [misconception.id for misconception in problem.misconceptions]
    for index, name in enumerate(model.misconceptions or ()):
        if name not in known:
            hint = nearest(name, known, "there are")
            document.report(model.at("misconceptions", index), f"there is no misconception `{name}`", hint)


def _example(name: str, files: dict[str, bytes], model: ExpectedModel) -> Example:
    return Example(
        name=name,
        files=files,
        score=None if model.score is None else exact(model.score),
        checks=dict(model.checks),
        misconceptions=None if model.misconceptions is None else tuple(map(str, model.misconceptions)),
    )
