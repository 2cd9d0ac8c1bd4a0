"""A check: its subject, its expectation, and what more than one key must agree on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from grader.core.inputs import call_names, closure, is_random, reference_names
from grader.core.problem import (
    AnswerSubject,
    CallSubject,
    Cases,
    Check,
    Equals,
    Expectation,
    Expects,
    GradientOf,
    MatchesReference,
    Subject,
    Tolerance,
    Value,
)
from grader.core.text import Text
from grader.spec.between_checks import check_targets
from grader.spec.calls import collisions
from grader.spec.check_context import COTANGENT, CheckContext, Surroundings, limits_over
from grader.spec.check_models import EXPECTATIONS, SUBJECTS, CheckModel
from grader.spec.expectations import points_of, read_expectation
from grader.spec.model import as_text
from grader.spec.subjects import read_subject

RANDOM_TRIALS = 3

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


def read_check(model: CheckModel, around: Surroundings) -> Check | None:
    """A check, or None after reports."""
    check = CheckContext(model, around)
    document = around.document
    before = len(document.faults)
    values = {**around.values, **around.reader.read(model.values, model.at("values"))}
    places = {model.at("values", name): name for name in model.values}
    collisions(document, places, around.modules, "driver.py" in around.code)
    subject_key = _one_of(check, "subject", SUBJECTS)
    expectation_key = _one_of(check, "expectation", EXPECTATIONS)
    subject = read_subject(check, subject_key, values) if subject_key else None
    expectation = read_expectation(check, expectation_key, subject_key) if expectation_key else None
    _pairing(check, subject_key, expectation_key)
    check_targets(check)
    if model.limits is not None and model.limits.total_s is not None:
        check.fault("limits", "`total_s` bounds the whole problem", "set it under the problem's `limits:`")
    if subject is None or expectation is None or len(document.faults) > before:
        return None
    whole = _assembled(check, subject, expectation, values)
    _values_of_the_reference(check, whole)
    _fresh_when_timed(check, whole)
    return replace(whole, trials=_trials(check, whole))


def _assembled(
    check: CheckContext, subject: Subject, expectation: Expectation, values: Mapping[str, Value]
) -> Check:
    model = check.model
    tolerance = model.tolerance
    expects = model.expects
    return Check(
        id=model.id,
        title=as_text(model.title) if model.title is not None else Text(model.id),
        points=points_of(model),
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
        limits=limits_over(model.limits, check.around.limits),
        extra_credit=model.extra_credit,
        leaderboard=model.leaderboard,
    )


def _one_of(check: CheckContext, kind: str, keys: Sequence[str]) -> str | None:
    """The one key of its kind; a report where there is none or a second."""
    present = [key for key in keys if check.has(key)]
    if not present:
        check.document.report(check.model.at(), f"the check has no {kind}", f"give one of {', '.join(keys)}")
    elif len(present) > 1:
        shown = " and ".join(f"`{key}`" for key in present)
        article = "an" if kind[0] in "aeiou" else "a"
        what = f"the check has {len(present)} {kind}s, {shown}"
        check.document.report_key(
            check.model.at(present[1]), what, f"keep one; {article} {kind} more is a check more"
        )
    elif check.document.find(check.model.at(present[0])) is None and present[0] not in check.given:
        hint = _EMPTY.get(present[0], f"write what the {kind} is, or remove the key")
        check.fault(present[0], f"`{present[0]}` has nothing after it", hint)
    # Where the one key is there with a fault of its own, that has been reported.
    return present[0] if len(present) == 1 and present[0] in check.given else None


def _pairing(check: CheckContext, subject: str | None, expectation: str | None) -> None:
    if subject and expectation and expectation not in _FITTING[subject]:
        fitting = ", ".join(_FITTING[subject])
        what = f"`{expectation}` cannot judge a check of `{subject}:`"
        check.document.report_key(check.model.at(expectation), what, f"what can: {fitting}")
    for key, beside in _ONLY_WITH.items():
        if key in check.given and subject and expectation and not {subject, expectation} & set(beside):
            what = f"`{key}` means nothing without `{beside[0]}`"
            check.document.report_key(check.model.at(key), what, "remove it")
    tolerance = check.model.tolerance
    if (
        tolerance is not None
        and tolerance.digits is not None
        and (tolerance.rtol, tolerance.atol) != (None, None)
    ):
        check.fault("tolerance", "a tolerance is either `digits` or `rtol` and `atol`", "keep one of them")


def _trials(check: CheckContext, whole: Check) -> int:
    asked = [
        given.trials
        for given in (check.model.matches_reference, check.model.gradient_of)
        if given is not None and given.trials is not None
    ]
    counts = {*asked, *_cases(whole)}
    if len(counts) > 1:
        shown = " and ".join(map(str, sorted(counts)))
        what = f"the check has {shown} trials by what it names"
        check.document.report(check.model.at(), what, "all `cases`, and `trials`, must be as many")
    if counts:
        return max(counts)
    draws = isinstance(whole.expectation, GradientOf) and whole.expectation.cotangent is None
    takes_cotangent = isinstance(whole.subject, CallSubject) and COTANGENT in whole.subject.call.text
    random = is_random(whole, reference_names(whole)) or (draws and takes_cotangent)
    return RANDOM_TRIALS if random else 1


def _cases(whole: Check) -> Iterator[int]:
    """How many cases each of the values has that the check rests on, and its expectation."""
    for name in closure(whole, reference_names(whole)):
        value = whole.values[name]
        if isinstance(value, Cases):
            yield len(value.values)
    if isinstance(whole.expectation, Equals) and whole.expectation.cases:
        yield len(whole.expectation.cases)


def _fresh_when_timed(check: CheckContext, whole: Check) -> None:
    timed = isinstance(whole.expectation, MatchesReference) and whole.expectation.speedup is not None
    if timed and not is_random(whole, call_names(whole)):
        what = "the time of a call whose inputs are known before says nothing"
        check.fault("satisfies", what, "give the call a random value")


def _values_of_the_reference(check: CheckContext, whole: Check) -> None:
    used = reference_names(whole)
    if isinstance(whole.subject, AnswerSubject) and is_random(whole, used):
        what = "a written answer is one, so it cannot match random values"
        check.fault("matches_reference", what, "use values that are fixed")
    for name in set(whole.carry) - set(closure(whole, used)):
        what = f"`{name}` is carried, but no call of the reference uses it"
        check.document.report(check.model.at("carry", name), what, "name it in the call")
