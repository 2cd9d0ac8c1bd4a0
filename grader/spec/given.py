"""Data that the course has and a problem does not bring: files of the folder named by `--data`, in IDX format.

IDX: two zero bytes, a byte for the type, a byte for the rank, the sizes as 32-bit integers, then the elements; all
big-endian. It is what MNIST and its relatives come in, mostly gzipped.
"""

from __future__ import annotations

import gzip
import io
import math
import zlib
from pathlib import Path

import numpy as np

from grader.core.data import Array
from grader.errors import UsageError
from grader.spec.arrays import ArrayError
from grader.spec.files import MAX_FILE_BYTES, read_bytes

_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def find(folder: Path, problem: str, name: str) -> Path | None:
    """The file `name` for a problem: in the folder of its id first, plain or with `.gz`."""
    places = [(place / f"{name}{ending}") for place in (folder / problem, folder) for ending in ("", ".gz")]
    return next((path for path in places if path.is_file()), None)


def read(path: Path) -> bytes:
    """The file's bytes, unzipped.

    Raises:
        UsageError: if it cannot be read, or is too large.
    """
    content = read_bytes(path)
    if path.suffix != ".gz":
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(f"cannot unzip {path}: {error}") from error
    if len(content) > MAX_FILE_BYTES:
        raise UsageError(f"{path} holds more than {MAX_FILE_BYTES >> 20} MiB")
    return content


def from_idx(content: bytes, first: int | None) -> Array:
    """The array of an IDX file, or its first rows.

    Raises:
        ArrayError: if it is none, or has fewer rows.
    """
    rank = content[3] if len(content) >= 4 else 0
    start = 4 + 4 * rank
    if len(content) < start or content[:2] != b"\0\0" or content[2] not in _TYPES or not rank:
        raise ArrayError("not an IDX file", "such as train-images-idx3-ubyte of MNIST, or that with .gz")
    dtype = np.dtype(_TYPES[content[2]])
    shape = tuple(int(size) for size in np.frombuffer(content, ">u4", rank, 4))
    if len(content) != start + dtype.itemsize * math.prod(shape):
        raise ArrayError(f"the IDX file does not have the length of its sizes {shape}", "fetch it again")
    if first is not None and first > shape[0]:
        raise ArrayError(
            f"{first} rows are asked for, but the file holds {shape[0]}", "is it the right file?"
        )
    rows = shape[0] if first is None else first
    values = np.frombuffer(content, dtype, rows * math.prod(shape[1:]), start).reshape(rows, *shape[1:])
    native = values.astype(dtype.newbyteorder("="))
    return Array(native, str(native.dtype))
