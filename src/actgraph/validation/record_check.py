"""Check a record: compute its result again from the profiles in it, and find what differs."""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from actgraph.core import files
from actgraph.core.errors import InputError
from actgraph.core.tables import JsonValue, dump_json
from actgraph.graph.day import Day, open_day
from actgraph.profile.source import MAX_PROFILE_BYTES
from actgraph.reasoning.assessment import assess_profile
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation import records
from actgraph.validation.records import ASSESS, Basis, KeptProfile, Record, ResultRow
from actgraph.validation.validate import validate_files

CHANGED, REWORDED, GONE, NEW = "changed", "reworded", "gone", "new"
# Kind of row → the keys that say what a row is about, and the keys that are its result.
_SUBJECT = {
    "verdicts": ("profile", "model", "obligation"),
    "summary": ("profile", "model"),
    "findings": ("profile", "node", "property", "value", "shape", "from"),
}
_RESULT = {
    "verdicts": ("status", "since", "enforceableFrom", "unless", "limitedToModification"),
    "summary": (
        *("applies", "complyBy", "appliesFrom", "exempt", "doesNotApply", "unknown"),
        *("nextChange", "added", "addedFindings"),
    ),
    "findings": ("line", "severity", "kind"),
}


class Change(NamedTuple):
    """One row of a result that differs.

    Attributes:
        kind: a key of the results: `verdicts`, `summary` or `findings`; `profiles` where none could be computed.
        change: `CHANGED`; `REWORDED`, only names or words differ; `GONE`, only the record has it; `NEW`, it does not.
        before: the row of the record; None if it is new.
        now: the row of this program; None if it is gone.
        words: what differs, in one line.
    """

    kind: str
    change: str
    before: ResultRow | None
    now: ResultRow | None
    words: str


class RecordCheck(NamedTuple):
    """A record beside what this program finds.

    Attributes:
        record: the record.
        basis: what results of its day depend on in this program.
        changes: what differs in the result; empty if the result is reproduced.
        differing_files: the profiles whose file is there, and is not what the record holds.
    """

    record: Record
    basis: Basis
    changes: Sequence[Change]
    differing_files: Sequence[str]

    def compare_basis(self) -> Mapping[str, tuple[JsonValue, JsonValue]]:
        """Return the parts of the basis that differ: name → its value in the record, and in this program."""
        pairs = zip(Basis._fields, self.record.basis, self.basis, strict=True)
        return {name: (before, now) for name, before, now in pairs if before != now}


def check_record(record: Record) -> RecordCheck:
    """Compute the result of a record again, as of its day, and compare.

    Raises:
        InputError: no text of this graph is in force on the day of the record.

    >>> from actgraph.core import paths
    >>> from actgraph.validation.validate import validate
    >>> keeper, day = records.ProfileKeeper(), open_day("2026-11-24")
    >>> report = validate([keeper.read(paths.get_data_path("examples", "startup.ttl"))], day)
    >>> check_record(records.build_validate_record(report, day, None, keeper.kept)).changes
    []
    """
    day = open_day(record.day)
    basis = records.get_basis(day)
    try:
        found = _compute_results(record, day)
    except InputError as error:  # a profile that this program reads no more
        told = " ".join(str(error).split())
        changes = [Change("profiles", CHANGED, None, None, f"it cannot be computed any more: {told}")]
    else:
        now = json.loads(dump_json(found))  # as it would be read from a record
        is_same_program = record.basis.code == basis.code
        changes = [
            change
            for kind, rows in record.results.items()
            for change in _compare_rows(kind, rows, now[kind], exact=is_same_program)
        ]
    return RecordCheck(record, basis, changes, [one.file for one in record.profiles if _is_file_other(one)])


def _compute_results(record: Record, day: Day) -> Mapping[str, Sequence[ResultRow]]:
    profiles = [one.parse() for one in record.profiles]
    if record.command == ASSESS:
        found = [
            records.build_assess_record(assess_profile(one, DerivedProfile(one.triples, day)), []) for one in profiles
        ]
        return {"verdicts": [row for one in found for row in one.results["verdicts"]]}
    until = None if record.until is None else open_day(record.until)
    report = validate_files(profiles, day, until=until).report
    return records.build_validate_record(report, day, record.until, []).results


def _compare_rows(kind: str, before: Sequence[ResultRow], now: Sequence[ResultRow], *, exact: bool) -> Iterator[Change]:
    """Find the rows that differ.

    Args:
        kind: a key of the results.
        before: the rows of the record.
        now: the rows of this program.
        exact: whether all keys count; else those that both rows have, so that another version may have more of them.
    """

    def is_equal(old: ResultRow, new: ResultRow) -> bool:
        keys = {*old, *new} if exact else {*(old.keys() & new.keys()), *_RESULT[kind]}
        return all(old.get(key) == new.get(key) for key in keys)

    waiting: dict[str, list[ResultRow]] = {}
    for row in now:
        waiting.setdefault(_identify(kind, row), []).append(row)
    left = []
    for row in before:
        others = waiting.get(_identify(kind, row), [])
        place = next((place for place, other in enumerate(others) if is_equal(row, other)), None)
        if place is None:
            left.append(row)
        else:
            del others[place]
    for row in left:
        others = waiting.get(_identify(kind, row), [])
        other = others.pop(0) if others else None
        yield _describe_change(kind, row, other)
    for rows in waiting.values():
        yield from (_describe_change(kind, None, row) for row in rows)


def _identify(kind: str, row: ResultRow) -> str:
    return json.dumps([row.get(key) for key in _SUBJECT[kind]])


def _describe_change(kind: str, before: ResultRow | None, now: ResultRow | None) -> Change:
    row = before if now is None else now
    assert row is not None
    subject = _DESCRIBE_SUBJECT[kind](row)
    if before is None or now is None:
        told = _describe_verdict(row, _RESULT[kind][:2]) if kind == "verdicts" else ""
        return Change(kind, NEW if before is None else GONE, before, now, f"{subject}: {told}" if told else subject)
    differing = [key for key in _RESULT[kind] if before.get(key) != now.get(key)]
    if not differing:
        keys = [key for key in now if before.get(key, now[key]) != now[key]]
        told = ", ".join(f"{key} “{before.get(key)}” → “{now[key]}”" for key in keys) or "it has other keys"
        if "message" in keys:
            subject = subject.removesuffix(f": {now['message']}")
        return Change(kind, REWORDED, before, now, f"{subject}: {told}")
    if kind == "verdicts":
        shown = ["status"] if "status" in differing else differing
        told = f"{_describe_verdict(before, shown)} → {_describe_verdict(now, shown)}"
    else:
        told = ", ".join(f"{_to_words(key)} {before.get(key)} → {now.get(key)}" for key in differing)
    return Change(kind, CHANGED, before, now, f"{subject}: {told}")


def _describe_verdict(row: ResultRow, keys: Sequence[str]) -> str:
    """Describe a verdict: always its status and its date, and what some other keys say."""
    status, since = row.get("status"), row.get("since")
    parts = [f"{status}{' since' * (status == 'applies')} {since}" if since else f"{status}"]
    if "enforceableFrom" in keys:
        start = row.get("enforceableFrom")
        parts.append(f"a breach can be fined from {start}" if start else "no day from which a breach can be fined")
    if "unless" in keys:
        unless = row.get("unless")
        reservations = unless if isinstance(unless, list) else []
        words = [one.get("words") for one in reservations if isinstance(one, dict)]
        parts.append(f"unless: {'; '.join(map(str, words))}" if words else "no reservation")
    if "limitedToModification" in keys:
        parts.append("for the modification only" if row.get("limitedToModification") else "for the whole model")
    return ", ".join(parts)


def _describe_duty(row: ResultRow) -> str:
    return f"{row.get('modelLabel')}: {row.get('provisionLabel')}"


def _describe_model(row: ResultRow) -> str:
    return f"{row.get('modelLabel')}"


def _describe_finding(row: ResultRow) -> str:
    line, later = row.get("line"), row.get("from")
    where = f"{row.get('profile')}{'' if line is None else f':{line}'}"
    return f"{where}: {f'from {later}: ' if later else ''}{row.get('kind')}: {row.get('message')}"


_DESCRIBE_SUBJECT = {"verdicts": _describe_duty, "summary": _describe_model, "findings": _describe_finding}


def _to_words(key: str) -> str:
    """Turn a key such as `doesNotApply` into words."""
    return re.sub(r"[A-Z]", lambda found: f" {found[0].lower()}", key)


def _is_file_other(kept: KeptProfile) -> bool:
    """Return whether the file of a profile is there and has another content."""
    if kept.file == "-" or kept.file.startswith(("\\\\", "//")):  # a record must not make us ask another machine
        return False
    try:
        return os.path.isfile(kept.file) and files.read_input_file(kept.file, MAX_PROFILE_BYTES) != kept.data
    except (OSError, ValueError):  # ValueError: a zero byte in the name
        return False
