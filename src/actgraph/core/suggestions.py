"""Suggest what a user may have meant, in the little space that an error message has."""

from collections.abc import Iterable, Mapping, Sequence

from actgraph.core.prefixes import get_local_name, shorten_iri

_MAX_SUGGESTIONS_LENGTH = 150  # characters
_MAX_TEXT_LENGTH = 50  # characters
_MAX_NAME_LENGTH = 500  # characters
_MAX_COMPARED_LENGTH = 200  # characters; the time of a comparison grows with the square of them
MAX_GUESSED_NAMES = 150  # a search for similar names takes as long as many rules


def suggest_labels(text: str, labels: Mapping[str, str] | Iterable[str], limit: int = 5) -> list[str]:
    """Return the labels most similar to a text, best first.

    Args:
        text: what the user wrote.
        labels: what the user could have written.
        limit: the most labels to return.

    >>> suggest_labels("Artcle 53", ["Article 5", "Article 53", "Recital 1"], limit=1)
    ['Article 53']
    """
    import difflib  # imported here: only an error needs it

    plain = {label.lower(): label for label in labels}
    return limit_suggestions(
        plain[found] for found in difflib.get_close_matches(text.lower(), plain, n=limit, cutoff=0.6)
    )


def suggest_iris(iri: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return the known IRIs whose local names are most similar to that of another, best first; none for long names.

    Args:
        iri: what the user wrote.
        known: what the user could have written.
        limit: the most IRIs to return.

    >>> suggest_iris("urn:x/Modell", ["urn:y/Model", "urn:y/Provider"])
    ['urn:y/Model']
    """
    wanted = get_local_name(iri)
    if len(wanted) > _MAX_COMPARED_LENGTH:
        return []
    names = {name: one for one in known if len(name := get_local_name(one)) <= _MAX_COMPARED_LENGTH}
    return [names[name] for name in suggest_labels(wanted, names, limit)]


class NameSuggester:
    """Suggest known names for the unknown ones of a profile; only for the first ones, to bound the time.

    Args:
        limit: the most IRIs to return for a name.
        most_compared: after how many known names, counted for each unknown one, it ends; ours are nearly 2,000 at most.

    >>> NameSuggester().suggest("urn:x/Modell", ("urn:y/Model", "urn:y/Provider"))
    ['urn:y/Model']
    """

    def __init__(self, limit: int = 3, most_compared: int = 500_000) -> None:
        self._limit = limit
        self._most_compared = most_compared
        self._compared = 0
        self._found: dict[tuple[str, frozenset[str] | tuple[str, ...]], list[str]] = {}

    def suggest(self, iri: str, known: frozenset[str] | tuple[str, ...]) -> list[str] | None:
        """Suggest the IRIs that may be meant, best first; None for a name that is not looked for any more.

        Args:
            iri: what the user wrote.
            known: what the user could have written.
        """
        name = get_local_name(iri)
        if len(name) > _MAX_COMPARED_LENGTH:
            return []
        if (name, known) not in self._found:
            if len(self._found) == MAX_GUESSED_NAMES or self._compared > self._most_compared:
                return None
            self._compared += len(known)
            self._found[name, known] = suggest_iris(iri, sorted(known), self._limit)
        return self._found[name, known]


def limit_suggestions(labels: Iterable[str]) -> list[str]:
    """Return as many of the first labels as fit into a message; always at least one.

    >>> len(limit_suggestions(f"Article {number}" for number in range(50, 100)))
    12
    """
    told: list[str] = []
    room = _MAX_SUGGESTIONS_LENGTH
    for label in labels:
        room -= len(label) + 2
        if told and room < 0:
            break
        told.append(label)
    return told


def quote_text(text: str) -> str:
    """Put a text in quotation marks; a long one is truncated.

    >>> quote_text("Artcle 53")
    '“Artcle 53”'
    """
    return f"“{truncate_text(text)}”"


def truncate_text(text: str) -> str:
    """Truncate a text to 50 characters.

    >>> len(truncate_text("(" * 300))
    50
    """
    return text if len(text) <= _MAX_TEXT_LENGTH else f"{text[: _MAX_TEXT_LENGTH - 1]}…"


def truncate_name(text: str) -> str:
    """Truncate a name or a value to 500 characters; those that a person would write are shorter.

    >>> len(truncate_name("urn:" + "x" * 1000))
    500
    """
    return text if len(text) <= _MAX_NAME_LENGTH else f"{text[: _MAX_NAME_LENGTH - 1]}…"


def truncate_words(text: str) -> str:
    """Truncate each word of a text to 500 characters.

    >>> len(truncate_words("There is no property ag:" + "x" * 1000))
    521
    """
    return text if len(text) <= _MAX_NAME_LENGTH else " ".join(map(truncate_name, text.split(" ")))


def join_terms(iris: Iterable[str]) -> str:
    """Join the short names of IRIs for a sentence, in the order of the alphabet.

    Raises:
        ValueError: there is none.

    >>> join_terms(f"https://w3id.org/actgraph/ns/{name}" for name in "bca")
    'ag:a, ag:b and ag:c'
    """
    return join_words(sorted(map(shorten_iri, iris)))


def join_words(words: Sequence[str]) -> str:
    """Join words for a sentence.

    Raises:
        ValueError: there is none.

    >>> join_words(["red"]), join_words(["red", "green", "blue"])
    ('red', 'red, green and blue')
    """
    *rest, last = words
    return f"{', '.join(rest)} and {last}" if rest else last
