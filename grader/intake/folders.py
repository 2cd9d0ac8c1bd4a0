"""A class's folder, or one student's, into submissions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from grader.core.problem import Problem
from grader.core.submission import Submission
from grader.errors import SubmissionError, UsageError
from grader.intake.files import SKIPPED, USUAL, Caps, read_file, read_folder
from grader.intake.fit import asked_for
from grader.intake.names import AttemptOf, attempt_of
from grader.intake.roster import Times, read_roster

_ARCHIVES = (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".7z", ".rar")
_WORK = (".py", ".ipynb")


def read_submissions(
    folder: Path, problems: Sequence[Problem], *, only: str = "*", caps: Caps = USUAL
) -> tuple[Submission, ...]:
    """One submission for each student's folder, by student and attempt; `only` is a glob on student ids.

    Raises:
        UsageError: if the folder is not one of submissions, or its `submissions.csv` is wrong.
        SubmissionError: if something lies there that cannot be taken as it is.
    """
    if not folder.is_dir():
        what = f"{folder} is not a folder" if folder.exists() else f"there is no folder {folder}"
        raise UsageError(what, "give a folder that holds one folder per student")
    _check_is_of_a_class(folder, problems)
    times = read_roster(folder)
    found = {key: path for key, path in _students(folder).items() if fnmatchcase(key.student, only)}
    if not found:
        fit = "holds no student's folder" if only == "*" else f"holds no student whose id fits {only!r}"
        raise UsageError(f"{folder} {fit}", "each student's files lie in a folder named by the student's id")
    return tuple(_read(path, key, times.get(key, Times()), caps) for key, path in sorted(found.items()))


def read_submission(path: Path, *, student: str | None = None, caps: Caps = USUAL) -> Submission:
    """One student's folder or single file. Without `student`, the folder's name says whose it is.

    Raises:
        UsageError: if there is nothing at `path`.
        SubmissionError: if it cannot be read.
    """
    path = path.resolve()  # the user named it: links on the way are the user's own
    if path.is_dir():
        return _read(path, _whose(path, student), Times(), caps)
    if not path.exists():
        raise UsageError(f"there is no file or folder {path}")
    if path.suffix in _ARCHIVES:
        raise SubmissionError(f"{path} is an archive, which is not read yet", "unpack it and give the folder")
    body = read_file(path, caps)
    whose = _whose(path.parent, student)
    return Submission(student=whose.student, attempt=whose.attempt, files={path.name: body})


def _read(path: Path, key: AttemptOf, times: Times, caps: Caps) -> Submission:
    taken = read_folder(path, caps)
    return Submission(
        student=key.student,
        attempt=key.attempt,
        files=taken.files,
        refused=tuple(taken.refused),
        submitted_at=times.submitted_at,
        extension_until=times.extension_until,
    )


def _whose(folder: Path, student: str | None) -> AttemptOf:
    try:
        return attempt_of(student or folder.name)
    except SubmissionError:
        if student is not None:
            raise
        return AttemptOf("student", 1)  # a name that is no id, such as that of `/`


def _students(folder: Path) -> dict[AttemptOf, Path]:
    found: dict[AttemptOf, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in SKIPPED:
            continue
        if path.is_symlink():
            raise SubmissionError(
                f"{path} is a symbolic link, which is not followed", "put the folder itself there"
            )
        if not path.is_dir():
            _refuse_stray(path)
            continue
        key = attempt_of(path.name)
        if key in found:
            raise SubmissionError(f"{found[key]} and {path} are both attempt {key.attempt} of {key.student}")
        found[key] = path
    return found


def _refuse_stray(path: Path) -> None:
    """A student's work that would be passed over must stop the run: it would be graded as nothing handed in."""
    if path.suffix.lower() in _ARCHIVES:
        raise SubmissionError(
            f"{path} is an archive, which is not read yet",
            f"unpack it into {path.with_suffix('')}/ and remove it",
        )
    if path.suffix.lower() in _WORK:
        raise SubmissionError(
            f"{path} lies beside the students' folders", "move it into the folder of its student"
        )


def _check_is_of_a_class(folder: Path, problems: Iterable[Problem]) -> None:
    for problem in problems:
        for name in asked_for(problem):
            if (folder / problem.id / name).is_file() or (folder / name).is_file():
                what = f"{folder} looks like one student's work: it holds what {problem.id} asks for"
                raise UsageError(
                    what, f"grade takes a folder of such folders; for one student: grader check {folder}"
                )
