"""The chain of reasons behind a derived statement, in words that can be followed down to provisions and paragraphs."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import prefixes, shorten
from actgraph.graph.engine import as_double
from actgraph.profile.profile import Profile
from actgraph.reasoning.derived import Derived, Term

# What only binds a rule to the law's own lists; nobody would miss it in a reason.
_SILENT = (
    "dutyClass",
    "evidenceFor",
    "subPropertyOf",
    "AssessedModel",
    "onDay",
    "Assessment",
    "dutyOf",
    "duty",
    "Duty",
)


class Reason(NamedTuple):
    """One step of a chain.

    Attributes:
        depth: 0 for the statement that was asked for, one more for each step down.
        kind: `derived`, `stated` by the profile, or `law`.
        words: the statement, or what the rule says of it.
        rule: IRI of the rule, empty where none derived it.
        sources: IRIs of the provisions and paragraphs that it stands on, of what the law says that it stands in.
        where: place in the profile where it is stated.
    """

    depth: int
    kind: str
    words: str
    rule: str
    sources: Sequence[str]
    where: str


class Reasons:
    """The reasons behind the statements of one profile.

    Args:
        derived: the profile with all that follows from it.
        where: from a statement of the profile to its place, such as `apertus.trig:12`.
    """

    # No example: it would be that of `assess`.

    def __init__(self, derived: Derived, where: Callable[[Triple], str]) -> None:
        self.derived = derived
        self._where = where
        self._stated = set(derived.stated)
        self._labels: dict[str, str] = {}

    def of(self, triple: Triple) -> list[Reason]:
        """The chain of one statement, each step before those that it rests on, and each statement once.

        Args:
            triple: a statement of the profile, of the law or derived.
        """
        return list(self._steps(triple, 0, set()))

    def _steps(self, triple: Triple, depth: int, told: set[Triple]) -> Iterator[Reason]:
        if triple in told:
            return
        told.add(triple)
        ways = self.derived.why(triple)
        if triple in self._stated or not ways:
            kind = "stated" if triple in self._stated else "law"
            sources = [] if kind == "stated" else self._source(triple)
            yield Reason(depth, kind, self.said(triple), "", sources, self._where(triple) if kind == "stated" else "")
            return
        # The first way was found before anything that rests on it: following first ways never turns in a circle.
        first = ways[0]
        yield Reason(depth, "derived", self.said(triple), first.rule.iri, first.rule.sources, "")
        for premise in first.premises:
            if not any(_local(premise.predicate) == one or _local(premise.object) == one for one in _SILENT):
                yield from self._steps(premise, depth + 1, told)

    def said(self, triple: Triple) -> str:
        """A statement in words: labels of what it is about, of the property and of the value.

        Args:
            triple: the statement.
        """
        subject, value = self.label(triple.subject), self.label(triple.object)
        if shorten(triple.predicate.value) == "rdf:type":
            return f"{subject}: {value}"
        return f"{subject}: {self.label(triple.predicate)}: {value}"

    def label(self, term: object) -> str:
        """What a node is called, in the profile or in the graph; a literal as it is written, doubles in short.

        Args:
            term: a node or a literal.
        """
        if isinstance(term, Literal):
            kind = term.datatype.value.rpartition("#")[2]
            if kind == "boolean":
                return {"true": "yes", "false": "no"}.get(term.value, term.value)
            return as_double(term.value) if kind == "double" else term.value
        assert isinstance(term, NamedNode)
        iri = term.value
        if iri not in self._labels:
            own = self.derived.value(term, "rdfs:label") or self.derived.value(term, "dcterms:title")
            self._labels[iri] = own or self._duty(term) or self.derived.day.node(iri).label or Profile.shown(term)
        return self._labels[iri]

    def _duty(self, term: Term) -> str:
        """A duty as regards a model has no label of its own."""
        obligation = next(iter(self.derived.objects(term, "ag:duty")), None)
        model = next(iter(self.derived.objects(term, "ag:dutyOf")), None)
        if obligation is None or model is None:
            return ""
        source = self.derived.day.node(obligation.value).source
        return f"{self.derived.day.node(source).label} as regards {self.label(model)}"

    def _source(self, triple: Triple) -> list[str]:
        if not isinstance(triple.subject, NamedNode):
            return []
        source = self.derived.day.node(triple.subject.value).source
        return [source] if source.startswith(prefixes()["act"].split("eli/")[0]) else []


def _local(term: object) -> str:
    return str(getattr(term, "value", "")).rpartition("/")[2]
