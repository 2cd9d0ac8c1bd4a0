"""The pytest plugin: `pytest --grader-submission=DIR` shows each check of a course's problems as a test.

It is for people. What pytest ends with can be changed by whoever may write a conftest.py, an ini-file or an
environment variable that pytest reads; a grade is only what `grader grade` reports. Student code itself runs in the
sandbox, never in pytest's process, and pytest collects nothing of the submission.

Each problem is graded once in each process, by the first of its checks that runs. What students may not see is
skipped. Nothing is imported but pytest until the option is used.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from grader.core.problem import Assignment, Problem
    from grader.core.report import CheckResult, ProblemReport
    from grader.core.submission import Submission
    from grader.schedule.again import Again

_SUBMISSION, _PROBLEMS = "--grader-submission", "--grader-problems"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("grader", "checks of homework")
    group.addoption(
        _SUBMISSION, metavar="DIR", help="judge this student's work, a test for each check of the problems"
    )
    group.addoption(
        _PROBLEMS,
        metavar="DIR",
        default="problems",
        help="the assignment file, folder of problems or problem to judge it by [default: problems]",
    )


# --- before anything of the submission could be loaded --------------------------------------------------


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Refuses to run where pytest itself would be configured by the submission, or load code of it.

    An ini-file has been read by now. Given as `--grader-submission DIR`, in two words, pytest takes DIR for a path to
    collect until this plugin is loaded, and looks for an ini-file there; with `=` it does not.
    """
    asked = early_config.known_args_namespace
    given = asked.grader_submission
    if given is None:
        return
    here = early_config.invocation_params.dir
    submission = (here / given).resolve()
    paths = [*asked.file_or_dir, *early_config.getini("testpaths")]
    places = {
        "rootdir": [early_config.rootpath],
        "ini-file": [early_config.inipath] if early_config.inipath else [],
        "working folder": [here],
        "path to collect": [here / str(path).partition("::")[0] for path in paths],
    }
    for what, found in places.items():
        for path in found:
            if path.resolve().is_relative_to(submission):
                hint = f"run it outside, and write {_SUBMISSION}=DIR; -c FILE and --rootdir DIR name the course's own"
                raise pytest.UsageError(
                    f"pytest's {what} {path} lies inside the submission {given}\nhint: {hint}"
                )
    if submission.name.startswith("test") and (submission / "conftest.py").exists():
        raise pytest.UsageError(
            f"pytest would load {given}/conftest.py: it does so in every folder named test…\nhint: rename the folder"
        )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    given = config.getoption(_SUBMISSION)
    if given is None:
        return None
    submission = (config.invocation_params.dir / given).resolve()
    return collection_path.resolve().is_relative_to(submission) or None


# --- collecting -----------------------------------------------------------------------------------------


def pytest_sessionstart(session: pytest.Session) -> None:
    config = session.config
    given = config.getoption(_SUBMISSION)
    if given is None:
        return
    here = config.invocation_params.dir
    config.stash[_DESK] = _Desk(here / given, here / config.getoption(_PROBLEMS))
    if not config.known_args_namespace.file_or_dir:
        config.args[:] = []  # no path was named, so nothing else is meant


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    desk = collector.config.stash.get(_DESK, None)
    if desk is not None and isinstance(collector, pytest.Session) and report.passed:
        report.result = [*report.result, *desk.collected(collector)]
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    desk = config.stash.get(_DESK, None)
    if desk is not None:
        desk.close()


class ProblemCollector(pytest.Collector):
    """The checks of one problem."""

    desk: _Desk
    problem: Problem

    def collect(self) -> Iterator[pytest.Item]:
        for check in self.problem.checks:
            nodeid = f"{self.problem.id}::{check.id}"
            item = CheckItem.from_parent(self, name=check.id, nodeid=nodeid)
            item.extra_keyword_matches.add(nodeid)
            yield item


class CheckItem(pytest.Item):
    """One check. What could not be judged is an error, what students may not see is skipped."""

    parent: ProblemCollector

    def setup(self) -> None:
        from grader.core.verdict import Verdict
        from grader.errors import GraderError
        from grader.reports.numbers import written
        from grader.reports.plain import told

        try:
            check = self._result()
        except GraderError as error:
            pytest.fail(f"ungraded: {error.what}", pytrace=False)
        self.user_properties += [
            ("points", written(check.max_score)),
            ("score", written(check.score)),
            ("verdict", str(check.verdict or "hidden")),
        ]
        if check.verdict is None:
            pytest.skip("hidden: the course sees how it went")
        if check.verdict is Verdict.NEEDS_REVIEW:
            pytest.skip("a person marks this")
        if check.verdict is Verdict.UNGRADED:
            pytest.fail(told(check, "en"), pytrace=False)

    def runtest(self) -> None:
        from grader.core.verdict import Verdict
        from grader.reports.plain import told

        check = self._result()
        if check.verdict is not Verdict.PASSED:
            pytest.fail(told(check, "en"), pytrace=False)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.nodeid

    def _result(self) -> CheckResult:
        report = self.parent.desk.report(self.parent.problem)
        return next(check for check in report.checks if check.id == self.name)


# --- grading --------------------------------------------------------------------------------------------


class _Desk:
    """One submission, what it is judged by, and the processes that do so, which start when first needed."""

    def __init__(self, submission: Path, problems: Path) -> None:
        from grader.errors import GraderError
        from grader.intake import read_submission
        from grader.spec import load

        try:
            self._submission: Submission = read_submission(submission)
            self._assignment: Assignment = load(problems)
        except GraderError as error:
            hint = f"\nhint: {error.hint}" if error.hint else ""
            raise pytest.UsageError(f"{error.what}{hint}") from None
        self._reports: dict[str, ProblemReport] = {}
        self._again: Again | None = None

    def collected(self, session: pytest.Session) -> Iterator[ProblemCollector]:
        for problem in (assigned.problem for assigned in self._assignment.problems):
            node = ProblemCollector.from_parent(
                session, name=problem.id, nodeid=problem.id, path=Path(problem.folder).absolute()
            )
            node.desk, node.problem = self, problem
            yield node

    def report(self, problem: Problem) -> ProblemReport:
        """The problem's report as its student may see it; graded when it is first asked for.

        Raises:
            GraderError: if no worker can be started.
        """
        from grader.core.redaction import for_student

        if problem.id not in self._reports:
            again = self._warm()
            judged = {problem.id: again.problem(problem, self._submission)}
            [seen] = for_student(again.report(self._submission, judged)).submissions
            self._reports[problem.id] = seen.problems[0]
        return self._reports[problem.id]

    def _warm(self) -> Again:
        from grader.schedule.again import Again
        from grader.schedule.options import Options

        if self._again is None:
            self._again = Again(self._assignment, Options(seed=self._assignment.seed)).__enter__()
        return self._again

    def close(self) -> None:
        if self._again is not None:
            self._again.__exit__(None, None, None)


_DESK: pytest.StashKey[_Desk] = pytest.StashKey()
