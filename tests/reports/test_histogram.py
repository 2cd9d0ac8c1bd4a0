"""The histogram: what is counted is what is drawn, in whole numbers, and texts stay texts."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from grader.reports.html.histogram import histogram


@pytest.mark.parametrize("most", [0, 1, 2, 3, 7, 40, 1999])
def test_columns_are_as_high_as_they_count(most: int) -> None:
    counts = {"0–50": most, "50–100": most // 2}
    svg = ET.fromstring(histogram(counts, "share", "told"))
    columns = svg.find(".//g[@class='series columns']")
    assert columns is not None
    heights = [float(column.get("height", "nan")) for column in columns.findall("rect")]
    assert heights[0] * (most // 2) == pytest.approx(heights[1] * most)
    assert [title.text for title in columns.iter("title")] == [f"0–50: {most}", f"50–100: {most // 2}"]


@pytest.mark.parametrize("most", [0, 1, 2, 3, 7, 40, 1999])
def test_people_are_counted_in_whole_numbers(most: int) -> None:
    svg = ET.fromstring(histogram({"0–50": most, "50–100": 0}, "share", "told"))
    ticks = [text.text or "" for text in svg.iterfind(".//g[@class='axis left']//text")]
    assert ticks
    assert all(tick.isdecimal() for tick in ticks)
    assert len(set(ticks)) == len(ticks)


def test_it_is_told_to_who_cannot_see_it_and_brings_no_style_of_its_own() -> None:
    drawn = str(histogram({"<b>": 1}, "</svg>", '"><script>'))
    svg = ET.fromstring(drawn)
    assert svg.get("aria-label") == '"><script>'
    assert svg.get("role") == "img"
    assert "<script" not in drawn
    assert "style=" not in drawn
