"""Look up what a profile states of one model, with the place of each statement."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from actgraph.core.errors import InputError
from actgraph.core.prefixes import expand_curie, get_local_name
from actgraph.profile.profile import Profile

_NAMES = ("rdfs:label", "dcterms:title")
Value = NamedNode | Literal


class Fact(NamedTuple):
    """A value that a profile states.

    Attributes:
        value: the value.
        place: where it stands, such as `startup.ttl:12`.
    """

    value: Value
    place: str

    @property
    def text(self) -> str:
        """The text of a literal, or the IRI of a node."""
        return self.value.value


class ModelFacts:
    """What a profile states of one model.

    Args:
        profile: the profile.
        model: the model.

    >>> from actgraph.core import paths
    >>> from actgraph.profile.profile import read_profile
    >>> profile = read_profile(paths.get_data_path("examples", "startup.ttl"))
    >>> facts = ModelFacts(profile, find_model(profile))
    >>> [one.text for one in facts.follow("ag:marketedBy", "rdfs:label")]
    ['Saltmarsh Language Models (invented)']
    """

    def __init__(self, profile: Profile, model: NamedNode) -> None:
        self.profile = profile
        self.model = model
        self._values: dict[tuple[str, str], list[Fact]] = {}
        for triple in profile.triples:
            if isinstance(triple.subject, NamedNode) and not isinstance(triple.object, (BlankNode, Triple)):
                fact = Fact(triple.object, profile.format_location(triple))
                self._values.setdefault((triple.subject.value, triple.predicate.value), []).append(fact)

    def find(self, node: Value, curie: str) -> list[Fact]:
        """Find the values of a property of a node, in the order of the profile; a literal has none.

        Args:
            node: the node.
            curie: short name of the property, or its IRI.
        """
        if isinstance(node, Literal):
            return []
        return list(self._values.get((node.value, expand_curie(curie) or curie), ()))

    def find_nodes(self, curie: str) -> list[Fact]:
        """Find the nodes that a property of the model leads to."""
        return [one for one in self.find(self.model, curie) if isinstance(one.value, NamedNode)]

    def follow(self, *curies: str) -> list[Fact]:
        """Follow properties from the model, such as `ag:licence` and then `dcterms:title`."""
        nodes: list[Fact] = [Fact(self.model, "")]
        for curie in curies:
            nodes = [found for node in nodes for found in self.find(node.value, curie)]
        return nodes

    def get_name(self, node: Value) -> str:
        """Return the label or title of a node, or the end of its IRI if it has none; of a literal, its text."""
        if isinstance(node, Literal):
            return node.value
        for curie in _NAMES:
            if found := self.find(node, curie):
                return found[0].text
        return get_local_name(node.value)


def find_model(profile: Profile, name: str = "") -> NamedNode:
    """Find the model that a document is to be about.

    Args:
        profile: the profile.
        name: its label or the end of its IRI; may be left out if the profile describes one model beside those that it
            names as base models.

    Raises:
        InputError: the profile describes no model, several, or none of this name.

    >>> from actgraph.profile.profile import parse_profile
    >>> found = find_model(parse_profile(b"<urn:m> a <https://w3id.org/actgraph/ns/Model> .", "m.ttl", "ttl"))
    >>> found.value
    'urn:m'
    """
    models = list(dict.fromkeys(_list_models(profile)))
    if not models:
        raise InputError("it describes no model", where=profile.name, todo="State one: actgraph profile new")
    bases = {
        triple.object.value
        for triple in profile.triples
        if triple.predicate.value == expand_curie("ag:baseModel") and isinstance(triple.object, NamedNode)
    }
    labels = {model: ModelFacts(profile, model).get_name(model) for model in models}
    if name:
        found = [one for one in models if name in (one.value, labels[one], get_local_name(one.value))]
    else:
        found = [one for one in models if one.value not in bases] or models
    if len(found) == 1:
        return found[0]
    what = f"it describes no model {name!r}" if name and not found else f"it describes {len(found or models)} models"
    listed = ", ".join(f"--model {_quote(labels[one])}" for one in found or models)
    raise InputError(what, where=profile.name, todo=f"Choose one: {listed}")


def _list_models(profile: Profile) -> Iterable[NamedNode]:
    for triple in profile.triples:
        is_type = triple.predicate.value == expand_curie("rdf:type")
        if is_type and triple.object == NamedNode(expand_curie("ag:Model") or "") and _is_named(triple.subject):
            yield triple.subject  # type: ignore[misc]


def _is_named(node: object) -> bool:
    return isinstance(node, NamedNode)


def _quote(text: str) -> str:
    return text if re.fullmatch(r"[\w.-]+", text) else '"' + text.replace('"', '\\"') + '"'


def join_places(facts: Sequence[Fact]) -> str:
    """Join the places of values, each once.

    >>> join_places([Fact(Literal("a"), "m.ttl:3"), Fact(Literal("b"), "m.ttl:3")])
    'm.ttl:3'
    """
    return ", ".join(dict.fromkeys(one.place for one in facts if one.place))
