"""Chains of links in words, for the terminal."""

from actgraph.chains import Step, label
from actgraph.graph import Day
from actgraph.names import shorten
from actgraph.render import plain

# How a link reads along its direction, and against it.
_WORDS = {
    "ag:amendingPoint": ("is made by", "makes"),
    "ag:amends": ("amends", "is amended by"),
    "ag:covers": ("covers", "is covered by"),
    "ag:definedIn": ("is defined in", "defines"),
    "ag:explains": ("explains", "is explained by"),
    "ag:isSaidToCover": ("is said to cover", "is said to be covered by"),
    "ag:refersTo": ("refers to", "is referred to by"),
    "dcterms:isPartOf": ("is part of", "has part"),
    "eli:cites": ("cites", "is cited by"),
    "eli:is_part_of": ("is part of", "has part"),
}


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
    return "They are one and the same." if start == end else "Nothing in the graph of this day links them."


def _told(day: Day, step: Step) -> str:
    forward, back = _WORDS[shorten(step.link)]
    source = day.node(step.source).label if step.source and step.source not in (step.start, step.end) else ""
    who = "" if step.kind == "part" else f"  ({', '.join(filter(None, [step.kind, source]))})"
    return f"{forward if step.forward else back} {_named(day, step.end)}{who}"


def _named(day: Day, iri: str) -> str:
    title = day.node(iri).title
    return f"{label(day, iri)}  {title}" if title else label(day, iri)
