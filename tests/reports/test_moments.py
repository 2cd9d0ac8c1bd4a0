import pytest

from grader.reports.moments import moment


@pytest.mark.parametrize(
    ("at", "read"),
    [
        ("2025-11-06T08:00:59+00:00", "2025-11-06 08:00"),
        ("2025-11-06T01:00:00+03:30", "2025-11-05 21:30"),
        ("", ""),
        ("<b>soon", "<b>soon"),
    ],
)
def test_moments(at: str, read: str) -> None:
    assert moment(at) == read
