"""Build the proof of a derived triple: the steps from it down to stated facts, provisions and paragraphs, in words."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.core.suggestions import truncate_name
from actgraph.graph.engine import format_engine_double
from actgraph.profile.profile import Profile
from actgraph.reasoning.derived import DerivedProfile, GroundTerm

# Terms that only link a rule to the law's own lists; a proof does not show them.
_OMITTED_NAMES = frozenset(
    (
        "dutyClass",
        "dutyClassOfSystem",
        "dutyClassOfDeployment",
        "evidenceFor",
        "subPropertyOf",
        "AssessedModel",
        "AssessedSystem",
        "AssessedDeployment",
        "onDay",
        "Assessment",
        "dutyOf",
        "duty",
        "Duty",
    )
)


class ProofStep(NamedTuple):
    """One step of a proof.

    Attributes:
        depth: 0 for the triple to prove, one more for each level below it.
        kind: `derived`, `stated` (by the profile) or `law`.
        words: the triple in words.
        rule: IRI of the rule that derived it; empty if none did.
        sources: IRIs of the provisions and paragraphs that a derived triple is based on, or in which the law states it.
        where: the place in the profile where it is stated; empty for the other kinds.
    """

    depth: int
    kind: str
    words: str
    rule: str
    sources: Sequence[str]
    where: str


class ProofBuilder:
    """Builds the proofs of the triples of one profile.

    Args:
        derived: the profile with everything that follows from it.
        locate: returns the place of a triple of the profile, such as `apertus.trig:12`.
    """

    def __init__(self, derived: DerivedProfile, locate: Callable[[Triple], str]) -> None:
        self.derived = derived
        self.locate = locate
        self._stated = set(derived.stated)
        self._labels: dict[str, str] = {}

    def build_proof(self, triple: Triple) -> list[ProofStep]:
        """Build the proof of a triple: each step stands before its premises, and each triple appears once.

        Args:
            triple: a triple of the profile or the law, or a derived one.
        """
        return list(self._iterate_steps(triple, 0, set()))

    def _iterate_steps(self, triple: Triple, depth: int, seen: set[Triple]) -> Iterator[ProofStep]:
        if triple in seen:
            return
        seen.add(triple)
        derivations = self.derived.get_derivations(triple)
        if triple in self._stated or not derivations:
            kind = "stated" if triple in self._stated else "law"
            sources = [] if kind == "stated" else self._find_sources(triple)
            yield ProofStep(
                depth, kind, self.describe_triple(triple), "", sources, self.locate(triple) if kind == "stated" else ""
            )
            return
        # The first derivation was found before anything that depends on it, so following first ones never loops.
        first = derivations[0]
        yield ProofStep(depth, "derived", self.describe_triple(triple), first.rule.iri, first.rule.sources, "")
        for premise in first.premises:
            if not {_get_local_name(premise.predicate), _get_local_name(premise.object)} & _OMITTED_NAMES:
                yield from self._iterate_steps(premise, depth + 1, seen)

    def describe_triple(self, triple: Triple) -> str:
        """Describe a triple in words, by the labels of its subject, property and value."""
        subject, value = self.get_label(triple.subject), self.get_label(triple.object)
        if shorten_iri(triple.predicate.value) == "rdf:type":
            return f"{subject}: {value}"
        return f"{subject}: {self.get_label(triple.predicate)}: {value}"

    def get_label(self, term: object) -> str:
        """Get the label of a node in the profile or the graph, or a literal, doubles shortened; never a long text.

        Args:
            term: a node or a literal.
        """
        if isinstance(term, Literal):
            kind = term.datatype.value.rpartition("#")[2]
            if kind == "boolean":
                return {"true": "yes", "false": "no"}.get(term.value, term.value)
            return truncate_name(format_engine_double(term.value) if kind == "double" else term.value)
        assert isinstance(term, NamedNode)
        iri = term.value
        if iri not in self._labels:
            own = self.derived.get_value(term, "rdfs:label") or self.derived.get_value(term, "dcterms:title")
            label = own or self._label_duty(term) or self.derived.day.get_node(iri).label or Profile.format_node(term)
            self._labels[iri] = truncate_name(label)
        return self._labels[iri]

    def _label_duty(self, term: GroundTerm) -> str:
        """Build the label of a duty as regards a model, which has none of its own; empty for other nodes."""
        obligation = next(iter(self.derived.get_objects(term, "ag:duty")), None)
        model = next(iter(self.derived.get_objects(term, "ag:dutyOf")), None)
        if obligation is None or model is None:
            return ""
        source = self.derived.day.get_node(obligation.value).source
        return f"{self.derived.day.get_node(source).label} as regards {self.get_label(model)}"

    def _find_sources(self, triple: Triple) -> list[str]:
        if not isinstance(triple.subject, NamedNode):
            return []
        source = self.derived.day.get_node(triple.subject.value).source
        return [source] if source.startswith(load_prefixes()["act"].split("eli/")[0]) else []


def _get_local_name(term: object) -> str:
    return str(getattr(term, "value", "")).rpartition("/")[2]
