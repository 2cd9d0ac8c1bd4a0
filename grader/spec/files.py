"""The files of a problem's folder, read once and handed on as bytes."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.errors import UsageError

MAX_FILE_BYTES = 256 << 20
MAX_FOLDER_BYTES = 512 << 20

CODE = ("reference.py", "driver.py", "verifier.py", "misconceptions.py")
STATEMENTS = ("statement.md", "statement.fa.md")


def read_bytes(path: Path) -> bytes:
    """A regular file's bytes.

    Raises:
        UsageError: if it is none, is too large, or cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}", "is the path right?") from error
    with open(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise UsageError(f"{path} is not a file", "name a regular file")
        if status.st_size > MAX_FILE_BYTES:
            raise UsageError(f"{path} is larger than {MAX_FILE_BYTES >> 20} MiB", "make it smaller")
        return file.read()


def read_within(folder: Path, relative: str) -> bytes:
    """A file of the folder, which no link may lead out of.

    Raises:
        UsageError: as `read_bytes`, and for a path that leads out.
    """
    path = folder / relative
    if not path.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"{path} lies outside the problem's folder", "put it inside")
    return read_bytes(path)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by POSIX path; hidden ones and caches are left out.

    Raises:
        UsageError: if one cannot be read, or all are too large together.
    """
    files: dict[str, bytes] = {}
    total = 0
    for path in _walk(folder):
        content = read_within(folder, path.relative_to(folder).as_posix())
        total += len(content)
        if total > MAX_FOLDER_BYTES:
            raise UsageError(f"{folder} holds more than {MAX_FOLDER_BYTES >> 20} MiB", "make it smaller")
        files[path.relative_to(folder).as_posix()] = content
    return files


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name == "__pycache__":
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        else:
            yield path


def own_files(folder: Path) -> dict[str, bytes]:
    """The problem's code, statements and starter, by path within its folder."""
    files = {name: read_within(folder, name) for name in (*CODE, *STATEMENTS) if (folder / name).is_file()}
    if (folder / "starter").is_dir():
        files |= {f"starter/{path}": content for path, content in read_tree(folder / "starter").items()}
    return files


def digest(files: Mapping[str, bytes]) -> str:
    """`sha256:…` over names and contents."""
    total = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name]):
            total.update(len(part).to_bytes(8, "big") + part)
    return f"sha256:{total.hexdigest()}"
