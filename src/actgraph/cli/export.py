"""The command `export`: write the graph for other tools."""

from collections.abc import Callable, Mapping

import click

from actgraph.cli.options import (
    day_option,
    detect_output_format,
    get_day,
    output_option,
    print_basis,
    write_output,
)
from actgraph.core.errors import InputError
from actgraph.graph.day import Day

_ENDINGS = {
    ".ttl": "ttl",
    ".nq": "nq",
    ".jsonld": "jsonld",
    ".graphml": "graphml",
    ".tsv": "sssom",
    ".csv": "csv",
}
_TABLE = "article-to-commitment-table"


@click.command()
@click.argument("citation", required=False)
@day_option
@output_option
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(list(_ENDINGS.values())),
    help="How to write it; by the ending of FILE where there is none (.ttl .nq .jsonld .graphml .tsv .csv), else ttl.",
)
def export_command(citation: str | None, date: str | None, output: str | None, form: str | None) -> None:
    """The graph of a day, or a node with all that stands under it and their links, for other tools.

    ttl and jsonld have the statements, nq also the named graph of each, graphml the links alone, for programs that
    draw. csv is the table of articles, annexes and recitals against the commitments that name them. sssom is the
    mapping of a code's measures, appendix sections and form items to the points of the Act, as we read it: that of the
    General-Purpose AI Code, unless you name a part of the other. It is a mapping set as TSV, a row a link, with its
    justification, the passage it stands on, a confidence and how often it was read; what is mapped to nothing is a row
    with sssom:NoTermFound.

    \b
    Examples:
      actgraph export --on 2026-11-24 -o graph.ttl
      actgraph export "Copyright chapter" -f jsonld
      actgraph export "Chapter V" -f csv
      actgraph export -f sssom --on 2026-11-24 > code-to-act.sssom.tsv
      actgraph export "AI-Generated Content Code" -f sssom
    """
    form = form or detect_output_format(output, _ENDINGS, "ttl")
    day = get_day(date)
    iri = day.cite(citation) if citation is not None else ""
    write_output(output, _WRITERS[form](day, iri, form))
    print_basis(day)


def _export_rdf(day: Day, iri: str, form: str) -> str:
    from actgraph.law import rdf_export

    return rdf_export.WRITERS[form](rdf_export.collect_node_quads(day, iri))


def _export_graphml(day: Day, iri: str, _: str) -> str:
    from actgraph.law import links
    from actgraph.law.diagrams.graph_formats import to_graphml
    from actgraph.law.link_paths import LINK_TYPES

    inside = links.find_subtree(day, iri) if iri else None
    return to_graphml(links.build_link_graph(day, links.find_links(day, LINK_TYPES, inside, inside), {}), str)


def _export_sssom(day: Day, iri: str, _: str) -> str:
    from actgraph.law.coverage_gaps import require_code
    from actgraph.law.sssom import format_mapping_set

    require_code(day)
    return format_mapping_set(day, iri)


def _export_table(day: Day, iri: str, form: str) -> str:
    from actgraph.core.tables import TABLE_WRITERS
    from actgraph.law.coverage_gaps import require_code
    from actgraph.law.links import find_subtree
    from actgraph.sparql import named_queries

    require_code(day)
    found = day.query(named_queries.load_named_query(_TABLE).text)
    columns, rows = getattr(found, "columns", []), getattr(found, "rows", [])
    if iri:
        inside = find_subtree(day, iri)
        kept = [row for row in rows if {row["article"], row["commitment"]} & inside]
        above = {place.iri for place in day.list_ancestors(iri)}
        if not kept and any({row["article"], row["commitment"]} & above for row in rows):
            # A row is about a whole article: it could state of this part what holds only for another.
            raise InputError(
                f"the table is of whole articles and commitments, and {day.get_node(iri).label} is a part of one",
                todo=f"Name the whole, or ask: actgraph covers '{day.get_node(iri).label}' -f csv",
            )
        rows = kept
    if not rows:
        click.echo("no rows: no commitment names it", err=True)
    return TABLE_WRITERS[form](columns, rows)


_WRITERS: Mapping[str, Callable[[Day, str, str], str]] = {
    "ttl": _export_rdf,
    "nq": _export_rdf,
    "jsonld": _export_rdf,
    "graphml": _export_graphml,
    "sssom": _export_sssom,
    "csv": _export_table,
}
