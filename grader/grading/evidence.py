"""From data to what a report can print: small arrays as nested lists, the rest as one line; all of it capped."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping

import numpy as np

from grader.core.data import Array, Data
from grader.core.report import Json

MAX_ELEMENTS = 64
MAX_TEXT = 400
MAX_BRANCHES = 16
MAX_REVIEWED = 100_000  # characters of a text that a person marks: they must see all of it


def printable(data: Data) -> Json:
    """JSON of an observation or an expected value; infinities and NaN as strings."""
    if isinstance(data, Array):
        return _array(data)
    if isinstance(data, float):
        return _number(data)
    if isinstance(data, complex):
        return str(data)
    if isinstance(data, str):
        return data if len(data) <= MAX_TEXT else f"{data[:MAX_TEXT]}…"
    if isinstance(data, int) and not isinstance(data, bool):
        return data if abs(data) < 2**53 else str(data)[:MAX_TEXT]
    if isinstance(data, tuple):
        items = [printable(item) for item in data[:MAX_BRANCHES]]
        return items if len(data) <= MAX_BRANCHES else [*items, f"… {len(data) - MAX_BRANCHES} more"]
    if isinstance(data, Mapping):
        pairs = list(data.items())
        shown = {key: printable(item) for key, item in pairs[:MAX_BRANCHES]}
        return shown if len(pairs) <= MAX_BRANCHES else {**shown, "…": f"{len(pairs) - MAX_BRANCHES} more"}
    return data


def readable_answer(answer: Data) -> str:
    """A written answer as the person who marks it reads it."""
    if isinstance(answer, str):
        return _capped(answer)
    return _capped(json.dumps(printable(answer), ensure_ascii=False, indent=2))


def readable_file(body: bytes) -> str:
    """A file as the person who marks it reads it; one that is no text is named by its digest."""
    try:
        return _capped(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return f"a file of {len(body)} bytes that is no text (sha256:{hashlib.sha256(body).hexdigest()})"


def _capped(text: str) -> str:
    left_out = len(text) - MAX_REVIEWED
    return text if left_out <= 0 else f"{text[:MAX_REVIEWED]}\n… {left_out} more characters"


def _array(array: Array) -> Json:
    if array.values.size > MAX_ELEMENTS:
        return _summary(array)
    return _nested(array.values.tolist())


def _nested(value: object) -> Json:
    if isinstance(value, list):
        return [_nested(item) for item in value]
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> Json:
    return value if math.isfinite(value) else str(value)


def _summary(array: Array) -> str:
    shape = " × ".join(map(str, array.shape))
    text = f"{array.dtype} array {shape}"
    if array.kind in ("bool", "complex"):
        return text
    finite = array.values[np.isfinite(array.values)]
    if not finite.size:
        return f"{text}, no finite element"
    return f"{text}, from {finite.min():.6g} to {finite.max():.6g}, mean {finite.mean(dtype=np.float64):.6g}"
