"""The hint that names what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MOST_LISTED = 12


def nearest(word: object, known: Iterable[str], what: str) -> str:
    """`did you mean …?` with the nearest of the known words, else what there is."""
    words = list(dict.fromkeys(known))
    near = get_close_matches(str(word), words, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    if not words:
        return "there are none here"
    shown = ", ".join(words[:MOST_LISTED]) + (", …" if len(words) > MOST_LISTED else "")
    return f"{what}: {shown}"
