"""Results of shapes → findings that people read: labels, citations, lines."""

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from actgraph.findings import Finding, Report
from actgraph.graph import Day, everything
from actgraph.names import prefixes, shorten
from actgraph.profile import Profile
from actgraph.results import Result, Term, shapes
from actgraph.rules import Derived


class Told:
    """The findings of some profiles, gathered profile by profile.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph import on
    >>> Told(on("2026-11-24")).report([]).findings
    ()
    """

    def __init__(self, day: Day) -> None:
        self._day = day
        self._findings: list[Finding] = []
        self._profiles: list[str] = []
        self._pages: dict[str, str] = {}

    def add(self, profile: Profile, derived: Derived, found: Iterable[Result]) -> None:
        """Tell what was found in a profile.

        Args:
            profile: the profile.
            derived: what follows from it.
            found: what was found.
        """
        self._profiles.append(profile.name)
        labels = {fact.subject: fact.object.value for fact in profile.triples if _names(fact)}
        lines = _Lines(profile, derived)
        for result in found:
            shape = shapes()[result.shape]
            source = result.source or shape.source
            self._findings.append(
                Finding(
                    profile=profile.name,
                    line=lines.of(result),
                    node=_written(result.focus),
                    node_label=labels.get(result.focus) or _short(result.focus),
                    property=result.path,
                    value="" if result.value is None else _written(result.value),
                    severity=shape.severity,
                    message=result.message or shape.message,
                    todo=result.remedy or shape.remedy,
                    source=source,
                    source_label=self._cited(source),
                    shape=shape.iri,
                )
            )

    def report(self, notes: Sequence[str]) -> Report:
        """The report of all that was added.

        Args:
            notes: what else its reader must know, a sentence each.
        """
        used = {finding.shape for finding in self._findings}
        summaries = {iri: shape.message for iri, shape in shapes().items() if iri in used}
        return Report(self._findings, self._profiles, self._day.basis, notes, self._pages, summaries)

    def _cited(self, source: str) -> str:
        """The citation of a source, of another day where it does not hold on this one; its page is kept."""
        day = self._day if source in self._day else everything()
        node = day.node(source)
        if node.page:
            self._pages[source] = node.page
        return node.label or shorten(source)


class _Lines:
    """Where things stand in a file.

    Args:
        profile: the profile.
        derived: what follows from it.
    """

    def __init__(self, profile: Profile, derived: Derived) -> None:
        self._profile = profile
        self._stated = set(profile.triples)
        self._premises: dict[Triple, Sequence[Triple]] = {}
        for derivation in derived.derivations:
            self._premises.setdefault(derivation.triple, derivation.premises)

    def of(self, result: Result) -> int | None:
        """The line of the wrong statement, or of what it was derived from; else the first one of the node."""
        if result.at is not None and (line := self._of_statement(result.at)):
            return line
        return self._first(result.focus)

    def _of_statement(self, triple: Triple) -> int | None:
        if triple in self._stated:
            return self._profile.line(triple)
        lines = (self._of_statement(premise) for premise in self._premises.get(triple, ()) if premise != triple)
        return next((line for line in lines if line), None)

    def _first(self, node: Term) -> int | None:
        """The first line that tells of a node: as a subject, or where it is only named as an object."""
        own = [line for fact in self._stated if fact.subject == node and (line := self._profile.line(fact))]
        named = [line for fact in self._stated if fact.object == node and (line := self._profile.line(fact))]
        return min(own or named, default=None)


def _names(fact: Triple) -> bool:
    names: Mapping[str, str] = prefixes()
    naming = (f"{names['rdfs']}label", f"{names['dcterms']}title")
    return fact.predicate.value in naming and isinstance(fact.object, Literal)


def _written(term: Term) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def _short(term: Term) -> str:
    return shorten(term.value) if isinstance(term, NamedNode) else _written(term)
