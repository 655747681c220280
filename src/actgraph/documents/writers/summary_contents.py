"""Fill the template for the public summary of training content from a profile."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode

from actgraph.core.prefixes import expand_curie, get_local_name
from actgraph.documents.remarks import NOT_DUE, NOTE, OPEN, REMOVE
from actgraph.documents.writers import model_answers
from actgraph.documents.writers.contents import (
    Contents,
    Entry,
    Filling,
    Part,
    describe_source,
    says_none,
    split_lines,
    write_boxes,
    write_modalities,
    write_number,
)
from actgraph.documents.writers.duties import Standing, is_in_union, list_duty_notes
from actgraph.documents.writers.model_facts import Fact, ModelFacts
from actgraph.graph.day import Day
from actgraph.sparql.named_queries import run_named_query

TITLE = "Public Summary of Training Content"
_RANGES = {  # as the template prints them: the lowest range, the middle one, the highest one
    "text": ("Less than 1 billion tokens", "1 billion to 10 trillion tokens", "More than 10 trillion tokens"),
    "image": ("Less than 1 million images", "1 million to 1 billion images", "More than 1 billion images"),
    "audio": ("Less than 10 000 hours", "10 000 to 1 million hours", "More than 1 million hours"),
    "video": ("Less than 10 000 hours", "10 000 to 1 million hours", "More than 1 million hours"),
}
_RANGE_NAMES = ("lowestRange", "middleRange", "highestRange")
_SIZE_HEADS = ("Modality", "Training data size", "Types of content")
_SIZE = re.compile(r"1\.3\.(text|image|audio|video|other)")
_GATE = re.compile(r"\bfield (\d[\d.]*\d)")
_OF_MODEL: Mapping[str, Callable[[ModelFacts], Filling]] = {
    "1.1.provider": model_answers.find_provider_contact,
    "1.1.authorised-representative": model_answers.find_representative,
    "1.2.model-names": model_answers.find_model_name,
    "1.2.dependencies": model_answers.find_base_models,
    "1.2.market-date": model_answers.find_market_day,
}


class SummaryField(NamedTuple):
    """A field of the template.

    Attributes:
        name: the end of its IRI, such as `2.1.used`.
        number: its number, counted within its section, such as `2.1.1`.
        title: its label.
        section: number of its section; empty for the two at the head of the document.
        section_title: title of the section.
        requirement: required, conditional or optional.
        condition: on what it depends, a sentence; empty if on nothing.
        asked: what belongs there, in our words.
    """

    name: str
    number: str
    title: str
    section: str
    section_title: str
    requirement: str
    condition: str
    asked: str

    @property
    def iri(self) -> str:
        """The property by which a summary states it."""
        return expand_curie(f"tcs:fld_{self.name}") or ""


def list_summary_fields(day: Day) -> list[SummaryField]:
    """List the fields of the template, in its order.

    >>> from actgraph.graph.day import open_day
    >>> fields = list_summary_fields(open_day("2026-11-24"))
    >>> len(fields), fields[16].number, fields[16].name
    (55, '2.1.1', '2.1.used')
    """
    found = []
    for row in run_named_query("summary-fields", day, {}):
        said = {name: value or "" for name, value in row.items()}
        section = said["section"].rpartition("sec_")[2] if "sec_" in said["section"] else ""
        found.append(
            SummaryField(
                said["field"].rpartition("fld_")[2],
                said["fieldLabel"].rpartition(" ")[2],
                said["title"],
                section,
                said["sectionTitle"] if section else "",
                said["requirementLabel"],
                said["condition"],
                said["description"],
            )
        )
    return found


def fill_summary(facts: ModelFacts, day: Day, standing: Standing | None = None) -> Contents:
    """Fill the summary.

    Args:
        facts: what the profile states of the model.
        day: the graph of the day.
        standing: where the model stands; None if it is not assessed.

    >>> from actgraph.core import paths
    >>> from actgraph.documents.writers.model_facts import find_model
    >>> from actgraph.graph.day import open_day
    >>> from actgraph.profile.profile import read_profile
    >>> profile = read_profile(paths.get_data_path("examples", "complete.ttl"))
    >>> summary = fill_summary(ModelFacts(profile, find_model(profile)), open_day("2026-11-24"))
    >>> [entry.answer for part in summary.parts for entry in part.entries if entry.number == "2.3.5"]
    [['From 04/2023 to 06/2025']]
    """
    fields = list_summary_fields(day)
    filler = _Filler(facts, fields, standing is not None and is_in_union(standing))
    parts: list[Part] = []
    for title, level in (("", 1), *_list_headings(fields)):
        number = title.partition(" ")[0] if title else ""
        own = [one for one in fields if one.section == number]
        sizes = [one for one in own if _SIZE.fullmatch(one.name)]
        if sizes:
            parts.append(Part(title, [filler.fill_size(one) for one in sizes], _SIZE_HEADS, level))
            parts.append(Part("", [filler.fill(one) for one in own if one not in sizes], (), level))
        else:
            parts.append(Part(title, [filler.fill(one) for one in own], (), level))
    notes = [
        f"{NOTE} {facts.get_name(facts.model)}, filled from {facts.profile.name} as of {day.date}.",
        *(list_duty_notes(standing, ["Article 53(1)(d)"]) if standing else ()),
        f"{NOTE} the template of 24 July 2025 is the Commission's. This layout and the numbers of the fields are ours,"
        " and we shortened some labels. Copy the answers into the template before you publish. It has one box for"
        " audio: tick it for speech and for audio without language.",
        REMOVE,
    ]
    return Contents(TITLE, notes, parts)


class _Filler:
    def __init__(self, facts: ModelFacts, fields: Sequence[SummaryField], is_in_union: bool) -> None:
        self._facts = facts
        self._is_in_union = is_in_union
        self._summaries = [
            one.value for one in facts.find(facts.model, "ag:trainingSummary") if isinstance(one.value, NamedNode)
        ]
        self._by_number = {one.number: one for one in fields}

    def fill(self, field: SummaryField) -> Entry:
        """Fill a field."""
        label = f"{field.number} {field.title}"
        node, values = self._find_stated(field.iri)
        if values:
            source = describe_source(self._facts.get_name(node), values)
            return Entry(field.number, label, self._write_answer(field, values, node), [source])
        answer = self._find_in_model(field)
        if answer.lines:
            return Entry(field.number, label, answer.lines, answer.remarks)
        lines = write_boxes([("Yes", False), ("No", False)]) if _is_gate(field) else ()
        return Entry(field.number, label, lines, [self._explain(field, answer.missing)])

    def fill_size(self, field: SummaryField) -> Entry:
        """Fill a row of the sizes: a modality with its box, the size, the types of content."""
        key = field.name.rpartition(".")[2]
        node, values = self._find_stated(field.iri)
        label = {"image": "Image", "other": "Other"}.get(key, key.capitalize())
        remark = describe_source(self._facts.get_name(node), values) if values else self._explain(field)
        if key == "other":
            said = [line for one in values for line in split_lines(one.text)]
            is_ticked = bool(values) and not all(map(says_none, said))
            box = write_boxes([(label, is_ticked)])[0]
            return Entry(field.number, box, said, [remark], columns=(said, ()))
        size = values[0].value if values and isinstance(values[0].value, NamedNode) else None
        chosen = {get_local_name(one.text) for one in self._facts.find(size, "ag:sizeRange")} if size else set()
        ranges = write_boxes([(text, name in chosen) for text, name in zip(_RANGES[key], _RANGE_NAMES, strict=True)])
        amounts = [one.text for one in self._facts.find(size, "ag:dataAmount")] if size else []
        units = [one.text for one in self._facts.find(size, "ag:dataUnit")] if size else []
        amount = [" ".join([write_number(amounts[0]), *units])] if amounts else []
        types = self._facts.find(size, "dcterms:description") if size else []
        said = [line for one in types for line in split_lines(one.text)]
        answer = [*ranges, *amount, *said] if values else ()
        box = write_boxes([(label, bool(values))])[0]
        return Entry(field.number, box, answer, [remark], columns=([*ranges, *amount], said))

    def _find_stated(self, iri: str) -> tuple[NamedNode, list[Fact]]:
        for node in self._summaries:
            if values := self._facts.find(node, iri):
                return node, values
        return self._facts.model, []

    def _find_in_model(self, field: SummaryField) -> Filling:
        if field.name == "0.last-update":
            changed = [self._facts.find(node, "dcterms:modified") for node in self._summaries[:1]]
            last = sorted((one for found in changed for one in found), key=lambda one: one.text)[-1:]
            return Filling([one.text for one in last], describe_source("last change of the summary", last))
        find = _OF_MODEL.get(field.name)
        return find(self._facts) if find else Filling()

    def _write_answer(self, field: SummaryField, values: Sequence[Fact], node: NamedNode) -> list[str]:
        first = values[0].text
        if first in ("true", "false"):
            return write_boxes([("Yes", first == "true"), ("No", first == "false")])
        if field.name.endswith(".modalities") and all(isinstance(one.value, NamedNode) for one in values):
            return write_modalities(values)
        if field.name.endswith("-list"):
            return [line for one in values for line in self._write_dataset(one)]
        if field.name == "2.3.period" and isinstance(values[0].value, NamedNode):
            months = self._list_months(values[0].value)
            return [f"From {months[0]} to {months[1]}"] if len(months) == 2 else [" ".join(months)]
        if field.name == "1.3.latest-acquisition":
            more = {one.text for one in self._facts.find(node, "ag:continuouslyTrained")}
            said = {"true": "; continuously trained", "false": "; not continuously trained"}
            return [_write_month(first) + (said.get(more.pop(), "") if len(more) == 1 else "")]
        return [line for one in values for line in split_lines(self._facts.get_name(one.value))]

    def _write_dataset(self, fact: Fact) -> list[str]:
        if not isinstance(fact.value, NamedNode):
            return split_lines(fact.text)
        pages = self._facts.find(fact.value, "foaf:page")
        line = ": ".join([self._facts.get_name(fact.value), *(one.text for one in pages[:1])])
        months = self._list_months(fact.value)
        return [f"{line} (collected {months[0]} to {months[1]})" if len(months) == 2 else line]

    def _list_months(self, dataset: NamedNode) -> list[str]:
        """List the months from and to which a dataset was collected, as far as they are stated."""
        ends = (self._facts.find(dataset, curie) for curie in ("ag:collectedFrom", "ag:collectedUntil"))
        return [_write_month(found[0].text) for found in ends if found]

    def _explain(self, field: SummaryField, missing: str = "") -> str:
        """Say why a field is not filled: it is not asked for, or it is missing and by which provision."""
        required = f"(section {field.section}, Article 53(1)(d))" if field.section else "(Article 53(1)(d))"
        if reason := self._find_gap(field):
            return (
                f"{OPEN} the profile says that this cannot be provided: {reason}. For a model placed on the market"
                " before 2 August 2025, state and justify the gap here; for a later one, the field stays required"
                " (notice to the template, point 33; Article 111(3))."
            )
        if field.requirement == "optional":
            return f"{NOT_DUE} this field is optional. {field.asked}"
        gates = [self._by_number[number] for number in _GATE.findall(field.condition) if number in self._by_number]
        said = [[one.text for one in self._find_stated(gate.iri)[1]] for gate in gates]
        if gates and all(one == ["false"] for one in said):
            told = " and ".join(gate.number for gate in gates)
            said_no = f"answers to fields {told} are" if len(gates) > 1 else f"answer to field {told} is"
            return f"{NOT_DUE} as we read the template, because the {said_no} no."
        if field.name == "1.1.authorised-representative" and self._is_in_union:
            return f"{NOT_DUE} the provider is established in the Union."
        told = f"{OPEN} {missing or 'the profile does not state this'}. {field.asked}"
        if not field.condition:
            return f"{told} The template requires it {required}."
        return f"{told} The template requires it {required} only on this condition: {field.condition}"

    def _find_gap(self, field: SummaryField) -> str:
        for node in self._summaries:
            for gap in self._facts.find(node, "ag:cannotProvide"):
                if not isinstance(gap.value, NamedNode):
                    continue
                if field.iri in {one.text for one in self._facts.find(gap.value, "ag:ofField")}:
                    reasons = self._facts.find(gap.value, "dcterms:description")
                    return reasons[0].text.strip(" .") if reasons else "no reason is given"
        return ""


def _list_headings(fields: Sequence[SummaryField]) -> list[tuple[str, int]]:
    """List the headings of the sections, with those that have no field of their own."""
    titles = {one.section: one.section_title for one in fields if one.section}
    tops = {"1": "General information", "2": "List of data sources", "3": "Data processing aspects"}
    private = {"2.2": "Private (non-publicly available) datasets obtained from third parties"}
    found: dict[str, tuple[str, int]] = {}
    for number, title in titles.items():
        top = number.partition(".")[0]
        found.setdefault(top, (f"{top} {tops[top]}", 1))
        if number.startswith("2.2."):
            found.setdefault("2.2", (f"2.2 {private['2.2']}", 2))
        found[number] = (f"{number} {title}", 2)
    return list(found.values())


def _is_gate(field: SummaryField) -> bool:
    return field.title.endswith("?")


def _write_month(text: str) -> str:
    """Write a month as the template does.

    >>> _write_month("2025-06")
    '06/2025'
    """
    found = re.fullmatch(r"(\d{4})-(\d\d)", text)
    return f"{found[2]}/{found[1]}" if found else text
