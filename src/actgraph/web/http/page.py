"""Hold a page before it is written, and write it as JSON, Turtle, CSV or SVG."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, serialize

from actgraph.core.prefixes import load_prefixes
from actgraph.core.tables import TableRow, dump_json, escape_controls, rows_to_csv
from actgraph.graph.day import Day
from actgraph.web.http.links import PageLinks


class PictureDrawer(Protocol):
    """Draw a picture whose nodes are links."""

    def __call__(self, *, href: Callable[[str], str] | None, standalone: bool) -> str:
        """Draw the picture as SVG.

        Args:
            href: returns the link target of a node's IRI.
            standalone: whether the picture contains its style sheet.
        """


class Page(NamedTuple):
    """A page of one day.

    Attributes:
        path: path of the URL, without day and format.
        template: file name of its template.
        title: heading.
        context: variables of the template.
        data: content for JSON.
        about: nodes whose triples its Turtle holds; if empty, those of the editions it rests on.
        columns: columns of its table; empty if it has none.
        rows: rows of its table.
        node: IRI of the one node that it is about; empty if there is not one.
        draw: draws its picture as SVG, as the functions of `law.diagrams` do; None if it has none.
        query_string: query string of its URL, such as `?q=fine`; empty for none.
    """

    path: str
    template: str
    title: str
    context: Mapping[str, Any]
    data: Any
    about: Sequence[str] = ()
    columns: Sequence[str] = ()
    rows: Sequence[TableRow] = ()
    node: str = ""
    draw: PictureDrawer | None = None
    query_string: str = ""

    @property
    def formats(self) -> list[str]:
        """The formats of the page besides HTML.

        >>> Page("gaps", "table.html", "Gaps", {}, [], columns=["provision"]).formats
        ['json', 'ttl', 'csv']
        """
        has = {"json": True, "ttl": True, "csv": bool(self.columns), "svg": self.draw is not None}
        return [form for form, there in has.items() if there]


def page_to_json(page: Page, links: PageLinks) -> str:
    """Write a page as JSON: its title, the editions it rests on, and its data."""
    return dump_json({"title": page.title, "basis": links.day.basis, "data": page.data})


def page_to_turtle(page: Page, links: PageLinks) -> str:
    """Write the triples of the nodes that a page is about, and of links that state their source.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.web.http.links import format_server_url
    >>> today = open_day("2026-11-24")
    >>> iri = today.cite("recital 110")
    >>> links = PageLinks(today, "", format_server_url, lambda iri: None)
    >>> written = page_to_turtle(Page("", "", "", {}, None, about=[iri]), links)
    >>> "ag:number \\"110\\"" in written, "ag:object act:rct_110" in written
    (True, True)
    """
    day = links.day
    about = page.about or [edition.iri for edition in day.editions]
    quads = [quad for iri in about for quad in day.find_outgoing(iri)]
    written_at = dict.fromkeys(link for iri in about for link in _find_link_nodes(day, iri))
    order = {f"<{iri}>": place for place, iri in enumerate(about)}
    quads += [quad for link in written_at for quad in day.find_outgoing(link)]
    quads += _find_blank_node_quads(day, quads)
    # In the order of the nodes: the engine gives none.
    triples = dict.fromkeys(
        Triple(quad.subject, quad.predicate, quad.object)
        for quad in sorted(quads, key=lambda quad: (order.get(str(quad.subject), len(order)), str(quad)))
    )
    text = "\n".join(map(str, triples))
    used = {name: iri for name, iri in load_prefixes().items() if iri in text}
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=used) or b""
    return f"# {day.basis}\n{escape_controls(written.decode())}"


def page_to_csv(page: Page, links: PageLinks) -> str:
    """Write the table of a page as CSV."""
    return rows_to_csv(page.columns, page.rows) + "\n"


def page_to_svg(page: Page, links: PageLinks) -> str:
    """Write the picture of a page as a file of its own."""
    return "" if page.draw is None else page.draw(href=links.link_node, standalone=True)


PAGE_FORMATS = {
    "json": ("application/json", page_to_json),
    "ttl": ("text/turtle", page_to_turtle),
    "csv": ("text/csv", page_to_csv),
    "svg": ("image/svg+xml", page_to_svg),
}


def _find_blank_node_quads(day: Day, quads: Sequence[Quad]) -> list[Quad]:
    """Find the triples of the blank nodes that other triples end in, such as the axioms of a class."""
    found: dict[Quad, None] = {}
    open_ = [quad.object for quad in quads]
    while open_:
        node = open_.pop()
        for quad in day.find_outgoing(node) if isinstance(node, BlankNode) else ():
            if quad not in found:
                found[quad] = None
                open_.append(quad.object)
    return list(found)


def _find_link_nodes(day: Day, iri: str) -> list[str]:
    """Find the nodes that state the source of a link from or to a node."""
    found = [quad.subject for name in ("ag:subject", "ag:object") for quad in day.find_incoming(name, iri)]
    return [node.value for node in found if isinstance(node, NamedNode)]
