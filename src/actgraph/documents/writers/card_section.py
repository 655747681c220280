"""Write the section of a model card on Article 53: front matter in YAML, and a table in Markdown."""

from collections.abc import Sequence

from pyoxigraph import NamedNode

from actgraph.core.tables import escape_markdown
from actgraph.documents.remarks import OPEN, write_comment
from actgraph.documents.writers.contents import describe_source, write_number
from actgraph.documents.writers.duties import Standing, describe_evidence, describe_status, is_owed
from actgraph.documents.writers.model_facts import Fact, ModelFacts
from actgraph.graph import catalog
from actgraph.graph.day import Day
from actgraph.profile.yaml_text import quote_text
from actgraph.reasoning.assess import AssessedDuty

_ARTICLE = "Article 53"
# Where the profile names what shows a duty to the public: duty → the properties that lead there from the model.
_PUBLIC = {
    "Article 53(1)(c)": ("ag:marketedBy", "ag:copyrightPolicy"),
    "Article 53(1)(d)": ("ag:trainingSummary",),
}
_CONTACTS = (
    ("Contact for the Commission and authorities", "ag:authorityContact", "Article 53(3)"),
    ("Contact for rightsholders", "ag:rightsholderContact", "for signatories, Copyright Measure 1.5"),
)


def write_card_section(facts: ModelFacts, day: Day, standing: Standing) -> str:
    """Write the section.

    Args:
        facts: what the profile states of the model.
        day: the graph of the day.
        standing: where the model stands on that day.
    """
    lines = ["---", *_list_front_matter(facts, day), "---", "", "## EU AI Act, Article 53", ""]
    lines += [
        f"As of {catalog.format_date(day.date)}, on the facts that the provider states."
        " No authority has assessed this.",
        "",
        "| Duty | Status | Evidence that the provider names |",
        "| --- | --- | --- |",
    ]
    duties = [one for one in standing.model.duties if one.provision.label.startswith(_ARTICLE)]
    lines += [_write_duty(facts, one, day) for one in duties]
    lines += ["", "| Fact | Statement |", "| --- | --- |", *_list_facts(facts), ""]
    return "\n".join(lines)


def _list_front_matter(facts: ModelFacts, day: Day) -> list[str]:
    """List the keys that the Hub knows, and those of this section below `eu_ai_act`."""
    lines = []
    licences = facts.follow("ag:licence", "ag:hubIdentifier") or facts.follow("ag:licence", "ag:spdxIdentifier")
    if len(licences) == 1:
        lines.append(f"license: {quote_text(licences[0].text.lower())}")
    if bases := facts.find_nodes("ag:baseModel"):
        lines += ["base_model:", *(f"  - {quote_text(facts.get_name(one.value))}" for one in bases)]
    lines += ["eu_ai_act:", f"  as_of: {day.date}", f"  model: {quote_text(facts.get_name(facts.model))}"]
    for key, found in (
        ("provider", facts.follow("ag:marketedBy", "rdfs:label")),
        ("released_on", facts.find(facts.model, "ag:releasedOn")),
        ("training_summary", _list_pages(facts, _PUBLIC["Article 53(1)(d)"])),
        ("copyright_policy", _list_pages(facts, _PUBLIC["Article 53(1)(c)"])),
    ):
        value = quote_text(found[0].text) if len(found) == 1 else ""
        lines.append(f"  {key}: {value}".rstrip() + ("" if value else "  # open"))
    return lines


def _write_duty(facts: ModelFacts, duty: AssessedDuty, day: Day) -> str:
    told = escape_markdown(describe_evidence(duty))
    pages = _list_pages(facts, _PUBLIC.get(duty.provision.label, ()))
    if is_owed(duty) and duty.evidence and pages:
        told = f"{told}: {pages[0].text}"
    remark = ""
    if is_owed(duty):
        remark = write_comment(describe_source("evidence", pages)) if pages else ""
        if not duty.evidence:
            told = f"*{OPEN} the profile names no evidence ({duty.provision.label}).*"
    elif duty.status == "exempt" and duty.proof:
        unless = f"; unless {duty.unless[0].text}" if duty.unless else ""
        told = escape_markdown(f"under {_cite_articles(day, duty.proof[0].sources)}{unless}")
    elif duty.status == "unknown":
        told = f"*{OPEN} {told}*" if told else f"*{OPEN} a fact is missing.*"
    cells = (f"{duty.provision.label}: {escape_markdown(duty.obligation.label)}", describe_status(duty), told)
    return "| " + " | ".join([*cells[:2], f"{cells[2]} {remark}".strip()]).replace("\n", " ") + " |"


def _cite_articles(day: Day, sources: Sequence[str]) -> str:
    """Cite the articles among the sources of a verdict; recitals and guidelines exempt nobody."""
    labels = [day.get_node(one).label for one in sources]
    return ", ".join(label for label in labels if label.startswith("Article"))


def _list_facts(facts: ModelFacts) -> list[str]:
    rows: list[tuple[str, Sequence[Fact], str]] = [
        ("Provider", facts.follow("ag:marketedBy", "rdfs:label"), "Model Documentation Form, legal name"),
        (
            "Release",
            facts.find(facts.model, "ag:releasedOn"),
            "information for downstream providers, Annex XII, point 1(c)",
        ),
        ("Parameters", facts.find(facts.model, "ag:parameters"), "Annex XII, point 1(f)"),
        ("Licence", facts.follow("ag:licence", "dcterms:title"), "Annex XII, point 1(h)"),
    ]
    for label, link, source in _CONTACTS:
        rows.append((label, _list_pages(facts, ("ag:marketedBy", link)), source))
    lines = []
    for label, found, source in rows:
        if found:
            text = "; ".join(escape_markdown(write_number(one.text)) for one in found)
            lines.append(f"| {label} | {text} {write_comment(describe_source(label.lower(), found))} |")
        else:
            lines.append(f"| {label} | *{OPEN} the profile does not state this ({source}).* |")
    return lines


def _list_pages(facts: ModelFacts, links: Sequence[str]) -> list[Fact]:
    """List the public addresses of what some properties lead to; of what is not public none is named."""
    found = []
    for one in facts.follow(*links) if links else ():
        if isinstance(one.value, NamedNode) and {"true"} == {
            said.text for said in facts.find(one.value, "ag:isPublic")
        }:
            found += facts.find(one.value, "foaf:page")
    return found
