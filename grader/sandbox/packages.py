"""Packages that problems require beside the base ones: are they installed here?"""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Iterable


def lacking(packages: Iterable[str]) -> list[str]:
    """Those that are installed neither under this name, as on PyPI, nor can be imported by it. Nothing is imported."""
    return [package for package in packages if not (_is_distribution(package) or _is_module(package))]


def _is_distribution(package: str) -> bool:
    try:
        importlib.metadata.distribution(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _is_module(package: str) -> bool:
    # To find `a.b`, Python would import `a`.
    return "." not in package and importlib.util.find_spec(package.replace("-", "_")) is not None
