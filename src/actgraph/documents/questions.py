"""Ask for what decides a duty and was not found in the documents."""

from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from actgraph.core.prefixes import get_local_name, load_prefixes
from actgraph.graph.day import Day
from actgraph.graph.vocabulary import load_vocabulary
from actgraph.profile.schema import load_shapes

# What decides duties of every model, and what more of a modified one; the graph has the words and what answers them.
_OF_PROVIDER = ("establishment", "size-class")
_OF_MODEL = (
    "provider",
    "placing",
    "generality",
    "modalities",
    "own-compute",
    "training-compute",
    "licence",
    "publicity",
    "monetisation",
)
_OF_MODIFICATION = ("modification-compute", "on-behalf")
_OF_BASE = ("base-compute",)
_LABEL = load_prefixes()["rdfs"] + "label"
_CLASSES = {"Provider": _OF_PROVIDER, "Model": _OF_MODEL, "Licence": ("licence",)}
# Where one property is not enough, one of each group: a provider develops a model or has it developed, and places it on
# the market; a licence gives rights and has terms.
_PARTS = {
    ("provider", "Model"): (("developedBy", "developedFor"), ("marketedBy",)),
    ("generality", "Model"): (("significantGenerality",), ("wideRangeOfTasks",)),
    ("modalities", "Model"): (("modalityIn",), ("modalityOut",)),
    ("licence", "Licence"): (("permits", "withholds"), ("hasTerm", "hasNoTerms")),
}


class Question(NamedTuple):
    """A question that the documents leave open.

    Attributes:
        node: IRI of what it is about.
        text: the question.
        answered_by: IRIs of the properties that answer it.
        sources: labels of the provisions that it stands on.
    """

    node: str
    text: str
    answered_by: Sequence[str]
    sources: Sequence[str]


def find_questions(quads: Sequence[Quad], day: Day) -> list[Question]:
    """Find the questions that the statements of a draft leave open.

    Args:
        quads: the statements.
        day: the day of the law.
    """
    ag = load_prefixes()["ag"]
    stated: dict[str, set[str]] = {}
    classes: dict[str, str] = {}
    bases: dict[str, set[str]] = {}
    for quad in quads:
        node = quad.subject.value  # type: ignore[union-attr]
        stated.setdefault(node, set()).add(quad.predicate.value)
        if quad.predicate.value == load_prefixes()["rdf"] + "type" and isinstance(quad.object, NamedNode):
            classes[node] = get_local_name(quad.object.value)
        elif quad.predicate.value == ag + "baseModel" and isinstance(quad.object, NamedNode):
            bases.setdefault(node, set()).add(quad.object.value)
    of_others = {base for found in bases.values() for base in found}
    found = [
        _ask_name(node, day) for node, class_ in classes.items() if class_ == "Model" and _LABEL not in stated[node]
    ]
    offered: dict[str, set[str]] = {}
    for node, class_ in classes.items():
        names = _OF_BASE if node in of_others else _CLASSES.get(class_, ())
        for name in (*names, *(_OF_MODIFICATION if node in bases else ())):
            question = _load_question(day, name, node, class_)
            parts = [{ag + word for word in part} for part in _PARTS.get((name, class_), ())]
            open_ = [part for part in parts or [set(question.answered_by)] if part and not stated[node] & part]
            if open_:
                asked = set().union(*open_) - offered.setdefault(node, set(stated[node]))
                offered[node] |= asked
                words = [word for word in question.answered_by if word in asked]
                found.append(question._replace(answered_by=words))
    return found


def _ask_name(node: str, day: Day) -> Question:
    """Ask for the name of a model, in the words of the shape that finds none."""
    shape = load_shapes()[f"{load_prefixes()['shp']}Model-label"]
    return Question(node, shape.message, [_LABEL], [day.get_node(one).label or one for one in shape.sources])


def _load_question(day: Day, name: str, node: str, class_: str) -> Question:
    """Load a question, with the words that can be stated of a node of this class."""
    iri = NamedNode(f"{load_prefixes()['rdg']}qst_{name}")
    said: dict[str, list[str]] = {}
    for quad in day.find_outgoing(iri.value):
        said.setdefault(quad.predicate.value, []).append(str(getattr(quad.object, "value", "")))
    sources = [day.get_node(one).label or one for one in said.get(load_prefixes()["dcterms"] + "source", ())]
    text = said[load_prefixes()["dcterms"] + "description"][0]
    iri_of_class = load_prefixes()["ag"] + class_
    answers = [one for one in sorted(said[load_prefixes()["ag"] + "answeredBy"]) if _fits(one, iri_of_class)]
    return Question(node, text, answers, sorted(sources))


def _fits(property_: str, class_: str) -> bool:
    """Tell whether a property can be stated of a node of a class."""
    domain = load_vocabulary().properties[property_].domain
    return not domain or class_ in domain
