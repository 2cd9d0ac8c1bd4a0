"""A class's folder or archive, or one student's, into submissions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from grader.core.problem import Problem
from grader.core.submission import Submission
from grader.errors import SubmissionError, UsageError
from grader.intake.files import USUAL, Caps, Taken, read_file, readable, take_folder
from grader.intake.fit import asked_for
from grader.intake.layouts import HandIn, Kind, Layout, layout_of
from grader.intake.names import AttemptOf, attempt_of, student_id
from grader.intake.places import ARCHIVE, Entry, FolderPlace, Place, ZipPlace
from grader.intake.roster import NAME, Known, Roster, read_roster
from grader.intake.zips import take_all

_ARCHIVES = (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".7z", ".rar")
_WORK = (".py", ".ipynb")
_MAX_NAMED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A hand-in that is known to be some student's attempt."""

    key: AttemptOf
    hand_in: HandIn
    known: Known
    remarks: tuple[str, ...]


class HandedIn:
    """What a class handed in: every submission is read when its turn comes, and only then held in memory.

    Attributes:
        kind: how the place names what it holds.
        absent: students on the roster from whom nothing came.
        unknown: students from whom something came and who are not on the roster.
        refused: what belongs to no submission, each with its reason.
    """

    def __init__(
        self, place: Place, layout: Layout, problems: Sequence[Problem], roster: Roster, only: str, caps: Caps
    ) -> None:
        self.kind: Kind = layout.kind
        self._place = place
        self._problems = problems
        self._caps = caps
        self.roster = roster
        self.refused = [*place.refused, *layout.strays]
        self._found = [one for one in self._reconciled(layout) if fnmatchcase(one.key.student, only)]
        handed_in = {one.key.student for one in self._found}
        self.absent = tuple(one for one in roster.students if one not in handed_in and fnmatchcase(one, only))
        on_roster = set(roster.students)
        self.unknown = tuple(sorted(handed_in - on_roster)) if roster else ()

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Submission]:
        return (self._submission(one) for one in self._found)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the instructor should know of the class as a whole."""
        reasons: defaultdict[str, list[str]] = defaultdict(list)
        for name, reason in self.refused:
            reasons[reason].append(readable(name))
        lists: list[tuple[str, Sequence[str]]] = [
            ("nothing was handed in by", self.absent),
            ("not on the roster", self.unknown),
            *((f"not taken, {reason}", names) for reason, names in reasons.items()),
        ]
        return tuple(f"{what}: {_listed(names)}" for what, names in lists if names)

    def known(self) -> Iterator[tuple[AttemptOf, Known]]:
        """What is known of each attempt that is here, in order."""
        return ((one.key, one.known) for one in self._found)

    def _reconciled(self, layout: Layout) -> list[_Found]:
        """Each hand-in with its student; where two are of one attempt neither is taken: nobody knows which counts."""
        by_key: defaultdict[AttemptOf, list[HandIn]] = defaultdict(list)
        for hand_in in layout.hand_ins:
            try:
                by_key[self._whose(hand_in)].append(hand_in)
            except SubmissionError as error:
                self.refused.append((readable(hand_in.key), error.what))
        found = []
        for key, hand_ins in sorted(by_key.items()):
            if len(hand_ins) > 1:
                names = " and ".join(readable(one.parts[0].entry) for one in hand_ins)
                self.refused.append((names, f"both are attempt {key.attempt} of {key.student}"))
                continue
            found.append(self._matched(key, hand_ins[0]))
        return found

    def _whose(self, hand_in: HandIn) -> AttemptOf:
        if self.kind == "folder":
            return attempt_of(hand_in.key)
        student = self.roster.student_of(hand_in.key, hand_in.name)
        return AttemptOf(student_id(student or hand_in.key), 1)

    def _matched(self, key: AttemptOf, hand_in: HandIn) -> _Found:
        known = self.roster.of(key)
        if self.kind != "folder":
            known = Known(
                name=known.name or hand_in.name,
                email=known.email,
                section=known.section,
                submitted_at=known.submitted_at,
                extension_until=known.extension_until,
                lms_id=known.lms_id or hand_in.key,
            )
        return _Found(key=key, hand_in=hand_in, known=known, remarks=hand_in.remarks)

    def _submission(self, found: _Found) -> Submission:
        taken = Taken()
        for part in found.hand_in.parts:
            self._place.take(part.entry, part.path, taken, self._caps)
        files = _unpacked(taken, self._problems, self._caps)
        return Submission(
            student=found.key.student,
            attempt=found.key.attempt,
            files=files,
            refused=(*found.remarks, *taken.refused),
            submitted_at=found.known.submitted_at,
            extension_until=found.known.extension_until,
            name=found.known.name,
            email=found.known.email,
            lms_id=found.known.lms_id,
        )


def open_class(
    source: Path,
    problems: Sequence[Problem] = (),
    *,
    only: str = "*",
    roster: Path | None = None,
    caps: Caps = USUAL,
) -> HandedIn:
    """What a class handed in, by student and attempt: a folder or zip of a course's own, of Moodle, Canvas or GitHub.

    Args:
        problems: what is asked for, so that names of files are told from marks that an LMS puts on them.
        only: a glob on student ids.
        roster: a file in the place of `submissions.csv`.

    Raises:
        UsageError: if it is not a class's, or the roster is wrong.
        SubmissionError: if something lies there that cannot be taken as it is.
    """
    place = _place(source, problems)
    known = (
        read_roster(roster) if roster is not None else read_roster(source) if source.is_dir() else Roster()
    )
    asked = {PurePosixPath(name).name for problem in problems for name in asked_for(problem)}
    if isinstance(place, ZipPlace):
        _descend(place, asked)
    entries = [entry for entry in place.entries() if entry.name != NAME]
    layout = layout_of(entries, asked)
    if layout.kind == "folder" and isinstance(place, FolderPlace):
        layout = _checked(place, layout)
    found = HandedIn(place, layout, problems, known, only, caps)
    if not len(found):
        fit = "holds no student's folder" if only == "*" else f"holds no student whose id fits {only!r}"
        hint = (
            "each student's files lie in a folder (or zip) named by the student's id, or as an LMS names them"
        )
        raise UsageError(f"{source} {fit}", found.notes[-1] if found.refused else hint)
    return found


def read_submissions(
    folder: Path, problems: Sequence[Problem], *, only: str = "*", caps: Caps = USUAL
) -> tuple[Submission, ...]:
    """As `open_class`, with every submission read at once."""
    return tuple(open_class(folder, problems, only=only, caps=caps))


def read_submission(
    path: Path, problems: Sequence[Problem] = (), *, student: str | None = None, caps: Caps = USUAL
) -> Submission:
    """One student's folder, zip or single file. Without `student`, the folder's name says whose it is.

    A folder around all of it is taken off where that brings to light what the `problems` ask for.

    Raises:
        UsageError: if there is nothing at `path`.
        SubmissionError: if it cannot be read.
    """
    path = path.resolve()  # the user named it: links on the way are the user's own
    if not path.exists():
        raise UsageError(f"there is no file or folder {path}")
    if path.is_dir():
        taken = Taken()
        take_folder(path, "", taken, caps)
        return _of(_whose(path.name, student), taken, problems, caps)
    if path.suffix.lower() == ARCHIVE:
        taken = Taken()
        taken.files[path.name] = read_file(path, Caps(file_bytes=caps.total_bytes))
        return _of(_whose(path.stem, student), taken, problems, caps)
    if path.suffix in _ARCHIVES:
        raise SubmissionError(
            f"{path} is an archive of a kind that is not read", "unpack it and give the folder"
        )
    whose = _whose(path.parent.name, student)
    return Submission(student=whose.student, attempt=whose.attempt, files={path.name: read_file(path, caps)})


def _of(key: AttemptOf, taken: Taken, problems: Sequence[Problem], caps: Caps) -> Submission:
    files = _unpacked(taken, problems, caps)
    return Submission(student=key.student, attempt=key.attempt, files=files, refused=tuple(taken.refused))


def _whose(name: str, student: str | None) -> AttemptOf:
    try:
        return attempt_of(student or name)
    except SubmissionError:
        if student is not None:
            raise
        return AttemptOf("student", 1)  # a name that is no id, such as that of `/`


# --- what a student packed ------------------------------------------------------------------------------


def _unpacked(taken: Taken, problems: Sequence[Problem], caps: Caps) -> dict[str, bytes]:
    """The files with archives at the top taken apart, and without a folder around them that nobody asked for."""
    asked = frozenset(PurePosixPath(name).name for problem in problems for name in asked_for(problem))
    archives = [
        path
        for path in taken.files
        if "/" not in path and path.lower().endswith(ARCHIVE) and path not in asked
    ]
    for path in archives:
        body = taken.files.pop(path)
        taken.total_bytes -= len(body)
        take_all(body, path, taken, caps, asked)
    for path in sorted(taken.files):
        if "/" not in path and path.lower().endswith(_ARCHIVES) and path not in asked:
            taken.refuse(path, "an archive of a kind that is not read; it was taken as it is")
    if problems or archives:
        return _unwrapped(taken.files, problems)
    return taken.files


def _unwrapped(files: dict[str, bytes], problems: Sequence[Problem]) -> dict[str, bytes]:
    """A zip of a folder holds that folder; what is asked for lies within it."""
    inner = files
    while inner and not _fits(inner, problems):
        tops = {path.partition("/")[0] for path in inner}
        if len(tops) != 1 or any("/" not in path for path in inner):
            break
        inner = {path.partition("/")[2]: body for path, body in inner.items()}
    return inner if _fits(inner, problems) or not problems else files


def _fits(files: Iterable[str], problems: Sequence[Problem]) -> bool:
    there = set(files)
    return any(
        name in there or f"{problem.id}/{name}" in there
        for problem in problems
        for name in asked_for(problem)
    )


# --- what lies where a class should ---------------------------------------------------------------------


def _place(source: Path, problems: Sequence[Problem]) -> Place:
    if source.is_dir():
        _check_is_of_a_class(source, problems)
        return FolderPlace(source)
    if not source.exists():
        raise UsageError(f"there is no folder {source}", "give a folder that holds one folder per student")
    if source.suffix.lower() == ARCHIVE:
        return ZipPlace(source)
    raise UsageError(
        f"{source} is neither a folder nor a zip", "give what students handed in, or the LMS's download"
    )


def _descend(place: ZipPlace, asked: set[str]) -> None:
    """Goes into a folder around the whole class, such as one that the archive is named by."""
    while True:
        entries = place.entries()
        if len(entries) != 1 or not entries[0].is_folder:
            return
        [only] = entries
        inside = [Entry(name=name, is_folder="." not in name) for name in only.inside]
        lms = layout_of([only]).kind != "folder"
        if (
            lms
            or any(name in asked or PurePosixPath(name).suffix in _WORK for name in only.inside)
            or not inside
        ):
            return
        place.descend(only.name)


def _checked(place: FolderPlace, layout: Layout) -> Layout:
    """In a folder of the course's own what would be passed over stops the run: it would be graded as nothing."""
    for name, reason in place.refused:
        raise SubmissionError(f"{place.shown}/{name}: {reason}", "put the folder itself there")
    keys: dict[AttemptOf, str] = {}
    for hand_in in layout.hand_ins:
        key, name = attempt_of(hand_in.key), hand_in.parts[0].entry
        if key in keys:
            raise SubmissionError(
                f"{place.shown}/{keys[key]} and {place.shown}/{name} are both attempt {key.attempt} of {key.student}"
            )
        keys[key] = name
    for name, _ in layout.strays:
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in _ARCHIVES:
            raise SubmissionError(
                f"{place.shown}/{name} is an archive of a kind that is not read",
                "unpack it, or make it a zip",
            )
        if suffix in _WORK:
            raise SubmissionError(
                f"{place.shown}/{name} lies beside the students' folders",
                "move it into the folder of its student",
            )
    # What is left is the course's own, such as a README.
    return Layout(kind=layout.kind, hand_ins=layout.hand_ins)


def _check_is_of_a_class(folder: Path, problems: Iterable[Problem]) -> None:
    for problem in problems:
        for name in asked_for(problem):
            if (folder / problem.id / name).is_file() or (folder / name).is_file():
                what = f"{folder} looks like one student's work: it holds what {problem.id} asks for"
                raise UsageError(
                    what, f"grade takes a folder of such folders; for one student: grader check {folder}"
                )


def _listed(names: Sequence[str]) -> str:
    left_out = len(names) - _MAX_NAMED
    more = f" and {left_out} more" if left_out > 0 else ""
    return ", ".join(names[:_MAX_NAMED]) + more
