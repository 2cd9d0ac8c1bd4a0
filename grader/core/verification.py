"""What a verifier says of an observation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verification:
    """A verifier's judgement: the `fraction` of the points earned, in [0, 1], and why.

    Raises:
        ValueError: if the fraction is not a number in [0, 1].
    """

    fraction: float
    feedback: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.fraction <= 1:
            raise ValueError(f"a fraction lies between 0 and 1, not {self.fraction!r}")
