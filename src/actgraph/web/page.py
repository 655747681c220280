"""A page before it is written: what it is about, what its template tells, and its rows and triples."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, serialize

from actgraph.graph import Day
from actgraph.names import prefixes
from actgraph.render import Row, as_csv, dumps, escaped


class Page(NamedTuple):
    """A page of one day.

    Attributes:
        path: its address without day and format.
        template: the file that tells it.
        title: its heading.
        facts: what the template needs beyond the page itself.
        data: the same as JSON has it.
        about: the nodes whose triples it has as Turtle.
        columns: of its table; none where it is no table.
        rows: of its table.
        node: what it is about, where that is one node; empty where it is not.
        picture: the picture that it has as SVG; empty where it has none.
        asked: what it was asked with, as it stands behind its address, such as `?q=fine`; empty where with nothing.
    """

    path: str
    template: str
    title: str
    facts: Mapping[str, Any]
    data: Any
    about: Sequence[str] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Row] = ()
    node: str = ""
    picture: str = ""
    asked: str = ""

    @property
    def forms(self) -> list[str]:
        """The formats that the page has beside HTML.

        >>> Page("gaps", "table.html", "Gaps", {}, [], columns=["provision"]).forms
        ['json', 'csv']
        """
        has = {"json": True, "ttl": bool(self.about), "csv": bool(self.columns), "svg": bool(self.picture)}
        return [form for form, there in has.items() if there]


def as_json(day: Day, page: Page) -> str:
    """The page as JSON: its title, the editions it rests on, and what it tells.

    Args:
        day: the graph of the day.
        page: the page.
    """
    return dumps({"title": page.title, "basis": day.basis, "data": page.data})


def as_turtle(day: Day, page: Page) -> str:
    """The triples of what a page is about, and of the links that have provenance of their own.

    Args:
        day: the graph of the day.
        page: the page.

    >>> from actgraph.graph import on
    >>> today = on("2026-11-24")
    >>> iri = today.cite("recital 110")
    >>> written = as_turtle(today, Page("", "", "", {}, None, about=[iri]))
    >>> "ag:number \\"110\\"" in written, "ag:object act:rct_110" in written
    (True, True)
    """
    quads = [quad for iri in page.about for quad in day.about(iri)]
    links = dict.fromkeys(link for iri in page.about for link in _links(day, iri))
    order = {f"<{iri}>": place for place, iri in enumerate(page.about)}
    quads += [quad for link in links for quad in day.about(link)]
    quads += _unnamed(day, quads)
    # In the order of the nodes; the engine has none.
    triples = dict.fromkeys(
        Triple(quad.subject, quad.predicate, quad.object)
        for quad in sorted(quads, key=lambda quad: (order.get(str(quad.subject), len(order)), str(quad)))
    )
    used = {name: iri for name, iri in prefixes().items() if any(iri in str(triple) for triple in triples)}
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=used) or b""
    return f"# {day.basis}\n{escaped(written.decode())}"


def as_table(day: Day, page: Page) -> str:
    """The table of a page as CSV.

    Args:
        day: the graph of the day.
        page: the page.
    """
    return as_csv(page.columns, page.rows) + "\n"


def as_picture(day: Day, page: Page) -> str:
    """The picture of a page as a file of its own.

    Args:
        day: the graph of the day.
        page: the page.
    """
    return page.picture


FORMS = {
    "json": ("application/json", as_json),
    "ttl": ("text/turtle", as_turtle),
    "csv": ("text/csv", as_table),
    "svg": ("image/svg+xml", as_picture),
}


def _unnamed(day: Day, quads: Sequence[Quad]) -> list[Quad]:
    """What is said of the nodes without a name that some triples end in, such as the axioms of a class."""
    found: dict[Quad, None] = {}
    open_ = [quad.object for quad in quads]
    while open_:
        node = open_.pop()
        for quad in day.about(node) if isinstance(node, BlankNode) else ():
            if quad not in found:
                found[quad] = None
                open_.append(quad.object)
    return list(found)


def _links(day: Day, iri: str) -> list[str]:
    """The nodes that tell where a link from or to a node is written."""
    found = [quad.subject for name in ("ag:subject", "ag:object") for quad in day.pointing(name, iri)]
    return [node.value for node in found if isinstance(node, NamedNode)]
