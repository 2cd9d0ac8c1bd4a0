"""Scratch folders: made by a zygote, each lent to one worker after another.

Theory. To make a folder with a file system of its own and to take it away again costs as much as all else that
confines a quick worker, and the kernel waits for others before it lets go of a mount. So a folder is kept for the next
worker if nothing of the last can be in it: its processes are gone and it could have none that outlives it (the filter
sees to that), what it left is a few plain files, which are removed, and the file system counts itself as empty as on
its first day (what was deleted and is still held somewhere would show). The filter also keeps a worker from changing
the folder's own rights and times. Whatever is otherwise is thrown away, and the next worker gets a new one.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from itertools import islice
from typing import Final

from grader.sandbox.confinement import view
from grader.sandbox.confinement.kernel import NOTHING, Calls

_FEW: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder, made ready for one worker at a time.

    Attributes:
        number: its name (`number_of`).
        folder: its path.
        free: blocks and inodes of its file system while nothing is in it; None where it has none of its own.
        rules: the descriptor of a Landlock ruleset that lets a worker write there; None without Landlock.
        entering: what makes a process the one who may write there, and nothing else.
    """

    number: int
    folder: str
    free: tuple[int, int] | None = None
    rules: int | None = None
    entering: Calls = NOTHING


def number_of(zygote: int, count: int) -> int:
    """A name for a zygote's `count`-th place, which no other zygote gives: pids are below 2^22."""
    return zygote << 32 | count


def make(folder: str, *, size_bytes: int, files: int) -> tuple[int, int]:
    """Makes a folder with a file system of its own, of limited size; returns how many blocks and inodes are free.

    Raises:
        OSError: if the kernel refuses, or it is there already.
    """
    os.mkdir(folder, mode=0o700)
    view.mount_scratch(folder, size_bytes=size_bytes, files=files)
    return _free(folder)


def clear(place: Place) -> bool:
    """Empties a folder whose worker has ended, if it left no more than a few plain files; is it as new?"""
    try:
        with os.scandir(place.folder) as entries:
            left = list(islice(entries, _FEW))
        for entry in left:
            if entry.is_dir(follow_symlinks=False):
                return False
            os.unlink(entry.path)
        return len(left) < _FEW and (place.free is None or _free(place.folder) == place.free)
    except OSError:
        return False


def _free(folder: str) -> tuple[int, int]:
    found = os.statvfs(folder)
    return found.f_bfree, found.f_ffree


def remove(place: Place) -> None:
    """Removes a folder, whatever is in it. Nothing happens if it is not there.

    Raises:
        OSError: if something stays.
    """
    if place.rules is not None:
        os.close(place.rules)
    if place.free is not None:
        view.unmount_scratch(place.folder)
    _remove(place.folder)


def _remove(folder: str) -> None:
    try:
        os.rmdir(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        if error.errno != errno.ENOTEMPTY:
            raise
        empty(folder)
        os.rmdir(folder)


def empty(folder: str) -> None:
    """Removes everything in a hostile folder, however deep: subfolders are pulled up, never walked down."""
    pulled = 0
    while entries := list(os.scandir(folder)):
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
                continue
            os.chmod(entry.path, 0o700)
            for inner in os.listdir(entry.path):
                pulled += 1
                os.rename(os.path.join(entry.path, inner), os.path.join(folder, f".{pulled}.pulled"))
            os.rmdir(entry.path)
