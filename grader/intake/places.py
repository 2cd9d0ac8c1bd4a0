"""Where hand-ins lie: a folder, or a zip archive of a whole class. Both read one student's at a time."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from grader.errors import SubmissionError
from grader.intake.files import Caps, Taken, is_skipped, readable, take_file, take_folder
from grader.intake.names import is_unprintable
from grader.intake.zips import CLASS_DIRECTORY_BYTES, Zip, take

MAX_MEMBERS = 400_000
ARCHIVE = ".zip"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Entry:
    """Something at the top of a place. `inside` names what a folder holds directly, as far as that is known."""

    name: str
    is_folder: bool
    inside: tuple[str, ...] = ()


class Place(Protocol):
    """`shown` is how it is called in messages; `refused` is what is not among its entries, with the reasons."""

    shown: str
    refused: list[tuple[str, str]]

    def entries(self) -> tuple[Entry, ...]: ...

    def take(self, entry: str, path: str, taken: Taken, caps: Caps) -> None:
        """Takes a file as `path`, or a folder's files below it (at the top where it is "")."""
        ...


class FolderPlace:
    """A folder of the instructor's. Links in it are not followed."""

    def __init__(self, folder: Path) -> None:
        self.shown = str(folder)
        self.refused: list[tuple[str, str]] = []
        self._folder = folder

    def entries(self) -> tuple[Entry, ...]:
        found = []
        self.refused.clear()
        for path in sorted(self._folder.iterdir()):
            if is_skipped(path.name):
                continue
            if any(is_unprintable(character) for character in path.name):
                self.refused.append((readable(path.name), "its name holds characters that do not show"))
            elif path.is_symlink():
                self.refused.append((path.name, "a symbolic link, which is not followed"))
            else:
                is_folder = path.is_dir()
                inside = (".git",) if is_folder and (path / ".git").exists() else ()
                found.append(Entry(name=path.name, is_folder=is_folder, inside=inside))
        return tuple(found)

    def take(self, entry: str, path: str, taken: Taken, caps: Caps) -> None:
        source = self._folder / entry
        if source.is_dir():
            take_folder(source, f"{path}/" if path else "", taken, caps)
        else:
            take_file(source, path, taken, caps, _file_bytes(entry, caps))


class ZipPlace:
    """A zip archive; where it holds nothing but one folder around the rest, that folder is the place."""

    def __init__(self, path: Path) -> None:
        self.shown = str(path)
        try:
            file = path.open("rb")
        except OSError as error:
            raise SubmissionError(f"cannot read {path}: {error.strerror}") from error
        weakref.finalize(self, file.close)  # open for as long as submissions are read from it
        try:
            self._zip = Zip(file, CLASS_DIRECTORY_BYTES, MAX_MEMBERS)
        except SubmissionError as error:
            raise SubmissionError(f"{path} is {error.what}", "give the zip as it was downloaded") from error
        self.refused = self._zip.refused
        self._members: dict[str, list[str]] = {}
        for name in self._zip.members:
            self._members.setdefault(name.partition("/")[0], []).append(name)
        self._prefix = ""

    def descend(self, entry: str) -> None:
        """Takes a folder of the archive as the place itself."""
        self._prefix = f"{self._prefix}{entry}/"
        self._members = {}
        for name in self._zip.members:
            if name.startswith(self._prefix):
                rest = name.removeprefix(self._prefix)
                self._members.setdefault(rest.partition("/")[0], []).append(name)

    def entries(self) -> tuple[Entry, ...]:
        return tuple(
            Entry(name=name, is_folder=self._is_folder(name), inside=self._inside(name))
            for name in sorted(self._members)
        )

    def take(self, entry: str, path: str, taken: Taken, caps: Caps) -> None:
        for name in sorted(self._members[entry]):
            rest = name.removeprefix(self._prefix + entry).lstrip("/")
            as_path = "/".join(part for part in (path, rest) if part)
            if as_path.count("/") > caps.depth:
                taken.refuse(as_path, f"folders nest deeper than {caps.depth}")
            else:
                take(self._zip, self._zip.members[name], as_path, taken, caps, _file_bytes(name, caps))

    def _is_folder(self, name: str) -> bool:
        return self._members[name] != [self._prefix + name]

    def _inside(self, name: str) -> tuple[str, ...]:
        start = len(self._prefix) + len(name) + 1
        return tuple({member[start:].partition("/")[0]: None for member in self._members[name]})


def _file_bytes(name: str, caps: Caps) -> int:
    """An archive may be as large as all that it may hold."""
    return caps.total_bytes if name.lower().endswith(ARCHIVE) else caps.bytes_of(name)
