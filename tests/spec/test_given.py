"""The course's own data: IDX files of the folder that `--data` names, in the place of what a problem brings."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from numpy.typing import NDArray

from grader.core.data import Array
from grader.core.inputs import call_names
from grader.core.problem import Fixed, FromReference, Problem, Value
from grader.errors import SpecError, UsageError
from grader.spec import load
from grader.spec.arrays import ArrayError
from grader.spec.files import read_bytes
from grader.spec.given import from_idx, read
from tests.problem_folder import make

PROBLEMS = Path(__file__).parents[2] / "problems"
CODES = {">u1": 0x08, ">i1": 0x09, ">i2": 0x0B, ">i4": 0x0C, ">f4": 0x0D, ">f8": 0x0E}
IMAGES, LABELS = np.arange(5 * 2 * 3).reshape(5, 2, 3), np.array([3, 1, 4, 1, 5])
BODY = """\
values:
  images: {data: pictures-idx3, first: 4, otherwise: {full: 0, shape: [4, 2, 3], dtype: uint8}}
  labels: {data: kinds-idx1, first: 4, otherwise: {reference: "kinds()"}}
checks:
  - {id: a, call: f(images), satisfies: {accuracy_at_least: {labels: labels, at_least: 1}}}
"""
REFERENCE = {"reference.py": "def kinds():\n    return [0, 1, 2, 3]\ndef f(images):\n    return kinds()\n"}


def idx(values: NDArray[np.generic], dtype: str = ">u1") -> bytes:
    sizes = struct.pack(f">{values.ndim}I", *values.shape)
    return bytes([0, 0, CODES[dtype], values.ndim]) + sizes + values.astype(dtype).tobytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "p", BODY, REFERENCE)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def problem(folder: Path, data: Path | None = None) -> Problem:
    [assigned] = load(folder, data=data).problems
    return assigned.problem


def values(folder: Path, data: Path | None = None) -> tuple[Value, Value]:
    found = problem(folder, data).check("a").values
    return found["images"], found["labels"]


def array(value: Value) -> Array:
    assert isinstance(value, Fixed)
    assert isinstance(value.data, Array)
    return value.data


def write(data: Path, images: bytes = idx(IMAGES), labels: bytes = idx(LABELS)) -> None:
    (data / "pictures-idx3").write_bytes(images)
    (data / "kinds-idx1").write_bytes(labels)


# --- the format -----------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(
    dtype=st.sampled_from(sorted(CODES)),
    values=npst.arrays(np.int8, npst.array_shapes(max_dims=4, max_side=5), elements=st.integers(0, 100)),
)
def test_every_idx_array_is_read_as_it_was_written(dtype: str, values: NDArray[np.int8]) -> None:
    found = from_idx(idx(values, dtype), None)
    assert found.dtype == np.dtype(dtype).newbyteorder("=").name
    assert found.values.dtype.isnative
    np.testing.assert_array_equal(found.values, values)


def test_the_first_rows_are_taken() -> None:
    np.testing.assert_array_equal(from_idx(idx(IMAGES), 2).values, IMAGES[:2])


@settings(max_examples=200)
@given(st.binary(max_size=40))
def test_arbitrary_bytes_are_an_array_or_a_fault(content: bytes) -> None:
    try:
        found = from_idx(content, None)
    except ArrayError:
        return
    assert len(content) == 4 + 4 * found.values.ndim + found.values.nbytes


@pytest.mark.parametrize("content", [b"", idx(LABELS)[:-1], idx(LABELS) + b"\0", b"\1" + idx(LABELS)[1:]])
def test_what_is_cut_or_no_idx_file_is_a_fault(content: bytes) -> None:
    with pytest.raises(ArrayError):
        from_idx(content, None)


def test_more_rows_than_there_are_is_a_fault() -> None:
    with pytest.raises(ArrayError, match="6 rows are asked for, but the file holds 5"):
        from_idx(idx(LABELS), 6)


def test_a_gzipped_file_is_unzipped(tmp_path: Path) -> None:
    (tmp_path / "x.gz").write_bytes(gzip.compress(idx(LABELS)))
    assert read(tmp_path / "x.gz") == idx(LABELS)


@pytest.mark.parametrize(
    "content", [b"no gzip", gzip.compress(b"x" * 100)[:-9]], ids=["no-gzip", "cut-short"]
)
def test_a_broken_gzipped_file_is_said_to_be_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.gz").write_bytes(content)
    with pytest.raises(UsageError, match="cannot unzip"):
        read(tmp_path / "x.gz")


def test_a_bomb_is_not_unzipped_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.spec.given.MAX_FILE_BYTES", 1000)
    (tmp_path / "x.gz").write_bytes(gzip.compress(b"\0" * 1_000_000))
    assert len(read_bytes(tmp_path / "x.gz")) > 0
    with pytest.raises(UsageError, match="holds more than"):
        read(tmp_path / "x.gz")


# --- in a problem ---------------------------------------------------------------------------------------


def test_without_a_folder_the_problem_uses_what_it_brings(folder: Path) -> None:
    images, labels = values(folder)
    assert not array(images).values.any()
    assert isinstance(labels, FromReference)
    assert problem(folder).data == ()


def test_the_files_of_the_folder_take_its_place(folder: Path, data: Path) -> None:
    write(data)
    images, labels = values(folder, data)
    np.testing.assert_array_equal(array(images).values, IMAGES[:4])
    np.testing.assert_array_equal(array(labels).values, LABELS[:4])
    assert problem(folder, data).data == ("pictures-idx3", "kinds-idx1")


def test_a_folder_of_the_problems_name_goes_first(folder: Path, data: Path) -> None:
    write(data)
    (data / "p").mkdir()
    (data / "p" / "kinds-idx1.gz").write_bytes(gzip.compress(idx(LABELS + 1)))
    np.testing.assert_array_equal(array(values(folder, data)[1]).values, LABELS[:4] + 1)


def test_other_data_is_another_problem_to_the_gradebook(folder: Path, data: Path) -> None:
    write(data)
    before = problem(folder, data).digest
    write(data, labels=idx(LABELS + 1))
    assert len({before, problem(folder, data).digest, problem(folder).digest}) == 3


def test_some_of_the_files_are_not_enough(folder: Path, data: Path) -> None:
    write(data)
    (data / "kinds-idx1").unlink()
    with pytest.raises(
        SpecError, match=r"problem\.yaml:9:.*the data folder holds no kinds-idx1, though it holds"
    ):
        load(folder, data=data)


def test_a_file_that_is_none_is_a_fault_at_its_value(folder: Path, data: Path) -> None:
    write(data, labels=b"not these")
    with pytest.raises(SpecError, match=r"problem\.yaml:9:.*not an IDX file"):
        load(folder, data=data)


def test_a_folder_without_any_of_the_files_is_a_mistake(folder: Path, data: Path) -> None:
    (data / "pictures-idx4").write_bytes(idx(IMAGES))
    with pytest.raises(UsageError, match="holds no file that a problem asks for"):
        load(folder, data=data)


def test_a_folder_that_is_not_there_is_a_mistake(folder: Path, data: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        load(folder, data=data / "nowhere")


def test_problems_that_ask_for_nothing_are_left_as_they_are(folder: Path, data: Path) -> None:
    write(data)
    plain = make(folder.parent / "q", "checks:\n  - {id: a, call: f(), equals: 1}\n")
    with_data = {one.problem.id: one.problem for one in load(folder.parent, data=data).problems}
    assert with_data["q"] == problem(plain)
    assert with_data["p"].data == ("pictures-idx3", "kinds-idx1")


# --- the problem that needs it --------------------------------------------------------------------------


def test_no_call_of_fashion_mlp_names_the_test_labels() -> None:
    checks = problem(PROBLEMS / "fashion-mlp").checks
    assert any("test_images" in call_names(check) for check in checks)
    assert not any("test_labels" in call_names(check) for check in checks)
