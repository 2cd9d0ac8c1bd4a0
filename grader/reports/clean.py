"""Text that came from student code, made safe to show.

Escape sequences could repaint a terminal, and direction overrides reorder what an instructor reads.
"""

from __future__ import annotations

import re
import unicodedata

# ESC-introduced sequences (CSI; OSC, DCS, PM, APC, SOS up to their terminator; two-character ones), and 8-bit CSI.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
# Joiners and the two plain direction marks are part of Persian spelling.
_KEPT = frozenset("\n\t\u200c\u200d\u200e\u200f")
_GONE = ("Cc", "Cf", "Cs", "Cn")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """The text without escape sequences, control characters and direction overrides; lines end in one newline."""
    if text.isascii() and text.isprintable():
        return text
    text = _ESCAPES.sub("", text.replace("\r\n", "\n"))
    return "".join(_shown(character) for character in text.replace("\r", "\n")).expandtabs(4)


def one_line(text: str) -> str:
    """The cleaned text with its line ends as spaces."""
    return " ".join(clean(text).split())


def _shown(character: str) -> str:
    if character in _KEPT:
        return character
    category = unicodedata.category(character)
    if category in ("Zl", "Zp"):
        return "\n"
    if category == "Cs":
        return _REPLACEMENT
    return "" if category in _GONE else character
