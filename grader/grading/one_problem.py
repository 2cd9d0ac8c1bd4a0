"""Grades one problem of one submission: visible checks first, each judged as its observations come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches

from grader.checks.complies import judge_complies
from grader.checks.outcomes import explain
from grader.checks.speedup import judge_speedup
from grader.core import scoring
from grader.core.data import Data
from grader.core.expression import called
from grader.core.observation import Observation, Returned
from grader.core.problem import (
    OPENING,
    AnswerSubject,
    CallSubject,
    Check,
    Complies,
    MatchesReference,
    Problem,
    ReviewSubject,
    SourceSubject,
    Speedup,
)
from grader.core.report import CheckResult, Detail, ProblemReport
from grader.core.submission import Submission
from grader.core.text import NOTHING, Text
from grader.core.verdict import Verdict
from grader.errors import AuthorError, SandboxError
from grader.grading.answer_key import AnswerKey
from grader.grading.answers import AnswerSheet, judge_answer
from grader.grading.carry import holds_carried
from grader.grading.evidence import readable_answer, readable_file
from grader.grading.judge import Judged, agrees_with, judge_trial, worst
from grader.grading.notebooks import notebook_for, notes_on, passed_over
from grader.grading.requests import observed, reader_setup, student_setup
from grader.grading.results import Ending, joined, result, unjudged
from grader.grading.trials import Trial
from grader.grading.why import explain_mistake
from grader.sandbox.box import Sandbox
from grader.sandbox.session import Session
from grader.wire.messages import ReadRequest, write_request

CARRIED = Text(
    "wrong by itself, but right for your own earlier value; the earlier slip has cost its points once",
    "به‌خودی‌خود نادرست است، اما با مقدار پیشین خودتان درست به دست آمده؛ لغزش پیشین یک بار نمره کم کرده است",
)
_BY_A_PERSON = Text("a person marks this", "این بخش را یک نفر تصحیح می‌کند")


def grade_problem(
    problem: Problem,
    submission: Submission,
    key: AnswerKey,
    sandbox: Sandbox,
    on_result: Callable[[CheckResult], None] = lambda _: None,
) -> ProblemReport:
    """Grades one submission of one problem; never raises for what the student handed in.

    `on_result` is called with each check as it is judged.
    """
    files = submission.work_on(problem)
    with (
        sandbox.session(student_setup(problem, files), problem.limits) as session,
        # A second one reads what was handed in and runs none of it.
        sandbox.session(reader_setup(problem, files), problem.limits) as reader,
    ):
        grading = _Grading(problem, files, key, session, reader)
        for check in _in_order(problem.checks):
            grading.results[check.id] = grading.result(check)
            on_result(grading.results[check.id])
        notes = grading.notes()
    results = tuple(grading.results[check.id] for check in problem.checks)
    return scoring.problem_report(problem, results, notes)


class _Grading:
    """The state of one grading: what the sessions have shown so far.

    Attributes:
        own: by check id, what the student's work gave on each trial, where a check carries from it or it carries.
        carried: the checks that others carry from.
    """

    def __init__(
        self, problem: Problem, files: dict[str, bytes], key: AnswerKey, session: Session, reader: Session
    ) -> None:
        self.problem = problem
        self.files = files
        self.key = key
        # What is imported and read in the module's place, where that was not handed in.
        self.notebook = notebook_for(problem, files)
        self.session = session
        self.reader = reader
        self.sheet = AnswerSheet(problem, files, reader)
        self.results: dict[str, CheckResult] = {}
        self.own: dict[str, list[Data]] = {}
        self.carried = {source for check in problem.checks for source in check.carry.values()}

    def result(self, check: Check) -> CheckResult:
        try:
            held = None if self._is_out(check) else scoring.blocked_by(check, self.results)
            if held is not None:
                verdict, needed = held
                return unjudged(check, verdict, _needs(verdict, needed))
            match check.subject:
                case CallSubject():
                    return self._call(check)
                case AnswerSubject():
                    return self._answer(check)
                case SourceSubject(path=path):
                    return self._source(check, path)
                case ReviewSubject(key=key):
                    return self._review(check, key)
        except AuthorError as error:
            feedback = Text(error.what)
            return result(
                check, Ending(verdict=Verdict.UNGRADED, feedback=feedback, traceback=error.hint or None)
            )
        except SandboxError as error:
            return unjudged(check, Verdict.UNGRADED, Text(f"the sandbox failed: {error.what}"))

    def _is_out(self, check: Check) -> bool:
        """Is the verdict settled, whatever a check needs: nothing was handed in, or it cannot be imported?"""
        submit = self.problem.submit
        if not {submit.module, submit.notebook, submit.answers, *submit.files} & set(self.files):
            return True
        if not isinstance(check.subject, CallSubject) or submit.module is None:
            return False
        return self._handed_in(submit.module) is None or self.session.start().failure is not None

    def _handed_in(self, path: str) -> str | None:
        """The file that stands for `path`: itself, or the notebook for the module."""
        if path in self.files:
            return path
        return self.notebook if path == self.problem.submit.module else None

    def notes(self) -> tuple[Text, ...]:
        """What the student is told beside the checks."""
        if self.notebook is None:
            return passed_over(self.problem, self.files)
        try:
            return notes_on(self.notebook, self.session.start().remarks)
        except SandboxError:  # every check says so
            return ()

    # --- calls ------------------------------------------------------------------------------------------

    def _call(self, check: Check) -> CheckResult:
        module = self.problem.submit.module
        if module is not None and self._handed_in(module) is None:
            return self._no_file(check, module)
        failure = self.session.start().failure
        if failure is not None:
            return _not_imported(check, failure)
        trials = self.key.trials(check)
        requests = [trial.request for trial in trials]
        speedup = check.expectation.speedup if isinstance(check.expectation, MatchesReference) else None
        reference_s = 0.0
        if speedup is None:
            observations = self.session.calls(requests, check.limits)
        else:
            self.session.rest()  # nothing of the student's runs that could slow the reference
            reference_s = self.key.reference_s(check)
            observations = self.session.timed(requests, check.limits)
        judged = [
            judge_trial(self.problem, check, trial, observation, self.key)
            for trial, observation in zip(
                trials, observations, strict=False
            )  # one that ends its worker is the last
        ]
        if check.id in self.carried or check.carry:
            self.own[check.id] = [
                observed(check, one.observation.outcome)
                for one in judged
                if isinstance(one.observation.outcome, Returned)
            ]
        if speedup is not None and worst(judged).verdict is Verdict.PASSED:
            return _on_speed(check, speedup, reference_s, judged)
        return self._conclude(check, trials, judged)

    def _conclude(self, check: Check, trials: Sequence[Trial], judged: list[Judged]) -> CheckResult:
        decisive = worst(judged)
        verdict, feedback = decisive.verdict, decisive.judgement.feedback
        misconception = None
        seen = Ending(
            verdict=verdict,
            feedback=feedback,
            judgement=decisive.judgement,
            observations=[one.observation for one in judged],
            decisive=decisive.observation,
        )
        if verdict in (Verdict.FAILED, Verdict.PARTIAL, Verdict.ERROR):
            untouched = self._unwritten(check)
            if untouched:
                seen = replace(seen, feedback=_not_written(untouched))
            elif verdict is not Verdict.ERROR and self._holds_carried(check, trials):
                seen = replace(seen, verdict=Verdict.PASSED, feedback=CARRIED, carried=True)
            else:
                why = explain_mistake(self.problem, check, judged, self.key)
                misconception = why.misconception
                seen = replace(seen, feedback=joined(why.feedback, feedback), misconception=misconception)
        return result(check, seen)

    def _holds_carried(self, check: Check, trials: Sequence[Trial]) -> bool:
        given = self.own.get(check.id, [])
        if not check.carry or len(given) != len(trials):
            return False
        own = {name: self.own.get(source, []) for name, source in check.carry.items()}
        agrees = agrees_with(self.problem, check)
        return holds_carried(check, trials, own, lambda index, right: agrees(right, given[index]), self.key)

    def _unwritten(self, check: Check) -> str | None:
        assert isinstance(check.subject, CallSubject)
        untouched = set(self.session.start().unwritten)
        return next((name.id for name in called(check.subject.call.expression) if name.id in untouched), None)

    # --- what is read and not run -----------------------------------------------------------------------

    def _answer(self, check: Check) -> CheckResult:
        assert isinstance(check.subject, AnswerSubject)
        failure = self.sheet.failure
        if failure is not None:
            return _without_result(check, failure)
        answer = self.sheet.answer(check.subject.key)
        if answer is None:
            name = check.subject.key
            words = Text(f"no answer for {name} was handed in", f"برای {name} پاسخی تحویل داده نشده است")
            return unjudged(check, Verdict.MISSING, words)
        own = {name: self.own.get(source, []) for name, source in check.carry.items()}
        judged = judge_answer(self.problem, check, answer, own, self.key)
        if judged.read is not None:
            self.own[check.id] = [judged.read]
        if judged.ending.carried:
            return result(check, replace(judged.ending, feedback=CARRIED))
        return result(check, judged.ending)

    def _source(self, check: Check, path: str) -> CheckResult:
        assert isinstance(check.expectation, Complies)
        source = self._handed_in(path)
        if source is None:
            return self._no_file(check, path)
        failure = self.session.start().failure
        if failure is not None:
            return _not_imported(check, failure)
        observation = self.reader.call(write_request(ReadRequest(what="uses", path=source)), check.limits)
        if not isinstance(observation.outcome, Returned):
            return _without_result(check, observation)
        judgement = judge_complies(check.expectation, observation.outcome.data)
        return result(
            check,
            Ending(
                verdict=Verdict.PASSED if judgement.passed else Verdict.VIOLATION,
                feedback=judgement.feedback,
                judgement=judgement,
                observations=[observation],
            ),
        )

    def _review(self, check: Check, key: str) -> CheckResult:
        if key in self.files:
            starter = self.problem.files.get(f"starter/{key}")
            if starter is not None and self.files[key].split() == starter.split():
                return unjudged(check, Verdict.MISSING, _not_written(key))
            return _for_review(check, readable_file(self.files[key]))
        if key in self.problem.submit.files:
            return self._no_file(check, key)
        if self.sheet.failure is not None:
            return _without_result(check, self.sheet.failure)
        answer = self.sheet.answer(key)
        if answer is None:
            return unjudged(check, Verdict.MISSING, Text(f"no answer for {key} was handed in"))
        return _for_review(check, readable_answer(answer))

    def _no_file(self, check: Check, path: str) -> CheckResult:
        near = get_close_matches(path, self.files, n=1, cutoff=0.8)
        en, fa = (f"; did {near[0]} mean it?", f"؛ آیا منظور {near[0]} است؟") if near else ("", "")
        words = Text(f"no file {path} was handed in{en}", f"پروندهٔ {path} تحویل داده نشده است{fa}")
        return unjudged(check, Verdict.MISSING, words)


def _in_order(checks: Sequence[Check]) -> list[Check]:
    """Those that open to students earlier first, each after those that it needs or carries from; else as in the spec.

    What a check shows once it is open was thus seen before any input that is still closed.
    """
    ordered: dict[str, Check] = {}
    by_id = {check.id: check for check in checks}

    def place(check: Check) -> None:
        if check.id not in ordered:
            for earlier in (*check.needs, *check.carry.values()):
                place(by_id[earlier])
            ordered[check.id] = check

    for check in sorted(checks, key=lambda check: OPENING.index(check.visibility)):
        place(check)
    return list(ordered.values())


def _for_review(check: Check, text: str) -> CheckResult:
    """What a person is to mark goes with the result, so that marking needs nothing but the gradebook."""
    return replace(
        unjudged(check, Verdict.NEEDS_REVIEW, _BY_A_PERSON), detail=Detail(observed=text, hint=check.hint)
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
    ending = Ending(verdict=verdict, feedback=feedback, observations=[observation], decisive=observation)
    return result(check, ending)


def _on_speed(check: Check, asked: Speedup, reference_s: float, judged: Sequence[Judged]) -> CheckResult:
    """The result of a check whose answers are all right, by the fastest of its trials."""
    fastest = min((one.observation for one in judged), key=lambda observation: observation.wall_time_s)
    verdict, feedback = judge_speedup(asked, fastest.wall_time_s, reference_s)
    ending = Ending(verdict=verdict, feedback=feedback, observations=[one.observation for one in judged])
    return result(check, ending)


def _not_imported(check: Check, failure: Observation) -> CheckResult:
    """Neither the call, which was not made, nor the check's hint has anything to do with it."""
    found = _without_result(check, failure)
    return replace(found, detail=replace(found.detail, call=None, hint=NOTHING))
