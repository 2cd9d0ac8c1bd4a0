"""One problem's folder as students get it: an allowlist of the spec's keys, and of the files that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.core.expression import names
from grader.core.problem import Assigned, CallSubject, Check, Problem, Rubric, Satisfies, Tally, Withheld
from grader.core.terms import worth
from grader.core.text import Text
from grader.handout.pinned import Pinned
from grader.handout.selection import LeftOut, tally, used_values
from grader.spec import read_plain, read_within, to_yaml

_PROBLEM = "format_version id version title framework dtype device tf32 submit limits all_or_nothing requires".split()
_CHECK = (
    "id title points extra_credit leaderboard call backward observe keeps answer source review values equals satisfies "
    "expects raises complies rubric needs tolerance digits credit limits hint"
).split()
_STATEMENTS = ("statement.md", "statement.fa.md")
CARRIES = Text(
    "Where only an earlier step is wrong, the course judges this check by your own value of it; here it fails.",
    "اگر تنها گام پیشین شما نادرست باشد، درس این آزمون را با مقدار خودتان می‌سنجد؛ اینجا نادرست شمرده می‌شود.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOut:
    """One problem of a handout.

    Attributes:
        files: by path within the problem's folder.
        told: ids of the checks that are judged by what the reference told.
        shown: the checks that are handed out.
        left_out: visible ones that are not.
    """

    problem: Problem
    files: Mapping[str, bytes]
    told: frozenset[str]
    shown: Tally
    left_out: tuple[LeftOut, ...]
    withheld: Withheld


def compose(assigned: Assigned, pinned: Mapping[str, Pinned], left_out: tuple[LeftOut, ...]) -> HandedOut:
    """The folder of one problem. `pinned` holds the checks that go out, by id, in the order of the spec."""
    problem = assigned.problem
    own = tally(iter(problem.checks)).points
    scale = worth(assigned) / own if own else Fraction(1)
    kept = [check for check in problem.checks if check.id in pinned]
    withheld = Withheld(
        hidden=_scaled(tally(check for check in problem.checks if not check.is_visible), scale),
        telling=_scaled(tally(one.check for one in left_out), scale),
    )
    plain = read_plain(Path(problem.folder))
    written = {check["id"]: check for check in plain["checks"]}
    checks = [_check(check, written[check.id], pinned[check.id], set(pinned), scale) for check in kept]
    spec: dict[str, Any] = {
        **{key: plain[key] for key in _PROBLEM if key in plain},
        **_withheld(withheld),
        "values": _shared_values(kept, plain.get("values") or {}, written),
        "checks": checks,
    }
    files = dict(_files(problem, kept, spec))
    for one in pinned.values():
        files |= one.files
    files["problem.yaml"] = to_yaml(spec)
    return HandedOut(
        problem=problem,
        files=files,
        told=frozenset(check for check, one in pinned.items() if one.expected),
        shown=_scaled(tally(iter(kept)), scale),
        left_out=left_out,
        withheld=withheld,
    )


# --- the spec -------------------------------------------------------------------------------------------


def _check(
    check: Check, written: Mapping[str, Any], pinned: Pinned, kept: set[str], scale: Fraction
) -> dict[str, Any]:
    """One check as the course wrote it, with what was pinned in the place of what it was pinned from."""
    said = {
        **written,
        "points": _number(check.points * scale),
        "values": {**_own_values(check, written), **pinned.values},
        "needs": [needed for needed in check.needs if needed in kept],
    }
    if isinstance(check.expectation, Rubric):
        said["rubric"] = [{"id": "whole", "points": said["points"]}]
    if check.carry:
        said["hint"] = _joined(check.hint, CARRIES)
    for expected in pinned.expected:
        said["equals"] = expected
    given = [key for key in _CHECK if key in said]
    return {key: said[key] for key in given if key == "equals" or said[key] not in ([], {}, None)}


def _own_values(check: Check, written: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _without_data(form)
        for name, form in (written.get("values") or {}).items()
        if name in used_values(check)
    }


def _shared_values(
    checks: list[Check], written: Mapping[str, Any], own: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """The problem's values that some check uses as they stand."""
    used = {
        name
        for check in checks
        for name in used_values(check) - set(own[check.id].get("values") or {})
        if _is_fixed(written.get(name))
    }
    return {name: _without_data(form) for name, form in written.items() if name in used}


def _is_fixed(form: object) -> bool:
    plain = _without_data(form)
    return not (isinstance(plain, Mapping) and {"random", "reference"} & set(plain))


def _without_data(form: object) -> object:
    """What the problem brings itself, where it asks for a file of the course's."""
    return form["otherwise"] if isinstance(form, Mapping) and "data" in form else form


def _joined(hint: Text, more: Text) -> dict[str, str]:
    return {
        language: f"{hint.in_language(language)} {more.in_language(language)}".strip()
        for language in ("en", "fa")
    }


def _scaled(one: Tally, scale: Fraction) -> Tally:
    return Tally(one.checks, one.points * scale)


def _withheld(withheld: Withheld) -> dict[str, Any]:
    tallies = {"hidden": withheld.hidden, "telling": withheld.telling}
    said = {
        kind: {"checks": one.checks, "points": _number(one.points)}
        for kind, one in tallies.items()
        if one.checks
    }
    return {"withheld": said} if said else {}


def _number(points: Fraction) -> int | float:
    return int(points) if points.denominator == 1 else float(points)


# --- the files ------------------------------------------------------------------------------------------


def _files(problem: Problem, checks: list[Check], spec: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Statements, the starter (once to work in, once to compare with), and what the checks need."""
    for path, content in problem.files.items():
        if path in _STATEMENTS:
            yield path, content
        if path.startswith("starter/"):
            yield path, content
            yield path.removeprefix("starter/"), content
    if "driver.py" in problem.files and any(map(_calls_driver, checks)):
        yield "driver.py", problem.files["driver.py"]
    if any(isinstance(check.expectation, Satisfies) and not check.expectation.built_in for check in checks):
        yield "verifier.py", problem.files["verifier.py"]
    folder = spec.get("submit", {}).get("provide")
    for path, content in problem.submit.provide.items():
        yield f"{folder}/{path}", content
    for path in _named_files([spec["values"], spec["checks"]]):
        if (Path(problem.folder) / path).is_file():  # else it is one that was pinned
            yield path, read_within(Path(problem.folder), path)


def _calls_driver(check: Check) -> bool:
    subject = check.subject
    return isinstance(subject, CallSubject) and any(
        name.id == "driver" for name in names(subject.call.expression)
    )


def _named_files(node: object) -> Iterator[str]:
    match node:
        case {"object": _}:
            pass
        case {"file": str(path), **rest} if set(rest) <= {"dtype"}:
            yield path
        case Mapping():
            for item in node.values():
                yield from _named_files(item)
        case list():
            for item in node:
                yield from _named_files(item)
