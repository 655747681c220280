"""Find the models of a card: the one that it is for, and its variants."""

from collections.abc import Sequence
from typing import NamedTuple

from actgraph.documents.readers.cards.card_name import find_card_names
from actgraph.documents.readers.cards.markdown import Block
from actgraph.documents.readers.cards.names import Names
from actgraph.documents.readers.cards.origins import Origin
from actgraph.documents.readers.cards.table_fields import find_variants, list_tables
from actgraph.documents.reading import Field

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
    >>> name_models(parse_markdown("# Aurora 7B"), Origin()).fields
    [Field(name='title', value='Aurora 7B', place='line 1', about=('model', ''))]
    """
    titles = find_card_names(blocks)
    name = "" if origin.is_copy else name  # there, it is the one of the original
    main = name or (titles[0].name if titles else "")
    if main and origin.is_derived:
        alone = Names([main], bases=origin.bases, is_derived=True)
        titles = [one for one in titles if one.is_heading or alone.fits_main(one.name)]
    names = [*([main] if main else []), *(one.name for one in titles)]
    known = Names(names, bases=origin.bases, is_derived=origin.is_derived)
    variants: dict[str, int] = {}  # name → line
    for block in [] if origin.is_copy else list_tables(blocks):
        for key, line in find_variants(block.rows, known, main).items():
            if len(variants) < _MAX_VARIANTS:
                variants.setdefault(key, line)
    fields = [Field("title", titles[0].name, f"line {titles[0].line}")] if titles and not name else []
    fields += [Field("other name", title.name, f"line {title.line}") for title in titles[0 if name else 1 :]]
    fields += [Field("title", key, f"line {line}", ("model", key)) for key, line in variants.items()]
    return CardModels(main, Names(names, variants, origin.bases, origin.is_derived), fields)
