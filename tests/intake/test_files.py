import os
from pathlib import Path

import pytest

from grader.errors import SubmissionError
from grader.intake import opened
from grader.intake.files import Caps, read_file, read_folder


@pytest.fixture(autouse=True, params=["by descriptor", "by path"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How folders are opened: Windows has no descriptors for them."""
    monkeypatch.setattr(opened, "_BY_DESCRIPTOR", request.param == "by descriptor")


def test_reads_bytes_by_relative_path(tmp_path: Path) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "a.py").write_bytes(b"\x00\xff")
    (tmp_path / "b.py").write_bytes(b"")
    assert read_folder(tmp_path).files == {"b.py": b"", "pkg/a.py": b"\x00\xff"}


def test_skips_what_machines_leave_behind(tmp_path: Path) -> None:
    for folder in ("__pycache__", ".git", "__MACOSX"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.py").write_text("1")
    (tmp_path / ".DS_Store").write_text("1")
    taken = read_folder(tmp_path)
    assert (taken.files, taken.refused) == ({}, [])


def test_links_pipes_and_devices_are_refused_with_a_reason(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key.txt").write_text("key")
    work = tmp_path / "work"
    work.mkdir()
    (work / "file.py").symlink_to(secret / "key.txt")
    (work / "folder").symlink_to(secret)
    (work / "dangling").symlink_to("nowhere")
    os.mkfifo(work / "pipe")
    taken = read_folder(work)
    assert taken.files == {}
    assert taken.refused == [
        "dangling: a symbolic link, which is not followed",
        "file.py: a symbolic link, which is not followed",
        "folder: a symbolic link, which is not followed",
        "pipe: not a file (a pipe, socket or device)",
    ]


def test_a_folder_that_is_a_link_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with pytest.raises(SubmissionError):
        read_folder(tmp_path / "link")


def test_caps_refuse_and_keep_the_rest(tmp_path: Path) -> None:
    for name, size in (("a", 5), ("b", 11), ("c", 8), ("d", 7)):
        (tmp_path / name).write_bytes(b"x" * size)
    taken = read_folder(tmp_path, Caps(file_bytes=10, total_bytes=14))
    assert sorted(taken.files) == ["a", "c"]
    assert [line.split(":")[0] for line in taken.refused] == ["b", "d"]


def test_the_files_that_are_taken_do_not_hang_on_the_disk_order(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number:02}.py").write_text("")
    taken = read_folder(tmp_path, Caps(files=3))
    assert list(taken.files) == ["00.py", "01.py", "02.py"]
    assert "more than 3 files" in taken.refused[0]


def test_the_count_runs_over_all_folders(tmp_path: Path) -> None:
    for folder in "ab":
        (tmp_path / folder).mkdir()
        for number in range(2):
            (tmp_path / folder / f"{number}.py").write_text("")
    assert len(read_folder(tmp_path, Caps(files=3)).files) == 3


def test_deep_folders_end(tmp_path: Path) -> None:
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c" / "x.py").write_text("")
    (tmp_path / "a" / "y.py").write_text("")
    taken = read_folder(tmp_path, Caps(depth=2))
    assert list(taken.files) == ["a/y.py"]
    assert taken.refused == ["a/b/c: folders nest deeper than 2"]


def test_reasons_are_capped_and_printable(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number:02}\x1b[31m.py").write_text("")
    refused = read_folder(tmp_path).refused
    assert len(refused) == 21
    assert refused[-1] == "… and more that was not taken"
    assert "\x1b" not in "".join(refused)


def test_names_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.py"))).write_text("")
    taken = read_folder(tmp_path)
    assert taken.files == {}
    assert taken.refused == ["\\udcff.py: its name holds characters that do not show"]


def test_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"x" * 11)
    assert read_file(tmp_path / "a.py") == b"x" * 11
    with pytest.raises(SubmissionError, match="larger than"):
        read_file(tmp_path / "a.py", Caps(file_bytes=10))
