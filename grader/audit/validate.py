"""`grader validate`: does a problem do what its author believes?

The reference is graded as a submission; its gradients are compared with central differences in float64; every
example must come out as its `expected.yaml` says; every expected array must be able to tell wrong from right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grader.audit.advice import advise
from grader.audit.findings import Fault
from grader.audit.naming import advise_on_names
from grader.audit.sensitivity import sensitivity
from grader.audit.untimed import untimed
from grader.checks.compare import agrees
from grader.core.data import Data
from grader.core.problem import CallSubject, Check, Example, Problem, Tolerance
from grader.core.report import CheckResult, ProblemReport
from grader.core.scoring import round_score
from grader.core.submission import Submission
from grader.core.verdict import Verdict
from grader.errors import AuthorError
from grader.grading import AnswerKey, grade_problem
from grader.sandbox.box import Sandbox
from grader.sandbox.packages import lacking

# Central differences of fourth order: what their truncation and rounding leave, with room to spare.
NUMERIC = Tolerance(rtol=1e-6, atol=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """What validating one problem found. `examples` counts those that were graded."""

    id: str
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    examples: int


def validate(problem: Problem, examples: Sequence[Example], secret: bytes, sandbox: Sandbox) -> Validation:
    """Validates one problem that loads."""
    missing = lacking(problem.requires)
    if missing:
        names = ", ".join(missing)
        fault = Fault(
            where="requires", what=f"not installed: {names}", hint=f"pip install {' '.join(missing)}"
        )
        return Validation(id=problem.id, faults=(fault,), warnings=(), examples=0)
    with AnswerKey(problem, secret, sandbox) as key:
        faults = [
            *_references(problem, key, sandbox),
            *_expected_values(problem, key),
            *(fault for example in examples for fault in _example(problem, example, key, sandbox)),
        ]
        warnings = [*advise(problem, examples), *advise_on_names(problem, key)]
    return Validation(id=problem.id, faults=tuple(faults), warnings=tuple(warnings), examples=len(examples))


def _references(problem: Problem, key: AnswerKey, sandbox: Sandbox) -> Iterator[Fault]:
    reference, module = problem.files.get("reference.py"), problem.submit.module
    if reference is None or module is None:
        return
    # The names for students' mistakes are not asked: a fault of the reference is another matter.
    report = _grade(untimed(replace(problem, misconceptions=())), {module: reference}, key, sandbox)
    for result in report.checks:
        if result.verdict in (Verdict.PASSED, Verdict.NEEDS_REVIEW) or not _on_code(problem.check(result.id)):
            continue
        yield Fault(
            where=f"checks.{result.id}",
            what=f"the reference gets {result.verdict}: {_evidence(result)}",
            hint="as a submission under the student's limits and dtype it must pass every check of a call",
        )


def _on_code(check: Check) -> bool:
    return isinstance(check.subject, CallSubject)


def _expected_values(problem: Problem, key: AnswerKey) -> Iterator[Fault]:
    for check in problem.checks:
        if not _on_code(check):
            continue
        try:
            trials = key.trials(check)
            for trial in trials:
                yield from _gradients(check, trial.expected, key.numeric_gradient(check, trial))
        except AuthorError as error:
            yield Fault(where=f"checks.{check.id}", what=error.what, hint=error.hint)
            continue
        for expected in (trial.expected[0] for trial in trials if trial.expected):
            found = sensitivity(expected, tolerance=check.tolerance, dtype=problem.dtype)
            if not found.holds:
                yield Fault(
                    where=f"checks.{check.id}",
                    what=f"{len(found.unnoticed)} of {found.tried} single-element errors go unnoticed, such as "
                    + ", ".join(found.unnoticed[:3]),
                    hint="tighten the tolerance, or choose inputs that give elements of like size",
                )
                break


def _gradients(check: Check, expected: tuple[Data, ...], numeric: Data | None) -> Iterator[Fault]:
    if numeric is None:
        return
    analytic = expected[0]
    if (
        isinstance(analytic, dict)
        and isinstance(check.subject, CallSubject)
        and check.subject.backward is not None
    ):
        analytic = analytic["grad"]
    if not agrees(analytic, numeric, tolerance=NUMERIC, dtype="float64"):
        yield Fault(
            where=f"checks.{check.id}",
            what="the reference's gradient differs from central differences in float64",
            hint="a kink at these inputs, or a part of the reference that autograd does not see",
        )


def _example(problem: Problem, example: Example, key: AnswerKey, sandbox: Sandbox) -> Iterator[Fault]:
    report = _grade(problem, example.files, key, sandbox)
    where = f"examples/{example.name}"
    results = {result.id: result for result in report.checks}
    for check_id, verdict in example.checks.items():
        found = results.get(check_id)
        if found is None:
            yield Fault(
                where=where, what=f"expected.yaml names a check {check_id} that the problem has not", hint=""
            )
        elif found.verdict != verdict:
            what = f"{check_id} came out {found.verdict}, expected {verdict}; the student reads: {_evidence(found)}"
            yield Fault(where=where, what=what, hint="")
    if example.score is not None and (
        report.score is None or round_score(report.score) != round_score(example.score)
    ):
        shown = "none" if report.score is None else f"{float(round_score(report.score)):g}"
        yield Fault(where=where, what=f"the score is {shown}, expected {float(example.score):g}", hint="")
    named = {result.misconception for result in report.checks if result.misconception}
    if example.misconceptions is not None and named != set(example.misconceptions):
        yield Fault(
            where=where,
            what=f"misconceptions named: {_list(named)}; expected: {_list(set(example.misconceptions))}",
            hint="a misconception must explain the answer on every trial, and the first in file order wins",
        )


def _evidence(result: CheckResult) -> str:
    detail = result.detail
    sides = f" (expected {detail.expected}, got {detail.observed})" if detail.expected is not None else ""
    trace = f"; {detail.traceback.splitlines()[-1]}" if detail.traceback else ""
    return (result.feedback.en.replace("\n", " / ") + sides + trace)[:400]


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _grade(problem: Problem, files: object, key: AnswerKey, sandbox: Sandbox) -> ProblemReport:
    assert isinstance(files, dict)
    return grade_problem(problem, Submission(student="example", attempt=1, files=files), key, sandbox)
