"""Compute the date from which each provision applies, by the rule of docs/dates.md, and write it as Turtle."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import RdfFormat, parse

from actgraph.core import paths
from actgraph.core.prefixes import ACT, IMPLEMENTING, load_prefixes, shorten_iri
from actgraph.graph import catalog
from actgraph.ingest import turtle
from actgraph.ingest.provision import Provision
from actgraph.ingest.turtle import get_ai_act
from actgraph.law.application_dates import ApplicationRule, Milestone

_ORIGIN = "the official file and the readings in `ontology/reading/`, by the rule of docs/dates.md"
_FILE = "reading/application-dates"
_NORMS = ("ClassificationRule", "Effect", "Exemption", "Obligation", "Power", "Right", "Sanction")

_Facts = Mapping[str, Mapping[str, Sequence[str]]]  # node → predicate → objects


def build_application_graphs(date: str, editions: Mapping[str, Sequence[Provision]]) -> Iterator[tuple[str, str]]:
    """Yield the graph of the dates from which an edition and its norms apply: path and Turtle text.

    Yield nothing if the catalogue lacks the edition, or `editions` lacks an earlier one: it is then unknown since
    when a provision has been law.

    Args:
        date: the edition.
        editions: date → provisions in the order of the text, of all available editions.

    >>> article = Provision("art_5", "Article", "5", "", "cpt_II", "")
    >>> [file for file, _ in build_application_graphs("2024-07-12", {"2024-07-12": [article]})]
    ['2024-07-12/application.ttl']
    >>> list(build_application_graphs("2026-07-27", {"2026-07-27": [article]}))  # the edition before it is not at hand
    []
    """
    starts = {edition: start for edition, start in _read_edition_starts().items() if edition <= date}
    if date not in starts or starts.keys() - editions.keys():
        return
    since: dict[str, str] = {}
    for edition, start in starts.items():
        for item in editions[edition]:
            since.setdefault(ACT + item.name, start)
    law, provisions = get_ai_act(date), editions[date]
    place = {ACT + item.name: ACT + item.parent if item.parent else law.eli for item in provisions}
    facts = _read_facts(f"{_FILE}.ttl", f"{_FILE}/{date}.ttl")
    serves = {annex: one["ag:appliesWith"][0] for annex, one in facts.items() if "ag:appliesWith" in one}
    serves = {annex: provision for annex, provision in serves.items() if provision in place}
    rule = ApplicationRule(_parse_milestones(facts), place, serves, since.__getitem__)
    found = {iri: rule.find_application_dates(iri) for iri in place}
    for norm, source, start in _find_norms(date):
        # A norm that only one edition lays down binds from that edition on, even if the article is older.
        found[norm] = [rule.postpone_to_entry(start, norm, reach) for reach in found.get(source, [])]
    dates = {iri: [reach.milestone.iri for reach in reaches] for iri, reaches in found.items()}
    title = f"from when the AI Act applies, edition of {date}"
    yield f"{date}/application.ttl", _format_turtle(f"act.{date}.application", title, law, dates)


def build_implementing_dates(provisions: Sequence[Provision]) -> str:
    """Return the graph of the date from which Implementing Regulation (EU) 2026/1755 applies: its entry into force.

    Args:
        provisions: its provisions in order.

    >>> print(build_implementing_dates([Provision("art_1", "Article", "1", "", "", "")]).splitlines()[-1])
    ipr:art_1 ag:appliesBy act:mls_2026-08-10.proceedings .
    """
    (milestone,) = _parse_milestones(_read_facts(f"{_FILE}/2026-1755.ttl"))
    own = [IMPLEMENTING + item.name for item in provisions if item.kind != "Recital"]
    norms = [norm for norm, source, _ in _find_norms("2026-1755") if source in own]
    title = "from when Implementing Regulation (EU) 2026/1755 applies"
    dates = {iri: [milestone.iri] for iri in [*own, *norms]}
    return _format_turtle("act.implementing-2026-1755.application", title, turtle.IMPLEMENTING, dates)


def _format_turtle(graph: str, title: str, law: turtle.Law, dates: Mapping[str, Sequence[str]]) -> str:
    lines = [
        f"{shorten_iri(iri)} ag:appliesBy {' , '.join(map(shorten_iri, dict.fromkeys(found)))} .\n"
        for iri, found in dates.items()
        if found
    ]
    known = {"act", "ag", "dcterms", "grf", "owl", "rdfs", "rdg", law.prefix}
    return turtle.format_header(graph, title, law.source, _ORIGIN, known) + "\n" + "".join(lines)


def _find_norms(date: str) -> Iterator[tuple[str, str, str]]:
    """Yield the norms of an edition without a date of their own: norm, provision, and the start of its edition."""
    for one in catalog.load_catalog():
        edition = one.edition
        if one.file.startswith("reading/obligations") and (edition is None or edition.iri.endswith(date)):
            for iri, facts in _read_facts(one.file).items():
                kinds = {kind.removeprefix(load_prefixes()["ag"]) for kind in facts.get("rdf:type", [])}
                if kinds.intersection(_NORMS) and "ag:appliesBy" not in facts:
                    yield iri, facts["dcterms:source"][0], edition.start if edition else ""


def _read_edition_starts() -> dict[str, str]:
    """Return edition of the Act → the day from which it holds, the oldest first."""
    found = [one for one in catalog.list_editions(catalog.load_catalog()) if "/edition.act." in one.iri]
    return {one.iri.rpartition(".act.")[2]: one.start for one in sorted(found, key=lambda one: one.start)}


def _read_facts(*files: str) -> _Facts:
    """Read the statements of those files that exist: an edition without dates of its own has no file."""
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    there = {one.file for one in catalog.load_catalog()}
    for file in files:
        if file in there:
            for quad in parse(path=paths.get_data_path("ontology", *file.split("/")), format=RdfFormat.TURTLE):
                facts[_get_value(quad.subject)][shorten_iri(_get_value(quad.predicate))].append(_get_value(quad.object))
    return facts


def _parse_milestones(facts: _Facts) -> list[Milestone]:
    found = [_parse_milestone(iri, one) for iri, one in facts.items() if "ag:milestoneKind" in one]
    return sorted(found, key=lambda one: (one.date, one.iri))


def _parse_milestone(iri: str, facts: Mapping[str, Sequence[str]]) -> Milestone:
    """Build a milestone with the fields that the rule needs."""
    return Milestone(
        iri=iri,
        date=facts["ag:date"][0],
        kind=facts["ag:milestoneKind"][0].removeprefix(load_prefixes()["ag"]),
        kind_label="",
        label="",
        description="",
        condition="",
        source=facts["dcterms:source"][0],
        source_label="",
        last_checked="",
        concerns=frozenset(facts.get("ag:concerns", [])),
        exceptions=frozenset(facts.get("ag:exceptFor", [])),
        condition_provisions=frozenset(facts.get("ag:conditionOn", [])),
        actors=frozenset(),
    )


def _get_value(term: object) -> str:
    return str(getattr(term, "value", term))
