"""Read the Markdown of a written answer, whose links are citations, and write it as HTML with tables of the graph.

`[Article 53(2)](act:art_53.par_2)` links a provision or statement of the graph, `[Dates](page:timeline)` a page, and
`[The form](live:form)` a page that needs a server. `![](rdg:san_99.3)` puts the words of a statement in its place, with
its sources; `![](rdg:san_99.3 "2")` only its first two sentences. A code block with the word `table` is YAML that names
a query, and which of its rows and columns to show.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape
from pyoxigraph import NamedNode

from actgraph.core.prefixes import expand_curie
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.law.summaries import find_summary
from actgraph.sparql import named_queries
from actgraph.web.http.links import PageLinks
from actgraph.web.pages.table_cells import Cell, make_cell

TABLE = "table"  # the word behind the three backticks of a table
_PAGE, _LIVE_PAGE = "page:", "live:"
_DOUBT = "The text is open:"
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
_SOURCE = "http://purl.org/dc/terms/source"


class AnswerTable(NamedTuple):
    """A table of a written answer: rows of a named query.

    Attributes:
        query: name of the query.
        caption: what the rows are.
        columns: heading → name of a column of the query, a node and its label (`milestone|label`), or a pattern
            such as `{maxShare} %`.
        chosen: column → the values that a row may have there, as short names of nodes or as text; empty for all.
        when: `past` for the rows with a date up to the day asked for, `coming` for those after it, else empty.
    """

    query: str
    caption: str
    columns: Mapping[str, str]
    chosen: Mapping[str, Sequence[str]]
    when: str = ""

    def select_rows(self, day: Day) -> list[Row]:
        """Select the rows of a day, by date where they have one, else in the order of the chosen values."""
        query = named_queries.load_named_query(self.query)
        found = day.select_rows(named_queries.bind_parameters(query, {}))
        for column, values in reversed(list(self.chosen.items())):
            place = {expand_curie(value) or value: number for number, value in reversed(list(enumerate(values)))}
            found = sorted((row for row in found if row[column] in place), key=lambda row: place[row[column] or ""])
        if found and "date" in found[0]:
            found.sort(key=lambda row: row["date"] or "")
        if self.when:
            found = [row for row in found if ((row["date"] or "") <= day.date) == (self.when == "past")]
        return found

    def make_rows(self, day: Day) -> list[list[Cell]]:
        """Make the cells of the rows of a day, each row once."""
        made = ([_make_cell(pattern, row) for pattern in self.columns.values()] for row in self.select_rows(day))
        return [list(row) for row in dict.fromkeys(map(tuple, made))]


class AnswerPart(NamedTuple):
    """A part of a written answer: a piece of text, or a table.

    Attributes:
        tokens: the text, parsed; empty for a table.
        table: the table; None for text.
    """

    tokens: Sequence[Token]
    table: AnswerTable | None = None

    def render(self, links: PageLinks, *, live: bool) -> Markup:
        """Write the text as HTML.

        Args:
            live: whether a server answers, which has more pages.
        """
        # Raw HTML is off, and the rules below escape what the graph says.
        return Markup(_PARSER.renderer.render(self.tokens, _PARSER.options, {"links": links, "live": live}))  # noqa: S704


class Statement(NamedTuple):
    """A paragraph or list item of a written answer.

    Attributes:
        text: the words that a person reads.
        sources: IRIs of what it names as its sources.
        own_text: the words that stand in the file, without those of the graph.
    """

    text: str
    sources: Sequence[str]
    own_text: str


def parse_answer(text: str) -> list[AnswerPart]:
    """Parse the Markdown of a written answer.

    >>> [part.table is None for part in parse_answer("One.\\n\\n```table\\nquery: fines\\n```\\n\\nTwo.")]
    [True, False, True]
    """
    found: list[AnswerPart] = []
    tokens: list[Token] = []
    for token in _PARSER.parse(text):
        if token.type == "fence" and token.info.strip() == TABLE:
            found += [AnswerPart(tokens)] if tokens else []
            found.append(AnswerPart([], _read_table(token.content)))
            tokens = []
        else:
            tokens.append(token)
    return found + ([AnswerPart(tokens)] if tokens else [])


def list_statements(day: Day, part: AnswerPart) -> Iterator[tuple[str, Statement]]:
    """List the headings, paragraphs and list items of a text, each with its kind, `heading` or `statement`.

    >>> from actgraph.graph.day import open_day
    >>> (part,) = parse_answer("It is lifted ([Article 53(2)](act:art_53.par_2)).")
    >>> next(list_statements(open_day("2026-11-24"), part))[1].sources
    ['https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_2']
    """
    for before, token in zip(part.tokens, part.tokens[1:], strict=False):
        if token.type == "inline":
            yield "heading" if before.type == "heading_open" else "statement", _read_statement(day, token)


def list_cited(part: AnswerPart) -> Iterator[str]:
    """List the targets of the links and statements of a text, as the file has them.

    >>> list(list_cited(parse_answer("[Dates](page:timeline), ![](rdg:san_99.3)")[0]))
    ['page:timeline', 'rdg:san_99.3']
    """
    for token in part.tokens:
        for child in token.children or ():
            if child.type in ("link_open", "image"):
                yield _get_target(child)


def find_sources(day: Day, iri: str) -> list[str]:
    """Find where a statement of the graph is written: its sources, or itself if it is a part of a text.

    >>> from actgraph.graph.day import open_day
    >>> find_sources(open_day("2026-11-24"), expand_curie("rdg:san_99.3"))
    ['https://w3id.org/actgraph/eli/reg/2024/1689/art_99.par_3']
    """
    objects = (quad.object for quad in day.find_outgoing(iri) if quad.predicate.value == _SOURCE)
    found = (one.value for one in objects if isinstance(one, NamedNode) and one.value in day)
    # A paragraph of a text names the text that it is a part of.
    return sorted(one for one in found if not iri.startswith(one)) or [iri]


def _read_table(text: str) -> AnswerTable:
    read = yaml.safe_load(text)
    chosen = {column: [value] if isinstance(value, str) else value for column, value in read.get("rows", {}).items()}
    return AnswerTable(read["query"], read.get("caption", ""), read.get("columns", {}), chosen, read.get("when", ""))


def _make_cell(pattern: str, row: Row) -> Cell:
    if "{" not in pattern:
        name, _, label = pattern.partition("|")
        return make_cell(row[name] or "", row[label or f"{name}Label"] or "" if label or f"{name}Label" in row else "")
    amounts = {name: _format_amount(value or "") for name, value in row.items()}
    return Cell(pattern.format(**amounts))


def _format_amount(value: str) -> str:
    """Format an amount in millions, as people read it."""
    return f"{int(value) / 1e6:g} million" if value.isdigit() and len(value) > 6 else value


def _read_statement(day: Day, token: Token) -> Statement:
    words, own, sources = [], [], []
    for child in token.children or ():
        if child.type in ("link_open", "image") and ":" in (target := _get_target(child)):
            sources += [iri] if (iri := expand_curie(target)) else []
        if child.type == "image":
            words.append(_quote_statement(day, child))
        text = " " if child.type == "softbreak" else child.content if child.type in ("text", "code_inline") else ""
        words.append(text)
        own.append(text)
    return Statement("".join(words), list(dict.fromkeys(sources)), "".join(own))


def _quote_statement(day: Day, token: Token) -> str:
    """Return the words of a statement, or as many of its first sentences as the title of the image says."""
    words = find_summary(day, expand_curie(_get_target(token)) or "")
    count = int(token.attrs.get("title") or 0)
    return " ".join(_SENTENCE_END.split(words)[:count]) if count else words


def _get_target(token: Token) -> str:
    return str(token.attrs.get("src" if token.type == "image" else "href", ""))


def _render_link_open(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    href = _find_href(_get_target(tokens[at]), env)
    env.setdefault("open", []).append(bool(href))
    return f'<a href="{escape(href)}">' if href else ""


def _render_link_close(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    return "</a>" if env["open"].pop() else ""


def _render_statement(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    links: PageLinks = env["links"]
    iri = expand_curie(_get_target(tokens[at])) or ""
    sources = [(one, links.day.get_node(one).label) for one in find_sources(links.day, iri)]
    name = "in full" if tokens[at].attrs.get("title") else "our words"
    own = [] if [iri] == [one for one, _ in sources] else [(iri, name)]
    cited = "; ".join(f'<a href="{escape(links.link_node(one))}">{escape(label)}</a>' for one, label in sources + own)
    before, doubt, after = _quote_statement(links.day, tokens[at]).partition(_DOUBT)
    told = f' <span class="doubt">{escape(doubt + after)}</span>' if doubt else ""
    return f"{escape(before.rstrip())}{told} <small>({cited})</small>"


def _find_href(target: str, env: dict[str, Any]) -> str:
    links: PageLinks = env["links"]
    if target.startswith(_LIVE_PAGE):
        return links.link_page(target.removeprefix(_LIVE_PAGE)) if env["live"] else ""
    if target.startswith(_PAGE):
        return links.link_page(target.removeprefix(_PAGE))
    return links.link_node(expand_curie(target) or "")


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    parser.add_render_rule("link_open", _render_link_open)
    parser.add_render_rule("link_close", _render_link_close)
    parser.add_render_rule("image", _render_statement)
    return parser


_PARSER = _make_parser()
