"""Format the answers of `covers` and `show` as text."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from actgraph.cli.options import format_basis
from actgraph.core.prefixes import ACT, CODES, TERMS
from actgraph.core.tables import strip_controls
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.graph.node import Node
from actgraph.law.coverage import FORCE, Coverage, describe_coverage_link, describe_provision_role
from actgraph.law.summaries import find_summary

if TYPE_CHECKING:  # only `show` imports it
    from actgraph.law.node_summary import NodeSummary

NO_ADVICE = "No legal advice. Adherence to a code of practice gives no presumption of conformity."


def format_coverage(day: Day, iri: str, coverage: Coverage) -> str:
    """Format the answer of `covers`.

    Args:
        day: the day of the answer.
        iri: the node that the user asked about.
        coverage: its coverage.
    """
    node = day.get_node(iri)
    lines = [_format_heading(node.label, node.title), format_basis(day), ""]
    if not coverage.rows:
        return _join_lines([*lines, *_format_no_coverage(day, iri, node.label)])
    covered, read = list(_format_covered(day, coverage)), list(_format_editorial(day, iri, coverage))
    if coverage.uncovered:
        covered += ["No commitment covers", *(f"  {_append_role(gap)}" for gap in coverage.uncovered), ""]
        covered += [*_format_other_proof(day, [gap["provision"] or "" for gap in coverage.uncovered])]
    # Our point-by-point reading comes first if the code itself names only the whole of the provision.
    by_text = any(row["link"] in ("declared", "stated") for row in coverage.rows)
    lines += [*covered, *read] if by_text else [*read, *covered]
    lines += _format_measures(day, coverage)
    return _join_lines([*lines, NO_ADVICE])


def _format_no_coverage(day: Day, iri: str, label: str) -> Iterator[str]:
    from actgraph.law.coverage_gaps import describe_absent_code  # not needed where something covers it

    if iri.startswith(CODES):
        yield f"No LEGAL TEXT line of {label} names a provision."
    elif absent := describe_absent_code(day, iri):
        yield from [f"No commitment covers {label}.", absent]
    else:
        yield from [f"No commitment covers {label}.", "", *_format_other_proof(day, [iri])]


def _format_other_proof(day: Day, provisions: Sequence[str]) -> Iterator[str]:
    """Yield what shows the duties of Article 50 among some provisions; for Chapter V a query tells it."""
    found = [iri for iri in provisions if iri.startswith((f"{ACT}art_50", f"{ACT}cpt_IV"))]
    if found:
        from actgraph.cli.text.gaps import format_other_proof

        yield from format_other_proof(day, found)


def format_node_summary(day: Day, summary: "NodeSummary") -> str:
    """Format the answer of `show` on a day."""
    node = summary.node
    lines = [_format_heading(node.label, node.title), format_basis(day), ""]
    facts = {
        "IRI": node.iri,
        "place": " › ".join(above.label for above in summary.ancestors),
        "role": summary.role,
        "signatories": summary.force,
        "in time": "; ".join(summary.application_dates),
        "in our words": summary.summary,
        "written at": summary.source,
        "official page": node.page,
        "as adopted": summary.adopted.description if summary.adopted else "",
    }
    for name, value in facts.items():
        heading = f"{name + ':':15}"
        if value:
            lines.append(_wrap_text(value, " " * 15, heading) if name == "in our words" else heading + value)
    explained = (("Explained by", summary.recitals), ("Explains", summary.explained_articles))
    for title, rows in (("Covered by", summary.covering_parts), ("Covers", summary.covered_provisions), *explained):
        if rows:
            lines += ["", title, *(f"  {row['label']}  ({row['told']})" for row in rows)]
    if summary.annotations or summary.facts:
        from actgraph.cli.text.annotations import format_annotation_facts, format_annotations

        lines += ["", *format_annotations(node.label, summary.annotations)] if summary.annotations else []
        lines += ["", *format_annotation_facts(summary.facts)] if summary.facts else []
    if summary.outgoing_references:
        lines += ["", "Cites", *_wrap_items(_format_cited(summary.outgoing_references))]
    if summary.incoming_references:
        citing = (
            _format_citing_places(summary.incoming_references)
            if node.kind == "LegalResource"
            else _format_citing(node.label, summary.incoming_references)
        )
        lines += ["", "Cited by", *_wrap_items(citing)]
    for title, references in (("Refers to", summary.part_references), ("Referred to by", summary.referring_parts)):
        if references:
            lines += ["", title, *map(_format_reference, references)]
    if summary.defined_terms:
        lines += ["", "Defines", *(f"  {term.label}: {term.description}" for term in summary.defined_terms)]
    if summary.used_terms:
        lines += ["", "Uses the defined terms", *_wrap_labels(summary.used_terms)]
    if summary.term_users:
        lines += ["", f"Used by {len(summary.term_users)} provisions", *_wrap_labels(summary.term_users)]
    elif node.iri.startswith(TERMS):  # every term of Article 3 is used, so this one is from the glossary of a code
        lines += ["", "Used by", "  not in the graph, which tells this only of the terms that Article 3 defines"]
    if summary.amendments:
        from actgraph.cli.text.amendments import format_amendments

        lines += ["", *format_amendments(node.label, summary.amendments)]
    if summary.errata:
        from actgraph.cli.text.annotations import format_errata

        lines += ["", *format_errata(summary.errata)]
    if summary.statements:
        from actgraph.cli.text.code_statements import format_statements

        lines += ["", *format_statements(summary.statements)]
    if parts := [part for part in summary.parts if part.kind != "CodeStatement"]:
        lines += ["", "Parts", *(_format_part(day, part) for part in parts)]
    if summary.wording or node.page:
        lines += [
            "",
            "Official wording",
            *(f"  {line}" for line in (summary.wording or summary.loading_hint).splitlines()),
        ]
    return _join_lines(lines)


def _format_reference(row: Row) -> str:
    """Format a reference: the other node, the place in another act, and what the source prints instead."""
    printed = f"; the text has “{row['printed']}”" if row["printed"] else ""
    return f"  {', '.join(filter(None, [row['label'], row['place']]))}  (stated, {row['sourceLabel']}{printed})"


def _format_part(day: Day, node: Node) -> str:
    """Format a part with its title, or with what it says if it has none."""
    return (
        f"  {_format_heading(node.label, node.title)}"
        if node.title
        else _wrap_text(_format_heading(node.label, find_summary(day, node.iri)))
    )


def _format_cited(rows: Sequence[Row]) -> Iterator[str]:
    """Yield each cited node once, with the cited places of another act."""
    places: dict[str, list[str]] = {}
    for row in rows:
        places.setdefault(row["citedLabel"] or "", []).append(row["place"] or "")
    for label, named in places.items():
        yield " ".join(
            [label, *(f"({', '.join(told)})" for told in [list(dict.fromkeys(filter(None, named)))] if told)]
        )


def _format_citing(cited_label: str, rows: Sequence[Row]) -> Iterator[str]:
    """Yield each citing node once, with the part that it cites unless it cites the whole."""
    parts: dict[str, list[str]] = {}
    for row in rows:
        part = (
            (row["citedLabel"] or "").removeprefix(cited_label).lstrip(", ") if row["citedLabel"] != cited_label else ""
        )
        parts.setdefault(row["fromLabel"] or "", []).append(part)
    for label, named in parts.items():
        yield label + ("" if "" in named else f" [{'; '.join(named)}]")


def _format_citing_places(rows: Sequence[Row]) -> Iterator[str]:
    """Yield each node that cites another act once, with the places in that act."""
    places: dict[str, list[str]] = {}
    for row in rows:
        places.setdefault(row["fromLabel"] or "", []).append(row["place"] or "")
    for label, named in places.items():
        told = "; ".join(filter(None, named))
        yield f"{label} ({told})" if told else label


def _wrap_labels(nodes: Sequence[Node]) -> list[str]:
    return _wrap_items(node.label for node in nodes)


def _wrap_items(items: Iterable[str], indent: str = "  ") -> list[str]:
    """Join items by semicolons and wrap them."""
    return _wrap_text("; ".join(items), indent, indent).splitlines()


def _wrap_text(text: str, indent: str = "      ", first: str = "  ") -> str:
    """Wrap text to 110 columns, with an indent for all lines but the first."""
    import textwrap

    return textwrap.fill(text, 110, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False)


def _format_covered(day: Day, coverage: Coverage) -> Iterator[str]:
    provision = None
    for number, row in enumerate(coverage.rows):
        if _is_editorial(row) or (
            row["measure"] is not None and row["link"] == "derived" and not _is_alone(coverage, row)
        ):
            continue  # listed below
        if row["provision"] != provision:
            if provision is not None:
                yield ""
            provision = row["provision"]
            yield _append_role({**row, "roleLabel": describe_provision_role(day, provision or "")})
        subject = day.get_node(row["measure"] or row["commitment"] or "")
        yield f"  {_format_heading(subject.label, subject.title)}{_append_force(row)}"
        note = f"; {coverage.narrowing_notes[number]}" if number in coverage.narrowing_notes else ""
        yield f"    {describe_coverage_link(day, row)}{note}"
    if provision is not None:
        yield ""


def _is_editorial(row: Row) -> bool:
    return row["link"] == "editorial"


def _format_editorial(day: Day, iri: str, coverage: Coverage) -> Iterator[str]:
    """Yield who addresses which point in our reading, on which page; for a part of a code, its points."""
    of_code = iri.startswith(CODES)
    told: dict[str, list[str]] = {}
    forces = {row["measure"] or row["commitment"]: _append_force(row) for row in coverage.rows}
    for row in filter(_is_editorial, coverage.rows):
        part, provision = row["measure"] or row["commitment"] or "", row["provision"] or ""
        subject, other = (provision, part) if of_code else (part, provision)
        page = day.get_node(row["source"] or "").label.rpartition(", ")[2]
        told.setdefault(subject, []).append(page if other == iri else f"{day.get_node(other).label}, {page}")
    if told:
        yield f"Addresse{'s' if of_code else 'd'}, as we read it (editorial)"
    for subject, labels in told.items():
        node = day.get_node(subject)
        yield f"  {_format_heading(node.label, node.title)}{forces.get(subject, '')}"
        yield from _wrap_items(dict.fromkeys(labels), "    ")
    if told:
        yield ""


def _is_alone(coverage: Coverage, row: Row) -> bool:
    """Return whether the rows of a commitment are of measures only: the user asked about the measure itself."""
    return not any(other["commitment"] == row["commitment"] and other["measure"] is None for other in coverage.rows)


def _format_measures(day: Day, coverage: Coverage) -> Iterator[str]:
    measures: dict[str, list[bool]] = {}
    forces: dict[str, str] = {}
    for number, row in enumerate(coverage.rows):
        if row["measure"] and not _is_editorial(row) and not _is_alone(coverage, row):
            measures.setdefault(row["measure"], []).append(number in coverage.narrowing_notes)
            forces[row["measure"]] = _append_force(row)
    if measures:
        read = any(map(_is_editorial, coverage.rows))
        yield f"{'Other measures' if read else 'Measures'} (derived: each stands under its commitment)"
    for measure, narrowed in measures.items():
        node = day.get_node(measure)
        noted = "  [narrowed, as above]" if all(narrowed) else ""
        yield f"  {_format_heading(node.label, node.title)}{forces[measure]}{noted}"
    if measures:
        yield ""


def _append_force(row: Row) -> str:
    return f"  [{row[FORCE]}]" if row.get(FORCE) else ""


def _append_role(row: Row) -> str:
    return f"{row['provisionLabel']}" + (f"  [{row['roleLabel']}]" if row.get("roleLabel") else "")


def _format_heading(label: str, title: str) -> str:
    return f"{label}  {title}" if title else label


def _join_lines(lines: list[str]) -> str:
    return strip_controls("\n".join(lines)).rstrip("\n")
