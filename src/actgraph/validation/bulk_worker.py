"""Validate one batch of a registry in a worker process and return the findings as lines of JSON."""

import functools
import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from typing import NamedTuple

from actgraph.core import paths
from actgraph.core.errors import ProfileError, RegistryError
from actgraph.graph import catalog
from actgraph.graph.day import open_day
from actgraph.profile import profile, schema
from actgraph.profile.profile import Profile
from actgraph.profile.registry import RegistryEntry
from actgraph.profile.severity import KINDS, SEVERITIES
from actgraph.reasoning import rules
from actgraph.reasoning.derived import DerivedProfile
from actgraph.reasoning.duty_counts import is_undecided
from actgraph.validation import batch, report_writers
from actgraph.validation.findings import Report, count_by_kind, count_by_severity
from actgraph.validation.findings_builder import FindingsBuilder


class BatchResult(NamedTuple):
    """The outcome of a batch.

    Attributes:
        lines: one JSON object per line in UTF-8: the findings of each profile, or why it cannot be read.
        profiles: number of profiles, including those that cannot be read.
        unreadable: number of those that cannot be read.
        counts: severity or kind → number of findings; `unknown` → number of unknown duties, `undecided` → number
            of models of which every duty is.
        stamp: digest of the rules, shapes and texts used.
    """

    lines: bytes
    profiles: int
    unreadable: int
    counts: dict[str, int]
    stamp: str


def validate_entries(entries: Sequence[RegistryEntry], date: str) -> BatchResult:
    """Validate some profiles of a registry on an ISO 8601 date.

    Raises:
        RegistryError: the triples of an entry are in several graphs, so it is no profile.

    >>> entry = RegistryEntry("m.ttl", "m.ttl", 0, "ttl", b"<urn:m> a <https://w3id.org/actgraph/ns/Model> .")
    >>> done = validate_entries([entry], "2026-11-24")
    >>> done.profiles, json.loads(done.lines.splitlines()[0])["line"]
    (1, 1)
    """
    day = open_day(date)
    written: dict[int, list[dict[str, object]]] = {}
    profiles: list[tuple[int, Profile]] = []
    for number, entry in enumerate(entries):
        try:
            profiles.append((number, _parse_entry(entry)))
        except ProfileError as error:
            written[number] = [_build_error_row(entry, error)]
    derived = [DerivedProfile(one.triples, day) for _, one in profiles]
    counts: dict[str, int] = dict.fromkeys((*SEVERITIES, *KINDS, "unknown", "undecided"), 0)
    for (number, one), its, ours in zip(profiles, derived, batch.validate_batch(derived, day), strict=True):
        builder = FindingsBuilder(day)
        builder.add_results(one, its, ours)
        report = builder.build_report([])
        written[number] = _build_rows(report, entries[number].line_offset)
        for name, found in (*count_by_severity(report.findings).items(), *count_by_kind(report.findings).items()):
            counts[name] += found
        for model in report.counts[one.name]:
            counts["unknown"] += model.counts["unknown"]
            counts["undecided"] += is_undecided(model)
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for _, rows in sorted(written.items()) for row in rows]
    text = "".join(lines).encode("utf-8", "backslashreplace")
    return BatchResult(text, len(entries), len(entries) - len(profiles), counts, compute_stamp(date))


def _parse_entry(entry: RegistryEntry) -> Profile:
    if entry.error is not None:
        raise entry.error
    parsed = profile.parse_profile(entry.data, entry.name, entry.format_name)
    for quad in parsed.quads if entry.is_graph else ():
        if getattr(quad.graph_name, "value", "") != entry.name:
            line = parsed.lines.get(quad.triple, 0) + entry.line_offset
            raise RegistryError(
                f"a statement of another graph, or of none, is among those of {entry.name}",
                where=f"{entry.file}:{line}",
                todo="Give each profile a graph of its own, and each statement a line.",
            )
    return parsed


def _build_rows(report: Report, line_offset: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [dict(row) for row in report_writers.build_finding_rows(report)]
    for row in rows:
        if isinstance(row["line"], int):
            row["line"] += line_offset
    return rows


def _build_error_row(entry: RegistryEntry, error: ProfileError) -> dict[str, object]:
    line = error.where.rpartition(":")[2]
    number = int(line) + entry.line_offset if line.isdecimal() else None
    return {"profile": entry.name, "line": number, "error": error.what, "todo": error.todo}


@functools.lru_cache(maxsize=8)
def compute_stamp(date: str) -> str:
    """Compute a digest of the version, the date, and all texts, rules and shapes that the findings rest on.

    >>> len(compute_stamp("2026-11-24")), compute_stamp("2026-11-24") == compute_stamp("2026-11-25")
    (64, False)
    """
    digest = hashlib.sha256(f"{version('actgraph')} {date}\n".encode())
    files = [file for graph in catalog.find_valid_graphs(date) for file in graph.list_files()]
    files += [paths.get_data_path("shapes", name) for name in schema.list_shape_files()]
    for file in files:
        with open(file, "rb") as text:
            digest.update(text.read())
    digest.update("".join(rule.text for rule in rules.list_rules()).encode())
    return digest.hexdigest()
