"""Folders that are open: what lies in them is listed and opened without following a link.

Where the system opens folders, everything is opened relative to its folder's descriptor with O_NOFOLLOW, so that
nothing can be exchanged between the look and the reading. Windows does not: there a path is looked at and then opened,
which is enough for one's own work.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

_BY_DESCRIPTOR = os.open in os.supports_dir_fd and os.scandir in os.supports_fd


def _flags(*names: str) -> int:
    """Those that the system has."""
    return sum({getattr(os, name, 0) for name in names})


_DIRECTORY = _flags("O_RDONLY", "O_DIRECTORY", "O_CLOEXEC")
_NO_LINK = _flags("O_NOFOLLOW")
# Without O_NONBLOCK, opening a FIFO waits for ever.
_FILE = _flags("O_RDONLY", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT") | _NO_LINK


class Opened(Protocol):
    """An open folder. Its methods raise OSError, with ELOOP for a link."""

    def entries(self) -> Iterator[tuple[str, bool]]:
        """Names, and whether each is a folder and no link to one."""
        ...

    def file(self, name: str) -> int:
        """The descriptor of a file, or of what else has that name."""
        ...

    def folder(self, name: str) -> Opened: ...

    def close(self) -> None: ...


@contextmanager
def opened(path: Path, *, may_be_link: bool = False) -> Iterator[Opened]:
    """Opens a folder.

    Raises:
        OSError: if it is none, or a link where that is not allowed.
    """
    found = _open(path, may_be_link=may_be_link)
    try:
        yield found
    finally:
        found.close()


def _open(path: Path, *, may_be_link: bool) -> Opened:
    if _BY_DESCRIPTOR:
        return _Descriptor(os.open(path, _DIRECTORY if may_be_link else _DIRECTORY | _NO_LINK))
    return _Place(path.resolve() if may_be_link else path)


class _Descriptor:
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def entries(self) -> Iterator[tuple[str, bool]]:
        return _scanned(self._descriptor)

    def file(self, name: str) -> int:
        return os.open(name, _FILE, dir_fd=self._descriptor)

    def folder(self, name: str) -> Opened:
        return _Descriptor(os.open(name, _DIRECTORY | _NO_LINK, dir_fd=self._descriptor))

    def close(self) -> None:
        os.close(self._descriptor)


class _Place:
    def __init__(self, path: Path) -> None:
        _refuse_link(path)
        if not path.is_dir():
            error = errno.ENOTDIR if path.exists() else errno.ENOENT
            raise OSError(error, os.strerror(error), str(path))
        self._path = path

    def entries(self) -> Iterator[tuple[str, bool]]:
        return _scanned(self._path)

    def file(self, name: str) -> int:
        path = self._path / name
        _refuse_link(path)
        return os.open(path, _FILE)

    def folder(self, name: str) -> Opened:
        return _Place(self._path / name)

    def close(self) -> None:
        pass  # there is nothing to close


def _scanned(folder: int | Path) -> Iterator[tuple[str, bool]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            yield entry.name, entry.is_dir(follow_symlinks=False)


def _refuse_link(path: Path) -> None:
    # A junction is Windows's other kind of link to a folder.
    if path.is_symlink() or (hasattr(path, "is_junction") and path.is_junction()):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
