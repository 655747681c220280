"""Read logs in JSON: an object, a list of runs, groups of runs, or an object on each line."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from actgraph.documents.readers.logs.columns import AMOUNTS, find_column, is_log
from actgraph.documents.readers.logs.csv_logs import is_total
from actgraph.documents.readers.logs.log_rows import MAX_ROWS, Cell, Log, LogRow
from actgraph.documents.readers.logs.phases import find_phase
from actgraph.documents.readers.logs.units import normalize_words
from actgraph.documents.reading import DocumentError, Unread

MAX_DEPTH = 12
_MAX_UNREAD = 40  # keys that are named
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]')
_LINE = re.compile(r"^(line \d+)\..*")  # an object of JSON Lines has a line of its own
_GROUPS = frozenset(
    "runs run phases stages jobs periods training_runs models rows data log entries compute_log".split()
)
_SIGNS = re.compile(
    r'"(?:total_flos|gpu_hours|mfu|hfu|(?:total_|training_)?(?:flops?|operations)|num_gpus|peak_\w+|utili[sz]ation)"\s*:'
)


class _TwiceError(ValueError):
    """A key stands twice in one object."""


def read_json_log(text: str, name: str) -> Log | None:
    """Read a log in JSON or JSON Lines; None if it is another document.

    Args:
        text: of the file.
        name: of the file, for messages.

    Raises:
        DocumentError: it looks like a log and is no JSON, is nested too deeply, has a key twice or too many runs.

    >>> log = read_json_log('{"model": "A", "runs": [{"phase": "sft", "flop": 1e22}]}', "log.json")
    >>> log.rows[0].place, log.rows[0].get_text("model")
    ('runs[0]', 'A')
    """
    if not _SIGNS.search(text) and not _may_be_log(text):
        return None
    log = Log()
    lines = _read_lines(text, name)
    if lines is not None:
        for number, value in lines:
            _collect(value, f"line {number}", {}, log, name, number)
    else:
        value = _load(text, name)
        _collect(value, "", {}, log, name)
    return log if is_log(frozenset(log.columns)) else None


def _may_be_log(text: str) -> bool:
    """Tell whether some keys of a text are columns of a log; only its beginning is looked at."""
    keys = set(re.findall(r'"([^"\\\n]{1,80})"\s*:', text[:20_000]))
    return is_log(frozenset(column.name for key in keys if (column := find_column(key))))


def _read_lines(text: str, name: str) -> list[tuple[int, Any]] | None:
    """Read JSON Lines; None if the text is not one object on each of several lines."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) < 2 or not all(line.strip()[0] == "{" and line.strip()[-1] == "}" for _, line in lines):
        return None
    if len(lines) > MAX_ROWS:
        raise DocumentError(f"it has more than {MAX_ROWS:,} rows", where=name, todo="Write one row for each run")
    return [(number, _load(line, name, number)) for number, line in lines]


def _load(text: str, name: str, line: int = 0) -> Any:
    depth = most = 0
    for found in _STRUCTURE.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        most = max(most, depth)
    if most > MAX_DEPTH:
        raise DocumentError(f"its brackets are more than {MAX_DEPTH} deep", where=name, todo="Write a list of runs")
    try:
        return json.loads(
            text,
            parse_float=_Number,
            parse_int=_Number,
            parse_constant=_Number,
            object_pairs_hook=_make_object,
        )
    except json.JSONDecodeError as error:
        where = f"{name}:{line or error.lineno}"
        before = text[: error.pos].rstrip()[-1:]
        if (before == "," and text[error.pos : error.pos + 1] in "]}") or "trailing comma" in error.msg:
            raise DocumentError("a comma stands before a closing bracket", where=where, todo="Delete it") from None
        raise DocumentError(f"this is no valid JSON: {error.msg}", where=where, todo="Repair this line") from None
    except _TwiceError as error:
        raise DocumentError(f"the key {error} stands twice in one object", where=name, todo="Keep one") from None
    except (ValueError, RecursionError):
        raise DocumentError("this is no JSON that can be read", where=name, todo="Write a list of runs") from None


class _Number(str):
    """A number as written."""


def _make_object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(f"“{key[:30]}”")
        found[key] = value
    return found


def _collect(
    value: Any, place: str, shared: Mapping[str, list[Cell]], log: Log, name: str, number: int = 0, label: str = ""
) -> None:
    """Collect the rows of a value; what a group says holds for its rows, if it is no amount."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            if isinstance(one, dict | list):
                _collect(one, f"{place}[{index}]" if not number else place, shared, log, name, number)
            elif index == 0:
                _leave(log, place, "a list without objects")
        return
    if not isinstance(value, dict):
        return
    if "log_history" in value and "total_flos" in value:  # the state of a Trainer: all else is about its steps
        value = {"total_flos": value["total_flos"]}
    own, parts = _split_object(value, place, log)
    if label:
        column = find_column("phase" if find_phase(label) else "run")
        if column and column.name not in own:
            own[column.name] = [Cell(label, column, place=place)]
    log.columns |= set(own)
    if not parts:
        if own:
            row = LogRow(place or "the object", {**shared, **own}, number)
            (log.totals if is_total(own, label) else log.rows).append(row)
        if len(log.rows) > MAX_ROWS:
            raise DocumentError(f"it has more than {MAX_ROWS:,} runs", where=name, todo="Write one row for each run")
        return
    amounts = {column: cells for column, cells in own.items() if column in AMOUNTS}
    if amounts.keys() & {"operations", "flops"}:
        log.totals.append(LogRow(place or "the object", amounts, number))
    for left in sorted(amounts.keys() - {"operations", "flops", "run"}):
        _leave(log, f"{place}.{left}".lstrip("."), "an amount of a group of runs: only those of its runs are counted")
    held = {
        **shared,
        **{column: [cell._replace(inherited=True) for cell in own[column]] for column in own if column not in AMOUNTS},
    }
    for part_place, part, part_label in parts:
        _collect(part, part_place, held, log, name, number, part_label)


def _split_object(
    value: Mapping[str, Any], place: str, log: Log, prefix: str = ""
) -> tuple[dict[str, list[Cell]], list[tuple[str, Any, str]]]:
    """Split an object into its cells and the groups or runs within it."""
    own: dict[str, list[Cell]] = {}
    parts: list[tuple[str, Any, str]] = []
    for key, one in value.items():
        where = f"{place}.{key}".lstrip(".")
        if isinstance(one, dict) and one.keys() <= {"value", "unit", "units"} and "value" in one:
            unit = one.get("unit", one.get("units", ""))
            one = f"{one['value']} {unit}" if isinstance(unit, str) else None
        if isinstance(one, dict):
            if normalize_words(key) in _GROUPS:
                _add_group(one, where, parts)
            elif find_phase(key):
                parts.append((where, one, key))
            else:
                inner, inner_parts = _split_object(one, where, log, f"{prefix}{key}_")
                for column, cells in inner.items():
                    own.setdefault(column, []).extend(cells)
                parts += inner_parts
        elif isinstance(one, list):
            if any(isinstance(item, dict) for item in one):
                parts.append((where, one, ""))
            elif one:
                _leave(log, where, "a list without objects")
        elif one is not None:
            known = find_column(f"{prefix}{key}") or find_column(key)
            text = str(one) if not isinstance(one, bool) else ("true" if one else "false")
            if known is None:
                _leave(log, where, "a log of compute has no such key")
            elif text.strip():
                mark = "." if isinstance(one, _Number) else ""
                own.setdefault(known.name, []).append(Cell(text, known, mark, place=_LINE.sub(r"\1", where)))
    return own, parts


def _add_group(value: Mapping[str, Any], place: str, parts: list[tuple[str, Any, str]]) -> None:
    """Add the runs of an object whose keys are names of runs or phases; or the object, if it is a run itself."""
    if value and all(isinstance(one, dict) for one in value.values()):
        parts += [(f"{place}.{key}", one, key) for key, one in value.items()]
    else:
        parts.append((place, value, ""))


def _leave(log: Log, place: str, reason: str) -> None:
    key = re.sub(r"\[\d+\]", "", place).rsplit(".", 1)[-1]
    if any(part.text == key for part in log.unread):
        return
    if len(log.unread) < _MAX_UNREAD:
        log.unread.append(Unread(place, key, reason))
    elif len(log.unread) == _MAX_UNREAD:
        log.unread.append(Unread(place, "more keys", f"more than {_MAX_UNREAD} keys are not read: {reason}"))
