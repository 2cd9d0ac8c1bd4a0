"""What a plain YAML scalar means: the core schema of YAML 1.2, nothing of 1.1.

`no`, `on`, `1:30`, `1_000`, `012` and dates are what they look like: text, but `012`, which is twelve.
"""

from __future__ import annotations

import re
from typing import TypeAlias

Scalar: TypeAlias = None | bool | int | float | str

MAX_DIGITS = 1_000

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_INFINITY = re.compile(r"[-+]?\.(inf|Inf|INF)")
_NAN = re.compile(r"\.(nan|NaN|NAN)")


class NumberError(ValueError):
    """A number too long to be meant."""


def resolve(text: str) -> Scalar:
    """The value of a plain (unquoted) scalar.

    Raises:
        NumberError: for a number of more than `MAX_DIGITS` digits, or one beyond the range of a float.
    """
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _FLOAT.fullmatch(text) or _OCTAL.fullmatch(text) or _HEXADECIMAL.fullmatch(text):
        return _number(text)
    if _INFINITY.fullmatch(text):
        return float("-inf" if text.startswith("-") else "inf")
    return float("nan") if _NAN.fullmatch(text) else text


def _number(text: str) -> int | float:
    if len(text) > MAX_DIGITS:
        raise NumberError(f"a number of more than {MAX_DIGITS:,} digits")
    if text.startswith(("0o", "0x")):
        return int(text, 0)
    if _INTEGER.fullmatch(text):
        return int(text)
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise NumberError(f"{text} is larger than any float")
    return number
