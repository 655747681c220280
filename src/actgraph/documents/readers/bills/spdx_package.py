"""Read the properties of one package of an SPDX 3 document: a model, a dataset or an application."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from actgraph.documents.nodes import normalize_name
from actgraph.documents.readers.bills.collector import MAX_MODELS, FieldCollector
from actgraph.documents.readers.bills.licence_fields import add_expression, find_class
from actgraph.documents.readers.bills.prose import (
    Finding,
    find_collection,
    find_in_description,
    find_in_training,
    find_restrictions,
    split_other_models,
)
from actgraph.documents.readers.bills.spdx_graph import Element
from actgraph.documents.readers.bills.wording import NO_ASSERTION
from actgraph.documents.reading import MAIN_MODEL
from actgraph.documents.tables import load_table
from actgraph.documents.values import is_placeholder

_LEARNING = re.compile(
    r"(?:(?:self|semi|un|weakly)?-? ?supervised|(?:deep )?reinforcement|transfer|federated)(?: (?:learning|model))?",
    re.I,
)
_ARCHITECTURE = re.compile(
    r"network|transformer|\b(?:cnn|rnn|lstm|gru|gpt|bert|vit|resnet|moe|gan|mlp|svm|mamba|u-?net)\b|"
    r"mixture[ -]of[ -]experts|diffusion|autoencoder|decision tree|random forest|gradient[ -]boost|support vector|"
    r"bayes|perceptron|state[ -]space",
    re.IGNORECASE,
)
_SKIPPED = (
    *("type", "creationInfo", "name", "software_packageVersion", "ai_metric", "ai_metricDecisionThreshold"),
    *("ai_hyperparameter", "ai_energyConsumption", "ai_typeOfModel", "originatedBy", "suppliedBy", "verifiedUsing"),
    *("externalRef", "externalIdentifier", "extension", "software_primaryPurpose", "software_additionalPurpose"),
    *("software_contentIdentifier", "dataset_sensor", "dataset_anonymizationMethodUsed"),
    *("software_downloadLocation", "releaseTime", "ai_informationAboutTraining"),
)
_DESCRIPTIONS = ("ai_informationAboutApplication", "summary", "description")
_MAX_PROSE = 200_000  # characters in one document
_LICENCES = "https://spdx.org/licenses/"
_MAX_SETTINGS = 2_000  # characters
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_UNITS = {"kilowattHour": "kWh", "megajoule": "MJ"}


class PackageReader:
    """Reads packages.

    Args:
        elements: identifier → element.
        found: where the fields go.

    Attributes:
        made: when the document was made, as it says.
    """

    def __init__(self, elements: Mapping[str, Element], found: FieldCollector) -> None:
        self.made = ""
        self._elements, self._found = elements, found
        self._rows = load_table("spdx-3").rows
        self._prose_left = _MAX_PROSE
        names = [one.get_text("name") for one in elements.values() if one.kind == "ai_AIPackage"]
        self._model_names = frozenset(names[:MAX_MODELS])

    def add_model(self, model: Element, about: tuple[str, str]) -> None:
        """Add the properties of a model."""
        self.add_values(model, ("name",), "", about)
        version, name = model.get_text("software_packageVersion"), model.get_text("name")
        text = version if is_placeholder(version) else f"{name} {version}".strip()
        self._found.add("software_packageVersion", text, f"{model.path}.software_packageVersion", about)
        self.add_agents(model, ("originatedBy", "suppliedBy"), "", about)
        for text, path in model.get_texts("ai_typeOfModel"):
            kind = (
                " (learning)" if _LEARNING.fullmatch(text) else " (architecture)" if _ARCHITECTURE.search(text) else ""
            )
            self._found.add(f"ai_typeOfModel{kind}", text, path, about)
        self.add_values(model, [key for key in model.values if key not in _SKIPPED], "", about)
        self._add_release(model, about)
        self._add_training(model, about)
        self._add_hyperparameters(model, about)
        self._add_hashes(model, about)
        self._add_tests(model)
        self._add_energy(model, about)
        self._add_references(model, "", about)
        for key in _DESCRIPTIONS:
            self._read_prose(model, key, find_in_description, about)
        self._read_prose(model, "ai_limitation", find_restrictions, about)
        self._read_prose(model, "ai_informationAboutTraining", find_in_training, about)

    def add_dataset(self, dataset: Element, skip: Sequence[str] = ()) -> None:
        """Add the properties of a dataset, without some."""
        label = dataset.get_text("name")
        if is_placeholder(label):
            self._found.leave_out(dataset.path, label or dataset.identifier, "the dataset has no name")
            return
        about = ("data", label)
        self.add_values(dataset, ("name",), "dataset.", about)
        self.add_agents(dataset, ("originatedBy", "suppliedBy"), "dataset.", about)
        keys = [key for key in dataset.values if key not in (*_SKIPPED, *skip)]
        self.add_values(dataset, ["software_downloadLocation", *keys], "dataset.", about)
        for text, path in dataset.get_texts("dataset_dataCollectionProcess"):
            for end, month in zip(("from", "until"), find_collection(text) or (), strict=False):
                self._found.add(f"dataset.collected {end}", month, path, about)
        for key in ("dataset_sensor", "dataset_anonymizationMethodUsed"):
            for text, path in dataset.get_texts(key):
                entry = self._elements.get(text)
                text = f"{entry.get_text('key')}: {entry.get_text('value')}" if entry else text
                self._found.add(f"dataset.{key}", text, path, about)
        self._add_references(dataset, "dataset.", about)

    def add_system(self, package: Element, about: tuple[str, str]) -> None:
        """Add the properties of an application."""
        self.add_values(package, ("name",), "system.", about)
        self.add_agents(package, ("originatedBy", "suppliedBy"), "system.", about)
        keys = [key for key in package.values if key not in _SKIPPED]
        self.add_values(package, ["software_downloadLocation", *keys], "system.", about)

    def add_values(self, one: Element, keys: Sequence[str], prefix: str, about: tuple[str, str] = MAIN_MODEL) -> None:
        """Add properties as they are."""
        for key in keys:
            for text, path in one.get_texts(key):
                if text not in self._elements:
                    self._found.add(f"{prefix}{key}", text, path, about)

    def add_agents(self, one: Element, keys: Sequence[str], prefix: str, about: tuple[str, str] = MAIN_MODEL) -> None:
        """Add properties that name people or organisations, by their names."""
        for key in keys:
            for text, path in one.get_texts(key):
                agent = self._elements.get(text)
                if agent is not None and agent.get_text("name"):
                    self._found.add_agent(f"{prefix}{key}", agent.get_text("name"), path, about, agent.locate("name"))
                else:
                    self.leave_unnamed(path, text, "the document does not name this person or organisation")

    def leave_unnamed(self, path: str, target: str, reason: str) -> None:
        """Leave out what the document does not describe: for a reason, or since it says that there is none."""
        name = re.split(r"[/_]", target)[-1].lower()
        if name.startswith("noassertion"):
            reason = NO_ASSERTION
        elif name in ("none", "noneelement", "nonelicense"):
            reason = "the document says that there is none"
        self._found.leave_out(path, target, reason)

    def name_licence(self, target: str) -> str:
        """Return what a document calls a licence."""
        one = self._elements.get(target)
        if one is not None:
            expression = one.get_text("simplelicensing_licenseExpression")
            return expression or one.get_text("name") or one.get_text("simplelicensing_licenseText") or target
        return target.removeprefix(_LICENCES)

    def add_licence(self, field: str, target: str, path: str, about: tuple[str, str]) -> None:
        """Add a licence of a model."""
        one = self._elements.get(target)
        expression = one.get_text("simplelicensing_licenseExpression") if one else ""
        if expression:
            at = one.locate("simplelicensing_licenseExpression") if one else ""
            add_expression(self._found, field, expression, path, about, at)
        elif target.startswith(_LICENCES):
            add_expression(self._found, field, target.removeprefix(_LICENCES), path, about)
        elif one is not None and one.kind == "expandedlicensing_CustomLicense" and one.get_text("name"):
            name = one.get_text("name")
            self._found.add(f"{field}{find_class(name) or '.name'}", name, path, about, one.locate("name"))
            if text := one.get_text("simplelicensing_licenseText"):
                reason = "the text of the licence: its terms, and what it permits, are for you to state"
                self._found.leave_out(one.locate("simplelicensing_licenseText"), text, reason)
        elif one is not None:
            text = one.get_text("simplelicensing_licenseText") or one.kind
            self._found.leave_out(path, text, "the licence has no name, or is put together from others")
        else:
            self.leave_unnamed(path, target, "the document does not describe this licence")

    def _read_prose(
        self, model: Element, key: str, find: Callable[[str], Iterable[Finding]], about: tuple[str, str]
    ) -> None:
        """Add what sentences state, as long as there are not too many."""
        for text, path in model.get_texts(key):
            self._prose_left -= len(text)
            if self._prose_left < 0:
                self._found.leave_out(path, text, "there is too much text to look for single facts in it")
                continue
            own, _ = split_other_models(text, model.get_text("name"), self._model_names)
            for finding in find(own):
                self._found.add(f"text: {finding.name}", finding.value, path, about)

    def _add_release(self, model: Element, about: tuple[str, str]) -> None:
        for text, path in model.get_texts("releaseTime"):
            is_to_come = _DAY.match(text) and _DAY.match(self.made) and text[:10] > self.made[:10]
            self._found.add(f"releaseTime{' (to come)' if is_to_come else ''}", text, path, about)

    def _add_training(self, model: Element, about: tuple[str, str]) -> None:
        """Add the text on the training, without its sentences on other models."""
        for text, path in model.get_texts("ai_informationAboutTraining"):
            own, others = split_other_models(text, model.get_text("name"), self._model_names)
            self._found.add("ai_informationAboutTraining", own, path, about)
            for sentence in others:
                self._found.add("ai_informationAboutTraining (another model, or a plan)", sentence, path, about)

    def _add_hyperparameters(self, model: Element, about: tuple[str, str]) -> None:
        settings: list[str] = []
        for text, path in model.get_texts("ai_hyperparameter"):
            entry = self._elements.get(text)
            if entry is None or not entry.get_text("value"):
                continue
            key, value = entry.get_text("key"), entry.get_text("value")
            field = f"ai_hyperparameter.{normalize_name(key)}"
            rows = self._rows.get(field, ())
            if not rows:
                settings.append(f"{key}: {value}")
                continue
            is_number = any(row.read == "number" for row in rows)
            self._found.add(field, value if is_number or is_placeholder(value) else f"{key}: {value}", path, about)
        if settings:
            reason = "settings; what of them belongs in item 7, 8, 10 or 26 of the form is for you to state"
            self._found.leave_out(f"{model.path}.ai_hyperparameter", "; ".join(settings), reason, _MAX_SETTINGS)

    def _add_hashes(self, model: Element, about: tuple[str, str]) -> None:
        for text, path in model.get_texts("verifiedUsing"):
            one = self._elements.get(text)
            if one is not None and one.get_text("hashValue"):
                self._found.add(
                    "verifiedUsing", f"{one.get_text('algorithm')}: {one.get_text('hashValue')}", path, about
                )

    def _add_tests(self, model: Element) -> None:
        for key in ("ai_metric", "ai_metricDecisionThreshold"):
            entries = [self._elements[text] for text, _ in model.get_texts(key) if text in self._elements]
            if names := ", ".join(one.get_text("key") for one in entries):
                reason = "results of tests: the vocabulary has no word for them"
                self._found.leave_out(f"{model.path}.{key}", names, reason)

    def _add_energy(self, model: Element, about: tuple[str, str]) -> None:
        for text, _ in model.get_texts("ai_energyConsumption"):
            consumption = self._elements.get(text)
            if consumption is None:
                continue
            for key in consumption.values:
                amounts = consumption.get_texts(key)
                several = " (one of several)" if len(amounts) > 1 and key == "ai_trainingEnergyConsumption" else ""
                for amount, path in amounts:
                    if one := self._elements.get(amount):
                        unit = one.get_text("ai_energyUnit")
                        value = f"{one.get_text('ai_energyQuantity')} {_UNITS.get(unit, unit)}"
                        self._found.add(f"{key}{several}", value, path, about)

    def _add_references(self, package: Element, prefix: str, about: tuple[str, str]) -> None:
        for text, path in package.get_texts("externalRef"):
            if one := self._elements.get(text):
                for locator, _ in one.get_texts("locator"):
                    self._found.add(f"{prefix}externalRef.{one.get_text('externalRefType')}", locator, path, about)
