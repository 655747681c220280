"""Hostile records for `record check`: odd, deep, wide, and of many profiles."""

import functools
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from tests.robustness.hostile_file import NESTING_DEPTH, FileWriter, HostileFile, list_odd_files, write_big_file

_TEXT = "<urn:m> a <https://w3id.org/actgraph/ns/Model> .\n"
_VALUE = '"HERE"'


@functools.cache
def _make_record(key: str = "") -> str:
    """Make a record that can be read, with HERE as the value of a key."""
    digest = hashlib.sha256(_TEXT.encode()).hexdigest()
    profile = {"file": "m.ttl", "format": "ttl", "sha256": digest, "text": _TEXT}
    record = {
        "format": "actgraph record",
        "formatVersion": 1,
        "made": "2026-11-30T00:00:00Z",
        "command": "validate",
        "day": "2026-11-30",
        "until": None,
        "version": "1",
        "code": digest,
        "graph": digest,
        "editions": [],
        "summary": [],
        "findings": [],
        "profiles": [profile],
    }
    return json.dumps({**record, key: "HERE"} if key else record)


def _put(key: str, make_value: Callable[[], str]) -> FileWriter:
    return lambda path, _: path.write_text(_make_record(key).replace(_VALUE, make_value()), encoding="utf-8")


def _write_profiles(path: Path, _: str) -> None:
    profile = json.loads(_make_record())["profiles"][0]
    path.write_text(_make_record("profiles").replace(_VALUE, json.dumps([profile] * 5000)), encoding="utf-8")


HOSTILE_RECORDS = [
    *list_odd_files(".json"),
    HostileFile(
        "a record of 200 MB",
        "big.json",
        lambda path, _: write_big_file(path, b'{"format": "actgraph record", "made": "', b"x" * 1000, b'"}'),
    ),
    HostileFile("ten million lists", "lists.json", _put("findings", lambda: "[" + "[]," * 10_000_000 + "[]]")),
    HostileFile("ten million objects", "objects.json", _put("findings", lambda: "[" + "{}," * 10_000_000 + "{}]")),
    HostileFile("ten million editions", "editions.json", _put("editions", lambda: "[" + '"",' * 10_000_000 + '""]')),
    HostileFile("500,000 rows", "rows.json", _put("findings", lambda: "[" + "{}," * 500_000 + "{}]")),
    HostileFile("5,000 profiles", "profiles.json", _write_profiles),
    HostileFile(
        f"{NESTING_DEPTH:,} levels deep",
        "deep.json",
        _put("findings", lambda: "[" * NESTING_DEPTH + "]" * NESTING_DEPTH),
    ),
    HostileFile("a number of ten million digits", "number.json", _put("findings", lambda: "1" * 10_000_000)),
    HostileFile("a day that is none", "day.json", _put("day", lambda: '"9999-99-99"')),
    HostileFile("no hash", "hash.json", _put("graph", lambda: '"' + "x" * 64 + '"')),
    HostileFile(
        "a text in four bytes a character", "wide.json", _put("profiles", lambda: '["' + "😀" * 9_000_000 + '"]')
    ),
]
