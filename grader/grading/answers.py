"""Written answers: the sheet as it was handed in, and one answer judged.

The sheet is parsed in a confined process; what comes back are texts, and only `grader.written` reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from grader.checks.compare import agrees, is_vacuous
from grader.checks.expects import judge_expects
from grader.core.data import Array, Data, as_array
from grader.core.judgement import Judgement
from grader.core.observation import Observation, Returned
from grader.core.problem import (
    AnswerSubject,
    Check,
    Equals,
    Formula,
    MatchesReference,
    Misconception,
    Problem,
    Satisfies,
    Swap,
    Tolerance,
    WrittenAs,
)
from grader.core.text import NOTHING, Text
from grader.core.verdict import Verdict
from grader.diagnosis import Case, diagnose
from grader.grading.answer_key import AnswerKey
from grader.grading.carry import holds_carried
from grader.grading.judge import verdict_of, verify
from grader.grading.results import Ending, joined
from grader.sandbox.session import Session
from grader.wire.messages import ReadRequest, write_request
from grader.written.answers import Written, judge_equals, to_data
from grader.written.formulas import compare_formulas, is_formula_equal, right_hand_side
from grader.written.numerals import Unread

BLANK = frozenset(("", "~", "null"))  # an unfilled line of the starter's sheet


# Ways to be wrong that can be told for any formula: what makes it right again, and the words.
_FORMULA_CAUSES: tuple[tuple[str, Text], ...] = (
    ("-({})", Text("the sign is flipped", "علامت برعکس است")),
    ("2*({})", Text("the factor 2 is missing", "ضریب ۲ جا افتاده است")),
    ("({})/2", Text("there is a factor 2 too many", "یک ضریب ۲ اضافه است")),
    ("1/({})", Text("this is the inverse of what is asked for", "این وارون مقدار خواسته‌شده است")),
    ("({})^2", Text("this is the square root of what is asked for", "این جذر مقدار خواسته‌شده است")),
    ("sqrt({})", Text("this is the square of what is asked for", "این مربع مقدار خواسته‌شده است")),
)


class AnswerSheet:
    """The answers of one submission to one problem, read at the first need."""

    def __init__(self, problem: Problem, files: Mapping[str, bytes], reader: Session) -> None:
        self._problem = problem
        self._path = problem.submit.answers
        self._is_there = self._path in files
        self._reader = reader

    @property
    def failure(self) -> Observation | None:
        """Why a sheet that was handed in cannot be read; None where it can, or where there is none."""
        read = self._read
        return None if read is None or isinstance(read.outcome, Returned) else read

    def answer(self, key: str) -> Data | None:
        """What stands at a key, under the problem's id or at top level; None for nothing or a blank."""
        read = self._read
        if (
            read is None
            or not isinstance(read.outcome, Returned)
            or not isinstance(read.outcome.data, Mapping)
        ):
            return None
        texts = read.outcome.data
        own = texts.get(self._problem.id)
        found = own[key] if isinstance(own, Mapping) and key in own else texts.get(key)
        return None if isinstance(found, str) and found.strip().lower() in BLANK else found

    @cached_property
    def _read(self) -> Observation | None:
        if self._path is None or not self._is_there:
            return None
        request = ReadRequest(what="answers", path=self._path)
        return self._reader.call(write_request(request), self._problem.limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAnswer:
    """How an answer ended, and the numbers that it was read as, for checks that carry from it."""

    ending: Ending
    read: Data = None


def judge_answer(
    problem: Problem, check: Check, answer: Data, own: Mapping[str, Sequence[Data]], key: AnswerKey
) -> JudgedAnswer:
    """Judges a written answer.

    Args:
        own: for each carried value's name, the student's own earlier value.

    Raises:
        AuthorError: if the reference or a verifier fails.
    """
    return _Answer(problem, check, answer, key).judged(own)


class _Answer:
    """One answer to one check."""

    def __init__(self, problem: Problem, check: Check, answer: Data, key: AnswerKey) -> None:
        self.problem = problem
        self.check = check
        self.answer = answer
        self.key = key

    def judged(self, own: Mapping[str, Sequence[Data]]) -> JudgedAnswer:
        match self.check.expectation:
            case Formula(text=text, where=where):
                secret = self.key.secret_of(self.check)
                written = compare_formulas(text, self._text(), where, secret)
                return JudgedAnswer(ending=self._ending(written, self._formula_cause(text, where, secret)))
            case Satisfies() as expectation:
                return self._verified(expectation)
            case Equals(expected=expected):
                written = judge_equals(self.answer, expected, self.check.digits)
                return self._compared(written, expected)
        return self._matched(own)

    def _text(self) -> str:
        """A formula that YAML took for a list, such as `[1, 2]`, is no formula."""
        return self.answer if isinstance(self.answer, str) else ""

    def _matched(self, own: Mapping[str, Sequence[Data]]) -> JudgedAnswer:
        [trial] = self.key.trials(self.check)
        tried = [judge_equals(self.answer, right, self.check.digits) for right in trial.expected]
        written = max(tried, key=_goodness)
        if written.outcome == "wrong" and self.check.carry:
            right_ones = holds_carried(self.check, [trial], own, lambda _, right: self._is(right), self.key)
            if right_ones:
                read = self._read_as(trial.expected[0])
                carried = Ending(verdict=Verdict.PASSED, feedback=NOTHING, carried=True)
                return JudgedAnswer(ending=carried, read=read)
        return self._compared(written, trial.expected[0])

    def _is(self, right: Data) -> bool:
        return judge_equals(self.answer, right, self.check.digits).outcome == "right"

    def _compared(self, written: Written, expected: Data) -> JudgedAnswer:
        read = self._read_as(expected)
        ending = self._ending(written, lambda: self._cause(expected, read))
        return JudgedAnswer(ending=ending, read=read)

    def _read_as(self, like: Data) -> Data:
        read = to_data(self.answer, like)
        return None if isinstance(read, Unread) else read

    def _verified(self, expectation: Satisfies) -> JudgedAnswer:
        [trial] = self.key.trials(self.check)
        read = to_data(self.answer, None)
        if isinstance(read, Unread):
            verdict = Verdict.NEEDS_REVIEW if read.ambiguous else Verdict.FAILED
            return JudgedAnswer(ending=Ending(verdict=verdict, feedback=read.reason))
        judgement = judge_expects(self.check.expects, read) or verify(
            self.check, expectation, trial, read, self.key
        )
        named = None if judgement.passed else self._named()
        ending = Ending(
            verdict=verdict_of(judgement.fraction),
            feedback=judgement.feedback if named is None else joined(named.feedback, judgement.feedback),
            judgement=judgement,
            misconception=None if named is None else named.id,
        )
        return JudgedAnswer(ending=ending, read=read)

    # --- endings and causes -----------------------------------------------------------------------------

    def _ending(self, written: Written, cause: Callable[[], Text]) -> Ending:
        if written.outcome == "unclear":
            return Ending(
                verdict=Verdict.NEEDS_REVIEW, feedback=written.feedback, judgement=_judgement(written)
            )
        fraction = (
            written.fraction if self.check.credit == "per_element" else Fraction(written.outcome == "right")
        )
        judgement = _judgement(written, fraction)
        if written.outcome == "right":
            return Ending(verdict=Verdict.PASSED, feedback=written.feedback, judgement=judgement)
        named = self._named()
        why = cause() if named is None else named.feedback
        return Ending(
            verdict=verdict_of(fraction),
            feedback=joined(why, written.feedback),
            judgement=judgement,
            misconception=None if named is None else named.id,
        )

    def _named(self) -> Misconception | None:
        """The first misconception in file order that is this very answer."""
        return next((one for one in self._candidates() if self._is_mistake(one)), None)

    def _candidates(self) -> Iterator[Misconception]:
        for candidate in self.problem.misconceptions:
            if not candidate.checks or self.check.id in candidate.checks:
                yield candidate

    def _is_mistake(self, candidate: Misconception) -> bool:
        assert isinstance(self.check.subject, AnswerSubject)
        expectation = self.check.expectation
        match candidate.when:
            case WrittenAs(answer=answer) if answer != self.check.subject.key:
                return False
            case WrittenAs(formula=str(formula)):
                where = expectation.where if isinstance(expectation, Formula) else {}
                secret = self.key.secret_of(self.check)
                return is_formula_equal(formula, self._text(), where, secret)
            case WrittenAs(equals=equals):
                return judge_equals(self.answer, equals, self.check.digits).outcome == "right"
            case Swap() as swap if isinstance(expectation, MatchesReference):
                [trial] = self.key.trials(self.check)
                outcome = self.key.mistaken(swap, self.check, trial).outcome
                return (
                    isinstance(outcome, Returned)
                    and not is_vacuous(outcome.data)
                    and not any(_same(right, outcome.data, self.problem) for right in trial.expected)
                    and self._is(outcome.data)
                )
        return False

    def _formula_cause(self, text: str, where: Mapping[str, str], secret: bytes) -> Callable[[], Text]:
        def cause() -> Text:
            given = right_hand_side(self._text(), where)
            if not given:
                return NOTHING
            for pattern, words in _FORMULA_CAUSES:
                # The right one comes first: where the changed answer has no value, it is not made right.
                if is_formula_equal(text, pattern.format(given), where, secret):
                    return words
            return NOTHING

        return cause

    def _cause(self, expected: Data, read: Data) -> Text:
        """The general cause behind a wrong number or array; judged to the digits that were written."""
        right = None if isinstance(expected, Mapping | tuple) else as_array(expected)
        given = None if isinstance(read, Mapping | tuple) else as_array(read)
        if right is None or given is None or right.kind == "bool":
            return NOTHING

        def matches(wrong: Array, observed: Array) -> bool:
            if observed is given:
                return self._is(wrong)
            return agrees(wrong, observed, tolerance=_TO_THREE_DIGITS, dtype="float64")

        found = diagnose([Case(expected=right, observed=given, inputs={})], matches)
        return NOTHING if found is None else found.feedback


_TO_THREE_DIGITS = Tolerance(rtol=1e-3)


def _same(right: Data, wrong: Data, problem: Problem) -> bool:
    return agrees(right, wrong, tolerance=Tolerance(), dtype=problem.dtype)


def _goodness(written: Written) -> tuple[int, Fraction]:
    return ("wrong", "unclear", "right").index(written.outcome), written.fraction


def _judgement(written: Written, fraction: Fraction = Fraction(0)) -> Judgement:
    return Judgement(
        fraction=fraction,
        feedback=written.feedback,
        expected=written.expected,
        observed=written.observed,
        worst_index=written.worst_index,
    )
