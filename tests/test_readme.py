"""The README's first problem, done as it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
FILE = re.compile(r'^```\w+ title="(?P<path>[^"]+)"\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^grader (?P<arguments>(?:validate|grade|check) [^`\[\n]+)$", re.MULTILINE)


def _grader(arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "grader", *arguments.split()],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_the_first_problem_comes_out_as_the_readme_says(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    for file in FILE.finditer(text):
        path = tmp_path / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file["text"], encoding="utf-8")

    first_problem = text.partition("\n## For students")[0]
    commands = COMMAND.finditer(first_problem)
    validate, grade, check = (_grader(command["arguments"], tmp_path) for command in commands)

    assert validate.returncode == 0, validate.stdout + validate.stderr
    assert grade.returncode == 0, grade.stdout + grade.stderr
    report = json.loads((tmp_path / "grader-out" / "report.json").read_text(encoding="utf-8"))
    [student] = report["submissions"]
    assert (student["student"], student["score"], student["max_score"]) == ("s01", 5.0, 6.0)
    assert "`s01` gets 5 of 6 points" in text
    assert check.returncode == 1
    assert "Subtract each row's maximum first" in " ".join(check.stdout.split())
