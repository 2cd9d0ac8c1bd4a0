"""How hand-ins are named: by a course of its own, by Moodle, by Canvas, by GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Literal

from grader.intake.places import ARCHIVE, Entry

Kind = Literal["folder", "moodle", "canvas", "github"]

# The name may hold anything, so the last such part counts.
_MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?P<what>file|onlinetext)(?:_(?P<file>.*))?")
# A running number and the file's name, or what was typed into a text box.
_CONTENT = r"(?P<number>\d+|text|link)(?:_(?P<file>.+)|(?P<end>\.html))"
_CANVAS = re.compile(rf"(?P<name>[^_]+?)(?P<late>_LATE)?_(?P<id>\d+)_{_CONTENT}")
_ANONYMOUS = re.compile(rf"anon(?P<early>_LATE)?_(?P<id>[A-Za-z0-9]+)(?P<late>_LATE)?_{_CONTENT}")
_PARTICIPANT = "Participant"
_UPLOAD = re.compile(r"(?P<stem>.+)-(?P<number>[1-9]\d{0,2})(?P<suffix>(?:\.[A-Za-z0-9]+)+)")
_SHARE = 0.5  # of the entries must be named as an LMS names them: a student's own folder may look odd


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One entry of a hand-in, and the path that its content is taken under; "" is the student's own folder."""

    entry: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """What came from one student, as the place names it.

    Attributes:
        key: the id that stands in the name: a folder's, Moodle's, Canvas's; a GitHub user.
        name: the student's own, as far as the place tells it.
        remarks: for the instructor, such as that it came late.
    """

    key: str
    parts: tuple[Part, ...]
    name: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Every hand-in of a place. `strays` are entries that belong to none, each with the reason."""

    kind: Kind
    hand_ins: tuple[HandIn, ...]
    strays: tuple[tuple[str, str], ...] = field(default=())


def layout_of(entries: Sequence[Entry], asked: Iterable[str] = ()) -> Layout:
    """Recognises how a place is named; `asked` are file names that problems ask for, which are never renamed."""
    own = [entry for entry in entries if entry.is_folder or entry.name.lower().endswith(ARCHIVE)]
    named = [entry for entry in entries if _MOODLE.fullmatch(entry.name)]
    if named and len(named) >= _SHARE * len(entries):
        return _moodle(entries)
    named = [entry for entry in entries if not entry.is_folder and _canvas_name(entry.name)]
    if named and len(named) >= _SHARE * len(entries):
        return _canvas(entries, frozenset(asked))
    if len(own) > 1 and all(".git" in entry.inside for entry in own):
        return _github(own, [entry for entry in entries if entry not in own])
    return _plain(entries)


def _plain(entries: Sequence[Entry]) -> Layout:
    hand_ins, strays = [], []
    for entry in entries:
        if entry.is_folder or entry.name.lower().endswith(ARCHIVE):
            path = "" if entry.is_folder else entry.name
            key = entry.name if entry.is_folder else entry.name[: -len(ARCHIVE)]
            hand_ins.append(HandIn(key=key, parts=(Part(entry=entry.name, path=path),)))
        else:
            strays.append((entry.name, "it lies beside the students' folders"))
    return Layout(kind="folder", hand_ins=tuple(hand_ins), strays=tuple(strays))


def _github(repositories: Sequence[Entry], others: Sequence[Entry]) -> Layout:
    """Repositories cloned into one folder: `<assignment>-<user>`, the assignment the same for all."""
    words = zip(*(entry.name.split("-") for entry in repositories), strict=False)
    shared = takewhile(lambda same: len(set(same)) == 1, words)
    prefix = "".join(f"{same[0]}-" for same in shared)
    hand_ins = [
        HandIn(key=entry.name.removeprefix(prefix), parts=(Part(entry=entry.name),)) for entry in repositories
    ]
    strays = [(entry.name, "no repository") for entry in others if not entry.name.endswith(".csv")]
    return Layout(kind="github", hand_ins=tuple(hand_ins), strays=tuple(strays))


def _moodle(entries: Sequence[Entry]) -> Layout:
    parts: dict[str, list[Part]] = {}
    names: dict[str, str] = {}
    strays = []
    for entry in entries:
        match = _MOODLE.fullmatch(entry.name)
        if match is None:
            strays.append((entry.name, "not named as Moodle names what students hand in"))
            continue
        file = (match["file"] or "").lstrip("_")
        if not entry.is_folder and not file:
            file = "onlinetext.html" if match["what"] == "onlinetext" else entry.name
        parts.setdefault(match["id"], []).append(Part(entry=entry.name, path=file))
        if match["name"] != _PARTICIPANT:
            names[match["id"]] = match["name"]
    hand_ins = [HandIn(key=key, parts=tuple(found), name=names.get(key, "")) for key, found in parts.items()]
    return Layout(kind="moodle", hand_ins=tuple(hand_ins), strays=tuple(strays))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Upload:
    """A file on Canvas: its own name, the place in a series of uploads of that name, and Canvas's running number."""

    entry: str
    file: str
    series: int
    number: int


def _canvas(entries: Sequence[Entry], asked: frozenset[str]) -> Layout:
    uploads: dict[str, list[_Upload]] = {}
    names: dict[str, str] = {}
    late: set[str] = set()
    strays = []
    for entry in entries:
        match = None if entry.is_folder else _canvas_name(entry.name)
        if match is None:
            strays.append((entry.name, "not named as Canvas names what students hand in"))
            continue
        key = match["id"]
        found = match.groupdict()
        if found["late"] or found.get("early"):
            late.add(key)
        names[key] = found.get("name") or ""
        if match["file"] is None:
            uploads.setdefault(key, []).append(
                _Upload(entry=entry.name, file=f"{match['number']}.html", series=0, number=0)
            )
            continue
        file, series = _original(match["file"], asked)
        number = int(match["number"]) if match["number"].isdigit() else 0
        uploads.setdefault(key, []).append(_Upload(entry=entry.name, file=file, series=series, number=number))
    hand_ins = [_latest(key, found, names[key], key in late) for key, found in uploads.items()]
    return Layout(kind="canvas", hand_ins=tuple(hand_ins), strays=tuple(strays))


def _latest(key: str, uploads: Sequence[_Upload], name: str, late: bool) -> HandIn:
    """The newest upload of every file; the ones that it took the place of are named."""
    newest: dict[str, _Upload] = {}
    remarks = ["Canvas marks it as late"] if late else []
    for upload in sorted(uploads, key=lambda one: (one.series, one.number)):
        if upload.file in newest:
            remarks.append(f"{newest[upload.file].entry}: replaced by a later upload, {upload.entry}")
        newest[upload.file] = upload
    parts = tuple(Part(entry=one.entry, path=file) for file, one in sorted(newest.items()))
    return HandIn(key=key, parts=parts, name=name, remarks=tuple(remarks))


def _canvas_name(name: str) -> re.Match[str] | None:
    return _ANONYMOUS.fullmatch(name) or _CANVAS.fullmatch(name)


def _original(file: str, asked: frozenset[str]) -> tuple[str, int]:
    """`hw-2.py` is the third upload of `hw.py`, unless a file of just that name is asked for."""
    match = _UPLOAD.fullmatch(file)
    if match is None or file in asked:
        return file, 0
    return match["stem"] + match["suffix"], int(match["number"])
