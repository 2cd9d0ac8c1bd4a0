"""A problem's folder, written for a test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

HEAD = """\
format_version: 1
id: {id}
title: A problem
framework: numpy
dtype: float64
submit: {{module: work.py}}
"""


def make(folder: Path, body: str, files: Mapping[str, str] | None = None, *, head: str = HEAD) -> Path:
    """Writes `folder/problem.yaml` (head and body) and the other files; returns `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "problem.yaml").write_text(head.format(id=folder.name) + body, encoding="utf-8")
    for name, text in (files or {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
