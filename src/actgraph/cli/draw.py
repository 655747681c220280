"""The command `draw`: draw diagrams."""

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

_ENDINGS = {".svg": "svg", ".graphml": "graphml", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid"}


@click.command()
@click.argument("citation")
@day_option
@output_option
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["svg", "graphml", "dot", "mermaid"]),
    help="How to write it; by the ending of FILE where there is none (.svg .graphml .dot .gv .mmd), else svg.",
)
def draw_command(citation: str, date: str | None, output: str | None, form: str | None) -> None:
    """Draw what stands around a node, the mapping of a chapter, the whole mapping, or the timeline.

    Of a provision, a part of a code, a paragraph of guidelines, a term or what else can be cited: left what points to
    it, right what it points to. Of a code, of a chapter of one or of the Act, and of the word mapping: provisions left,
    commitments and measures right. Of the word timeline: the dates. A line tells by its stroke who says that the link
    holds. graphml has all neighbours; the others show many as one where there are more than 40.

    \b
    Examples:
      actgraph draw "Article 53" -o article-53.svg
      actgraph draw "Copyright chapter" -o copyright.svg
      actgraph draw mapping --on 2026-11-24 > mapping.svg
      actgraph draw timeline -o timeline.svg
      actgraph draw "Safety and Security Measure 9.1" -f mermaid
    """
    form = form or detect_output_format(output, _ENDINGS, "svg")
    day = get_day(date)
    write_output(output, _draw_diagram(day, citation, form))
    print_basis(day)


def _draw_diagram(day: Day, citation: str, form: str) -> str:
    from actgraph.law.diagrams import graph_formats, mapping, neighbourhood, neighbours, svg

    if citation == "timeline":
        from actgraph.law.diagrams.timeline import draw_timeline
        from actgraph.law.timeline import build_timeline

        if form != "svg":
            raise InputError(
                f"the timeline is no graph: it is not written as {form}",
                where="--format",
                todo="Draw it as svg, or take its rows: actgraph timeline -f json",
            )
        return draw_timeline(day, build_timeline(day))
    iri = "" if citation == "mapping" else day.cite(citation)
    maps = not iri or mapping.can_draw_mapping(day, iri)
    if form == "svg":
        return mapping.draw_mapping(day, iri) if maps else neighbourhood.draw_neighbourhood(day, iri)
    graph = mapping.build_mapping_graph(day, iri) if maps else neighbours.build_neighbour_graph(day, iri)
    if not maps and form != "graphml":
        graph = neighbours.reduce_neighbour_graph(day, iri, graph)
    return graph_formats.WRITERS[form](graph, svg.make_official_href(day))
