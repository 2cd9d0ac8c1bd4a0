"""A document to its pydantic model, with pydantic's complaints as faults of the file.

What is wrong is reported and left out, and the rest is looked at all the same: a file's faults come all at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from grader.spec.document import Branch, Document, Place
from grader.spec.model import DOTTED, FILE, KEBAB, NAME, PACKAGE, Model, is_tag
from grader.spec.nearest import nearest

ModelT = TypeVar("ModelT", bound=Model)
_ROUNDS = 20
LISTS = ("checks", "misconceptions")
STAND_INS: Mapping[str | int, str] = {"id": "without-id", "feedback": "without-feedback"}


def parse(document: Document, model: type[ModelT], instead: Mapping[str, object]) -> ModelT | None:
    """The model of what is right in the document; faults go to the document.

    Args:
        instead: what stands for top-level keys that are missing or wrong, so that the rest can be judged.

    Returns:
        None where too little is right.
    """
    data = document.data
    if not isinstance(data, Branch):
        if () not in document.broken and not document.faults:
            document.report((), "the file must hold a mapping of keys", "such as `format_version: 1`")
        return None
    for attempt in range(_ROUNDS):
        try:
            return model.model_validate(data, context=document)
        except ValidationError as error:
            errors = error.errors(include_url=False)
        if attempt == 0:
            for one in errors:
                _report(document, one)
        data = _pruned(data, errors, instead)
        if data is None:
            return None
    return None


def _place(error: ErrorDetails) -> Place:
    return tuple(step for step in error["loc"] if not is_tag(step))


def _pruned(data: Branch, errors: list[ErrorDetails], instead: Mapping[str, object]) -> Branch | None:
    """A copy without what the errors are about; None where that cannot be done."""
    gone = set()
    for error in errors:
        place = _place(error)
        if len(place) == 1 and place[0] in instead:
            data = _with(data, place, instead[str(place[0])])
        elif len(place) == 3 and place[0] in LISTS and place[2] in STAND_INS:
            # What else is wrong with this check or misconception can be told without it.
            data = _with(data, place, f"{STAND_INS[place[2]]}-{place[1]}")
        else:
            gone.add(place[:-1] if error["type"] == "missing" else place)
    if () in gone:
        return None
    copied = _without(data, (), gone)
    assert isinstance(copied, Branch)
    return copied


def _with(data: Branch, place: Place, value: object) -> Branch:
    found = _without(data, (), set())
    assert isinstance(found, Branch)
    inner: Any = found
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return found


def _without(data: object, place: Place, gone: set[Place]) -> object:
    if isinstance(data, Branch):
        copied = Branch(data.place)
        copied.update(
            (key, _without(value, (*place, key), gone))
            for key, value in data.items()
            if (*place, key) not in gone
        )
        return copied
    if isinstance(data, list):
        return [_without(item, (*place, i), gone) for i, item in enumerate(data) if (*place, i) not in gone]
    return data


# --- wording ------------------------------------------------------------------------------------------------


_PATTERNS = {
    NAME: ("is no id", "letters and digits, joined by single hyphens, dots or underscores: fresh-inputs"),
    KEBAB: ("must be kebab-case", "lower-case letters and digits, joined by single hyphens: mlp-forward"),
    FILE: ("is no path within the folder", "relative, with `/`, without `..`"),
    PACKAGE: ("is no package name", "as on PyPI: einops"),
    DOTTED: ("is no dotted name", "such as torch.autograd"),
}

_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


def _report(document: Document, error: ErrorDetails) -> None:
    place, kind, context = _place(error), error["type"], error.get("ctx", {})
    if place in document.broken:
        return
    if kind == "missing":
        document.report(
            place[:-1],
            f"the key `{place[-1]}` is missing",
            _MISSING.get(str(place[-1]), f"write `{place[-1]}: …`"),
        )
    elif kind == "value_form":
        document.report(place, "this is no form of a value", _value_hint(error["input"]))
    else:
        document.report(place, *_wording(error, place, kind, context))


_MISSING = {
    "format_version": "write `format_version: 1`",
    "title": "write `title: …`, or `title: {en: …, fa: …}`",
    "checks": "a problem has at least one check",
    "points": "write `points: 1`",
}


def _value_hint(given: Any) -> str:
    from grader.spec.value_models import FORMS

    keys = list(given) if isinstance(given, dict) else []
    hint = nearest(keys[0], FORMS, "one of") if keys else "one of: " + ", ".join(FORMS)
    return f"{hint}; plain Python objects are written {{object: …}}"


def _wording(error: ErrorDetails, place: Place, kind: str, context: Mapping[str, Any]) -> tuple[str, str]:
    name, given = f"`{_name(place)}`", error["input"]
    match kind:
        case "literal_error":
            choices = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
            if choices == ["1"]:
                return f"{name} is {given!r}", "this grader reads format_version 1"
            return f"{name} cannot be {_shown(given)}", nearest(given, choices, "one of")
        case "string_pattern_mismatch":
            what, hint = _PATTERNS[context["pattern"]]
            return f"{_shown(given)} {what}", hint
        case "string_too_short":
            return f"{name} is empty", "write something, or remove the key"
        case "string_too_long":
            return f"{name} is longer than {context['max_length']} characters", "choose a shorter one"
        case "too_short":
            return f"{name} is empty", f"at least {context['min_length']} is needed"
        case "too_long":
            return f"{name} has more than {context['max_length']} entries", "leave some out"
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            sign, bound = next(iter((_SIGNS[key], value) for key, value in context.items() if key in _SIGNS))
            negative = (
                isinstance(given, int | float)
                and given < 0
                and sign in ("at least", "more than")
                and bound == 0
            )
            return f"{name} is {'negative' if negative else given}", f"it must be {sign} {bound:g}"
        case "no_language":
            return f"{name} says nothing", "{en: …, fa: …}"
        case "finite_number":
            return f"{name} is not finite", "write a plain number"
        case "union_tag_not_found" | "union_tag_invalid":
            return f"{name} has no form that is known here", _instead(kind, given)
    if kind in _TYPES:
        return f"{name} must be {_TYPES[kind]}, not {_kind(given)}", _instead(kind, given)
    return f"{name}: {error['msg'][:1].lower()}{error['msg'][1:]}", "`grader schema` says what may stand here"


def _instead(kind: str, given: object) -> str:
    """What to write where something of another type stands."""
    if given is None:
        return "write something, or remove the key"
    if kind == "string_type" and isinstance(given, bool | int | float):
        return "put it in quotes"
    if kind == "list_type" and isinstance(given, str | bool | int | float):
        return f"write [{given}]"
    return "`grader schema` says what may stand here"


_SIGNS = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}


def _name(place: Place) -> str:
    for step in reversed(place):
        if isinstance(step, str):
            return step
    return "this"


def _kind(given: object) -> str:
    match given:
        case None:
            return "nothing"
        case bool():
            return "true" if given else "false"
        case int() | float():
            return f"the number {given}"
        case str():
            return "text"
        case list():
            return "a list"
    return "a mapping"


def _shown(given: object) -> str:
    text = f"`{given}`" if isinstance(given, str) else _kind(given)
    return text if len(text) <= 60 else text[:57] + "…`"
