"""What a class got wrong, and how often. Pure functions of a report."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.core.report import CheckResult, ProblemReport, Report, SubmissionReport
from grader.core.text import Text
from grader.core.verdict import Verdict

_NUMBERS = re.compile(r"\d+")
_NOT_A_FAILURE = (None, Verdict.PASSED, Verdict.BLOCKED, Verdict.NEEDS_REVIEW, Verdict.UNGRADED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Misunderstanding:
    """A misconception with the submissions that show it, however many of their checks do."""

    problem: str
    id: str
    feedback: Text
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One way to go wrong; `said` is what most of those submissions read.

    What is wrong with a value is told check by check; what else went wrong is one failure wherever it shows.
    """

    problem: str
    checks: tuple[str, ...]
    verdict: Verdict
    said: Text
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that is said of submissions, and of which; `where` names a problem's check, if it is of one."""

    said: Text
    who: tuple[str, ...]
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCount:
    """How one check went, over the class."""

    id: str
    title: Text
    visibility: str
    passed: int
    others: tuple[tuple[Verdict, int], ...]

    @property
    def total(self) -> int:
        return self.passed + sum(count for _, count in self.others)


def label(submission: SubmissionReport) -> str:
    """How a submission is called: `s03`, or `s03@2` for a later attempt."""
    return named(submission.student, submission.attempt)


def named(student: str, attempt: int) -> str:
    """As `label`."""
    return student if attempt == 1 else f"{student}@{attempt}"


def misunderstandings(report: Report) -> tuple[Misunderstanding, ...]:
    """The misconceptions that were found, commonest first."""
    who: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    said: dict[tuple[str, str], Text] = {}
    for submission, problem, check in _checks(report):
        if check.misconception is None:
            continue
        key = problem.id, check.misconception
        if label(submission) not in who[key]:
            who[key].append(label(submission))
        first_line = Text(check.feedback.en.partition("\n")[0], check.feedback.fa.partition("\n")[0])
        said.setdefault(key, report.misconceptions.get("/".join(key), first_line))
    found = [
        Misunderstanding(problem=key[0], id=key[1], feedback=said[key], who=tuple(names))
        for key, names in who.items()
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.who), one.problem, one.id)))


def failures(report: Report) -> tuple[Failure, ...]:
    """The failures that no misconception explains, commonest first, and what is missing last.

    A problem of which a student handed in nothing is no failure of theirs to learn from.
    """
    same: defaultdict[tuple[str, str, Verdict], list[tuple[str, CheckResult]]] = defaultdict(list)
    for submission, problem, check in _checks(report):
        if check.verdict is None or check.verdict in _NOT_A_FAILURE or check.misconception is not None:
            continue
        if not handed_in([problem]):
            continue
        of_values = check.verdict in (Verdict.FAILED, Verdict.PARTIAL)
        # Shapes and line numbers differ from student to student where the mistake is the same.
        what = check.id if of_values else _NUMBERS.sub("", check.feedback.en.partition("\n")[0])
        same[problem.id, what, check.verdict].append((label(submission), check))
    found = [_failure(key[0], key[2], cases) for key, cases in same.items()]
    return tuple(sorted(found, key=lambda one: (one.verdict is Verdict.MISSING, -len(one.who))))


def _failure(problem: str, verdict: Verdict, cases: Sequence[tuple[str, CheckResult]]) -> Failure:
    return Failure(
        problem=problem,
        checks=tuple(dict.fromkeys(check.id for _, check in cases)),
        verdict=verdict,
        said=Counter(check.feedback for _, check in cases).most_common(1)[0][0],
        who=tuple(dict.fromkeys(who for who, _ in cases)),
    )


def ungraded(report: Report) -> tuple[Remark, ...]:
    """What could not be graded, and why; as `notes`."""
    return _remarks(
        ((problem.id, check.id), check.feedback, label(submission))
        for submission, problem, check in _checks(report)
        if check.verdict is Verdict.UNGRADED
    )


def notes(report: Report) -> tuple[Remark, ...]:
    """What is noted of submissions, said once however many it is said of; what is said of few comes first."""
    return _remarks(
        ((), Text(note), label(submission))
        for submission in sorted(report.submissions, key=lambda one: (one.student, one.attempt))
        for note in submission.notes
    )


def _remarks(found: Iterable[tuple[tuple[str, ...], Text, str]]) -> tuple[Remark, ...]:
    who: defaultdict[tuple[tuple[str, ...], Text], list[str]] = defaultdict(list)
    for where, said, name in found:
        who[where, said].append(name)
    remarks = [Remark(said=said, who=tuple(names), where=where) for (where, said), names in who.items()]
    return tuple(sorted(remarks, key=lambda one: len(one.who)))


def check_counts(problems: Sequence[ProblemReport]) -> tuple[CheckCount, ...]:
    """How each check of one problem went; `problems` are all of that problem."""
    results: dict[str, list[CheckResult]] = {}
    for problem in problems:
        for check in problem.checks:
            results.setdefault(check.id, []).append(check)
    return tuple(_count(same) for same in results.values())


def by_problem(report: Report) -> Mapping[str, Sequence[ProblemReport]]:
    """The reports of each problem, by id, in the order of the assignment."""
    same: dict[str, list[ProblemReport]] = {}
    for submission in report.submissions:
        for problem in submission.problems:
            same.setdefault(problem.id, []).append(problem)
    return same


def handed_in(problems: Sequence[ProblemReport]) -> bool:
    """Did anybody hand in anything of this problem?"""
    return any(
        check.verdict not in (Verdict.MISSING, Verdict.BLOCKED)
        for problem in problems
        for check in problem.checks
    )


def middle(values: Sequence[Fraction]) -> Fraction | None:
    """The median."""
    ordered, half = sorted(values), len(values) // 2
    if not ordered:
        return None
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _count(same: Sequence[CheckResult]) -> CheckCount:
    verdicts = [check.verdict for check in same if check.verdict is not None]
    others = [(verdict, verdicts.count(verdict)) for verdict in Verdict if verdict is not Verdict.PASSED]
    return CheckCount(
        id=same[0].id,
        title=same[0].title,
        visibility=same[0].visibility,
        passed=verdicts.count(Verdict.PASSED),
        others=tuple(sorted(((v, n) for v, n in others if n), key=lambda pair: -pair[1])),
    )


def _checks(report: Report) -> Iterator[tuple[SubmissionReport, ProblemReport, CheckResult]]:
    for submission in sorted(report.submissions, key=lambda one: (one.student, one.attempt)):
        for problem in submission.problems:
            for check in problem.checks:
                yield submission, problem, check
