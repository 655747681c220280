"""Read the models and datasets of an SPDX 3 document in JSON-LD."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from actgraph.documents.nodes import normalize_name
from actgraph.documents.readers.bills.collector import MAX_DATASETS, FieldCollector, can_read
from actgraph.documents.readers.bills.downloads import add_addresses
from actgraph.documents.readers.bills.licence_fields import find_class
from actgraph.documents.readers.bills.spdx_graph import Element, read_elements
from actgraph.documents.readers.bills.spdx_links import Links
from actgraph.documents.readers.bills.spdx_package import PackageReader
from actgraph.documents.readers.bills.spdx_rest import Rest, find_use
from actgraph.documents.readers.bills.wording import keeps_weights_back, refuse_download
from actgraph.documents.reading import DocumentError, Reading
from actgraph.documents.tables import load_table

_NAMESPACE = re.compile(r"https?://spdx\.org/rdf/3[./]")
_AI, _DATASET, _PACKAGE, _FILE = "ai_AIPackage", "dataset_DatasetPackage", "software_Package", "software_File"
_PURPOSE = "software_primaryPurpose"
_PROGRAMS = {"source", "executable", "test"}
_TECHNICAL = re.compile(r"\btechnical documentation\b", re.IGNORECASE)
_NO_LICENCE = re.compile(r"(?:^|[/_])(?:NoAssertion|None)(?:License)?$")
_KNOWN = re.compile(r"3\.0(?:\.\d+)?")


def is_spdx(document: Any) -> bool:
    """Tell whether a document in JSON is SPDX 3.

    >>> is_spdx({"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": []}), is_spdx({"a": 1})
    (True, False)
    """
    if isinstance(document, dict):
        if _NAMESPACE.search(str(document.get("@context"))[:10_000]):
            return True
        document = document.get("@graph", [document])
    parts = [one for one in document if isinstance(one, dict)] if isinstance(document, list) else []
    kinds = [str(one.get("@type", one.get("type"))) for one in parts]
    return any(_NAMESPACE.search(kind) or kind == _AI for kind in kinds)


def read_spdx(document: Any, lines: Mapping[str, int], name: str) -> Reading:
    """Read a document.

    Args:
        document: as parsed.
        lines: path → line.
        name: the name of the file in messages.

    Raises:
        DocumentError: it has neither a model nor a dataset.
    """
    return _SpdxReader(read_elements(document, name), lines, name).read()


class _SpdxReader:
    def __init__(self, elements: dict[str, Element], lines: Mapping[str, int], name: str) -> None:
        self._elements, self._name = elements, name
        self._found = FieldCollector(lines)
        self._links = Links(elements)
        self._packages = PackageReader(elements, self._found)
        self._models = self._list_models()
        self._about: dict[str, tuple[str, str]] = {}  # identifier of a model → what its fields are about
        self._same: dict[str, list[str]] = {}  # identifier of a model → those of its other forms
        self._namesakes: dict[str, list[str]] = {}  # identifier of a model → those of elements that only have its name
        self._typed: set[str] = set()  # identifiers of the datasets whose types are those of the data of a model

    def read(self) -> Reading:
        datasets = [one for one in self._elements.values() if one.kind == _DATASET]
        if len(datasets) > MAX_DATASETS:
            reason = f"only the first {MAX_DATASETS} datasets are read"
            self._found.leave_out(datasets[MAX_DATASETS].path, "", reason)
            datasets = datasets[:MAX_DATASETS]
        if not self._models and not datasets:
            todo = "Give the document that has an ai_AIPackage or a dataset_DatasetPackage"
            raise DocumentError("this SPDX 3 document describes no model and no dataset", where=self._name, todo=todo)
        self._add_document()
        named = self._found.name_models([(one.get_text("name"), one.path) for one in self._models])
        self._about = {one.identifier: named[one.path] for one in self._models if one.path in named}
        self._same = self._find_same()
        for model in self._models:
            if model.identifier in self._about:
                self._add_model(model, self._about[model.identifier], datasets)
        Rest(self._elements, self._links, self._packages, self._found).leave_out(self._same, self._namesakes, datasets)
        for dataset in datasets:
            skip = ("dataset_datasetType",) if dataset.identifier in self._typed else ()
            self._packages.add_dataset(dataset, skip)
            self._add_licences(dataset.identifier, ("data", dataset.get_text("name")), "dataset.")
        self._add_systems()
        return self._found.build_reading("spdx-3")

    def _list_models(self) -> list[Element]:
        """List the models, those that the document is about first."""
        every = list(self._elements.values())
        models = [one for one in every if one.kind == _AI]
        models = models or [one for one in every if one.kind == _PACKAGE and one.get_text(_PURPOSE) == "model"]
        roots = self._list_roots()
        return sorted(models, key=lambda one: one.identifier not in roots)

    def _list_roots(self) -> set[str]:
        return {text for one in self._elements.values() for text, _ in one.get_texts("rootElement")}

    def _add_document(self) -> None:
        """Add when and by whom the document was made, by the first statement of it, or that of the document."""
        made = [one.get_text("creationInfo") for one in self._elements.values() if one.kind == "SpdxDocument"]
        every = [one for one in self._elements.values() if one.kind == "CreationInfo"]
        for one in sorted(every, key=lambda one: one.identifier not in made)[:1]:
            version = one.get_text("specVersion")
            if version and not _KNOWN.fullmatch(version):
                reason = "this version is not known; it is read like 3.0.1"
                self._found.leave_out(f"{one.path}.specVersion", version, reason)
            self._packages.made = one.get_text("created")
            self._packages.add_values(one, ("created",), "")
            self._packages.add_agents(one, ("createdBy",), "")

    def _find_same(self) -> dict[str, list[str]]:
        """Find for each model the packages and files that are it in another form: what it alone contains.

        An element that only has its name may be another thing: nothing that is said of it is said of the model.
        """
        models = [one for one in self._models if one.identifier in self._about]
        others = {one.identifier for one in self._models}
        forms = {
            one.identifier: normalize_name(one.get_text("name"))
            for one in self._elements.values()
            if one.kind in (_PACKAGE, _FILE) and one.get_text(_PURPOSE) == "model" and one.identifier not in others
        }
        owners: dict[str, set[str]] = {form: set() for form in forms}
        for model in models:
            for part in self._links.find_contents(model.identifier):
                if part in forms:
                    owners[part].add(model.identifier)
        by_name = {normalize_name(one.get_text("name")): one.identifier for one in models} if forms else {}
        same = {model.identifier: [model.identifier] for model in models}
        for form, name in forms.items():
            if len(owners[form]) == 1:
                same[next(iter(owners[form]))].append(form)
            elif name in by_name and not owners[form]:
                self._namesakes.setdefault(by_name[name], []).append(form)
        return same

    def _add_model(self, model: Element, about: tuple[str, str], datasets: Iterable[Element]) -> None:
        self._packages.add_model(model, about)
        same = self._same[model.identifier]
        for identifier in same:
            if identifier != model.identifier:
                self._packages.add_agents(self._elements[identifier], ("originatedBy", "suppliedBy"), "", about)
            self._add_licences(identifier, about)
        self._add_addresses(same, about)
        used = list(self._add_data(same, about))
        around = {*used, *self._links.find_containers(used)}
        self._add_types([one for one in datasets if one.identifier in around], same, about)
        self._add_ancestors(model, about)
        self._add_files(model, about)

    def _add_data(self, same: Iterable[str], about: tuple[str, str]) -> Iterator[str]:
        for identifier in same:
            for kind in ("trainedOn", "testedOn"):
                for target, path in self._links.get_targets(identifier, kind):
                    element = self._elements.get(target)
                    label = element.get_text("name") if element else ""
                    if label:
                        self._found.add(kind, label, path, about, element.locate("name") if element else "")
                        yield target
                    else:
                        self._packages.leave_unnamed(path, target, "the document does not name this dataset")
                if (identifier, kind) in self._links.incomplete:
                    said, path = self._links.incomplete[identifier, kind]
                    reason = "the document does not say that it names all datasets"
                    self._found.leave_out(path, said, reason)

    def _add_types(self, datasets: Iterable[Element], same: Iterable[str], about: tuple[str, str]) -> None:
        """Add of which types the data are: all of them must be read, as item 28 of the form asks for all."""
        every = [one for dataset in datasets for one in dataset.get_texts("dataset_datasetType")]
        self._typed |= {one.identifier for one in datasets}
        row = load_table("spdx-3").rows["dataset_datasetType"][0]
        said = {self._links.incomplete.get((one, "trainedOn"), ("", ""))[0] for one in same}
        in_part = "incomplete" in said or any(not can_read(text, row) for text, _ in every)
        for text, path in every:
            ending = " (in part)" if in_part and can_read(text, row) else ""
            self._found.add(f"dataset_datasetType{ending}", text, path, about)

    def _add_addresses(self, same: Iterable[str], about: tuple[str, str]) -> None:
        """Add where the model can be downloaded, as the document says of one of its forms."""
        addresses: dict[str, str] = {}
        for identifier in same:
            one = self._elements[identifier]
            for text, path in one.get_texts("software_downloadLocation"):
                reason = refuse_download(text, one.get_text("name"))
                if keeps_weights_back(one.get_text("description")):
                    reason = "the description of the model says that its weights cannot be had"
                if reason:
                    self._packages.leave_unnamed(path, text, reason)
                else:
                    addresses.setdefault(text, path)
        for text in [text for text in addresses if self._is_of_another(text, about)]:
            self._found.leave_out(addresses.pop(text), text, "another model of the document has the same address")
        add_addresses(self._found, "software_downloadLocation", list(addresses.items()), about)

    def _is_of_another(self, address: str, about: tuple[str, str]) -> bool:
        """Tell whether another model has an address too, unless the name of this one alone stands in it."""
        owners = {
            one.identifier: normalize_name(one.get_text("name"))
            for one in self._models
            if any(text == address for text, _ in one.get_texts("software_downloadLocation"))
        }
        named = [one for one, name in owners.items() if name and name in normalize_name(address)]
        own = [one for one in owners if self._about.get(one) == about]
        return len(owners) > 1 and named != own

    def _add_licences(self, identifier: str, about: tuple[str, str], prefix: str = "") -> None:
        declared = [target for target, _ in self._links.get_targets(identifier, "hasDeclaredLicense")]
        names = {target: self._packages.name_licence(target) for target in declared}
        stated = [target for target, name in names.items() if not find_class(name)]
        for kind in ("hasDeclaredLicense", "hasConcludedLicense"):
            for target, path in self._links.get_targets(identifier, kind):
                if _NO_LICENCE.search(target):
                    self._packages.leave_unnamed(path, target, "")
                elif prefix:
                    self._found.add(f"{prefix}{kind}", self._packages.name_licence(target), path, about)
                elif kind == "hasConcludedLicense":
                    if target not in declared:
                        self._found.add(kind, self._packages.name_licence(target), path, about)
                elif len(stated) > 1 and target in stated:
                    self._found.add(f"{kind} (one of several)", names[target], path, about)
                else:
                    self._packages.add_licence(kind, target, path, about)

    def _add_ancestors(self, model: Element, about: tuple[str, str]) -> None:
        pairs = [(target, path) for target, path in self._links.get_targets(model.identifier, "descendantOf")]
        pairs += self._links.get_sources(model.identifier, "ancestorOf")
        for other, path in pairs:
            element = self._elements.get(other)
            if element is not None and element.kind == _AI:
                self._found.add("ancestor", element.get_text("name"), path, about, element.locate("name"))

    def _add_files(self, model: Element, about: tuple[str, str]) -> None:
        """Add documents, lists of what the model needs, and programs that the package holds."""
        for target, path in self._links.get_targets(model.identifier, "hasDocumentation"):
            one = self._elements.get(target, Element(target, "", path))
            text = f"{one.get_text('name')} {one.get_text('description')}"
            field = "hasDocumentation (technical)" if _TECHNICAL.search(text) else "hasDocumentation"
            self._found.add(field, one.get_text("name") or target, path, about)
        for target, path in self._links.get_targets(model.identifier, "hasDependencyManifest"):
            one = self._elements.get(target, Element(target, "", path))
            self._found.add("hasDependencyManifest", one.get_text("name") or target, path, about)
        for target in self._links.find_contents(model.identifier):
            file = self._elements.get(target)
            if file is None or file.kind != _FILE or not file.get_text("description"):
                continue
            purposes = {text for key in (_PURPOSE, "software_additionalPurpose") for text, _ in file.get_texts(key)}
            if purposes & _PROGRAMS:
                text = f"{file.get_text('description')} ({file.get_text('name')})"
                self._found.add("contains (program)", text, f"{file.path}.description", about)

    def _add_systems(self) -> None:
        """Add the applications that have models within them or depend on them."""
        roots = self._list_roots()
        every = [*self._same.values(), *self._namesakes.values()]
        forms = {form for same in every for form in same}
        used: dict[str, dict[str, str]] = {}  # identifier of an application → the models, and where that is said
        for model in self._models:
            same = [*self._same.get(model.identifier, []), *self._namesakes.get(model.identifier, [])]
            users = [*self._links.find_containers(same).items()]
            users += [one for form in same for one in self._links.get_sources(form, "dependsOn")]
            for user, path in users:
                said = find_use(self._elements.get(user), [self._elements[one] for one in same])
                used.setdefault(user, {}).setdefault(model.get_text("name"), said or path)
        for identifier, models in used.items():
            package = self._elements.get(identifier)
            if package is None or package.kind != _PACKAGE or identifier in forms or not package.get_text("name"):
                continue
            if identifier in roots or package.get_text(_PURPOSE) == "application":
                about = ("system", package.get_text("name"))
                self._packages.add_system(package, about)
                for label, path in models.items():
                    self._found.add("system uses model", label, path, about)
