"""What the amendments did: to one node, and between two editions of the Act, with the words that changed."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from actgraph.citation.labels import act_label
from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT, shorten
from actgraph.graph import catalog
from actgraph.graph import day as graph
from actgraph.graph.catalog import Edition
from actgraph.graph.day import Day
from actgraph.graph.engine import Row
from actgraph.law import wording
from actgraph.sparql import named_queries

COLUMNS = (
    *("action", "extent", "provision", "provisionLabel", "date", "point", "pointLabel"),
    *("amendment", "editionBefore", "editionAfter"),
)
_EDITION = "edition.act."


class Change(NamedTuple):
    """One row of `diff`: an amendment of a provision, and the official words of both editions where they are loaded.

    Attributes:
        row: the columns of `COLUMNS`.
        before: the words in the earlier edition; empty where there are none, or none are loaded.
        after: the words in the later edition.
    """

    row: Row
    before: str
    after: str

    def as_json(self) -> dict[str, Any]:
        """The columns of `COLUMNS`, the words of both editions, and what of them was kept, deleted and inserted.

        >>> Change(dict.fromkeys(COLUMNS), "two days", "three days").as_json()["changes"][0]
        {'change': 'deleted', 'words': 'two'}
        """
        both = pieces(self.before, self.after) if self.before and self.after else []
        return {
            **{name: self.row[name] for name in COLUMNS},
            "wordingBefore": self.before or None,
            "wordingAfter": self.after or None,
            "changes": [{"change": kind, "words": words} for kind, words in both],
        }


class Difference(NamedTuple):
    """The answer to `diff`.

    Attributes:
        before: the earlier edition.
        after: the later edition.
        label: of the provision asked for; empty for the whole Act.
        changes: in the order of the text.
        how_to_load: a line for each edition whose official wording is needed and not loaded.
    """

    before: Edition
    after: Edition
    label: str
    changes: Sequence[Change]
    how_to_load: Sequence[str]


def of(day: Day, iri: str) -> list[Row]:
    """The amendments of a node, its parts and its wholes, in the order of the text; of an amending point, what it does.

    Args:
        day: the graph of the day, or of all editions.
        iri: a node of it.

    >>> day = graph.on("2026-11-24")
    >>> [(row["provisionLabel"], row["action"]) for row in of(day, day.cite("Article 10"))]
    [('Article 10(1)', 'replaced'), ('Article 10(5)', 'deleted'), ('Article 10(6)', 'replaced')]
    """
    name = "amendments-of-provision"
    return _in_order(day.rows(named_queries.bind(named_queries.named(name), {"provision": iri})))


def told(row: Row) -> str:
    """An amendment in words, without what it amends: "deleted on 27 July 2026 by …".

    Args:
        row: a row of `of`.

    >>> day = graph.on("2026-11-24")
    >>> told(of(day, day.cite("Article 75a"))[0])
    'inserted on 27 July 2026 by Article 1(32) of Regulation (EU) 2026/1744'
    """
    extent = f"{row['extent']} " if row["extent"] else ""
    return f"{extent}{row['action']} on {catalog.in_words(row['date'] or '')} by {row['pointLabel']}"


def editions() -> dict[str, Edition]:
    """The editions of the Act by their dates, the earliest first.

    >>> list(editions())
    ['2024-07-12', '2026-07-27']
    """
    found = {date_of(one.iri): one for one in catalog.editions(catalog.graphs()) if _EDITION in one.iri}
    return dict(sorted(found.items()))


def date_of(iri: str) -> str:
    """The date that names an edition of the Act.

    Args:
        iri: of the edition.

    >>> date_of("https://w3id.org/actgraph/graphs/edition.act.2026-07-27")
    '2026-07-27'
    """
    return iri.rpartition(_EDITION)[2]


def edition(date: str) -> Edition:
    """The edition of the Act of a date.

    Args:
        date: as the files of the edition are named, such as "2024-07-12".

    Raises:
        InputError: there is none.

    >>> edition("2024-07-12").label
    'AI Act as published on 12 July 2024'
    """
    if date not in editions():
        known = "; ".join(f"{name} ({one.label})" for name, one in editions().items())
        raise InputError(f"there is no edition “{date}” of the AI Act", todo=f"The editions are: {known}.")
    return editions()[date]


def between(one: str, other: str, words: str | None = None) -> Difference:
    """What the amendments between two editions of the Act did, to all of it or to one provision.

    Args:
        one: the date of an edition.
        other: that of another one, earlier or later.
        words: a citation; the whole Act where there is none.

    Raises:
        InputError: there is no such edition, both are the same, or the citation names no provision of the Act.

    >>> [change.row["action"] for change in between("2024-07-12", "2026-07-27", "Article 4a").changes]
    ['inserted']
    """
    if edition(one) == edition(other):
        raise InputError(
            f"{one} is named twice: an edition does not differ from itself",
            todo=f"Name two of: {', '.join(editions())}.",
        )
    before, after = edition(min(one, other)), edition(max(one, other))
    whole = graph.everything()
    iri = "" if words is None else whole.cite(words)
    kinds = named_queries.named("coverage-of-provision").params[0].kinds
    if iri and (not iri.startswith(ACT) or whole.node(iri).kind not in kinds):
        raise InputError(
            f"{whole.node(iri).label} is no provision of the AI Act",
            todo=f"See it with: actgraph show '{shorten(iri)}'",
        )
    named = named_queries.named("amendments")
    rows = of(whole, iri) if iri else _in_order(whole.rows(named_queries.bind(named, {})))
    rows = [row for row in rows if before.start < (row["date"] or "") <= after.start]
    changes = [Change(row, *_words(row, iri, before, after)) for row in rows]
    return Difference(
        before, after, whole.node(iri).label if iri else "", changes, list(_missing(changes, before, after))
    )


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    """What of some words was kept, deleted and inserted, in their order.

    Args:
        before: the words before.
        after: the words after.

    >>> pieces("of two letters", "of three letters")
    [('kept', 'of'), ('deleted', 'two'), ('inserted', 'three'), ('kept', 'letters')]
    """
    import difflib

    old, new = ([word for word in re.findall(r"\n|\S+", text) if word] for text in (before, after))
    found: list[tuple[str, str]] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("kept", _joined(old[i:j])))
        else:
            found += [("deleted", _joined(old[i:j]))] if j > i else []
            found += [("inserted", _joined(new[k:m]))] if m > k else []
    return found


def _joined(words: Sequence[str]) -> str:
    return re.sub(r" ?\n ?", "\n", " ".join(words))


def _words(row: Row, iri: str, before: Edition, after: Edition) -> tuple[str, str]:
    """The words of what was amended in both editions, or of the part of it that was asked for."""
    provision = iri if row.get("relation") == "whole" else row["provision"] or ""
    days = [graph.on(one.start) for one in (before, after)]
    if row["extent"] == "heading":  # a title is a fact of the graph
        old, new = (day.node(provision).title for day in days)
    else:
        old, new = (wording.of(day, provision) if provision in day else "" for day in days)
    return old, new


def _missing(changes: Sequence[Change], before: Edition, after: Edition) -> Iterator[str]:
    for one, place, without in ((before, "before", "inserted"), (after, "after", "deleted")):
        needed = [change for change in changes if change.row["action"] != without]
        if needed and not any(getattr(change, place) for change in needed if change.row["extent"] != "heading"):
            day = graph.on(one.start)
            known = next((c.row["provision"] or "" for c in needed if (c.row["provision"] or "") in day), "")
            if known and any(change.row["extent"] != "heading" for change in needed):
                yield f"Official wording of the {one.label}: {wording.how_to_load(day, known)}"


def _in_order(rows: Sequence[Row]) -> list[Row]:
    filled = [
        {**row, "provisionLabel": row["provisionLabel"] or act_label((row["provision"] or "").removeprefix(ACT))}
        for row in rows
    ]
    return sorted(filled, key=lambda row: (_place((row["provision"] or "").removeprefix(ACT)), row["action"] or ""))


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def _place(name: str) -> list[tuple[int, int, str]]:
    """Where a provision stands in the text, by its name: one that was deleted has no place in the later edition."""
    found = []
    for step in name.split("."):
        kind, _, number = step.partition("_")
        rank = {"anx": 2, "sub": 0 if number == "1" else 2}.get(kind, 1)  # points stand under the first subparagraph
        digits = re.match(r"\d*", number)
        value = int(digits[0]) if digits and digits[0] else 0
        if kind in ("anx", "cpt"):
            values = [_ROMAN[letter] for letter in number]
            value = sum(one if one >= max(values[at:]) else -one for at, one in enumerate(values))
            number = ""
        found.append((rank, value, number.lstrip("0123456789")))
    return found
