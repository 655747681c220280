"""Read YAML of strangers: bounded, without tags, anchors and aliases, each value with its line."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from actgraph.core.suggestions import quote_text
from actgraph.documents.reading import DocumentError

MAX_CHARACTERS = 300_000
_MAX_VALUES = 5_000
_MAX_DEPTH = 12
_TODO = "Write plain keys, values and lists"


class YamlValue(NamedTuple):
    """One value of a YAML document.

    Attributes:
        path: its keys, joined by dots; the entries of a list have the path of the list.
        text: the value as written.
        line: counted from 1, in the file.
    """

    path: str
    text: str
    line: int


def read_yaml(text: str, name: str, first_line: int = 1) -> list[YamlValue] | None:
    """Read a YAML document whose top is a mapping.

    Args:
        text: the document.
        name: the name of the file in messages.
        first_line: the line of the file on which the document begins.

    Returns:
        Its values in their order; None if the top is no mapping.

    Raises:
        DocumentError: it is no YAML, has a tag, an anchor or an alias, or is too large or too deep.

    >>> read_yaml("license: mit\\ntags:\\n- a\\n- b", "card.md")[-1]
    YamlValue(path='tags', text='b', line=4)
    >>> read_yaml("a: *b", "card.md")
    Traceback (most recent call last):
    actgraph.documents.reading.DocumentError: card.md:1: an alias of YAML is not read
      Write plain keys, values and lists
    """
    if len(text) > MAX_CHARACTERS:
        raise DocumentError(
            f"the YAML has more than {MAX_CHARACTERS:,} characters", where=f"{name}:{first_line}", todo=_TODO
        )
    try:
        _check_events(text, name, first_line)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problem = quote_text(str(getattr(error, "problem", None) or "it cannot be parsed"))
        raise DocumentError(f"the YAML is damaged: {problem}", where=f"{name}:{line}", todo="Repair it there") from None
    except (ValueError, RecursionError):
        raise DocumentError("the YAML is damaged", where=f"{name}:{first_line}", todo="Repair it") from None
    if not isinstance(node, yaml.MappingNode):
        return None
    values = list(_iterate_values(node, "", first_line))
    if repeated := _find_repeated(node):
        key, line = repeated
        raise DocumentError(f"the key {quote_text(key)} stands there twice", where=f"{name}:{first_line + line}")
    return values


def _check_events(text: str, name: str, first_line: int) -> None:
    """Refuse what can grow or be run before anything is built."""
    depth = count = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        where = f"{name}:{first_line + (event.start_mark.line if event.start_mark else 0)}"
        if isinstance(event, yaml.AliasEvent):
            raise DocumentError("an alias of YAML is not read", where=where, todo=_TODO)
        if getattr(event, "anchor", None):
            raise DocumentError("an anchor of YAML is not read", where=where, todo=_TODO)
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None):
            raise DocumentError("a tag of YAML is not read", where=where, todo=_TODO)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        count += isinstance(event, yaml.NodeEvent)
        if depth > _MAX_DEPTH:
            raise DocumentError(f"the YAML is nested more than {_MAX_DEPTH} deep", where=where, todo=_TODO)
        if count > _MAX_VALUES:
            raise DocumentError(f"the YAML has more than {_MAX_VALUES:,} values", where=where, todo=_TODO)


def _iterate_values(node: yaml.Node, path: str, first_line: int) -> Iterator[YamlValue]:
    if isinstance(node, yaml.ScalarNode):
        empty = node.tag == "tag:yaml.org,2002:null" and node.value in ("", "~", "null", "Null", "NULL")
        if not empty:
            yield YamlValue(path, node.value, first_line + node.start_mark.line)
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _iterate_values(one, path, first_line)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            word = key.value if isinstance(key, yaml.ScalarNode) else "?"
            word = re.sub(r"\s+", " ", word)[:200]
            yield from _iterate_values(value, f"{path}.{word}" if path else word, first_line)


def _find_repeated(node: yaml.MappingNode) -> tuple[str, int] | None:
    seen: set[str] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in seen:
                return key.value, key.start_mark.line
            seen.add(key.value)
    return None
