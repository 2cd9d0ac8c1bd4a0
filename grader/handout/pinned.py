"""What a check draws, and what the reference makes of it, as fixed cases: plain YAML, and arrays in files."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from grader.checks.compare import agrees
from grader.core.data import Array, Data
from grader.core.inputs import named_in
from grader.core.problem import (
    CallSubject,
    Check,
    FromReference,
    GradientOf,
    MatchesReference,
    Problem,
    Random,
)
from grader.grading import AnswerKey
from grader.grading.answer_key import COTANGENT
from grader.grading.trials import Trial
from grader.handout.selection import used_values
from grader.wire.messages import Plain

FORM_KEYS = frozenset(
    ("array", "full", "file", "cases")
)  # a mapping of results with such a key reads as a form


class Unpinnable(Exception):  # noqa: N818 - no fault: the check is left to the course
    """The check cannot be said in fixed cases; the message says why."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """Parts of a check as YAML would hold them. `expected` is there (as its only item) where a reference told it."""

    values: Mapping[str, object] = field(default_factory=dict)
    expected: tuple[object, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)


def pin(problem: Problem, check: Check, key: AnswerKey) -> Pinned:
    """The check's random and computed inputs, and what is right for them, drawn once and for all.

    Raises:
        Unpinnable: if more than one result is right, or one is that a spec cannot write.
        AuthorError: if the reference fails.
    """
    drawn = _drawn(check)
    by_reference = isinstance(check.expectation, MatchesReference | GradientOf)
    if not drawn and not by_reference:
        return Pinned()
    trials = key.trials(check)
    store = _Store(problem, check)
    values = {name: store.cases(name, [trial.values[name] for trial in trials]) for name in drawn}
    if not by_reference:
        return Pinned(values=values, files=store.files)
    expected = store.cases("", [_only_one(problem, check, trial) for trial in trials])
    return Pinned(values=values, expected=(expected,), files=store.files)


def _drawn(check: Check) -> list[str]:
    """The values that are another's work: of chance, of the reference, and the cotangent that `gradient_of` draws."""
    drawn = [
        name for name in sorted(used_values(check)) if isinstance(check.values[name], Random | FromReference)
    ]
    match check.expectation, check.subject:
        case GradientOf(cotangent=None), CallSubject(call=call) if COTANGENT in named_in(call):
            drawn.append(COTANGENT)
    return drawn


def _only_one(problem: Problem, check: Check, trial: Trial) -> Data:
    first, *others = trial.expected
    if not all(agrees(first, one, tolerance=check.tolerance, dtype=problem.dtype) for one in others):
        raise Unpinnable("more than one result is right")
    return first


class _Store:
    """The files of one check."""

    def __init__(self, problem: Problem, check: Check) -> None:
        self._dtype = problem.dtype
        self._check = check.id
        self.files: dict[str, bytes] = {}

    def cases(self, name: str, data: Sequence[Data | Plain]) -> object:
        """A value of that name, or what is expected (""), as YAML writes it: one form, or a form for each trial."""
        forms = []
        for index, one in enumerate(data, 1):
            trial = f"-{index}" if len(data) > 1 else ""
            stem = f"values/{self._check}-{name}{trial}" if name else f"expected/{self._check}{trial}"
            forms.append(self._value(one, stem) if name else self._form(one, stem))
        return forms[0] if len(forms) == 1 else {"cases": forms}

    def _value(self, data: Data | Plain, stem: str) -> object:
        match data:
            case Plain(value=value):
                return value
            case Array() as array:
                return self._file(array, stem)
            case tuple() | Mapping():
                return {"nested": self._form(data, stem)}
        return self._form(data, stem)

    def _form(self, data: Data | Plain, stem: str) -> object:
        match data:
            case Array(python=True) as array if array.kind != "complex" and array.shape:
                return array.values.tolist()  # a list of the student's own, which is compared as one
            case Array() as array:
                return self._file(array, stem)
            case complex():
                return self._file(Array(np.asarray(data), "complex128"), stem)
            case tuple():
                return [self._form(item, f"{stem}.{index}") for index, item in enumerate(data)]
            case Mapping():
                if FORM_KEYS & set(data):
                    raise Unpinnable("its result has keys that a spec reads otherwise")
                return {
                    key: self._form(item, f"{stem}.{number}")
                    for number, (key, item) in enumerate(data.items())
                }
        assert not isinstance(data, Plain)
        return data

    def _file(self, array: Array, stem: str) -> dict[str, object]:
        path = f"{stem}.npy"
        content = io.BytesIO()
        np.save(content, array.values, allow_pickle=False)
        self.files[path] = content.getvalue()
        read_as = self._dtype if array.kind == "float" else str(array.values.dtype)
        return {"file": path} if array.dtype == read_as else {"file": path, "dtype": array.dtype}
