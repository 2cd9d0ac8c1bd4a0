"""What Gradescope tells of a submission: `submission_metadata.json`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ValidationError

from grader.errors import SubmissionError


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of a submission beside its files.

    Attributes:
        student: the e-mail address of whoever handed it in first of their group, else the submission's number.
        due: of the whole class, as Gradescope has it.
        extension_until: the student's own date.
        earlier: what the earlier attempts earned, in their order; None where that is not known.
    """

    student: str = "student"
    name: str = ""
    email: str = ""
    submitted_at: datetime | None = None
    due: datetime | None = None
    extension_until: datetime | None = None
    earlier: tuple[Fraction | None, ...] = ()


def read_metadata(path: Path) -> Metadata:
    """Reads the file.

    Raises:
        SubmissionError: if it is not there, or is not what Gradescope writes.
    """
    try:
        found = _Model.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SubmissionError(f"cannot read {path}: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise SubmissionError(f"{path}: {where}: {first['msg']}") from error
    first_user = found.users[0] if found.users else _User()
    own_dates = [user.assignment.due_date for user in found.users if user.assignment.due_date]
    earlier = sorted(found.previous_submissions, key=lambda one: one.submission_time)
    return Metadata(
        student=first_user.email or str(found.id),
        name=first_user.name,
        email=first_user.email,
        submitted_at=found.created_at,
        due=found.assignment.due_date,
        extension_until=max(own_dates, default=None),
        earlier=tuple(_earned(one) for one in earlier),
    )


def _none_of_null(value: object) -> object:
    return {} if value is None else value


class _Dates(BaseModel):
    due_date: AwareDatetime | None = None


class _User(BaseModel):
    email: str = ""
    name: str = ""
    assignment: Annotated[_Dates, BeforeValidator(_none_of_null)] = _Dates()


class _Extra(BaseModel):
    """What we left there ourselves: the attempt's own grade, whichever counted."""

    grade: float | None = None


class _Results(BaseModel):
    extra_data: Annotated[_Extra, BeforeValidator(_none_of_null)] = _Extra()


class _Previous(BaseModel):
    submission_time: AwareDatetime
    score: float | None = None
    results: Annotated[_Results, BeforeValidator(_none_of_null)] = _Results()


class _Model(BaseModel):
    id: int | str = ""
    created_at: AwareDatetime | None = None
    assignment: Annotated[_Dates, BeforeValidator(_none_of_null)] = _Dates()
    users: tuple[_User, ...] = ()
    previous_submissions: tuple[_Previous, ...] = ()


def _earned(one: _Previous) -> Fraction | None:
    found = one.results.extra_data.grade if one.results.extra_data.grade is not None else one.score
    # As it was written, with four decimals; a float's own fraction would differ from it.
    return None if found is None else Fraction(f"{found:.4f}")
