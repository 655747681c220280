"""What a reader gives: the fields of a document as they are written, each with its place."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from actgraph.core.errors import InputError

MAIN_MODEL = ("model", "")


class Field(NamedTuple):
    """One field of a document with one value; a field with three values is three fields.

    Attributes:
        name: the field, as the mapping table of its format names it.
        value: the text as written, without markup.
        place: where it stands, such as `line 12`, `page 3` or `components[1].name`.
        about: kind and key of what it is about; the key of the only or main model of the document is empty.
        named_at: where the name stands that the value is, if the place has only a reference to what has it.
    """

    name: str
    value: str
    place: str
    about: tuple[str, str] = MAIN_MODEL
    named_at: str = ""


class Unread(NamedTuple):
    """A part of a document that could not be read.

    Attributes:
        place: where it stands.
        text: what stands there, or what it is.
        reason: why it could not be read, one sentence without a full stop.
    """

    place: str
    text: str
    reason: str


class Reading(NamedTuple):
    """What a reader found in a document.

    Attributes:
        table: the name of the mapping table for its fields.
        fields: in the order of the document.
        unread: what could not be read.
        models: the names of the models, where a document is about several: what it says of the main model, it says of
            each of them.
        kinds: kind of node of the table → the kind that the document says that it is.
    """

    table: str
    fields: Sequence[Field]
    unread: Sequence[Unread] = ()
    models: Sequence[str] = ()
    kinds: Mapping[str, str] = {}


class DocumentError(InputError):
    """A document cannot be read.

    >>> print(DocumentError("it is empty", where="card.md"))
    card.md: it is empty
    """


Reader = Callable[[bytes, str], Sequence[Reading]]
