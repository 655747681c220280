"""Format paths of links between two nodes as text."""

from actgraph.cli.options import format_basis
from actgraph.core.prefixes import shorten_iri
from actgraph.core.tables import strip_controls
from actgraph.graph.day import Day
from actgraph.law.link_paths import LINK_TYPES, PathStep, get_link_node_label


def format_link_paths(day: Day, start: str, end: str, paths: list[list[PathStep]]) -> str:
    """Format the answer of `path`.

    Args:
        day: the day of the answer.
        start: the IRI of the first node.
        end: the IRI of the last node.
        paths: the paths between them.
    """
    one, other = day.get_node(start).label, day.get_node(end).label
    lines = [f"From {one} to {other}", format_basis(day), ""]
    if not any(paths):
        return strip_controls("\n".join([*lines, format_no_path(start, end)]))
    for number, chain in enumerate(paths, 1):
        lines.append(f"{number}. {one}")
        lines += [f"   {_format_step(day, step)}" for step in chain]
        lines.append("")
    return strip_controls("\n".join(lines)).rstrip("\n")


def format_no_path(start: str, end: str) -> str:
    """Format the reason why there is no path: both IRIs are the same, or no links connect them."""
    return (
        "They are one and the same."
        if start == end
        else "No chain of links that path follows leads from one to the other on this day."
    )


def _format_step(day: Day, step: PathStep) -> str:
    link = LINK_TYPES[shorten_iri(step.link)]
    source = day.get_node(step.source).label if step.source and step.source not in (step.start, step.end) else ""
    who = "" if step.kind == "part" else f"  ({', '.join(filter(None, [step.kind, source]))})"
    return f"{link.forward if step.forward else link.back} {_format_node(day, step.end)}{who}"


def _format_node(day: Day, iri: str) -> str:
    title = day.get_node(iri).title
    return f"{get_link_node_label(day, iri)}  {title}" if title else get_link_node_label(day, iri)
