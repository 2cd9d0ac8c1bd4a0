"""Which problems a save belongs to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from grader.core.problem import Problem, Submit
from grader.core.submission import Submission
from grader.core.text import Text
from grader.intake.saves import touched

PROBLEMS = tuple(
    Problem(id=name, title=Text(name), checks=(), submit=Submit(module=f"{name}.py", answers="answers.yaml"))
    for name in ("a", "b")
)
FLAT = {"a.py": b"1", "b.py": b"1", "answers.yaml": b"1", "helper.py": b"1"}
FOLDERS = {"a/a.py": b"1", "b/b.py": b"1", "a/helper.py": b"1", "answers.yaml": b"1"}


@pytest.mark.parametrize(
    ("before", "saved", "problems"),
    [
        (FLAT, {}, ""),
        (FLAT, {"a.py": b"2"}, "a"),
        (FLAT, {"helper.py": b"2"}, "ab"),
        (FLAT, {"answers.yaml": b"2"}, "ab"),
        (FLAT, {"new.py": b""}, "ab"),
        (FLAT, {"b.py": None}, "b"),
        (FOLDERS, {"a/helper.py": b"2"}, "a"),
        (FOLDERS, {"b/b.py": b"2"}, "b"),
        (FOLDERS, {"answers.yaml": b"2"}, "ab"),
        ({"a/a.py": b"1", "b.py": b"1"}, {"a/a.py": b"2"}, "a"),
        ({"a/a.py": b"1", "b.py": b"1"}, {"b.py": b"2"}, "b"),
    ],
)
def test_a_save_touches_its_problem(
    before: Mapping[str, bytes], saved: Mapping[str, bytes | None], problems: str
) -> None:
    after = {path: body for path, body in {**before, **saved}.items() if body is not None}
    was, is_now = (Submission(student="s", attempt=1, files=files) for files in (before, after))
    assert "".join(problem.id for problem in touched(was, is_now, PROBLEMS)) == problems
