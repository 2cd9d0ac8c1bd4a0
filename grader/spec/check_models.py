"""A check and a misconception, as they stand in YAML."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, WithJsonSchema

from grader.spec.model import (
    Dotted,
    Model,
    Name,
    NotNegative,
    Points,
    Positive,
    Shape,
    Text,
    Words,
    tag,
)
from grader.spec.value_models import ValueModel

SUBJECTS = ("call", "answer", "source", "review")
EXPECTATIONS = (
    "equals",
    "matches_reference",
    "gradient_of",
    "satisfies",
    "formula",
    "raises",
    "complies",
    "rubric",
)

MODULE = "module"  # stands for `submit.module`

Trials: TypeAlias = Annotated[int, Field(ge=1, le=1_000)]


class BackwardModel(Model):
    """The observation becomes `{output, grad: {…}}`, by autograd in the worker."""

    wrt: Annotated[list[Words], Field(min_length=1)] = Field(description="Values to differentiate by.")
    cotangent: Words | None = Field(None, description="The value that weighs the output; ones unless given.")


class MatchesReferenceModel(Model):
    """The reference's own result on the same inputs is right."""

    trials: Trials | None = Field(None, description="3 where inputs are random, else 1.")
    any_of: list[Words] = Field([], description="Other calls whose reference value is as right.")
    call: Words | None = Field(
        None, description="For `answer:`, the call of the reference that gives the right value."
    )


class GradientOfModel(Model):
    """The gradient of a call of the reference is right."""

    call: Words
    wrt: Annotated[
        Annotated[Words, tag("array")]
        | Annotated[list[Words], tag("sequence"), Field(min_length=1)]
        | Annotated[dict[str, Words], tag("mapping"), Field(min_length=1)],
        Discriminator(lambda wrt: f"‹{ {list: 'sequence', dict: 'mapping'}.get(_plain(wrt), 'array') }›"),
    ] = Field(description="`X` for one array, `[X, W]` for a sequence, `{dX: X}` for a mapping.")
    cotangent: Words | None = Field(
        None, description="A value; a random one is bound to `cotangent` unless given."
    )
    trials: Trials | None = None


def _plain(value: Any) -> type:
    return dict if isinstance(value, dict) else type(value)


class CompliesModel(Model):
    """What the submitted source may not use, and what it must; dotted prefixes."""

    forbid: list[Dotted] = Field(default=[])
    require: list[Dotted] = Field(default=[])


class CriterionModel(Model):
    """One thing that a person marks."""

    id: Name
    title: Text | None = None
    points: Points


class ToleranceModel(Model):
    """`{rtol, atol}`, or `{digits}` for decimal places."""

    rtol: NotNegative | None = None
    atol: NotNegative | None = None
    digits: int | None = Field(None, ge=0, le=30)


class ExpectsModel(Model):
    """What must hold of an observation before a verifier sees it."""

    shape: Shape | None = None
    kind: Literal["bool", "integer", "float", "complex", "string", "number"] | None = None
    finite: bool = False


class LimitsModel(Model):
    """Per call, but `total_s`, which bounds the whole problem."""

    wall_time_s: Positive | None = None
    cpu_time_s: Positive | None = None
    memory_mib: int | None = Field(None, gt=0)
    gpu_memory_mib: int | None = Field(None, gt=0)
    output_kib: int | None = Field(None, gt=0)
    total_s: Positive | None = None


_SATISFIES = {"type": ["string", "object"], "minProperties": 1, "maxProperties": 1}


def _the_module(source: Any) -> Any:
    return MODULE if source is True else source


class CheckModel(Model):
    """One judged thing: one subject, one expectation."""

    id: Name
    title: Text | None = None
    points: Points = 1.0
    visibility: Literal["visible", "hidden", "after_due_date", "after_published"] = "visible"

    call: Words | None = Field(
        None, description="Subject: an expression over values and the student's names."
    )
    backward: BackwardModel | None = None
    observe: list[Words] = Field([], description="Arguments to observe after the call.")
    keeps: list[Words] = Field([], description="Arguments that the call must leave unchanged.")
    answer: Words | None = Field(None, description="Subject: a key of the answers file.")
    source: Annotated[Words | None, BeforeValidator(_the_module, json_schema_input_type=Words | bool)] = (
        Field(None, description="Subject: a submitted source file, or `true` for the module.")
    )
    review: Words | None = Field(None, description="Subject: an answer or a file that a person marks.")

    equals: Any = Field(
        None, description="Expectation: a literal, an array, a mapping of them, or {file: x.npy}."
    )
    matches_reference: MatchesReferenceModel | None = None
    gradient_of: GradientOfModel | None = None
    satisfies: Annotated[Any, WithJsonSchema(_SATISFIES)] = Field(
        None, description="Expectation: a verifier's name, or {name: {argument: value}}."
    )
    formula: Words | None = Field(None, description="Expectation: an expression, with `where`.")
    where: dict[str, Any] | None = Field(None, description="Domains of the formula's variables.")
    raises: Dotted | None = Field(None, description="Expectation: the exception that the call must raise.")
    complies: CompliesModel | None = None
    rubric: Annotated[list[CriterionModel], Field(min_length=1)] | None = None

    needs: list[Words] = Field(
        [], description="Earlier checks that must be passed, else this one is blocked."
    )
    hint: Text | None = None
    tolerance: ToleranceModel | None = None
    digits: int | None = Field(
        None, ge=1, le=30, description="Significant digits that a written answer needs."
    )
    credit: Literal["all", "per_element"] = "all"
    carry: dict[str, Words] = Field(
        {}, description="Value name to the earlier check whose observation may replace it."
    )
    expects: ExpectsModel | None = None
    values: dict[str, ValueModel] = Field({}, description="Named inputs of this check, over the problem's.")
    limits: LimitsModel | None = None
    extra_credit: bool = False
    leaderboard: bool = False


class WhenModel(Model):
    """What the mistake is: functions to swap, or a wrong written answer."""

    swap: Annotated[dict[str, Words], Field(min_length=1)] | None = None
    answer: Words | None = None
    formula: Words | None = None
    equals: Any = None


class MisconceptionModel(Model):
    """A mistake with a name, and what to tell who made it."""

    id: Name
    when: WhenModel
    feedback: Text
    checks: Annotated[list[Words], Field(min_length=1)] | None = None
