"""Grades numeric and deep-learning homework, and says why a wrong answer is wrong.

    assignment = grader.load("problems/")                 # every fault of every spec, or an Assignment
    report = grader.grade(assignment, "submissions/")     # what `grader grade` does, without the terminal

Three kinds of process, of which only the first is believed:

    host ── specs, expected values, secrets, grades; NumPy; never imports torch or a file of a problem
     ├── author lane      one problem's reference, driver and verifier, in float64
     └── student worker   one student's files for one problem, the calls and their inputs; confined

The mother imports torch once, holds no secret, and forks a zygote for each lane; every worker is a fork of its
zygote, or a fresh interpreter where there is no fork. Inputs go to the worker directly. What comes back is bytes:
arrays in the safetensors layout and strict JSON, checked before anything is allocated, and always the student's
claim. Only the time, the exit and the limits that the host measured are facts. What could not be judged is
`ungraded`: never zero, never full marks.

Data flows one way:

    YAML ─ spec ─▶ Assignment ─┐
                               ├─ grading ─▶ calls ─ sandbox ─▶ Observation ─ checks ─▶ CheckResult
    files ─ intake ─▶ Submission                                                            │
                                           reports ◀─ Report ◀─ scoring ◀─ diagnosis ◀──────┘

The rooms; a room imports from lines below it, never from above or beside it:

    cli · api · pytest_plugin    one file per command, the only place that prints · the same from Python, in pytest
    schedule · audit             many submissions at once · what proves that a problem's checks are right
    handout · autograder         what students get · what Gradescope's container gets
    grading                      one submission to one problem: calls, trials, verdicts
    checks · diagnosis · sandbox · draws
                                 judging · why it is wrong · processes and limits · random inputs
    worker                       what runs inside the sandbox
    wire                         messages and bytes between host and workers
    spec · intake · gradebook · reports
                                 YAML to core · folders to core · core kept for ever · core to what people read
    core                         the vocabulary, scoring and redaction: no input, output or clock
    errors                       every exception raised on purpose

Judging is a pure function of the spec and the observation: the same bytes with the same seed give the same
report. The names below are the public ones, loaded when first used; the rest may change.
"""

from importlib import import_module

TYPE_CHECKING = False  # `typing` is dear to import for one constant, and type checkers know this name
if TYPE_CHECKING:
    from grader.api import grade
    from grader.core.problem import Assignment, Check, Problem
    from grader.core.report import CheckResult, ProblemReport, Report, SubmissionReport
    from grader.core.submission import Submission
    from grader.core.verdict import Verdict
    from grader.core.verification import Verification
    from grader.errors import (
        AuthorError,
        GradebookError,
        GraderError,
        IsolationError,
        SandboxError,
        SpecError,
        SpecFault,
        SubmissionError,
        UsageError,
        WireError,
    )
    from grader.spec.load import load

__all__ = [
    "Assignment",
    "AuthorError",
    "Check",
    "CheckResult",
    "GradebookError",
    "GraderError",
    "IsolationError",
    "Problem",
    "ProblemReport",
    "Report",
    "SandboxError",
    "SpecError",
    "SpecFault",
    "Submission",
    "SubmissionError",
    "SubmissionReport",
    "UsageError",
    "Verdict",
    "Verification",
    "WireError",
    "grade",
    "load",
]

_NAMES_OF = {
    "grader.api": ("grade",),
    "grader.core.problem": ("Assignment", "Check", "Problem"),
    "grader.core.report": ("CheckResult", "ProblemReport", "Report", "SubmissionReport"),
    "grader.core.submission": ("Submission",),
    "grader.core.verdict": ("Verdict",),
    "grader.core.verification": ("Verification",),
    "grader.errors": (
        "AuthorError",
        "GradebookError",
        "GraderError",
        "IsolationError",
        "SandboxError",
        "SpecError",
        "SpecFault",
        "SubmissionError",
        "UsageError",
        "WireError",
    ),
    "grader.spec.load": ("load",),
}


_HOME_OF = {name: module for module, names in _NAMES_OF.items() for name in names}

if not TYPE_CHECKING:  # a type checker would take it to mean that every name exists

    def __getattr__(name: str) -> object:
        if name == "__version__":
            from importlib.metadata import version

            return version("grader")
        if name not in _HOME_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOME_OF[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
