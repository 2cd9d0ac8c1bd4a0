"""A problem of four points on which the k-th piece of work earns k, to grade whole classes quickly."""

from __future__ import annotations

from pathlib import Path

POINTS = 4
SPEC = """\
format_version: 1
id: net
version: {version}
title: Four numbers
framework: numpy
dtype: float64
submit: {{module: net.py, answers: answers.yaml}}
checks:
"""
CHECK = "  - {{id: f{k}, points: 1, call: f{k}(), equals: {value}}}\n"
REVIEW = """\
  - id: why
    points: 5
    review: why
    rubric:
      - {id: claim, title: {en: States the claim, fa: ادعا را می‌گوید}, points: 2}
      - {id: proof, title: {en: Proves it, fa: اثبات می‌کند}, points: 3}
"""


def work(points: int) -> bytes:
    right = "".join(f"def f{k}():\n    return {k}\n" for k in range(1, points + 1))
    wrong = "".join(f"def f{k}():\n    return -1\n" for k in range(points + 1, POINTS + 1))
    return (right + wrong).encode()


WORK = [work(points) for points in range(POINTS + 1)]


def make(
    folder: Path, *, version: int = 1, values: tuple[int, ...] = (1, 2, 3, 4), review: bool = False
) -> Path:
    """The problem's folder within `folder`, and an assignment file beside it, which is returned."""
    problem = folder / "net"
    problem.mkdir(parents=True, exist_ok=True)
    checks = "".join(CHECK.format(k=k, value=value) for k, value in enumerate(values, start=1))
    text = SPEC.format(version=version) + checks + (REVIEW if review else "")
    (problem / "problem.yaml").write_text(text, encoding="utf-8")
    (problem / "reference.py").write_bytes(WORK[POINTS])
    assignment = folder / "hw.yaml"
    assignment.write_text(
        "format_version: 1\nid: hw\ntitle: Homework 3\nproblems: [net]\ndue: 2025-11-05T23:59:00+03:30\n"
        "late: {grace_minutes: 15, percent_per_day: 10, max_days: 5}\n"
    )
    return assignment
