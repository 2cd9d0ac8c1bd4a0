"""Every built-in verifier is held to the examples that stand in its own file."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest

from grader.checks.verifiers import VERIFIERS
from grader.checks.verifiers.example import Example


def examples() -> Iterator[tuple[str, Example]]:
    for name, verifier in VERIFIERS.items():
        for example in import_module(verifier.__module__).EXAMPLES:
            yield name, example


@pytest.mark.parametrize(
    ("name", "example"), [*examples()], ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_verifier_does_as_its_examples_say(name: str, example: Example) -> None:
    judged = VERIFIERS[name](example.observed, **example.arguments)

    assert judged.passed == example.passes
    assert bool(judged.feedback.en) != example.passes


def test_every_verifier_shows_what_passes_and_what_does_not() -> None:
    shown = {name: {one.passes for other, one in examples() if other == name} for name in VERIFIERS}
    assert all(passes == {True, False} for passes in shown.values()), shown
