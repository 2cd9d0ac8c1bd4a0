"""A spec as plain data, and plain data as YAML again: what `grader handout` makes other specs from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from grader.errors import SpecError
from grader.spec.files import read_bytes
from grader.spec.problem import NAME
from grader.spec.scalars import NumberError, resolve
from grader.spec.yaml_reader import read_yaml

WIDTH = 120


def read_plain(folder: Path) -> dict[str, Any]:
    """What the problem.yaml in a folder holds, its keys unread.

    Raises:
        SpecError: if it is no YAML.
        UsageError: if it cannot be read.
    """
    document = read_yaml(read_bytes(folder / NAME), str(folder / NAME))
    if document.faults:
        raise SpecError(document.sorted_faults())
    found = _plain(document.data)
    assert isinstance(found, dict)
    return found


def to_yaml(data: Mapping[str, object]) -> bytes:
    """YAML that is read back as the same data; rows of numbers stand on one line."""
    text = yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, default_flow_style=None, sort_keys=False, width=WIDTH
    )
    return str(text).encode()


def _plain(data: object) -> object:
    if isinstance(data, dict):
        return {key: _plain(item) for key, item in data.items()}
    return [_plain(item) for item in data] if isinstance(data, list) else data


class _Dumper(yaml.SafeDumper):
    """Quotes what YAML 1.2 would not read as the text that it is, such as `1e5`, where PyYAML goes by 1.1."""

    def ignore_aliases(self, data: object) -> bool:
        return True  # the reader takes none

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> Any:
        if kind is not yaml.ScalarNode or not implicit[0]:
            return super().resolve(kind, value, implicit)  # type: ignore[no-untyped-call]
        try:
            return _TAGS[type(resolve(value))]
        except NumberError:
            return _TAGS[float]


_TAGS = {
    one: f"tag:yaml.org,2002:{tag}"
    for one, tag in ((str, "str"), (int, "int"), (float, "float"), (bool, "bool"), (type(None), "null"))
}


def _number(dumper: _Dumper, number: float) -> yaml.ScalarNode:
    special = {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}
    return dumper.represent_scalar(_TAGS[float], special.get(repr(number), repr(number)))


_Dumper.add_representer(float, _number)
