"""Answers in words, for the terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from actgraph.core.prefixes import CODE, TERMS
from actgraph.core.tables import plain
from actgraph.graph.day import Day
from actgraph.graph.engine import Node, Row
from actgraph.law.coverage import Coverage, role_of, told_link

if TYPE_CHECKING:  # only `show` needs it
    from actgraph.law.node_summary import View

NO_ADVICE = "No legal advice. Adherence to the Code gives no presumption of conformity."


def told_coverage(day: Day, iri: str, found: Coverage) -> str:
    """The answer to `covers` in words.

    Args:
        day: the graph of the day.
        iri: what was asked for.
        found: the answer.
    """
    node = day.node(iri)
    lines = [_heading(node.label, node.title), day.basis, ""]
    if not found.rows:
        return _joined([*lines, _nothing(day, iri, node.label)])
    covered, read = list(_covered(day, found)), list(_read(day, iri, found))
    if found.uncovered:
        covered += ["No commitment covers", *(f"  {_with_role(gap)}" for gap in found.uncovered), ""]
    # Where the Code itself names only the whole of what was asked for, what was read point by point comes first.
    by_text = any(row["link"] in ("declared", "stated") for row in found.rows)
    lines += [*covered, *read] if by_text else [*read, *covered]
    lines += _measures(day, found)
    return _joined([*lines, NO_ADVICE])


def _nothing(day: Day, iri: str, label: str) -> str:
    if iri.startswith(CODE):
        return f"No LEGAL TEXT line of {label} names a provision."
    if CODE + "code" not in day:
        return f"There is no Code of Practice on {day.day}, so no commitment covers {label}."
    return f"No commitment covers {label}."


def told_gaps(day: Day, rows: list[Row]) -> str:
    """The answer to `gaps` in words.

    Args:
        day: the graph of the day.
        rows: the provisions, duties of providers first.
    """
    lines = ["Provisions of Chapter V that no commitment covers", day.basis]
    if CODE + "code" not in day:
        lines.append(f"There is no Code of Practice on {day.day}.")
    role = None
    for row in rows:
        if row["roleLabel"] != role:
            role = row["roleLabel"]
            lines += ["", f"{role}"]
        lines.append(f"  {row['provisionLabel']}  {row['articleTitle']}")
    return _joined(lines)


def told_view(one: "View") -> str:
    """The answer to `show` in words.

    Args:
        one: the node.
    """
    node = one.node
    lines = [_heading(node.label, node.title), one.basis, ""]
    facts = {
        "IRI": node.iri,
        "place": " › ".join(above.label for above in one.places),
        "role": one.role,
        "in time": "; ".join(one.applies),
        "in our words": node.description,
        "written at": one.source,
        "official page": node.page,
    }
    lines += [f"{name + ':':15}{value}" for name, value in facts.items() if value]
    explained = (("Explained by", one.recitals), ("Explains", one.explains))
    for title, rows in (("Covered by", one.covered_by), ("Covers", one.covers), *explained):
        if rows:
            lines += ["", title, *(f"  {row['label']}  ({row['told']})" for row in rows)]
    if one.readings or one.facts:
        from actgraph.cli.text.annotations import told_facts, told_readings

        lines += ["", *told_readings(node.label, one.readings)] if one.readings else []
        lines += ["", *told_facts(one.facts)] if one.facts else []
    if one.cites:
        lines += ["", "Cites", *_wrapped(_cited(one.cites))]
    if one.cited_by:
        citing = _placing(one.cited_by) if node.kind == "LegalResource" else _citing(node.label, one.cited_by)
        lines += ["", "Cited by", *_wrapped(citing)]
    for title, references in (("Refers to", one.refers_to), ("Referred to by", one.referred_to_by)):
        if references:
            lines += ["", title, *map(_reference, references)]
    if one.defines:
        lines += ["", "Defines", *(f"  {term.label}: {term.description}" for term in one.defines)]
    if one.uses:
        lines += ["", "Uses the defined terms", *_list(one.uses)]
    if one.used_by:
        lines += ["", f"Used by {len(one.used_by)} provisions", *_list(one.used_by)]
    elif node.iri.startswith(TERMS):  # each term of Article 3 is used, so this one is of the Code's glossary
        lines += ["", "Used by", "  not in the graph, which tells this only of the terms that Article 3 defines"]
    if one.amendments:
        from actgraph.cli.text.amendments import told_amendments

        lines += ["", *told_amendments(node.label, one.amendments)]
    if one.errata:
        from actgraph.cli.text.annotations import told_errata

        lines += ["", *told_errata(one.errata)]
    if one.parts:
        lines += ["", "Parts", *map(_part, one.parts)]
    if one.wording or node.page:
        lines += ["", "Official wording", *(f"  {line}" for line in (one.wording or one.how_to_load).splitlines())]
    return _joined(lines)


def _reference(row: Row) -> str:
    """A line of a reference: what is named or who names it, the place in another act, what the source has instead."""
    printed = f"; the text has “{row['printed']}”" if row["printed"] else ""
    return f"  {', '.join(filter(None, [row['label'], row['place']]))}  (stated, {row['sourceLabel']}{printed})"


def _part(node: Node) -> str:
    """A part with its title, or with our words where it has none."""
    return f"  {_heading(node.label, node.title)}" if node.title else _folded(_heading(node.label, node.description))


def _cited(rows: Sequence[Row]) -> Iterator[str]:
    """What is cited, once each, with the places in another act."""
    places: dict[str, list[str]] = {}
    for row in rows:
        places.setdefault(row["citedLabel"] or "", []).append(row["place"] or "")
    for label, named in places.items():
        yield " ".join(
            [label, *(f"({', '.join(told)})" for told in [list(dict.fromkeys(filter(None, named)))] if told)]
        )


def _citing(asked: str, rows: Sequence[Row]) -> Iterator[str]:
    """Who cites, once each, with what where it is only a part."""
    parts: dict[str, list[str]] = {}
    for row in rows:
        part = (row["citedLabel"] or "").removeprefix(asked).lstrip(", ") if row["citedLabel"] != asked else ""
        parts.setdefault(row["fromLabel"] or "", []).append(part)
    for label, named in parts.items():
        yield label + ("" if "" in named else f" [{'; '.join(named)}]")


def _placing(rows: Sequence[Row]) -> Iterator[str]:
    """Who cites another act, once each, with the places in it."""
    places: dict[str, list[str]] = {}
    for row in rows:
        places.setdefault(row["fromLabel"] or "", []).append(row["place"] or "")
    for label, named in places.items():
        told = "; ".join(filter(None, named))
        yield f"{label} ({told})" if told else label


def _list(nodes: Sequence[Node]) -> list[str]:
    return _wrapped(node.label for node in nodes)


def _wrapped(words: Iterable[str], indent: str = "  ") -> list[str]:
    """Many words in few lines."""
    return _folded("; ".join(words), indent, indent).splitlines()


def _folded(words: str, indent: str = "      ", first: str = "  ") -> str:
    """Words in lines that are not too long, the second and later ones set in as told."""
    import textwrap

    return textwrap.fill(words, 110, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False)


def _covered(day: Day, found: Coverage) -> Iterator[str]:
    provision = None
    for number, row in enumerate(found.rows):
        if _is_read(row) or (row["measure"] is not None and row["link"] == "derived" and not _alone(found, row)):
            continue  # told below
        if row["provision"] != provision:
            if provision is not None:
                yield ""
            provision = row["provision"]
            yield _with_role({**row, "roleLabel": role_of(day, provision or "")})
        subject = day.node(row["measure"] or row["commitment"] or "")
        yield f"  {_heading(subject.label, subject.title)}"
        yield f"    {told_link(day, row)}{'; ' + found.narrowed[number] if number in found.narrowed else ''}"
    if provision is not None:
        yield ""


def _is_read(row: Row) -> bool:
    return row["link"] == "editorial"


def _read(day: Day, iri: str, found: Coverage) -> Iterator[str]:
    """Who addresses which point as we read it, and on which page; of a part of the Code, which points it addresses."""
    of_code = iri.startswith(CODE)
    told: dict[str, list[str]] = {}
    for row in filter(_is_read, found.rows):
        part, provision = row["measure"] or row["commitment"] or "", row["provision"] or ""
        subject, other = (provision, part) if of_code else (part, provision)
        page = day.node(row["source"] or "").label.rpartition(", ")[2]
        told.setdefault(subject, []).append(page if other == iri else f"{day.node(other).label}, {page}")
    if told:
        yield f"Addresse{'s' if of_code else 'd'}, as we read it (editorial)"
    for subject, labels in told.items():
        node = day.node(subject)
        yield f"  {_heading(node.label, node.title)}"
        yield from _wrapped(dict.fromkeys(labels), "    ")
    if told:
        yield ""


def _alone(found: Coverage, row: Row) -> bool:
    """Whether no row of its commitment stands beside a measure's: it was the measure that was asked for."""
    return not any(other["commitment"] == row["commitment"] and other["measure"] is None for other in found.rows)


def _measures(day: Day, found: Coverage) -> Iterator[str]:
    measures: dict[str, list[bool]] = {}
    for number, row in enumerate(found.rows):
        if row["measure"] and not _is_read(row) and not _alone(found, row):
            measures.setdefault(row["measure"], []).append(number in found.narrowed)
    if measures:
        read = any(map(_is_read, found.rows))
        yield f"{'Other measures' if read else 'Measures'} (derived: each stands under its commitment)"
    for measure, narrowed in measures.items():
        node = day.node(measure)
        yield f"  {_heading(node.label, node.title)}{'  [narrowed, as above]' if all(narrowed) else ''}"
    if measures:
        yield ""


def _with_role(row: Row) -> str:
    return f"{row['provisionLabel']}" + (f"  [{row['roleLabel']}]" if row.get("roleLabel") else "")


def _heading(label: str, title: str) -> str:
    return f"{label}  {title}" if title else label


def _joined(lines: list[str]) -> str:
    return plain("\n".join(lines)).rstrip("\n")
