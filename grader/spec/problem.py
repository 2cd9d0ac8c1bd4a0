"""One problem's folder to a `Problem`, or every fault of its problem.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from grader.core.problem import Check, Limits, Misconception, Problem, Submit, Tally, Value, Withheld
from grader.errors import SpecError, UsageError
from grader.spec.between_checks import judge_together
from grader.spec.calls import Defined, Names, collisions, defined
from grader.spec.check_context import Surroundings, limits_over
from grader.spec.check_models import CheckModel
from grader.spec.checks import read_check
from grader.spec.document import Document, Place
from grader.spec.files import CODE, digest, own_files, read_bytes, read_tree
from grader.spec.formulas import domain_texts
from grader.spec.given import find, read
from grader.spec.misconceptions import read_misconception
from grader.spec.model import as_text, exact
from grader.spec.models import ProblemModel, SubmitModel, TallyModel, WithheldModel
from grader.spec.parsing import parse
from grader.spec.value_models import DataModel
from grader.spec.values import ValueReader, without_circles
from grader.spec.yaml_reader import read_yaml

NAME = "problem.yaml"


def load_problem(folder: Path, data: Path | None = None) -> Problem:
    """The problem in a folder; `data` is the folder that its `data:` values are looked up in.

    Raises:
        SpecError: with every fault of its problem.yaml.
        UsageError: if the file cannot be read.
    """
    path = folder / NAME
    content = read_bytes(path)
    document = read_yaml(content, str(path))
    problem = _read(document, folder, content, data)
    if document.faults or problem is None:
        raise SpecError(document.sorted_faults())
    # A check that got lost on the way would be points that nobody can earn, or need not.
    assert len(problem.checks) == len(_written(document, "checks"))
    assert len(problem.misconceptions) == len(_written(document, "misconceptions"))
    return problem


def _read(document: Document, folder: Path, content: bytes, data: Path | None) -> Problem | None:
    name = folder.resolve().name
    model = parse(document, ProblemModel, {"format_version": 1, "id": name, "title": name})
    if model is None:
        return None
    if model.id != name:
        hint = f"rename the folder, or write `id: {name}`"
        document.report(model.at("id"), f"the id is `{model.id}`, but the folder is `{name}`", hint)
    if document.find(("checks",)) == [] and model.withheld is None:
        document.report(model.at("checks"), "`checks` is empty", "at least 1 is needed")
    try:
        files = own_files(folder)
    except UsageError as error:
        document.report((), error.what, error.hint)
        return None
    return _Reading(document, folder, model, files, data).problem(content)


def _written(document: Document, key: str) -> list[object]:
    found = document.find((key,))
    return found if isinstance(found, list) else []


def _withheld(model: WithheldModel | None) -> Withheld:
    return (
        Withheld() if model is None else Withheld(hidden=_tally(model.hidden), telling=_tally(model.telling))
    )


def _tally(model: TallyModel | None) -> Tally:
    return Tally() if model is None else Tally(checks=model.checks, points=exact(model.points))


class _Reading:
    """One problem.yaml whose keys are known, while its parts are brought together."""

    def __init__(
        self,
        document: Document,
        folder: Path,
        model: ProblemModel,
        files: dict[str, bytes],
        data: Path | None,
    ) -> None:
        self.document = document
        self.folder = folder
        self.model = model
        self.files = files
        self.given = {} if data is None else self._given(data)
        self.code = {name: defined(files[name]) for name in CODE if name in files}
        module = model.submit.module
        starter = defined(files.get(f"starter/{module}"))
        self.modules: Sequence[Defined] = (self.code.get("reference.py", Defined()), starter)

    def problem(self, content: bytes) -> Problem:
        document, model = self.document, self.model
        submit = self._submit()
        value_names = tuple(map(str, document.keys(("values",))))
        values = self._values(value_names)
        around = self._around(values, value_names)
        checks = self._checks(around)
        misconceptions = self._misconceptions(around)
        own = {
            NAME: content,
            **self.files,
            **{f"provide/{path}": data for path, data in submit.provide.items()},
            **{f"data/{name}": data for name, data in self.given.items()},
        }
        return Problem(
            id=model.id,
            title=as_text(model.title),
            checks=checks,
            version=model.version,
            source={key: str(value) for key, value in model.source.items()},
            tags=tuple(model.tags),
            framework=model.framework,
            dtype=model.dtype,
            device=model.device,
            tf32=model.tf32,
            submit=submit,
            limits=limits_over(model.limits, Limits()),
            misconceptions=misconceptions,
            all_or_nothing=model.all_or_nothing,
            requires=tuple(model.requires),
            files=self.files,
            handout=tuple(dict.fromkeys(model.handout)),
            withheld=_withheld(model.withheld),
            data=tuple(self.given),
            folder=str(self.folder),
            digest=digest(own),
        )

    # --- what students hand in --------------------------------------------------------------------------

    def _submit(self) -> Submit:
        submit = self.model.submit
        if submit.module is not None:
            self._module(submit.module)
        if submit.answers is not None and not submit.answers.endswith((".yaml", ".yml")):
            hint = "such as answers.yaml"
            self.document.report(
                submit.at("answers"), f"the answers file {submit.answers} is no YAML file", hint
            )
        return Submit(
            module=submit.module,
            provide=self._provided(submit),
            answers=submit.answers,
            files=tuple(dict.fromkeys(submit.files)),
        )

    def _module(self, module: str) -> None:
        path = PurePosixPath(module)
        place = self.model.submit.at("module")
        if path.suffix != ".py":
            self.document.report(place, f"the module {module} is no Python file", f"such as {path.stem}.py")
        elif not all(part.isidentifier() for part in path.with_suffix("").parts):
            hint = "letters, digits and underscores, such as " + path.stem.replace("-", "_") + ".py"
            self.document.report(place, f"Python cannot import a module named {module}", hint)
        elif module in CODE:
            self.document.report(place, f"{module} is the name of a file of the problem", "choose another")

    def _provided(self, submit: SubmitModel) -> dict[str, bytes]:
        if submit.provide is None:
            return {}
        folder = self.folder / submit.provide
        try:
            if not folder.is_dir():
                raise UsageError(f"there is no folder {submit.provide}", "it stands beside problem.yaml")
            return read_tree(folder)
        except UsageError as error:
            self.document.report(submit.at("provide"), error.what, error.hint)
            return {}

    # --- values, checks, misconceptions -----------------------------------------------------------------

    def _values(self, names: Sequence[str]) -> dict[str, Value]:
        reader = self._reader(names)
        place: Place = ("values",)
        values = reader.read(self.model.values, place)
        places = {name: (*place, name) for name in names}
        without_circles(values, self.document, places)
        collisions(
            self.document,
            {place: name for name, place in places.items()},
            self.modules,
            "driver.py" in self.code,
        )
        return values

    def _reader(self, names: Sequence[str]) -> ValueReader:
        has_driver = "driver.py" in self.code
        return ValueReader(
            document=self.document,
            folder=self.folder,
            dtype=self.model.dtype,
            framework=self.model.framework,
            names=Names(values=names, modules=self.modules[:1], has_driver=has_driver),
            has_reference="reference.py" in self.code,
            given=self.given,
        )

    def _given(self, folder: Path) -> dict[str, bytes]:
        """The files of the data folder that this problem asks for: all of them, or none where none is there."""
        holders: tuple[ProblemModel | CheckModel, ...] = (self.model, *self.model.checks)
        asked = {
            value.data: (*holder.at("values"), name)
            for holder in holders
            for name, value in holder.values.items()
            if isinstance(value, DataModel)
        }
        found = {name: path for name in asked if (path := find(folder, self.model.id, name)) is not None}
        given: dict[str, bytes] = {}
        for name, place in asked.items():
            if name not in found and found:
                there = next(iter(found.values()))
                what = f"the data folder holds no {name}, though it holds {there}"
                self.document.report(place, what, "give all the files that this problem asks for, or none")
            elif name in found:
                try:
                    given[name] = read(found[name])
                except UsageError as error:
                    self.document.report(place, error.what, error.hint)
        return given

    def _around(self, values: Mapping[str, Value], names: Sequence[str]) -> Surroundings:
        raw = _written(self.document, "checks")
        return Surroundings(
            document=self.document,
            reader=self._reader(names),
            values=values,
            value_names=names,
            limits=limits_over(self.model.limits, Limits()),
            submit=self.model.submit,
            ids=[str(check["id"]) for check in raw if isinstance(check, Mapping) and "id" in check],
            code=self.code,
            modules=self.modules,
        )

    def _checks(self, around: Surroundings) -> tuple[Check, ...]:
        models: dict[str, CheckModel] = {}
        checks = []
        for model in self.model.checks:
            if model.id in models:
                first = self.document.mark(models[model.id].at("id")).line
                what = f"a second check `{model.id}`"
                self.document.report(model.at("id"), what, f"the first is in line {first}; ids are unique")
                continue
            models[model.id] = model
            check = read_check(model, around)
            if check is not None:
                checks.append(check)
        judge_together(checks, models, self.document)
        return tuple(checks)

    def _misconceptions(self, around: Surroundings) -> tuple[Misconception, ...]:
        answers = {
            check.answer: domain_texts(check.where or {})
            for check in sorted(self.model.checks, key=lambda check: check.formula is not None)
            if check.answer is not None
        }
        seen: set[str] = set()
        found = []
        for model in self.model.misconceptions:
            if model.id in seen:
                self.document.report(model.at("id"), f"a second misconception `{model.id}`", "ids are unique")
            seen.add(model.id)
            misconception = read_misconception(model, around, answers)
            if misconception is not None:
                found.append(misconception)
        return tuple(found)
