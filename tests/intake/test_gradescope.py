from __future__ import annotations

import json
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from grader.errors import SubmissionError
from grader.intake.gradescope import read_metadata


def written(folder: Path, content: object) -> Path:
    path = folder / "submission_metadata.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_what_is_known_of_a_group_with_an_extension(tmp_path: Path) -> None:
    found = read_metadata(
        written(
            tmp_path,
            {
                "id": 12,
                "created_at": "2026-11-05T23:00:00.123456-08:00",
                "assignment": {
                    "due_date": "2026-11-05T23:59:00-08:00",
                    "late_due_date": None,
                    "group_size": 2,
                },
                "users": [
                    {"email": "a@uni.ir", "id": 1, "name": "علی"},
                    {
                        "email": "b@uni.ir",
                        "name": "B",
                        "assignment": {"due_date": "2026-11-08T08:00:00+00:00"},
                    },
                ],
                "previous_submissions": [
                    {"submission_time": "2026-11-03T00:00:00Z", "score": "4.5", "results": {"tests": []}},
                    {"submission_time": "2026-11-02T00:00:00Z", "score": None, "results": None},
                    {
                        "submission_time": "2026-11-04T00:00:00Z",
                        "score": 9.0,
                        "results": {"extra_data": {"grade": 3.3333, "status": "graded"}},
                    },
                ],
            },
        )
    )
    assert (found.student, found.name, found.email) == ("a@uni.ir", "علی", "a@uni.ir")
    assert found.submitted_at == datetime(2026, 11, 6, 7, 0, 0, 123456, tzinfo=UTC)
    assert found.due == datetime(2026, 11, 6, 7, 59, tzinfo=UTC)
    assert found.extension_until == datetime(2026, 11, 8, 8, tzinfo=UTC)
    assert found.earlier == (None, Fraction("4.5"), Fraction("3.3333"))


def test_nothing_but_a_number_is_enough(tmp_path: Path) -> None:
    found = read_metadata(written(tmp_path, {"id": 12, "users": []}))
    assert (found.student, found.submitted_at, found.due, found.earlier) == ("12", None, None, ())


@pytest.mark.parametrize("content", [[], {"created_at": "yesterday"}, {"created_at": "2026-11-05T23:00:00"}])
def test_what_gradescope_does_not_write_is_refused_with_its_place(tmp_path: Path, content: object) -> None:
    with pytest.raises(SubmissionError, match=r"submission_metadata\.json"):
        read_metadata(written(tmp_path, content))
    with pytest.raises(SubmissionError, match="cannot read"):
        read_metadata(tmp_path / "nowhere.json")
