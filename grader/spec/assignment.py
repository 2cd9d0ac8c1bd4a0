"""An assignment file, a folder of problems, or one problem, to an `Assignment`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from grader.core.problem import Assigned, Assignment, Attempts, LatePolicy, Problem
from grader.core.text import Text
from grader.errors import SpecError, SpecFault, UsageError
from grader.spec.document import Document
from grader.spec.files import read_bytes
from grader.spec.model import as_text, exact
from grader.spec.models import AssignedModel, AssignmentModel, AttemptsModel, LateModel
from grader.spec.nearest import nearest
from grader.spec.parsing import parse
from grader.spec.problem import NAME, load_problem
from grader.spec.yaml_reader import read_yaml


def problem_folders(folder: Path) -> list[Path]:
    """The folders of problems directly below a folder, by name."""
    return [path for path in sorted(folder.iterdir()) if (path / NAME).is_file()]


def load_one(folder: Path, data: Path | None) -> Assignment:
    """An assignment of the one problem in a folder."""
    problem = load_problem(folder, data)
    return Assignment(id=problem.id, title=problem.title, problems=(Assigned(problem=problem),))


def load_folder(folder: Path, data: Path | None) -> Assignment:
    """An assignment of every problem below a folder.

    Raises:
        UsageError: if there is none.
        SpecError: with the faults of all of them.
    """
    folders = problem_folders(folder)
    if not folders:
        raise UsageError(f"{folder} holds no problem", f"a problem is a folder with a {NAME}")
    problems = _loaded(folders, data)
    name = folder.resolve().name
    return Assignment(
        id=name, title=Text(name), problems=tuple(Assigned(problem=problem) for problem in problems)
    )


def load_file(path: Path, data: Path | None) -> Assignment:
    """The assignment that a YAML file describes; its problems stand beside it.

    Raises:
        SpecError: with the faults of the file and of its problems.
    """
    document = read_yaml(read_bytes(path), str(path))
    name = path.stem
    model = parse(document, AssignmentModel, {"format_version": 1, "id": name})
    faults: list[SpecFault] = []
    assigned: list[Assigned] = []
    assignment = None
    if model is not None:
        assigned = _problems(model, path, data, document, faults)
        assignment = Assignment(
            id=model.id or name,
            title=as_text(model.title) if model.title is not None else Text(model.id or name),
            problems=tuple(assigned),
            due=_due(model, document),
            late=_late(model.late),
            attempts=_attempts(model.attempts),
            seed=model.seed,
        )
    if document.faults or faults or assignment is None:
        raise SpecError((*document.sorted_faults(), *faults))
    return assignment


def _problems(
    model: AssignmentModel, path: Path, data: Path | None, document: Document, faults: list[SpecFault]
) -> list[Assigned]:
    beside = {folder.name: folder for folder in problem_folders(path.parent)}
    found: list[Assigned] = []
    seen: set[str] = set()
    for index, entry in enumerate(model.problems):
        problem_id = entry.id if isinstance(entry, AssignedModel) else entry
        place = model.at("problems", index)
        if problem_id in seen:
            document.report(place, f"`{problem_id}` is here a second time", "a problem counts once")
        elif problem_id not in beside:
            hint = nearest(problem_id, beside, "there are")
            document.report(place, f"there is no problem `{problem_id}` beside {path.name}", hint)
        else:
            points = entry.points if isinstance(entry, AssignedModel) else None
            try:
                problem = load_problem(beside[problem_id], data)
            except SpecError as error:
                faults += error.faults
            else:
                found.append(Assigned(problem=problem, points=None if points is None else exact(points)))
        seen.add(problem_id)
    return found


def _loaded(folders: Iterable[Path], data: Path | None) -> list[Problem]:
    problems: list[Problem] = []
    faults: list[SpecFault] = []
    for folder in folders:
        try:
            problems.append(load_problem(folder, data))
        except SpecError as error:
            faults += error.faults
    if faults:
        raise SpecError(tuple(faults))
    return problems


def _due(model: AssignmentModel, document: Document) -> datetime | None:
    if model.due is None:
        return None
    hint = "such as 2026-11-30T23:59:00+03:30"
    try:
        due = datetime.fromisoformat(model.due)
    except ValueError:
        document.report(model.at("due"), f"`{model.due}` is no ISO 8601 time", hint)
        return None
    if due.tzinfo is None:
        document.report(model.at("due"), f"`{model.due}` has no UTC offset", hint)
    return due


def _late(model: LateModel | None) -> LatePolicy:
    if model is None:
        return LatePolicy()
    return LatePolicy(
        grace_minutes=model.grace_minutes,
        percent_per_day=exact(model.percent_per_day),
        max_days=model.max_days,
    )


def _attempts(model: AttemptsModel | None) -> Attempts:
    return Attempts() if model is None else Attempts(max=model.max, keep=model.keep)
