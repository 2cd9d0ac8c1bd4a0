"""Misconceptions: what a wrong answer of that kind would be."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core.problem import Misconception, Swap, WrittenAs
from grader.errors import UsageError
from grader.spec.arrays import ArrayError
from grader.spec.check_context import Surroundings
from grader.spec.check_models import MisconceptionModel
from grader.spec.formulas import check_formula
from grader.spec.model import as_text
from grader.spec.nearest import nearest


def read_misconception(
    model: MisconceptionModel, around: Surroundings, answers: Mapping[str, Mapping[str, str]]
) -> Misconception | None:
    """A misconception, or None after reports. `answers` are the keys that checks ask for, with the domains there."""
    document = around.document
    before = len(document.faults)
    when = _when(model, around, answers)
    for index, check_id in enumerate(model.checks or ()):
        if check_id not in around.ids:
            document.report(
                model.at("checks", index),
                f"there is no check `{check_id}`",
                nearest(check_id, around.ids, "there are"),
            )
    if when is None or len(document.faults) > before:
        return None
    return Misconception(
        id=model.id, when=when, feedback=as_text(model.feedback), checks=tuple(model.checks or ())
    )


def _when(
    model: MisconceptionModel, around: Surroundings, answers: Mapping[str, Mapping[str, str]]
) -> Swap | WrittenAs | None:
    when, document = model.when, around.document
    lost = [
        key
        for key in ("swap", "answer")
        if getattr(when, key) is None and document.find(when.at(key)) is not None
    ]
    if lost:
        return None  # what is wrong with it has been told
    if (when.swap is None) == (when.answer is None):
        document.report(
            when.at(), "`when` is either a `swap` or an `answer`", "{swap: {forward: forward_without_bias}}"
        )
        return None
    if when.swap is not None:
        _swap(when.swap, model, around)
        return Swap(dict(when.swap))
    assert when.answer is not None
    is_formula, is_literal = when.formula is not None, "equals" in when.model_fields_set
    if is_formula == is_literal:
        document.report(when.at(), "a wrong answer is given by either `formula` or `equals`", "keep one")
        return None
    if when.answer not in answers:
        hint = nearest(when.answer, answers, "checks ask for")
        document.report(when.at("answer"), f"no check asks for the answer `{when.answer}`", hint)
    elif when.formula is not None:
        check_formula(document, when.at("formula"), when.formula, answers[when.answer])
    try:
        equals = around.reader.data(when.equals) if is_literal else None
    except (ArrayError, UsageError) as error:
        document.report(when.at("equals"), error.what, error.hint)
        return None
    return WrittenAs(answer=when.answer, formula=when.formula, equals=equals)


def _swap(swap: Mapping[str, str], model: MisconceptionModel, around: Surroundings) -> None:
    document = around.document
    for file in ("reference.py", "misconceptions.py"):
        known = around.code.get(file)
        if known is None:
            document.report(
                model.when.at("swap"), f"a swap needs {file}, which is not in the folder", "write it"
            )
            continue
        report = document.report_key if file == "reference.py" else document.report
        for replaced, replacement in swap.items():
            name = replaced if file == "reference.py" else replacement
            if not (known.is_open or name in known.names):
                hint = nearest(name, sorted(known.functions), "it defines")
                report(model.when.at("swap", replaced), f"{file} defines no `{name}`", hint)
