"""What one process does of a registry: some profiles in, their findings out as lines of JSON."""

import functools
import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from typing import NamedTuple

from actgraph.core import paths
from actgraph.core.errors import ProfileError, RegistryError
from actgraph.graph import catalog
from actgraph.graph import day as graph
from actgraph.profile import profile, schema
from actgraph.profile.profile import Profile
from actgraph.profile.registry import Entry
from actgraph.reasoning import rules
from actgraph.reasoning.derived import Derived
from actgraph.validation import batch, report_writers
from actgraph.validation.findings import SEVERITIES, Report, count
from actgraph.validation.findings_builder import Told


class Done(NamedTuple):
    """What became of some profiles.

    Attributes:
        lines: a JSON object a line in UTF-8: the findings of each profile in its order, and why one cannot be read.
        profiles: how many were looked at, those that cannot be read too.
        unreadable: how many cannot be read.
        counts: severity → number of findings.
        stamp: by which rules, shapes and texts.
    """

    lines: bytes
    profiles: int
    unreadable: int
    counts: dict[str, int]
    stamp: str


def work(entries: Sequence[Entry], on: str) -> Done:
    """Look at some profiles of a registry.

    Args:
        entries: the profiles.
        on: the day, as ISO 8601 has it.

    Raises:
        RegistryError: the statements of an entry are of several graphs: it is no profile.

    >>> entry = Entry("m.ttl", "m.ttl", 0, "ttl", b"<urn:m> a <https://w3id.org/actgraph/ns/Model> .")
    >>> done = work([entry], "2026-11-24")
    >>> done.profiles, json.loads(done.lines.splitlines()[0])["line"]
    (1, 1)
    """
    day = graph.on(on)
    written: dict[int, list[dict[str, object]]] = {}
    read: list[tuple[int, Profile]] = []
    for number, entry in enumerate(entries):
        try:
            read.append((number, _read(entry)))
        except ProfileError as error:
            written[number] = [_unreadable(entry, error)]
    derived = [Derived(one.triples, day) for _, one in read]
    counts: dict[str, int] = dict.fromkeys(SEVERITIES, 0)
    for (number, one), its, ours in zip(read, derived, batch.find(derived, day), strict=True):
        told = Told(day)
        told.add(one, its, ours)
        report = told.report([])
        written[number] = _rows(report, entries[number].before)
        for severity, found in count(report.findings).items():
            counts[severity] += found
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for _, rows in sorted(written.items()) for row in rows]
    text = "".join(lines).encode("utf-8", "backslashreplace")
    return Done(text, len(entries), len(entries) - len(read), counts, stamp(on))


def _read(entry: Entry) -> Profile:
    if entry.error is not None:
        raise entry.error
    found = profile.parse(entry.data, entry.name, entry.form)
    for quad in found.quads if entry.is_graph else ():
        if getattr(quad.graph_name, "value", "") != entry.name:
            line = found.lines.get(quad.triple, 0) + entry.before
            raise RegistryError(
                f"a statement of another graph, or of none, is among those of {entry.name}",
                where=f"{entry.file}:{line}",
                todo="Give each profile a graph of its own, and each statement a line.",
            )
    return found


def _rows(report: Report, before: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [dict(row) for row in report_writers.as_rows(report)]
    for row in rows:
        if isinstance(row["line"], int):
            row["line"] += before
    return rows


def _unreadable(entry: Entry, error: ProfileError) -> dict[str, object]:
    line = error.where.rpartition(":")[2]
    number = int(line) + entry.before if line.isdecimal() else None
    return {"profile": entry.name, "line": number, "error": error.what, "todo": error.todo}


@functools.lru_cache(maxsize=8)
def stamp(on: str) -> str:
    """A digest of the version, the day, and all texts, rules and shapes that an answer rests on.

    Args:
        on: the day, as ISO 8601 has it.

    >>> len(stamp("2026-11-24")), stamp("2026-11-24") == stamp("2026-11-25")
    (64, False)
    """
    found = hashlib.sha256(f"{version('actgraph')} {on}\n".encode())
    files = [paths.data("ontology", one.file) for one in catalog.holding(on)]
    files += [paths.data("shapes", name) for name in schema.files()]
    for file in files:
        with open(file, "rb") as text:
            found.update(text.read())
    found.update("".join(rule.text for rule in rules.all_rules()).encode())
    return found.hexdigest()
