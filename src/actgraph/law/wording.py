"""The official wording, which users load from their own copy into their data folder; the project never contains it."""

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING

from actgraph.core import paths
from actgraph.core.errors import InputError
from actgraph.graph.day import Day
from actgraph.graph.node import Node

if TYPE_CHECKING:
    import sqlite3

LANGUAGES = ("en", "fr")  # English is what is shown unless another one is asked for
_FILE_NAME = "wording.sqlite"
# Kind of a provision → how the text prints its number.
_NUMBER_FORMATS = {
    "Paragraph": "({}) ",
    "Point": "({}) ",
    "AnnexPoint": "({}) ",
    "CodeObjective": "{}. ",
    "CodeRecital": "({}) ",
    "CodePoint": "({}) ",
    "GuidelineParagraph": "({}) ",
}
_is_hidden: ContextVar[bool] = ContextVar("is_hidden", default=False)
_LOCK_TIMEOUT = 30  # seconds, while another process loads
_TABLE = """CREATE TABLE IF NOT EXISTS wording
  (edition TEXT NOT NULL, iri TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (edition, iri)) WITHOUT ROWID"""


def make_edition_key(edition: str, language: str) -> str:
    """Return the key under which the words of an edition in a language are kept: its IRI, and any language but English.

    So a file of an earlier version is read as it is, and no language replaces the words of another.

    Args:
        edition: IRI of the edition.
        language: one of `LANGUAGES`.

    >>> make_edition_key("urn:edition", "en"), make_edition_key("urn:edition", "fr")
    ('urn:edition', 'urn:edition@fr')
    """
    return edition if language == LANGUAGES[0] else f"{edition}@{language}"


def save_wording(entries: Iterable[tuple[str, str, str]]) -> int:
    """Save the words of some nodes in place of earlier ones, all or none.

    Args:
        entries: the key of the edition (`make_edition_key`), IRI of the node, and its own words.

    Returns:
        How many nodes have words now.

    Raises:
        InputError: the user's data folder cannot be written, or what was kept there is damaged.

    >>> import tempfile, unittest.mock
    >>> with tempfile.TemporaryDirectory() as folder, unittest.mock.patch.dict(os.environ, ACTGRAPH_DATA=folder):
    ...     save_wording([("urn:edition", "urn:node", "Its words."), ("urn:edition", "urn:whole", "")])
    1
    """
    import sqlite3

    file = paths.get_user_data_path(_FILE_NAME)
    rows = [row for row in entries if row[2]]
    _refuse_device(file)
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with contextlib.closing(sqlite3.connect(file, timeout=_LOCK_TIMEOUT)) as base, base:
            base.execute(_TABLE)
            base.executemany("INSERT OR REPLACE INTO wording VALUES (?, ?, ?)", rows)
    except (OSError, sqlite3.Error) as error:
        raise InputError(
            f"the wording cannot be kept ({error})",
            where=file,
            todo="Name another folder in ACTGRAPH_DATA, or remove the file if it is damaged.",
        ) from error
    return len(rows)


def count_wordings() -> dict[str, int]:
    """Count the nodes of each edition whose words are loaded, by the key of the edition (`make_edition_key`).

    Raises:
        InputError: what was kept cannot be read.

    >>> import tempfile, unittest.mock
    >>> with tempfile.TemporaryDirectory() as folder, unittest.mock.patch.dict(os.environ, ACTGRAPH_DATA=folder):
    ...     count_wordings()
    {}
    """
    with _open_base() as base:
        return dict(base.execute("SELECT edition, COUNT(*) FROM wording GROUP BY edition")) if base else {}


def has_wording(edition: str, start: str = "") -> bool:
    """Return whether words of an edition are loaded.

    Args:
        edition: its key (`make_edition_key`).
        start: how the IRI of a node must begin.

    Raises:
        InputError: what was kept cannot be read.

    >>> import tempfile, unittest.mock
    >>> with tempfile.TemporaryDirectory() as folder, unittest.mock.patch.dict(os.environ, ACTGRAPH_DATA=folder):
    ...     kept = save_wording([("urn:edition", "urn:node", "Its words.")])
    ...     has_wording("urn:edition"), has_wording("urn:edition", "urn:other")
    (True, False)
    """
    with _open_base() as base:
        ask = "SELECT 1 FROM wording WHERE edition = ? AND substr(iri, 1, ?) = ?"
        return base is not None and base.execute(ask, [edition, len(start), start]).fetchone() is not None


def get_wording(day: Day, iri: str, language: str = LANGUAGES[0]) -> str:
    """Return the official words of a node and of all under it, in the order of the text; empty where none are loaded.

    Args:
        day: the graph of the day.
        iri: the node.
        language: one of `LANGUAGES`.

    Raises:
        InputError: what was kept cannot be read.

    >>> import tempfile, unittest.mock
    >>> from actgraph.graph.day import open_day
    >>> day = open_day("2026-11-24")
    >>> with tempfile.TemporaryDirectory() as folder, unittest.mock.patch.dict(os.environ, ACTGRAPH_DATA=folder):
    ...     kept = save_wording([(day.editions[0].iri, day.cite("53(2)"), "Its words.")])
    ...     get_wording(day, day.cite("53(2)"))
    'Its words.'
    """
    nodes = list(_walk_subtree(day, day.get_node(iri), 0))
    words = get_own_wordings(day, [node.iri for node, _ in nodes], language)
    if not words:
        return ""
    has_titles = language == LANGUAGES[0]  # the titles of the graph are English
    return "\n".join(line for node, depth in nodes for line in _format_lines(node, words, depth, has_titles))


def get_own_wordings(day: Day, iris: Sequence[str], language: str = LANGUAGES[0]) -> dict[str, str]:
    """Map each node that has words to its own, without those of its parts.

    Args:
        day: the graph of the day.
        iris: the nodes.
        language: one of `LANGUAGES`.

    Raises:
        InputError: what was kept cannot be read.

    >>> import tempfile, unittest.mock
    >>> from actgraph.graph.day import open_day
    >>> with tempfile.TemporaryDirectory() as folder, unittest.mock.patch.dict(os.environ, ACTGRAPH_DATA=folder):
    ...     get_own_wordings(open_day("2026-11-24"), ["urn:node"])
    {}
    """
    editions = [make_edition_key(edition.iri, language) for edition in day.editions]
    ask = f"SELECT words FROM wording WHERE iri = ? AND edition IN ({','.join('?' * len(editions))})"  # noqa: S608
    words: dict[str, str] = {}
    with _open_base() as base:
        if base is None:
            return {}
        for iri in iris:
            words.update((iri, *row) for row in base.execute(ask, [iri, *editions]))
    return words


@contextlib.contextmanager
def hide_wording() -> Iterator[None]:
    """Answer for a while as if no words were loaded, for what is written to be passed on.

    >>> with hide_wording():
    ...     count_wordings()
    {}
    """
    token = _is_hidden.set(True)
    try:
        yield
    finally:
        _is_hidden.reset(token)


def _refuse_device(file: str) -> None:
    if os.path.exists(file) and not os.path.isfile(file):
        raise InputError(
            "the wording cannot be read and cannot be kept here: this is no file", where=file, todo="Move it away."
        )


@contextlib.contextmanager
def _open_base() -> "Iterator[sqlite3.Connection | None]":
    """Open what was kept; None where nothing was, or where it is hidden."""
    file = paths.get_user_data_path(_FILE_NAME)
    if _is_hidden.get() or not os.path.exists(file):
        yield None
        return
    _refuse_device(file)
    import sqlite3

    try:
        # Not opened read-only: SQLite must be able to roll back what a killed load has left half done.
        with contextlib.closing(sqlite3.connect(file, timeout=_LOCK_TIMEOUT)) as base:
            has_table = base.execute("SELECT 1 FROM sqlite_master WHERE name = 'wording'").fetchone()
            yield base if has_table else None
    except sqlite3.Error as error:
        raise InputError(
            f"the wording that was kept cannot be read ({error})", where=file, todo="Remove the file and load it again."
        ) from error


def _walk_subtree(day: Day, node: Node, depth: int) -> Iterator[tuple[Node, int]]:
    """Yield a node and all under it in the order of the text, each with its depth."""
    yield node, depth
    for part in day.list_parts(node.iri):
        yield from _walk_subtree(day, part, depth + 1)


def _format_lines(node: Node, wordings: dict[str, str], depth: int, has_titles: bool) -> Iterator[str]:
    heading = ": ".join(filter(None, (node.label, node.title if has_titles else ""))) if depth and node.title else ""
    number = _NUMBER_FORMATS[node.kind].format(node.number) if depth and node.kind in _NUMBER_FORMATS else ""
    if heading and node.kind.startswith("Code"):
        number = ""  # the heading has it
    indent = "  " * depth
    if heading:
        yield indent + heading
    if wordings.get(node.iri):
        text = wordings[node.iri].splitlines()
        yield indent + number + text[0]
        yield from (indent + line for line in text[1:])
    elif number and not heading:
        yield indent + number.rstrip()
