"""Find the models of a card: the one that it is for, and its variants."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from actgraph.documents.readers.cards.card_name import CardName, find_card_names
from actgraph.documents.readers.cards.labels import normalize_label
from actgraph.documents.readers.cards.markdown import Block
from actgraph.documents.readers.cards.names import Names, split_name
from actgraph.documents.readers.cards.origins import Origin
from actgraph.documents.readers.cards.table_fields import find_variants, list_tables
from actgraph.documents.reading import Field

_VERSION = re.compile(r"v\d+(?:\.\d+)*|\d+(?:\.\d+)+")
_MAX_VARIANTS = 40  # more are no variants of one model


class CardModels(NamedTuple):
    """The models of a card.

    Attributes:
        main: the name of the one that it is for; empty if there is none.
        names: by which it and its variants are told from others.
        fields: their names, each with its place.
    """

    main: str
    names: Names
    fields: Sequence[Field]


def name_models(blocks: Sequence[Block], origin: Origin, name: str = "") -> CardModels:
    """Find the names of the models of a card.

    Args:
        blocks: of the card.
        origin: from what its model was made.
        name: of its model where something else than the text names it.

    >>> from actgraph.documents.readers.cards.markdown import parse_markdown
    >>> [one[:3] for one in name_models(parse_markdown("# Aurora 7B"), Origin()).fields]
    [('title', 'Aurora 7B', 'line 1')]
    """
    titles = find_card_names(blocks)
    name = "" if origin.is_copy else name  # there, it is the one of the original
    main = name or (titles[0].name if titles else "")
    if not origin.is_copy and _is_family_of(main, origin.bases):
        origin = Origin()
    if main and origin.is_derived:
        alone = Names([main], bases=origin.bases, is_derived=True)
        titles = [one for one in titles if one.is_heading or alone.fits_main(one.name)]
    others = list(_iterate_other_versions(titles, _find_versions(main, blocks)))
    titles = [one for one in titles if one not in others]
    names = [*([main] if main else []), *(one.name for one in titles)]
    known = Names(names, bases=origin.bases, is_derived=origin.is_derived)
    variants = {one.name: one.line for one in others}  # name → line
    for block in [] if origin.is_copy else list_tables(blocks):
        for key, line in find_variants(block.rows, known, main).items():
            if len(variants) < _MAX_VARIANTS:
                variants.setdefault(key, line)
    variants = _find_printed(variants, blocks)
    fields = [Field("title", titles[0].name, f"line {titles[0].line}")] if titles and not name else []
    fields += [Field("other name", title.name, f"line {title.line}") for title in titles[0 if name else 1 :]]
    fields += [Field("title", key, f"line {line}", ("model", key)) for key, line in variants.items()]
    return CardModels(main, Names(names, variants, origin.bases, origin.is_derived), fields)


def _is_family_of(main: str, bases: Sequence[str]) -> bool:
    """Tell whether the name of a card is the family of its base model, which the card then describes, too."""
    said = set(split_name(main))
    return bool(said) and any(said <= set(split_name(base.split("/")[-1])) for base in bases)


def _find_printed(variants: dict[str, int], blocks: Sequence[Block]) -> dict[str, int]:
    """Find where the name of a variant is printed, if its row has it in two cells."""
    cells = [cell for block in list_tables(blocks) for row in block.rows for cell in row]
    there = {key for key, line in variants.items() if any(one.line == line and key in one.text for one in cells)}
    printed: dict[str, int] = {}
    for cell in cells:
        printed.setdefault(cell.text, cell.line)
    return {key: line if key in there else printed.get(key, line) for key, line in variants.items()}


def _find_versions(main: str, blocks: Sequence[Block]) -> set[str]:
    """Find the version of the model of the card in its name, or in the names of its packages."""
    names = [main]
    for block in blocks:
        if block.rows and normalize_label(block.rows[0][0].text) == "model variant":
            names += [row[0].text.split(":")[0] for row in block.rows[1:]]
    found = ({one.strip("v") for one in split_name(name) if _VERSION.fullmatch(one)} for name in names)
    return next((one for one in found if one), set())


def _iterate_other_versions(titles: Sequence[CardName], versions: set[str]) -> Iterator[CardName]:
    """Iterate over the names in the text that name another version than the one of the card."""
    for one in titles:
        said = {part.strip("v") for part in split_name(one.name) if _VERSION.fullmatch(part)}
        if not one.is_heading and said and versions and not said & versions:
            yield one
