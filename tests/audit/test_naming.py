"""`grader validate` warns of a misconception that would give its name to other mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli.edge import PASSED, cli

SPEC = """
format_version: 1
id: product
title: Product
framework: numpy
dtype: float64
submit: {module: product.py}
values:
  S: {random: normal, shape: [3, 3]}
  A: {random: normal, shape: [5, 3]}
  B: {random: normal, shape: [3, 2]}
checks:
  - {id: square, call: "product(A, S)", matches_reference: {}, visibility: hidden}
  - {id: oblong, call: "product(A, B)", matches_reference: {}}
misconceptions:
  - id: transposed
    when: {swap: {product: product_transposed}}
    %s
    feedback: The second matrix is transposed.
"""
REFERENCE = "def product(a, b):\n    return a @ b\n"
MISTAKEN = "def product_transposed(a, b):\n    return a @ b.T\n"
SLIP = "def product(a, b):\n    return a @ b[1:]\n"


@pytest.mark.parametrize("checks", ["", "checks: [square]"])
def test_a_misconception_that_raises_names_whatever_raises_the_same(tmp_path: Path, checks: str) -> None:
    folder = tmp_path / "product"
    slip = folder / "examples" / "slip"
    slip.mkdir(parents=True)
    named = "" if checks else "transposed"
    for path, text in {
        folder / "problem.yaml": SPEC % checks,
        folder / "reference.py": REFERENCE,
        folder / "misconceptions.py": MISTAKEN,
        slip / "product.py": SLIP,
        slip / "expected.yaml": f"score: 0\nchecks: {{oblong: error}}\nmisconceptions: [{named}]\n",
    }.items():
        path.write_text(text, encoding="utf-8")

    done = CliRunner().invoke(cli, ["validate", str(folder)])

    assert done.exit_code == PASSED, done.output
    shown = " ".join(done.output.split())
    assert ("it raises on oblong (ValueError)" in shown) == (not checks)
    assert "it raises on square" not in shown
