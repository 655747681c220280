"""Which page a node stands on: the path of a page is its node's name below the base, so that every IRI leads to one."""

from actgraph.core.prefixes import BASE, prefixes
from actgraph.graph.day import Day

ELSEWHERE = "http://data.europa.eu/eli/"
OTHER_ACTS = "other/"  # where the pages of acts stand that the Act cites
VOCABULARY = "ns"

# What stands on the page of its whole, as a fragment of it.
FRAGMENTS = frozenset(
    {
        *("Paragraph", "Subparagraph", "Point", "AnnexSection", "AnnexPoint", "CodeObjective", "CodeRecital"),
        *("FormItem", "IntroductoryNote", "GuidelineParagraph", "SummarySection", "SummaryField", "NoticePoint"),
    }
)


def place_of(day: Day, iri: str) -> tuple[str, str] | None:
    """The path of the page that a node stands on, and its fragment there; None for what has no page.

    Args:
        day: the graph of the day.
        iri: a node of it.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> place_of(day, day.cite("53(1)(c)"))
    ('eli/reg/2024/1689/art_53', 'par_1.pnt_c')
    >>> place_of(day, day.cite("guidelines 63"))
    ('guidelines/gpai/5045.sec_3.2', '5045.par_63')
    >>> place_of(day, "https://w3id.org/actgraph/ns/covers")
    ('ns', 'covers')
    >>> place_of(day, "http://data.europa.eu/eli/dir/2019/790/oj")
    ('other/dir/2019/790/oj', '')
    """
    vocabulary = prefixes()["ag"]
    if iri.startswith(vocabulary):
        return VOCABULARY, iri.removeprefix(vocabulary)
    if iri not in day:
        return None
    if iri.startswith(ELSEWHERE):
        return OTHER_ACTS + iri.removeprefix(ELSEWHERE), ""
    page = whole_of(day, iri)
    if not page.startswith(BASE):
        return None
    return page.removeprefix(BASE), "" if page == iri else fragment(iri, page)


def whole_of(day: Day, iri: str) -> str:
    """The node whose page a node stands on: itself, or what it is part of.

    Args:
        day: the graph of the day.
        iri: a node of it.

    >>> from actgraph.graph.day import on
    >>> day = on("2026-11-24")
    >>> day.node(whole_of(day, day.cite("Annex XI, Section 2, point 1"))).label
    'Annex XI'
    """
    node = day.node(iri)
    while node.kind in FRAGMENTS and node.place in day:
        node = day.node(node.place)
    return node.iri


def fragment(iri: str, page: str) -> str:
    """The place of a node on the page of another: its name without that of the page.

    Args:
        iri: the node.
        page: the node that the page is about.

    >>> fragment("urn:x/art_53.par_1", "urn:x/art_53"), fragment("urn:x/5045.par_1", "urn:x/5045.sec_1")
    ('par_1', '5045.par_1')
    """
    return iri.rpartition("/")[2].removeprefix(page.rpartition("/")[2] + ".")


def node_at(path: str) -> str:
    """The node that the page at a path is about.

    Args:
        path: of a page, without the day and the format.

    >>> node_at("eli/reg/2024/1689/art_53")
    'https://w3id.org/actgraph/eli/reg/2024/1689/art_53'
    >>> node_at("other/dir/2019/790/oj")
    'http://data.europa.eu/eli/dir/2019/790/oj'
    """
    return ELSEWHERE + path.removeprefix(OTHER_ACTS) if path.startswith(OTHER_ACTS) else BASE + path
