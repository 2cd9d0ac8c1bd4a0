"""The expectation of a check: what is judged right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import inf
from typing import Any, Literal

from grader.core.inputs import named_in
from grader.core.problem import (
    Complies,
    Criterion,
    Equals,
    Expectation,
    Formula,
    GradientOf,
    MatchesReference,
    Raises,
    Rubric,
    Satisfies,
    Speedup,
    ValueName,
)
from grader.core.text import Text
from grader.core.verifiers import BUILT_IN, SPEEDUP
from grader.errors import UsageError
from grader.spec.arrays import ArrayError
from grader.spec.calls import read_call
from grader.spec.check_context import CheckContext, Steps
from grader.spec.check_models import CheckModel, CriterionModel, GradientOfModel, MatchesReferenceModel
from grader.spec.formulas import check_formula, read_domains
from grader.spec.model import as_text, exact
from grader.spec.nearest import nearest

UNBELIEVED = 100  # times what is asked for: so much faster than that is looked at by a person


def read_expectation(check: CheckContext, key: str, subject_key: str | None) -> Expectation | None:
    """The expectation under that key, or None after reports."""
    model = check.model
    match key:
        case "equals":
            return _equals(check)
        case "matches_reference":
            assert model.matches_reference is not None
            return _matches_reference(check, model.matches_reference, subject_key)
        case "gradient_of":
            assert model.gradient_of is not None
            return _gradient_of(check, model.gradient_of)
        case "satisfies":
            return _satisfies(check)
        case "formula":
            return _formula(check)
        case "raises":
            assert model.raises is not None
            return Raises(model.raises)
        case "complies":
            assert model.complies is not None
            if not (model.complies.forbid or model.complies.require):
                check.fault("complies", "`complies` demands nothing", "name what to forbid or to require")
            return Complies(forbid=tuple(model.complies.forbid), require=tuple(model.complies.require))
    assert model.rubric is not None
    return _rubric(check)


def _equals(check: CheckContext) -> Equals | None:
    read, given = check.around.reader.data, check.model.equals
    try:
        match given:
            case {"cases": [_, *_] as cases} if len(given) == 1:
                first, *others = map(read, cases)
                return Equals(first, (first, *others))
        return Equals(read(given))
    except (ArrayError, UsageError) as error:
        check.fault("equals", error.what, error.hint)
        return None


def _needs_reference(check: CheckContext, key: str) -> None:
    if "reference.py" not in check.around.code:
        check.fault(key, f"`{key}` needs reference.py, which is not in the folder", "write it")


def _matches_reference(
    check: CheckContext, model: MatchesReferenceModel, subject_key: str | None
) -> MatchesReference | None:
    _needs_reference(check, "matches_reference")
    known = check.around.author_names(check.value_names)
    if subject_key == "answer" and model.call is None:
        check.fault("matches_reference", "an answer matches a call of the reference", "add `call:`")
    if subject_key == "call" and model.call is not None:
        hint = "other right ways go under `any_of`"
        check.document.report_key(model.at("call"), "the check's own call is what the reference makes", hint)
    others = [
        read_call(check.document, model.at("any_of", index), text, known)
        for index, text in enumerate(model.any_of)
    ]
    call = None if model.call is None else read_call(check.document, model.at("call"), model.call, known)
    return MatchesReference(any_of=tuple(other for other in others if other is not None), call=call)


def _gradient_of(check: CheckContext, model: GradientOfModel) -> GradientOf | None:
    _needs_reference(check, "gradient_of")
    call = read_call(
        check.document, model.at("call"), model.call, check.around.author_names(check.value_names)
    )
    form, wrt = _wrt(model.wrt)
    for key, name in wrt.items():
        steps: Steps = ("wrt",) if form == "array" else ("wrt", int(key) if form == "sequence" else key)
        is_value = check.is_value(name, ("gradient_of", *steps))
        if is_value and call is not None and name not in named_in(call):
            what = f"`{name}` is no argument of the call that is differentiated"
            check.document.report(model.at(*steps), what, "name it in the call")
    if model.cotangent is not None:
        check.is_value(model.cotangent, ("gradient_of", "cotangent"))
    if call is None:
        return None
    return GradientOf(call=call, wrt=tuple(wrt.items()), form=form, cotangent=model.cotangent)


def _satisfies(check: CheckContext) -> Satisfies | MatchesReference | None:
    given: Any = check.model.satisfies
    name: str
    arguments: Any = {}
    if isinstance(given, str):
        name = given
    elif isinstance(given, Mapping) and len(given) == 1:
        name, arguments = next(iter(given.items()))
        arguments = {} if arguments is None else arguments
    else:
        check.fault(
            "satisfies", "`satisfies` is a verifier's name, or one name with its arguments", "{name: {…}}"
        )
        return None
    if not isinstance(arguments, Mapping):
        check.fault(
            "satisfies", f"the arguments of `{name}` are a mapping", f"{{{name}: {{argument: value}}}}"
        )
        return None
    steps = ("satisfies",) if isinstance(given, str) else ("satisfies", name)
    _verifier(check, name, arguments, steps)
    try:
        data = {key: _argument(check, value) for key, value in arguments.items()}
    except (ArrayError, UsageError) as error:
        check.document.report(check.model.at(*steps), error.what, error.hint)
        return None
    if name == SPEEDUP:
        return _speedup(check, data)
    return Satisfies(verifier=name, arguments=data, built_in=name in BUILT_IN)


def _speedup(check: CheckContext, arguments: Mapping[str, object]) -> MatchesReference | None:
    _needs_reference(check, "satisfies")
    for key in ("expects", "credit"):
        if key in check.given:
            what = f"`{key}` means nothing beside `{SPEEDUP}`: the result must be the reference's, as a whole"
            check.fault(key, what, "remove it")
    if "call" not in check.given:
        check.fault("satisfies", f"`{SPEEDUP}` can judge a check of `call:` only", "time takes a call")
    steps = ("satisfies", SPEEDUP)
    found: dict[str, float] = {}
    for key, value in arguments.items():
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < inf:
            found[key] = float(value)
        else:
            what = f"`{key}` is how many times as fast as the reference, not {value!r}"
            check.document.report(check.model.at(*steps, key), what, "a number above 0")
    if "at_least" not in found:
        return None
    at_least = found["at_least"]
    at_most = found.get("at_most", UNBELIEVED * at_least)
    if at_most <= at_least:
        check.document.report(
            check.model.at(*steps, "at_most"), "`at_most` is not above `at_least`", "raise it"
        )
    return MatchesReference(speedup=Speedup(at_least=at_least, at_most=at_most))


def _argument(check: CheckContext, value: Any) -> Any:
    return (
        ValueName(value)
        if isinstance(value, str) and value in check.value_names
        else check.around.reader.data(value)
    )


def _verifier(
    check: CheckContext, name: str, arguments: Mapping[str, object], steps: tuple[str, ...]
) -> None:
    own = check.around.code.get("verifier.py")
    signature = BUILT_IN.get(name)
    if signature is None:
        if own is None or not (own.is_open or name in own.names):
            known = [*BUILT_IN, *sorted(own.functions if own else ())]
            where = "verifier.py defines no" if own else "there is no verifier.py, and no built-in"
            hint = nearest(name, known, "there are")
            check.document.report(check.model.at(*steps), f"{where} `{name}`", hint)
        return
    for key in arguments:
        if key not in (*signature.required, *signature.optional):
            hint = nearest(key, (*signature.required, *signature.optional), "it takes")
            check.document.report_key(
                check.model.at(*steps, key), f"`{name}` takes no argument `{key}`", hint
            )
    for key in signature.required:
        if key not in arguments:
            hint = f"{{{name}: {{{key}: …}}}}"
            check.document.report(check.model.at(*steps), f"`{name}` needs the argument `{key}`", hint)


def _formula(check: CheckContext) -> Formula:
    model = check.model
    assert model.formula is not None
    where = read_domains(check.document, model.at("where"), model.where or {})
    if model.answer is not None:  # else it is out of place, which is told by itself
        check_formula(check.document, model.at("formula"), model.formula, where)
    return Formula(text=model.formula, where=where)


def _rubric(check: CheckContext) -> Rubric:
    model = check.model
    assert model.rubric is not None
    seen: set[str] = set()
    for criterion in model.rubric:
        if criterion.id in seen:
            check.document.report(
                criterion.at("id"), f"a second criterion `{criterion.id}`", "ids are unique"
            )
        seen.add(criterion.id)
    total = _total(model.rubric)
    if total != points_of(model):
        what = f"the criteria add up to {float(total):g} points, the check has {float(model.points):g}"
        check.fault("rubric", what, f"write `points: {float(total):g}`")
    return Rubric(
        tuple(
            Criterion(
                id=criterion.id,
                title=as_text(criterion.title) if criterion.title is not None else Text(criterion.id),
                points=exact(criterion.points),
            )
            for criterion in model.rubric
        )
    )


def _wrt(
    wrt: str | Sequence[str] | Mapping[str, str],
) -> tuple[Literal["array", "sequence", "mapping"], dict[str, str]]:
    """The form of a gradient's result, and value names by the names (or numbers) of its parts."""
    if isinstance(wrt, str):
        return "array", {"": wrt}
    if isinstance(wrt, Mapping):
        return "mapping", dict(wrt)
    return "sequence", {str(index): name for index, name in enumerate(wrt)}


def points_of(model: CheckModel) -> Fraction:
    """What the check is worth: as it says, else as much as its criteria."""
    if model.rubric is not None and "points" not in model.model_fields_set:
        return _total(model.rubric)
    return exact(model.points)


def _total(rubric: Sequence[CriterionModel]) -> Fraction:
    return sum((exact(criterion.points) for criterion in rubric), Fraction(0))
