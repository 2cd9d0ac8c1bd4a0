"""A whole class straight from an LMS's zip, a roster, and the folder that `import` makes of them."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from grader.core.problem import Problem, Submit
from grader.core.text import Text
from grader.errors import SubmissionError, UsageError
from grader.intake import open_class
from grader.intake.writing import write_class
from tests.intake import lms

NET = Problem(id="net", title=Text("net"), checks=(), submit=Submit(module="net.py", answers="answers.yaml"))
WORK = [f"points = {k}\n".encode() for k in range(5)]


def laid(folder: Path, **bodies: bytes) -> Path:
    for path, body in bodies.items():
        (folder / path.replace("__", "/")).parent.mkdir(parents=True, exist_ok=True)
        (folder / path.replace("__", "/")).write_bytes(body)
    return folder


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in files.items():
            archive.writestr(name.replace("__", "/"), body)
    return path


@pytest.mark.parametrize("make", [lms.moodle, lms.canvas])
def test_every_student_has_their_own_work(tmp_path: Path, make: type) -> None:
    download = make(300, WORK)
    (tmp_path / "class.zip").write_bytes(download.zip())
    handed_in = open_class(tmp_path / "class.zip", [NET])
    assert len(handed_in) == 300
    for one in handed_in:
        points = download.points[one.student]
        body = one.files.get("net.py", b"").removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        assert body in (WORK[points or 0], b"" if points == 0 else None), one.student
        assert one.name.replace(" ", "").lower() in (
            download.names[one.student].replace(" ", "").lower(),
            one.name,
        )
        if one.student in download.late:
            assert "Canvas marks it as late" in one.refused


def test_hostile_members_are_named_and_nothing_else_is_lost(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(lms.moodle(30, WORK).zip())
    handed_in = open_class(tmp_path / "class.zip", [NET])
    reasons = dict(handed_in.refused)
    assert len(handed_in) == 30
    assert sorted(reason.partition(" (")[0] for reason in reasons.values()) == [
        "a symbolic link, which is not followed",
        "its name holds characters that do not show",
        "its name leads out of the archive",
    ]
    told = {one.student: one.refused for one in handed_in if one.refused}
    assert "not a zip archive, or a broken one" in told["4005"][0]
    assert "zeros.txt: larger than 10 MiB" in told["4008"][0]
    assert not set("".join(handed_in.notes)) & set("\x1b\u202e")


def test_what_is_refused_for_one_reason_is_told_together(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(lms.moodle(60, WORK).zip())
    told = [
        note for note in open_class(tmp_path / "class.zip", [NET]).notes if note.startswith("not taken, ")
    ]
    assert len(told) == 3
    [links] = [note for note in told if "a symbolic link" in note]
    assert ": Student 6_4006_" in links
    assert ", Student 36_4036_" in links


def test_a_class_is_read_one_student_at_a_time(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(60):
            archive.writestr(f"s{number:02}/data.bin", bytes(4 << 20))
    tracemalloc.start()
    assert sum(len(one.files["data.bin"]) for one in open_class(tmp_path / "class.zip")) == 240 << 20
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 24 << 20


def test_the_roster_says_whose_it_is(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "student,name,lms_id,submitted_at\n"
        "s01,Jane Doe0,,2025-11-05T10:00:00Z\n"
        "s02,Somebody Else,7001,\n"
        "s03,Away Today,,\n"
    )
    (tmp_path / "c.zip").write_bytes(lms.canvas(3, WORK).zip())
    handed_in = open_class(tmp_path / "c.zip", [NET], roster=roster)
    assert [one.student for one in handed_in] == ["7002", "s01", "s02"]
    assert next(one for one in handed_in if one.student == "s01").submitted_at is not None
    assert (handed_in.absent, handed_in.unknown) == (("s03",), ("7002",))
    assert handed_in.notes == ("nothing was handed in by: s03", "not on the roster: 7002")


def test_a_name_that_two_bear_is_nobodys(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("student,name\ns01,Jane Doe0\ns02,Jane Doe0\n")
    (tmp_path / "c.zip").write_bytes(lms.canvas(1, WORK).zip())
    assert [one.student for one in open_class(tmp_path / "c.zip", [NET], roster=roster)] == ["7000"]


def test_two_hand_ins_of_one_student_are_both_left_to_a_person(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("student,name,lms_id\ns01,Jane Doe0,7001\ns02,x,7002\n")
    (tmp_path / "c.zip").write_bytes(lms.canvas(3, WORK).zip())
    handed_in = open_class(tmp_path / "c.zip", [NET], roster=roster)
    assert [one.student for one in handed_in] == ["s02"]
    assert "both are attempt 1 of s01" in handed_in.notes[-1]


def test_a_moodle_team_is_known_by_its_members(tmp_path: Path) -> None:
    source = laid(tmp_path / "class", **{"Team A-Sara Ahmadi_5_assignsubmission_file__net.py": b"1"})
    (tmp_path / "r.csv").write_text("student,name\ns01,Sara Ahmadi\n")
    assert [one.student for one in open_class(source, [NET], roster=tmp_path / "r.csv")] == ["s01"]


def test_zips_per_student_in_a_folder_and_in_a_zip(tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    zipped(tmp_path / "class" / "s01.zip", net__net=b"x", **{"work__net.py": b"1"})
    zipped(tmp_path / "class" / "s02@2.zip", **{"net.py": b"2"})
    both = list(open_class(tmp_path / "class", [NET]))
    assert [(one.student, one.attempt) for one in both] == [("s01", 1), ("s02", 2)]
    assert both[1].files == {"net.py": b"2"}
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in sorted((tmp_path / "class").iterdir()):
            archive.write(path, f"homework 3/{path.name}")
    assert [one.files for one in open_class(tmp_path / "all.zip", [NET])] == [one.files for one in both]


def test_a_folder_around_the_work_is_seen_through(tmp_path: Path) -> None:
    zipped(tmp_path / "s01.zip", **{"hw__src__net.py": b"1", "hw__src__data__x.csv": b"2"})
    zipped(tmp_path / "s02.zip", **{"net__net.py": b"1"})
    one, two = open_class(tmp_path, [NET])
    assert sorted(one.files) == ["data/x.csv", "net.py"]
    assert sorted(two.files) == ["net/net.py"]


def test_repositories(tmp_path: Path) -> None:
    laid(
        tmp_path,
        **{
            "hw3-sara__net.py": b"1",
            "hw3-ali__net.py": b"2",
            "hw3-ali__.git__config": b"x",
            "hw3-sara__.git__HEAD": b"",
        },
    )
    assert [(one.student, list(one.files)) for one in open_class(tmp_path, [NET])] == [
        ("ali", ["net.py"]),
        ("sara", ["net.py"]),
    ]


@pytest.mark.parametrize("body", [b"", b"PK\3\4", b"no zip at all"])
def test_a_download_that_is_broken(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "class.zip").write_bytes(body)
    with pytest.raises(SubmissionError, match="not a zip archive"):
        open_class(tmp_path / "class.zip")


def test_something_else_is_no_class(tmp_path: Path) -> None:
    (tmp_path / "class.txt").write_text("x")
    with pytest.raises(UsageError, match="neither a folder nor a zip"):
        open_class(tmp_path / "class.txt")


@pytest.mark.parametrize("make", [lms.moodle, lms.canvas])
def test_import_writes_what_grading_the_zip_would_read(tmp_path: Path, make: type) -> None:
    (tmp_path / "class.zip").write_bytes(make(60, WORK).zip())
    handed_in = open_class(tmp_path / "class.zip", [NET])
    write_class(handed_in, tmp_path / "out")
    laid_out = open_class(tmp_path / "out", [NET])
    assert [(one.student, one.digest, one.name) for one in laid_out] == [
        (one.student, one.digest, one.name) for one in handed_in
    ]
    assert not any(path.is_symlink() for path in tmp_path.rglob("*"))
    assert {path.name for path in tmp_path.iterdir()} == {"class.zip", "out"}
    assert [row.lms_id for _, row in laid_out.known()] == [row.lms_id for _, row in handed_in.known()]


def test_import_keeps_away_from_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(lms.canvas(2, WORK).zip())
    laid(tmp_path / "out", mine=b"x")
    with pytest.raises(UsageError, match="is there already"):
        write_class(open_class(tmp_path / "class.zip"), tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]


def test_ids_with_an_at_sign_come_back(tmp_path: Path) -> None:
    laid(tmp_path / "in", **{"ali@uni.ir__net.py": b"1", "ali@uni.ir@2__net.py": b"2"})
    write_class(open_class(tmp_path / "in"), tmp_path / "out")
    assert [(one.student, one.attempt) for one in open_class(tmp_path / "out")] == [
        ("ali@uni.ir", 1),
        ("ali@uni.ir", 2),
    ]


def test_ten_megabytes_of_names(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"s{number % 40:02}/{'n' * 200}{number}\x1b.py", b"")
        archive.writestr("s00/net.py", b"1")
    (tmp_path / "class.zip").write_bytes(buffer.getvalue())
    handed_in = open_class(tmp_path / "class.zip", [NET])
    assert len(handed_in) == 1
    assert len("".join(handed_in.notes)) < 20_000
