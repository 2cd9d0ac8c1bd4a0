from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.intake.names import AttemptOf
from grader.intake.roster import Known, read_roster


def roster(folder: Path, text: str) -> Path:
    (folder / "submissions.csv").write_text(text, encoding="utf-8")
    return folder


def test_times_by_student_and_attempt(tmp_path: Path) -> None:
    text = (
        "\ufeffstudent,attempt,name,submitted_at,extension_until,room\r\n"
        "s03,,Sara,2025-11-02T21:40:00+03:30,,A1\r\n"
        's03,2,"Sara, again",2025-11-05T20:15:00Z,2025-11-08T00:00:00+00:00,A1\r\n'
    )
    known = read_roster(roster(tmp_path, text)).rows
    assert known[AttemptOf("s03", 1)].submitted_at == datetime(2025, 11, 2, 18, 10, tzinfo=UTC)
    assert known[AttemptOf("s03", 2)].extension_until == datetime(2025, 11, 8, tzinfo=UTC)


def test_no_file_is_no_knowledge(tmp_path: Path) -> None:
    assert not read_roster(tmp_path)


def test_empty_cells_are_unknown(tmp_path: Path) -> None:
    assert read_roster(roster(tmp_path, "student,submitted_at\ns01,\ns02\n")).rows == {
        AttemptOf("s01", 1): Known(),
        AttemptOf("s02", 1): Known(),
    }


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("id\ns01\n", "submissions.csv:1: there is no column student"),
        ("student,submited_at\n", "submissions.csv:1: unknown column 'submited_at'"),
        ("student,student\n", "submissions.csv:1: the column 'student' stands there twice"),
        ("student\ns01\n../x\n", "submissions.csv:3: '../x' is not a student id"),
        ("student\ns01\ns01\n", "submissions.csv:3: attempt 1 of s01 stands there twice"),
        ("student,attempt\ns01,0\n", "submissions.csv:2: '0' is not the number of an attempt"),
        (
            "student,submitted_at\ns01,2025-11-02T21:40:00\n",
            "submissions.csv:2: submitted_at has no UTC offset",
        ),
        ("student,submitted_at\ns01,yesterday\n", "submissions.csv:2: submitted_at is not an ISO time"),
        ("student\ns01,1,2\n", "submissions.csv:2: more cells than columns"),
        ('student\n"s01\n', "submissions.csv: unexpected end of data"),
    ],
)
def test_faults_name_their_row(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(UsageError) as fault:
        read_roster(roster(tmp_path, text))
    assert what in fault.value.what
