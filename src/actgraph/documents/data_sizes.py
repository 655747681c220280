"""Read the size of training data as people write it: a printed range, or an amount with its unit."""

import re

from actgraph.profile import written_values

_NEAR = re.compile(r"(?:about|approximately|approx\.?|around|roughly|circa|ca\.|c\.|[~≈])\s*", re.IGNORECASE)
_EXPONENT = r"(?:(?:\^|\*\*)\s?(?:\d{1,3}|\{\d{1,3}\})|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
# What makes the first figures of a number a power of ten: “7e9”, “7·10^9”, “7·10⁹”; and of a 10 alone, “10^9”.
POWER = rf"(?:\s?[x×*·⋅]\s?10\s?{_EXPONENT}|{_EXPONENT}|[eE]\+?\d{{1,3}}(?![\w.]))"
_AMOUNT = re.compile(
    rf"(?P<number>\d[\d.]*{POWER}|\d[\d.,' ]*(?:[ -]?{written_values.SCALE}s?\b\.?)?)"
    r" ?(?:of )?(?P<unit>[^\W\d_][^\W\d_]*(?:[ -/][^\W\d_]+){0,3})\W*",
    re.IGNORECASE,
)
_MARKS = (
    (re.compile(r"[<≤]|\b(?:fewer|lower|smaller) than\b|\b(?:under|below)\b"), " less than "),
    (re.compile(r"[>≥]|\b(?:greater|larger) than\b|\b(?:over|above)\b"), " more than "),
    (re.compile(r"\s*(?:[-‐‑‒–—]|\bto\b|\bthrough\b)\s*"), " to "),
    (re.compile(r"(?<=\d)[ ,.' \u00a0\u202f’](?=\d{3}\b)"), ""),
    (re.compile(r"(?<=\d)(?=[a-z])"), " "),
    (re.compile(r"\b(thousand|million|billion|trillion|token|image|hour)s\b"), r"\1"),
    (re.compile(r"\bbn\b|(?<=\d )b\b"), "billion"),
    (re.compile(r"\b(?:mn|mio)\b|(?<=\d )m\b"), "million"),
    (re.compile(r"\btn\b|(?<=\d )t\b"), "trillion"),
    (re.compile(r"^between (.*) and "), r"\1 to "),
    (re.compile(r"\s+"), " "),
)


def fold_range(text: str) -> str:
    """Return a range in one form, however it is written.

    >>> fold_range("1billion to 10 trillions tokens"), fold_range("> 1 000 000 hours"), fold_range("1B-10T tokens")
    ('1 billion to 10 trillion token', 'more than 1000000 hour', '1 billion to 10 trillion token')
    """
    text = text.lower().strip(" .;:[]()")
    for pattern, written in _MARKS:
        text = pattern.sub(written, text)
    return text.strip()


def split_amount(text: str) -> tuple[str, str]:
    """Split an amount of data into its number, as RDF writes it, and its unit; both empty if it is not one amount.

    >>> split_amount("about 15 trillion tokens"), split_amount("34 TB"), split_amount("479M images")
    (('1.5e13', 'tokens'), ('34', 'TB'), ('4.79e8', 'images'))
    >>> split_amount("10⁹ tokens"), split_amount("1.4e13 tokens"), split_amount("2·10^{6} hours")
    (('1e9', 'tokens'), ('1.4e13', 'tokens'), ('2e6', 'hours'))
    >>> split_amount("Up to 19.2 billion tokens"), split_amount("10+ trillion tokens"), split_amount("1 to 2 hours")
    (('', ''), ('', ''), ('', ''))
    """
    found = _AMOUNT.fullmatch(_NEAR.sub("", " ".join(text.split()).strip(" .;:[]()"), count=1))
    if not found or re.match(r"(?:to|or|and|minus|plus)\b", found["unit"]):
        return "", ""
    numbers = written_values.find_numbers(re.sub(r"(?<=[a-z])s$", "", found["number"].strip(" ."), flags=re.IGNORECASE))
    return (numbers[0], found["unit"]) if len(numbers) == 1 else ("", "")
