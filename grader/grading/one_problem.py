"""Grades one problem of one submission: visible checks first, each judged as its observations come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from grader.checks.complies import judge_complies
from grader.checks.outcomes import explain
from grader.core import scoring
from grader.core.expression import called
from grader.core.judgement import Judgement
from grader.core.observation import Observation, Raised, Returned
from grader.core.problem import CallSubject, Check, Complies, Problem, ReviewSubject, SourceSubject
from grader.core.report import CheckResult, Detail, ProblemReport
from grader.core.submission import Submission
from grader.core.text import NOTHING, Text
from grader.core.verdict import Verdict
from grader.errors import AuthorError, SandboxError
from grader.grading.answer_key import AnswerKey
from grader.grading.evidence import printable
from grader.grading.judge import Judged, judge_trial, worst
from grader.grading.why import explain_mistake
from grader.sandbox.box import Sandbox
from grader.sandbox.session import Session
from grader.wire.messages import ReadRequest, Setup, write_request


def grade_problem(
    problem: Problem, submission: Submission, key: AnswerKey, sandbox: Sandbox
) -> ProblemReport:
    """Grades one submission of one problem; never raises for what the student handed in."""
    files = submission.files_for(problem.id)
    setup = _setup(problem, files)
    with (
        sandbox.session(setup, problem.limits) as session,
        # A second one reads what was handed in and runs none of it.
        sandbox.session(replace(setup, module=None, driver=None, starter=None), problem.limits) as reader,
    ):
        grading = _Grading(problem, files, key, session, reader)
        for check in _in_order(problem.checks):
            grading.results[check.id] = grading.result(check)
    results = tuple(grading.results[check.id] for check in problem.checks)
    total = scoring.problem_score(results, all_or_nothing=problem.all_or_nothing)
    return ProblemReport(
        id=problem.id,
        title=problem.title,
        status=total.status,
        score=total.score,
        max_score=total.max_score,
        checks=results,
    )


class _Grading:
    """The state of one grading: what the session has shown so far."""

    def __init__(
        self, problem: Problem, files: dict[str, bytes], key: AnswerKey, session: Session, reader: Session
    ) -> None:
        self.problem = problem
        self.files = files
        self.key = key
        self.session = session
        self.reader = reader
        self.results: dict[str, CheckResult] = {}

    def result(self, check: Check) -> CheckResult:
        held = None if self._is_out(check) else scoring.blocked_by(check, self.results)
        if held is not None:
            verdict, needed = held
            return _result(check, verdict, _needs(verdict, needed))
        try:
            return self._call(check) if isinstance(check.subject, CallSubject) else self._other(check)
        except AuthorError as error:
            return _result(check, Verdict.UNGRADED, Text(error.what), traceback=error.hint or None)
        except SandboxError as error:
            return _result(check, Verdict.UNGRADED, Text(f"the sandbox failed: {error.what}"))

    def _is_out(self, check: Check) -> bool:
        """Was the module not handed in, or can it not be imported? That is the verdict then, whatever a check needs."""
        module = self.problem.submit.module
        if not isinstance(check.subject, CallSubject) or module is None:
            return False
        return module not in self.files or self.session.start().failure is not None

    def _other(self, check: Check) -> CheckResult:
        if isinstance(check.subject, SourceSubject) and isinstance(check.expectation, Complies):
            return self._source(check, check.subject, check.expectation)
        if isinstance(check.subject, ReviewSubject) and check.subject.key in self.files:
            return _result(check, Verdict.NEEDS_REVIEW, _BY_A_PERSON)
        if isinstance(check.subject, ReviewSubject) and check.subject.key in self.problem.submit.files:
            return _result(check, Verdict.MISSING, Text(f"no {check.subject.key} was handed in"))
        kind = type(check.subject).__name__.removesuffix("Subject").lower()
        return _result(check, Verdict.UNGRADED, Text(f"this version does not judge a check of `{kind}:` yet"))

    def _call(self, check: Check) -> CheckResult:
        module = self.problem.submit.module
        if module is not None and module not in self.files:
            return self._no_module(check, module)
        trials = self.key.trials(check)
        observations = self.session.calls([trial.request for trial in trials], check.limits)
        judged = [
            judge_trial(self.problem, check, trial, observation, self.key)
            for trial, observation in zip(
                trials, observations, strict=False
            )  # one that ends its worker is the last
        ]
        return self._conclude(check, judged)

    def _source(self, check: Check, subject: SourceSubject, expectation: Complies) -> CheckResult:
        if subject.path not in self.files:
            return self._no_module(check, subject.path)
        failure = self.session.start().failure
        if failure is not None:
            return _without_result(check, failure)
        observation = self.reader.call(
            write_request(ReadRequest(what="uses", path=subject.path)), check.limits
        )
        if not isinstance(observation.outcome, Returned):
            return _without_result(check, observation)
        judgement = judge_complies(expectation, observation.outcome.data)
        verdict = Verdict.PASSED if judgement.passed else Verdict.VIOLATION
        return _result(
            check, verdict, judgement.feedback, fraction=judgement.fraction, observations=[observation]
        )

    def _no_module(self, check: Check, module: str) -> CheckResult:
        notebook = module.removesuffix(".py") + ".ipynb"
        if notebook in self.files:
            return _result(
                check, Verdict.UNGRADED, Text(f"this version does not run notebooks yet ({notebook})")
            )
        return _result(
            check,
            Verdict.MISSING,
            Text(f"no file {module} was handed in", f"پروندهٔ {module} تحویل داده نشده است"),
        )

    def _conclude(self, check: Check, judged: list[Judged]) -> CheckResult:
        decisive = worst(judged)
        verdict, feedback = decisive.verdict, decisive.judgement.feedback
        misconception = None
        if verdict in (Verdict.FAILED, Verdict.PARTIAL, Verdict.ERROR):
            untouched = self._unwritten(check)
            if untouched:
                feedback = _not_written(untouched)
            else:
                why = explain_mistake(self.problem, check, judged, self.key)
                misconception = why.misconception
                feedback = _joined(why.feedback, feedback)
        return _result(
            check,
            verdict,
            feedback,
            fraction=decisive.judgement.fraction,
            judgement=decisive.judgement,
            misconception=misconception,
            observations=[one.observation for one in judged],
            decisive=decisive.observation,
        )

    def _unwritten(self, check: Check) -> str | None:
        assert isinstance(check.subject, CallSubject)
        untouched = set(self.session.start().unwritten)
        return next((name.id for name in called(check.subject.call.expression) if name.id in untouched), None)


def _in_order(checks: Sequence[Check]) -> list[Check]:
    """Visible ones first, each after those that it needs; else as in the spec."""
    ordered: list[Check] = []
    by_id = {check.id: check for check in checks}

    def place(check: Check) -> None:
        if check not in ordered:
            for needed in check.needs:
                place(by_id[needed])
            ordered.append(check)

    for check in sorted(checks, key=lambda check: not check.is_visible):
        place(check)
    return ordered


_BY_A_PERSON = Text("a person marks this", "این بخش را یک نفر تصحیح می‌کند")


def _setup(problem: Problem, files: dict[str, bytes]) -> Setup:
    module = problem.submit.module
    starter = problem.files.get(f"starter/{module}")
    return Setup(
        lane="student",
        framework=problem.framework,
        files={**files, **problem.submit.provide},
        module=module,
        driver=problem.files.get("driver.py"),
        starter=None if starter is None else starter.decode("utf-8", "replace"),
        dtype=problem.dtype,
    )


def _needs(verdict: Verdict, needed: str) -> Text:
    if verdict is Verdict.UNGRADED:
        return Text(
            f"it needs {needed}, which could not be graded", f"به {needed} نیاز دارد که نمره‌گذاری نشد"
        )
    return Text(f"it needs {needed}, which was not passed", f"به {needed} نیاز دارد که قبول نشده است")


def _not_written(name: str) -> Text:
    return Text(
        f"not written yet: {name} is still as in the starter",
        f"هنوز نوشته نشده است: {name} همان کد آغازین است",
    )


def _without_result(check: Check, observation: Observation) -> CheckResult:
    verdict, feedback = explain(observation.outcome)
    return _result(check, verdict, feedback, observations=[observation], decisive=observation)


def _joined(first: Text, then: Text) -> Text:
    """The cause first, then the evidence."""
    return Text(f"{first.en}\n{then.en}".strip(), f"{first.fa or first.en}\n{then.fa or then.en}".strip())


def _result(
    check: Check,
    verdict: Verdict,
    feedback: Text,
    *,
    fraction: Fraction = Fraction(0),
    judgement: Judgement | None = None,
    misconception: str | None = None,
    observations: list[Observation] | None = None,
    decisive: Observation | None = None,
    traceback: str | None = None,
) -> CheckResult:
    observations = observations or []
    return CheckResult(
        id=check.id,
        title=check.title,
        verdict=verdict,
        score=scoring.check_score(check.points, verdict, fraction),
        max_score=check.points,
        visibility=check.visibility,
        extra_credit=check.extra_credit,
        feedback=feedback,
        misconception=misconception,
        wall_time_s=sum(one.wall_time_s for one in observations) if observations else None,
        detail=_detail(check, verdict, judgement, observations, decisive, traceback),
    )


def _detail(
    check: Check,
    verdict: Verdict,
    judgement: Judgement | None,
    observations: list[Observation],
    decisive: Observation | None,
    traceback: str | None,
) -> Detail:
    raised = decisive.outcome if decisive is not None and isinstance(decisive.outcome, Raised) else None
    shown = judgement or Judgement(fraction=Fraction(0))
    return Detail(
        expected=printable(shown.expected),
        observed=printable(shown.observed),
        worst_index=shown.worst_index,
        where=shown.where,
        wrong=shown.wrong,
        stdout="".join(one.output for one in observations)[: check.limits.output_kib << 10],
        traceback=raised.traceback if raised else traceback,
        file=(raised.file or None) if raised else None,
        line=(raised.line or None) if raised else None,
        hint=NOTHING if verdict is Verdict.PASSED else check.hint,
        call=check.subject.call.text if isinstance(check.subject, CallSubject) else None,
    )
