"""Which of a check's values its calls need, and whether any of them is drawn."""

from __future__ import annotations

from grader.core.expression import names
from grader.core.problem import (
    Call,
    CallSubject,
    Check,
    FromReference,
    GradientOf,
    MatchesReference,
    Random,
    Satisfies,
    ValueName,
)


def call_names(check: Check) -> set[str]:
    """The values that travel to the student's worker."""
    subject = check.subject
    if not isinstance(subject, CallSubject):
        return set()
    used = named_in(subject.call) | set(subject.observe) | set(subject.keeps)
    if subject.backward is not None:
        used |= set(subject.backward.wrt) | {subject.backward.cotangent or ""}
    return used & set(check.values)


def reference_names(check: Check) -> set[str]:
    """The values that the author lane needs: the call's own and the expectation's."""
    used = call_names(check)
    match check.expectation:
        case MatchesReference(any_of=others, call=call):
            for other in (*others, *([call] if call else [])):
                used |= named_in(other)
        case GradientOf(call=call, wrt=wrt, cotangent=cotangent):
            used |= named_in(call) | {name for _, name in wrt} | {cotangent or ""}
        case Satisfies(arguments=arguments):
            used |= {argument.name for argument in arguments.values() if isinstance(argument, ValueName)}
    return used & set(check.values)


def is_random(check: Check, used: set[str]) -> bool:
    """True where any of the named values is drawn, directly or on the way through the reference."""
    return any(isinstance(check.values[name], Random) for name in closure(check, used))


def closure(check: Check, used: set[str]) -> list[str]:
    """The named values and what computing them needs, each after what it needs."""
    order: list[str] = []

    def visit(name: str) -> None:
        if name in order:
            return
        value = check.values[name]
        if isinstance(value, FromReference):
            for needed in sorted(named_in(value.call) & set(check.values)):
                visit(needed)
        order.append(name)

    for name in sorted(used):
        visit(name)
    return order


def named_in(call: Call) -> set[str]:
    """Every name in a call, values and functions alike."""
    return {name.id for name in names(call.expression)}
