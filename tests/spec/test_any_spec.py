"""Whatever is written into a problem.yaml, it loads or its faults are told: nothing else is raised."""

from __future__ import annotations

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import SpecError, SpecFault
from grader.spec import load

SPEC: dict[str, Any] = {
    "format_version": 1,
    "id": "p",
    "title": {"en": "Title", "fa": "عنوان"},
    "source": {"document": "d.txt"},
    "framework": "torch",
    "submit": {"module": "work.py", "answers": "answers.yaml", "files": ["essay.pdf"]},
    "limits": {"wall_time_s": 2, "memory_mib": 64},
    "values": {
        "x": [[1, 2], [3, 4]],
        "n": 3,
        "R": {"random": "normal", "shape": [3]},
        "k": {"random": "integers", "low": 0, "high": 3, "shape": [2]},
        "c": {"random": "choice", "from": [1, 2]},
        "z": {"full": 0, "shape": [2, 2], "dtype": "int64"},
        "a": {"array": [1, 0], "dtype": "bool"},
        "o": {"object": {"lr": 0.1, "betas": [1, 2]}},
        "w": {"reference": "f(o)"},
    },
    "checks": [
        {"id": "eq", "call": "f(x)", "equals": {"a": [1.5], "b": None}, "tolerance": {"rtol": 0.1}},
        {
            "id": "ref",
            "call": "f(R, x)",
            "matches_reference": {"trials": 2, "any_of": ["g(x)"]},
            "needs": ["eq"],
        },
        {"id": "grad", "call": "g(x, cotangent)", "gradient_of": {"call": "f(x)", "wrt": {"dx": "x"}}},
        {"id": "sat", "call": "f(w)", "satisfies": {"shape": {"equals": [2]}}, "expects": {"kind": "float"}},
        {
            "id": "bw",
            "call": "f(x)",
            "backward": {"wrt": ["x"]},
            "keeps": ["x"],
            "observe": ["x"],
            "equals": 1,
        },
        {"id": "ans", "answer": "v", "formula": "2*t", "where": {"t": "positive"}, "digits": 3},
        {"id": "mat", "answer": "m", "matches_reference": {"call": "f(x)"}, "carry": {"x": "eq"}},
        {"id": "src", "source": "work.py", "complies": {"forbid": ["os"], "require": ["math"]}},
        {"id": "rev", "review": "essay.pdf", "rubric": [{"id": "r", "points": 2}], "points": 2},
        {
            "id": "rai",
            "call": "f(n)",
            "raises": "ValueError",
            "limits": {"cpu_time_s": 1},
            "visibility": "hidden",
        },
    ],
    "misconceptions": [
        {"id": "m1", "when": {"swap": {"f": "wrong"}}, "feedback": "No.", "checks": ["eq"]},
        {"id": "m2", "when": {"answer": "v", "formula": "t"}, "feedback": {"en": "No."}},
    ],
}

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        [
            "",
            "x",
            "f(x)",
            "f(",
            "numpy",
            "eq",
            "matrix[n, m]",
            "[1, 0]",
            "p",
            "..",
            "/",
            "a.b",
            "é",
            "=",
            "${",
        ]
    )
    | st.text(st.characters(categories=("L", "N", "P", "S")), max_size=6)
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "random", "array", "file", "call", "wrt", "dtype", "shape", "object", "en", "x"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


def places(node: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [here] if here else []
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, inner in items:
        found += places(inner, (*here, step))
    return found


PLACES = places(SPEC)


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    spec = copy.deepcopy(SPEC)
    for place in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3)):
        node: Any = spec
        try:
            for step in place[:-1]:
                node = node[step]
            match draw(st.sampled_from(["replace", "remove", "add"])):
                case "replace":
                    node[place[-1]] = draw(anything)
                case "remove":
                    del node[place[-1]]
                case "add" if isinstance(node, dict):
                    node[draw(st.sampled_from(["equals", "call", "x", "points", "credit", "values"]))] = draw(
                        anything
                    )
        except (KeyError, IndexError, TypeError):
            pass  # an earlier change took away what this one is about
    return spec


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(damaged())
def test_any_spec_loads_or_tells_its_faults(spec: dict[str, Any]) -> None:
    for fault in faults(spec):
        assert fault.line >= 1 <= fault.column
        assert fault.what
        assert fault.hint, fault
        # Names of the library that checks types are no words for authors.
        assert "‹" not in str(fault)
        assert "constrained" not in str(fault)


def faults(spec: dict[str, Any]) -> tuple[SpecFault, ...]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            load(written(Path(folder) / "p", spec))
        except SpecError as error:
            return error.faults or (SpecFault(path="", line=0, column=0, what="an error without a fault"),)
    return ()


def written(home: Path, spec: dict[str, Any]) -> Path:
    home.mkdir()
    (home / "problem.yaml").write_text(json.dumps(spec, ensure_ascii=False, indent=1), encoding="utf-8")
    for name in ("reference.py", "misconceptions.py"):
        (home / name).write_text("def f(*a): ...\ndef g(*a): ...\ndef wrong(*a): ...\n", encoding="utf-8")
    return home


def test_the_spec_that_is_damaged_is_whole(tmp_path: Path) -> None:
    assert len(load(written(tmp_path / "p", SPEC)).problems[0].problem.checks) == len(SPEC["checks"])
