"""Reads a folder that a student filled: each file once, no link followed, everything capped.

What a file is, is judged by `fstat` of what was opened.
"""

from __future__ import annotations

import errno
import heapq
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import SubmissionError
from grader.intake.names import is_unprintable
from grader.intake.opened import Opened, opened

SKIPPED = ("__pycache__", "__MACOSX")
_MAX_REASONS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How much of one submission is taken; what lies beyond is refused with a reason."""

    file_bytes: int = 10 << 20
    notebook_bytes: int = 50 << 20  # they hold their plots
    total_bytes: int = 100 << 20
    files: int = 2_000
    depth: int = 20

    def bytes_of(self, path: str) -> int:
        """How large a file of that name may be."""
        return self.notebook_bytes if path.endswith(".ipynb") else self.file_bytes


USUAL = Caps()


@dataclass(slots=True)
class Taken:
    """What was read so far, by relative POSIX path, and what was not, each with its reason."""

    files: dict[str, bytes] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    total_bytes: int = 0

    def refuse(self, path: str, reason: str) -> None:
        if len(self.refused) < _MAX_REASONS:
            self.refused.append(f"{readable(path)}: {reason}")
        elif len(self.refused) == _MAX_REASONS:
            self.refused.append("… and more that was not taken")

    def keep(self, path: str, body: bytes, file_bytes: int, caps: Caps) -> None:
        """Takes a file that was read up to one byte beyond its room."""
        if len(body) > file_bytes:
            self.refuse(path, f"larger than {file_bytes >> 20} MiB")
        elif len(body) > caps.total_bytes - self.total_bytes:
            self.refuse(path, f"all files together are larger than {caps.total_bytes >> 20} MiB")
        else:
            self.files[path] = body
            self.total_bytes += len(body)


def read_folder(folder: Path, caps: Caps = USUAL) -> Taken:
    """Everything in a folder.

    Raises:
        SubmissionError: if the folder itself is a link or cannot be opened.
    """
    taken = Taken()
    take_folder(folder, "", taken, caps)
    return taken


def take_folder(folder: Path, prefix: str, taken: Taken, caps: Caps) -> None:
    """Takes everything in a folder, under paths that begin with `prefix`.

    Raises:
        SubmissionError: if the folder itself is a link or cannot be opened.
    """
    try:
        with opened(folder) as found:
            _read_directory(found, prefix, taken, caps, caps.depth)
    except OSError as error:
        raise SubmissionError(
            f"cannot read {folder}: {_why(error)}", "hand in the folder itself, readable"
        ) from error


def take_file(path: Path, as_path: str, taken: Taken, caps: Caps, file_bytes: int) -> None:
    """Takes one file as `as_path`; what is wrong with it is noted."""
    with opened(path.parent, may_be_link=True) as folder:
        _read_file(folder, path.name, as_path, taken, caps, file_bytes)


def read_file(path: Path, caps: Caps = USUAL) -> bytes:
    """One file that the user named.

    Raises:
        SubmissionError: if it is not a regular file, or too large.
    """
    taken = Taken()
    take_file(path, path.name, taken, caps, caps.bytes_of(path.name))
    if taken.refused:
        raise SubmissionError(f"cannot read {path.parent / taken.refused[0]}")
    return taken.files[path.name]


def readable(path: str) -> str:
    """A path as it can be shown: what does not print is escaped."""
    return "".join(ascii(c)[1:-1] if is_unprintable(c) else c for c in path)


def _read_directory(folder: Opened, prefix: str, taken: Taken, caps: Caps, depth: int) -> None:
    for name, is_folder in _entries(folder, prefix, taken, caps):
        path = f"{prefix}{name}"
        if any(is_unprintable(character) for character in name):
            taken.refuse(path, "its name holds characters that do not show")
        elif not is_folder:
            _read_file(folder, name, path, taken, caps)
        elif depth == 0:
            taken.refuse(path, f"folders nest deeper than {caps.depth}")
        else:
            _descend(folder, name, path, taken, caps, depth - 1)


def _entries(folder: Opened, prefix: str, taken: Taken, caps: Caps) -> Iterator[tuple[str, bool]]:
    shown = (entry for entry in folder.entries() if not is_skipped(entry[0]))
    found = heapq.nsmallest(caps.files + 1, shown)
    if len(found) > caps.files:
        taken.refuse(
            prefix or ".", f"more than {caps.files} files; those last in alphabetical order were not taken"
        )
    yield from found[: caps.files]


def is_skipped(name: str) -> bool:
    """Is it hidden, or one of the folders that machines leave behind?"""
    return name.startswith(".") or name in SKIPPED


def _descend(parent: Opened, name: str, path: str, taken: Taken, caps: Caps, depth: int) -> None:
    try:
        folder = parent.folder(name)
    except OSError as error:
        taken.refuse(path, _why(error))
        return
    try:
        _read_directory(folder, f"{path}/", taken, caps, depth)
    finally:
        folder.close()


def _read_file(
    parent: Opened, name: str, path: str, taken: Taken, caps: Caps, file_bytes: int | None = None
) -> None:
    file_bytes = file_bytes or caps.bytes_of(path)
    try:
        descriptor = parent.file(name)
    except OSError as error:
        taken.refuse(path, _why(error))
        return
    with open(descriptor, "rb", buffering=0) as file:
        kind = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(kind):
            taken.refuse(path, "not a file (a pipe, socket or device)")
            return
        if len(taken.files) == caps.files:
            taken.refuse(path, f"more than {caps.files} files")
            return
        room = min(file_bytes, caps.total_bytes - taken.total_bytes)
        body = _read_at_most(file.fileno(), room + 1)
    taken.keep(path, body, file_bytes, caps)


def _read_at_most(descriptor: int, size: int) -> bytes:
    parts = []
    while size > 0 and (part := os.read(descriptor, min(size, 1 << 20))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _why(error: OSError) -> str:
    # ELOOP (or ENOTDIR, with O_DIRECTORY) is what O_NOFOLLOW answers to a link.
    if error.errno == errno.ELOOP:
        return "a symbolic link, which is not followed"
    if error.errno == errno.ENXIO:
        return "not a file (a pipe, socket or device)"
    return (error.strerror or str(error)).lower()
