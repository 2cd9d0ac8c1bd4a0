"""The grader as it is installed here, as a wheel."""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from grader.autograder.zipped import zipped
from grader.errors import UsageError

_ROOT = Path(__file__).parents[1]
_TAGS = b"Wheel-Version: 1.0\nGenerator: grader\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def own_wheel() -> tuple[str, bytes]:
    """Its file name and bytes.

    Raises:
        UsageError: if the grader runs without being installed.
    """
    try:
        installed = distribution("grader")
    except PackageNotFoundError as error:
        raise UsageError("the grader is not installed", "install it first: pip install .") from error
    info = f"grader-{installed.version}.dist-info"
    files = {
        **{f"grader/{path}": (_ROOT / path).read_bytes() for path in _own_files()},
        f"{info}/METADATA": (installed.read_text("METADATA") or "").encode(),
        f"{info}/WHEEL": _TAGS,
        f"{info}/entry_points.txt": (installed.read_text("entry_points.txt") or "").encode(),
    }
    record = f"{info}/RECORD"
    files[record] = "".join([*(_recorded(*file) for file in sorted(files.items())), f"{record},,\n"]).encode()
    return f"grader-{installed.version}-py3-none-any.whl", zipped(files)


def _own_files() -> list[str]:
    found = (path for path in sorted(_ROOT.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return [path.relative_to(_ROOT).as_posix() for path in found]


def _recorded(path: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(content)}\n"
