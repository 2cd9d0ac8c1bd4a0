"""The built-in verifiers of `satisfies:`: their names and arguments. They are implemented in `checks`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


BUILT_IN: Mapping[str, Signature] = {
    "accuracy_at_least": Signature(required=("labels", "at_least")),
    "decreasing": Signature(optional=("strict",)),
    "distribution": Signature(required=("family",), optional=("mean", "variance")),
    "finite": Signature(),
    "parameter_count": Signature(required=("equals",)),
    "shape": Signature(required=("equals",)),
}
