"""A problem is handed out only if it loads from its own files, and if the reference passes what it checks."""

from __future__ import annotations

import secrets
import tempfile
from dataclasses import replace
from pathlib import Path

from grader.core.submission import Submission
from grader.core.verdict import Verdict
from grader.grading import AnswerKey, grade_problem
from grader.handout.problem import HandedOut
from grader.handout.writing import write_files
from grader.sandbox.box import Sandbox
from grader.spec import load

# A reference need not hold what only students write, such as a backward pass.
_NO_FAILURE = (Verdict.PASSED, Verdict.MISSING)


def failing(handed_out: HandedOut, sandbox: Sandbox) -> frozenset[str]:
    """The ids of checks that the reference does not pass, graded as a student would grade it with this folder alone.

    Such a check hangs on more than its numbers: on the state of a generator, say, that another run seeds otherwise.

    Raises:
        SpecError: if the folder does not load.
    """
    with tempfile.TemporaryDirectory(prefix="grader-handout-") as place:
        folder = Path(place) / handed_out.problem.id
        write_files(handed_out.files, folder)
        [assigned] = load(folder).problems
    checks = (check for check in assigned.problem.checks if check.id in handed_out.told)
    problem = replace(assigned.problem, checks=tuple(replace(check, needs=()) for check in checks))
    module, reference = problem.submit.module, handed_out.problem.files.get("reference.py")
    if module is None or reference is None or not problem.checks:
        return frozenset()
    work = Submission(student="reference", attempt=1, files={module: reference})
    with AnswerKey(problem, secrets.token_bytes(32), sandbox) as key:
        report = grade_problem(problem, work, key, sandbox)
    return frozenset(check.id for check in report.checks if check.verdict not in _NO_FAILURE)
