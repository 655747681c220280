"""Build records: a result with the profiles, the versions and the hashes that reproduce it."""

import datetime
import hashlib
import os
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, NamedTuple

from actgraph.core import paths
from actgraph.core.errors import ProfileError
from actgraph.graph.day import Day
from actgraph.profile import source
from actgraph.profile.profile import Profile, parse_profile
from actgraph.reasoning.assessment import Assessment
from actgraph.validation.findings import STDIN, Report, build_summary_rows
from actgraph.validation.report_writers import build_finding_rows

ASSESS, VALIDATE = "assess", "validate"
RESULT_KEYS = {ASSESS: ("verdicts",), VALIDATE: ("summary", "findings")}
_VERDICT_COLUMNS = (
    *("profile", "model", "modelLabel", "obligation", "obligationLabel", "provision", "provisionLabel"),
    *("status", "since", "enforceableFrom", "unless", "limitedToModification"),
)
_GRAPH_FOLDERS = ("ontology", "queries", "shapes")
_GRAPH_ENDINGS = (".json", ".rq", ".ttl")
ResultRow = Mapping[str, Any]  # as JSON has it


class KeptProfile(NamedTuple):
    """A profile as a record holds it.

    Attributes:
        file: its path as it was given; `-` for standard input.
        format: one of `source.FORMAT_NAMES`.
        data: its bytes.
    """

    file: str
    format: str
    data: bytes

    @property
    def name(self) -> str:
        """The name of the profile in findings.

        >>> KeptProfile("-", "ttl", b"").name
        'standard input'
        """
        return STDIN if self.file == "-" else self.file

    def parse(self) -> Profile:
        """Parse the profile.

        Raises:
            ProfileError: it cannot be read, or is over the limits of a profile.

        >>> len(KeptProfile("a.ttl", "ttl", b"<a:a> <a:b> 1 , 2 .").parse().quads)
        2
        """
        if len(self.data) > source.MAX_PROFILE_BYTES:
            raise ProfileError(f"it is over {source.MAX_PROFILE_BYTES // 1_000_000} MB", where=self.name)
        return parse_profile(self.data, self.name, self.format)


class Basis(NamedTuple):
    """What a result depends on besides the profiles and the day.

    Attributes:
        version: the version of actgraph.
        code: SHA-256 of its Python files.
        graph: SHA-256 of its graph, queries, rules and shapes.
        editions: the names of the editions of the texts of the day.
    """

    version: str
    code: str
    graph: str
    editions: Sequence[str]


class Record(NamedTuple):
    """A result and all that is needed to reproduce it.

    Attributes:
        command: `ASSESS` or `VALIDATE`.
        made: when it was made, UTC, ISO 8601; no part of any comparison.
        day: the day asked for, ISO 8601.
        until: the later day of `validate --until`; None if there is none.
        basis: what the result depends on.
        results: for each of `RESULT_KEYS` of the command, its rows.
        profiles: the profiles, in the order in which they were given.
    """

    command: str
    made: str
    day: str
    until: str | None
    basis: Basis
    results: Mapping[str, Sequence[ResultRow]]
    profiles: Sequence[KeptProfile]


class ProfileKeeper:
    """Read profiles and keep their bytes for a record.

    >>> keeper = ProfileKeeper()
    >>> len(keeper.read(paths.get_data_path("examples", "startup.ttl")).quads) > 10, keeper.kept[0].format
    (True, 'ttl')
    """

    def __init__(self) -> None:
        self.kept: list[KeptProfile] = []

    def read(self, name: str, format_name: str | None = None) -> Profile:
        """Read a profile; arguments and errors as for `read_profile`."""
        data, _, found = source.read_source(name, format_name)
        kept = KeptProfile(name, found, data)
        profile = kept.parse()
        self.kept.append(kept)
        return profile


def build_assess_record(assessment: Assessment, profiles: Sequence[KeptProfile]) -> Record:
    """Build the record of an assessment, with the verdict on each duty of each model."""
    verdicts = [{key: row[key] for key in _VERDICT_COLUMNS} for row in assessment.to_dicts()]
    return _build_record(ASSESS, assessment.day, None, {"verdicts": verdicts}, profiles)


def build_validate_record(report: Report, day: Day, until: str | None, profiles: Sequence[KeptProfile]) -> Record:
    """Build the record of a validation, with the counts of each model and the findings."""
    results: dict[str, Sequence[ResultRow]] = {
        "summary": build_summary_rows(report),
        "findings": build_finding_rows(report),
    }
    return _build_record(VALIDATE, day, until, results, profiles)


def _build_record(
    command: str,
    day: Day,
    until: str | None,
    results: Mapping[str, Sequence[ResultRow]],
    profiles: Sequence[KeptProfile],
) -> Record:
    made = datetime.datetime.now(tz=datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Record(command, made, day.date, until, get_basis(day), results, profiles)


def get_basis(day: Day) -> Basis:
    """Return what results of a day depend on in this program.

    >>> from actgraph.graph.day import open_day
    >>> [len(part) for part in get_basis(open_day("2026-11-24"))[1:3]]
    [64, 64]
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    graph = compute_digest([paths.get_data_path(name) for name in _GRAPH_FOLDERS], _GRAPH_ENDINGS)
    code = compute_digest([package], (".py",))
    return Basis(version("actgraph"), code, graph, [edition.label for edition in day.editions])


def compute_digest(folders: Sequence[str], endings: tuple[str, ...]) -> str:
    """Compute the SHA-256 of all files with some endings below some folders.

    Names and contents count. Where the folders are, the times of the files and the kind of line end do not.

    >>> compute_digest([paths.get_data_path("shapes")], (".none",))[:8]
    'e3b0c442'
    """
    found = {}
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                if name.endswith(endings):
                    file = os.path.join(place, name)
                    found[os.path.relpath(file, os.path.dirname(folder)).replace(os.sep, "/")] = file
    whole = hashlib.sha256()
    for name in sorted(found):
        with open(found[name], "rb") as stream:
            content = stream.read().replace(b"\r\n", b"\n")
        whole.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()
