"""Find what each part of the Code refers to: provisions of the Act, other acts, other parts of the Code.

docs/references.md defines a reference. Those to the Act and other acts are found as in the Act itself; this module adds
"Measures 7.1 to 7.5", "this Commitment" and "the Transparency Chapter".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from actgraph.citation import parser
from actgraph.citation.labels import CODE_CHAPTERS
from actgraph.core.prefixes import CODE
from actgraph.graph.day import Day
from actgraph.ingest import reference_phrases
from actgraph.ingest.act_names import Act
from actgraph.ingest.code_splitter import CodePart
from actgraph.ingest.provision import Provision
from actgraph.ingest.references import extract_references

_NUMBER = r"\d+(?:\.\d+)*"
_NUMBERS = rf"{_NUMBER}(?:(?:, and|, or|,| and| or| to) {_NUMBER})*"
_CHAPTER = rf"(?P<chapter>{'|'.join(CODE_CHAPTERS.values())}) Chapter\b"
_PART_MENTION = re.compile(
    rf"\b(?P<kind>Commitment|Measure|Appendi)(?:s|x|ces)? (?P<numbers>{_NUMBERS})"
    rf"(?: of the {_CHAPTER})?"
    r"|\b[Tt]his (?P<whole>Commitment|Measure|Chapter)\b"
    rf"|\b{_CHAPTER.replace('chapter', 'named')}"
)
# The provisions that a heading declares have links of their own: ag:covers.
_DECLARED = re.compile(r"^LEGAL TEXT:.*$|^LEGAL TEXT$(?s:.*)^ADDITIONAL LEGAL TEXT:.*$", re.MULTILINE)

# A citing provision for `extract_references`, with neither parent nor parts.
_PLACEHOLDER = "rct_0"


class CodeReference(NamedTuple):
    """One reference.

    Attributes:
        subject: local name of the part of a code that makes it.
        object: what it refers to, in Turtle: `act:art_53`, `cop:tra.com_1`, `<http://data.europa.eu/eli/…>`.
        place: the place in another act, or empty.
        page: printed number of the page on which it occurs first.
        act: the other act, or None.
        printed: what the text has where it means another word: "Measure 1.1.1" for a sub-measure; or empty.
        meant: what it means; or empty.
    """

    subject: str
    object: str
    place: str
    page: int
    act: Act | None = None
    printed: str = ""
    meant: str = ""


def find_code_references(parts: Iterable[CodePart], day: Day, provisions: Iterable[str]) -> list[CodeReference]:
    """Find the references of parts of the Code, in the order of the text, each once per part.

    Args:
        parts: parts of a chapter, from its PDF.
        day: a graph that has the Code.
        provisions: local names of the provisions of the Act, in the order of the text.

    Raises:
        CitationError: a reference names a part of the Code that does not exist.

    >>> from actgraph.graph.day import open_day
    >>> part = CodePart(f"{CODE}cpy.com_1", "As Measure 1.2 and Article 53(1) have it.", [(0, 4)])
    >>> references = find_code_references([part], open_day("2026-11-24"), ["art_53", "art_53.par_1"])
    >>> [(one.object, one.page) for one in references]
    [('cop:cpy.com_1.mea_2', 4), ('act:art_53.par_1', 4)]
    """
    within = list(provisions)
    found: dict[tuple[str, str, str], CodeReference] = {}
    for part in parts:
        name = part.iri.removeprefix(CODE)
        text = _DECLARED.sub(lambda hit: "_" * len(hit[0]), part.text)
        mentions = list(_find_code_mentions(text, part, day))
        # The numbers of the Code are no numbers of provisions: "Measure 2.1, and Article 3(65)".
        mentions += find_act_mentions(_PART_MENTION.sub(lambda hit: "_" * len(hit[0]), text), within)
        for one in sorted(mentions, key=lambda mention: mention.start):
            if one.object != f"cop:{name}":
                said = CodeReference(name, one.object, one.place, part.find_page(one.start), one.act)
                found.setdefault((name, one.object, one.place), said)
    return list(found.values())


class Mention(NamedTuple):
    """A place in a text that names something.

    Attributes:
        start: its offset in the text.
        object: what it names, in Turtle.
        place: the place in another act, or empty.
        act: the other act, or None.
    """

    start: int
    object: str
    place: str = ""
    act: Act | None = None


def _find_code_mentions(text: str, part: CodePart, day: Day) -> Iterator[Mention]:
    for hit in _PART_MENTION.finditer(text):
        for name in _resolve_names(hit, part, day):
            yield Mention(hit.start(), f"cop:{name}")


def find_act_mentions(text: str, provisions: Sequence[str]) -> Iterator[Mention]:
    """Yield the references to the Act and to other acts, with their offset.

    A code has no articles, so "Article 53" is the Act's; a paragraph or point without an article is the code's own.

    Args:
        text: the text of a part of a code, on one line.
        provisions: local names of the provisions of the Act, in the order of the text.

    >>> [one.object for one in find_act_mentions("Article 53(1) and recital 7", ["art_53", "art_53.par_1", "rct_7"])]
    ['act:art_53.par_1', 'act:rct_7']
    """
    starts = [mention.start for mention in reference_phrases.find_mentions(text)]
    for start, end in pairwise([*starts, len(text)]):
        said = Provision(_PLACEHOLDER, "", "", "", "", text[start:end])
        for one in extract_references([said], provisions)[0]:
            yield Mention(start, f"<{one.act.eli}>" if one.act else f"act:{one.object}", one.place, one.act)


def _resolve_names(hit: re.Match[str], part: CodePart, day: Day) -> list[str]:
    """Return the local names of the parts of the Code that a match names."""
    chapter = CODE_CHAPTERS[part.iri.removeprefix(CODE)[:3]]
    if hit["kind"]:
        kind = hit["kind"].replace("Appendi", "Appendix")
        return list(_expand_numbers(f"{hit['chapter'] or chapter} {kind}", hit["numbers"], day))
    if hit["whole"] in (None, "Chapter"):
        return [next(code for code, title in CODE_CHAPTERS.items() if title == (hit["named"] or chapter))]
    around = [day.get_node(part.iri), *day.list_ancestors(part.iri)]
    return [node.iri.removeprefix(CODE) for node in around if node.kind == hit["whole"]]


def _expand_numbers(kind: str, numbers: str, day: Day) -> Iterator[str]:
    """Yield the parts that a list of numbers names, with every part of a range."""
    for first, last in re.findall(rf"({_NUMBER})(?: to ({_NUMBER}))?", numbers):
        iri = parser.parse_citation(f"{kind} {first}", day)
        if not last:
            yield iri.removeprefix(CODE)
            continue
        end = day.get_node(parser.parse_citation(f"{kind} {last}", day))
        begin = day.get_node(iri)
        beside = [node for node in day.list_parts(begin.parent) if node.kind == begin.kind]
        yield from (node.iri.removeprefix(CODE) for node in beside if begin.order <= node.order <= end.order)
