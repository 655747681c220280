"""Amendments of a node, and the differences between two editions of the Act with the words that changed."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from actgraph.citation.labels import format_act_label
from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT, shorten_iri
from actgraph.graph import catalog
from actgraph.graph.catalog import Edition
from actgraph.graph.day import Day, open_all_editions, open_day
from actgraph.graph.engine import Row
from actgraph.law import loading_hints, wording
from actgraph.sparql import named_queries

COLUMNS = (
    *("action", "extent", "provision", "provisionLabel", "date", "point", "pointLabel"),
    *("amendment", "editionBefore", "editionAfter"),
)
_EDITION_PREFIX = "edition.act."


class ProvisionChange(NamedTuple):
    """An amendment of a provision, with the official words of both editions where they are loaded.

    Attributes:
        row: the columns of `COLUMNS`.
        before: the words in the earlier edition; empty where there are none, or none are loaded.
        after: the words in the later edition.
    """

    row: Row
    before: str
    after: str

    def as_json(self) -> dict[str, Any]:
        """Return the columns of `COLUMNS`, both wordings, and the words that were kept, deleted and inserted.

        >>> ProvisionChange(dict.fromkeys(COLUMNS), "two days", "three days").as_json()["changes"][0]
        {'change': 'deleted', 'words': 'two'}
        """
        both = diff_words(self.before, self.after) if self.before and self.after else []
        return {
            **{name: self.row[name] for name in COLUMNS},
            "wordingBefore": self.before or None,
            "wordingAfter": self.after or None,
            "changes": [{"change": kind, "words": words} for kind, words in both],
        }


class EditionDiff(NamedTuple):
    """The differences between two editions of the Act.

    Attributes:
        before: the earlier edition.
        after: the later edition.
        label: of the provision in question; empty for the whole Act.
        changes: in the order of the text.
        loading_hints: a line for each edition whose official wording is needed and not loaded.
    """

    before: Edition
    after: Edition
    label: str
    changes: Sequence[ProvisionChange]
    loading_hints: Sequence[str]


def find_amendments(day: Day, iri: str) -> list[Row]:
    """Find the amendments of a node, its parts and wholes, in text order; of an amending point, what it amends.

    >>> day = open_day("2026-11-24")
    >>> [(row["provisionLabel"], row["action"]) for row in find_amendments(day, day.cite("Article 10"))]
    [('Article 10(1)', 'replaced'), ('Article 10(5)', 'deleted'), ('Article 10(6)', 'replaced')]
    """
    name = "amendments-of-provision"
    return _sort_by_text(
        day.select_rows(named_queries.bind_parameters(named_queries.load_named_query(name), {"provision": iri}))
    )


def format_amendment(row: Row) -> str:
    """Format an amendment without what it amends: "deleted on 27 July 2026 by …".

    Args:
        row: of `find_amendments`.

    >>> day = open_day("2026-11-24")
    >>> format_amendment(find_amendments(day, day.cite("Article 75a"))[0])
    'inserted on 27 July 2026 by Article 1(32) of Regulation (EU) 2026/1744'
    """
    extent = f"{row['extent']} " if row["extent"] else ""
    return f"{extent}{row['action']} on {catalog.format_date(row['date'] or '')} by {row['pointLabel']}"


def list_act_editions() -> dict[str, Edition]:
    """List the editions of the Act by their dates, the earliest first.

    >>> list(list_act_editions())
    ['2024-07-12', '2026-07-27']
    """
    found = {
        parse_edition_date(one.iri): one
        for one in catalog.list_editions(catalog.load_catalog())
        if _EDITION_PREFIX in one.iri
    }
    return dict(sorted(found.items()))


def parse_edition_date(iri: str) -> str:
    """Parse the date that names an edition of the Act from its IRI.

    >>> parse_edition_date("https://w3id.org/actgraph/graphs/edition.act.2026-07-27")
    '2026-07-27'
    """
    return iri.rpartition(_EDITION_PREFIX)[2]


def get_act_edition(date: str) -> Edition:
    """Return the edition of the Act of a date.

    Args:
        date: as the files of the edition are named, such as "2024-07-12".

    Raises:
        InputError: there is none.

    >>> get_act_edition("2024-07-12").label
    'AI Act as published on 12 July 2024'
    """
    if date not in list_act_editions():
        known = "; ".join(f"{name} ({one.label})" for name, one in list_act_editions().items())
        raise InputError(f"there is no edition “{date}” of the AI Act", todo=f"The editions are: {known}.")
    return list_act_editions()[date]


def diff_editions(date: str, other_date: str, citation: str | None = None) -> EditionDiff:
    """Compare two editions of the Act, in all of it or in one provision.

    Args:
        date: of an edition.
        other_date: of another edition, earlier or later.
        citation: the provision; the whole Act where there is none.

    Raises:
        InputError: there is no such edition, both are the same, or the citation names no provision of the Act.

    >>> [change.row["action"] for change in diff_editions("2024-07-12", "2026-07-27", "Article 4a").changes]
    ['inserted']
    """
    if get_act_edition(date) == get_act_edition(other_date):
        raise InputError(
            f"{date} is named twice: an edition does not differ from itself",
            todo=f"Name two of: {', '.join(list_act_editions())}.",
        )
    before, after = get_act_edition(min(date, other_date)), get_act_edition(max(date, other_date))
    whole = open_all_editions()
    iri = "" if citation is None else whole.cite(citation)
    kinds = named_queries.load_named_query("coverage-of-provision").params[0].kinds
    if iri and (not iri.startswith(ACT) or whole.get_node(iri).kind not in kinds):
        raise InputError(
            f"{whole.get_node(iri).label} is no provision of the AI Act",
            todo=f"See it with: actgraph show '{shorten_iri(iri)}'",
        )
    named = named_queries.load_named_query("amendments")
    rows = (
        find_amendments(whole, iri)
        if iri
        else _sort_by_text(whole.select_rows(named_queries.bind_parameters(named, {})))
    )
    rows = [row for row in rows if before.start < (row["date"] or "") <= after.start]
    changes = [ProvisionChange(row, *_get_both_wordings(row, iri, before, after)) for row in rows]
    return EditionDiff(
        before,
        after,
        whole.get_node(iri).label if iri else "",
        changes,
        list(_find_loading_hints(changes, before, after)),
    )


def diff_words(before: str, after: str) -> list[tuple[str, str]]:
    """Return the words that were kept, deleted and inserted, in their order.

    >>> diff_words("of two letters", "of three letters")
    [('kept', 'of'), ('deleted', 'two'), ('inserted', 'three'), ('kept', 'letters')]
    """
    import difflib

    old, new = ([word for word in re.findall(r"\n|\S+", text) if word] for text in (before, after))
    found: list[tuple[str, str]] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("kept", _join_words(old[i:j])))
        else:
            found += [("deleted", _join_words(old[i:j]))] if j > i else []
            found += [("inserted", _join_words(new[k:m]))] if m > k else []
    return found


def _join_words(words: Sequence[str]) -> str:
    return re.sub(r" ?\n ?", "\n", " ".join(words))


def _get_both_wordings(row: Row, iri: str, before: Edition, after: Edition) -> tuple[str, str]:
    """Return both editions' words of an amended provision, or of the part of it that was asked for."""
    provision = iri if row.get("relation") == "whole" else row["provision"] or ""
    days = [open_day(one.start) for one in (before, after)]
    if row["extent"] == "heading":  # titles are in the graph, not in the wording
        old, new = (day.get_node(provision).title for day in days)
    else:
        old, new = (wording.get_wording(day, provision) if provision in day else "" for day in days)
    return old, new


def _find_loading_hints(changes: Sequence[ProvisionChange], before: Edition, after: Edition) -> Iterator[str]:
    for one, place, without in ((before, "before", "inserted"), (after, "after", "deleted")):
        needed = [change for change in changes if change.row["action"] != without]
        if needed and not any(getattr(change, place) for change in needed if change.row["extent"] != "heading"):
            day = open_day(one.start)
            known = next((c.row["provision"] or "" for c in needed if (c.row["provision"] or "") in day), "")
            if known and any(change.row["extent"] != "heading" for change in needed):
                yield f"Official wording of the {one.label}: {loading_hints.explain_how_to_load(day, known)}"


def _sort_by_text(rows: Sequence[Row]) -> list[Row]:
    filled = [
        {**row, "provisionLabel": row["provisionLabel"] or format_act_label((row["provision"] or "").removeprefix(ACT))}
        for row in rows
    ]
    return sorted(
        filled, key=lambda row: (_parse_text_position((row["provision"] or "").removeprefix(ACT)), row["action"] or "")
    )


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def _parse_text_position(name: str) -> list[tuple[int, int, str]]:
    """Parse the position of a provision from its name, as one that was deleted has no place in the later edition."""
    found = []
    for step in name.split("."):
        kind, _, number = step.partition("_")
        rank = {"anx": 2, "sub": 0 if number == "1" else 2}.get(kind, 1)  # points belong to the first subparagraph
        digits = re.match(r"\d*", number)
        value = int(digits[0]) if digits and digits[0] else 0
        if kind in ("anx", "cpt"):
            values = [_ROMAN[letter] for letter in number]
            value = sum(one if one >= max(values[at:]) else -one for at, one in enumerate(values))
            number = ""
        found.append((rank, value, number.lstrip("0123456789")))
    return found
