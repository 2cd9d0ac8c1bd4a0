"""The base of the models of a spec's YAML, and the field types that they share.

Models say what may stand where, and give `grader schema` its JSON Schema. What needs more than one field to
judge is judged after them, in the other modules of this room.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Self, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    StringConstraints,
    Tag,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from grader.core.text import NOTHING
from grader.core.text import Text as CoreText
from grader.spec.document import Branch, Document, Place
from grader.spec.nearest import nearest


class Model(BaseModel):
    """A mapping of the spec: no unknown keys, no conversions, and it knows where it stands.

    Validated with a `Document` as context, it reports unknown keys to it and goes on without them.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, regex_engine="python-re")

    _place: Place = PrivateAttr(())

    @model_validator(mode="wrap")
    @classmethod
    def _keep_place(cls, data: Any, handler: ModelWrapValidatorHandler[Any], info: ValidationInfo) -> Any:
        if not isinstance(data, Branch):
            return handler(data)
        model = handler(cls._known(data, info.context) if isinstance(info.context, Document) else data)
        model._place = data.place  # noqa: SLF001 - its own class, seen from a classmethod
        return model

    @classmethod
    def _known(cls, data: Branch, document: Document) -> dict[Any, object]:
        keys = [field.alias or name for name, field in cls.model_fields.items()]
        for key in data:
            if key not in keys:
                document.report_key(
                    (*data.place, key), f"unknown key `{key}`", nearest(key, keys, "known here")
                )
        return {key: value for key, value in data.items() if key in keys}

    def at(self, *steps: str | int) -> Place:
        """The place of what lies those steps below this mapping."""
        return (*self._place, *steps)


def tag(name: str) -> Tag:
    """Marks one form of a value that has several. `wording` leaves such names out of places."""
    return Tag(f"‹{name}›")


def is_tag(step: str | int) -> bool:
    return isinstance(step, str) and step.startswith("‹") and step.endswith("›")


NAME = r"^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$"
KEBAB = r"^[a-z0-9]+(-[a-z0-9]+)*$"
FILE = r"^(?!/)(?!.*(^|/)\.{0,2}(/|$))[^\\\x00-\x1f]+$"
PACKAGE = r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$"
DOTTED = r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$"

Words: TypeAlias = Annotated[str, StringConstraints(min_length=1)]
Name: TypeAlias = Annotated[str, StringConstraints(pattern=NAME, max_length=64)]
Kebab: TypeAlias = Annotated[str, StringConstraints(pattern=KEBAB, max_length=64)]
Dotted: TypeAlias = Annotated[str, StringConstraints(pattern=DOTTED)]
Size: TypeAlias = Annotated[int, Field(ge=0)]
Shape: TypeAlias = Annotated[list[Size], Field(max_length=32)]
Finite: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
Positive: TypeAlias = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative: TypeAlias = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Points: TypeAlias = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class Translated(Model):
    """The same text in English and Persian; one of them may be left out."""

    en: Words | None = None
    fa: Words | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.en or self.fa):
            raise PydanticCustomError("no_language", "neither language is there")
        return self


def _text_form(value: Any) -> str:
    return "‹languages›" if isinstance(value, dict | Translated) else "‹text›"


Text: TypeAlias = Annotated[
    Annotated[Words, tag("text")] | Annotated[Translated, tag("languages")], Discriminator(_text_form)
]


def as_text(text: str | Translated | None) -> CoreText:
    if text is None:
        return NOTHING
    return CoreText(text) if isinstance(text, str) else CoreText(text.en or "", text.fa or "")


def exact(points: float) -> Fraction:
    """The number as it was written: 0.1 is 1/10."""
    return Fraction(str(points))
