"""Write the references of each provision of an edition, and of the recitals, as `references.ttl`."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from actgraph.ingest.provision import Provision
from actgraph.ingest.references import Reference, extract_references
from actgraph.ingest.turtle import PUBLISHED_DATE, Law, format_cited_acts, format_header, format_link_node, get_ai_act

_PREFIXES = {"act", "ag", "dcterms", "eli", "grf", "owl", "rdfs"}


def build_reference_graphs(date: str, provisions: Sequence[Provision]) -> Iterator[tuple[str, str]]:
    """Yield the graphs of references of one edition: file path and Turtle text.

    Args:
        date: the edition.
        provisions: its provisions in the order of the text, with recitals if it has some.

    >>> said = Provision("art_2", "Article", "2", "", "", "Article 53 applies.")
    >>> article = Provision("art_53", "Article", "53", "", "", "")
    >>> graphs = build_reference_graphs("2024-07-12", [said, article])
    >>> [(file, "act:art_2 eli:cites act:art_53 ." in text) for file, text in graphs]
    [('2024-07-12/references.ttl', True)]
    """
    found, _ = extract_references(provisions)
    recitals = [one for one in found if one.subject.startswith("rct_")]
    rest = [one for one in found if not one.subject.startswith("rct_")]
    law = get_ai_act(date)
    if recitals:
        title = "references of the recitals of the AI Act"
        yield "recitals.references.ttl", _format_turtle("act.recitals.references", title, law, recitals)
    title = f"references of the AI Act, edition of {date}"
    yield f"{date}/references.ttl", _format_turtle(f"act.{date}.references", title, law, rest)


def find_recital_citations(provisions: Sequence[Provision]) -> set[tuple[str, str]]:
    """Return the pairs of recital and article, as local names, where a recital names the article or a part of it.

    Args:
        provisions: the edition that has the recitals.

    >>> said = Provision("rct_1", "Recital", "1", "", "", "Article 53 applies.")
    >>> article = Provision("art_53", "Article", "53", "", "", "")
    >>> find_recital_citations([said, article])
    {('rct_1', 'art_53')}
    """
    found, _ = extract_references(provisions)
    pairs = ((one.subject, one.object.partition(".")[0]) for one in found if one.subject.startswith("rct_"))
    return {(recital, article) for recital, article in pairs if article.startswith("art_")}


def _format_turtle(graph: str, title: str, law: Law, references: list[Reference]) -> str:
    edition = (PUBLISHED_DATE if law.version == "oj" else law.version).replace("-", "")
    blocks = [format_header(graph, title, law.source, "the official Formex file", _PREFIXES)]
    blocks += format_cited_acts(one.act for one in references)
    for subject, cited in groupby(references, key=lambda one: one.subject):
        blocks += _format_citations(subject, list(cited), edition)
    return "\n".join(blocks)


def _format_citations(subject: str, references: list[Reference], edition: str) -> Iterator[str]:
    objects = dict.fromkeys(f"<{one.act.eli}>" if one.act else f"act:{one.object}" for one in references)
    yield f"act:{subject} eli:cites {' , '.join(objects)} .\n"
    others = [(f"<{one.act.eli}>", one.place) for one in references if one.act]
    for count, (act, place) in enumerate(others, 1):
        more = [f'ag:placeNamed "{place}"'] if place else []
        name, own = f"act:{subject}.lnk_{edition}_{count}", f"act:{subject}"
        yield format_link_node(name, own, "eli:cites", act, "stated", own, *more)
