"""The official texts that can be downloaded by name, from `official_sources.toml`."""

import functools
import os
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actgraph.core.errors import InputError
from actgraph.core.prefixes import BASE
from actgraph.core.suggestions import quote_text, suggest_labels
from actgraph.graph import catalog

_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "official_sources.toml")
# The only servers that are asked, and to which a redirect may lead.
HOSTS = (
    "https://publications.europa.eu",
    "https://op.europa.eu",
    "https://eur-lex.europa.eu",
    "https://ec.europa.eu",
    "https://digital-strategy.ec.europa.eu",
)


@dataclass(frozen=True)
class Way:
    """One way to a file.

    Attributes:
        address: what to ask for.
        accept: the media type to ask for.
    """

    address: str
    accept: str


@dataclass(frozen=True)
class OfficialSource:
    """One official file.

    Attributes:
        name: what the user types.
        title: what it is.
        number: what its publisher numbers it with.
        page: where a person finds it.
        ways: the ways to it, the first that works; empty where only the page is known.
        languages: those in which it can be read.
        edition: IRI of the edition whose wording it holds; empty where the graph has no wording of it.
        within: how the IRIs begin that only this file of the edition has.
        group: a name for several sources; empty if it has none.
        hashes: SHA-256 of the official files that this version was tested with.
        tried: whether its addresses were tried.
    """

    name: str
    title: str
    number: str
    page: str
    ways: tuple[Way, ...]
    languages: tuple[str, ...]
    edition: str
    within: str
    group: str
    hashes: tuple[str, ...]
    tried: bool

    def get_page(self, language: str) -> str:
        """Return the address of its page in a language.

        >>> select_sources(["act-2026"])[0].get_page("fr")
        'https://eur-lex.europa.eu/legal-content/FR/TXT/HTML/?uri=CELEX:02024R1689-20260727'
        """
        return self.page.replace("{LANGUAGE}", language.upper())


@functools.cache
def list_sources() -> Sequence[OfficialSource]:
    """List the texts that have a name.

    >>> [source.name for source in list_sources()][:3]
    ['act-2024', 'act-2026', 'amending-act']
    """
    with open(_FILE, "rb") as file:
        tables = tomllib.load(file)["source"]
    editions = {edition.iri.rpartition("edition.")[2]: edition.iri for edition in _list_editions()}
    return [
        OfficialSource(
            name=table["name"],
            title=table["title"],
            number=table["number"],
            page=table["page"],
            ways=tuple(Way(**way) for way in table.get("way", ())),
            languages=tuple(table["languages"]),
            edition=editions[table["edition"]] if "edition" in table else "",
            within=BASE + table["within"] if "within" in table else "",
            group=table.get("group", ""),
            hashes=tuple(table.get("sha256", ())),
            tried=table["tried"],
        )
        for table in tables
    ]


def select_sources(names: Iterable[str]) -> list[OfficialSource]:
    """Return the sources that names or names of groups mean, each once, in the order asked for.

    Raises:
        InputError: a name is unknown.

    >>> [source.name for source in select_sources(["act-2026", "act"])]
    ['act-2026', 'act-2024']
    >>> select_sources(["acts"])
    Traceback (most recent call last):
    actgraph.core.errors.InputError: there is no text called “acts”
      did you mean: act
      List the names: actgraph text get
    """
    known: dict[str, list[OfficialSource]] = {}
    for source in list_sources():
        for name in filter(None, (source.name, source.group)):
            known.setdefault(name, []).append(source)
    found: dict[str, OfficialSource] = {}
    for name in names:
        if name not in known:
            raise InputError(
                f"there is no text called {quote_text(name)}",
                near=suggest_labels(name, known),
                todo="List the names: actgraph text get",
            )
        found.update((source.name, source) for source in known[name])
    return list(found.values())


def _list_editions() -> Sequence[catalog.Edition]:
    return catalog.list_editions(catalog.load_catalog())
