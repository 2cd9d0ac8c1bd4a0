"""The forms of a named input, as they stand in YAML."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator, Field, WithJsonSchema

from grader.spec.model import Finite, Model, Shape, Words, tag

DType = Literal[
    "bool",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float16",
    "float32",
    "float64",
    "bfloat16",
    "complex64",
    "complex128",
]

Numbers: TypeAlias = Annotated[Any, WithJsonSchema({"type": ["array", "number", "boolean"]})]
Number: TypeAlias = Annotated[Any, WithJsonSchema({"type": ["number", "boolean"]})]


class RandomModel(Model):
    """Drawn afresh in every trial."""

    random: Literal["normal", "uniform", "integers", "choice", "permutation"]
    shape: Shape | None = Field(None, description="Sizes of the array; none for a single number.")
    dtype: DType | None = None
    mean: Finite | None = Field(None, description="normal: 0 unless given.")
    std: Finite | None = Field(None, gt=0, description="normal: 1 unless given.")
    low: Finite | None = Field(None, description="uniform, integers: the lowest.")
    high: Finite | None = Field(None, description="uniform, integers: the first that is too high.")
    options: list[Any] | None = Field(
        None, alias="from", min_length=1, description="choice: the numbers to choose from."
    )
    n: int | None = Field(None, gt=0, le=1 << 24, description="permutation: of 0 … n-1.")


class ArrayModel(Model):
    """An array of the given dtype (the spec's, unless given)."""

    array: Numbers
    dtype: DType | None = None


class FullModel(Model):
    """An array of one number."""

    full: Number
    shape: Shape
    dtype: DType | None = None


class ObjectModel(Model):
    """Python objects, handed over as they are."""

    object: Any


class FileModel(Model):
    """An array stored in the problem's folder as a .npy file."""

    file: Words
    dtype: DType | None = None


class NestedModel(Model):
    """Lists and mappings of arrays, each written as any of these forms: `{nested: [{file: W.npy}, {array: [1]}]}`."""

    nested: Any


class ReferenceModel(Model):
    """Computed in every trial by a call of reference.py."""

    reference: Words


FORMS = ("random", "array", "full", "object", "file", "reference", "data", "nested", "cases")


def _value_form(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((f"‹{form}›" for form in FORMS if form in value), None)
    if isinstance(
        value,
        RandomModel
        | ArrayModel
        | FullModel
        | ObjectModel
        | FileModel
        | ReferenceModel
        | DataModel
        | NestedModel
        | CasesModel,
    ):
        return f"‹{type(value).__name__.removesuffix('Model').lower()}›"
    return "‹list›" if isinstance(value, list) else "‹scalar›"


_FORM = Discriminator(_value_form, custom_error_type="value_form", custom_error_message="no form of a value")

BroughtModel: TypeAlias = Annotated[
    Annotated[RandomModel, tag("random")]
    | Annotated[ArrayModel, tag("array")]
    | Annotated[FullModel, tag("full")]
    | Annotated[ObjectModel, tag("object")]
    | Annotated[FileModel, tag("file")]
    | Annotated[NestedModel, tag("nested")]
    | Annotated[ReferenceModel, tag("reference")]
    | Annotated[list[Any], tag("list")]
    | Annotated[None | bool | int | float | str, tag("scalar")],
    _FORM,
]


class DataModel(Model):
    """An IDX file of the folder given by `--data`; without it, what the problem brings."""

    data: Words = Field(
        description="The file's name, such as train-images-idx3-ubyte; it may end in .gz there."
    )
    first: int | None = Field(None, gt=0, description="How many rows to take; all unless given.")
    otherwise: BroughtModel = Field(description="A value of another form, where no such file is given.")


FixedModel: TypeAlias = Annotated[
    Annotated[ArrayModel, tag("array")]
    | Annotated[FullModel, tag("full")]
    | Annotated[ObjectModel, tag("object")]
    | Annotated[FileModel, tag("file")]
    | Annotated[NestedModel, tag("nested")]
    | Annotated[list[Any], tag("list")]
    | Annotated[None | bool | int | float | str, tag("scalar")],
    _FORM,
]


class CasesModel(Model):
    """Another fixed value in each trial; there are as many trials as cases."""

    cases: Annotated[list[FixedModel], Field(min_length=1, max_length=1_000)]


ValueModel: TypeAlias = Annotated[
    Annotated[RandomModel, tag("random")]
    | Annotated[ArrayModel, tag("array")]
    | Annotated[FullModel, tag("full")]
    | Annotated[ObjectModel, tag("object")]
    | Annotated[FileModel, tag("file")]
    | Annotated[NestedModel, tag("nested")]
    | Annotated[ReferenceModel, tag("reference")]
    | Annotated[DataModel, tag("data")]
    | Annotated[CasesModel, tag("cases")]
    | Annotated[list[Any], tag("list")]
    | Annotated[None | bool | int | float | str, tag("scalar")],
    _FORM,
]
