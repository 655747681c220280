"""What was taken from uploaded documents, as it travels through the form in one hidden field: nothing is stored."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from pyoxigraph import Quad

from actgraph.core.errors import ActgraphError
from actgraph.profile.profile import parse_profile
from actgraph.web.http.requests import RequestError

FIELD = "document"
_TURTLE_NAME = "the statements from your document"


@dataclass(frozen=True)
class DocumentState:
    """What was taken from uploaded documents.

    Attributes:
        files: the name of each file, and its hash.
        places: name of an input → the values that a document states, and where it states them.
        carried: the statements that the form has no question for, in Turtle.
        unused: what could not be used: where it stands, and why.
        differing: where documents, or a document and an answer, state different values.

    >>> DocumentState().is_empty
    True
    """

    files: Sequence[tuple[str, str]] = ()
    places: Mapping[str, tuple[Sequence[str], str]] = field(default_factory=dict)
    carried: str = ""
    unused: Sequence[str] = ()
    differing: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no document was uploaded."""
        return not self.files

    def to_text(self) -> str:
        """Write it for the hidden field; empty if no document was uploaded."""
        return "" if self.is_empty else json.dumps(asdict(self), ensure_ascii=True, separators=(",", ":"))

    def find_place(self, name: str, values: Sequence[str]) -> str:
        """Find where a document states the values that an input has now; empty if none does."""
        stated, place = self.places.get(name, ((), ""))
        return place if stated and set(stated) == set(values) else ""

    def read_carried(self) -> Sequence[Quad]:
        """Read the statements that are carried along.

        Raises:
            RequestError: they cannot be read, so they were changed on their way.
        """
        if not self.carried:
            return []
        try:
            return parse_profile(self.carried.encode("utf-8", "replace"), _TURTLE_NAME, "ttl").quads
        except ActgraphError as error:
            raise _make_error(str(error.what)) from None


def parse_document_state(text: str) -> DocumentState:
    """Parse the hidden field.

    Raises:
        RequestError: it was changed on its way.

    >>> parse_document_state("").is_empty
    True
    """
    if not text:
        return DocumentState()
    try:
        told = json.loads(text)
        files, places, unused, differing = (told[name] for name in ("files", "places", "unused", "differing"))
        state = DocumentState(
            files=[(_check(name), _check(sha)) for name, sha in files],
            places={
                _check(name): ([_check(one) for one in values], _check(place))
                for name, (values, place) in places.items()
            },
            carried=_check(told["carried"]),
            unused=[_check(one) for one in unused],
            differing=[_check(one) for one in differing],
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise _make_error() from None
    return state


def _check(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _make_error(detail: str = "") -> RequestError:
    told = f" ({detail})" if detail else ""
    return RequestError(
        400,
        f"what the form remembers of your document was changed on its way{told}",
        "Open the form again, and upload the document again.",
    )
