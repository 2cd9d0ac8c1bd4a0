"""Grades into the sheets of an LMS: Moodle's grading worksheet and Canvas's gradebook, as they were downloaded.

Only cells of grades are written. A grade that is not known is blank, never zero, with no feedback beside it, which
would wipe the grade that Moodle holds. Students are matched by the LMS's own ids first, names last.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.core.report import Final
from grader.errors import UsageError
from grader.reports.csv import as_text
from grader.reports.numbers import written

MOODLE_COLUMNS = (
    "Identifier",
    "Full name",
    "Email address",
    "Status",
    "Grade",
    "Maximum Grade",
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
    "Feedback comments",
)
CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_CANVAS_ASSIGNMENT = re.compile(r"(?P<title>.+) \((?P<id>\d+)\)", re.DOTALL)
_POINTS_POSSIBLE = "Points Possible"
_EXCUSED = "EX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A sheet to upload.

    Attributes:
        grades: how many cells hold a grade.
        blank: students of the sheet whose grade is not known.
        locked: students whose grade the LMS does not let change, or who are excused.
        absent: students with a grade who are not in the sheet.
    """

    text: str
    grades: int
    blank: tuple[str, ...]
    locked: tuple[str, ...]
    absent: tuple[str, ...]


class Grades:
    """The grades of a class, looked up by whatever a sheet knows of a student."""

    def __init__(self, finals: Sequence[Final], max_score: Fraction) -> None:
        self.finals = finals
        self.max_score = max_score
        self._by_lms_id = {one.lms_id: one for one in finals if one.lms_id}
        self._by_student = {one.student: one for one in finals}
        self._by_email = _unambiguous((one.email.casefold(), one) for one in finals)
        self._by_name = _unambiguous((_spelt(one.name), one) for one in finals)

    def of(self, *, ids: Iterable[str] = (), email: str = "", name: str = "") -> Final | None:
        """The student with one of the ids, else the email address, else the name."""
        for one in filter(None, ids):
            found = (
                self._by_lms_id.get(one) or self._by_student.get(one) or self._by_email.get(one.casefold())
            )
            if found is not None:
                return found
        return (self._by_email.get(email.casefold()) if email else None) or self._by_name.get(_spelt(name))


def moodle(grades: Grades, sheet: str | None, *, scaled: bool = False) -> Filled:
    """Moodle's worksheet with the grades; without a `sheet`, one of the columns that its importer needs.

    Args:
        scaled: bring grades to the sheet's maximum where it is not the assignment's.

    Raises:
        UsageError: if the sheet is none of Moodle's, or its maximum is another and not `scaled`.
    """
    rows = _rows(sheet) if sheet is not None else _moodle_rows(grades)
    _check(rows, ("Identifier", "Grade", "Last modified (grade)"), "Moodle's grading worksheet")

    def find(row: Mapping[str, str]) -> Final | None:
        number = row["Identifier"].rpartition(" ")[2]
        return grades.of(ids=(number,), email=row.get("Email address", ""), name=row.get("Full name", ""))

    def fill(row: dict[str, str], final: Final) -> bool:
        if row.get("Grade can be changed", "Yes").strip().casefold() == "no":
            return False
        factor = _factor(row.get("Maximum Grade", ""), grades.max_score, scaled)
        row["Grade"] = "" if final.grade is None else written(final.grade * factor)
        if final.grade is None and "Feedback comments" in row:
            row["Feedback comments"] = ""
        return True

    return _filled(grades, rows, find, fill, "Grade", "Full name")


def canvas(
    grades: Grades,
    sheet: str | None,
    titles: Sequence[str],
    column: str | None = None,
    *,
    scaled: bool = False,
) -> Filled:
    """Canvas's gradebook with the grades, reduced to the columns that say who it is and the assignment's own.

    Args:
        titles: what the assignment may be called there; its column is `<title> (<number>)`.
        column: the column, where it is called otherwise.
        scaled: bring grades to the sheet's points where they are not the assignment's.

    Raises:
        UsageError: if the sheet is none of Canvas's, or has no such column: Canvas would make a new assignment of it.
    """
    rows = _rows(sheet) if sheet is not None else _canvas_rows(grades, column or titles[0])
    _check(rows, ("Student", "ID"), "Canvas's gradebook")
    target = _canvas_column(rows[0], titles, column)
    kept = [name for name in rows[0] if name in CANVAS_COLUMNS or name == target]
    possible = ""
    people = []
    for row in rows:
        if _POINTS_POSSIBLE.casefold() in row["Student"].strip().casefold() and not row["ID"].strip():
            possible = row[target]
        people.append({name: row[name] for name in kept})

    def find(row: Mapping[str, str]) -> Final | None:
        if not row["ID"].strip():
            return None
        names = (row["ID"], row.get("SIS User ID", ""), row.get("SIS Login ID", ""))
        return grades.of(ids=[name.strip() for name in names], name=_turned(row["Student"]))

    def fill(row: dict[str, str], final: Final) -> bool:
        if row[target].strip().upper() == _EXCUSED:
            return False
        factor = _factor(possible, grades.max_score, scaled)
        row[target] = "" if final.grade is None else written(final.grade * factor)
        return True

    return _filled(grades, people, find, fill, target, "Student")


def _filled(
    grades: Grades,
    rows: list[dict[str, str]],
    find: Callable[[Mapping[str, str]], Final | None],
    fill: Callable[[dict[str, str], Final], bool],
    target: str,
    called: str,
) -> Filled:
    found, blank, locked, count = set(), [], [], 0
    for row in rows:
        final = find(row)
        if final is None:
            continue
        if final.student in found:
            raise UsageError(
                f"two rows of the sheet are {final.student}", "tell them apart by lms_id in the roster"
            )
        found.add(final.student)
        if not fill(row, final):
            locked.append(final.student)
        elif row[target]:
            count += 1
        else:
            blank.append(final.student)
    absent = [one.student for one in grades.finals if one.student not in found and one.grade is not None]
    table = io.StringIO()
    writer = csv.DictWriter(table, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return Filled(
        text=table.getvalue(),
        grades=count,
        blank=tuple(blank),
        locked=tuple(locked),
        absent=tuple(absent),
    )


def _moodle_rows(grades: Grades) -> list[dict[str, str]]:
    return [
        {
            **dict.fromkeys(MOODLE_COLUMNS, ""),
            "Identifier": f"Participant {one.lms_id or one.student}",
            "Full name": as_text(one.name),
            "Email address": as_text(one.email),
            "Maximum Grade": written(grades.max_score),
            "Grade can be changed": "Yes",
            "Last modified (grade)": "-",
        }
        for one in grades.finals
    ]


def _canvas_rows(grades: Grades, title: str) -> list[dict[str, str]]:
    possible = {**dict.fromkeys(CANVAS_COLUMNS, ""), "Student": f"    {_POINTS_POSSIBLE}"}
    rows = [
        {
            "Student": as_text(one.name or one.student),
            "ID": as_text(one.lms_id or one.student),
            "SIS User ID": as_text(one.student),
            "SIS Login ID": as_text(one.email),
            "Section": "",
            title: "",
        }
        for one in grades.finals
    ]
    return [{**possible, title: written(grades.max_score)}, *rows]


def _canvas_column(row: Mapping[str, str], titles: Sequence[str], column: str | None) -> str:
    if column is not None and column in row:
        return column
    named = {name: match for name in row if (match := _CANVAS_ASSIGNMENT.fullmatch(name))}
    wanted = {title.strip().casefold() for title in ([column] if column is not None else titles)}
    found = [name for name, match in named.items() if match["title"].strip().casefold() in wanted]
    found = found or [name for name in row if name.strip().casefold() in wanted]
    if len(found) != 1:
        hint = (
            f"name one with --column: {', '.join(list(named)[:8])}"
            if named
            else "download it from Canvas anew"
        )
        raise UsageError(f"no one column of the sheet is this assignment's ({len(found)} fit)", hint)
    return found[0]


def _rows(sheet: str) -> list[dict[str, str]]:
    try:
        reader = csv.DictReader(
            io.StringIO(sheet.removeprefix("\ufeff"), newline=""), restkey="", restval="", strict=True
        )
        return [{name: value for name, value in row.items() if name} for row in reader]
    except csv.Error as error:
        raise UsageError(f"the sheet cannot be read: {error}", "give it as it was downloaded") from error


def _check(rows: Sequence[Mapping[str, str]], columns: Iterable[str], what: str) -> None:
    if not rows:
        raise UsageError("the sheet holds no rows", "give it as it was downloaded")
    lacking = [name for name in columns if name not in rows[0]]
    if lacking:
        raise UsageError(
            f"the sheet is not {what}: it has no column {lacking[0]}", "give it as it was downloaded"
        )


def _factor(maximum: str, ours: Fraction, scaled: bool) -> Fraction:
    """1 where the sheet's maximum is ours or unknown."""
    try:
        theirs = Fraction(maximum.strip().replace(",", ".") or str(ours))
    except ValueError:
        theirs = ours
    if theirs == ours or not ours:
        return Fraction(1)
    if not scaled:
        raise UsageError(
            f"the sheet's maximum is {written(theirs)}, the assignment's {written(ours)}",
            "--scale brings the grades to the sheet's; or change one of the two",
        )
    return theirs / ours


def _unambiguous(pairs: Iterable[tuple[str, Final]]) -> dict[str, Final]:
    listed = [(key, final) for key, final in pairs if key]
    counts = Counter(key for key, _ in listed)
    return {key: final for key, final in listed if counts[key] == 1}


def _spelt(name: str) -> str:
    return " ".join(name.casefold().split())


def _turned(name: str) -> str:
    """`Doe, Jane` as Jane Doe."""
    family, comma, given = name.partition(",")
    return f"{given} {family}" if comma else name
