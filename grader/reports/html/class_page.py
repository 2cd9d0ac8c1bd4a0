"""The page of a class: how it did, what it got wrong, and who has what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from grader.core.report import CheckResult, ProblemReport, Report, SubmissionReport
from grader.core.text import Language, Text
from grader.core.verdict import Verdict
from grader.reports import counts
from grader.reports.discrimination import discriminations
from grader.reports.html import words
from grader.reports.html.heat import Pair, pair_of
from grader.reports.html.histogram import histogram
from grader.reports.html.page import render, share
from grader.reports.numbers import brief

_BINS = 10
_LEVELS = 4
_MAX_LISTED = 20
_MAX_NAMES = 60
_MAX_ATTENTION = 200
_MAX_WHO = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    count: counts.CheckCount
    share: Fraction
    discrimination: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemPart:
    """`share` is the mean's, of all points; `whole` counts who has them all."""

    first: ProblemReport
    mean: Fraction | None
    share: Fraction
    whole: int
    count: int
    checks: tuple[CheckLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Something that several got wrong, with what one of them had."""

    heading: str
    said: Text
    who: tuple[str, ...]
    left_out: int
    count: int
    example: Pair | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One submission; `cells` are the text and the level of each problem, from 0 (nothing) to 4 (all)."""

    label: str
    name: str
    status: str
    score: str
    grade: str
    days_late: int
    cells: tuple[tuple[str, int | None], ...]


def class_page(report: Report, language: Language = "en") -> str:
    """The whole page, for the instructor."""
    submissions = sorted(report.submissions, key=lambda one: (one.student, one.attempt))
    scores = [one.score for one in submissions if one.score is not None]
    ids = list(dict.fromkeys(problem.id for one in submissions for problem in one.problems))
    examples = _Examples(report)
    return render(
        "class.html",
        report,
        language,
        mean=counts.mean(scores),
        median=counts.middle(scores),
        histogram=_histogram(submissions, language),
        problems=_parts(submissions),
        misconceptions=[
            _mistake(f"{one.problem} · {one.id}", one.feedback, one.who, examples.of(one.problem, one.id))
            for one in counts.misunderstandings(report)[:_MAX_LISTED]
        ],
        failures=[
            _mistake(
                f"{one.problem} · {', '.join(one.checks[:4])}",
                one.said,
                one.who,
                examples.of(one.problem, one.checks[0], one.verdict),
                one.verdict,
            )
            for one in counts.failures(report)[:_MAX_LISTED]
        ],
        ids=ids,
        rows=[_row(one, ids) for one in submissions],
        has_names=any(one.name for one in submissions),
        has_late=any(one.days_late for one in submissions),
        attention=_attention(report)[:_MAX_ATTENTION],
    )


def _histogram(submissions: Sequence[SubmissionReport], language: Language) -> Markup:
    shares = [one.score / one.max_score for one in submissions if one.score is not None and one.max_score]
    bins = Counter(min(int(share * _BINS), _BINS - 1) for share in shares)
    shown = {f"{10 * number}–{10 * number + 10}": bins[number] for number in range(_BINS)}
    told = "; ".join(f"{label}: {count}" for label, count in shown.items())
    return histogram(
        shown,
        words.SCORES_AXIS.in_language(language),
        f"{words.SCORES_TOLD.in_language(language)} {told}",
    )


def _parts(submissions: Sequence[SubmissionReport]) -> list[ProblemPart]:
    same: dict[str, list[ProblemReport]] = {}
    for submission in submissions:
        for problem in submission.problems:
            same.setdefault(problem.id, []).append(problem)
    telling = discriminations(submissions)
    return [_part(problems, telling) for problems in same.values()]


def _part(problems: Sequence[ProblemReport], telling: Mapping[tuple[str, str], float]) -> ProblemPart:
    first = problems[0]
    mean = counts.mean([one.score for one in problems if one.score is not None])
    return ProblemPart(
        first=first,
        mean=mean,
        share=share(mean, first.max_score),
        whole=sum(one.score is not None and one.score >= one.max_score for one in problems),
        count=len(problems),
        checks=tuple(
            CheckLine(
                count=count,
                share=share(Fraction(count.passed), count.total),
                discrimination=telling.get((first.id, count.id)),
            )
            for count in counts.check_counts(problems)
        ),
    )


class _Examples:
    """For each mistake one result that shows it with evidence."""

    def __init__(self, report: Report) -> None:
        self._found: dict[tuple[str, str, Verdict | None], CheckResult] = {}
        for submission in sorted(report.submissions, key=lambda one: (one.student, one.attempt)):
            for problem in submission.problems:
                for check in problem.checks:
                    if check.detail.observed is None and check.detail.expected is None:
                        continue
                    if check.misconception is not None:
                        self._found.setdefault((problem.id, check.misconception, None), check)
                    else:
                        self._found.setdefault((problem.id, check.id, check.verdict), check)

    def of(self, problem: str, of: str, verdict: Verdict | None = None) -> Pair | None:
        found = self._found.get((problem, of, verdict))
        return None if found is None else pair_of(found.detail)


def _mistake(
    heading: str, said: Text, who: Sequence[str], example: Pair | None, verdict: Verdict | None = None
) -> Mistake:
    return Mistake(
        heading=heading,
        said=said,
        who=tuple(who[:_MAX_NAMES]),
        left_out=max(0, len(who) - _MAX_NAMES),
        count=len(who),
        example=example,
        verdict=verdict,
    )


def _row(submission: SubmissionReport, ids: Sequence[str]) -> Row:
    problems = {problem.id: problem for problem in submission.problems}
    return Row(
        label=counts.label(submission),
        name=submission.name,
        status=submission.status,
        score=brief(submission.score, "–"),
        grade=brief(submission.grade, "–"),
        days_late=submission.days_late,
        cells=tuple(_score(problems.get(one)) for one in ids),
    )


def _score(problem: ProblemReport | None) -> tuple[str, int | None]:
    if problem is None or problem.score is None:
        return "–", None
    share = problem.score / problem.max_score if problem.max_score else Fraction(1)
    level = 0 if share <= 0 else _LEVELS if share >= 1 else 1 + min(int(3 * share), 2)
    return brief(problem.score), None if problem.status == "ungraded" else level


def _attention(report: Report) -> list[tuple[str, Text]]:
    """What could not be graded, and every note."""
    found = [("", Text(note)) for note in report.notes]
    for one in (*counts.ungraded(report), *counts.notes(report)):
        left_out = len(one.who) - _MAX_WHO
        who = ", ".join(one.who[:_MAX_WHO]) + (f" + {left_out}" if left_out > 0 else "")
        found.append((" · ".join([who, *one.where]), one.said))
    return found
