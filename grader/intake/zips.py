"""Zip archives from strangers, read without writing anything: what they say of themselves is bounded before it is used.

The central directory is bounded before it is parsed, a member's name and kind before it is listed, and its size while
it is read, whatever its header claims. Only stored and deflated members are read; nothing is ever unpacked to disk.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from grader.errors import SubmissionError
from grader.intake.files import Caps, Taken, is_skipped, readable
from grader.intake.names import is_unprintable

CLASS_DIRECTORY_BYTES = 32 << 20  # the central directory of a whole class's archive
STUDENT_DIRECTORY_BYTES = 2 << 20
_MAX_PATH = 1_000
_MAX_NAME_BYTES = 255
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    ValueError,
    OSError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file of an archive, under the path that it is taken by."""

    path: str
    info: zipfile.ZipInfo


class Zip:
    """An archive's files. `refused` says what is not among them and why."""

    def __init__(self, file: IO[bytes], directory_bytes: int, max_members: int) -> None:
        """Reads the archive's directory.

        Raises:
            SubmissionError: if it is no zip archive, or its directory is out of all proportion.
        """
        try:
            self._zip = zipfile.ZipFile(_Bounded(file, directory_bytes))
        except _TooLargeError:
            raise SubmissionError("a zip archive of too many entries") from None
        except _BROKEN as error:
            raise SubmissionError(f"not a zip archive, or a broken one ({error})") from error
        self.refused: list[tuple[str, str]] = []
        self.members = {member.path: member for member in self._sound(max_members)}

    def read(self, member: Member, limit: int) -> bytes:
        """A member's bytes, one more than `limit` at most.

        Raises:
            SubmissionError: if they cannot be had.
        """
        try:
            with self._zip.open(member.info) as file:
                parts, room = [], limit + 1
                while room > 0 and (part := file.read(min(room, 1 << 20))):
                    parts.append(part)
                    room -= len(part)
        except _BROKEN as error:
            raise SubmissionError(f"it cannot be unpacked ({error})") from error
        return b"".join(parts)

    def _sound(self, max_members: int) -> Iterator[Member]:
        seen: dict[str, str] = {}
        folders: set[str] = set()
        for info in self._zip.infolist():
            shown = readable(info.orig_filename)[:200]
            path, fault = _path(info)
            if not path or info.is_dir():
                if fault:
                    self.refused.append((shown, fault))
                continue
            fault = fault or _fault(info) or _clash(path, seen, folders)
            if not fault and len(seen) == max_members:
                fault = f"more than {max_members} files"
            if fault:
                self.refused.append((shown, fault))
                continue
            seen[path.casefold()] = path
            folders.update(_parents(path.casefold()))
            yield Member(path=path, info=info)


def take_all(body: bytes, under: str, taken: Taken, caps: Caps, asked: frozenset[str] = frozenset()) -> None:
    """Takes the files of a student's archive, within the caps of everything that the student handed in.

    An archive within it is not opened, nor taken unless its name is `asked` for.
    """
    try:
        archive = Zip(io.BytesIO(body), STUDENT_DIRECTORY_BYTES, caps.files)
    except SubmissionError as error:
        taken.refuse(under, error.what)
        return
    for name, reason in archive.refused:
        taken.refuse(f"{under}/{name}", reason)
    for path, member in sorted(archive.members.items()):
        if path.count("/") > caps.depth:
            taken.refuse(f"{under}/{path}", f"folders nest deeper than {caps.depth}")
        elif path.lower().endswith(".zip") and path.rpartition("/")[2] not in asked:
            taken.refuse(f"{under}/{path}", "an archive within an archive, which is not opened")
        elif path in taken.files:
            taken.refuse(f"{under}/{path}", "a file of that name was handed in beside the archive")
        else:
            take(archive, member, path, taken, caps)


def take(
    archive: Zip, member: Member, path: str, taken: Taken, caps: Caps, file_bytes: int | None = None
) -> None:
    """Takes one member as `path`."""
    limit = file_bytes or caps.bytes_of(path)
    room = min(limit, caps.total_bytes - taken.total_bytes)
    if len(taken.files) >= caps.files:
        taken.refuse(path, f"more than {caps.files} files")
        return
    try:
        body = archive.read(member, room)
    except SubmissionError as error:
        taken.refuse(path, error.what)
        return
    taken.keep(path, body, limit, caps)


class _TooLargeError(Exception):
    pass


class _Bounded(io.BufferedIOBase):
    """A file of which no more than so many bytes are read at once: `zipfile` reads the directory in one piece."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file = file
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > self._most:
            raise _TooLargeError
        if size is not None and size >= 0:
            return self._file.read(size)
        # Asked for all, which is how the end of the directory is looked for.
        parts = []
        while part := self._file.read(1 << 16):
            parts.append(part)
            if len(parts) << 16 > self._most:
                raise _TooLargeError
        return b"".join(parts)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


def _path(info: zipfile.ZipInfo) -> tuple[str, str]:
    """The path within the student's folder, or what is wrong with the name; neither for what machines leave behind."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:  # the archive does not say that names are UTF-8, but most are
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    if "\0" in name:
        return "", "its name holds a NUL"
    name = name.replace("\\", "/")
    if name.startswith("/") or name[1:2] == ":":
        return "", "its name is a path from the root"
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        return "", "its name leads out of the archive"
    if any(is_unprintable(character) for character in name):
        return "", "its name holds characters that do not show"
    if len(name) > _MAX_PATH or any(len(part.encode()) > _MAX_NAME_BYTES for part in parts):
        return "", "its name is too long"
    if any(is_skipped(part) for part in parts):
        return "", ""
    return "/".join(parts), ""


def _fault(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "a symbolic link, which is not followed"
    if kind not in (0, stat.S_IFREG):
        return "not a file (a pipe, socket or device)"
    if info.flag_bits & 0x1:
        return "it is encrypted"
    if info.compress_type not in _METHODS:
        return "it is compressed in a way that is not read (zip it again as usual)"
    return ""


def _clash(path: str, seen: dict[str, str], folders: set[str]) -> str:
    key = path.casefold()
    if key in seen:
        return (
            "a second file of that name"
            if seen[key] == path
            else f"its name differs from {seen[key]} only in case"
        )
    if key in folders or any(parent in seen for parent in _parents(key)):
        return "a file and a folder of that name"
    return ""


def _parents(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
