"""A check as requests to workers: what the student is asked, and what the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from grader.core.data import Data
from grader.core.observation import Returned
from grader.core.problem import Call, CallSubject, Check, MatchesReference, Problem, Satisfies, ValueName
from grader.grading.notebooks import notebook_for
from grader.grading.trials import Inputs, Trial
from grader.wire.messages import BackwardRequest, CallRequest, Plain, Setup, write_request


def student_setup(problem: Problem, files: Mapping[str, bytes]) -> Setup:
    """One submission's worker: the student's files with the course's laid beside them."""
    module = problem.submit.module
    notebook = notebook_for(problem, files)
    given = {path: problem.files.get(f"starter/{path}") for path in (module, problem.submit.notebook)}
    return Setup(
        lane="student",
        framework=problem.framework,
        files={**files, **problem.submit.provide},
        module=notebook or module,
        driver=problem.files.get("driver.py"),
        starters={path: content for path, content in given.items() if path and content is not None},
        dtype=problem.dtype,
        tf32=problem.tf32,
        cpu_time_s=problem.limits.cpu_time_s,
    )


def reader_setup(problem: Problem, files: Mapping[str, bytes]) -> Setup:
    """As `student_setup`, of a worker that imports nothing."""
    return Setup(
        lane="student",
        framework=problem.framework,
        files={**files, **problem.submit.provide},
        module=None,
        dtype=problem.dtype,
        cpu_time_s=problem.limits.cpu_time_s,
    )


def subject_request(check: Check, values: Inputs, seed: int, call: str | None = None) -> CallRequest:
    """The check's call (or another in its place) as a request, for student and reference alike."""
    subject = check.subject
    assert isinstance(subject, CallSubject)
    backward = subject.backward
    return CallRequest(
        call=call or subject.call.text,
        values=values,
        seed=seed,
        backward=None
        if backward is None
        else BackwardRequest(wrt=backward.wrt, cotangent=backward.cotangent),
        after=tuple(dict.fromkeys((*subject.observe, *subject.keeps))),
    )


def reference_request(check: Check, values: Inputs, seed: int) -> CallRequest:
    """The reference's call that gives what is right: the check's own, or the one that a written answer matches."""
    if isinstance(check.subject, CallSubject):
        return subject_request(check, values, seed)
    assert isinstance(check.expectation, MatchesReference)
    assert check.expectation.call is not None
    return CallRequest(call=check.expectation.call.text, values=values, seed=seed)


def right_ones(check: Check, others: Sequence[Call], values: Inputs, seed: int) -> list[CallRequest]:
    """Every call whose reference value is right."""
    first = reference_request(check, values, seed)
    return [first, *(replace(first, call=other.text) for other in others)]


def student_request(check: Check, inputs: Inputs, seed: int) -> bytes:
    """The frame of the student's call; none where an answer is written."""
    if not isinstance(check.subject, CallSubject):
        return b""
    return write_request(subject_request(check, inputs, seed))


def observed(check: Check, returned: Returned) -> Data:
    """The observation that a check judges: the result, with arguments after the call where it observes them."""
    if not isinstance(check.subject, CallSubject) or not check.subject.observe:
        return returned.data
    after = {name: returned.after[name] for name in check.subject.observe if name in returned.after}
    if check.subject.backward is not None and isinstance(returned.data, Mapping):
        return {**returned.data, "after": after}
    return {"output": returned.data, "after": after}


def arguments_of(expectation: Satisfies, trial: Trial) -> dict[str, Data | Plain]:
    """The verifier's arguments: literals, and values of the trial by name."""
    return {
        name: trial.wide[argument.name] if isinstance(argument, ValueName) else argument
        for name, argument in expectation.arguments.items()
    }
