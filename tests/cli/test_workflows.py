"""The README's workflows: YAML as GitHub reads it, steps that keep secrets, and commands that there are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from grader.cli.edge import cli

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(name: .*?)^```$", README, re.MULTILINE | re.DOTALL)
# YAML 1.1, as PyYAML reads it, takes `on` for a boolean.
WORKFLOWS: dict[str, Any] = {flow["name"]: flow for flow in map(yaml.safe_load, BLOCKS)}


def steps(name: str) -> list[dict[str, Any]]:
    [job] = WORKFLOWS[name]["jobs"].values()
    found: list[dict[str, Any]] = job["steps"]
    return found


def test_there_is_one_for_the_student_and_one_for_the_course() -> None:
    assert set(WORKFLOWS) == {"check", "grade"}
    for flow in WORKFLOWS.values():
        assert flow["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("name", ["check", "grade"])
def test_its_command_is_one_of_ours(name: str) -> None:
    [line] = [step["run"] for step in steps(name) if step.get("run", "").startswith("grader ")]
    program, command, *arguments = line.split()
    assert (program, command) == ("grader", name)
    found = cli.get_command(click.Context(cli), command)
    assert found is not None
    found.make_context(command, arguments)  # raises for an option that there is not


def test_what_was_graded_is_kept_when_something_was_not() -> None:
    [upload] = [step for step in steps("grade") if step.get("uses", "").startswith("actions/upload-artifact")]
    assert upload["if"] == "always()"


def test_the_token_of_the_course_is_in_no_file_beside_students_work() -> None:
    for step in steps("grade"):
        if "secrets." in str(step.get("env", "")):
            assert "TOKEN" not in step["run"]
