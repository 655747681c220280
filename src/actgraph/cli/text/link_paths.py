"""Chains of links in words, for the terminal."""

from actgraph.core.prefixes import shorten
from actgraph.core.tables import plain
from actgraph.graph.day import Day
from actgraph.law.link_paths import LINKS, Step, label


def told_chains(day: Day, start: str, end: str, found: list[list[Step]]) -> str:
    """The answer to `path` in words.

    Args:
        day: the graph of the day.
        start: where the chains begin.
        end: where they end.
        found: the chains.
    """
    one, other = day.node(start).label, day.node(end).label
    lines = [f"From {one} to {other}", day.basis, ""]
    if not any(found):
        return plain("\n".join([*lines, no_chain(start, end)]))
    for number, chain in enumerate(found, 1):
        lines.append(f"{number}. {one}")
        lines += [f"   {_told(day, step)}" for step in chain]
        lines.append("")
    return plain("\n".join(lines)).rstrip("\n")


def no_chain(start: str, end: str) -> str:
    """Why there is no chain, in words.

    Args:
        start: where it would begin.
        end: where it would end.
    """
    return (
        "They are one and the same."
        if start == end
        else "No chain of links that path follows leads from one to the other on this day."
    )


def _told(day: Day, step: Step) -> str:
    link = LINKS[shorten(step.link)]
    source = day.node(step.source).label if step.source and step.source not in (step.start, step.end) else ""
    who = "" if step.kind == "part" else f"  ({', '.join(filter(None, [step.kind, source]))})"
    return f"{link.forward if step.forward else link.back} {_named(day, step.end)}{who}"


def _named(day: Day, iri: str) -> str:
    title = day.node(iri).title
    return f"{label(day, iri)}  {title}" if title else label(day, iri)
