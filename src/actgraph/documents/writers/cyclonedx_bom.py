"""Write a CycloneDX 1.7 bill of materials: the model with its card, and declarations on its duties."""

import json
import uuid
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from pyoxigraph import NamedNode

from actgraph.core.prefixes import get_local_name
from actgraph.documents.licences import find_licence_key
from actgraph.documents.writers.cyclonedx_declarations import build_declarations, build_standard
from actgraph.documents.writers.duties import Standing
from actgraph.documents.writers.model_facts import Fact, ModelFacts, join_places
from actgraph.graph.day import Day

_MODEL, _PROFILE = "model", "profile"
_SPEC = "http://cyclonedx.org/schema/bom-1.7.schema.json"
_DOCUMENTS = (
    ("ag:technicalDocumentation", "documentation"),
    ("ag:downstreamInformation", "documentation"),
    ("ag:trainingSummary", "documentation"),
    ("ag:modelReport", "risk-assessment"),
)
# What the format has no field for; the first two names are those that other tools use.
_PROPERTIES = (
    ("releaseDate", "ag:releasedOn"),
    ("parameterCount", "ag:parameters"),
    ("actgraph:cumulativeCompute", "ag:cumulativeCompute"),
    ("actgraph:ownCompute", "ag:ownCompute"),
)


def write_bom(facts: ModelFacts, day: Day, standing: Standing) -> str:
    """Write the bill; its citations say which line of the profile fills which field.

    Args:
        facts: what the profile states of the model.
        day: the graph of the day.
        standing: where the model stands on that day.
    """
    bill = _BillWriter(facts, f"{day.date}T00:00:00Z")
    datasets = bill.list_datasets()
    references = [one["bom-ref"] for one in datasets]
    model = bill.build_model(references)
    stated = sorted(map(str, facts.profile.triples))
    bom = {
        "$schema": _SPEC,
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{facts.model.value} {day.date} {stated}')}",
        "version": 1,
        "metadata": {
            "timestamp": bill.timestamp,
            "tools": {"components": [{"type": "application", "name": "actgraph", "version": version("actgraph")}]},
        },
        "components": [model, *datasets, {"type": "file", "bom-ref": _PROFILE, "name": facts.profile.name}],
        "dependencies": [{"ref": _MODEL, "dependsOn": references}],
        "declarations": build_declarations(facts, day, standing, _MODEL),
        "definitions": {"standards": [build_standard(day, standing.model.duties)]},
        "citations": bill.citations,
    }
    return json.dumps(bom, ensure_ascii=False, indent=2) + "\n"


class _BillWriter:
    """Writes the components, and notes for each field where its value stands in the profile."""

    def __init__(self, facts: ModelFacts, timestamp: str) -> None:
        self.citations: list[dict[str, Any]] = []
        self.timestamp = timestamp
        self._facts = facts

    def build_model(self, datasets: Sequence[str]) -> dict[str, Any]:
        """Build the component of the model; it is the first of the bill."""
        facts = self._facts
        component: dict[str, Any] = {"type": "machine-learning-model", "bom-ref": _MODEL}
        component["name"] = facts.get_name(facts.model)
        self._cite("name", facts.find(facts.model, "rdfs:label"))
        for key, link in (("manufacturer", "ag:developedBy"), ("supplier", "ag:marketedBy")):
            if names := facts.follow(link, "rdfs:label"):
                component[key] = {"name": names[0].text}
                self._cite(f"{key}/name", names[:1])
        if licences := self._list_licences():
            component["licenses"] = licences
        if bases := self._facts.find_nodes("ag:baseModel"):
            ancestors = [{"type": "machine-learning-model", "name": facts.get_name(one.value)} for one in bases]
            component["pedigree"] = {"ancestors": ancestors}
            self._cite("pedigree/ancestors", bases)
        if references := self._list_references():
            component["externalReferences"] = references
        if card := self._build_card(datasets):
            component["modelCard"] = card
        if properties := self._list_properties():
            component["properties"] = properties
        return component

    def list_datasets(self) -> list[dict[str, Any]]:
        """List the datasets as components, which stand behind the model."""
        components = []
        for number, one in enumerate(self._facts.find_nodes("ag:trainedOn"), 1):
            name = self._facts.get_name(one.value)
            data: dict[str, Any] = {"type": "dataset", "name": name}
            if pages := self._find_pages(one):
                data["contents"] = {"url": pages[0].text}
            components.append({"type": "data", "bom-ref": f"dataset-{number}", "name": name, "data": [data]})
            self._cite(f"/components/{number}/name", [one])
        return components

    def _build_card(self, datasets: Sequence[str]) -> dict[str, Any]:
        parameters: dict[str, Any] = {}
        if found := self._find_item("7"):
            parameters["modelArchitecture"] = found[0].text
            self._cite("modelCard/modelParameters/modelArchitecture", found)
        if datasets:
            parameters["datasets"] = [{"ref": one} for one in datasets]
        for key, link in (("inputs", "ag:modalityIn"), ("outputs", "ag:modalityOut")):
            if found := self._facts.find(self._facts.model, link):
                parameters[key] = [{"format": get_local_name(one.text)} for one in found]
                self._cite(f"modelCard/modelParameters/{key}", found)
        card: dict[str, Any] = {"modelParameters": parameters} if parameters else {}
        if found := self._find_item("21"):
            card["considerations"] = {"useCases": [found[0].text]}
            self._cite("modelCard/considerations/useCases/0", found)
        return card

    def _list_licences(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for one in self._facts.find_nodes("ag:licence"):
            identifiers = self._facts.find(one.value, "ag:spdxIdentifier")
            known = [said for said in identifiers if find_licence_key(said.text)]
            named = known or self._facts.find(one.value, "dcterms:title") or identifiers
            if not named:
                continue
            licence = {"id" if known else "name": named[0].text, "acknowledgement": "declared"}
            self._cite(f"licenses/{len(found)}", named[:1])
            if pages := self._find_pages(one):
                licence["url"] = pages[0].text
            found.append({"license": licence})
        return found

    def _list_references(self) -> list[dict[str, str]]:
        """List the addresses of the public documents that show the duties."""
        found: list[dict[str, str]] = []
        for link, kind in _DOCUMENTS:
            for one in self._facts.find_nodes(link):
                if {said.text for said in self._facts.find(one.value, "ag:isPublic")} != {"true"}:
                    continue
                for page in self._find_pages(one):
                    self._cite(f"externalReferences/{len(found)}", [page])
                    comment = self._facts.get_name(one.value)
                    found.append({"type": kind, "url": page.text, "comment": comment})
        return found

    def _list_properties(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        for name, link in _PROPERTIES:
            for one in self._facts.find(self._facts.model, link):
                self._cite(f"properties/{len(found)}", [one])
                found.append({"name": name, "value": one.text})
        return found

    def _find_item(self, number: str) -> list[Fact]:
        for link in ("ag:technicalDocumentation", "ag:downstreamInformation", "ag:evidence"):
            if found := self._facts.follow(link, f"cop:mdf.itm_{number}"):
                return found[:1]
        return []

    def _find_pages(self, node: Fact) -> list[Fact]:
        pages = self._facts.find(node.value, "foaf:page")
        return [one for one in pages if isinstance(one.value, NamedNode)]

    def _cite(self, field: str, found: Sequence[Fact]) -> None:
        """Note where the value of a field stands; a field without a slash before it is one of the model."""
        if found:
            self.citations.append(
                {
                    "pointers": [field if field.startswith("/") else f"/components/0/{field}"],
                    "timestamp": self.timestamp,
                    "attributedTo": _PROFILE,
                    "note": join_places(found),
                }
            )
