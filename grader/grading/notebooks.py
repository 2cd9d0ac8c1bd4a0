"""A notebook in a module's place, and what its student is told of how it was run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.checks import words
from grader.core.problem import Problem
from grader.core.text import Text
from grader.wire.messages import Remark

MOST_NAMED = 6


def notebook_for(problem: Problem, files: Mapping[str, bytes]) -> str | None:
    """The notebook that is imported as the problem's module: the module itself goes before it."""
    submit = problem.submit
    if submit.notebook is None or submit.module in files or submit.notebook not in files:
        return None
    return submit.notebook


def passed_over(problem: Problem, files: Mapping[str, bytes]) -> tuple[Text, ...]:
    """A note on a notebook that stands beside its module."""
    module, notebook = problem.submit.module, problem.submit.notebook
    if module not in files or notebook not in files:
        return ()
    return (
        Text(
            f"{notebook} was not read, because {module} was handed in too",
            f"{notebook} خوانده نشد، چون {module} هم تحویل داده شده است",
        ),
    )


def notes_on(notebook: str, remarks: Sequence[Remark]) -> tuple[Text, ...]:
    """What the student is told of cells that failed, lines that were left out, and a notebook without code."""
    failed = [one for one in remarks if one.kind == "failed"]
    dropped = [one for one in remarks if one.kind == "dropped"]
    found = [_failed(one) for one in failed[:MOST_NAMED]]
    if len(failed) > MOST_NAMED:
        found.append(Text(f"{len(failed)} cells failed in all", f"روی هم {len(failed)} خانه خطا داد"))
    if dropped:
        found.append(_left_out(dropped))
    if any(one.kind == "empty" for one in remarks):
        found.append(Text(f"{notebook} holds no code", f"{notebook} هیچ کدی ندارد"))
    return tuple(found)


def _failed(remark: Remark) -> Text:
    place, what = words.place(remark.line, remark.cell), _on_one_line(remark.text)
    return Text(f"{place.en} failed: {what}", f"{place.fa} خطا داد: {what}")


def _left_out(dropped: Sequence[Remark]) -> Text:
    named = [(_on_one_line(one.text), words.place(one.line, one.cell)) for one in dropped[:MOST_NAMED]]
    more = len(dropped) - len(named)
    en = ", ".join(f"`{text}` ({place.en})" for text, place in named)
    fa = "، ".join(f"`{text}` ({place.fa})" for text, place in named)
    return Text(
        f"left out, because only IPython can run it: {en}{f' and {more} more' if more else ''}",
        f"کنار گذاشته شد، چون فقط IPython می‌تواند آن را اجرا کند: {fa}{f' و {more} سطر دیگر' if more else ''}",
    )


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
