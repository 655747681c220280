"""Read JSON within bounds, with the line of every value; numbers stay as they are written."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from actgraph.core.suggestions import quote_text
from actgraph.documents.reading import DocumentError

MAX_BYTES = 10_000_000
MAX_DEPTH = 60
_MAX_TOKENS = 1_500_000
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]|[^\s{}\[\],:"]++|"', re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Number(str):
    """A number as it is written."""

    __slots__ = ()


def parse_json(data: bytes, name: str) -> tuple[Any, Mapping[str, int]]:
    """Parse JSON within bounds.

    Args:
        data: the bytes of the file.
        name: its name in messages.

    Returns:
        The value, and the line of each part of it by its path, such as `components[1].name`.

    Raises:
        DocumentError: it is too large, nested too deeply, or no JSON; a key stands twice in an object.

    >>> value, lines = parse_json(b'{"a": [1.50,\\n{"b": true}]}', "bill.json")
    >>> value, lines["a[1].b"]
    ({'a': ['1.50', {'b': True}]}, 2)
    """
    if len(data) > MAX_BYTES:
        todo = "Leave out the parts that describe no model and no dataset"
        raise DocumentError(f"it is larger than {MAX_BYTES // 1_000_000} MB", where=name, todo=todo)
    text = _decode(data, name)
    lines = _index_lines(text, name)
    try:
        value = json.loads(text, parse_int=Number, parse_float=Number, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        message = f"it is no valid JSON: {error.msg}"
        raise DocumentError(message, where=f"{name}:{error.lineno}", todo="Correct it, or export it again") from None
    except ValueError as error:
        raise DocumentError(str(error), where=name, todo="Correct it, or export it again") from None
    except RecursionError:
        raise DocumentError("it is nested too deeply", where=name) from None
    return value, lines


def clean_text(value: object) -> str:
    """Return a scalar as text without what no text in RDF may hold.

    >>> clean_text(True), clean_text(Number("1e3")), clean_text("a\\x00b"), clean_text(None)
    ('true', '1e3', 'ab', '')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return ""
    return _CONTROLS.sub("", value.encode("utf-8", "replace").decode()).strip()


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        raise DocumentError("its characters cannot be read", where=name, todo="Save it as UTF-8") from None


def _refuse_constant(text: str) -> None:
    raise ValueError(f"it is no valid JSON: {text} is no number of JSON")


def _index_lines(text: str, name: str) -> dict[str, int]:
    """Find the line of each value, and refuse what the parser of Python would not tell well.

    What is no JSON in other ways is left to the parser: the lines are then of no use.
    """
    lines: dict[str, int] = {}
    path: list[str | int] = []  # of the containers that are open: a position in an array, or a key in an object
    keys: list[set[str] | None] = []  # the keys of each object that is open, None for an array
    prefixes = [""]
    expects_key = False
    before = ""
    for token, line in _split_tokens(text, name):
        first = token[0]
        if first in "]}":
            if before == ",":
                todo = "Delete that comma"
                raise DocumentError(f"a comma stands before the closing {first}", where=f"{name}:{line}", todo=todo)
            if not path:
                break
            path.pop(), keys.pop(), prefixes.pop()
            expects_key = False
        elif first == ",":
            if path and isinstance(path[-1], int):
                path[-1] += 1
            expects_key = bool(keys) and keys[-1] is not None
        elif first == ":":
            expects_key = False
        elif expects_key and first == '"':
            key = token[1:-1] if "\\" not in token else _unescape(token)
            known = keys[-1]
            if known is not None:
                if key in known:
                    message = f"the key {quote_text(key)} stands twice in one object"
                    raise DocumentError(message, where=f"{name}:{line}", todo="Keep one of the two")
                known.add(key)
            path[-1] = key
        else:
            here = _join_path(prefixes[-1], path[-1]) if path else ""
            lines[here] = line
            if first in "[{":
                if len(path) >= MAX_DEPTH:
                    raise DocumentError(f"it is nested more than {MAX_DEPTH} deep", where=f"{name}:{line}")
                path.append(0 if first == "[" else "")
                keys.append(None if first == "[" else set())
                prefixes.append(here)
                expects_key = first == "{"
        before = first
    return lines


def _split_tokens(text: str, name: str) -> Iterator[tuple[str, int]]:
    line, at = 1, 0
    for count, found in enumerate(_TOKEN.finditer(text)):
        if count > _MAX_TOKENS:
            raise DocumentError("it has too many values", where=name)
        start = found.start()
        line += text.count("\n", at, start)
        at = start
        yield found[0], line


def _join_path(prefix: str, step: str | int) -> str:
    if isinstance(step, int):
        return f"{prefix}[{step}]"
    return f"{prefix}.{step}" if prefix else step


def _unescape(token: str) -> str:
    try:
        return str(json.loads(token))
    except ValueError:
        return token[1:-1]
