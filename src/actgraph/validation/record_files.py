"""Write records to files, and read them again: whole, of a known format, with profiles as they were."""

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from typing import Any

from actgraph.core import files
from actgraph.core.errors import InputError
from actgraph.core.suggestions import quote_text
from actgraph.core.tables import JsonValue, dump_json
from actgraph.graph.catalog import parse_date
from actgraph.profile.source import FORMAT_NAMES, MAX_PROFILE_BYTES
from actgraph.validation.records import RESULT_KEYS, Basis, KeptProfile, Record, ResultRow

FORMAT = "actgraph record"
FORMAT_VERSION = 1  # raise it when an older program would misread a record
MAX_RECORD_BYTES = 2 * MAX_PROFILE_BYTES
MAX_RECORD_ROWS = 100_000  # of verdicts, of findings, or of the summary
MAX_RECORD_PROFILES = 200
MAX_EDITIONS = 1000
_MAX_SEPARATORS = 2_000_000  # commas and brackets; each value that JSON holds in memory needs one
_HEAD = re.compile(rb'\s*\{\s*"format"\s*:\s*"actgraph record"')
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DAMAGED = "Take the record from where it is kept, or make a new one: actgraph assess PROFILE --record FILE"
_NO_RECORD = "Name a file that assess or validate has written with --record."
_TOO_LARGE = f"over {MAX_RECORD_BYTES // 1_000_000} MB"


def check_target(file: str, output: str | None = None) -> None:
    """Refuse a place for a record where something else stands.

    Args:
        file: the file to write.
        output: the file that the command writes its answer to; None or - for standard output.

    Raises:
        InputError: it is no regular file, is not a record, or is the file of the answer too.

    >>> from actgraph.core import paths
    >>> check_target(paths.get_data_path("examples", "start.ttl"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    actgraph.core.errors.InputError: ...start.ttl: this file is there already, and is no record
      Give the record another name, or move the file away.
    """
    if file in ("", "-"):
        raise InputError("a record needs a file", where="--record", todo="Name one: --record record.json")
    todo = "Give the record another name, or move the file away."
    try:
        if output not in (None, "-") and os.path.realpath(output or "") == os.path.realpath(file):
            raise InputError("the answer goes to this file too", where=file, todo="Give the record another name.")
        if not os.path.lexists(file) or (os.path.isfile(file) and _HEAD.match(files.read_input_file(file, 1000))):
            return
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be written ({_explain(error)})", where=file, todo=todo) from None
    raise InputError("this file is there already, and is no record", where=file, todo=todo)


def write_record(file: str, record: Record) -> None:
    """Write a record atomically; a record that is there already is replaced.

    Raises:
        InputError: the file cannot be written, or the record would be too large to be read again.
    """
    text = dump_json(_to_dict(record)) + "\n"
    try:
        _check_size(text.encode())
        _check_counts(record)
    except ValueError as error:
        raise InputError(f"the record would be {error}", where=file, todo="Record fewer profiles at once.") from None
    files.write_output_file(file, text)


def _to_dict(record: Record) -> Mapping[str, JsonValue]:
    return {
        "format": FORMAT,
        "formatVersion": FORMAT_VERSION,
        "made": record.made,
        "command": record.command,
        "day": record.day,
        "until": record.until,
        "version": record.basis.version,
        "code": record.basis.code,
        "graph": record.basis.graph,
        "editions": record.basis.editions,
        **record.results,
        "profiles": [
            {
                "file": one.file,
                "format": one.format,
                "sha256": hashlib.sha256(one.data).hexdigest(),
                "text": one.data.decode("utf-8"),  # no other profile can be read
            }
            for one in record.profiles
        ],
    }


def read_record(file: str) -> Record:
    """Read a record, and check its form and the hashes of its profiles.

    Raises:
        InputError: it cannot be read, is no record, is damaged or edited, or has a later format.

    >>> from actgraph.core import paths
    >>> read_record(paths.get_data_path("examples", "start.ttl"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    actgraph.core.errors.InputError: ...start.ttl: this is no record of actgraph
      Name a file that assess or validate has written with --record.
    """
    try:
        data = files.read_input_file(file, MAX_RECORD_BYTES)
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read ({_explain(error)})", where=file, todo=_NO_RECORD) from None
    try:
        _check_size(data)
    except ValueError as error:
        raise InputError(f"it is {error}, and no record is", where=file, todo=_NO_RECORD) from None
    try:
        loaded = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # ValueError: no UTF-8, no JSON, or an endless number
        if not _HEAD.match(data):
            raise InputError("this is no record of actgraph", where=file, todo=_NO_RECORD) from None
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise InputError("the record is damaged: it is no JSON", where=f"{file}:{line}", todo=_DAMAGED) from None
    if not isinstance(loaded, dict) or loaded.get("format") != FORMAT:
        raise InputError("this is no record of actgraph", where=file, todo=_NO_RECORD)
    _check_version(file, loaded.get("formatVersion"))
    try:
        record = _parse_record(loaded)
        _check_counts(record)
        return record
    except (KeyError, TypeError, ValueError, InputError) as error:
        what = f"“{error.args[0]}” is missing" if isinstance(error, KeyError) else str(error).partition("\n")[0]
        raise InputError(f"the record is damaged or edited: {what}", where=file, todo=_DAMAGED) from None


def _check_size(data: bytes) -> None:
    """Refuse what would need much memory before it is parsed."""
    if len(data) > MAX_RECORD_BYTES:
        raise ValueError(_TOO_LARGE)
    if sum(map(data.count, (b",", b"[", b"{"))) > _MAX_SEPARATORS:
        raise ValueError(f"over {_MAX_SEPARATORS:,} commas and brackets long")


def _check_counts(record: Record) -> None:
    """Refuse what would take long to compute again or to compare."""
    if len(record.profiles) > MAX_RECORD_PROFILES:
        raise ValueError(f"over {MAX_RECORD_PROFILES:,} profiles long")
    if len(record.basis.editions) > MAX_EDITIONS:
        raise ValueError(f"over {MAX_EDITIONS:,} editions long")
    if any(len(rows) > MAX_RECORD_ROWS for rows in record.results.values()):
        raise ValueError(f"over {MAX_RECORD_ROWS:,} rows long")


def _check_version(file: str, number: object) -> None:
    if isinstance(number, int) and number > FORMAT_VERSION:
        raise InputError(
            f"a later actgraph made this record: its format is {number}, and this program reads {FORMAT_VERSION}",
            where=file,
            todo="Install a later version: pip install --upgrade actgraph",
        )
    if number != FORMAT_VERSION or isinstance(number, bool):
        what = f"the record is damaged or edited: “formatVersion” is not {FORMAT_VERSION}"
        raise InputError(what, where=file, todo=_DAMAGED)


def _parse_record(loaded: Mapping[str, Any]) -> Record:
    command = _get(loaded, "command", str)
    if command not in RESULT_KEYS:
        raise ValueError(f"“command” is neither of {', '.join(RESULT_KEYS)}")
    until = loaded["until"]
    editions = _get(loaded, "editions", list)
    if not all(isinstance(one, str) for one in editions):
        raise TypeError("“editions” is no list of names")
    basis = Basis(_get(loaded, "version", str), _get_digest(loaded, "code"), _get_digest(loaded, "graph"), editions)
    results = {key: _get_rows(loaded, key) for key in RESULT_KEYS[command]}
    profiles = [_parse_profile(one) for one in _get_rows(loaded, "profiles")]
    if not profiles:
        raise ValueError("“profiles” is empty")
    day = parse_date(_get(loaded, "day", str))
    until = None if until is None else parse_date(_get(loaded, "until", str))
    return Record(command, _get(loaded, "made", str), day, until, basis, results, profiles)


def _parse_profile(row: ResultRow) -> KeptProfile:
    file, form, text = (_get(row, key, str) for key in ("file", "format", "text"))
    if form not in FORMAT_NAMES:
        raise ValueError(f"{quote_text(form)} is no format of a profile")
    data = text.encode("utf-8", "surrogatepass")
    if hashlib.sha256(data).hexdigest() != _get_digest(row, "sha256"):
        raise ValueError(f"the text of the profile {file} does not have the hash “sha256” beside it")
    return KeptProfile(file, form, data)


def _get(row: ResultRow, key: str, kind: type) -> Any:
    if not isinstance(row[key], kind):
        raise TypeError(f"“{key}” is no {'list' if kind is list else 'text'}")
    return row[key]


def _get_digest(row: ResultRow, key: str) -> str:
    if not _DIGEST.fullmatch(digest := _get(row, key, str)):
        raise ValueError(f"“{key}” is no SHA-256")
    return str(digest)


def _get_rows(row: ResultRow, key: str) -> Sequence[ResultRow]:
    rows: Sequence[ResultRow] = _get(row, key, list)
    if not all(isinstance(one, dict) and _is_shallow(one) for one in rows):
        raise TypeError(f"“{key}” is no list of objects")
    return rows


def _is_shallow(value: object, depth: int = 4) -> bool:
    """Return whether JSON is nested no deeper than that of a record: what is endless would end the program."""
    if not isinstance(value, list | dict):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(_is_shallow(one, depth - 1) for one in inner)


def _explain(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
