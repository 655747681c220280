"""Read the models and datasets of a CycloneDX bill of materials in JSON."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from actgraph.documents.nodes import normalize_name
from actgraph.documents.readers.bills.bounded_json import clean_text
from actgraph.documents.readers.bills.collector import FieldCollector, get_objects
from actgraph.documents.readers.bills.cyclonedx_data import DataComponents
from actgraph.documents.readers.bills.cyclonedx_model import ModelReader
from actgraph.documents.readers.bills.model_names import ModelNames
from actgraph.documents.reading import DocumentError, Reading

_MODEL = "machine-learning-model"
_MAX_COMPONENTS = 20_000
_VERSIONS = ("1.5", "1.6", "1.7")
_OF_BILL = ("timestamp", "authors", "tools", "licenses", "properties", "lifecycles")
Component = dict[str, Any]


def read_bom(bom: Mapping[str, Any], lines: Mapping[str, int], name: str) -> Reading:
    """Read a bill.

    Args:
        bom: the bill, as parsed.
        lines: path → line.
        name: the name of the file in messages.

    Raises:
        DocumentError: it is of a version without model cards, or has neither a model nor a dataset.
    """
    version = clean_text(bom.get("specVersion"))
    if re.fullmatch(r"1\.[0-4]", version):
        todo = "Export it as version 1.5 to 1.7"
        raise DocumentError(f"CycloneDX {version} has no model cards", where=name, todo=todo)
    return _BomReader(bom, lines, name, version).read()


class _BomReader:
    def __init__(self, bom: Mapping[str, Any], lines: Mapping[str, int], name: str, version: str) -> None:
        self._bom, self._name = bom, name
        self._found = FieldCollector(lines)
        if version not in _VERSIONS:
            self._found.leave_out("specVersion", version, f"this version is not known; it is read like {_VERSIONS[-1]}")
        metadata = bom.get("metadata")
        self._metadata: dict[str, Any] = metadata if isinstance(metadata, dict) else {}
        self._version = version
        self._components = list(self._list_components())
        self._models: dict[str, tuple[str, str]] = {}  # path of a model → what its fields are about
        self._refs: dict[str, str] = {}  # bom-ref of a model → its name

    def read(self) -> Reading:
        models = [one for one in self._components if _is_model(one[0])]
        data = [one for one in self._components if one[0].get("type") == "data" and not _is_model(one[0])]
        if not models and not data:
            todo = "Give the bill that has a component of type machine-learning-model"
            raise DocumentError("this CycloneDX bill describes no model and no dataset", where=self._name, todo=todo)
        self._models = self._found.name_models([(clean_text(one.get("name")), path) for one, path in models])
        self._refs = {
            clean_text(one.get("bom-ref")): clean_text(one.get("name")) for one, path in models if path in self._models
        }
        datasets = DataComponents(data, self._found)
        names = ModelNames(one for one in models if one[1] in self._models)
        made = clean_text(self._metadata.get("timestamp"))
        for component, path in models:
            if path in self._models:
                ModelReader(component, path, self._models[path], datasets, names, self._found, made).read()
        datasets.add_own_fields()
        self._add_metadata()
        self._add_system()
        others = Counter(
            clean_text(one.get("type")) or "no type"
            for one, path in self._components
            if not _is_read(one) and path != "metadata.component"
        )
        if others:
            text = ", ".join(f"{count} {kind}" for kind, count in sorted(others.items()))
            self._found.leave_out("components", text, "components of these types are no models and no datasets")
        return self._found.build_reading("cyclonedx")

    def _list_components(self) -> Iterator[tuple[Component, str]]:
        """List all components, those within others too; the one that the bill describes comes first."""
        pending = [(self._metadata.get("component"), "metadata.component"), (self._bom.get("components"), "components")]
        count = 0
        while pending:
            value, at = pending.pop(0)
            for component, path in get_objects(value, at):
                count += 1
                if count > _MAX_COMPONENTS:
                    raise DocumentError("it has too many components", where=self._name)
                yield component, path
                if component.get("components"):
                    pending.append((component["components"], f"{path}.components"))

    def _add_metadata(self) -> None:
        """Add what is said of the bill, and in its metadata of the component that it describes."""
        about = self._models.get("metadata.component")
        for key, value in self._metadata.items():
            path = f"metadata.{key}"
            of_component = key == "supplier" or (key == "manufacture" and self._version == "1.5")
            if of_component and about is not None and isinstance(value, dict):
                field = "component.manufacturer.name"
                if key == "supplier":
                    field = f"component.supplier.name{'' if self._names_maker(value) else ' (another than the maker)'}"
                self._found.add_agent(field, value.get("name"), f"{path}.name", about)
            elif key in _OF_BILL or key in ("supplier", "manufacturer", "manufacture"):
                self._found.add_all(f"metadata.{key}", value, path)

    def _names_maker(self, supplier: dict[str, Any]) -> bool:
        """Tell whether the supplier is who made the model."""
        component = self._metadata.get("component")
        makers = [self._metadata.get("manufacture")]
        makers += [component.get("manufacturer")] if isinstance(component, dict) else []
        names = {normalize_name(clean_text(one.get("name"))) for one in makers if isinstance(one, dict)}
        return normalize_name(clean_text(supplier.get("name"))) in names

    def _add_system(self) -> None:
        """Add the application that the bill describes, if it depends on models or has them within."""
        component = self._metadata.get("component")
        if not isinstance(component, dict) or component.get("type") != "application" or _is_model(component):
            return
        label = clean_text(component.get("name"))
        used = list(self._find_used_models(clean_text(component.get("bom-ref"))))
        if not label or not used:
            return
        about = ("system", label)
        self._found.add("application.name", label, "metadata.component.name", about)
        for model, path in used:
            self._found.add("application uses model", model, path, about)
        skip = {f"application.{key}" for key in ("bom-ref", "type", "name", "components", "hashes", "evidence")}
        self._found.add_all("application", component, "metadata.component", about, skip)

    def _find_used_models(self, ref: str) -> Iterator[tuple[str, str]]:
        for component, path in self._components:
            if path in self._models and re.fullmatch(r"metadata\.component\.components\[\d+\]", path):
                yield clean_text(component.get("name")), f"{path}.name"
        for dependency, path in get_objects(self._bom.get("dependencies"), "dependencies"):
            targets = dependency.get("dependsOn")
            if ref and clean_text(dependency.get("ref")) == ref and isinstance(targets, list):
                for number, target in enumerate(targets):
                    if label := self._refs.get(clean_text(target)):
                        yield label, f"{path}.dependsOn[{number}]"


def _is_model(component: Component) -> bool:
    return component.get("type") == _MODEL or isinstance(component.get("modelCard"), dict)


def _is_read(component: Component) -> bool:
    return _is_model(component) or component.get("type") == "data"
