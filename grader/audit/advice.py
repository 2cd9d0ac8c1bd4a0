"""What is allowed in a problem but unwise: the warnings of `grader validate`."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence

from grader.audit.findings import Fault
from grader.core.expression import called
from grader.core.inputs import is_random, reference_names
from grader.core.problem import CallSubject, Check, Example, GradientOf, Problem, Random


def advise(problem: Problem, examples: Sequence[Example]) -> Iterator[Fault]:
    """Yields every warning, in the order of the spec."""
    calls = [check for check in problem.checks if isinstance(check.subject, CallSubject)]
    if calls and not any(not check.is_visible and _random(check) for check in calls):
        what = "no hidden check has random inputs: a submission can hard-code every answer"
        yield Fault(where="checks", what=what, hint="add one with `visibility: hidden` and `random` values")
    for check in calls:
        yield from _coinciding_sizes(check)
        yield from _missed_values(check)
    yield from _unnamed_functions(problem, calls)
    yield from _copies(problem, examples)


def _random(check: Check) -> bool:
    drawn = isinstance(check.expectation, GradientOf) and check.expectation.cotangent is None
    return drawn or is_random(check, reference_names(check))


def _coinciding_sizes(check: Check) -> Iterator[Fault]:
    """Two axes of one random array of the same size let a transpose pass unseen."""
    for name in sorted(reference_names(check)):
        value = check.values[name]
        if isinstance(value, Random) and len(value.shape) > 1:
            twice = [size for size, times in Counter(value.shape).items() if times > 1 and size > 1]
            if twice:
                what = f"two axes of {name} have the same size {twice[0]}: a transposed result would fit"
                yield Fault(where=f"checks.{check.id}", what=what, hint="give each axis its own size")


def _missed_values(check: Check) -> Iterator[Fault]:
    """A draw of integers so short that some value will probably not come up in any trial."""
    for name in sorted(reference_names(check)):
        value = check.values[name]
        if isinstance(value, Random) and value.distribution == "integers":
            choices, draws = int(value.high - value.low), check.trials
            for size in value.shape:
                draws *= size
            if choices > 1 and choices * (1 - 1 / choices) ** draws > 0.5:
                what = f"{draws} draws of {name} will probably miss some of its {choices} values"
                yield Fault(where=f"checks.{check.id}", what=what, hint="draw more, or add trials")


def _unnamed_functions(problem: Problem, calls: Sequence[Check]) -> Iterator[Fault]:
    names = {
        name.id
        for check in calls
        if isinstance(check.subject, CallSubject)
        for name in called(check.subject.call.expression)
    }
    for file in ("statement.md", "statement.fa.md"):
        text = problem.files.get(file)
        if text is None:
            continue
        for name in sorted(names - {"driver"}):
            if name not in text.decode("utf-8", "replace"):
                yield Fault(where=file, what=f"it does not name `{name}`, which the checks call")


def _copies(problem: Problem, examples: Sequence[Example]) -> Iterator[Fault]:
    module = problem.submit.module or ""
    reference = _tree(problem.files.get("reference.py"))
    for example in examples:
        passes = example.misconceptions in ((), None) and set(example.checks.values()) <= {"passed"}
        if passes and reference is not None and _tree(example.files.get(module)) == reference:
            what = "its syntax tree equals the reference's: it proves nothing about other right solutions"
            yield Fault(where=f"examples/{example.name}", what=what, hint="write it in another way")


def _tree(source: bytes | None) -> str | None:
    try:
        return None if source is None else ast.dump(ast.parse(source))
    except (SyntaxError, ValueError):
        return None
