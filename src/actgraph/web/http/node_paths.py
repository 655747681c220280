"""Map the nodes of the graph to the paths of their pages: the path is the IRI without its base."""

from actgraph.core.prefixes import BASE, load_prefixes
from actgraph.graph.day import Day

ELI_BASE = "http://data.europa.eu/eli/"
OTHER_ACTS_PATH = "other/"  # pages of acts that the Act cites
VOCABULARY_PATH = "ns"

# Kinds of nodes that have no page, but a fragment on the page of what they are part of.
FRAGMENT_KINDS = frozenset(
    {
        *("Paragraph", "Subparagraph", "Point", "AnnexSection", "AnnexPoint", "CodeObjective", "CodeRecital"),
        *("CodeStatement", "CodePoint", "CodeScope", "Icon"),
        *("FormItem", "IntroductoryNote", "GuidelineParagraph", "SummarySection", "SummaryField", "NoticePoint"),
    }
)


def find_page_path(day: Day, iri: str) -> tuple[str, str] | None:
    """Find the path of the page that shows a node, and the node's fragment there; None if no page shows it.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> find_page_path(day, day.cite("53(1)(c)"))
    ('eli/reg/2024/1689/art_53', 'par_1.pnt_c')
    >>> find_page_path(day, day.cite("guidelines 63"))
    ('guidelines/gpai/5045.sec_3.2', '5045.par_63')
    >>> find_page_path(day, "https://w3id.org/actgraph/ns/covers")
    ('ns', 'covers')
    >>> find_page_path(day, "http://data.europa.eu/eli/dir/2019/790/oj")
    ('other/dir/2019/790/oj', '')
    """
    vocabulary = load_prefixes()["ag"]
    if iri.startswith(vocabulary):
        return VOCABULARY_PATH, iri.removeprefix(vocabulary)
    if iri not in day:
        return None
    if iri.startswith(ELI_BASE):
        return OTHER_ACTS_PATH + iri.removeprefix(ELI_BASE), ""
    page = find_page_node(day, iri)
    if not page.startswith(BASE):
        return None
    return page.removeprefix(BASE), "" if page == iri else format_fragment(iri, page)


def find_page_node(day: Day, iri: str) -> str:
    """Find the node whose page shows a node: the node itself, or what it is part of.

    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> day.get_node(find_page_node(day, day.cite("Annex XI, Section 2, point 1"))).label
    'Annex XI'
    """
    node = day.get_node(iri)
    while node.kind in FRAGMENT_KINDS and node.parent in day:
        node = day.get_node(node.parent)
    return node.iri


def format_fragment(iri: str, page_iri: str) -> str:
    """Return the fragment of a node on a page: its name without that of the page.

    Args:
        page_iri: the node that the page is about.

    >>> format_fragment("urn:x/art_53.par_1", "urn:x/art_53"), format_fragment("urn:x/5045.par_1", "urn:x/5045.sec_1")
    ('par_1', '5045.par_1')
    """
    return iri.rpartition("/")[2].removeprefix(page_iri.rpartition("/")[2] + ".")


def parse_node_path(path: str) -> str:
    """Return the IRI of the node whose page has a path.

    Args:
        path: path of the page, without day and format.

    >>> parse_node_path("eli/reg/2024/1689/art_53")
    'https://w3id.org/actgraph/eli/reg/2024/1689/art_53'
    >>> parse_node_path("other/dir/2019/790/oj")
    'http://data.europa.eu/eli/dir/2019/790/oj'
    """
    return ELI_BASE + path.removeprefix(OTHER_ACTS_PATH) if path.startswith(OTHER_ACTS_PATH) else BASE + path
