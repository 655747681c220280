"""Test that drafts of real documents have what readers, who had not seen the importer, found in them.

The lists in `facts/` were written first and are frozen. A fact for which the vocabulary has a word is in the draft if
some statement of that property has its value, or leads to a node that has it. At least nine in ten must be. A fact that
its reader noted with a doubt, such as one that would need a conclusion, does not count.
"""

import functools
import math
import re
import tomllib

import pytest

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.documents.draft import Draft
from actgraph.documents.importer import import_documents
from actgraph.documents.nodes import normalize_name
from tests.conftest import ROOT, SOURCES, needs_sources

LISTS = sorted((ROOT / "tests/documents/facts").glob("*.toml"))
TEN = 10  # one of so many may be missing
NAMING = tuple(expand_curie(name) for name in ("rdfs:label", "dcterms:title", "ag:hubIdentifier", "ag:spdxIdentifier"))


@functools.cache
def import_document(path: str) -> Draft:
    return import_documents([str(SOURCES / path)])


def list_values(draft: Draft, property_: str) -> list[str]:
    """List the values of a property, and those of the nodes that it leads to."""
    inside: dict[object, list[str]] = {}
    for quad in draft.quads:
        inside.setdefault(quad.subject, []).append(quad.object.value)
    found = [quad.object for quad in draft.quads if quad.predicate.value == expand_curie(property_)]
    return [text for value in found for text in (value.value, *inside.get(value, ()))]


def is_same(written: str, found: str) -> bool:
    """Compare a value of a list with one of a draft: numbers by size, names by their letters, texts by their words.

    The readers wrote down key words of a long text: six in ten of them must stand in the draft.
    """
    try:
        return math.isclose(float(written), float(found), rel_tol=1e-9)
    except ValueError:
        pass
    if written.startswith("ag:"):
        return found == load_prefixes()["ag"] + written.removeprefix("ag:")
    one, other = normalize_name(written), normalize_name(found)
    if one and other and (one in other or other in one):
        return True
    words, others = split_words(written), split_words(found)
    return len(words) >= 4 and len(words & others) >= 0.6 * len(words)


def split_words(text: str) -> set[str]:
    """Split a text into its words, without those of three letters and less."""
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3 or word.isdigit()}


@needs_sources
@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_nine_in_ten_facts_are_in_the_draft(path):
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    draft = import_document(said["document"])
    facts = [fact for fact in said["fact"] if fact.get("property") and not fact.get("doubt")]
    missing = [
        f"{fact['place']}: {fact['property']} {fact['value']}"
        for fact in facts
        if not any(is_same(str(fact["value"]), value) for value in list_values(draft, fact["property"]))
    ]
    assert len(missing) * TEN <= len(facts), "\n".join(missing)
