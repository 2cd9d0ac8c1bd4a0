"""Texts, choices and truth values, in English and Persian, however they are typed."""

from __future__ import annotations

import re
import unicodedata

from grader.core.characters import plain

_TRUE = frozenset("1 true t yes y درست صحیح بله بلی آری صادق ص ✓ ✔".split())
_FALSE = frozenset("0 false f no n نادرست غلط خیر نه کاذب غ ✗ ✘ ×".split())
_NONE = frozenset(("", "none", "null", "nil", "-", "~", "هیچ", "هیچکدام", "ندارد"))

# What stands around a choice without being part of it: `(b)`, `b.`, `option b`, `گزینهٔ ب`.
_AROUND = " .,:;!?()[]{}'\"`«»“”‘’،؛؟*_"
_CHOICE = re.compile(r"(?:option|choice|item|answer|گزینه ?ی?|مورد|پاسخ)\b[ :]*(?=\S)")


def read_bool(text: str) -> bool | None:
    """A truth value: a digit or a word of either language; None for anything else."""
    word = normal(text)
    return True if word in _TRUE else False if word in _FALSE else None


def is_none(text: str) -> bool:
    return normal(text) in _NONE


def same_text(given: str, expected: str) -> bool:
    """The same words: letter case, spacing, keyboard, digits and enclosing punctuation apart."""
    one, other = normal(given), normal(expected)
    if one == other or _CHOICE.sub("", one, count=1) == other:
        return True
    # `yes` is due: `بله` will do. Digits are no words: an expected "1" is the text 1.
    truth = None if other in ("0", "1") else read_bool(expected)
    return truth is not None and len(other) > 1 and not one.isdigit() and read_bool(given) is truth


def normal(text: str) -> str:
    """One form for all the ways to type the same text."""
    folded = plain(unicodedata.normalize("NFKC", text)).casefold()
    # Hamza and vowel signs over Persian letters are often left out.
    bare = "".join(character for character in folded if not "\u064b" <= character <= "\u0655")
    return re.sub(r"\s+", " ", bare).strip().strip(_AROUND).strip()


def as_key(key: str) -> str:
    """`(0, 1)`, `0,1` and `01` are one row of a truth table; `H_1` and `h1` one name."""
    return "".join(character for character in normal(key) if character.isalnum())
