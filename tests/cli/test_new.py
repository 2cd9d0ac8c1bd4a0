"""`grader new`: what it makes validates as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli.edge import USAGE, cli


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.mark.slow
@pytest.mark.parametrize("framework", ["numpy", "torch"])
def test_a_new_problem_validates_without_a_warning(tmp_path: Path, framework: str) -> None:
    made = run("new", "row-sums", "--problems", str(tmp_path), "--framework", framework)
    assert made.exit_code == 0
    assert "grader validate" in made.output
    assert (tmp_path / "row-sums" / "starter" / "row_sums.py").is_file()

    validated = run("validate", str(tmp_path / "row-sums"))
    assert validated.exit_code == 0, validated.output
    assert "row-sums: valid · 2 examples" in validated.output
    assert "warning" not in validated.output


def test_a_name_that_is_no_id_is_refused_with_one_that_is(tmp_path: Path) -> None:
    refused = run("new", "Row Sums", "--problems", str(tmp_path))
    assert refused.exit_code == USAGE
    assert "hint: such as row-sums" in refused.output
    assert not any(tmp_path.iterdir())


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "row-sums").mkdir()
    refused = run("new", "row-sums", "--problems", str(tmp_path))
    assert refused.exit_code == USAGE
    assert not any((tmp_path / "row-sums").iterdir())
