"""What one check is read in: its model, and the problem around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from grader.core.problem import Limits, Value
from grader.spec.calls import Defined, Names
from grader.spec.check_models import CheckModel, LimitsModel
from grader.spec.document import Document
from grader.spec.models import SubmitModel
from grader.spec.nearest import nearest
from grader.spec.values import ValueReader

COTANGENT = "cotangent"  # the name of the one that `gradient_of` draws
Steps: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a check is read in: the problem's other parts.

    Attributes:
        ids: of all checks in file order, those with faults included.
        code: what each author's file defines, by file name; absent where there is no such file.
        modules: what stands for the student's module: the reference and the starter.
    """

    document: Document
    reader: ValueReader
    values: Mapping[str, Value]
    value_names: Sequence[str]
    limits: Limits
    submit: SubmitModel
    ids: Sequence[str]
    code: Mapping[str, Defined]
    modules: Sequence[Defined]

    def names(self, values: Sequence[str], *extra: str) -> Names:
        return Names(values=values, modules=self.modules, has_driver="driver.py" in self.code, extra=extra)

    def author_names(self, values: Sequence[str]) -> Names:
        """For calls that only the reference makes."""
        reference = self.code.get("reference.py", Defined())
        return Names(values=values, modules=(reference,), has_driver="driver.py" in self.code)


def limits_over(model: LimitsModel | None, base: Limits) -> Limits:
    """The given limits in the place of the base's."""
    if model is None:
        return base
    given = {
        name: getattr(model, name) for name in model.model_fields_set if getattr(model, name) is not None
    }
    return replace(base, **given)


@dataclass(frozen=True, slots=True)
class CheckContext:
    """One check in its surroundings.

    Attributes:
        given: the keys that hold something.
        value_names: the problem's and the check's own.
    """

    model: CheckModel
    around: Surroundings
    given: frozenset[str] = field(init=False)
    value_names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        given = frozenset(name for name in self.model.model_fields_set if _is_given(self.model, name))
        own = self.document.keys(self.model.at("values"))
        object.__setattr__(self, "given", given)
        object.__setattr__(self, "value_names", tuple(dict.fromkeys((*self.around.value_names, *own))))

    @property
    def document(self) -> Document:
        return self.around.document

    def fault(self, key: str, what: str, hint: str) -> None:
        self.document.report(self.model.at(key), what, hint)

    def has(self, key: str) -> bool:
        """Does the file have that key, right or wrong?"""
        return key in self.document.keys(self.model.at())

    def is_value(self, name: str, steps: Steps) -> bool:
        """Is there such a value? A report at `steps` where there is none."""
        if name in self.value_names:
            return True
        hint = nearest(name, self.value_names, "there are")
        self.document.report(self.model.at(*steps), f"there is no value `{name}`", hint)
        return False


def _is_given(model: CheckModel, name: str) -> bool:
    # `equals: null` expects None; any other key with nothing after it is as good as absent.
    return name == "equals" or getattr(model, name) is not None
