"""The Code's PDFs → what each part of the Code refers to: provisions of the Act, other acts, other parts of the Code.

What counts as a reference stands in docs/references.md. The Act and other acts are read as in the Act itself; here are
read "Measures 7.1 to 7.5", "this Commitment" and "the Transparency Chapter".
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
# What the heading of a commitment or an appendix declares is a link of its own: ag:covers.
_DECLARED = re.compile(r"^LEGAL TEXT:.*$|^LEGAL TEXT$(?s:.*)^ADDITIONAL LEGAL TEXT:.*$", re.MULTILINE)

# The reader asks which provision says it: one of which nothing stands under and which stands under nothing.
_PLACEHOLDER = "rct_0"


class CodeReference(NamedTuple):
    """One reference.

    Attributes:
        subject: local name of the part of the Code that says it.
        object: what it names, as Turtle has it: `act:art_53`, `cop:tra.com_1`, `<http://data.europa.eu/eli/…>`.
        place: the place in another act that is named, or empty.
        page: printed number of the page on which it is said first.
        act: the other act, or None.
    """

    subject: str
    object: str
    place: str
    page: int
    act: Act | None = None


def find_code_references(parts: Iterable[CodePart], day: Day, provisions: Iterable[str]) -> list[CodeReference]:
    """What some parts of the Code refer to, in the order of the text; what one says twice is told once.

    Args:
        parts: of a chapter, as its PDF has them.
        day: a graph that has the Code.
        provisions: local names of the provisions of the Act, in the order of the text.

    Raises:
        CitationError: a part of the Code is named that there is not.

    >>> from actgraph.graph.day import open_day
    >>> part = CodePart(f"{CODE}cpy.com_1", "As Measure 1.2 and Article 53(1) have it.", [(0, 4)])
    >>> [(one.object, one.page) for one in find_code_references([part], open_day("2026-11-24"), ["art_53", "art_53.par_1"])]
    [('cop:cpy.com_1.mea_2', 4), ('act:art_53.par_1', 4)]
    """
    within = list(provisions)
    found: dict[tuple[str, str, str], CodeReference] = {}
    for part in parts:
        name = part.iri.removeprefix(CODE)
        text = _DECLARED.sub(lambda hit: "_" * len(hit[0]), part.text)
        mentions = list(_find_code_mentions(text, part, day))
        # Their numbers are none of a provision's: "Measure 2.1, and Article 3(65)".
        mentions += _find_act_mentions(_PART_MENTION.sub(lambda hit: "_" * len(hit[0]), text), within)
        for one in sorted(mentions, key=lambda mention: mention.start):
            if one.object != f"cop:{name}":
                said = CodeReference(name, one.object, one.place, part.find_page(one.start), one.act)
                found.setdefault((name, one.object, one.place), said)
    return list(found.values())


class _Mention(NamedTuple):
    start: int
    object: str
    place: str = ""
    act: Act | None = None


def _find_code_mentions(text: str, part: CodePart, day: Day) -> Iterator[_Mention]:
    for hit in _PART_MENTION.finditer(text):
        for name in _resolve_names(hit, part, day):
            yield _Mention(hit.start(), f"cop:{name}")


def _find_act_mentions(text: str, provisions: Sequence[str]) -> Iterator[_Mention]:
    """Where a text names what of the Act, and of other acts.

    The Code has no articles, so "Article 53" is the Act's; a paragraph or point that is named alone is the Code's own.
    """
    starts = [mention.start for mention in reference_phrases.find_mentions(text)]
    for start, end in pairwise([*starts, len(text)]):
        said = Provision(_PLACEHOLDER, "", "", "", "", text[start:end])
        for one in extract_references([said], provisions)[0]:
            yield _Mention(start, f"<{one.act.eli}>" if one.act else f"act:{one.object}", one.place, one.act)


def _resolve_names(hit: re.Match[str], part: CodePart, day: Day) -> list[str]:
    """The local names of what some words name in the Code."""
    chapter = CODE_CHAPTERS[part.iri.removeprefix(CODE)[:3]]
    if hit["kind"]:
        kind = hit["kind"].replace("Appendi", "Appendix")
        return list(_expand_numbers(f"{hit['chapter'] or chapter} {kind}", hit["numbers"], day))
    if hit["whole"] in (None, "Chapter"):
        return [next(code for code, title in CODE_CHAPTERS.items() if title == (hit["named"] or chapter))]
    around = [day.get_node(part.iri), *day.list_ancestors(part.iri)]
    return [node.iri.removeprefix(CODE) for node in around if node.kind == hit["whole"]]


def _expand_numbers(kind: str, numbers: str, day: Day) -> Iterator[str]:
    """The parts that a list of numbers names: of a range each from the first to the last."""
    for first, last in re.findall(rf"({_NUMBER})(?: to ({_NUMBER}))?", numbers):
        iri = parser.parse_citation(f"{kind} {first}", day)
        if not last:
            yield iri.removeprefix(CODE)
            continue
        end = day.get_node(parser.parse_citation(f"{kind} {last}", day))
        begin = day.get_node(iri)
        beside = [node for node in day.list_parts(begin.parent) if node.kind == begin.kind]
        yield from (node.iri.removeprefix(CODE) for node in beside if begin.order <= node.order <= end.order)
