import pytest

from grader.intake.layouts import HandIn, Layout, layout_of
from grader.intake.places import Entry


def files(*names: str) -> list[Entry]:
    return [Entry(name=name, is_folder=False) for name in names]


def folders(*names: str, inside: tuple[str, ...] = ()) -> list[Entry]:
    return [Entry(name=name, is_folder=True, inside=inside) for name in names]


def by_key(layout: Layout) -> dict[str, HandIn]:
    return {one.key: one for one in layout.hand_ins}


def paths(hand_in: HandIn) -> dict[str, str]:
    return {part.path: part.entry for part in hand_in.parts}


def test_a_course_of_its_own() -> None:
    layout = layout_of([*folders("s01", "s02@2"), *files("s03.zip", "README.md")])
    assert (layout.kind, list(by_key(layout))) == ("folder", ["s01", "s02@2", "s03"])
    assert [name for name, _ in layout.strays] == ["README.md"]


def test_moodle_in_folders() -> None:
    layout = layout_of(
        folders(
            "Sara Ahmadi_101_assignsubmission_file",
            "Sara Ahmadi_101_assignsubmission_onlinetext",
            "رضا_102_assignsubmission_file_",
        )
    )
    assert layout.kind == "moodle"
    assert [(one.key, one.name, len(one.parts)) for one in layout.hand_ins] == [
        ("101", "Sara Ahmadi", 2),
        ("102", "رضا", 1),
    ]


def test_moodle_flat() -> None:
    layout = layout_of(
        files(
            "A B_7_assignsubmission_file_net.py",
            "A B_7_assignsubmission_file_my_data.csv",
            "A B_7_assignsubmission_onlinetext_onlinetext.html",
            "A_1_assignsubmission_file_x_8_assignsubmission_file_net.py",
        )
    )
    assert sorted(paths(by_key(layout)["7"])) == ["my_data.csv", "net.py", "onlinetext.html"]
    assert list(paths(by_key(layout)["8"])) == ["net.py"]


def test_moodle_blind() -> None:
    layout = layout_of(folders("Participant_55_assignsubmission_file"))
    assert [(one.key, one.name) for one in layout.hand_ins] == [("55", "")]


def test_canvas() -> None:
    layout = layout_of(
        files(
            "doejane_12_900_net.py",
            "doejane_12_901_my_answers.yaml",
            "roeali_LATE_13_902_net.py",
            "x_14_text.html",
        )
    )
    found = by_key(layout)
    assert (layout.kind, found["12"].name, sorted(paths(found["12"]))) == (
        "canvas",
        "doejane",
        ["my_answers.yaml", "net.py"],
    )
    assert found["13"].remarks == ("Canvas marks it as late",)
    assert list(paths(found["14"])) == ["text.html"]


@pytest.mark.parametrize(
    "name", ["anon_aB3d_900_net.py", "anon_LATE_aB3d_900_net.py", "anon_aB3d_LATE_900_net.py"]
)
def test_canvas_anonymous(name: str) -> None:
    [one] = layout_of(files(name)).hand_ins
    assert (one.key, one.name, bool(one.remarks)) == ("aB3d", "", "LATE" in name)


def test_the_latest_upload_counts() -> None:
    [one] = layout_of(
        files("doe_12_900_net.py", "doe_12_950_net-2.py", "doe_12_940_net-1.py", "doe_12_960_other.py")
    ).hand_ins
    assert paths(one) == {"net.py": "doe_12_950_net-2.py", "other.py": "doe_12_960_other.py"}
    assert [remark.partition(":")[0] for remark in one.remarks] == [
        "doe_12_900_net.py",
        "doe_12_940_net-1.py",
    ]


def test_a_file_that_is_asked_for_keeps_its_name() -> None:
    [one] = layout_of(files("doe_12_900_part-1.py"), asked=["part-1.py"]).hand_ins
    assert list(paths(one)) == ["part-1.py"]


def test_github() -> None:
    layout = layout_of(folders("hw-3-sara", "hw-3-ali-reza", inside=(".git",)))
    assert (layout.kind, list(by_key(layout))) == ("github", ["sara", "ali-reza"])


def test_what_an_lms_did_not_name_is_a_stray() -> None:
    layout = layout_of(files("doe_12_900_net.py", "roe_13_901_net.py", "readme.txt"))
    assert [name for name, _ in layout.strays] == ["readme.txt"]


def test_one_odd_name_makes_no_lms() -> None:
    assert layout_of(folders("s01", "s02", "A_1_assignsubmission_file")).kind == "folder"
