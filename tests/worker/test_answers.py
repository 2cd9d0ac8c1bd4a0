"""Answers keep the text that was typed; what could expand or confuse is refused."""

from __future__ import annotations

import pytest

from grader.worker.answers import AnswersError, read_answers


def test_scalars_stay_texts() -> None:
    content = "\ufeffa: 0.10\r\nb: 1:30\nc: no\nd: ۰٫۵\ne: [1, 2e3]\nf:\n  g: '3'\nh:\n".encode()
    assert read_answers(content) == {
        "a": "0.10", "b": "1:30", "c": "no", "d": "۰٫۵", "e": ["1", "2e3"], "f": {"g": "3"}, "h": "",
    }  # fmt: skip


def test_an_empty_file_has_no_answers() -> None:
    assert read_answers(b"# nothing yet\n") == {}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"a: &x [1]\nb: *x\n", "aliases"),
        (b"a: 1\na: 2\n", "twice"),
        (b"- 1\n- 2\n", "key: answer"),
        (b"just text", "key: answer"),
        (b"a: [1, 2\n", "not YAML"),
        (b"a: \xff\xfe\n", "UTF-8"),
        (b"[1, 2]: 3\n", "plain text"),
        (b"a" * (1 << 20) + b": 1", "larger"),
        (b"[" * 3000, "nested"),
        (b"[" * 10 + b"1", "not YAML"),
        (b"\n".join(b" " * n + b"a:" for n in range(40)), "nested"),
    ],
)
def test_what_is_refused_says_why(content: bytes, what: str) -> None:
    with pytest.raises(AnswersError, match=what):
        read_answers(content)
