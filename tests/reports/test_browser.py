"""The pages in a real browser: sorted, searched, filtered, printed, by keyboard, in both themes and languages."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.core.redaction import for_student
from grader.core.report import Report
from grader.core.text import Language
from grader.reports.html import class_page, student_page
from tests.reports.browser import CHROMIUM, Tab, chromium
from tests.reports.test_html import evil

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
]

LABELS = "[...document.querySelectorAll('#table tbody tr:not([hidden]) th')].map(e => e.textContent)"
# The Contrast of WCAG 2: every text that shows, against the nearest ground behind it.
FAINT = """
(() => {
  const channels = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const found = channels(getComputedStyle(element).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("main *, header *")) {
    if (element.closest("svg") || element.closest("option") || !element.offsetParent) continue;
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) continue;
    const [a, b] = [light(channels(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.push(element.outerHTML.slice(0, 120));
  }
  return faint;
})()
"""


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with chromium() as opened:
        yield opened


def write(folder: Path, page: str) -> Path:
    (folder / "page.html").write_text(page, encoding="utf-8")
    return folder / "page.html"


@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_page_fits_and_is_legible(
    tab: Tab, class_report: Report, tmp_path: Path, language: Language, theme: str, width: int
) -> None:
    one = replace(class_report, submissions=class_report.submissions[3:4])
    for page in (
        class_page(class_report, language),
        student_page(for_student(one), language),
        class_page(evil(class_report)),
    ):
        path = write(tmp_path, page)
        tab.open(path, width, theme)
        tab.run("document.querySelectorAll('details').forEach(e => { e.open = true; })")
        assert tab.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert tab.run(FAINT) == []
        assert tab.complaints == []
        assert tab.requests == [path.as_uri()]


def test_the_table_is_sorted_searched_and_filtered(tab: Tab, class_report: Report, tmp_path: Path) -> None:
    tab.open(write(tmp_path, class_page(class_report)), 1400, "light")
    assert tab.run(LABELS) == ["s01", "s02", "s02@2", "s03", "s04", "علی-احمدی"]
    score = "[...document.querySelectorAll('#table thead th')].find(e => e.textContent === 'score')"
    tab.run(f"{score}.firstElementChild.click()")
    assert tab.run(f"{score}.getAttribute('aria-sort')") == "descending"
    assert tab.run(LABELS)[-1] == "s03"
    tab.run(f"{score}.firstElementChild.click()")
    assert tab.run(LABELS)[0] == "s03"
    grade = score.replace("'score'", "'grade'")
    for _ in range(2):  # whichever way, what is not known comes last
        tab.run(f"{grade}.firstElementChild.click()")
        assert set(tab.run(LABELS)[-2:]) == {"s03", "s04"}
    tab.run(
        "(e => { e.value = 'S02'; e.dispatchEvent(new Event('input')); })(document.getElementById('search'))"
    )
    assert sorted(tab.run(LABELS)) == ["s02", "s02@2"]
    assert tab.run("document.getElementById('shown').textContent") == "2"
    tab.run(
        "(e => { e.value = ''; e.dispatchEvent(new Event('input')); })(document.getElementById('search'))"
    )
    tab.run(
        "(e => { e.value = 'ungraded'; e.dispatchEvent(new Event('change')); })(document.getElementById('status'))"
    )
    assert tab.run(LABELS) == ["s04"]


def test_a_big_class_is_laid_out_in_part_until_all_of_it_is_asked_for(
    tab: Tab, class_report: Report, tmp_path: Path
) -> None:
    many = [replace(class_report.submissions[n % 4], student=f"t{n:03}", attempt=1) for n in range(450)]
    tab.open(write(tmp_path, class_page(replace(class_report, submissions=tuple(many)))), 1400, "light")
    shown, more = "document.getElementById('shown').textContent", "document.getElementById('more')"
    assert (len(tab.run(LABELS)), tab.run(shown), tab.run(f"{more}.innerText")) == (
        200,
        "200",
        "Show all 450",
    )
    tab.run("document.querySelector('#table thead button').click()")  # the last come first
    assert tab.run(LABELS)[:2] == ["t449", "t448"]
    assert len(tab.run(LABELS)) == 200
    tab.run(f"{more}.click()")
    assert (len(tab.run(LABELS)), tab.run(shown), tab.run(f"{more}.hidden")) == (450, "450", True)
    tab.open(write(tmp_path, class_page(replace(class_report, submissions=tuple(many)))), 1400, "light")
    tab.ask("Page.printToPDF")
    assert len(tab.run(LABELS)) == 450


def test_the_keyboard_reaches_everything(tab: Tab, class_report: Report, tmp_path: Path) -> None:
    tab.open(write(tmp_path, class_page(class_report)), 1400, "light")
    reached = []
    for _ in range(60):
        tab.press("Tab", 9)
        name = tab.run("(e => e.id || e.textContent.trim().slice(0, 12))(document.activeElement)")
        reached.append(name)
        if name == "score":
            tab.press("Enter", 13)
    assert {"theme", "search", "status", "student", "score", "mlp-forward"} <= set(reached)
    assert tab.run(LABELS)[-1] == "s03"


def test_the_theme_can_be_changed(tab: Tab, class_report: Report, tmp_path: Path) -> None:
    tab.open(write(tmp_path, class_page(class_report)), 1400, "light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = tab.run(ground)
    tab.run("document.getElementById('theme').click()")
    assert tab.run(ground) != light
    assert tab.run("document.getElementById('theme').getAttribute('aria-pressed')") == "true"


def test_it_prints(tab: Tab, class_report: Report, tmp_path: Path) -> None:
    tab.open(write(tmp_path, class_page(class_report)), 1400, "dark")
    printed = base64.b64decode(tab.ask("Page.printToPDF", printBackground=True)["data"])
    assert printed.startswith(b"%PDF")
    tab.ask("Emulation.setEmulatedMedia", media="print")
    assert tab.run("getComputedStyle(document.querySelector('.controls')).display") == "none"
    assert tab.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    tab.ask("Emulation.setEmulatedMedia", media="")


def test_nothing_that_a_student_wrote_runs(tab: Tab, class_report: Report, tmp_path: Path) -> None:
    for page in (class_page(evil(class_report)), student_page(evil(class_report))):
        path = write(tmp_path, page)
        tab.open(path, 1400, "light")
        assert tab.run("document.scripts.length") == 1
        assert tab.run("document.images.length") == 0
        assert tab.complaints == []
        assert tab.requests == [path.as_uri()]
