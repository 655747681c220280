"""Write a CycloneDX 1.7 bill of materials: the model with its card, and declarations on each duty that binds."""

import json
import uuid
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from pyoxigraph import NamedNode

from actgraph.core.prefixes import get_local_name
from actgraph.documents.writers.cyclonedx_declarations import build_declarations, build_standard
from actgraph.documents.writers.duties import Standing
from actgraph.documents.writers.model_facts import ModelFacts
from actgraph.graph.day import Day

MODEL = "model"
_ENERGY_ITEM = "42"


def write_bom(facts: ModelFacts, day: Day, standing: Standing) -> str:
    """Write the bill.

    Args:
        facts: what the profile states of the model.
        day: the graph of the day.
        standing: where the model stands on that day.
    """
    datasets = _list_datasets(facts)
    model = _build_model(facts, [one["bom-ref"] for one in datasets])
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"{facts.model.value} {day.date} {sorted(map(str, facts.profile.triples))}")
    bom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.7.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": f"{day.date}T00:00:00Z",
            "tools": {"components": [{"type": "application", "name": "actgraph", "version": version("actgraph")}]},
            "properties": [{"name": "actgraph:profile", "value": facts.profile.name}],
        },
        "components": [model, *datasets],
        "dependencies": [{"ref": MODEL, "dependsOn": [one["bom-ref"] for one in datasets]}],
        "declarations": build_declarations(facts, day, standing, MODEL),
        "definitions": {"standards": [build_standard(day, standing.model.duties)]},
    }
    return json.dumps(bom, ensure_ascii=False, indent=2) + "\n"


def _build_model(facts: ModelFacts, datasets: Sequence[str]) -> dict[str, Any]:
    """Build the component of the model; each statement of the profile behind a value is a property of its own."""
    component: dict[str, Any] = {
        "type": "machine-learning-model",
        "bom-ref": MODEL,
        "name": facts.get_name(facts.model),
    }
    if names := facts.follow("ag:developedBy", "rdfs:label"):
        component["manufacturer"] = {"name": names[0].text}
    if names := facts.follow("ag:marketedBy", "rdfs:label"):
        component["supplier"] = {"name": names[0].text}
    if licences := _list_licences(facts):
        component["licenses"] = licences
    bases = [one.value for one in facts.find(facts.model, "ag:baseModel") if isinstance(one.value, NamedNode)]
    if bases:
        ancestors = [{"type": "machine-learning-model", "name": facts.get_name(base)} for base in bases]
        component["pedigree"] = {"ancestors": ancestors}
    if references := _list_references(facts):
        component["externalReferences"] = references
    card = _build_card(facts, datasets)
    if card:
        component["modelCard"] = card
    component["properties"] = _list_properties(facts)
    return component


def _build_card(facts: ModelFacts, datasets: Sequence[str]) -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    for key, number in (("modelArchitecture", "7"),):
        if found := _find_item(facts, number):
            parameters[key] = found
    if datasets:
        parameters["datasets"] = [{"ref": one} for one in datasets]
    for key, link in (("inputs", "ag:modalityIn"), ("outputs", "ag:modalityOut")):
        if found_formats := facts.find(facts.model, link):
            parameters[key] = [{"format": get_local_name(one.text)} for one in found_formats]
    considerations: dict[str, Any] = {}
    if uses := _find_item(facts, "21"):
        considerations["useCases"] = [uses]
    card: dict[str, Any] = {"modelParameters": parameters, "considerations": considerations}
    return {key: value for key, value in card.items() if value}


def _find_item(facts: ModelFacts, number: str) -> str:
    for link in ("ag:technicalDocumentation", "ag:downstreamInformation", "ag:evidence"):
        if found := facts.follow(link, f"cop:mdf.itm_{number}"):
            return found[0].text
    return ""


def _list_licences(facts: ModelFacts) -> list[dict[str, Any]]:
    found = []
    for one in facts.find(facts.model, "ag:licence"):
        if not isinstance(one.value, NamedNode):
            continue
        known = facts.find(one.value, "ag:spdxIdentifier")
        named = known or facts.find(one.value, "dcterms:title")
        if named:
            licence = {"id" if known else "name": named[0].text, "acknowledgement": "declared"}
            if pages := facts.find(one.value, "foaf:page"):
                licence["url"] = pages[0].text
            found.append({"license": licence})
    return found


def _list_references(facts: ModelFacts) -> list[dict[str, str]]:
    """List the public addresses of the documents that show the duties."""
    found = []
    for link, kind in (
        ("ag:technicalDocumentation", "documentation"),
        ("ag:downstreamInformation", "documentation"),
        ("ag:trainingSummary", "documentation"),
        ("ag:modelReport", "risk-assessment"),
    ):
        for one in facts.follow(link):
            if isinstance(one.value, NamedNode):
                comment = facts.get_name(one.value)
                pages = facts.find(one.value, "foaf:page")
                found += [{"type": kind, "url": page.text, "comment": comment} for page in pages]
    return found


def _list_datasets(facts: ModelFacts) -> list[dict[str, Any]]:
    components = []
    for number, one in enumerate(facts.find(facts.model, "ag:trainedOn"), 1):
        if not isinstance(one.value, NamedNode):
            continue
        name = facts.get_name(one.value)
        data: dict[str, Any] = {"type": "dataset", "name": name}
        if pages := facts.find(one.value, "foaf:page"):
            data["contents"] = {"url": pages[0].text}
        components.append({"type": "data", "bom-ref": f"dataset-{number}", "name": name, "data": [data]})
    return components


def _list_properties(facts: ModelFacts) -> list[dict[str, str]]:
    """List what the profile states of the model by other fields, and where each value stands."""
    found = []
    for name, link in (
        ("releaseDate", "ag:releasedOn"),
        ("parameterCount", "ag:parameters"),
        ("actgraph:cumulativeCompute", "ag:cumulativeCompute"),
        ("actgraph:ownCompute", "ag:ownCompute"),
    ):
        for one in facts.find(facts.model, link):
            found.append({"name": name, "value": one.text})
            found.append({"name": f"actgraph:filledFrom:{name.removeprefix('actgraph:')}", "value": one.place})
    label = facts.find(facts.model, "rdfs:label")
    found += [{"name": "actgraph:filledFrom:name", "value": one.place} for one in label[:1]]
    return found
