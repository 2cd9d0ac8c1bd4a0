from fractions import Fraction

import pytest

from grader.reports.numbers import brief, rounded, written


@pytest.mark.parametrize(
    ("points", "exact", "short"),
    [
        (None, "", ""),
        (Fraction(8), "8", "8"),
        (Fraction(15, 2), "7.5", "7.5"),
        (Fraction(10, 3), "3.3333", "3.33"),
        (Fraction(1, 8), "0.125", "0.13"),
        (Fraction(0), "0", "0"),
        (Fraction(9999, 1000), "9.999", "9.999"),  # short of 10, and seen to be
    ],
)
def test_points_as_written(points: Fraction | None, exact: str, short: str) -> None:
    assert (written(points), brief(points)) == (exact, short)


def test_rounded_half_up_once() -> None:
    assert rounded(Fraction(12345, 100000)) == 0.1235
    assert rounded(None) is None
