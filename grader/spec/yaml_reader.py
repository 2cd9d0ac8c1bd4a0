"""YAML text to a `Document`, from the parser's events: no constructor, no object, nothing resolved as in YAML 1.1.

Anchors, aliases, tags, duplicate keys and a second document are faults; size and nesting are capped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from grader.spec.document import Branch, Document, Mark, Place
from grader.spec.scalars import NumberError, Scalar, resolve

MAX_BYTES = 4 << 20
MAX_NESTING = 32

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _UnreadableError(Exception):
    """What follows cannot be read; the fault is reported."""


def read_yaml(content: bytes, path: str) -> Document:
    """The document that `content` holds; `path` is what its faults are said to be in."""
    document = Document(path)
    text = _decode(content, document)
    if text is not None:
        try:
            _Reader(document, text).read()
        except _UnreadableError:
            pass
    return document


def _decode(content: bytes, document: Document) -> str | None:
    if len(content) > MAX_BYTES:
        document.report(
            (), f"the file is larger than {MAX_BYTES >> 20} MiB", "put large arrays into a .npy file"
        )
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        mark = _mark_after(before)
        document.report_at((), mark, "this byte is not UTF-8", "save the file as UTF-8")
        return None


def _mark_after(text: str) -> Mark:
    line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    return Mark(line, column, line, column)


def _mark_of(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    quoted = isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"')
    return Mark(start.line + 1, start.column + 1, end.line + 1, end.column + 1, 1 if quoted else 0)


class _Reader:
    def __init__(self, document: Document, text: str) -> None:
        self.document = document
        self.text = text
        self.events: Iterator[Any] = iter(())

    def read(self) -> None:
        self.events = self._parse()
        first = self._next()
        if not isinstance(first, yaml.DocumentStartEvent):
            self.document.report((), "the file is empty", "begin with `format_version: 1`")
            raise _UnreadableError
        self.document.data = self._node(self._next(), (), 0)
        self._next()
        after = self._next()
        if isinstance(after, yaml.DocumentStartEvent):
            self.document.report_at(
                (), _mark_of(after), "a second YAML document begins here", "remove the `---`"
            )

    def _next(self) -> Any:
        return next(self.events)

    def _parse(self) -> Iterator[Any]:
        try:
            for event in yaml.parse(self.text, _Parser):
                if not isinstance(event, yaml.StreamStartEvent):
                    yield event
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
            context = f" ({error.context})" if error.context else ""
            self._stop(
                Mark(line, column, line, column), f"not YAML: {error.problem}{context}", _advice(error)
            )
        except yaml.reader.ReaderError as error:
            self._stop(
                _mark_after(self.text[: error.position]), "a character that YAML does not allow", "remove it"
            )
        except RecursionError:
            self._stop(Mark(1, 1, 1, 1), "the file is nested too deeply", "put large arrays into a .npy file")

    def _stop(self, mark: Mark, what: str, hint: str) -> None:
        self.document.report_at((), mark, what, hint)
        self.document.data = None
        self.document.broken.add(())
        raise _UnreadableError

    def _node(self, event: Any, place: Place, depth: int) -> object:
        self.document.value_marks[place] = _mark_of(event)
        if isinstance(event, yaml.AliasEvent):
            self.document.report(
                place, f"`*{event.anchor}` is an alias", "specs have none: write the value out again"
            )
            self.document.broken.add(place)
            return None
        self._refuse_extras(event, place)
        if depth >= MAX_NESTING:
            self._stop(
                _mark_of(event), f"nested more than {MAX_NESTING} deep", "put large arrays into a .npy file"
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(place, depth)
        return self._mapping(place, depth)

    def _refuse_extras(self, event: Any, place: Place) -> None:
        if event.anchor is not None:
            self.document.report(
                place, f"`&{event.anchor}` is an anchor", "specs have none: write the value out"
            )
        if event.tag is not None and not (
            isinstance(event, yaml.ScalarEvent) and event.tag == "!" and event.style
        ):
            self.document.report(place, f"`{_shown(event.tag)}` is a tag", "specs have none: leave it out")

    def _scalar(self, event: Any, place: Place) -> Scalar:
        text: str = event.value
        if text.isascii() or text.encode("utf-8", "replace").decode() == text:
            if event.style not in (None, ""):
                return text
            try:
                return resolve(text)
            except NumberError as error:
                self.document.report(
                    place, str(error), "write a shorter one, or put it in quotes if it is text"
                )
        else:
            self.document.report(
                place, "the text holds half a character (a lone surrogate)", "write the character itself"
            )
        self.document.broken.add(place)
        return None

    def _sequence(self, place: Place, depth: int) -> list[object]:
        items: list[object] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(event, (*place, len(items)), depth + 1))
        return items

    def _mapping(self, place: Place, depth: int) -> Branch:
        branch = Branch(place)
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key, mark = self._key(event, place, depth), _mark_of(event)
            inner = (*place, key)
            if key in branch:
                first = self.document.key_marks[inner].line
                what = f"`{key}` is here a second time"
                self.document.report_at(place, mark, what, f"the first is in line {first}; keep one of them")
                self._node(self._next(), (*place, key, "again", mark.line, mark.column), depth + 1)
                continue
            self.document.key_marks[inner] = mark
            branch[key] = self._node(self._next(), inner, depth + 1)
        return branch

    def _key(self, event: Any, place: Place, depth: int) -> Any:
        if not isinstance(event, yaml.ScalarEvent):
            node = self._node(event, (*place, "?"), depth + 1)
            kind = "list" if isinstance(node, list) else "mapping" if isinstance(node, Branch) else "alias"
            self.document.report_at(
                place, _mark_of(event), f"a key must be text, not a {kind}", "write it as one word"
            )
            return "?"
        self._refuse_extras(event, place)
        key = self._scalar(event, (*place, "?"))
        if not isinstance(key, str) and "object" not in place:
            hint = f"write it in quotes: '{event.value}'"
            self.document.report_at(place, _mark_of(event), "a key must be text", hint)
            return str(event.value)
        return key


def _shown(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _advice(error: yaml.MarkedYAMLError) -> str:
    problem = str(error.problem)
    if "tab" in problem or "\\t" in problem:
        return "indent with spaces"
    if "mapping values are not allowed" in problem:
        return "put text that holds `: ` in quotes"
    if "flow" in str(error.context):
        return "look for a missing comma, bracket or quote; inside { } a call is written in quotes"
    if "quoted scalar" in str(error.context):
        return "a quote is not closed"
    return "look at this line and the one before it: indentation, a missing `:`, quotes"
