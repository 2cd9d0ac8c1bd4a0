"""No password of a URL is shown, however the URL was mistyped, and nothing else is touched."""

from __future__ import annotations

import pytest

from grader.core.masking import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql+psycopg://me:hush@host/book", "postgresql+psycopg://me:***@host/book"),
        ("postgresql://me:hush:hush@host:5432/book", "postgresql://me:***@host:5432/book"),
        ("postgresql://me:hu/sh@host/book", "postgresql://me:***@host/book"),
        ("postgresql://me:hu@sh@host/book", "postgresql://me:***@host/book"),
        ("postgresql://me:hu sh@host/book", "postgresql://me:***@host/book"),
        ("postgresql://me@server:hush@host/book", "postgresql://me@server:***@host/book"),
        ("postgresql://:hush@host/book", "postgresql://:***@host/book"),
        ("postgresql:/me:hush@host/book", "postgresql:/me:***@host/book"),
        ("cannot open 'postgresql://me:hush@host/book'", "cannot open 'postgresql://me:***@host/book'"),
        ("postgresql:///book?user=me&password=hush&host=h", "postgresql:///book?user=me&password=***&host=h"),
        ("postgresql://host/book?sslpassword=hush", "postgresql://host/book?sslpassword=***"),
        ("two\npostgresql://me:hush@host\nme@host", "two\npostgresql://me:***@host\nme@host"),
    ],
)
def test_a_password_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://me@host:5432/book",
        "problems/a/problem.yaml:3:5: no such key: me@host",
        "see https://example.org: ask me@example.org",
        "C:/homework/me@here.py",
        "a, b: 3 @ 4",
    ],
)
def test_all_else_stays(text: str) -> None:
    assert masked(text) == text
