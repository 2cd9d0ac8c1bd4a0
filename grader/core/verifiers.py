"""What `satisfies:` may name by itself, with its arguments. Verifiers are implemented in `checks`, each in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


SPEEDUP: Final = "speedup"  # no verifier of one observation: it is read as a comparison with the reference
BUILT_IN: Mapping[str, Signature] = {
    "accuracy_at_least": Signature(required=("labels", "at_least")),
    "decreasing": Signature(optional=("strict",)),
    "distribution": Signature(required=("family",), optional=("mean", "variance")),
    "finite": Signature(),
    "parameter_count": Signature(required=("equals",)),
    "shape": Signature(required=("equals",)),
    SPEEDUP: Signature(required=("at_least",), optional=("at_most",)),
}
