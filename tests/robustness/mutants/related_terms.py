"""Find a term that could replace another by mistake: the next class, property or node of the same kind in the rules."""

import functools
import re
from collections import defaultdict
from collections.abc import Mapping

from actgraph.core.prefixes import expand_curie, load_prefixes, shorten_iri
from actgraph.graph.day import open_day
from actgraph.reasoning import rules

# The kind of a class is its superclass, of a property its type and range, of a node its class.
_KINDS_QUERY = """
SELECT ?term ?kind {{
  VALUES ?term {{ {terms} }}
  {{ ?term a owl:Class ; rdfs:subClassOf ?above . FILTER(ISIRI(?above)) BIND(CONCAT("class ", STR(?above)) AS ?kind) }}
  UNION
  {{ VALUES ?type {{ owl:ObjectProperty owl:DatatypeProperty }}
     ?term a ?type . OPTIONAL {{ ?term rdfs:range ?in FILTER(?type = owl:DatatypeProperty) }}
     BIND(CONCAT("property ", STR(?type), " ", COALESCE(STR(?in), "")) AS ?kind) }}
  UNION
  {{ ?term a ?type . FILTER(!STRSTARTS(STR(?type), STR(owl:))) BIND(CONCAT("node ", STR(?type)) AS ?kind) }}
}} ORDER BY ?kind ?term
"""


@functools.cache
def map_related_terms(day: str) -> Mapping[str, str]:
    """Map each short name to another of its kind: under the same class, with the same range, or of the same class.

    >>> related = map_related_terms("2026-11-24")
    >>> related["rdg:obl_54.1"], related["ag:trainingSummary"].startswith("ag:")
    ('rdg:obl_54.2', True)
    """
    kinds: dict[str, list[str]] = defaultdict(list)
    heads = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in load_prefixes().items())
    for row in open_day(day).select_rows(
        heads + _KINDS_QUERY.format(terms=" ".join(f"<{iri}>" for iri in _list_rule_terms()))
    ):
        kinds[row["kind"] or ""].append(shorten_iri(row["term"] or ""))
    found: dict[str, str] = {}
    for terms in kinds.values():
        for term, other in zip(terms, [*terms[1:], terms[0]], strict=True) if len(terms) > 1 else []:
            found.setdefault(term, other)
    return found


def _list_rule_terms() -> list[str]:
    """List the IRIs of all terms that rules use."""
    behind = (rule.text[rule.text.index("CONSTRUCT") :] for rule in rules.list_rules())
    names = {name for text in behind for name in re.findall(r"(?<![\w<])[a-z]+:[\w.-]*\w", text)}
    return sorted(filter(None, map(expand_curie, names)))
