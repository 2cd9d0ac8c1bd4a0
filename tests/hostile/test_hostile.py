"""The hostile corpus: no undeserved point, no survivor, no file left, and honest work grades as ever.

Each file or folder of `corpus/` is a submission; the first line of its module says which verdicts may come of it
(alternatives with `|`), in the order of the victim's checks. Each of `controls/` is honest. `test_elsewhere` runs the same
as other users and with less confinement.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from grader.sandbox.confinement import Layer
from tests.hostile.court import HONEST, PATIENT, PLANTED, Court, are_allowed, files_of, opened, submissions, verdicts
from tests.sandbox.processes import family, settled

# Against hanging: the limits end a submission within seconds, and a machine may be busy with other things.
WITHIN_S = 30.0


@pytest.fixture(scope="module")
def court(request: pytest.FixtureRequest) -> Iterator[Court]:
    names = filter(None, request.config.getoption("--without", "").split(","))
    with opened("victim", frozenset(map(Layer, names))) as made:
        made.grade(HONEST, limits=PATIENT)  # from now on the author's worker lives, and so do mother and zygotes
        yield made


def test_the_corpus_is_there() -> None:
    assert len(submissions("corpus")) >= 200
    assert {path.name.partition("-")[0] for path in submissions("corpus")} == set("123456789")
    assert len(submissions("controls")) >= 20


@pytest.mark.parametrize("path", submissions("corpus"), ids=lambda path: path.stem)
def test_an_attack_gains_nothing(court: Court, path: Path) -> None:
    files = files_of(path)
    before = family(court.sandbox)

    started = time.monotonic()
    report = court.grade(files)
    took_s = time.monotonic() - started

    assert are_allowed(report, files["victim.py"]), [
        (str(result.verdict), result.feedback.en, result.detail.traceback) for result in report.checks
    ]
    # The visible check shows what it expects, so that its point may be had by copying; the hidden one is the defence.
    deserved = sum((result.max_score for result in report.checks if result.verdict == "passed"), Fraction(0))
    assert report.score == deserved
    assert "passed" not in (result.verdict for result in report.checks if result.id == "fresh")
    assert took_s < WITHIN_S
    assert settled(court.sandbox, before) == set()
    assert not [place for place in PLANTED if place.exists()]
    assert court.grade(HONEST, limits=PATIENT).score == Fraction(10)


@pytest.mark.parametrize("path", submissions("controls"), ids=lambda path: path.stem)
def test_honest_work_that_looks_odd_passes(court: Court, path: Path) -> None:
    report = court.grade(files_of(path), limits=PATIENT)
    assert verdicts(report) == ["passed", "passed"], [
        (result.feedback.en, result.detail.traceback) for result in report.checks
    ]
