"""Fill the Model Documentation Form of the Code of Practice from a profile."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pyoxigraph import NamedNode

from actgraph.core.prefixes import expand_curie, get_local_name
from actgraph.documents.remarks import NOTE, OPEN, REMOVE
from actgraph.documents.writers import model_answers
from actgraph.documents.writers.contents import (
    Contents,
    Entry,
    Filling,
    Part,
    describe_source,
    split_lines,
    write_modalities,
    write_number,
)
from actgraph.documents.writers.duties import Standing, list_duty_notes
from actgraph.documents.writers.model_facts import Fact, ModelFacts, join_places
from actgraph.graph.day import Day
from actgraph.sparql.named_queries import run_named_query

TITLE = "Model Documentation Form"
COPIES = {"office": "A", "authorities": "N", "downstream": "D"}
_CODES = {"AIO": "A", "NCA": "N", "DP": "D"}
_READERS = {"A": "the AI Office", "N": "national competent authorities", "D": "downstream providers"}
_LEGEND = (
    "A cross shows who receives an item. AIO: AI Office; NCAs: national competent authorities; DPs: downstream"
    " providers."
)
_DUTIES = {
    "": ("Article 53(1)(a)", "Article 53(1)(b)"),
    "A": ("Article 53(1)(a)",),
    "N": ("Article 53(1)(a)",),
    "D": ("Article 53(1)(b)",),
}
_EVIDENCE = ("ag:technicalDocumentation", "ag:downstreamInformation", "ag:evidence")
_SIZES = {"10": "Input modalities: maximum size", "12": "Output modalities: maximum size"}
_WHERE = re.compile(r"^Under “[^”]*”: (?:(?:first|second|third) of (?:two|three) (?:lines|boxes in one field)\. )?")
# What the profile states that may answer an item, but may also be something else.
_HINTS = {
    "15": ("ag:madeAvailable", "ag:channel"),
    "16": ("ag:madeAvailable", "ag:channel"),
    "39": ("ag:cumulativeCompute",),
    "40": ("ag:cumulativeCompute",),
}
_TOLD_APART = ("9", "11", "41", "43", "45")  # items with the label of others, by what stands around them
_MODALITIES = ("9", "11", "28")
# What the model itself states, for items that none of its documents answers.
_OF_MODEL = {
    "1": model_answers.find_provider_name,
    "2": model_answers.find_model_name,
    "4": model_answers.find_release_day,
    "5": model_answers.find_market_day,
    "6": model_answers.find_base_models,
    "13": model_answers.find_parameters,
    "14": model_answers.find_parameter_range,
    "17": model_answers.find_licence,
}
_OF_MODEL_MODALITIES = {"9": "ag:modalityIn", "11": "ag:modalityOut"}


class Item(NamedTuple):
    """An item of the Form.

    Attributes:
        iri: its IRI.
        number: its number, counted in the order of the Form.
        title: its label in the Form.
        section: the section it stands in.
        readers: for whom it is meant: A for the AI Office, N for national authorities, D for downstream providers.
        provisions: reader → labels of the provisions that it serves.
        asked: what belongs there, in our words.
        source: label of the page that has it.
    """

    iri: str
    number: str
    title: str
    section: str
    readers: str
    provisions: Mapping[str, Sequence[str]]
    asked: str
    source: str


def list_items(day: Day) -> list[Item]:
    """List the items of the Form, in its order.

    >>> from actgraph.graph.day import open_day
    >>> [(one.number, one.title, one.readers) for one in list_items(open_day("2026-11-24"))][12]
    ('13', 'Total model size', 'A')
    """
    found: dict[str, Item] = {}
    for row in run_named_query("form-items", day, {}):
        iri, reader = row["item"] or "", _CODES[row["formCode"] or ""]
        number = iri.rpartition("itm_")[2]
        asked = _WHERE.sub("", row["description"] or "")
        title, section, source = (row[name] or "" for name in ("title", "section", "sourceLabel"))
        new = Item(iri, number, title, section, "", {}, asked[:1].upper() + asked[1:], source)
        item = found.get(iri, new)
        provisions = {key: list(value) for key, value in item.provisions.items()}
        if labels := row["provisionLabel"]:
            provisions.setdefault(reader, []).extend(labels.split("; "))
        readers = "".join(sign for sign in "AND" if sign in item.readers + reader)
        found[iri] = item._replace(readers=readers, provisions=provisions)
    return list(found.values())


def fill_form(facts: ModelFacts, day: Day, standing: Standing | None = None, copy: str = "") -> Contents:
    """Fill the Form.

    Args:
        facts: what the profile states of the model.
        day: the graph of the day.
        standing: where the model stands; None if it is not assessed.
        copy: one of COPIES for a copy with the items for these readers alone; empty for the whole Form.

    >>> from actgraph.core import paths
    >>> from actgraph.documents.writers.model_facts import find_model
    >>> from actgraph.graph.day import open_day
    >>> from actgraph.profile.profile import read_profile
    >>> profile = read_profile(paths.get_data_path("examples", "startup.ttl"))
    >>> form = fill_form(ModelFacts(profile, find_model(profile)), open_day("2026-11-24"), copy="downstream")
    >>> form.parts[1].entries[1].answer
    ['Samphire 7B, version 1.0']
    """
    reader = COPIES.get(copy, "")
    items = [one for one in list_items(day) if not reader or reader in one.readers]
    shared = {title for title, count in Counter(one.title for one in list_items(day)).items() if count > 1}
    parts: dict[str, list[Entry]] = {}
    for item in items:
        entry = _fill_item(facts, item, reader)
        if item.title in shared and item.number not in _SIZES and item.number not in _TOLD_APART:
            entry = replace(entry, label=f"{entry.label} (for {' and '.join(_READERS[one] for one in item.readers)})")
        parts.setdefault(item.section, []).append(entry)
    notes = [
        f"{NOTE} {facts.get_name(facts.model)}, filled from {facts.profile.name} as of {day.date}.",
        *(list_duty_notes(standing, _DUTIES[reader]) if standing else ()),
        f"{NOTE} the Form is that of the Code of Practice; this layout and the numbers of the items are ours."
        " Signatories of the Code's Transparency chapter will document at least this information by the time they place"
        " the model on the market, and may use the Form for that. They will update the information to reflect relevant"
        " changes, and keep earlier versions until 10 years after the model was placed on the market (Measure 1.1). The"
        " measures of the Transparency chapter do not apply to providers of open-source models that meet the conditions"
        " of Article 53(2), unless the model has systemic risk (Commitment 1).",
        f"{NOTE} the Form covers Annex XI, Section 1, and Annex XII. For a model with systemic risk, Section 2 of"
        " Annex XI requires more (Measure 10.1 of the Safety and Security chapter).",
        _describe_copy(copy),
        REMOVE,
    ]
    head = Part("", _fill_head(facts, _EVIDENCE[1] if reader == "D" else _EVIDENCE[0]))
    return Contents(TITLE, notes, [head, *(Part(title, entries) for title, entries in parts.items())], _LEGEND)


def _fill_head(facts: ModelFacts, link: str) -> list[Entry]:
    """Fill what the Form has before its items."""
    found = facts.follow(link, "dcterms:modified")
    last = sorted(found, key=lambda one: one.text)[-1:]
    source = describe_source("last change of the documentation", last) if last else f"{OPEN} add the day."
    number = f"{OPEN} type the number of this document here. It cannot be taken from a profile."
    return [
        Entry("", "Date this document was last updated", [one.text for one in last], [source]),
        Entry("", "Document version number", (), [number]),
    ]


def _fill_item(facts: ModelFacts, item: Item, reader: str) -> Entry:
    answer = _find_answer(facts, item, reader)
    label = f"{item.number}. {_SIZES.get(item.number, item.title)}"
    if answer.lines:
        return Entry(item.number, label, answer.lines, answer.remarks, item.readers)
    return Entry(item.number, label, (), [_explain_open(facts, item, reader, answer.missing)], item.readers)


def _find_answer(facts: ModelFacts, item: Item, reader: str) -> Filling:
    """Find the answer in the documents of the model, else in what is stated of the model itself."""
    links = sorted(_EVIDENCE, key=lambda link: link != "ag:downstreamInformation") if reader == "D" else _EVIDENCE
    if item.readers == "D":
        links = sorted(_EVIDENCE, key=lambda link: link != "ag:downstreamInformation")
    found = [(node, values) for link in links for node, values in _find_stated(facts, link, item.iri)]
    if found:
        node, values = found[0]
        told = describe_source(facts.get_name(node), values)
        for _, others in found[1:]:
            if {one.value for one in others} != {one.value for one in values}:
                told += f". Another document states another answer ({join_places(others)}); check both"
        lines = _write_answer(item.number, values, facts)
        is_other = any(one.text == expand_curie("ag:otherModality") for one in values)
        if item.number in ("13", "40", "44"):
            return Filling(lines, told, model_answers.fill_figure(values, "").rest)
        return Filling(lines, told, "name the other modality" if is_other else "")
    if link := _OF_MODEL_MODALITIES.get(item.number):
        values = facts.find(facts.model, link)
        return (
            Filling(_write_answer(item.number, values, facts), describe_source("the model", values))
            if values
            else Filling()
        )
    find = _OF_MODEL.get(item.number)
    return find(facts) if find else Filling()


def _find_stated(facts: ModelFacts, link: str, item: str) -> list[tuple[NamedNode, list[Fact]]]:
    nodes = [one.value for one in facts.find(facts.model, link) if isinstance(one.value, NamedNode)]
    return [(node, values) for node in dict.fromkeys(nodes) if (values := facts.find(node, item))]


def _write_answer(number: str, values: Sequence[Fact], facts: ModelFacts) -> list[str]:
    if number in _MODALITIES and values and all(isinstance(one.value, NamedNode) for one in values):
        return write_modalities(values)
    if number in model_answers.FIGURES:
        return [write_number(one.text) for one in values]
    return [line for one in values for line in split_lines(facts.get_name(one.value))]


def _explain_open(facts: ModelFacts, item: Item, reader: str, missing: str) -> str:
    """Say what is asked, which provisions the item covers, and what the profile states that may answer it."""
    labels = dict.fromkeys(label for who in (reader or item.readers) for label in item.provisions.get(who, ()))
    why = (
        f"As we read it, the item belongs to {', '.join(labels)}."
        if labels
        else f"The item is in the Form ({item.source})."
    )
    told = f"{OPEN} {missing or 'the profile does not state this'}. {item.asked} {why}"
    hints = facts.follow(*_HINTS.get(item.number, ())) if item.number in _HINTS else []
    if hints:
        said = ", ".join(dict.fromkeys(_write_hint(one) for one in hints))
        told += f" The profile states {said} ({join_places(hints)}): check whether it answers this."
    return told


def _write_hint(fact: Fact) -> str:
    is_term = isinstance(fact.value, NamedNode)
    return get_local_name(fact.text) if is_term else f"{write_number(fact.text)} FLOP"


def _describe_copy(copy: str) -> str:
    """Say for whom a copy is, and when they get it."""
    on_request = (
        "Hand it out only on a request of the AI Office, which states its legal basis and purpose. Of the items of"
        " the Form, a request covers only those that are strictly necessary"
    )
    answered = (
        "at the time of the request; it can also ask for additional information that is necessary. Signatories give"
        " the information in its most up-to-date form, within the period that the AI Office sets (Article 91(4))."
        " Recipients must keep it confidential and secure (Article 78). Sources: Measure 1.2; introduction to the"
        " Transparency chapter, page 2."
    )
    told = {
        "": "to write the items of one reader alone, add --for office, --for authorities or --for downstream.",
        "office": f"copy with the items for the AI Office. {on_request} for the tasks of the AI Office under the Act"
        f" {answered}",
        "authorities": "copy with the items for national competent authorities. By the Code, they ask the AI Office,"
        f" and the AI Office asks the signatory. {on_request} for their supervisory tasks under the Act, in particular"
        " to assess whether high-risk AI systems comply that another provider has built on the model,"
        f" {answered}",
        "downstream": "copy with the items for downstream providers, who intend to integrate the model. Signatories"
        " give them the most up-to-date information, subject to the confidentiality safeguards and conditions of"
        " Articles 53(7) and 78. On request they also give what downstream providers need to understand the"
        " capabilities and limitations that matter for integration, and to meet their own duties under the Act."
        " Intellectual property, confidential business information and trade secrets stay protected. They give it"
        " within a reasonable time, at the latest 14 days after they receive the request, save for exceptional"
        " circumstances (Measure 1.2).",
    }
    return f"{NOTE} {told[copy]}"
