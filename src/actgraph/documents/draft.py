"""Draft a profile from the fields of documents, by the mapping tables; nothing is concluded."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.documents.file_draft import FileDraft, Unmapped
from actgraph.documents.nodes import MAIN, Node, NodeNamer, Source, make_slug
from actgraph.documents.reading import Reading
from actgraph.documents.tables import load_table

BASE = "https://example.org/profile/"
_TYPE = NamedNode(load_prefixes()["rdf"] + "type")


@dataclass(frozen=True)
class Document:
    """A file that was read.

    Attributes:
        name: its path as given.
        sha256: the hash of its bytes, in hexadecimal.
        readings: what the reader found in it.
    """

    name: str
    sha256: str
    readings: Sequence[Reading] = field(repr=False)


@dataclass(frozen=True)
class Draft:
    """A draft of a profile.

    Attributes:
        documents: the files, in the order in which they were given.
        quads: its statements, each in the graph of the file that makes it, and what names the files.
        sources: statement → where it comes from; the first place if the file makes it twice.
        unmapped: the fields that state nothing.
        names: graph → the name of its file.
        main_models: IRIs of the models that the files are about.
    """

    documents: Sequence[Document]
    quads: Sequence[Quad] = field(repr=False)
    sources: Mapping[Quad, Source] = field(repr=False)
    unmapped: Sequence[Unmapped] = field(repr=False)
    names: Mapping[str, str]
    main_models: Sequence[str] = ()


def draft_profile(documents: Sequence[Document], is_one_model: bool = False) -> Draft:
    """Draft a profile from what the readers found.

    Args:
        documents: the files.
        is_one_model: whether the main model of each file is the same, whatever it is called there.

    >>> from actgraph.documents.reading import Field
    >>> reading = Reading("hub-card", [Field("license", "mit", "line 2")])
    >>> draft = draft_profile([Document("README.md", "00", [reading])])
    >>> [quad.object.value for quad in draft.quads if isinstance(quad.object, Literal)]
    ['mit', 'README.md', 'sha256:00']
    """
    files = [FileDraft(document.name) for document in documents]
    for file, document in zip(files, documents, strict=True):
        for reading in document.readings:
            file.add_reading(reading)
    statements = [(number, one) for number, file in enumerate(files) for one in file.settle_statements()]
    nameless = {
        number
        for number, document in enumerate(documents)
        if not any(load_table(reading.table).names_model for reading in document.readings)
    }
    namer = NodeNamer(statements, nameless, is_one_model)
    main = {BASE + namer.name_node(number, said.node): "" for number, said in statements if said.node == MAIN}
    graphs = [NamedNode(BASE + namer.make_unique(f"doc_{make_slug(_get_file_name(one.name))}")) for one in documents]
    sources: dict[Quad, Source] = {}
    for number, said in statements:
        subject = NamedNode(BASE + namer.name_node(number, said.node))
        value = NamedNode(BASE + namer.name_node(number, said.value)) if isinstance(said.value, Node) else said.value
        predicate = NamedNode(expand_curie(said.term) or said.term)
        sources.setdefault(Quad(subject, predicate, value, graphs[number]), said.source)
    quads = _order_quads(sources)
    for graph, document in zip(graphs, documents, strict=True):
        name = document.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        for term, text in (("title", name), ("identifier", f"sha256:{document.sha256}")):
            quads.append(Quad(graph, NamedNode(load_prefixes()["dcterms"] + term), Literal(text), DefaultGraph()))
    unmapped = [one for file in files for one in file.unmapped]
    names = {graph.value: document.name for graph, document in zip(graphs, documents, strict=True)}
    return Draft(documents, tuple(quads), sources, tuple(unmapped), names, tuple(main))


def list_main_models(draft: Draft) -> list[str]:
    """List what the main models of the files are called; a model without a name by the end of its IRI."""
    label = load_prefixes()["rdfs"] + "label"
    names: dict[str, str] = {}
    for quad in draft.quads:
        if quad.predicate.value == label:
            names.setdefault(quad.subject.value, getattr(quad.object, "value", ""))  # type: ignore[union-attr]
    return [names.get(iri, iri.removeprefix(BASE)) for iri in draft.main_models]


def _get_file_name(path: str) -> str:
    return re.split(r"[/\\]", path)[-1]


def _order_quads(sources: Iterable[Quad]) -> list[Quad]:
    """Put the statements of one node in one graph together, its class first."""
    nodes: dict[tuple[object, object], list[Quad]] = {}
    for quad in sources:
        nodes.setdefault((quad.graph_name, quad.subject), []).append(quad)
    return [one for quads in nodes.values() for one in sorted(quads, key=lambda quad: quad.predicate != _TYPE)]
