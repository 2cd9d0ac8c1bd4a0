import pytest

from grader.core.report import Json
from grader.reports.terminal.arrays import Marks, alone, inline, lines, pair

NONE_WRONG = Marks(wrong=(), sign="", style="")


def shown(value: Json) -> list[str]:
    grid = alone(value)
    assert grid is not None
    return [line.plain for line in lines(grid, NONE_WRONG)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.875, ["0.875"]),
        (None, ["None"]),
        ("nan", ["nan"]),
        ([1, 20, 3], ["[1 20 3]"]),
        ([[1, 2], [30, -4]], ["[[ 1  2]", " [30 -4]]"]),
        ([[[1, 2]], [[3, 4]]], ["[[[1 2]]", " [[3 4]]]"]),
        ([[[1], [2]], [[3], [4]]], ["[[[1]", "  [2]]", " [[3]", "  [4]]]"]),
        ([], ["[] (0)"]),
        ([[], []], ["[] (2 × 0)"]),
        ([True, False], ["[True False]"]),
    ],
)
def test_grids_read_like_numpy(value: Json, expected: list[str]) -> None:
    assert shown(value) == expected


@pytest.mark.parametrize("value", [[1, [2]], {"a": 1}, [{"a": 1}], [[1, 2], [3]]])
def test_what_is_no_array(value: Json) -> None:
    assert alone(value) is None


def test_wrong_elements_bear_a_sign_and_the_others_room_for_it() -> None:
    sides = pair([[1, 2], [3, 4]], [[1, 5], [3, 40]], [(0, 1), (1, 1)])
    assert sides is not None
    marks = Marks(wrong={(0, 1), (1, 1)}, sign="✗", style="red")
    assert [line.plain for line in lines(sides[1], marks)] == ["[[1   5✗]", " [3  40✗]]"]


def test_digits_suffice_to_see_what_is_wrong() -> None:
    sides = pair([0.1, 1.0], [0.10000001, 1.0], [(0,)])
    assert sides is not None
    assert [side.cells[(0,)] for side in sides] == ["0.1", "0.10000001"]


def test_anything_fits_on_one_line() -> None:
    assert inline({"W": [[1, 2.5]], "name": "a\nb", "none": None}) == "{W: [[1, 2.5]], name: a b, none: None}"
