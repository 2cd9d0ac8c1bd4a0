"""Archives that were made to do harm: what they say is bounded, what is wrong is named, and the rest is taken."""

from __future__ import annotations

import io
import stat
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable

import pytest

from grader.errors import SubmissionError
from grader.intake.files import Caps, Taken
from grader.intake.zips import STUDENT_DIRECTORY_BYTES, Zip, take_all

MIB = 1 << 20


def packed(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members:
            archive.writestr(name, body)
    return buffer.getvalue()


def renamed(body: bytes, was: str, becomes: str) -> bytes:
    """A name written over in both headers: zipfile itself would not write it."""
    assert len(was) == len(becomes)
    return body.replace(was.encode(), becomes.encode())


def taken_of(body: bytes, caps: Caps | None = None) -> Taken:
    taken = Taken()
    take_all(body, "work.zip", taken, caps or Caps())
    return taken


def special(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def test_files_by_path() -> None:
    taken = taken_of(packed(("a.py", b"1"), ("pkg/b.py", b"2"), ("پوشه/ج.py", b"3")))
    assert taken.files == {"a.py": b"1", "pkg/b.py": b"2", "پوشه/ج.py": b"3"}
    assert taken.refused == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../x.py", "leads out"),
        ("a/../../x", "leads out"),
        ("..\\..\\x.py", "leads out"),
        ("/etc/x.py", "from the root"),
        ("\\x.py", "from the root"),
        ("C:x.py", "from the root"),
        ("C:\\x\\y.py", "from the root"),
        ("a\x1b[31m.py", "do not show"),
        ("a\u202ecod.exe", "do not show"),
        ("a\n.py", "do not show"),
        ("n" * 300, "too long"),
        ("d/" * 600 + "x", "too long"),
    ],
)
def test_names_that_lead_astray(name: str, reason: str) -> None:
    taken = taken_of(packed((name, b"evil"), ("good.py", b"1")))
    assert list(taken.files) == ["good.py"]
    assert reason in taken.refused[0]
    assert not set(taken.refused[0]) & set("\x1b\u202e\n")


def test_a_nul_does_not_hide_the_rest_of_a_name() -> None:
    taken = taken_of(renamed(packed(("good.pyX.txt", b"evil")), "good.pyX.txt", "good.py\0.txt"))
    assert taken.files == {}
    assert "NUL" in taken.refused[0]


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        (stat.S_IFLNK | 0o777, "symbolic link"),
        (stat.S_IFIFO | 0o644, "not a file"),
        (stat.S_IFCHR, "not a file"),
    ],
)
def test_links_and_devices(mode: int, reason: str) -> None:
    taken = taken_of(packed((special("x.py", mode), b"/etc/passwd"), ("good.py", b"1")))
    assert list(taken.files) == ["good.py"]
    assert reason in taken.refused[0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (("a.py", "a.py"), "a second file of that name"),
        (("a.py", "A.PY"), "only in case"),
        (("a.py", "./a.py"), "a second file"),
        (("a", "a/b.py"), "a file and a folder"),
        (("a/b.py", "a"), "a file and a folder"),
    ],
)
def test_names_that_clash(names: tuple[str, str], reason: str) -> None:
    taken = taken_of(packed((names[0], b"first"), (names[1], b"second")))
    assert list(taken.files.values()) == [b"first"]
    assert reason in taken.refused[0]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compression_is_not_read(method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("x.py", b"1")
    assert "compressed in a way" in taken_of(buffer.getvalue()).refused[0]


def test_a_bomb_costs_no_more_than_its_caps() -> None:
    bomb = packed(*((f"{n:03}.txt", bytes(40 * MIB)) for n in range(3)), ("good.py", b"1"))
    tracemalloc.start()
    taken = taken_of(bomb, Caps(file_bytes=MIB))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert list(taken.files) == ["good.py"]
    assert peak < 8 * MIB


def test_a_size_that_lies_is_not_believed() -> None:
    honest = packed(("x.txt", bytes(3 * MIB)))
    lying = honest.replace(struct.pack("<L", 3 * MIB), struct.pack("<L", 10))
    taken = taken_of(lying, Caps(file_bytes=MIB))
    assert taken.files == {}
    assert len(taken.refused) == 1


def test_all_files_together_are_capped() -> None:
    taken = taken_of(packed(*((f"{n}.txt", bytes(MIB)) for n in range(5))), Caps(total_bytes=3 * MIB))
    assert len(taken.files) == 3
    assert "all files together" in taken.refused[0]


def test_a_million_entries_are_refused_before_they_are_listed() -> None:
    record = (
        struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
        + b"a"
    )
    directory = record * 1_000_000
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, len(directory), 0, 0)
    started = time.perf_counter()
    taken = taken_of(directory + end)
    assert time.perf_counter() - started < 2
    assert taken.refused == ["work.zip: a zip archive of too many entries"]


def test_more_files_than_the_cap() -> None:
    taken = taken_of(packed(*((f"{n:03}.py", b"") for n in range(50))), Caps(files=20))
    assert len(taken.files) == 20


def test_an_archive_within_an_archive_is_not_opened() -> None:
    body = packed(("a/inner.zip", packed(("x.py", b"1"))), ("data.zip", b"2"))
    taken = Taken()
    take_all(body, "work.zip", taken, Caps(), frozenset(["data.zip"]))
    assert taken.files == {"data.zip": b"2"}
    assert taken.refused == ["work.zip/a/inner.zip: an archive within an archive, which is not opened"]


def test_an_encrypted_member() -> None:
    body = bytearray(packed(("x.py", b"1")))
    body[6] |= 1  # the flag in the local header, and in the directory
    body[body.index(b"PK\1\2") + 8] |= 1
    assert "encrypted" in taken_of(bytes(body)).refused[0]


def _cut(body: bytes) -> bytes:
    return body[: len(body) // 2]


def _flipped(body: bytes) -> bytes:
    at = body.index(b"x.py") + 8
    return body[:at] + bytes([body[at] ^ 0xFF]) + body[at + 1 :]


def _no_directory(body: bytes) -> bytes:
    return body.replace(b"PK\1\2", b"PK\7\7")


@pytest.mark.parametrize(
    "broken", [_cut, _flipped, _no_directory, lambda _: b"", lambda _: b"PK\5\6", lambda _: b"hello" * 99]
)
def test_broken_archives(broken: Callable[[bytes], bytes]) -> None:
    taken = taken_of(broken(packed(("x.py", bytes(range(256)) * 40))))
    assert taken.files == {}
    assert len(taken.refused) == 1


@pytest.mark.parametrize("seed", range(200))
def test_damage_anywhere_is_a_refusal_or_the_very_bytes(seed: int) -> None:
    whole = packed(("a.py", b"print(1)\n" * 50), ("b/c.py", b"x = 2\n" * 50))
    damaged = bytearray(whole)
    for k in range(3):
        at = zlib.crc32(f"{seed}/{k}".encode()) % len(damaged)
        damaged[at] ^= 1 << (seed % 8)
    taken = taken_of(bytes(damaged))
    for path, body in taken.files.items():
        assert body in (b"print(1)\n" * 50, b"x = 2\n" * 50), path


def test_a_class_archive_that_is_none() -> None:
    with pytest.raises(SubmissionError, match="not a zip archive"):
        Zip(io.BytesIO(b"nothing"), STUDENT_DIRECTORY_BYTES, 10)
