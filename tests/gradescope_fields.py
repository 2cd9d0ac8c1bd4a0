"""The fields of Gradescope's results.json, as it documents them; a file with any other is wrong."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

Format = Literal["text", "html", "simple_format", "md", "ansi"]
Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Test(_Strict):
    __test__ = False  # not pytest's

    score: float | None = None
    max_score: float | None = None
    status: Literal["passed", "failed"] | None = None
    name: str = ""
    name_format: Format = "text"
    number: str = ""
    output: str = ""
    output_format: Format = "text"
    tags: list[str] = []
    visibility: Visibility = "visible"
    extra_data: dict[str, object] = {}


class Leader(_Strict):
    name: str
    value: float | str
    order: Literal["asc", "desc"] | None = None


class Results(_Strict):
    score: float | None = None
    execution_time: float | None = None
    output: str = ""
    output_format: Format = "text"
    test_output_format: Format = "text"
    test_name_format: Format = "text"
    visibility: Visibility = "visible"
    stdout_visibility: Visibility = "hidden"
    extra_data: dict[str, object] = {}
    tests: list[Test] = []
    leaderboard: list[Leader] = []

    @model_validator(mode="after")
    def _has_a_score(self) -> Self:
        """The whole has one, or every test."""
        if self.score is None and (not self.tests or any(test.score is None for test in self.tests)):
            raise ValueError("a score is missing")
        return self
