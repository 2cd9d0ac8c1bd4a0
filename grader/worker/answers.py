"""Written answers: a YAML file whose every scalar is kept as the text that the student typed."""

from __future__ import annotations

from typing import Any

import yaml

MAX_BYTES = 1 << 20
MAX_DEPTH = 16
_OPENING = (
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
)
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


class AnswersError(Exception):
    """The file cannot be read as answers; the message is for the student."""


def read_answers(content: bytes) -> dict[str, Any]:
    """Keys and their texts, lists of texts, or mappings of them.

    Raises:
        AnswersError: if it is no YAML mapping, uses anchors or aliases, or repeats a key.
    """
    if len(content) > MAX_BYTES:
        raise AnswersError("the answers file is larger than 1 MiB")
    try:
        text = content.decode("utf-8-sig")
        node = yaml.compose(_checked(text), Loader=yaml.BaseLoader)
    except UnicodeDecodeError:
        raise AnswersError("the answers file is not UTF-8 text") from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise AnswersError(
            f"the answers file is not YAML{where}: {getattr(error, 'problem', error)}"
        ) from None
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise AnswersError("the answers file must hold `key: answer` lines")
    return _mapping(node)


def _checked(text: str) -> str:
    """Aliases could make a short file expand without end, and nesting takes the parser's time by its square."""
    depth = 0
    for token in yaml.scan(text, Loader=yaml.BaseLoader):
        line = token.start_mark.line + 1
        if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
            raise AnswersError(f"anchors and aliases are not allowed (line {line})")
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        if depth > MAX_DEPTH:
            raise AnswersError(f"answers are nested more than {MAX_DEPTH} deep (line {line})")
    return text


def _mapping(node: yaml.MappingNode) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise AnswersError(f"a key must be plain text (line {key.start_mark.line + 1})")
        if key.value in result:
            raise AnswersError(f"the key {key.value!r} appears twice (line {key.start_mark.line + 1})")
        result[key.value] = _plain(value)
    return result


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return str(node.value)
