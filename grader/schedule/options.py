"""What a run is asked for."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of one run.

    Attributes:
        seed: what random inputs are derived from; None draws a secret.
        workers: submissions graded at once.
        isolation: `auto` takes what the machine offers, `strict` refuses less than the full tier, `none` is
            for one's own code.
    """

    seed: int | None = None
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    device: str = "auto"
    isolation: Literal["auto", "strict", "none"] = "auto"

    def secret(self) -> bytes:
        """The secret of the run: derived from the seed where there is one."""
        if self.seed is None:
            return secrets.token_bytes(32)
        return hashlib.sha256(b"grader seed\0" + str(self.seed).encode()).digest()
