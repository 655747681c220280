"""Read the datasets of a CycloneDX bill: components of type data, and those that a model card describes itself."""

import re
from collections.abc import Sequence
from typing import Any

from actgraph.documents.readers.bills.bounded_json import clean_text
from actgraph.documents.readers.bills.collector import MAX_DATASETS, FieldCollector, get_objects
from actgraph.documents.readers.bills.wording import PLACEHOLDER, is_placeholder_address, is_plan
from actgraph.documents.values import is_placeholder

_PAGES = ("vcs", "distribution")  # the addresses at which a dataset is
_OTHER_USE = re.compile(
    r"\b(?:evaluat\w*|evals?|test(?:ing|ed|s|set)?|validat\w*|val|dev(?: set)?|benchmark\w*|"
    r"held[ -]?out|hold[ -]?out)\b",
    re.IGNORECASE,
)
_NOT_TRAINED = re.compile(
    r"\b(?:not|never|no|without|nor|exclud\w*|withheld|n['’]t)\b[^.;]{0,40}?\b(?:pre-?|post-?)?(?:train|(?:fine-?)?tun)\w*",
    re.IGNORECASE,
)
_TRAINING = re.compile(
    r"\b(?:pre-?|post-?)?(?:train|training|(?:fine-?)?tuning|instruction)\b(?! (?:models?|checkpoints?))|"
    r"\b(?:pre-?)?(?:trained|fine-?tuned) on\b",
    re.IGNORECASE,
)
_DATASETS = ("dataset", "data", "")  # types of components and of parts
_SKIPPED = ("bom-ref", "type", "name", "hashes", "evidence", "components", "signature", "externalReferences")
_SKIPPED_OF_DATA = ("bom-ref", "type", "name", "graphics", "contents.attachment", "contents.url")


class DataComponents:
    """The components of type data.

    Args:
        components: each with its path.
        found: where the fields go.
    """

    def __init__(self, components: Sequence[tuple[dict[str, Any], str]], found: FieldCollector) -> None:
        self._components, self._found = components, found
        self._refs: dict[str, tuple[dict[str, Any], str]] = {}
        self._pages: dict[str, str] = {}  # address → the dataset that has it
        for component, path in components:
            for one in (component, *(part for part, _ in get_objects(component.get("data"), ""))):
                if ref := clean_text(one.get("bom-ref")):
                    self._refs.setdefault(ref, (component, path))

    def add_used(self, value: Any, path: str, about: tuple[str, str]) -> None:
        """Add the datasets that a model card names.

        Args:
            value: its `modelParameters.datasets`.
            path: where it stands.
            about: the model.
        """
        for dataset, place in get_objects(value, path):
            if "ref" not in dataset:
                label = clean_text(dataset.get("name"))
                self._add_use(dataset, label, f"{place}.name", place, about, "")
                if not is_placeholder(label):
                    self._add_data(dataset, place, ("data", label))
                continue
            ref = clean_text(dataset["ref"])
            if ref in self._refs:
                component, at = self._refs[ref]
                label = clean_text(component.get("name"))
                self._add_use(component, label, f"{place}.ref", place, about, f"{at}.name")
            elif ref.startswith("urn:cdx:"):
                self._found.leave_out(f"{place}.ref", ref, "the dataset is described in another bill")
            else:
                self._found.leave_out(f"{place}.ref", ref, "no component of type data has this reference")

    def add_own_fields(self) -> None:
        """Add what the components say of themselves."""
        if len(self._components) > MAX_DATASETS:
            path = self._components[MAX_DATASETS][1]
            self._found.leave_out(path, "", f"only the first {MAX_DATASETS} datasets are read")
        for component, path in self._components[:MAX_DATASETS]:
            label = clean_text(component.get("name"))
            if is_placeholder(label):
                self._found.leave_out(path, label or clean_text(component.get("bom-ref")), "the dataset has no name")
                continue
            about = ("data", label)
            if _is_dataset(component):
                self._found.add("data.name", label, f"{path}.name", about)
                self._add_pages(component, path, about)
            for part, place in get_objects(component.get("data"), f"{path}.data"):
                self._add_data(part, place, about)
            skip = {f"data.{key}" for key in (*_SKIPPED, "data")}
            self._found.add_all("data", component, path, about, skip)

    def _add_use(
        self, one: dict[str, Any], label: str, place: str, path: str, about: tuple[str, str], named_at: str
    ) -> None:
        if is_placeholder(label):
            self._found.leave_out(path, label or clean_text(one.get("description")), "the dataset has no name")
        elif not _is_dataset(one):
            self._found.leave_out(path, label, "its type says that it is no dataset")
        elif is_plan(_join_texts(one, label)):
            self._found.add("modelParameters.datasets (planned)", label, place, about)
        elif _is_for_other_use(one, label):
            self._found.add("modelParameters.datasets (evaluation)", label, place, about)
        else:
            self._found.add("modelParameters.datasets", label, place, about, named_at)

    def _add_data(self, part: dict[str, Any], path: str, about: tuple[str, str]) -> None:
        skip = {f"data.data.{key}" for key in _SKIPPED_OF_DATA}
        self._found.add_all("data.data", part, path, about, skip)
        contents = part.get("contents")
        if isinstance(contents, dict) and _is_dataset(part):
            self._add_page("data.data.contents.url", contents.get("url"), f"{path}.contents.url", about)

    def _add_pages(self, component: dict[str, Any], path: str, about: tuple[str, str]) -> None:
        references = list(get_objects(component.get("externalReferences"), f"{path}.externalReferences"))
        for reference, place in references:
            kind = clean_text(reference.get("type"))
            if kind in _PAGES:
                self._add_page(f"data.externalReferences.{kind}", reference.get("url"), f"{place}.url", about)
            else:
                self._found.add(f"data.externalReferences.{kind}", reference.get("url"), f"{place}.url", about)

    def _add_page(self, name: str, url: Any, path: str, about: tuple[str, str]) -> None:
        address = clean_text(url)
        if not address:
            return
        if is_placeholder_address(address):
            self._found.leave_out(path, address, PLACEHOLDER)
            return
        if self._pages.setdefault(address, about[1]) != about[1]:
            self._found.leave_out(path, address, f"the dataset {self._pages[address]} has the same address")
        else:
            self._found.add(name, address, path, about)


def _is_dataset(one: dict[str, Any]) -> bool:
    """Tell whether a component or its data are a dataset: one of its parts, or itself, is called so."""
    kinds = [clean_text(part.get("type")) for part, _ in get_objects(one.get("data"), "")]
    return any(kind in _DATASETS for kind in kinds or [clean_text(one.get("type"))])


def _is_for_other_use(one: dict[str, Any], label: str) -> bool:
    """Tell whether a dataset is said to serve for evaluation alone, or not to be trained on."""
    text, denials = _NOT_TRAINED.subn("", _join_texts(one, label))
    return bool(denials or _OTHER_USE.search(text)) and not _TRAINING.search(text)


def _join_texts(one: dict[str, Any], label: str) -> str:
    texts = [label, clean_text(one.get("description"))]
    texts += [clean_text(part.get("description")) for part, _ in get_objects(one.get("data"), "")]
    return ". ".join(texts).replace("_", " ")
