"""Checks and misconceptions: their models to the core's, and what more than one key must agree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from grader.core.inputs import closure, is_random, named_in, reference_names
from grader.core.problem import (
    AnswerSubject,
    Backward,
    Call,
    CallSubject,
    Check,
    Complies,
    Criterion,
    Equals,
    Expectation,
    Expects,
    Formula,
    GradientOf,
    Limits,
    MatchesReference,
    Misconception,
    PlainObject,
    Raises,
    ReviewSubject,
    Rubric,
    Satisfies,
    SourceSubject,
    Subject,
    Swap,
    Tolerance,
    Value,
    ValueName,
    WrittenAs,
)
from grader.core.text import Text
from grader.core.verifiers import BUILT_IN
from grader.errors import UsageError
from grader.spec.arrays import ArrayError
from grader.spec.calls import Defined, Names, collisions, read_call
from grader.spec.check_models import (
    EXPECTATIONS,
    MODULE,
    SUBJECTS,
    BackwardModel,
    CheckModel,
    CriterionModel,
    GradientOfModel,
    LimitsModel,
    MatchesReferenceModel,
    MisconceptionModel,
)
from grader.spec.document import Document
from grader.spec.formulas import check_formula, read_domains
from grader.spec.model import as_text
from grader.spec.models import SubmitModel
from grader.spec.nearest import nearest
from grader.spec.values import ValueReader

COTANGENT = "cotangent"
RANDOM_TRIALS = 3
Steps: TypeAlias = tuple[str | int, ...]

_FITTING: Mapping[str, tuple[str, ...]] = {
    "call": ("equals", "matches_reference", "gradient_of", "satisfies", "raises"),
    "answer": ("equals", "matches_reference", "satisfies", "formula"),
    "source": ("complies",),
    "review": ("rubric",),
}
# Keys that mean something only beside others.
_ONLY_WITH: Mapping[str, tuple[str, ...]] = {
    "backward": ("call",),
    "observe": ("call",),
    "keeps": ("call",),
    "where": ("formula",),
    "digits": ("answer",),
    "expects": ("satisfies",),
    "carry": ("matches_reference",),
}

_EMPTY: Mapping[str, str] = {"matches_reference": "write `matches_reference: {}`"}


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


class CheckReader:
    """Reads one check; `read` gives None after reports of what is wrong."""

    def __init__(self, model: CheckModel, around: Surroundings) -> None:
        self.model = model
        self.around = around
        self.document = around.document
        self.given = {name for name in model.model_fields_set if _is_given(model, name)}
        self.value_names = tuple(
            dict.fromkeys((*around.value_names, *self.document.keys(model.at("values"))))
        )

    def read(self) -> Check | None:
        before = len(self.document.faults)
        local = self.around.reader.read(self.model.values, self.model.at("values"))
        values = {**self.around.values, **local}
        places = {self.model.at("values", name): name for name in self.model.values}
        collisions(self.document, places, self.around.modules, "driver.py" in self.around.code)
        subject_key = self._one_of("subject", SUBJECTS)
        expectation_key = self._one_of("expectation", EXPECTATIONS)
        subject = self._subject(subject_key, values) if subject_key else None
        expectation = self._expectation(expectation_key, subject_key, values) if expectation_key else None
        self._pairing(subject_key, expectation_key)
        self._references_to_checks()
        if self.model.limits is not None and self.model.limits.total_s is not None:
            self._fault(
                "limits", "`total_s` bounds the whole problem", "set it under the problem's `limits:`"
            )
        if subject is None or expectation is None or len(self.document.faults) > before:
            return None
        check = self._check(subject, expectation, values)
        self._values_of_the_reference(check)
        trials = self._trials(check)
        return replace(check, trials=trials)

    def _check(self, subject: Subject, expectation: Expectation, values: Mapping[str, Value]) -> Check:
        model = self.model
        tolerance = model.tolerance
        expects = model.expects
        return Check(
            id=model.id,
            title=as_text(model.title) if model.title is not None else Text(model.id),
            points=self._points(),
            subject=subject,
            expectation=expectation,
            visibility=model.visibility,
            needs=tuple(dict.fromkeys(model.needs)),
            hint=as_text(model.hint),
            tolerance=Tolerance()
            if tolerance is None
            else Tolerance(rtol=tolerance.rtol, atol=tolerance.atol, digits=tolerance.digits),
            digits=model.digits,
            credit=model.credit,
            carry=dict(model.carry),
            expects=Expects()
            if expects is None
            else Expects(
                shape=None if expects.shape is None else tuple(expects.shape),
                kind=expects.kind,
                finite=expects.finite,
            ),
            values=values,
            limits=limits_over(model.limits, self.around.limits),
            extra_credit=model.extra_credit,
            leaderboard=model.leaderboard,
        )

    def _points(self) -> Fraction:
        if self.model.rubric is not None and "points" not in self.model.model_fields_set:
            return _total(self.model.rubric)
        return exact(self.model.points)

    def _fault(self, key: str, what: str, hint: str) -> None:
        self.document.report(self.model.at(key), what, hint)

    def _has(self, key: str) -> bool:
        """Does the file have that key, right or wrong?"""
        return key in self.document.keys(self.model.at())

    def _one_of(self, kind: str, keys: Sequence[str]) -> str | None:
        """The one key of its kind; a report where there is none or a second."""
        present = [key for key in keys if self._has(key)]
        if not present:
            self.document.report(
                self.model.at(), f"the check has no {kind}", f"give one of {', '.join(keys)}"
            )
        elif len(present) > 1:
            shown = " and ".join(f"`{key}`" for key in present)
            article = "an" if kind[0] in "aeiou" else "a"
            what = f"the check has {len(present)} {kind}s, {shown}"
            self.document.report_key(
                self.model.at(present[1]), what, f"keep one; {article} {kind} more is a check more"
            )
        elif self.document.find(self.model.at(present[0])) is None and present[0] not in self.given:
            hint = _EMPTY.get(present[0], f"write what the {kind} is, or remove the key")
            self._fault(present[0], f"`{present[0]}` has nothing after it", hint)
        # Where the one key is there with a fault of its own, that has been reported.
        return present[0] if len(present) == 1 and present[0] in self.given else None

    def _pairing(self, subject: str | None, expectation: str | None) -> None:
        if subject and expectation and expectation not in _FITTING[subject]:
            fitting = ", ".join(_FITTING[subject])
            what = f"`{expectation}` cannot judge a check of `{subject}:`"
            self.document.report_key(self.model.at(expectation), what, f"what can: {fitting}")
        for key, beside in _ONLY_WITH.items():
            if key in self.given and subject and expectation and not {subject, expectation} & set(beside):
                what = f"`{key}` means nothing without `{beside[0]}`"
                self.document.report_key(self.model.at(key), what, "remove it")
        tolerance = self.model.tolerance
        if (
            tolerance is not None
            and tolerance.digits is not None
            and (tolerance.rtol, tolerance.atol) != (None, None)
        ):
            self._fault(
                "tolerance", "a tolerance is either `digits` or `rtol` and `atol`", "keep one of them"
            )

    # --- subjects ---------------------------------------------------------------------------------------

    def _subject(self, key: str, values: Mapping[str, Value]) -> Subject | None:
        submit = self.around.submit
        match key:
            case "call":
                return self._call_subject(values)
            case "answer":
                assert self.model.answer is not None
                if submit.answers is None:
                    hint = "write `answers: answers.yaml` under `submit:`"
                    self._fault(
                        "answer", "a written answer is asked for, but `submit.answers` is not there", hint
                    )
                return AnswerSubject(self.model.answer)
            case "source":
                assert self.model.source is not None
                handed_in = [*([submit.module] if submit.module else []), *submit.files]
                if self.model.source == MODULE and submit.module:
                    return SourceSubject(submit.module)
                if self.model.source not in handed_in:
                    hint = nearest(self.model.source, handed_in, "`submit` names")
                    self._fault("source", f"`submit` names no file {self.model.source}", hint)
                return SourceSubject(self.model.source)
        assert self.model.review is not None
        if self.model.review not in submit.files and submit.answers is None:
            hint = "add it to `submit.files`, or name `submit.answers`"
            self._fault("review", f"`submit` names no file {self.model.review}, and no answers", hint)
        return ReviewSubject(self.model.review)

    def _call_subject(self, values: Mapping[str, Value]) -> CallSubject | None:
        model = self.model
        assert model.call is not None
        if self.around.submit.module is None:
            hint = "write `module: name.py` under `submit:`"
            self._fault("call", "a call needs the student's module, but `submit.module` names none", hint)
        draws = model.gradient_of is not None and model.gradient_of.cotangent is None
        if draws and COTANGENT in self.value_names:
            what = "`cotangent` is drawn for `gradient_of`, but a value bears this name too"
            self._fault("gradient_of", what, "write `cotangent: cotangent`, or rename the value")
        # Where `gradient_of` itself is at fault, nobody knows whether it draws one.
        may_draw = draws or (model.gradient_of is None and self._has("gradient_of"))
        known = self.around.names(self.value_names, *([COTANGENT] if may_draw else []))
        call = read_call(self.document, model.at("call"), model.call, known)
        if call is None:
            return None
        for key in ("observe", "keeps"):
            for index, name in enumerate(getattr(model, key)):
                if self._is_value(name, (key, index)) and name not in named_in(call):
                    hint = "name it in the call, or remove it here"
                    self.document.report(model.at(key, index), f"the call has no argument `{name}`", hint)
        return CallSubject(
            call=call,
            backward=None if model.backward is None else self._backward(model.backward, call, values),
            observe=tuple(model.observe),
            keeps=tuple(model.keeps),
        )

    def _backward(self, model: BackwardModel, call: Call, values: Mapping[str, Value]) -> Backward:
        for index, name in enumerate(model.wrt):
            steps: Steps = ("backward", "wrt", index)
            if not self._is_value(name, steps):
                continue
            if name not in named_in(call):
                hint = "name it in the call, or remove it here"
                self.document.report(self.model.at(*steps), f"the call has no argument `{name}`", hint)
            elif isinstance(values.get(name), PlainObject):
                hint = f"write {name}: {{array: …}}"
                self.document.report(self.model.at(*steps), f"`{name}` is no array", hint)
        if model.cotangent is not None:
            self._is_value(model.cotangent, ("backward", "cotangent"))
        if self.around.reader.framework != "torch":
            self._fault("backward", "`backward` is autograd's, which numpy has not", "use `gradient_of`")
        return Backward(wrt=tuple(model.wrt), cotangent=model.cotangent)

    def _is_value(self, name: str, steps: tuple[str | int, ...]) -> bool:
        if name in self.value_names:
            return True
        hint = nearest(name, self.value_names, "there are")
        self.document.report(self.model.at(*steps), f"there is no value `{name}`", hint)
        return False

    # --- expectations -----------------------------------------------------------------------------------

    def _expectation(
        self, key: str, subject_key: str | None, values: Mapping[str, Value]
    ) -> Expectation | None:
        model = self.model
        match key:
            case "equals":
                return self._equals()
            case "matches_reference":
                assert model.matches_reference is not None
                return self._matches_reference(model.matches_reference, subject_key)
            case "gradient_of":
                assert model.gradient_of is not None
                return self._gradient_of(model.gradient_of)
            case "satisfies":
                return self._satisfies(values)
            case "formula":
                return self._formula()
            case "raises":
                assert model.raises is not None
                return Raises(model.raises)
            case "complies":
                assert model.complies is not None
                if not (model.complies.forbid or model.complies.require):
                    self._fault("complies", "`complies` demands nothing", "name what to forbid or to require")
                return Complies(forbid=tuple(model.complies.forbid), require=tuple(model.complies.require))
        assert model.rubric is not None
        return self._rubric()

    def _equals(self) -> Equals | None:
        try:
            return Equals(self.around.reader.data(self.model.equals))
        except (ArrayError, UsageError) as error:
            self._fault("equals", error.what, error.hint)
            return None

    def _needs_reference(self, key: str) -> None:
        if "reference.py" not in self.around.code:
            self._fault(key, f"`{key}` needs reference.py, which is not in the folder", "write it")

    def _matches_reference(
        self, model: MatchesReferenceModel, subject_key: str | None
    ) -> MatchesReference | None:
        self._needs_reference("matches_reference")
        known = self.around.author_names(self.value_names)
        if subject_key == "answer" and model.call is None:
            self._fault("matches_reference", "an answer matches a call of the reference", "add `call:`")
        if subject_key == "call" and model.call is not None:
            hint = "other right ways go under `any_of`"
            self.document.report_key(
                model.at("call"), "the check's own call is what the reference makes", hint
            )
        others = [
            read_call(self.document, model.at("any_of", index), text, known)
            for index, text in enumerate(model.any_of)
        ]
        call = None if model.call is None else read_call(self.document, model.at("call"), model.call, known)
        return MatchesReference(any_of=tuple(other for other in others if other is not None), call=call)

    def _gradient_of(self, model: GradientOfModel) -> GradientOf | None:
        self._needs_reference("gradient_of")
        call = read_call(
            self.document, model.at("call"), model.call, self.around.author_names(self.value_names)
        )
        form, wrt = _wrt(model.wrt)
        for key, name in wrt.items():
            steps: Steps = ("wrt",) if form == "array" else ("wrt", int(key) if form == "sequence" else key)
            is_value = self._is_value(name, ("gradient_of", *steps))
            if is_value and call is not None and name not in named_in(call):
                what = f"`{name}` is no argument of the call that is differentiated"
                self.document.report(model.at(*steps), what, "name it in the call")
        if model.cotangent is not None:
            self._is_value(model.cotangent, ("gradient_of", "cotangent"))
        if call is None:
            return None
        return GradientOf(call=call, wrt=tuple(wrt.items()), form=form, cotangent=model.cotangent)

    def _satisfies(self, values: Mapping[str, Value]) -> Satisfies | None:
        given: Any = self.model.satisfies
        name: str
        arguments: Any = {}
        if isinstance(given, str):
            name = given
        elif isinstance(given, Mapping) and len(given) == 1:
            name, arguments = next(iter(given.items()))
            arguments = {} if arguments is None else arguments
        else:
            self._fault(
                "satisfies", "`satisfies` is a verifier's name, or one name with its arguments", "{name: {…}}"
            )
            return None
        if not isinstance(arguments, Mapping):
            self._fault(
                "satisfies", f"the arguments of `{name}` are a mapping", f"{{{name}: {{argument: value}}}}"
            )
            return None
        steps = ("satisfies",) if isinstance(given, str) else ("satisfies", name)
        self._verifier(name, arguments, steps)
        try:
            data = {key: self._argument(value) for key, value in arguments.items()}
        except (ArrayError, UsageError) as error:
            self.document.report(self.model.at(*steps), error.what, error.hint)
            return None
        return Satisfies(verifier=name, arguments=data, built_in=name in BUILT_IN)

    def _argument(self, value: Any) -> Any:
        return (
            ValueName(value)
            if isinstance(value, str) and value in self.value_names
            else self.around.reader.data(value)
        )

    def _verifier(self, name: str, arguments: Mapping[str, object], steps: tuple[str, ...]) -> None:
        own = self.around.code.get("verifier.py")
        signature = BUILT_IN.get(name)
        if signature is None:
            if own is None or not (own.is_open or name in own.names):
                known = [*BUILT_IN, *sorted(own.functions if own else ())]
                where = "verifier.py defines no" if own else "there is no verifier.py, and no built-in"
                hint = nearest(name, known, "there are")
                self.document.report(self.model.at(*steps), f"{where} `{name}`", hint)
            return
        for key in arguments:
            if key not in (*signature.required, *signature.optional):
                hint = nearest(key, (*signature.required, *signature.optional), "it takes")
                self.document.report_key(
                    self.model.at(*steps, key), f"`{name}` takes no argument `{key}`", hint
                )
        for key in signature.required:
            if key not in arguments:
                hint = f"{{{name}: {{{key}: …}}}}"
                self.document.report(self.model.at(*steps), f"`{name}` needs the argument `{key}`", hint)

    def _formula(self) -> Formula:
        model = self.model
        assert model.formula is not None
        where = read_domains(self.document, model.at("where"), model.where or {})
        if model.answer is not None:  # else it is out of place, which is told by itself
            check_formula(self.document, model.at("formula"), model.formula, where)
        return Formula(text=model.formula, where=where)

    def _rubric(self) -> Rubric:
        model = self.model
        assert model.rubric is not None
        seen: set[str] = set()
        for criterion in model.rubric:
            if criterion.id in seen:
                self.document.report(
                    criterion.at("id"), f"a second criterion `{criterion.id}`", "ids are unique"
                )
            seen.add(criterion.id)
        total = _total(model.rubric)
        if total != self._points():
            what = f"the criteria add up to {float(total):g} points, the check has {float(model.points):g}"
            self._fault("rubric", what, f"write `points: {float(total):g}`")
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

    # --- trials and other checks ------------------------------------------------------------------------

    def _trials(self, check: Check) -> int:
        for model in (self.model.matches_reference, self.model.gradient_of):
            if model is not None and model.trials is not None:
                return model.trials
        draws = isinstance(check.expectation, GradientOf) and check.expectation.cotangent is None
        takes_cotangent = isinstance(check.subject, CallSubject) and COTANGENT in check.subject.call.text
        random = is_random(check, reference_names(check)) or (draws and takes_cotangent)
        return RANDOM_TRIALS if random else 1

    def _values_of_the_reference(self, check: Check) -> None:
        used = reference_names(check)
        if isinstance(check.subject, AnswerSubject) and is_random(check, used):
            what = "a written answer is one, so it cannot match random values"
            self._fault("matches_reference", what, "use values that are fixed")
        for name in set(check.carry) - set(closure(check, used)):
            what = f"`{name}` is carried, but no call of the reference uses it"
            self.document.report(self.model.at("carry", name), what, "name it in the call")

    def _references_to_checks(self) -> None:
        model, ids = self.model, self.around.ids
        earlier = ids[: ids.index(model.id)] if model.id in ids else ids
        for steps, target in _targets(model):
            key = steps[0]
            if target == model.id:
                self.document.report(
                    model.at(*steps),
                    f"the check {key} itself" if key == "needs" else "a check cannot carry from itself",
                    "name another one",
                )
            elif target not in ids:
                hint = nearest(target, earlier, "earlier checks")
                self.document.report(model.at(*steps), f"there is no check `{target}`", hint)
            elif key == "carry" and target not in earlier:
                self.document.report(
                    model.at(*steps), f"`{target}` comes later", "carry from an earlier check"
                )
        for name in model.carry:
            self._is_value(name, ("carry", name))


def _wrt(
    wrt: str | Sequence[str] | Mapping[str, str],
) -> tuple[Literal["array", "sequence", "mapping"], dict[str, str]]:
    """The form of a gradient's result, and value names by the names (or numbers) of its parts."""
    if isinstance(wrt, str):
        return "array", {"": wrt}
    if isinstance(wrt, Mapping):
        return "mapping", dict(wrt)
    return "sequence", {str(index): name for index, name in enumerate(wrt)}


def _is_given(model: CheckModel, name: str) -> bool:
    # `equals: null` expects None; any other key with nothing after it is as good as absent.
    return name == "equals" or getattr(model, name) is not None


def _total(rubric: Sequence[CriterionModel]) -> Fraction:
    return sum((exact(criterion.points) for criterion in rubric), Fraction(0))


def exact(points: float) -> Fraction:
    """The number as it was written: 0.1 is 1/10."""
    return Fraction(str(points))


def _targets(model: CheckModel) -> list[tuple[Steps, str]]:
    """The checks that a check names, each with its place."""
    needs: list[tuple[Steps, str]] = [(("needs", index), needed) for index, needed in enumerate(model.needs)]
    return needs + [(("carry", name), source) for name, source in model.carry.items()]


def is_hidden_behind(check: Check, other: Check) -> bool:
    """True where a visible check would show what a hidden one came to."""
    return check.is_visible and not other.is_visible


def judge_together(checks: Sequence[Check], models: Mapping[str, CheckModel], document: Document) -> None:
    """What checks must agree on: nothing visible rests on what is hidden, and no needs go round in circles."""
    by_id = {check.id: check for check in checks}
    for check in checks:
        model = models[check.id]
        for steps, target in _targets(model):
            other = by_id.get(target)
            if other is None:
                continue
            if is_hidden_behind(check, other):
                verb = "need" if steps[0] == "needs" else "carry from"
                what = f"a visible check may not {verb} a hidden one, `{target}`"
                document.report(model.at(*steps), what, "hide this check too, or make that one visible")
            if steps[0] == "carry" and not isinstance(other.subject, CallSubject | AnswerSubject):
                document.report(
                    model.at(*steps),
                    f"`{target}` observes nothing that could be carried",
                    "carry from a check of `call:` or `answer:`",
                )
        if _needs_itself(check.id, by_id):
            document.report(
                model.at("needs"), f"`{check.id}` needs itself, by way of others", "leave one out"
            )


def _needs_itself(start: str, by_id: Mapping[str, Check]) -> bool:
    pending, seen = list(by_id[start].needs), set()
    while pending:
        current = pending.pop()
        if current == start:
            return True
        if current not in seen and current in by_id:
            seen.add(current)
            pending += by_id[current].needs
    return False


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
