"""A page before it is written: what it is about, what its template tells, and its rows and triples."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, serialize

from actgraph.core.prefixes import prefixes
from actgraph.core.tables import Row, as_csv, dumps, escaped
from actgraph.graph.day import Day
from actgraph.web.http.links import Links


class Draw(Protocol):
    """Draws a picture whose nodes lead where the page says."""

    def __call__(self, *, href: Callable[[str], str] | None, standalone: bool) -> str:
        """Draw it.

        Args:
            href: IRI → where a node leads.
            standalone: whether the picture brings its colours.
        """


class Page(NamedTuple):
    """A page of one day.

    Attributes:
        path: its address without day and format.
        template: the file that tells it.
        title: its heading.
        facts: what the template needs beyond the page itself.
        data: the same as JSON has it.
        about: the nodes whose triples it has as Turtle; where there are none, it has those of the editions it rests on.
        columns: of its table; none where it is no table.
        rows: of its table.
        node: what it is about, where that is one node; empty where it is not.
        draw: draws its picture as SVG, as the functions of `pictures` do; None where it has none.
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
    draw: Draw | None = None
    asked: str = ""

    @property
    def forms(self) -> list[str]:
        """The formats that the page has beside HTML.

        >>> Page("gaps", "table.html", "Gaps", {}, [], columns=["provision"]).forms
        ['json', 'ttl', 'csv']
        """
        has = {"json": True, "ttl": True, "csv": bool(self.columns), "svg": self.draw is not None}
        return [form for form, there in has.items() if there]


def as_json(page: Page, links: Links) -> str:
    """The page as JSON: its title, the editions it rests on, and what it tells.

    Args:
        page: the page.
        links: how it names others, on its day.
    """
    return dumps({"title": page.title, "basis": links.day.basis, "data": page.data})


def as_turtle(page: Page, links: Links) -> str:
    """The triples of what a page is about, and of the links that have provenance of their own.

    Args:
        page: the page.
        links: how it names others, on its day.

    >>> from actgraph.graph.day import on
    >>> from actgraph.web.http.links import served
    >>> today = on("2026-11-24")
    >>> iri = today.cite("recital 110")
    >>> written = as_turtle(Page("", "", "", {}, None, about=[iri]), Links(today, "", served, lambda iri: None))
    >>> "ag:number \\"110\\"" in written, "ag:object act:rct_110" in written
    (True, True)
    """
    day = links.day
    about = page.about or [edition.iri for edition in day.editions]
    quads = [quad for iri in about for quad in day.about(iri)]
    written_at = dict.fromkeys(link for iri in about for link in _links(day, iri))
    order = {f"<{iri}>": place for place, iri in enumerate(about)}
    quads += [quad for link in written_at for quad in day.about(link)]
    quads += _unnamed(day, quads)
    # In the order of the nodes; the engine has none.
    triples = dict.fromkeys(
        Triple(quad.subject, quad.predicate, quad.object)
        for quad in sorted(quads, key=lambda quad: (order.get(str(quad.subject), len(order)), str(quad)))
    )
    text = "\n".join(map(str, triples))
    used = {name: iri for name, iri in prefixes().items() if iri in text}
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=used) or b""
    return f"# {day.basis}\n{escaped(written.decode())}"


def as_table(page: Page, links: Links) -> str:
    """The table of a page as CSV.

    Args:
        page: the page.
        links: how it names others, on its day.
    """
    return as_csv(page.columns, page.rows) + "\n"


def as_picture(page: Page, links: Links) -> str:
    """The picture of a page as a file of its own.

    Args:
        page: the page.
        links: how it names others, on its day.
    """
    return "" if page.draw is None else page.draw(href=links.to, standalone=True)


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
