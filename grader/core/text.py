"""Text that people read, in English and Persian."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "fa"]


@dataclass(frozen=True, slots=True)
class Text:
    """One message in both languages; an empty Persian one falls back to English."""

    en: str
    fa: str = ""

    def in_language(self, language: Language) -> str:
        return (self.fa or self.en) if language == "fa" else (self.en or self.fa)

    def __bool__(self) -> bool:
        return bool(self.en or self.fa)


NOTHING = Text("")
