"""JSON Schemas of the YAML files, so that editors complete and check them."""

from __future__ import annotations

from typing import Any

from grader.spec.models import AssignmentModel, ProblemModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def problem_schema() -> dict[str, Any]:
    """Of problem.yaml."""
    return {"$schema": DIALECT, **ProblemModel.model_json_schema(by_alias=True)}


def assignment_schema() -> dict[str, Any]:
    """Of an assignment file."""
    return {"$schema": DIALECT, **AssignmentModel.model_json_schema(by_alias=True)}
