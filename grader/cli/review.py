"""`grader review`: marking texts in the terminal, one keystroke for each criterion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import click

from grader.cli import options

if TYPE_CHECKING:
    from rich.console import RenderableType

    from grader.core.problem import Criterion
    from grader.core.text import Language
    from grader.gradebook import Decision
    from grader.gradebook.queue import Essay

_HELP = "0–9 points · f all · h half · u undo · r remark · s skip · q quit (all that was marked is kept)"
_INTERRUPTS = ("\x03", "\x04", "")


@click.command("review", short_help="Mark what waits for a person: one keystroke per criterion.")
@options.gradebook
@options.assignment
@options.by
@click.option("--check", metavar="PROBLEM/CHECK", help="Only the texts of this check.")
@click.option("--names", is_flag=True, help="Show whose text it is.  [default: not]")
@click.option("--again", is_flag=True, help="Also what is marked already.")
@options.language
def command(
    gradebook: str,
    assignment: str | None,
    by: str | None,
    check: str | None,
    names: bool,
    again: bool,
    language: Language,
) -> None:
    """Mark what waits for a person, criterion by criterion; every keystroke is kept at once.

    Essays have a rubric. What the grader could not judge, such as a number that reads two ways, is one mark.

    Texts come in an order that tells nothing of whose they are. A rerun goes on where it was left. While a criterion
    is asked: a digit gives so many points, f all of them, h half, u takes the last one back, r writes a remark to
    the student, s leaves the text for later, q quits.
    """
    from grader.cli.gradebook import opened
    from grader.gradebook.queue import essays

    with opened(gradebook) as book:
        with book.reading(assignment) as reader:
            name, found = reader.assignment, essays(reader)
        wanted = [one for one in found if check in (None, f"{one.problem}/{one.check}")]
        waiting = [one for one in wanted if again or not one.is_marked]
        if not waiting:
            click.echo(f"nothing waits for a person ({len(wanted)} texts are marked)")
            return
        marking = Marking(
            essays=[replace(one, given={}) if again else one for one in waiting],
            decide=lambda decision: book.decide(name, decision),
            by=options.who(by),
            look=Look(language=language, names=names),
        )
        marking.run()
        left = sum(not one.is_marked for one in marking.essays)
    click.echo(
        f"{len(waiting) - left} marked, {left} left" + ("" if not left else "; go on with grader review")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How texts are shown."""

    language: Language
    names: bool


@dataclass(slots=True, kw_only=True)
class Marking:
    """One sitting: where it stands, and what can be undone."""

    essays: list[Essay]
    decide: Callable[[Decision], None]
    by: str
    look: Look
    place: int = 0
    done: list[tuple[int, str, Fraction | None]] = field(default_factory=list)
    skipped: set[int] = field(default_factory=set)

    def run(self) -> None:
        """Asks until all is marked or the person quits."""
        shown = None
        click.echo(_HELP)
        while self.place < len(self.essays):
            essay = self.essays[self.place]
            criterion = next((one for one in essay.criteria if one.id not in essay.given), None)
            if criterion is None or self.place in self.skipped:
                self.place += 1
                continue
            if shown != self.place:
                show_essay(essay, self._remaining(), self.look)
                shown = self.place
            key = self._asked(criterion)
            if key in ("q", *_INTERRUPTS):
                return
            if key == "u":
                shown = self._undo(shown)
            elif key == "s":
                click.echo("left for later")
                self.skipped.add(self.place)
            elif key == "r":
                self._remark(essay)
            else:
                points = points_of(key, criterion.points)
                if points is None:
                    click.echo(f"\nat most {float(criterion.points):g}" if key.isdecimal() else f"\n{_HELP}")
                else:
                    self._give(criterion, points)

    def _asked(self, criterion: Criterion) -> str:
        title = criterion.title.in_language(self.look.language)
        click.echo(f"{title} (0–{float(criterion.points):g}): ", nl=False)
        return click.getchar()

    def _give(self, criterion: Criterion, points: Fraction) -> None:
        essay = self.essays[self.place]
        click.echo(f"{float(points):g}")
        self.done.append((self.place, criterion.id, essay.given.get(criterion.id)))
        self._put(self.place, criterion.id, points)

    def _undo(self, shown: int | None) -> int | None:
        """Takes the last mark back, also in a text before this one."""
        if not self.done:
            click.echo("\nnothing to undo in this sitting; --again asks for what was marked before")
            return shown
        place, criterion, before = self.done.pop()
        self._put(place, criterion, before)
        click.echo("\nundone")
        moved = place != self.place
        self.place = place
        self.skipped.discard(place)
        return None if moved else shown

    def _put(self, place: int, criterion: str, points: Fraction | None) -> None:
        """On record first, so that a mark that is shown is never lost."""
        essay = self.essays[place]
        self.decide(self._decision(essay, "mark", criterion=criterion, points=points))
        given = {key: value for key, value in essay.given.items() if key != criterion}
        if points is not None:
            given[criterion] = points
        self.essays[place] = replace(essay, given=given)

    def _remark(self, essay: Essay) -> None:
        text = click.prompt("\nto the student", default="", show_default=False)
        self.decide(self._decision(essay, "remark", points=Fraction(0) if text else None, reason=text))

    def _decision(
        self, essay: Essay, kind: str, *, criterion: str = "", points: Fraction | None, reason: str = ""
    ) -> Decision:
        from grader.gradebook import Decision

        return Decision(
            student=essay.student,
            kind="remark" if kind == "remark" else "mark",
            by=self.by,
            reason=reason,
            attempt=essay.attempt,
            problem=essay.problem,
            check=essay.check,
            criterion=criterion,
            points=points,
            text_digest=essay.digest,
        )

    def _remaining(self) -> int:
        return sum(not one.is_marked for one in self.essays)


def points_of(key: str, most: Fraction) -> Fraction | None:
    """What a keystroke gives of `most` points; None for a key that gives nothing. Persian digits count too."""
    if key == "f":
        return most
    if key == "h":
        return most / 2
    if len(key) == 1 and key.isdecimal() and int(key) <= most:
        return Fraction(int(key))
    return None


def show_essay(essay: Essay, remaining: int, look: Look) -> None:
    """The text between two rules, right to left where it is, with what it is judged by."""
    from grader.cli.screen import show

    for part in _parts(essay, remaining, look):
        show(part)


def _parts(essay: Essay, remaining: int, look: Look) -> Sequence[RenderableType]:
    from rich.rule import Rule
    from rich.text import Text as Line

    from grader.cli.screen import signs
    from grader.reports.counts import named
    from grader.reports.terminal.bidi import Paragraph, is_rtl, phrase

    who = f" {signs().dot} {named(essay.student, essay.attempt)}" if look.names else ""
    head = f"{essay.problem}/{essay.check}{who} {signs().dot} {remaining} to mark"
    text = essay.text if isinstance(essay.text, str) else str(essay.text)
    rubric = [phrase(_criterion(one, essay, look), look.language, "dim") for one in essay.criteria]
    rule = Rule(style="dim", characters=signs().rule)
    return [
        Line(),
        phrase(head, "en", "bold"),
        phrase(essay.title.in_language(look.language), look.language),
        *rubric,
        rule,
        Paragraph(text, "fa" if is_rtl(text) else "en"),
        rule,
    ]


def _criterion(criterion: Criterion, essay: Essay, look: Look) -> str:
    given = essay.given.get(criterion.id)
    points = "" if given is None else f"{float(given):g}/"
    return f"{criterion.title.in_language(look.language)} ({points}{float(criterion.points):g})"
