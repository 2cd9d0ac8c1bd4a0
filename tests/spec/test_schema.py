"""The JSON Schemas: whole, closed, and true to what is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.spec import assignment_schema, problem_schema
from grader.spec.document import Branch
from grader.spec.yaml_reader import read_yaml

PROBLEMS = sorted((Path(__file__).parents[2] / "problems").glob("*/problem.yaml"))

# What the design names, section 6.
CHECK = """id title points visibility call backward observe keeps answer source review equals matches_reference
gradient_of satisfies formula where raises complies rubric needs hint tolerance digits credit carry expects values
limits extra_credit leaderboard"""
PROBLEM = """format_version id version title source tags framework dtype device submit limits values checks
misconceptions all_or_nothing requires"""
BESIDES = "handout withheld tf32"  # what `grader handout` goes by, what it writes, and how a GPU may round
ASSIGNMENT = "format_version id title problems due late attempts seed"


def refs(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        if "$ref" in node:
            yield node["$ref"]
        for item in node.values():
            yield from refs(item)
    elif isinstance(node, list):
        for item in node:
            yield from refs(item)


@pytest.mark.parametrize("schema", [problem_schema(), assignment_schema()], ids=["problem", "assignment"])
def test_a_schema_is_whole_and_closed(schema: dict[str, Any]) -> None:
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert all(ref.removeprefix("#/$defs/") in schema["$defs"] for ref in refs(schema))
    for part in (schema, *schema["$defs"].values()):
        assert part["type"] != "object" or part["additionalProperties"] is False


def test_it_names_every_key_of_the_design() -> None:
    schema = problem_schema()
    assert set(schema["properties"]) == {*PROBLEM.split(), *BESIDES.split()}
    assert set(schema["$defs"]["CheckModel"]["properties"]) == set(CHECK.split())
    assert set(assignment_schema()["properties"]) == set(ASSIGNMENT.split())
    assert set(schema["required"]) == {"format_version", "id", "title", "checks"}
    assert schema["$defs"]["CheckModel"]["required"] == ["id"]
    assert "from" in schema["$defs"]["RandomModel"]["properties"]


TYPES = {
    "null": type(None),
    "boolean": bool,
    "integer": int,
    "number": int | float,
    "string": str,
    "array": list,
    "object": dict,
}


def fits(data: object, schema: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
    """As much of JSON Schema as ours use of types, keys, choices and alternatives."""
    if "$ref" in schema:
        return fits(data, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole)
    for way in ("anyOf", "oneOf"):
        if way in schema and not any(fits(data, one, whole) for one in schema[way]):
            return False
    if "const" in schema and data != schema["const"]:
        return False
    if "enum" in schema and data not in schema["enum"]:
        return False
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(data, kind) for kind in kinds):
        return False
    if isinstance(data, list) and "items" in schema:
        return all(fits(item, schema["items"], whole) for item in data)
    if isinstance(data, Branch) and "properties" in schema:
        known = schema["properties"]
        return set(schema.get("required", ())) <= set(data) <= set(known) and all(
            fits(item, known[key], whole) for key, item in data.items()
        )
    if isinstance(data, Branch) and isinstance(schema.get("additionalProperties"), Mapping):
        return all(fits(item, schema["additionalProperties"], whole) for item in data.values())
    return True


def _is(data: object, kind: str) -> bool:
    return isinstance(data, TYPES[kind]) and not (kind in ("integer", "number") and isinstance(data, bool))


@pytest.mark.parametrize("path", PROBLEMS, ids=lambda path: path.parent.name)
def test_our_problems_fit_it(path: Path) -> None:
    schema = problem_schema()
    assert fits(read_yaml(path.read_bytes(), str(path)).data, schema, schema)


@pytest.mark.parametrize(
    ("before", "after"),
    [("points: 1", "points: one"), ("checks:", "cheks:"), ("framework: torch", "framework: jax")],
)
def test_what_is_wrong_does_not_fit(before: str, after: str) -> None:
    text = next(path for path in PROBLEMS if path.parent.name == "mlp-forward").read_text(encoding="utf-8")
    assert before in text
    schema = problem_schema()
    assert not fits(read_yaml(text.replace(before, after, 1).encode(), "p").data, schema, schema)
