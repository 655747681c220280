"""Near misses: what somebody may have meant by a citation that names nothing."""

from collections.abc import Iterable, Mapping


def misses(written: str, labels: Mapping[str, str] | Iterable[str], most: int = 5) -> list[str]:
    """The labels nearest to what was written, best first.

    Args:
        written: what somebody wrote.
        labels: what they could have written.
        most: how many at the most.

    >>> misses("Artcle 53", ["Article 5", "Article 53", "Recital 1"], most=1)
    ['Article 53']
    """
    import difflib  # only a mistake needs it

    plain = {label.lower(): label for label in labels}
    return [plain[found] for found in difflib.get_close_matches(written.lower(), plain, n=most, cutoff=0.6)]
