"""One student's work, as the student may see it: every visible check with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text as Line

from grader.core.problem import Tally
from grader.core.report import PORTABLE, CheckResult, Detail, ProblemReport, Report
from grader.core.text import Language, Text
from grader.core.verdict import Verdict
from grader.reports.numbers import brief
from grader.reports.terminal import words
from grader.reports.terminal.bidi import Paragraph, isolated, phrase
from grader.reports.terminal.check_view import check_view, points
from grader.reports.terminal.signs import Signs
from grader.reports.terminal.trimmed import Trimmed

_POINTS = 7  # cells for `12.5/15`


def student_view(report: Report, signs: Signs, language: Language = "en") -> RenderableType:
    """Every problem of every submission in the report (for `check` there is one)."""
    views = [
        Padding(_problem(problem, signs, language), (1, 0, 0, 1))
        for submission in report.submissions
        for problem in submission.problems
    ]
    notes = [
        Padding(phrase(note, language, "yellow"), (0, 0, 0, 1))
        for one in report.submissions
        for note in one.notes
    ]
    if report.run.isolation.tier == PORTABLE:
        unconfined = Paragraph(words.UNCONFINED.in_language(language), language, "dim")
        notes.append(Padding(unconfined, (0, 0, 0, 1)))
    return Trimmed(Group(*views, Line(), *notes))


def _problem(problem: ProblemReport, signs: Signs, language: Language) -> RenderableType:
    visible = [check for check in problem.checks if check.verdict is not None]
    hidden = [check for check in problem.checks if check.verdict is None]
    heading = Line.assemble((problem.id, "bold"), f" {signs.dot} ")
    heading.append_text(phrase(problem.title.in_language(language), language))
    points_width = max([_POINTS, *(len(points(check, signs)) for check in visible)])
    checks = [check_view(check, signs, language, points_width) for check in said_once(visible)]
    return Group(
        heading,
        Rule(characters=signs.rule, style="dim"),
        *checks,
        Rule(characters=signs.rule, style="dim"),
        *_summary(problem, visible, hidden, signs, language),
    )


def said_once(checks: Sequence[CheckResult]) -> Iterator[CheckResult]:
    """The checks, with a failure that several share (the module does not import) explained at the first."""
    told: set[tuple[str, str]] = set()
    for check in checks:
        trace = (check.feedback.en, check.detail.traceback or "")
        if trace[1] and trace in told:
            yield replace(check, feedback=words.AS_ABOVE, detail=Detail())
        else:
            yield check
        told.add(trace)


def _summary(
    problem: ProblemReport,
    visible: Sequence[CheckResult],
    hidden: Sequence[CheckResult],
    signs: Signs,
    language: Language,
) -> Iterator[RenderableType]:
    passed = sum(check.verdict is Verdict.PASSED for check in visible)
    score, out_of = _visible_points(problem, visible, hidden)
    unknown = [check.verdict for check in visible if check.score is None]
    share = score / out_of if out_of else Fraction(passed == len(visible))
    of, points = words.OF.in_language(language), words.POINTS.in_language(language)
    told = f"{passed} {of} {len(visible)} {words.VISIBLE_PASSED.in_language(language)}"
    total = f"{brief(score)} {of} {brief(out_of)} {points}"
    line = signs.bar(share, 10).append(
        f"  {isolated(total, language)} {signs.dot} {isolated(told, language)}"
    )
    for verdict in dict.fromkeys(unknown):
        word = words.VERDICTS[verdict].in_language(language)
        line.append(f" {signs.dot} {unknown.count(verdict)} {isolated(word, language)}", style="cyan")
    yield line
    unseen = problem.withheld.hidden
    count, worth = len(hidden) + unseen.checks, sum((check.max_score for check in hidden), unseen.points)
    if count:
        yield _besides(Tally(count, worth), (words.HIDDEN_CHECK, words.HIDDEN_CHECKS), signs, language)
    if problem.withheld.telling.checks:
        nouns = words.TELLING_CHECK, words.TELLING_CHECKS
        yield _besides(problem.withheld.telling, nouns, signs, language)
    for note in problem.notes:
        yield Paragraph(note.in_language(language), language, "yellow")


def _visible_points(
    problem: ProblemReport, visible: Sequence[CheckResult], hidden: Sequence[CheckResult]
) -> tuple[Fraction, Fraction]:
    """Points earned and to earn by what is visible; the problem's own where nothing is hidden."""
    if not hidden and problem.score is not None:
        return problem.score, problem.max_score
    earned = sum((check.score for check in visible if check.score is not None), Fraction(0))
    return earned, sum((check.max_score for check in visible if not check.extra_credit), Fraction(0))


def _besides(tally: Tally, nouns: tuple[Text, Text], signs: Signs, language: Language) -> Line:
    noun = nouns[tally.checks != 1]
    points = words.POINT if tally.points == 1 else words.POINTS
    comma = words.COMMA.in_language(language)
    worth = f"{brief(tally.points)} {points.in_language(language)}"
    said = f"{tally.checks} {noun.in_language(language)}{comma}{worth}"
    return Line(f"{signs.marks[None]} {isolated(said, language)}", style="dim")
