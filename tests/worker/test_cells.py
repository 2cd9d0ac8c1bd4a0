"""A notebook's cells as Python: what only IPython understands goes, and nothing else moves."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.worker.cells import Cell, NotebookError, as_one_source, parses, read_cells


def notebook(*sources: Any) -> bytes:
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return json.dumps({"cells": cells, "nbformat": 4}).encode()


def cell(source: str) -> Cell:
    (only,) = read_cells(notebook(source))
    return only


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # lines
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!pip install x\n!!ls", "pass\npass"),
        (
            "if colab:\n    !pip install \\\n        torch\n    %cd hw\nx = 1",
            "if colab:\n    pass\n\n    pass\nx = 1",
        ),
        ("?print\nprint?\nnp.sum??\n%time?\nx = 1", "pass\npass\npass\npass\nx = 1"),
        ("files = !ls\na, b = %env X\nx = 1", "pass\npass\nx = 1"),
        ("%timeit f(x)\n%time y = f(x)\nx = 1", "pass\ny = f(x)\nx = 1"),
        ("for i in y:\n    %time f(i)", "for i in y:\n    f(i)"),
        ("/f x\n,f a b\n;f a b", "pass\npass\npass"),
        (
            "%cd a\nx = '''\n%in a string\n!too'''\ny = 7 \\\n% 2",
            "pass\nx = '''\n%in a string\n!too'''\ny = 7 \\\n% 2",
        ),
        ("!ls\nx = (9\n  % 2) # why?\ns = 'it\\'s' # (", "pass\nx = (9\n  % 2) # why?\ns = 'it\\'s' # ("),
        (
            '%pwd\ndef f():\n    """Doc (\n    %s\n    """\n    !echo don\'t',
            'pass\ndef f():\n    """Doc (\n    %s\n    """\n    pass',
        ),
        # whole cells
        ("%%bash\nrm -r x", ""),
        ("\n\n%%writefile a.py\nx = 1", ""),
        ("%%time\nx = 1\n%pwd", "\nx = 1\npass"),
        ("\n%%capture out\nx = 1", "\n\nx = 1"),
        # what is Python
        ("x = 5 % 2; y = x != 3", "x = 5 % 2; y = x != 3"),
        ("await f()", "await f()"),
        ("    x = 1\n    if x:\n        y = 2", "x = 1\nif x:\n    y = 2"),
        ("x = 1\r\ny = 2\rz = 3", "x = 1\ny = 2\nz = 3"),
        # what never was
        ("def f(:\n    pass", "def f(:\n    pass"),
        ("x = (1,\n%matplotlib inline", "x = (1,\n%matplotlib inline"),
        ("s = 'never ends\n%pwd", "s = 'never ends\npass"),
    ],
)
def test_what_ipython_alone_understands_is_left_out(source: str, expected: str) -> None:
    assert cell(source).source == expected


def test_what_is_left_out_is_known_with_its_place_and_names() -> None:
    found = cell("x = 1\nfiles, n = !ls *.py\n\n%who")
    assert [(one.line, one.text, one.names) for one in found.dropped] == [
        (2, "files, n = !ls *.py", ("files", "n")),
        (4, "%who", ()),
    ]


def test_what_ipython_is_asked_by_name_is_known_too() -> None:
    found = cell("%pwd\nif True:\n    get_ipython().system('ls')\nprint(get_ipython())\n!ls")
    assert [(one.line, one.text) for one in found.dropped] == [
        (1, "%pwd"),
        (3, "get_ipython().system('ls')"),
        (5, "!ls"),
    ]


def test_cells_are_counted_as_jupyter_counts_them() -> None:
    content = notebook("a = 1", "", "  \n", ["b = 2\n", "c = 3"])
    assert [(one.number, one.source) for one in read_cells(content)] == [(1, "a = 1"), (2, "b = 2\nc = 3")]


def test_all_cells_as_one_source_leave_out_what_does_not_parse_and_keep_places() -> None:
    source, places = as_one_source(read_cells(notebook("a = 1\nb = 2", "def f(:", "%pwd\nc = 3")))
    assert source == "a = 1\nb = 2\npass\nc = 3"
    assert places == ((1, 1), (1, 2), (3, 1), (3, 2))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[]", "no cells"),
        (b'{"cells": {}}', "no cells"),
        (b'{"cells": [1]}', "without a type or a source"),
        (b'{"cells": [{"cell_type": "code"}]}', "without a type or a source"),
        (b'{"cells": [{"cell_type": "code", "source": 1}]}', "no text"),
        (b'{"cells": [{"cell_type": "code", "source": ["a", 1]}]}', "no text"),
        (b'{"worksheets": [{}, 1]}', ""),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[" * 100_000, "can be read"),
        (b'{"nbformat": ' + b"9" * 5000 + b"}", "can be read"),
    ],
)
def test_what_is_no_notebook_is_said(content: bytes, says: str) -> None:
    if not says:
        assert read_cells(content) == ()
        return
    with pytest.raises(NotebookError, match=says):
        read_cells(content)


PYTHON = (
    "x = 1",
    "    y = 2",
    "if x:",
    "z = '''",
    "'''",
    '"""',
    "w = (",
    ")",
    "# 'c (",
    "v = x \\",
    "u = 'a",
    "",
)
IPYTHON = ("%pwd", "!ls", "f?", "%%time", "%time t = 1", "%time %time 1", "g = !ls", "  %who")
lines = st.sampled_from((*PYTHON, *IPYTHON))


@given(st.lists(lines, min_size=1, max_size=8))
def test_lines_keep_their_numbers(text: list[str]) -> None:
    for found in read_cells(notebook("\n".join(text))):
        for kept, original in zip(found.source.split("\n"), text, strict=False):
            assert kept.strip() in ("", "pass") or kept.strip() in original
        for dropped in found.dropped:
            assert dropped.text in text[dropped.line - 1]


@given(st.text(alphabet="abc %!?'\"#()[]\n\\=:x1", max_size=60))
def test_python_is_left_as_it_is_and_anything_can_be_read(text: str) -> None:
    for found in read_cells(notebook(text)):
        if parses(text):
            assert found.source == text
            assert not found.dropped
