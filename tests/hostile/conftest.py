"""`--without namespaces,view` grades the corpus with less confinement than this machine offers."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--without", default="", help="layers of confinement to do without, comma-separated")
