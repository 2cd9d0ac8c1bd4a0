"""What people type, in the characters that the grader reads.

Students write with Persian and Arabic keyboards, paste from word processors, and mix directions: one digit has a
dozen forms, one minus sign as many, and some characters cannot be seen at all.
"""

from __future__ import annotations

import unicodedata

_INVISIBLE = (
    "\u00ad\u034f\u061c\u0640"  # soft hyphen, joiners, kashida
    "\u200b\u200c\u200d\u200e\u200f"  # zero-width space, (non-)joiner, direction marks
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
_MINUS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u02d7\u2796\ufe58\ufe63\uff0d"
_SPACES = (
    "\t\n\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
THIN_SPACES = "\u00a0\u2007\u2008\u2009\u202f"
"""Spaces that stand between the thousands of a number and never between two numbers."""

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵀ", "0123456789+-()niT", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-()aehijklmnoprstuvx", strict=True))

_PLAIN = {
    **dict.fromkeys(map(ord, _INVISIBLE), None),
    **dict.fromkeys(map(ord, _MINUS), "-"),
    **dict.fromkeys(map(ord, _SPACES), " "),
    ord("ي"): "ی",
    ord("ى"): "ی",
    ord("ك"): "ک",
    ord("ۀ"): "ه",
    ord("ة"): "ه",
}


def visible(text: str) -> str:
    """Without the characters that cannot be seen; spaces and everything else as they were."""
    return text.translate(dict.fromkeys(map(ord, _INVISIBLE), None))


def plain(text: str) -> str:
    """ASCII digits, one minus sign, one kind of space, Persian letters for Arabic ones, nothing invisible.

    Superscripts and subscripts stay: they are no digits of the number that they stand at.
    """
    return "".join(map(_digit, text.translate(_PLAIN)))


def has_eastern_digits(text: str) -> bool:
    """Persian or Arabic-Indic ones: where they are used, `/` may well be a decimal point."""
    return any("\u06f0" <= character <= "\u06f9" or "\u0660" <= character <= "\u0669" for character in text)


def _digit(character: str) -> str:
    if character.isascii():
        return character
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
