"""Read one component of a CycloneDX bill that is a model."""

import re
from collections.abc import Collection
from typing import Any

from actgraph.documents.nodes import normalize_name
from actgraph.documents.readers.bills.bounded_json import clean_text
from actgraph.documents.readers.bills.collector import FieldCollector, can_read, get_objects, get_texts
from actgraph.documents.readers.bills.cyclonedx_data import DataComponents
from actgraph.documents.readers.bills.downloads import add_distributions
from actgraph.documents.readers.bills.licence_fields import add_expression, find_class, is_identifier
from actgraph.documents.readers.bills.model_names import ModelNames
from actgraph.documents.readers.bills.prose import find_in_description, split_list, split_other_models
from actgraph.documents.readers.bills.wording import is_plan, names_nobody, names_several
from actgraph.documents.tables import load_table
from actgraph.documents.values import is_placeholder

_SKIPPED = (
    *("bom-ref", "type", "version", "author", "authors", "manufacturer", "supplier", "hashes", "licenses"),
    *("properties", "externalReferences", "components", "evidence", "signature", "modelCard", "pedigree", "data"),
    *("swid", "mime-type", "scope", "cryptoProperties"),
)

_MAX_DESCRIPTION = 2_000  # characters that are searched for sentences that say one thing
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BASES = ("properties.basemodel", "properties.basemodels")
_RELEASES = ("properties.releasedate", "properties.datereleased")
_LENGTHS = ("properties.contextlength", "properties.contextwindow", "properties.maxcontextlength")
_IN_DESCRIPTION = ("training", "use", "design")  # the model card has fields for the rest


class ModelReader:
    """Reads one model.

    Args:
        component: as parsed.
        path: where it stands.
        about: what its fields are about.
        datasets: the components of type data.
        names: the models that the bill describes.
        found: where the fields go.
        made: when the bill was made, as it says.
    """

    def __init__(
        self,
        component: dict[str, Any],
        path: str,
        about: tuple[str, str],
        datasets: DataComponents,
        names: ModelNames,
        found: FieldCollector,
        made: str,
    ) -> None:
        self._component, self._path, self._about = component, path, about
        self._datasets, self._names, self._found = datasets, names, found
        self._made = made if _DAY.match(made) else ""

    def read(self) -> None:
        """Add the fields of the component and of its model card."""
        component, path = self._component, self._path
        skip = {f"component.{key}" for key in _SKIPPED}
        self._found.add_all("component", component, path, self._about, skip)
        description = clean_text(component.get("description"))[:_MAX_DESCRIPTION]
        own, _ = split_other_models(description, clean_text(component.get("name")), self._names.list_names())
        for finding in find_in_description(own):
            if finding.name in _IN_DESCRIPTION:
                self._add(f"text: {finding.name}", finding.value, f"{path}.description")
        self._add_version()
        self._add_people()
        self._add_licences(list(get_objects(component.get("licenses"), f"{path}.licenses")))
        for one, place in get_objects(component.get("hashes"), f"{path}.hashes"):
            if content := clean_text(one.get("content")):
                self._add("component.hashes", f"{clean_text(one.get('alg'))}: {content}", f"{place}.content")
        self._add_properties(component.get("properties"), f"{path}.properties")
        references = list(get_objects(component.get("externalReferences"), f"{path}.externalReferences"))
        add_distributions(self._found, component, references, self._about)
        for reference, place in references:
            if (kind := clean_text(reference.get("type")) or "other") != "distribution":
                self._add(f"component.externalReferences.{kind}", reference.get("url"), f"{place}.url")
        pedigree = component.get("pedigree")
        if isinstance(pedigree, dict):
            for ancestor, place in get_objects(pedigree.get("ancestors"), f"{path}.pedigree.ancestors"):
                if ancestor.get("type") == "machine-learning-model":
                    self._add_base("component.pedigree.ancestors", ancestor, f"{place}.name")
                else:
                    self._add("component.pedigree.ancestors (no model)", ancestor.get("name"), f"{place}.name")
            self._add("component.pedigree.notes", pedigree.get("notes"), f"{path}.pedigree.notes")
        card = component.get("modelCard")
        if isinstance(card, dict):
            self._read_card(card, f"{path}.modelCard")

    def _add(self, name: str, value: Any, path: str) -> None:
        self._found.add(name, value, path, self._about)

    def _add_version(self) -> None:
        """Add name and version in one: together they say which model the documentation is about."""
        version, name = clean_text(self._component.get("version")), clean_text(self._component.get("name"))
        text = version if is_placeholder(version) else f"{name} {version}".strip()
        self._add("component.version", text, f"{self._path}.version")

    def _add_base(self, field: str, base: dict[str, Any], path: str) -> None:
        """Add a base model: one that the bill describes, or another one."""
        name = clean_text(base.get("name"))
        if reason := self._names.refuse_base(name, self._component):
            self._found.leave_out(path, name, reason)
        elif known := self._names.find_described(base):
            self._found.add(f"{field} (described here)", known, path, self._about, self._names.locate(known))
        else:
            self._add(field, name, path)

    def _add_people(self) -> None:
        component, path = self._component, self._path
        makers = {}
        for key in ("manufacturer", "supplier"):
            said = component.get(key)
            name = clean_text(said.get("name")) if isinstance(said, dict) else ""
            makers[key] = "" if names_nobody(name) else name
            field = f"component.{key}"
            another = key == "supplier" and normalize_name(makers[key]) != normalize_name(makers["manufacturer"])
            ending = " (another than the maker)" if another else ""
            self._found.add_agent(f"{field}.name{ending}", name, f"{path}.{key}.name", self._about)
            skip = {f"{field}.{part}" for part in ("bom-ref", "address.bom-ref", "name")}
            self._found.add_all(field, said, f"{path}.{key}", self._about, skip)
        authors = [
            (one.get("name"), f"{place}.name")
            for one, place in get_objects(component.get("authors"), f"{path}.authors")
        ]
        publisher = clean_text(component.get("publisher"))
        named = {normalize_name(name) for name in (*makers.values(), publisher) if name and not names_nobody(name)}
        self._add_authors("component.author", [(component.get("author"), f"{path}.author")], named)
        self._add_authors("component.authors", authors, named)
        for author, place in get_objects(component.get("authors"), f"{path}.authors"):
            self._found.add_all("component.authors", {**author, "name": None, "bom-ref": None}, place, self._about)

    def _add_authors(self, field: str, authors: list[tuple[Any, str]], organisations: Collection[str]) -> None:
        for name, path in authors:
            several = len(authors) > 1 or names_several(clean_text(name))
            is_beside = bool(organisations) and normalize_name(clean_text(name)) not in organisations
            ending = " (beside an organisation)" if is_beside else " (several)" if several else ""
            self._found.add_agent(f"{field}{ending}", name, path, self._about)

    def _add_licences(self, choices: list[tuple[dict[str, Any], str]]) -> None:
        """Add the licence of the model, if it is one: what others concluded and licences of code are none."""
        stated = [one for one, _ in choices if not _is_concluded(one) and not find_class(_name_licence(one))]
        for choice, path in choices:
            place = f"{path}.expression" if "expression" in choice else f"{path}.license"
            text = _name_licence(choice)
            if _is_concluded(choice):
                self._add("component.licenses (concluded)", text, place)
            elif ending := find_class(text):
                self._add(f"component.licenses{ending}", text, place)
            elif len(stated) > 1:
                self._add("component.licenses (one of several)", text, place)
            else:
                self._add_licence(choice, path)

    def _add_licence(self, choice: dict[str, Any], path: str) -> None:
        licence = choice.get("license")
        if "expression" in choice:
            add_expression(
                self._found, "component.licenses", clean_text(choice["expression"]), f"{path}.expression", self._about
            )
        elif isinstance(licence, dict):
            place, identifier = f"{path}.license", clean_text(licence.get("id"))
            is_known = is_identifier(identifier)
            self._add(f"component.licenses.{'id' if is_known else 'name'}", identifier, f"{place}.id")
            self._add("component.licenses.name", licence.get("name"), f"{place}.name")
            skip = ("id", "name", "bom-ref", "acknowledgement")
            rest = {key: value for key, value in licence.items() if key not in skip}
            self._found.add_all("component.licenses", rest, place, self._about)

    def _add_properties(self, properties: Any, path: str) -> None:
        """Add properties by their names; a name may have what its tool puts before the last colon."""
        rows = load_table("cyclonedx").rows
        for one, place in get_objects(properties, path):
            label = clean_text(one.get("name"))
            known = f"properties.{normalize_name(re.split(r'[:/]', label)[-1])}"
            value = clean_text(one.get("value"))
            if known in _BASES:
                self._add_base(known, {"name": value}, f"{place}.value")
            elif known in _RELEASES and self._made and _DAY.match(value) and value[:10] > self._made[:10]:
                self._add("properties (to come)", value, f"{place}.value")
            elif known in _RELEASES and not is_placeholder(clean_text(self._component.get("version"))):
                self._add("properties (release of a version)", value, f"{place}.value")
            elif known in _LENGTHS and not is_placeholder(value):
                self._add(known, f"{label}: {value}", f"{place}.value")
            else:
                self._add(known if known in rows else f"properties.{label}", value, f"{place}.value")

    def _read_card(self, card: dict[str, Any], path: str) -> None:
        parameters = card.get("modelParameters")
        if isinstance(parameters, dict):
            place = f"{path}.modelParameters"
            self._datasets.add_used(parameters.get("datasets"), f"{place}.datasets", self._about)
            for key in ("inputs", "outputs"):
                self._add_formats(key, parameters.get(key), f"{place}.{key}")
            skip = {f"modelParameters.{key}" for key in ("datasets", "inputs", "outputs")}
            self._found.add_all("modelParameters", parameters, place, self._about, skip)
        considerations = card.get("considerations")
        if isinstance(considerations, dict):
            place = f"{path}.considerations"
            skip = {"considerations.environmentalConsiderations", "considerations.useCases"}
            self._found.add_all("considerations", considerations, place, self._about, skip)
            for text, at in get_texts(considerations.get("useCases"), f"{place}.useCases"):
                self._add(f"considerations.useCases{' (planned)' if is_plan(text) else ''}", text, at)
            self._add_energy(considerations.get("environmentalConsiderations"), f"{place}.environmentalConsiderations")
        self._add_properties(card.get("properties"), f"{path}.properties")
        if metrics := card.get("quantitativeAnalysis"):
            count = len(list(get_objects(metrics.get("performanceMetrics"), ""))) if isinstance(metrics, dict) else 0
            reason = "results of tests: the vocabulary has no word for them"
            self._found.leave_out(f"{path}.quantitativeAnalysis", f"{count} metrics", reason)

    def _add_formats(self, key: str, value: Any, path: str) -> None:
        """Add what the model takes in or gives out; of outputs all must be read, as one is taken for all."""
        field = f"modelParameters.{key}.format"
        entries = list(get_objects(value, path))
        formats = [(text, f"{at}.format") for one, at in entries for text in split_list(clean_text(one.get("format")))]
        row = load_table("cyclonedx").rows[field][0]
        unnamed = any(not clean_text(one.get("format")) for one, _ in entries)
        in_part = key == "outputs" and (unnamed or any(not can_read(text, row) for text, _ in formats))
        for text, at in formats:
            self._add(f"{field} (in part)" if in_part and can_read(text, row) else field, text, at)

    def _add_energy(self, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            return
        uses = list(get_objects(value.get("energyConsumptions"), f"{path}.energyConsumptions"))
        trainings = sum(one.get("activity") == "training" for one, _ in uses)
        for one, place in uses:
            activity, cost = clean_text(one.get("activity")), one.get("activityEnergyCost")
            field = f"energyConsumptions.{activity}"
            if activity == "training" and trainings > 1:
                field = f"{field} (one of several)"
            if isinstance(cost, dict):
                text = f"{clean_text(cost.get('value'))} {clean_text(cost.get('unit'))}"
                self._add(field, text, f"{place}.activityEnergyCost.value")
            rest = {key: part for key, part in one.items() if key not in ("activity", "activityEnergyCost")}
            self._found.add_all(field, rest, place, self._about, {f"{field}.energyProviders.bom-ref"})
        for one, place in get_objects(value.get("properties"), f"{path}.properties"):
            self._add(f"environmentalConsiderations.{clean_text(one.get('name'))}", one.get("value"), f"{place}.value")


def _name_licence(choice: dict[str, Any]) -> str:
    licence = choice.get("license")
    said = licence if isinstance(licence, dict) else {}
    return clean_text(choice.get("expression")) or clean_text(said.get("id")) or clean_text(said.get("name"))


def _is_concluded(choice: dict[str, Any]) -> bool:
    licence = choice.get("license")
    said = licence if isinstance(licence, dict) else {}
    return "concluded" in (choice.get("acknowledgement"), said.get("acknowledgement"))
