"""The domains of a formula's variables: `real`, `positive integer`, `[0, 1]`, `matrix[n, m]`."""

from __future__ import annotations

import re

from grader.spec.nearest import nearest

_WORDS = ("real", "positive", "nonnegative", "integer", "positive integer")
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_INTERVAL = re.compile(rf"\[\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\]")
_SIZE = r"(?:[A-Za-z]\w*|[1-9]\d*)"
_SHAPED = re.compile(rf"vector\[\s*{_SIZE}\s*\]|matrix\[\s*{_SIZE}\s*,\s*{_SIZE}\s*\]")


def domain_fault(text: str) -> tuple[str, str] | None:
    """What is wrong with a domain, and a hint; None where nothing is."""
    interval = _INTERVAL.fullmatch(text)
    if interval is not None:
        low, high = map(float, interval.groups())
        return None if low < high else (f"the interval {text} is empty", "write the smaller bound first")
    if text in _WORDS or _SHAPED.fullmatch(text):
        return None
    return f"`{text}` is no domain", nearest(text, (*_WORDS, "[a, b]", "vector[n]", "matrix[n, m]"), "one of")
