"""Results of shapes → findings that people read: labels, citations, lines."""

import functools
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from actgraph.core.prefixes import prefixes, shorten
from actgraph.graph.day import Day, everything
from actgraph.profile.profile import GENID, Profile
from actgraph.profile.schema import Result, Term, shapes, text
from actgraph.reasoning.derived import Derived
from actgraph.validation.findings import Finding, Report


class Told:
    """The findings of some profiles, gathered profile by profile.

    Args:
        day: the graph of the day.

    >>> from actgraph.graph.day import on
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
        labels: dict[Term, str] = {fact.subject: text(fact.object) for fact in derived.stated if _names(fact)}
        lines = _Lines(profile, derived)
        for result in found:
            shape = shapes()[result.shape]
            sources = (result.source,) if result.source else shape.sources
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
                    source=" ".join(sources),
                    source_label="; ".join(map(self._cited, sources)),
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
        """The citation of a source; its page is kept."""
        label, page = _cited(self._day, source)
        if page:
            self._pages[source] = page
        return label


@functools.lru_cache(maxsize=2000)
def _cited(day: Day, source: str) -> tuple[str, str]:
    """Citation and page of a source, of another day where it does not hold on this one."""
    node = (day if source in day else everything()).node(source)
    return node.label or shorten(source), node.page


class _Lines:
    """Where things stand in a file.

    Args:
        profile: the profile.
        derived: what follows from it.
    """

    def __init__(self, profile: Profile, derived: Derived) -> None:
        self._profile = profile
        self._derived = derived

    def of(self, result: Result) -> int | None:
        """The line of the wrong statement, or of what it was derived from; else the first one of the node."""
        line = None if result.at is None else self._of_statement(result.at)
        if line is None and isinstance(result.focus, NamedNode):
            line = self._profile.line(result.focus)
        return self._naming(result.focus) if line is None else line

    def _of_statement(self, triple: Triple, seen: set[Triple] | None = None) -> int | None:
        written = self._derived.written.get(triple, triple)
        if written in self._profile.lines:
            return self._profile.lines[written]
        seen = seen or set()
        seen.add(triple)  # what follows from itself, by way of others, stands in no line of its own
        # Of several ways always the same one, in whatever order they were found.
        ways = sorted(self._derived.why(triple), key=lambda way: (way.rule.order, way.rule.name, str(way.premises)))
        premises = [premise for way in ways for premise in way.premises]
        premises.sort(key=lambda premise: premise.object != triple.object)  # where the value comes from tells most
        for premise in premises:
            line = None if premise in seen else self._of_statement(premise, seen)
            if line is not None:
                return line
        return None

    def _naming(self, node: Term) -> int | None:
        """The first line that names what is described nowhere."""
        return min((line for triple, line in self._profile.lines.items() if triple.object == node), default=None)


def _names(fact: Triple) -> bool:
    names: Mapping[str, str] = prefixes()
    naming = (f"{names['rdfs']}label", f"{names['dcterms']}title")
    return fact.predicate.value in naming and isinstance(fact.object, Literal)


def _written(term: Term) -> str:
    """An IRI in full, a node without a name as `_:b1`, a literal as it is written."""
    words = text(term)
    return f"_:{words.removeprefix(GENID)}" if words.startswith(GENID) else words


def _short(term: Term) -> str:
    return Profile.shown(term) if isinstance(term, NamedNode) else text(term)
