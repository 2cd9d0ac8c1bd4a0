"""The subject of a check: what is judged."""

from __future__ import annotations

from collections.abc import Mapping

from grader.core.inputs import named_in
from grader.core.problem import (
    AnswerSubject,
    Backward,
    Call,
    CallSubject,
    PlainObject,
    ReviewSubject,
    SourceSubject,
    Subject,
    Value,
)
from grader.spec.calls import read_call
from grader.spec.check_context import COTANGENT, CheckContext, Steps
from grader.spec.check_models import MODULE, BackwardModel
from grader.spec.nearest import nearest


def read_subject(check: CheckContext, key: str, values: Mapping[str, Value]) -> Subject | None:
    """The subject under that key, or None after reports."""
    submit = check.around.submit
    match key:
        case "call":
            return _call_subject(check, values)
        case "answer":
            assert check.model.answer is not None
            if submit.answers is None:
                hint = "write `answers: answers.yaml` under `submit:`"
                check.fault(
                    "answer", "a written answer is asked for, but `submit.answers` is not there", hint
                )
            return AnswerSubject(check.model.answer)
        case "source":
            assert check.model.source is not None
            handed_in = [*([submit.module] if submit.module else []), *submit.files]
            if check.model.source == MODULE and submit.module:
                return SourceSubject(submit.module)
            if check.model.source not in handed_in:
                hint = nearest(check.model.source, handed_in, "`submit` names")
                check.fault("source", f"`submit` names no file {check.model.source}", hint)
            return SourceSubject(check.model.source)
    assert check.model.review is not None
    if check.model.review not in submit.files and submit.answers is None:
        hint = "add it to `submit.files`, or name `submit.answers`"
        check.fault("review", f"`submit` names no file {check.model.review}, and no answers", hint)
    return ReviewSubject(check.model.review)


def _call_subject(check: CheckContext, values: Mapping[str, Value]) -> CallSubject | None:
    model = check.model
    assert model.call is not None
    if check.around.submit.module is None:
        hint = "write `module: name.py` under `submit:`"
        check.fault("call", "a call needs the student's module, but `submit.module` names none", hint)
    draws = model.gradient_of is not None and model.gradient_of.cotangent is None
    if draws and COTANGENT in check.value_names:
        what = "`cotangent` is drawn for `gradient_of`, but a value bears this name too"
        check.fault("gradient_of", what, "write `cotangent: cotangent`, or rename the value")
    # Where `gradient_of` itself is at fault, nobody knows whether it draws one.
    may_draw = draws or (model.gradient_of is None and check.has("gradient_of"))
    known = check.around.names(check.value_names, *([COTANGENT] if may_draw else []))
    call = read_call(check.document, model.at("call"), model.call, known)
    if call is None:
        return None
    for key in ("observe", "keeps"):
        for index, name in enumerate(getattr(model, key)):
            if check.is_value(name, (key, index)) and name not in named_in(call):
                hint = "name it in the call, or remove it here"
                check.document.report(model.at(key, index), f"the call has no argument `{name}`", hint)
    return CallSubject(
        call=call,
        backward=None if model.backward is None else _backward(check, model.backward, call, values),
        observe=tuple(model.observe),
        keeps=tuple(model.keeps),
    )


def _backward(check: CheckContext, model: BackwardModel, call: Call, values: Mapping[str, Value]) -> Backward:
    for index, name in enumerate(model.wrt):
        steps: Steps = ("backward", "wrt", index)
        if not check.is_value(name, steps):
            continue
        if name not in named_in(call):
            hint = "name it in the call, or remove it here"
            check.document.report(check.model.at(*steps), f"the call has no argument `{name}`", hint)
        elif isinstance(values.get(name), PlainObject):
            hint = f"write {name}: {{array: …}}"
            check.document.report(check.model.at(*steps), f"`{name}` is no array", hint)
    if model.cotangent is not None:
        check.is_value(model.cotangent, ("backward", "cotangent"))
    if check.around.reader.framework != "torch":
        check.fault("backward", "`backward` is autograd's, which numpy has not", "use `gradient_of`")
    return Backward(wrt=tuple(model.wrt), cotangent=model.cotangent)
