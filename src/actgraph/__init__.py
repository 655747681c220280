"""The EU AI Act and the General-Purpose AI Code of Practice as one knowledge graph.

Every name here is kept stable: a change that breaks its use is a new major version (docs/api.md).

>>> import actgraph
>>> actgraph.cite("53(1)(a)")
'https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1.pnt_a'
>>> rows = actgraph.ask("coverage-of-provision", provision="53(1)(c)", on="2026-11-24")
>>> rows[0]["commitmentLabel"], rows[0]["link"]
('Copyright Commitment 1', 'declared')
>>> len(list(actgraph.load(on="2025-01-01").graphs())) > 5
True
"""

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from os import PathLike

    from rdflib import Dataset

    from actgraph.core.errors import ActgraphError
    from actgraph.graph.day import Day
    from actgraph.profile.profile import Profile
    from actgraph.reasoning.assessment import Assessment
    from actgraph.validation.findings import Finding

__all__ = [
    "ActgraphError",
    "Assessment",
    "Day",
    "Finding",
    "Profile",
    "ask",
    "assess",
    "cite",
    "load",
    "open_day",
    "validate",
]

_CLASSES = {  # class → its module, imported when it is used (PEP 562)
    "ActgraphError": "actgraph.core.errors",
    "Assessment": "actgraph.reasoning.assessment",
    "Day": "actgraph.graph.day",
    "Finding": "actgraph.validation.findings",
    "Profile": "actgraph.profile.profile",
}


def __getattr__(name: str) -> object:
    if name not in _CLASSES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_CLASSES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def cite(words: str, on: "str | date | None" = None, *, strict: bool = False) -> str | None:
    """Return the IRI of the node that a citation names on a day, or None.

    Args:
        words: the citation, such as "53(1)(a)", "Annex XI, Section 2", "recital 110", "Copyright Measure 1.2".
        on: the day, ISO 8601 or a `datetime.date`; today (UTC) by default.
        strict: raise an error, instead of returning None, where it names no node or more than one.

    Raises:
        CitationError: with `strict`; the message has suggestions.
        InputError: the day is not a date, or no text of the graph is in force on it.

    >>> cite("Article 153") is None
    True
    """
    from actgraph.core.errors import CitationError
    from actgraph.graph.day import open_day

    try:
        return open_day(on).cite(words)
    except CitationError:
        if strict:
            raise
        return None


def ask(name: str, on: "str | date | None" = None, **params: str) -> list[dict[str, str | None]]:
    """Run a named query on the graph of a day.

    Args:
        name: the name of a query in `queries/`; `actgraph queries` lists them.
        on: the day, ISO 8601 or a `datetime.date`; today (UTC) by default.
        params: the parameters of the query; nodes as citations, short names or IRIs.

    Returns:
        For each row, variable name → plain string, or None where unbound.

    Raises:
        QueryError: there is no such query, or a parameter is missing or unknown.
        CitationError: a parameter names no node.
        InputError: the day is not a date, or no text of the graph is in force on it.

    >>> [row["measureLabel"] for row in ask("measures-of-commitment", commitment="Safety and Security Commitment 10")]
    ['Safety and Security Measure 10.1', 'Safety and Security Measure 10.2']
    """
    from actgraph.graph.day import open_day
    from actgraph.sparql import named_queries

    return named_queries.run_named_query(name, open_day(on), params)


def load(on: "str | date | None" = None) -> "Dataset":
    """Load the graph of a day into rdflib.

    Args:
        on: the day, ISO 8601 or a `datetime.date`; today (UTC) by default.

    Returns:
        A dataset with the named graphs of the day; queries see their union.

    Raises:
        InputError: the day is not a date, or no text of the graph is in force on it.

    >>> from rdflib import URIRef
    >>> commitment = URIRef("https://w3id.org/actgraph/code-of-practice/cpy.com_1")
    >>> covers = URIRef("https://w3id.org/actgraph/ns/covers")
    >>> [str(provision).rpartition("/")[2] for provision in load("2026-11-24").objects(commitment, covers)]
    ['art_53.par_1.pnt_c']
    """
    from actgraph.graph import dataset

    return dataset.load_dataset(on)


def open_day(on: "str | date | None" = None) -> "Day":
    """Open the graph of a day: its nodes, its editions, and SPARQL over it.

    Args:
        on: the day, ISO 8601 or a `datetime.date`; today (UTC) by default.

    Raises:
        InputError: the day is not a date, or no text of the graph is in force on it.

    >>> import datetime
    >>> day = open_day(datetime.date(2026, 11, 27))
    >>> day.short_basis
    'as of 27 Nov 2026 · Act as amended 27 July 2026'
    >>> day.get_node(day.cite("Article 53")).title
    'Obligations for providers of general-purpose AI models'
    """
    from actgraph.graph import day

    return day.open_day(on)


def validate(*profiles: "str | PathLike[str] | Profile", on: "str | date | None" = None) -> "Sequence[Finding]":
    """Find what profiles lack, or get wrong: what `actgraph validate` prints.

    Args:
        profiles: paths of files, or profiles that are read already.
        on: the day, ISO 8601 or a `datetime.date`; today (UTC) by default.

    Returns:
        The findings, in the order of the profiles and their lines; none is no proof of compliance.

    Raises:
        ProfileError: a profile cannot be read.
        InputError: the day is not a date, or no text of the graph is in force on it.

    >>> from actgraph.core import paths
    >>> [finding.message for finding in validate(paths.get_data_path("examples", "complete.ttl"), on="2026-11-24")]
    []
    """
    from actgraph.validation import validate as validation

    return validation.validate(list(map(_to_profile, profiles)), open_day(on)).findings


def assess(profile: "str | PathLike[str] | Profile", on: "str | date | None" = None) -> "Assessment":
    """Assess what the provider of a profile owes for each of its models: what `actgraph assess` prints.

    Args:
        profile: the path of a file, or a profile that is read already.
        on: the day, ISO 8601 or a `datetime.date`; today (UTC) by default.

    Raises:
        ProfileError: the profile cannot be read.
        InputError: it describes no model, the day is not a date, or no text of the graph is in force on it.

    >>> from actgraph.core import paths
    >>> found = assess(paths.get_data_path("examples", "complete.ttl"), on="2026-11-24")
    >>> [duty.status for model in found.models for duty in model.duties if duty.provision.label == "Article 53(1)(c)"]
    ['applies']
    """
    from actgraph.reasoning.assessment import assess_profile
    from actgraph.reasoning.derived import DerivedProfile

    read = _to_profile(profile)
    return assess_profile(read, DerivedProfile(read.triples, open_day(on)))


def _to_profile(profile: "str | PathLike[str] | Profile") -> "Profile":
    from actgraph.profile.profile import Profile

    return profile if isinstance(profile, Profile) else Profile.read(profile)
