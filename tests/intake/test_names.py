import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.intake.names import AttemptOf, attempt_of, is_unprintable, student_id


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("s03", AttemptOf("s03", 1)),
        ("s03@2", AttemptOf("s03", 2)),
        ("ali@uni.ir", AttemptOf("ali@uni.ir", 1)),
        ("ali@uni.ir@3", AttemptOf("ali@uni.ir", 3)),
        ("علی\u200cرضا", AttemptOf("علی\u200cرضا", 1)),
        ("Ame\u0301lie", AttemptOf("Am\u00e9lie", 1)),  # a folder from macOS is the same student
    ],
)
def test_folder_names(folder: str, expected: AttemptOf) -> None:
    assert attempt_of(folder) == expected


@pytest.mark.parametrize(
    "folder",
    [
        "",
        "../x",
        "a/b",
        "a\\b",
        ".hidden",
        " s03",
        "s03 ",
        "s\x1b[31m03",
        "s\u202e03",
        "s03@0",
        "s03@007",
        "s" * 129,
    ],
)
def test_what_is_no_student_id(folder: str) -> None:
    with pytest.raises(SubmissionError) as refused:
        attempt_of(folder)
    assert "\x1b" not in refused.value.what
    assert "\u202e" not in refused.value.what


@given(st.text())
def test_an_id_never_holds_a_path_or_what_does_not_show(text: str) -> None:
    try:
        name = student_id(text)
    except SubmissionError:
        return
    assert not any(is_unprintable(character) for character in name)
    assert "/" not in name
    assert not name.startswith(".")
