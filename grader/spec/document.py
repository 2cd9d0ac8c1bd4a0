"""A YAML file as plain Python objects that still know where they stand in it, and the faults found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from grader.errors import SpecFault

Place: TypeAlias = tuple[str | int, ...]
"""The keys and indexes that lead to a value: `("checks", 2, "points")`."""


class Branch(dict[Any, object]):
    """A mapping of the file that knows its place. Keys are text, but in the plain Python objects of `{object: …}`."""

    __slots__ = ("place",)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a key or value begins and ends, from 1; `text_offset` is the width of an opening quote."""

    line: int
    column: int
    end_line: int
    end_column: int
    text_offset: int = 0


START = Mark(1, 1, 1, 1)


@dataclass(slots=True)
class Document:
    """One YAML file while it is read.

    Attributes:
        path: as it stands in messages.
        data: what the file holds: `Branch`, list and scalars.
        key_marks: where each key stands, by the place of its value.
        value_marks: where each value stands.
        broken: places that the file leaves without a value; what is found at or below them is not reported again.
    """

    path: str
    data: object = None
    key_marks: dict[Place, Mark] = field(default_factory=dict)
    value_marks: dict[Place, Mark] = field(default_factory=dict)
    broken: set[Place] = field(default_factory=set)
    faults: list[SpecFault] = field(default_factory=list)

    def report(self, place: Place, what: str, hint: str) -> None:
        """A fault of the value at `place`, and what to do about it."""
        self.report_at(place, self.mark(place), what, hint)

    def report_key(self, place: Place, what: str, hint: str) -> None:
        """A fault of the key whose value is at `place`."""
        self.report_at(place, self.key_marks.get(place) or self.mark(place), what, hint)

    def report_within(self, place: Place, characters: int, what: str, hint: str) -> None:
        """A fault that many characters into the text at `place`."""
        mark, text = self.mark(place), self.find(place)
        width = mark.end_column - mark.column - 2 * mark.text_offset
        # Where escapes or line breaks make the text differ from the file, its beginning must do.
        exact = isinstance(text, str) and mark.line == mark.end_line and width == len(text)
        column = mark.column + mark.text_offset + characters if exact else mark.column
        self.report_at(place, Mark(mark.line, column, mark.line, column), what, hint)

    def report_at(self, place: Place, mark: Mark, what: str, hint: str) -> None:
        if any(place[:length] in self.broken for length in range(len(place) + 1)):
            return
        fault = SpecFault(path=self.path, line=mark.line, column=mark.column, what=what, hint=hint)
        if fault not in self.faults:
            self.faults.append(fault)

    def mark(self, place: Place) -> Mark:
        """Where the value at `place` stands, or the nearest one around it."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.value_marks:
                return self.value_marks[place[:length]]
        return START

    def find(self, place: Place) -> object:
        """What the file holds at `place`; None where it holds nothing."""
        found = self.data
        for step in place:
            match found:
                case Branch() if step in found:
                    found = found[step]
                case list() if isinstance(step, int) and step < len(found):
                    found = found[step]
                case _:
                    return None
        return found

    def keys(self, place: Place) -> Sequence[str]:
        """The keys of the mapping at `place`, those with faults included, in file order."""
        found = self.find(place)
        return tuple(found) if isinstance(found, Branch) else ()

    def sorted_faults(self) -> tuple[SpecFault, ...]:
        """This file's faults from top to bottom, then those of the files beside it."""
        return tuple(
            sorted(self.faults, key=lambda one: (one.path != self.path, one.path, one.line, one.column))
        )
