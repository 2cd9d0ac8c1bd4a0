"""What may be said of a URL that holds a password."""

from __future__ import annotations

import re

# From the colon to the last @ of the line: a password in which an @ was not written as %40 is masked whole.
_IN_FRONT_OF_A_HOST = re.compile(r"(:/+[^\s/:]*):(?=\S)[^\n]*@")
_IN_A_QUERY = re.compile(r"(password=)[^&\s]*", re.IGNORECASE)


def masked(text: str) -> str:
    """A text without the passwords of the URLs in it."""
    return _IN_A_QUERY.sub(r"\1***", _IN_FRONT_OF_A_HOST.sub(r"\1:***@", text))
