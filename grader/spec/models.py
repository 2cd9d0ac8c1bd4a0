"""The files of a course, as they stand in YAML: a problem, an assignment, the outcome of an example."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, StringConstraints

from grader.core.verdict import Verdict
from grader.spec.check_models import CheckModel, LimitsModel, MisconceptionModel
from grader.spec.model import FILE, PACKAGE, Kebab, Model, NotNegative, Points, Text, Words, tag
from grader.spec.value_models import ValueModel

FilePath: TypeAlias = Annotated[str, StringConstraints(pattern=FILE)]
Package: TypeAlias = Annotated[str, StringConstraints(pattern=PACKAGE)]


def _as_written(value: Any) -> Any:
    """A section may be called 3 or 3.1."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Origin: TypeAlias = Annotated[Words, BeforeValidator(_as_written, json_schema_input_type=str | float)]


class SubmitModel(Model):
    """What students hand in."""

    module: FilePath | None = Field(None, description="The Python module, such as mlp_forward.py.")
    provide: Words | None = Field(None, description="A folder of course files laid beside the student's.")
    answers: FilePath | None = Field(None, description="The file of written answers, such as answers.yaml.")
    files: list[FilePath] = Field([], description="Other files, for review.")


class TallyModel(Model):
    """So many checks, worth so many points."""

    checks: int = Field(ge=0)
    points: Points


class WithheldModel(Model):
    """What a handout leaves out and the course grades; `grader handout` writes it."""

    hidden: TallyModel | None = Field(None, description="Checks that students do not see.")
    telling: TallyModel | None = Field(
        None,
        description="Visible ones whose judging would tell the answer, such as those of written answers.",
    )


class ProblemModel(Model):
    """problem.yaml"""

    format_version: Literal[1]
    id: Kebab = Field(description="The name of the problem's folder.")
    version: int = Field(1, ge=1, description="Raised whenever grades could change.")
    title: Text
    source: dict[str, Origin] = Field({}, description="Where the problem comes from.")
    tags: list[Words] = Field(default=[])
    framework: Literal["torch", "numpy"] = "torch"
    dtype: Literal["float64", "float32", "float16", "bfloat16"] = "float32"
    device: Literal["any", "cuda"] = "any"
    tf32: bool = Field(
        False, description="Lets a GPU round products to TF32 (errors near 1e-3: widen the tolerances)."
    )
    submit: SubmitModel = Field(default_factory=lambda: SubmitModel.model_validate({}))
    limits: LimitsModel | None = None
    values: dict[str, ValueModel] = Field({}, description="Named inputs.")
    checks: list[CheckModel] = Field(description="At least one, but where a handout withholds them all.")
    misconceptions: list[MisconceptionModel] = Field(default=[])
    all_or_nothing: bool = False
    requires: list[Package] = Field([], description="Packages beside the base ones.")
    handout: list[Literal["verifier.py"]] = Field(
        [], description="Files that students may be given: a verifier that does not tell the answer."
    )
    withheld: WithheldModel | None = None


class AssignedModel(Model):
    """A problem with the points it counts here."""

    id: Kebab
    points: Points | None = None


Entry: TypeAlias = Annotated[
    Annotated[Kebab, tag("id")] | Annotated[AssignedModel, tag("entry")],
    Discriminator(lambda entry: "‹entry›" if isinstance(entry, dict | AssignedModel) else "‹id›"),
]


class LateModel(Model):
    """What lateness costs."""

    grace_minutes: NotNegative = 0.0
    percent_per_day: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] = 0.0
    max_days: int | None = Field(None, ge=0)


class AttemptsModel(Model):
    """How many attempts count, and which of them."""

    max: int | None = Field(None, ge=1)
    keep: Literal["best", "last"] = "best"


class AssignmentModel(Model):
    """NAME.yaml beside the problem folders"""

    format_version: Literal[1]
    id: Kebab | None = Field(None, description="The file's name without its ending, unless given.")
    title: Text | None = None
    problems: Annotated[list[Entry], Field(min_length=1)]
    due: Words | None = Field(None, description="ISO 8601 with its UTC offset: 2026-11-30T23:59:00+03:30.")
    late: LateModel | None = None
    attempts: AttemptsModel | None = None
    seed: int | None = Field(None, ge=0, lt=1 << 63)


Outcome: TypeAlias = Literal[tuple(verdict.value for verdict in Verdict)]  # type: ignore[valid-type]


class ExpectedModel(Model):
    """expected.yaml of an example: what its grading must come to."""

    score: Points | None = None
    checks: dict[str, Outcome] = Field(default={})
    misconceptions: list[Any] | None = None
