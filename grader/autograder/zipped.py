"""Zips whose bytes depend on their files alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes], scripts: Collection[str] = ()) -> bytes:
    """A zip of files by path, in their order; `scripts` may be run."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as out:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            mode = 0o755 if path in scripts else 0o644
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, (0o100000 | mode) << 16
            out.writestr(entry, content)
    return body.getvalue()
