"""What a handout of the whole bank must not hold, looked for in every byte of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from grader.core.data import leaves
from grader.core.problem import (
    Call,
    CallSubject,
    Check,
    Equals,
    Formula,
    GradientOf,
    MatchesReference,
    Problem,
)
from grader.handout import Handout, hand_out
from grader.sandbox.box import Sandbox
from grader.spec import load

BANK = Path(__file__).parents[2] / "problems"
SECRET_CODE = ("reference.py", "misconceptions.py", "verifier.py")
LONG = 24  # characters: shorter lines, such as `return x`, tell nothing

pytestmark = pytest.mark.slow
ASSIGNMENT = load(BANK)
PROBLEMS = {one.problem.id: one.problem for one in ASSIGNMENT.problems}


@pytest.fixture(scope="module")
def handout() -> Handout:
    with Sandbox() as sandbox:
        return hand_out(ASSIGNMENT, b"of a handout", sandbox)


@pytest.fixture(params=PROBLEMS)
def problem(request: pytest.FixtureRequest) -> Problem:
    return PROBLEMS[request.param]


def texts_of(handout: Handout, problem: Problem) -> str:
    """All that is handed out for a problem, and the pages for all."""
    return "\n".join(
        content.decode("utf-8", "replace")
        for path, content in handout.files.items()
        if "/" not in path or path.startswith(f"{problem.id}/")
    )


def spec_of(handout: Handout, problem: Problem) -> str:
    return handout.files[f"{problem.id}/problem.yaml"].decode()


def own_lines(source: str, public: str) -> Iterator[str]:
    """Lines of code that are in no file that is public by its nature."""
    kept = ast.unparse(ast.parse(source))  # without comments
    for line in map(str.strip, kept.splitlines()):
        is_code = not line.startswith(("import ", "from ", "def ", "class "))
        if is_code and len(line) >= LONG and line not in public:
            yield line


def test_no_line_of_the_authors_code(handout: Handout, problem: Problem) -> None:
    public = "\n".join(
        ast.unparse(ast.parse(content)) if path.endswith(".py") else content.decode("utf-8", "replace")
        for path, content in problem.files.items()
        if path.startswith(("starter/", "statement")) or path == "driver.py"
    )
    given = "\n".join(
        ast.unparse(ast.parse(content)) if path.endswith(".py") else content.decode("utf-8", "replace")
        for path, content in handout.files.items()
        if path.startswith(f"{problem.id}/")
    )
    allowed = {"verifier.py"} if "verifier.py" in problem.handout else set()
    lines = {
        line
        for name in SECRET_CODE
        if name in problem.files and name not in allowed
        for line in own_lines(problem.files[name].decode(), public)
    }
    assert lines or problem.id == "paper-review"
    assert {line for line in lines if line in given} == set()


def test_no_hidden_check(handout: Handout, problem: Problem) -> None:
    spec = yaml.safe_load(spec_of(handout, problem))
    visible = {check.id for check in problem.checks if check.is_visible}
    assert {check["id"] for check in spec["checks"]} <= visible
    everything = texts_of(handout, problem)
    told = {check.hint for check in problem.checks if check.is_visible}
    for check in problem.checks:
        if not check.is_visible:
            assert not re.search(rf"^\W*id: {re.escape(check.id)}$", everything, re.M)
            assert not check.hint.en or check.hint in told or check.hint.en not in everything
    held = sum(check.points for check in problem.checks if not check.is_visible and not check.extra_credit)
    if held:
        assert float(spec["withheld"]["hidden"]["points"]) == pytest.approx(float(held))


def test_no_hidden_call_and_nothing_that_hidden_checks_expect(handout: Handout, problem: Problem) -> None:
    everything = texts_of(handout, problem)
    spoken = "\n".join(
        content.decode("utf-8", "replace")
        for path, content in problem.files.items()
        if path.startswith(("starter/", "statement"))
    )
    shown = {call for check in problem.checks if check.is_visible for call in calls_of(check)}
    for check in problem.checks:
        if check.is_visible:
            continue
        for call in calls_of(check):
            assert call in shown or call not in everything
        for secret in expected_by(check):
            assert secret in spoken or secret not in everything


def calls_of(check: Check) -> Iterator[str]:
    if isinstance(check.subject, CallSubject):
        yield check.subject.call.text
    match check.expectation:
        case GradientOf(call=call) | MatchesReference(call=Call() as call):
            yield call.text


def expected_by(check: Check) -> Iterator[str]:
    """What is right, as it would be written; short answers, such as `b` and 0.25, stand everywhere."""
    match check.expectation:
        case Formula(text=text) if len(text) >= 8:
            yield text
        case Equals(expected=expected):
            for _, leaf in leaves(expected):
                for number in [leaf] if isinstance(leaf, int | float) else []:
                    if len(f"{number:.10g}") >= 4:
                        yield f"{number:.10g}"


def test_no_mistake_is_named(handout: Handout, problem: Problem) -> None:
    spec, everything = spec_of(handout, problem), texts_of(handout, problem)
    assert "misconceptions" not in yaml.safe_load(spec)
    for misconception in problem.misconceptions:
        assert misconception.id not in spec.replace(problem.id, "")
        assert misconception.feedback.en not in everything
        assert misconception.feedback.fa not in everything or not misconception.feedback.fa


def test_nothing_is_drawn_or_asked_of_a_reference(handout: Handout, problem: Problem) -> None:
    spec = spec_of(handout, problem)
    for key in ("random:", "reference:", "matches_reference:", "gradient_of:", "seed:"):
        assert key not in spec


def test_only_what_a_student_works_with(handout: Handout, problem: Problem) -> None:
    paths = {path.partition("/")[2] for path in handout.files if path.startswith(f"{problem.id}/")}
    kept = re.compile(
        r"problem\.yaml|statement(\.fa)?\.md|driver\.py|verifier\.py|(starter|expected|values)/.+"
    )
    submitted = {problem.submit.module, problem.submit.answers, *problem.submit.files}
    provided = set(problem.submit.provide)
    others = {
        path
        for path in paths - submitted
        if not kept.fullmatch(path) and not any(path.endswith(one) for one in provided)
    }
    assert others == set()
    assert ("verifier.py" in paths) <= ("verifier.py" in problem.handout)
