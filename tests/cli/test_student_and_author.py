"""`check` and `validate` on the command line: what they end with, and what they print where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from grader.cli.edge import FAILURE, PASSED, UNGRADED, USAGE, cli
from tests.problem_folder import make

HEAD = "format_version: 1\nid: {id}\ntitle: {{en: Twice, fa: دو برابر}}\nframework: numpy\n"
HEAD += "submit: {{module: {id}.py}}\n"
CHECKS = """
checks:
  - {id: seen, call: double(2), equals: 4, hint: {en: Add it to itself., fa: آن را با خودش جمع کنید.}}
  - {id: fresh, call: double(x), matches_reference: {}, visibility: hidden, values: {x: {random: normal}}}
"""
REVIEW = "  - {id: why, review: essay.txt, rubric: [{id: r, points: 1}]}\n"
RIGHT = "def double(x):\n    return 2 * x\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], prog_name="grader")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "problems" / "doubled", CHECKS, {"reference.py": RIGHT}, head=HEAD)
    make(tmp_path / "problems" / "other", CHECKS, {"reference.py": RIGHT}, head=HEAD)
    return tmp_path


def work(course: Path, files: Mapping[str, str]) -> Path:
    folder = course / "mine"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_only_the_problems_that_something_is_there_for_are_checked(course: Path) -> None:
    done = run("check", work(course, {"doubled.py": RIGHT}), "--format", "json")
    assert done.exit_code == PASSED
    assert [one["id"] for one in json.loads(done.stdout)["submissions"][0]["problems"]] == ["doubled"]


def test_a_glance_at_the_framework_that_errs_changes_nothing(course: Path) -> None:
    head = HEAD.replace("framework: numpy", 'framework: "numpy"')
    make(course / "problems" / "doubled", CHECKS, {"reference.py": RIGHT}, head=head)
    assert run("check", work(course, {"doubled.py": RIGHT}), "--problem", "doubled").exit_code == PASSED


def test_a_single_file_is_enough(course: Path) -> None:
    folder = work(course, {"doubled.py": RIGHT, "other.py": "broken("})
    assert run("check", folder / "doubled.py").exit_code == PASSED
    assert run("check", folder).exit_code == FAILURE
    assert run("check", folder, "--problem", "doubled").exit_code == PASSED


@pytest.mark.parametrize("typed", ["hw", "problems/hw.yml", "problem/hw.yaml", "hw.yaml"])
def test_an_assignment_is_found_again_by_its_name(course: Path, typed: str) -> None:
    (course / "problems" / "hw.yaml").write_text(
        "format_version: 1\nid: hw\ntitle: HW\nproblems: [doubled]\n"
    )
    done = run("check", work(course, {"doubled.py": RIGHT}), "--problems", typed)
    assert done.exit_code == USAGE
    assert "did you mean problems/hw.yaml?" in done.stderr


def test_no_other_problem_is_read_than_the_one_that_is_named(course: Path) -> None:
    (course / "problems" / "other" / "problem.yaml").write_text("no: spec\n")
    folder = work(course, {"doubled.py": RIGHT})
    assert run("check", folder, "--problem", "doubled").exit_code == PASSED
    assert run("check", folder).exit_code == USAGE


@pytest.mark.parametrize(
    ("files", "arguments", "said"),
    [
        ({"doubled.py": RIGHT}, ("--problem", "doubed"), "hint: did you mean doubled?"),
        ({"notes.py": ""}, (), "doubled.py for doubled"),
        ({"doubled.py": RIGHT}, ("--problems", "nowhere"), "nowhere"),
    ],
)
def test_what_cannot_be_checked_is_a_usage_error(
    course: Path, files: Mapping[str, str], arguments: tuple[str, ...], said: str
) -> None:
    done = run("check", work(course, files), *arguments)
    assert done.exit_code == USAGE
    assert done.stderr.startswith("error: ")
    assert said in done.stderr
    assert done.stdout == ""


def test_what_is_seen_is_told_in_either_language(course: Path) -> None:
    folder = work(course, {"doubled.py": "def double(x):\n    print('so far so good')\n    return 3 * x\n"})
    english, persian = run("check", folder), run("check", folder, "--lang", "fa")
    for said in ("Twice", "Add it to itself.", "so far so good", "seen"):
        assert said in english.stdout
    for said in ("دو برابر", "آن را با خودش جمع کنید."):
        assert said in persian.stdout
    assert english.exit_code == persian.exit_code == FAILURE


def test_junit_is_xml_on_stdout(course: Path) -> None:
    done = run("check", work(course, {"doubled.py": "def double(x):\n    return 1\n"}), "--format", "junit")
    assert done.exit_code == FAILURE
    assert ET.fromstring(done.stdout).find(".//failure") is not None


def test_a_visible_check_that_cannot_be_graded_ends_with_3_and_a_hidden_one_is_not_told(course: Path) -> None:
    folder = work(course, {"doubled.py": RIGHT})
    path = course / "problems" / "doubled"
    (path / "reference.py").write_text("def double(x):\n    return 1 / 0\n", encoding="utf-8")
    hidden = run("check", folder, "--format", "json")
    assert hidden.exit_code == PASSED
    assert "ZeroDivision" not in hidden.output
    text = (path / "problem.yaml").read_text(encoding="utf-8")
    (path / "problem.yaml").write_text(text.replace(", visibility: hidden", ""), encoding="utf-8")
    assert run("check", folder).exit_code == UNGRADED


def test_what_a_person_marks_is_no_failure(course: Path) -> None:
    head = HEAD.replace("{id}.py", "{id}.py, files: [essay.txt]")
    make(course / "problems" / "doubled", CHECKS + REVIEW, {"reference.py": RIGHT}, head=head)
    done = run("check", work(course, {"doubled.py": RIGHT, "essay.txt": "Because."}), "--format", "json")
    assert done.exit_code == PASSED
    checks = json.loads(done.stdout)["submissions"][0]["problems"][0]["checks"]
    assert [(one["id"], one["verdict"]) for one in checks] == [
        ("seen", "passed"),
        ("fresh", None),
        ("why", "needs_review"),
    ]


def test_validate_tells_the_faults_of_every_problems_examples_at_once(course: Path) -> None:
    for name in ("doubled", "other"):
        folder = course / "problems" / name / "examples" / "odd"
        folder.mkdir(parents=True)
        (folder / "expected.yaml").write_text("checks: {sene: passed}\n", encoding="utf-8")
    done = run("validate", course / "problems")
    assert done.exit_code == USAGE
    assert done.stderr.count("there is no check `sene`; did you mean `seen`?") == 2
    assert all(line.startswith("error: ") for line in done.stderr.splitlines())


def test_validate_says_where_and_what_and_counts(course: Path) -> None:
    wrong = course / "problems" / "other" / "examples" / "wrong"
    wrong.mkdir(parents=True)
    (wrong / "other.py").write_text(RIGHT, encoding="utf-8")
    (wrong / "expected.yaml").write_text("checks: {seen: failed}\n", encoding="utf-8")
    done = run("validate", course / "problems", "--seed", "1")
    assert done.exit_code == FAILURE
    assert "doubled: valid" in done.stdout
    assert "other: FAULTY · 1 example" in done.stdout
    assert "error: examples/wrong: seen came out passed, expected failed" in done.stdout
    assert done.stdout.rstrip().endswith("2 problems: 1 fault")


@pytest.mark.parametrize("kind", ["problem", "assignment", "report"])
def test_schemas_are_json_on_stdout(kind: str) -> None:
    done = run("schema", kind)
    assert done.exit_code == PASSED
    assert json.loads(done.stdout)["$schema"].startswith("https://json-schema.org/")
