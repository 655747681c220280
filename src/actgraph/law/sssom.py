"""The editorial mapping of a code to the Act as an SSSOM mapping set: one set for each code.

The format: https://mapping-commons.github.io/sssom/spec-formats-tsv/.
"""

from actgraph.core.prefixes import BASE, CODE, CONTENT_CODE, load_prefixes, shorten_iri
from actgraph.core.tables import rows_to_tsv
from actgraph.graph.day import Day
from actgraph.law.links import find_subtree
from actgraph.sparql import named_queries

COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "predicate_label", "object_id", "object_label"),
    *("mapping_justification", "confidence", "comment", "see_also", "other"),
)
_METADATA = """\
#curie_map:
{curies}
#mapping_set_id: {base}graphs/{name}
#mapping_set_title: Parts of the {code} and the points of the AI Act that they address
#mapping_set_description: "{about}"
#mapping_set_version: "{version}"
#license: https://www.apache.org/licenses/LICENSE-2.0
#subject_source: {prefix}:code
#object_source: http://data.europa.eu/eli/reg/2024/1689/oj
#other: "{basis}"
"""
_DESCRIPTION = (
    "Read by hand, measure by measure. comment is the justification, see_also the page of the passage, other its name"
    " and how often the row was read. A row with sssom:NoTermFound is a gap. That a point is addressed does not say"
    " that the duty is met; no lawyer's opinion."
)
_NO_TERM = "sssom:NoTermFound"


def format_mapping_set(day: Day, iri: str = "") -> str:
    """Format the mapping set as TSV with its metadata in front; what is mapped to nothing has a row too.

    Args:
        iri: a node, to select the rows of it and of all under it; all rows where it is empty. The set is that of the
            AI-Generated Content Code for a part of it and for a provision that no other code addresses, else that of
            the General-Purpose AI Code.

    >>> from actgraph.graph.day import open_day
    >>> [line for line in format_mapping_set(open_day("2026-11-24")).splitlines() if line.startswith("#license")]
    ['#license: https://www.apache.org/licenses/LICENSE-2.0']
    """
    from importlib.metadata import version

    inside = find_subtree(day, iri) if iri else set()
    found = [
        row
        for row in named_queries.run_named_query("mapping", day, {})
        if not iri or iri == row["code"] or inside & {row["subject"], row["object"]}
    ]
    first = f"{CODE}code"
    space = CODE if not iri or any(row["code"] == first for row in found) else CONTENT_CODE
    if iri.startswith((CODE, CONTENT_CODE)):
        space = CODE if iri.startswith(CODE) else CONTENT_CODE
    rows = [
        {
            "subject_id": shorten_iri(row["subject"] or _NO_TERM),
            "subject_label": row["subjectLabel"],
            "predicate_id": "ag:addresses",
            "predicate_label": "addresses",
            "object_id": shorten_iri(row["object"] or _NO_TERM),
            "object_label": row["objectLabel"],
            "mapping_justification": "semapv:ManualMappingCuration",
            "confidence": row["confidence"],
            "comment": row["justification"],
            "see_also": row["source"],
            "other": f"{row['sourceLabel']}; {row['review']}",
        }
        for row in found
        if row["code"] == f"{space}code"
    ]
    prefix = "cop" if space == CODE else "agc"
    used = ("act", "ag", prefix)
    curies = "\n".join(f"#  {name}: {load_prefixes()[name]}" for name in used)
    head = _METADATA.format(
        curies=curies,
        base=BASE,
        name="mapping" if space == CODE else "mapping.content-code",
        code=day.get_node(f"{space}code").label,
        prefix=prefix,
        about=_DESCRIPTION,
        version=version("actgraph"),
        basis=day.basis,
    )
    return f"{head}{rows_to_tsv(COLUMNS, rows)}\n"
