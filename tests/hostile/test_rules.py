"""The forbidden operation by every road: what the rule sees it names, and what it does not see earns no point by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.court import Court, are_allowed, opened, submissions, verdicts


@pytest.fixture(scope="module")
def court() -> Iterator[Court]:
    with opened("ruled") as made:
        yield made


@pytest.mark.parametrize("path", submissions("rules"), ids=lambda path: path.stem)
def test_a_rule_is_held_as_far_as_it_sees(court: Court, path: Path) -> None:
    source = path.read_bytes()
    report = court.grade({"ruled.py": source})
    assert are_allowed(report, source), verdicts(report)
    assert report.checks[0].score == 0
