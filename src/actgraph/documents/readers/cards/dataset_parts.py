"""Find the datasets of a header of which a table of the card says that only a part was used."""

import re
from collections.abc import Iterator, Sequence

from actgraph.documents.nodes import normalize_name
from actgraph.documents.readers.cards.labels import find_field
from actgraph.documents.readers.cards.markdown import Block
from actgraph.documents.reading import Field, Unread

_PART_OF = re.compile(
    r"\b(?:from|part of|parts of|subset of|subsets of|taken from|portion of)\s+(?:the\s+)?(?P<name>[\w./-]+)",
    re.IGNORECASE,
)
_LESS = re.compile(r"\b(?:excluding|except|subset|only|partial\w*)\b", re.IGNORECASE)
_MIN_NAME = 4  # characters: a shorter one may be any word


def _iterate_parts(blocks: Sequence[Block]) -> Iterator[tuple[str, str, int]]:
    """Iterate over the datasets of which a part was used: name, what the table says, and the line."""
    for block in blocks:
        if block.rows and find_field(block.rows[0][0].text) == "training dataset":
            for row in block.rows[1:]:
                name, notes = row[0].text, " ".join(cell.text for cell in row[1:])
                for said in _PART_OF.finditer(notes):
                    if normalize_name(said["name"]) != normalize_name(name):
                        yield said["name"], f"{name}: {said[0]}", row[0].line
                if _LESS.search(notes):
                    yield name, f"{name}: {row[1].text}", row[0].line


def settle_parts(header: Sequence[Field], blocks: Sequence[Block]) -> tuple[list[Field], list[Unread]]:
    """Leave out the datasets of a header of which only a part was used.

    Args:
        header: the fields of the header.
        blocks: of the card.

    Returns:
        The fields that stay, and what does not, with the reason.

    >>> from actgraph.documents.readers.cards.markdown import parse_markdown
    >>> blocks = parse_markdown("| Dataset | Notes |\\n|-|-|\\n| Gutenberg | from Dolma dataset |")
    >>> settle_parts([Field("datasets", "allenai/dolma", "line 3")], blocks)[1][0].reason
    'a table says that only a part of it was used (line 3, “Gutenberg: from Dolma”)'
    """
    parts = [(normalize_name(name), said, line) for name, said, line in _iterate_parts(blocks)]
    kept: list[Field] = []
    left: list[Unread] = []
    for one in header:
        own = normalize_name(one.value.split("/")[-1]) if one.name == "datasets" else ""
        said = next(
            (part for part in parts if len(part[0]) >= _MIN_NAME and own.removeprefix("the").startswith(part[0])), None
        )
        if own and said:
            reason = f"a table says that only a part of it was used (line {said[2]}, “{said[1][:60]}”)"
            left.append(Unread(one.place, f"{one.name}: {one.value}", reason))
        else:
            kept.append(one)
    return kept, left
