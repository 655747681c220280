"""The official wording: loaded by the user from their own copy, kept in their data folder, never in the project."""

import contextlib
import os
from collections.abc import Iterable

from actgraph import paths
from actgraph.errors import InputError
from actgraph.graph import Day

_TABLE = """CREATE TABLE IF NOT EXISTS wording
  (edition TEXT NOT NULL, iri TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (edition, iri)) WITHOUT ROWID"""


def keep(edition: str, words: Iterable[tuple[str, str]]) -> int:
    """Keep the words of one edition in the place of what was kept of the same nodes.

    Args:
        edition: IRI of the edition.
        words: IRI of the node and its own words.

    Returns:
        How many nodes have words now.

    Raises:
        InputError: the user's data folder cannot be written.
    """
    import sqlite3

    file = paths.own("wording.sqlite")
    rows = [(edition, iri, text) for iri, text in words if text]
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        # One transaction: all of it is kept, or what was there before.
        with contextlib.closing(sqlite3.connect(file)) as base, base:
            base.execute(_TABLE)
            base.executemany("INSERT OR REPLACE INTO wording VALUES (?, ?, ?)", rows)
    except (OSError, sqlite3.Error) as error:
        raise InputError(
            f"the wording cannot be kept ({error})", where=file, todo="Name another folder in ACTGRAPH_DATA."
        ) from error
    return len(rows)


def of(day: Day, iri: str) -> str:
    """The official words of a node and of all under it, in the order of the text; empty where none are loaded.

    Args:
        day: the graph of the day.
        iri: a node of it.

    Raises:
        InputError: what was kept cannot be read.
    """
    file = paths.own("wording.sqlite")
    if not os.path.exists(file):
        return ""
    import sqlite3
    from urllib.request import pathname2url

    editions = [edition.iri for edition in day.editions]
    ask = (
        f"SELECT iri, words FROM wording WHERE edition IN ({','.join('?' * len(editions))}) AND (iri = ? OR iri LIKE ?)"  # noqa: S608
    )
    try:
        with contextlib.closing(sqlite3.connect(f"file:{pathname2url(file)}?mode=ro", uri=True)) as base:
            words = dict(base.execute(ask, [*editions, iri, iri + ".%"]))
    except sqlite3.Error as error:
        raise InputError(
            f"the wording that was kept cannot be read ({error})", where=file, todo="Remove the file and load it again."
        ) from error
    return "\n".join(_lines(day, iri, words, 0)) if words else ""


def how_to_load(day: Day, iri: str) -> str:
    """One line that says how to load the official wording of a node."""
    page = day.node(iri).page.partition("#")[0]
    return f"not loaded; save the official file from {page} and run: actgraph text load FILE"


def _lines(day: Day, iri: str, words: dict[str, str], depth: int) -> Iterable[str]:
    node = day.node(iri)
    number = f"({node.number}) " if depth and node.kind in ("Point", "AnnexPoint", "Paragraph") else ""
    heading = f"{node.label}: {node.title}" if depth and node.title else ""
    indent = "  " * depth
    if heading:
        yield indent + heading
    if words.get(iri):
        text = words[iri].splitlines()
        yield indent + number + text[0]
        yield from (indent + line for line in text[1:])
    elif number and not heading:
        yield indent + number.rstrip()
    for part in day.parts(iri):
        yield from _lines(day, part.iri, words, depth + 1)
