"""The models that a CycloneDX bill describes, to tell which of them a base model is."""

from collections.abc import Collection, Iterable
from typing import Any

from actgraph.documents.nodes import normalize_name
from actgraph.documents.readers.bills.bounded_json import clean_text
from actgraph.documents.readers.bills.wording import says_no_base


class ModelNames:
    """The models of a bill by name, package URL and reference.

    Args:
        components: the models, each with its path.

    >>> names = ModelNames([({"name": "Base 7B", "purl": "pkg:x/base@1"}, "components[0]")])
    >>> names.find_described({"name": "base-7b"}), names.find_described({"name": "B", "purl": "pkg:x/base@1"})
    ('Base 7B', 'Base 7B')
    >>> names.locate("Base 7B")
    'components[0].name'
    """

    def __init__(self, components: Iterable[tuple[dict[str, Any], str]]) -> None:
        self._names: dict[str, str] = {}
        self._places: dict[str, str] = {}
        for one, path in components:
            name = clean_text(one.get("name"))
            self._places.setdefault(name, f"{path}.name")
            for key in _list_keys(one):
                self._names.setdefault(key, name)

    def find_described(self, model: dict[str, Any]) -> str:
        """Return the name of the model of the bill that a part of it means; empty if it means none."""
        return next((self._names[key] for key in _list_keys(model) if key in self._names), "")

    def locate(self, name: str) -> str:
        """Return where the name of a model of the bill stands."""
        return self._places[name]

    def list_names(self) -> Collection[str]:
        """List the names of the models of the bill."""
        return self._places.keys()

    def refuse_base(self, name: str, model: dict[str, Any]) -> str:
        """Say why a name is that of no base model of a model; empty if it may be one."""
        if says_no_base(name):
            return "it says that there is no base model"
        if name and normalize_name(name) == normalize_name(clean_text(model.get("name"))):
            return "it has the name of the model itself: an earlier version is no other model"
        return ""


def _list_keys(model: dict[str, Any]) -> list[str]:
    keys = [clean_text(model.get("purl")), f"ref {clean_text(model.get('bom-ref'))}"]
    return [
        key
        for key in (*keys, f"name {normalize_name(clean_text(model.get('name')))}")
        if key.strip() not in ("", "ref", "name")
    ]
