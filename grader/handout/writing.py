"""A handout on disk: a folder and a zip of it, each whole or not at all."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from grader.errors import UsageError

_EPOCH = (1980, 1, 1, 0, 0, 0)  # zips of the same files are the same bytes


def archive_of(folder: Path) -> Path:
    """The zip beside a handout's folder."""
    return folder.with_name(f"{folder.name}.zip")


def refuse_if_there(folder: Path) -> None:
    """Finds out before the work whether the handout may be written.

    Raises:
        UsageError: if something stands in its place.
    """
    for path in (folder, archive_of(folder)):
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise UsageError(f"{path} is there already", "name another place, or remove it first")


def write(files: Mapping[str, bytes], folder: Path) -> Path:
    """Writes the folder and the zip beside it, which holds the folder by its name; returns the zip's path.

    Raises:
        UsageError: if something is there already, or cannot be written.
    """
    refuse_if_there(folder)
    archive = archive_of(folder)
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    unfinished_archive = archive.with_name(f".{archive.name}.unfinished")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        write_files(files, unfinished)
        _zip(files, folder.name, unfinished_archive)
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
        unfinished_archive.rename(archive)
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}") from error
    return archive


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Writes files below a folder that is not there yet.

    Raises:
        OSError: if that fails.
    """
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _zip(files: Mapping[str, bytes], name: str, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{name}/{path}", _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            out.writestr(entry, files[path])
