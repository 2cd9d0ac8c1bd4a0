import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.clean import clean, one_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain [bold]text[/bold]", "plain [bold]text[/bold]"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1bcreset", "reset"),
        ("10%\r100%", "10%\n100%"),
        ("a\r\nb", "a\nb"),
        ("a\tb", "a   b"),
        ("beep\x07\x00", "beep"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("\udcff", "\N{REPLACEMENT CHARACTER}"),
        ("سه\u200cلایه", "سه\u200cلایه"),
    ],
)
def test_only_text_is_left(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text())
def test_nothing_is_left_that_acts_on_a_terminal(text: str) -> None:
    left = set(clean(text)) - set("\n\u200c\u200d\u200e\u200f")
    assert not [c for c in left if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert "\n" not in one_line(text)
