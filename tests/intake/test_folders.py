from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.core.problem import Problem, Submit
from grader.core.text import Text
from grader.errors import SubmissionError, UsageError
from grader.intake import handed_in, read_submission, read_submissions


def problem(problem_id: str = "mlp-forward", module: str = "mlp_forward.py") -> Problem:
    return Problem(
        id=problem_id, title=Text(problem_id), checks=(), submit=Submit(module=module, answers="answers.yaml")
    )


def hand_in(folder: Path, path: str = "mlp_forward.py", body: str = "x = 1") -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(body)


def test_one_submission_per_folder_in_order(tmp_path: Path) -> None:
    for name in ("s10", "s02@2", "s02@10", "s02"):
        hand_in(tmp_path / name)
    (tmp_path / "README.md").write_text("about this class")
    (tmp_path / "submissions.csv").write_text("student,attempt,submitted_at\ns02,2,2025-01-01T00:00:00Z\n")
    found = read_submissions(tmp_path, [problem()])
    assert [(one.student, one.attempt) for one in found] == [("s02", 1), ("s02", 2), ("s02", 10), ("s10", 1)]
    assert [one.submitted_at for one in found][:2] == [None, datetime(2025, 1, 1, tzinfo=UTC)]
    assert found[0].files == {"mlp_forward.py": b"x = 1"}


def test_an_empty_folder_is_a_submission_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "s01").mkdir()
    assert read_submissions(tmp_path, [])[0].files == {}


def test_only_is_a_glob_on_ids_and_spares_the_others_reading(tmp_path: Path) -> None:
    for name in ("s01", "s02", "t01"):
        hand_in(tmp_path / name)
    assert [one.student for one in read_submissions(tmp_path, [], only="s*")] == ["s01", "s02"]
    with pytest.raises(UsageError, match="'x\\*'"):
        read_submissions(tmp_path, [], only="x*")


@pytest.mark.parametrize("stray", ["s01.tar.gz", "mine.py", "mine.ipynb"])
def test_work_that_would_be_passed_over_stops_the_run(tmp_path: Path, stray: str) -> None:
    hand_in(tmp_path / "s01")
    (tmp_path / stray).write_bytes(b"")
    with pytest.raises(SubmissionError, match=stray):
        read_submissions(tmp_path, [])


def test_a_linked_student_folder_is_not_followed(tmp_path: Path) -> None:
    hand_in(tmp_path / "s01")
    (tmp_path / "s02").symlink_to("s01")
    with pytest.raises(SubmissionError, match="symbolic link"):
        read_submissions(tmp_path, [])


def test_two_folders_of_one_attempt(tmp_path: Path) -> None:
    hand_in(tmp_path / "s01")
    hand_in(tmp_path / "s01@1")
    with pytest.raises(SubmissionError, match="both attempt 1 of s01"):
        read_submissions(tmp_path, [])


@pytest.mark.parametrize("path", ["mlp_forward.py", "mlp-forward/mlp_forward.py", "mlp_forward.ipynb"])
def test_one_students_folder_is_not_a_class(tmp_path: Path, path: str) -> None:
    hand_in(tmp_path, path)
    with pytest.raises(UsageError) as fault:
        read_submissions(tmp_path, [problem()])
    assert f"grader check {tmp_path}" in fault.value.hint


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        read_submissions(tmp_path / "none", [])
    with pytest.raises(UsageError, match="no student's folder"):
        read_submissions(tmp_path, [])


def test_one_student(tmp_path: Path) -> None:
    hand_in(tmp_path / "s04@2")
    one = read_submission(tmp_path / "s04@2")
    assert (one.student, one.attempt, list(one.files)) == ("s04", 2, ["mlp_forward.py"])
    single = read_submission(tmp_path / "s04@2" / "mlp_forward.py", student="me")
    assert (single.student, single.files) == ("me", {"mlp_forward.py": b"x = 1"})


def test_a_user_may_name_a_link(tmp_path: Path) -> None:
    hand_in(tmp_path / "s04")
    (tmp_path / "here").symlink_to("s04")
    assert read_submission(tmp_path / "here").student == "s04"


def test_nothing_to_check(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file"):
        read_submission(tmp_path / "none.py")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("mlp_forward.py", True),
        ("mlp_forward.ipynb", True),
        ("answers.yaml", True),
        ("mlp-forward/notes.txt", True),
        ("other.py", False),
    ],
)
def test_what_counts_as_handed_in(tmp_path: Path, path: str, expected: bool) -> None:
    hand_in(tmp_path / "s01", path)
    assert handed_in(read_submission(tmp_path / "s01"), problem()) is expected
