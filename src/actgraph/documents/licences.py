"""Recognise a licence by what a document calls it, to see whether two documents name the same one."""

import functools
import re
from collections.abc import Mapping

from pyoxigraph import RdfFormat, parse

from actgraph.core import paths
from actgraph.core.prefixes import get_local_name, load_prefixes


@functools.cache
def _load_licences() -> tuple[Mapping[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Load the table of licences: identifier in small letters → licence, and pattern of titles → licence."""
    ag = load_prefixes()["ag"]
    names: dict[str, str] = {}
    patterns: list[tuple[re.Pattern[str], str]] = []
    for quad in parse(path=paths.get_data_path("ontology", "reading", "licences.ttl"), format=RdfFormat.TURTLE):
        name = get_local_name(str(getattr(quad.subject, "value", "")))
        if quad.predicate.value in (ag + "spdxIdentifier", ag + "hubIdentifier"):
            names[quad.object.value.lower()] = name
        elif quad.predicate.value == ag + "titlePattern":
            patterns.append((re.compile(quad.object.value, re.IGNORECASE), name))
    return names, tuple(patterns)


def find_licence_key(text: str) -> str:
    """Return one key for all names of a licence that the table of licences knows; empty if it knows none.

    >>> find_licence_key("apache-2.0") == find_licence_key("Apache License 2.0") == "apache-2.0"
    True
    >>> find_licence_key("Terms of Example GmbH")
    ''
    """
    names, patterns = _load_licences()
    text = " ".join(text.split())
    known = names.get(text.lower()) or next((name for pattern, name in patterns if pattern.match(text)), "")
    return known.removeprefix("lic_")
