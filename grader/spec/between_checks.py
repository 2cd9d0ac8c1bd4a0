"""What checks say of each other: needs and carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.core.problem import AnswerSubject, CallSubject, Check
from grader.spec.check_context import CheckContext, Steps
from grader.spec.check_models import CheckModel
from grader.spec.document import Document
from grader.spec.nearest import nearest


def check_targets(check: CheckContext) -> None:
    """Reports a check named by `needs` or `carry` that is not there, is this one, or comes too late."""
    model, ids = check.model, check.around.ids
    earlier = ids[: ids.index(model.id)] if model.id in ids else ids
    for steps, target in _targets(model):
        key = steps[0]
        if target == model.id:
            check.document.report(
                model.at(*steps),
                f"the check {key} itself" if key == "needs" else "a check cannot carry from itself",
                "name another one",
            )
        elif target not in ids:
            hint = nearest(target, earlier, "earlier checks")
            check.document.report(model.at(*steps), f"there is no check `{target}`", hint)
        elif key == "carry" and target not in earlier:
            check.document.report(model.at(*steps), f"`{target}` comes later", "carry from an earlier check")
    for name in model.carry:
        check.is_value(name, ("carry", name))


def _targets(model: CheckModel) -> list[tuple[Steps, str]]:
    """The checks that a check names, each with its place."""
    needs: list[tuple[Steps, str]] = [(("needs", index), needed) for index, needed in enumerate(model.needs)]
    return needs + [(("carry", name), source) for name, source in model.carry.items()]


def is_hidden_behind(check: Check, other: Check) -> bool:
    """True where a visible check would show what a hidden one came to."""
    return check.is_visible and not other.is_visible


def judge_together(checks: Sequence[Check], models: Mapping[str, CheckModel], document: Document) -> None:
    """What checks must agree on: nothing visible rests on what is hidden, and no needs go round in circles."""
    by_id = {check.id: check for check in checks}
    for check in checks:
        model = models[check.id]
        for steps, target in _targets(model):
            other = by_id.get(target)
            if other is None:
                continue
            if is_hidden_behind(check, other):
                verb = "need" if steps[0] == "needs" else "carry from"
                what = f"a visible check may not {verb} a hidden one, `{target}`"
                document.report(model.at(*steps), what, "hide this check too, or make that one visible")
            if steps[0] == "carry" and not isinstance(other.subject, CallSubject | AnswerSubject):
                document.report(
                    model.at(*steps),
                    f"`{target}` observes nothing that could be carried",
                    "carry from a check of `call:` or `answer:`",
                )
        if _needs_itself(check.id, by_id):
            document.report(
                model.at("needs"), f"`{check.id}` needs itself, by way of others", "leave one out"
            )


def _needs_itself(start: str, by_id: Mapping[str, Check]) -> bool:
    pending, seen = list(by_id[start].needs), set()
    while pending:
        current = pending.pop()
        if current == start:
            return True
        if current not in seen and current in by_id:
            seen.add(current)
            pending += by_id[current].needs
    return False
