"""What a person has yet to mark: texts in an order that tells nothing of whose they are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.core.problem import Criterion
from grader.core.report import Json
from grader.core.text import Text
from grader.gradebook.decisions import rubric_of, shown, text_digest
from grader.gradebook.reading import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Essay:
    """One text to mark, with the rubric and the points given so far."""

    student: str
    attempt: int
    problem: str
    check: str
    title: Text
    criteria: Sequence[Criterion]
    text: Json
    digest: str
    given: Mapping[str, Fraction]

    @property
    def is_marked(self) -> bool:
        return all(one.id in self.given for one in self.criteria)


def essays(reader: Reader) -> list[Essay]:
    """Every text that needs or had a person, one check after another, within each shuffled for good."""
    judged = reader.judged()
    found = []
    for student, attempt, problems in judged:
        for problem in problems:
            for check in problem.checks:
                if check.verdict != "needs_review":
                    continue
                own = reader.criteria.get((problem.id, check.id), ())
                text = shown(check, own)
                digest = text_digest(text)
                found.append(
                    Essay(
                        student=student,
                        attempt=attempt,
                        problem=problem.id,
                        check=check.id,
                        title=check.title,
                        criteria=rubric_of(check, own),
                        text=text,
                        digest=digest,
                        given=reader.decided.marks(student, attempt, problem.id, check.id, digest),
                    )
                )
    return sorted(found, key=lambda one: (one.problem, one.check, _shuffled(one)))


def _shuffled(essay: Essay) -> str:
    return hashlib.sha256(f"{essay.digest} {essay.student} {essay.attempt}".encode()).hexdigest()
