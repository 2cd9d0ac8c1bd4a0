"""Mutants: which changes are made, and that a source is otherwise left alone."""

from __future__ import annotations

import ast

import pytest

from grader.audit.mutants import mutants

LAYER = '''
import numpy as np

def unused(x):
    return x + 1

def relu(x):
    """max(x, 0): the + and 0 in here are no code"""
    return np.where(x > 0, x, 0)

def layer(x, W, b=0.5):
    z = x @ W + b  # (N, M): a comment that stays
    return relu(z).sum(axis=1)
'''


def changes(source: str, *called: str) -> set[tuple[str, str]]:
    return {(one.change.was, one.change.becomes) for one in mutants(source, called)}


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("x @ W + b", "x @ W - b"),
        ("x @ W", "W @ x"),
        ("x > 0", "x >= 0"),
        ("0", "1"),
        ("0.5", "1.0"),
        ("relu(z)", "z"),
        ("relu(z).sum", "relu(z).mean"),
        ("1", "0"),
        ("relu(z).sum(axis=1)", "relu(z).sum()"),
        ("np.where(x > 0, x, 0)", "np.where(x, x > 0, 0)"),
        ("z = x @ W + b", "pass"),
    ],
)
def test_each_kind_of_slip_is_made(was: str, becomes: str) -> None:
    assert (was, becomes) in changes(LAYER, "layer")


def test_only_what_is_called_is_changed() -> None:
    assert {one.change.function for one in mutants(LAYER, {"layer"})} == {"layer", "relu"}
    assert {one.change.function for one in mutants(LAYER, {"relu"})} == {"relu"}
    assert mutants(LAYER, {"absent"}) == []


def test_a_docstring_is_no_code() -> None:
    assert not any("max" in was for was, _ in changes(LAYER, "layer"))


def test_every_mutant_parses_differs_and_keeps_the_rest() -> None:
    trees = {ast.dump(ast.parse(LAYER))}
    for mutant in mutants(LAYER, {"layer"}):
        tree = ast.dump(ast.parse(mutant.source))
        assert tree not in trees
        trees.add(tree)
        removed = [line for line in mutant.diff.splitlines() if line.startswith("-")]
        assert len(removed) == 1
        if mutant.change.was != "z = x @ W + b":
            assert "# (N, M): a comment that stays" in mutant.source


def test_text_beyond_ascii_does_not_move_the_change() -> None:
    source = "def f(x):\n    é = 'سلام'; return x - 1\n"
    assert "def f(x):\n    é = 'سلام'; return (x + 1)\n" in {one.source for one in mutants(source, {"f"})}
