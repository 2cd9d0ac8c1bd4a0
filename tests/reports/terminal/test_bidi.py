import pytest

from grader.reports.terminal.bidi import isolated

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"


def marked(text: str) -> str:
    return text.replace(LRI, "<").replace(RLI, "«").replace(PDI, ">")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("plain x @ W", "fa", "plain x @ W"),
        ("علی", "en", "«علی>"),
        ("name: علی", "en", "<name: علی>"),
        ("هر لایه x @ W.T است.", "fa", "«هر لایه <x @ W.T> است.>"),
        ("W ترانهاده است", "fa", "«<W> ترانهاده است>"),
        ("مثلاً -0.5.", "fa", "«مثلاً <-0.5>.>"),
        ("می‌شود. c0 را", "fa", "«می‌شود. <c0> را>"),
        ("شکل (n, m) است", "fa", "«شکل <(n, m)> است>"),
        ("(3 روز)", "fa", "«(<3> روز)>"),
        ("خطا: shapes (2,3) (سطر 16)", "fa", "«خطا: <shapes (2,3)> (سطر <16>)>"),
        ("برابر (ورودی‌ها، خروجی‌ها) است", "fa", "«برابر (ورودی‌ها، خروجی‌ها) است>"),
    ],
)
def test_runs_are_isolated(text: str, language: str, expected: str) -> None:
    assert marked(isolated(text, language)) == expected  # type: ignore[arg-type]


def test_isolates_close() -> None:
    text = isolated("W3 و (b) با x[0, 1] برابر است: y = -1!", "fa")
    assert sum(c in (LRI, RLI) for c in text) == text.count(PDI)
