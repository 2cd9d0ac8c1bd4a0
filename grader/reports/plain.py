"""One check in plain text: what systems show that know neither colours nor tables. Safe to print anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator

from grader.core.report import CheckResult, Json
from grader.core.text import Language, Text
from grader.core.verdict import Verdict
from grader.reports.clean import clean, one_line
from grader.reports.terminal import words

_MAX_VALUE = 400
_MAX_TEXT = 20_000


def headline(check: CheckResult, language: Language) -> str:
    """The verdict and the first line of why, on one line."""
    word = words.VERDICTS[check.verdict].in_language(language)
    why = one_line(check.feedback.in_language(language).partition("\n")[0])
    return f"{word}: {why}" if why else word


def told(check: CheckResult, language: Language) -> str:
    """The verdict and all that there is to say."""
    word, why = words.VERDICTS[check.verdict].in_language(language), body(check, language)
    return f"{word}: {why}" if why else word


def body(check: CheckResult, language: Language) -> str:
    """Why it went as it did, with the evidence; "" where there is nothing to say."""
    text = "\n".join(clean(part).strip("\n") for part in _parts(check, language)).strip()
    return text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT]}…"


def _parts(check: CheckResult, language: Language) -> Iterator[str]:
    detail = check.detail
    if check.feedback:
        yield check.feedback.in_language(language)
    if check.verdict is not Verdict.PASSED:
        if detail.call:
            yield _labelled(words.CALL, one_line(detail.call), language)
        where = f" {one_line(detail.where)}" if detail.where else ""
        if detail.expected is not None:
            yield _labelled(words.EXPECTED, _value(detail.expected), language, where)
            yield _labelled(words.OBSERVED, _value(detail.observed), language, where)
        if detail.hint:
            yield _labelled(words.HINT, detail.hint.in_language(language), language)
        if detail.traceback:
            yield _labelled(words.TRACEBACK, f"\n{_indented(detail.traceback)}", language)
    if detail.stdout.strip():
        yield _labelled(words.PRINTED, f"\n{_indented(detail.stdout)}", language)


def _labelled(label: Text, text: str, language: Language, where: str = "") -> str:
    return f"{label.in_language(language)}{where}:{'' if text.startswith(chr(10)) else ' '}{text}"


def _value(value: Json) -> str:
    text = one_line(json.dumps(_brief(value), ensure_ascii=False))
    return text if len(text) <= _MAX_VALUE else f"{text[:_MAX_VALUE]}…"


def _brief(value: Json) -> Json:
    """With seven digits, as float32 has them."""
    if isinstance(value, float):
        return float(f"{value:.7g}")
    if isinstance(value, list):
        return [_brief(item) for item in value]
    return {key: _brief(item) for key, item in value.items()} if isinstance(value, dict) else value


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in clean(text).strip("\n").splitlines())
