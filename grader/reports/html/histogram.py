"""The histogram of a class's scores, drawn as SVG; its colours and fonts are the page's style's."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from markupsafe import Markup

_WIDTH, _HEIGHT = 520, 250
_SEEN = "24 6 474 226"  # what is drawn has wide margins


def histogram(counts: Mapping[str, int], axis: str, told: str) -> Markup:
    """One column for each label, under its count; `told` says the same to who cannot see it.

    Markup, since what makes it escapes.
    """
    import leather  # type: ignore[import-untyped]  # leather has no types

    scale = leather.Linear(0, max(1, *counts.values()))
    chart = leather.Chart()
    chart.add_columns(list(counts.items()))
    chart.add_x_axis(name=axis)
    chart.set_y_scale(scale)
    chart.add_y_axis([tick for tick in scale.ticks() if tick % 1 == 0], lambda tick, *_: f"{tick:.0f}")
    drawn = chart.to_svg_group(_WIDTH, _HEIGHT)
    drawn.remove(drawn.find("rect"))  # the page has a ground
    columns = drawn.find(".//g[@class='series columns']")
    for column, (label, count) in zip(columns.findall("rect"), counts.items(), strict=True):
        ET.SubElement(column, "title").text = f"{label}: {count}"
        middle = float(column.get("x")) + float(column.get("width")) / 2
        over = float(column.get("y")) - 5
        text = ET.SubElement(columns, "text", {"x": f"{middle:.1f}", "y": f"{over:.1f}"})
        text.text = str(count or "")
    svg = ET.Element("svg", {"class": "histogram", "viewBox": _SEEN, "role": "img", "aria-label": told})
    svg.append(drawn)
    return Markup(ET.tostring(svg, encoding="unicode"))
