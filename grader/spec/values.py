"""Named inputs: their YAML forms to what the core calls them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from grader.core.data import Array, Data, from_literal, gather
from grader.core.dtypes import FloatName
from grader.core.inputs import named_in
from grader.core.problem import Cases, Fixed, Framework, FromReference, PlainObject, Random, Value
from grader.errors import UsageError
from grader.spec import arrays
from grader.spec.arrays import ArrayError
from grader.spec.calls import Names, read_call
from grader.spec.document import Document, Place
from grader.spec.files import read_within
from grader.spec.given import from_idx
from grader.spec.model import Model
from grader.spec.value_models import (
    ArrayModel,
    CasesModel,
    DataModel,
    FileModel,
    FullModel,
    NestedModel,
    ObjectModel,
    RandomModel,
    ReferenceModel,
)

_PARAMETERS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    # distribution: required, optional
    "normal": (frozenset(), frozenset(("mean", "std", "shape"))),
    "uniform": (frozenset(), frozenset(("low", "high", "shape"))),
    "integers": (frozenset(("high",)), frozenset(("low", "shape"))),
    "choice": (frozenset(("options",)), frozenset(("shape",))),
    "permutation": (frozenset(("n",)), frozenset()),
}
_FLOATS, _WHOLE = ("float", "bfloat"), ("int", "uint")
_DRAWN_AS: Mapping[str, tuple[str, ...]] = {
    "normal": _FLOATS,
    "uniform": _FLOATS,
    "integers": (*_WHOLE, *_FLOATS),
    "permutation": (*_WHOLE, *_FLOATS),
    "choice": ("",),  # whatever its numbers can be
}
_SPELLED = {"options": "from"}
_NEEDED = {"high": "the first that is too high", "options": "such as from: [1, 2]", "n": "it is of 0 … n-1"}
_MAX_WHOLE = 1 << 53


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueReader:
    """Reads the values of one problem; faults go to its document.

    Attributes:
        given: the files of the course's data folder that this problem asks for, by name; none where none are there.
    """

    document: Document
    folder: Path
    dtype: FloatName
    framework: Framework
    names: Names
    has_reference: bool
    given: Mapping[str, bytes]

    def read(self, models: Mapping[str, object], place: Place) -> dict[str, Value]:
        """The values that are right, by name. `place` is where the mapping stands."""
        found: dict[str, Value] = {}
        for name, model in models.items():
            here = (*place, name)
            if not name.isidentifier() or name.startswith("__"):
                self.document.report_key(
                    here, f"`{name}` is no name", "letters, digits and underscores, as in Python"
                )
                continue
            try:
                value = self._value(model, here)
            except ArrayError as error:
                self.document.report(here, error.what, error.hint)
                continue
            except UsageError as error:
                self.document.report(here, error.what, error.hint)
                continue
            if value is not None:
                found[name] = value
        return found

    def data(self, given: object) -> Data:
        """What an expectation's literal stands for: `{file}`, `{array}`, `{full}`, lists and mappings of them.

        Raises:
            ArrayError, UsageError: for an array that is none.
        """
        if isinstance(given, Mapping):
            form = _array_form(given)
            if form is not None:
                return self._array(form)
            return {str(key): self.data(item) for key, item in given.items()}
        if isinstance(given, list):
            return gather(tuple(self.data(item) for item in given))
        return from_literal(given)

    def _value(self, model: object, place: Place) -> Value | None:
        match model:
            case RandomModel():
                return self._random(model, place)
            case ArrayModel() | FullModel() | FileModel():
                return Fixed(self._array(model))
            case NestedModel(nested=held):
                return Fixed(self.data(held))
            case ObjectModel(object=held):
                return PlainObject(_plain(held))
            case ReferenceModel(reference=text):
                if not self.has_reference:
                    self.document.report(
                        place,
                        "this value is computed by the reference, but there is no reference.py",
                        "write reference.py beside problem.yaml",
                    )
                    return None
                call = read_call(self.document, (*place, "reference"), text, self.names)
                return None if call is None else FromReference(call)
            case DataModel(data=name, first=first) if name in self.given:
                return Fixed(from_idx(self.given[name], first))
            case DataModel(otherwise=brought):
                return self._value(brought, (*place, "otherwise"))
            case CasesModel(cases=cases):
                found = [self._value(one, (*place, "cases", index)) for index, one in enumerate(cases)]
                return Cases(tuple(one for one in found if isinstance(one, Fixed | PlainObject)))
            case list():
                return Fixed(arrays.from_nested(model, arrays.natural(model, self.dtype)))
            case _:
                return PlainObject(model)

    def _array(self, model: Model) -> Array:
        match model:
            case ArrayModel(array=numbers, dtype=dtype):
                return arrays.from_nested(numbers, dtype or arrays.natural(numbers, self.dtype))
            case FullModel(full=number, shape=shape, dtype=dtype):
                return arrays.full(number, shape, dtype or arrays.natural(number, self.dtype))
            case FileModel(file=path, dtype=dtype):
                return arrays.from_npy(read_within(self.folder, path), dtype, self.dtype)
        raise AssertionError(model)

    def _random(self, model: RandomModel, place: Place) -> Random | None:
        required, optional = _PARAMETERS[model.random]
        given = {name for name in model.model_fields_set if getattr(model, name) is not None} - {
            "random",
            "dtype",
        }
        for name in sorted(required - given):
            self.document.report(
                place, f"`random: {model.random}` needs `{_SPELLED.get(name, name)}`", _NEEDED[name]
            )
        for name in sorted(given - required - optional):
            known = ", ".join(_SPELLED.get(one, one) for one in sorted(required | optional)) or "nothing else"
            key = _SPELLED.get(name, name)
            self.document.report_key(
                (*place, key), f"`random: {model.random}` takes no `{key}`", f"it takes {known}"
            )
        if not required <= given <= required | optional:
            return None
        low = 0.0 if model.low is None else model.low
        high = 1.0 if model.high is None else model.high
        if not self._is_range(model, low, high, place):
            return None
        return Random(
            distribution=model.random,
            shape=(model.n,) if model.random == "permutation" and model.n else tuple(model.shape or ()),
            dtype=model.dtype,
            mean=model.mean or 0.0,
            std=1.0 if model.std is None else model.std,
            low=low,
            high=high,
            options=self._options(model),
            n=model.n or 0,
        )

    def _is_range(self, model: RandomModel, low: float, high: float, place: Place) -> bool:
        if model.dtype is not None and not model.dtype.startswith(_DRAWN_AS[model.random]):
            hint = "leave out `dtype`, or use {array: …} for numbers that are fixed"
            self.document.report((*place, "dtype"), f"`random: {model.random}` draws no {model.dtype}", hint)
            return False
        if model.random in ("uniform", "integers") and not low < high:
            hint = "`high` is the first that is too high"
            self.document.report(place, f"`low` is {low:g}, which is not below `high`, {high:g}", hint)
            return False
        if model.random == "integers" and (
            low != int(low) or high != int(high) or max(-low, high) > _MAX_WHOLE
        ):
            hint = "`random: uniform` draws between numbers that are not whole"
            self.document.report(place, "`low` and `high` of integers must be whole, and below 2^53", hint)
            return False
        return True

    def _options(self, model: RandomModel) -> Array | None:
        if model.options is None:
            return None
        numbers = list(model.options)
        if any(isinstance(number, list) for number in numbers):
            raise ArrayError("`from` is one flat list of numbers", "such as [0.1, 0.5, 0.9]")
        whole = all(isinstance(number, int) and not isinstance(number, bool) for number in numbers)
        return arrays.from_nested(
            numbers, model.dtype or ("int64" if whole else arrays.natural(numbers, self.dtype))
        )


def _array_form(given: Mapping[Any, object]) -> Model | None:
    """The array that a mapping of an expectation writes out, or None where it is a mapping of results."""
    for key, model in (("array", ArrayModel), ("full", FullModel), ("file", FileModel)):
        if key in given and set(given) <= set(model.model_fields):
            try:
                form: Model = model.model_validate(dict(given))
            except ValidationError as error:
                first = error.errors()[0]
                raise ArrayError(
                    f"`{'.'.join(map(str, first['loc']))}`: {first['msg']}", "such as {array: [1, 2]}"
                ) from None
            return form
    return None


def _plain(held: object) -> object:
    """Plain dicts and lists, without what remembers where it stood."""
    if isinstance(held, Mapping):
        return {key: _plain(item) for key, item in held.items()}
    return [_plain(item) for item in held] if isinstance(held, list) else held


def without_circles(values: dict[str, Value], document: Document, places: Mapping[str, Place]) -> None:
    """Takes out, after a report, values that are computed from themselves."""
    state: dict[str, bool] = {}  # False while it is being followed

    def is_circular(name: str) -> bool:
        value = values.get(name)
        if not isinstance(value, FromReference) or state.get(name):
            return False
        if name in state:
            return True
        state[name] = False
        circular = any(is_circular(needed) for needed in sorted(named_in(value.call) & set(values)))
        state[name] = True
        return circular

    for name in list(values):
        state.clear()
        if is_circular(name):
            hint = "a value may use others that do not use it"
            document.report(places[name], f"the value `{name}` is computed from itself", hint)
            del values[name]
