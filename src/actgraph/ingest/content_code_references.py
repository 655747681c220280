"""Find what each part of the AI-Generated Content Code refers to: provisions of the Act, other acts, its own parts.

docs/references.md defines a reference. Those to the Act and other acts are found as in the Act itself; this module adds
"Measures 3.1 to 3.4", "Section 2 of the Code", "this Commitment" and "point (c) above".
"""

import re
from collections.abc import Iterable, Iterator

from actgraph.core.errors import InputError
from actgraph.core.prefixes import CONTENT_CODE
from actgraph.graph.day import Day
from actgraph.ingest.code_references import CodeReference, Mention, find_act_mentions
from actgraph.ingest.content_code_splitter import HEADED_KINDS, SAVE_AGAIN, ContentPart
from actgraph.ingest.content_code_text import repair_words

_NUMBER = r"\d+(?:\.\d+)*"
_NUMBERS = rf"{_NUMBER}(?:(?:, and|, or|,| and| or| to) {_NUMBER})*"
_PART_MENTION = re.compile(
    rf"\b(?P<kind>Sub-measure|Measure|Commitment|Section|Annex)s? (?P<numbers>{_NUMBERS})\b"
    r"|\b[Tt]his (?P<whole>Section|Commitment|Measure|Sub-measure)\b"
    r"|(?<!\w\), )\bpoints? \(?(?P<point>[a-z]|[ivx]+)\)"
)
_STEPS = tuple(HEADED_KINDS.values())
_KIND_OF_DEPTH = ("Commitment", "Measure", "Sub-measure")
# The provisions that a heading declares have links of their own: ag:covers.
_DECLARED = re.compile(r"LEGAL TEXT:.*? AI Act\b")
# An act that the text names without its number.
_NAMED_ACTS = {r"(?<=\)) Digital Services Act(?: \(DSA\))?": " of Regulation (EU) 2022/2065"}


def find_content_references(parts: Iterable[ContentPart], day: Day, provisions: Iterable[str]) -> list[CodeReference]:
    """Find the references of parts of the code, in the order of the text, each once per part.

    Args:
        parts: parts of the code, from its text.
        day: a graph that has the code.
        provisions: local names of the provisions of the Act, in the order of the text.

    Raises:
        InputError: a reference names a part of the code that does not exist.

    >>> from actgraph.graph.day import open_day
    >>> from actgraph.ingest.content_code_text import PagedText
    >>> words = "Commitment 4 and Arti cle 50(2) AI Act"
    >>> part = ContentPart("sec_1.com_3", PagedText(words, (16,) * len(words)))
    >>> found = find_content_references([part], open_day("2026-11-24"), ["art_50", "art_50.par_2"])
    >>> [(one.object, one.page) for one in found]
    [('agc:sec_1.com_4', 16), ('act:art_50.par_2', 16)]
    """
    within = list(provisions)
    found: dict[tuple[str, str, str], CodeReference] = {}
    for part in parts:
        text = repair_words(part.text)
        for pattern, name in _NAMED_ACTS.items():
            text = text.replace(pattern, name)
        own = _mask(_DECLARED, text.text)
        mentions = [*_find_own_mentions(own, part.name, day)]
        # The numbers of the code are no numbers of provisions.
        others = find_act_mentions(_mask(_PART_MENTION, own), within)
        mentions += [(one, "", "") for one in others]
        for one, printed, meant in sorted(mentions, key=lambda mention: mention[0].start):
            if one.object != f"agc:{part.name}":
                said = CodeReference(part.name, one.object, one.place, text.pages[one.start], one.act, printed, meant)
                found.setdefault((part.name, one.object, one.place), said)
    return list(found.values())


def _mask(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda hit: "_" * len(hit[0]), text)


def _find_own_mentions(text: str, name: str, day: Day) -> Iterator[tuple[Mention, str, str]]:
    """Yield the references to parts of the code, each with what is printed and what is meant where these differ."""
    for hit in _PART_MENTION.finditer(text):
        if hit["whole"]:
            whole = _find_whole(hit["whole"], name)
            yield from ((Mention(hit.start(), f"agc:{one}"), "", "") for one in whole)
        elif hit["point"]:
            point = _find_point(hit["point"], name, day)
            yield from ((Mention(hit.start(), f"agc:{one}"), "", "") for one in point)
        else:
            for target, number in _expand_numbers(hit, name, day):
                depth = number.count(".")
                meant = f"{_KIND_OF_DEPTH[depth]} {number}" if hit["kind"] == "Measure" and depth == 2 else ""
                yield Mention(hit.start(), f"agc:{target}"), meant and f"Measure {number}", meant


def _find_whole(word: str, name: str) -> list[str]:
    """Return the part that "this Commitment" means: none where the part stands in no such one."""
    steps = name.split(".")
    if word == "Section":
        return steps[:1] if steps[0].startswith("sec_") else []
    step = _STEPS[_KIND_OF_DEPTH.index(word)]
    ends = [at for at, one in enumerate(steps, 1) if one.startswith(step)]
    return [".".join(steps[:end]) for end in ends]


def _find_point(letter: str, name: str, day: Day) -> list[str]:
    """Return the point that a letter means: of the nearest part that has such a point."""
    steps = name.split(".")
    for end in range(len(steps), 1, -1):
        point = f"{'.'.join(steps[:end])}.pnt_{letter}"
        if CONTENT_CODE + point in day:
            return [point]
    return []


def _expand_numbers(hit: re.Match[str], name: str, day: Day) -> Iterator[tuple[str, str]]:
    """Yield the parts that a list of numbers names, with every part of a range, each with its number."""
    # The annex speaks to deployers: its measures are those of Section 2.
    section = name.split(".")[0] if name.startswith("sec_") else "sec_2"
    for first, last in re.findall(rf"({_NUMBER})(?: to ({_NUMBER}))?", hit["numbers"]):
        target = _make_name(hit["kind"], first, section, day)
        if not last:
            yield target, first
            continue
        begin, end = (day.get_node(CONTENT_CODE + one) for one in (target, _make_name(hit["kind"], last, section, day)))
        for node in day.list_parts(begin.parent):
            if node.kind == begin.kind and begin.order <= node.order <= end.order:
                yield node.iri.removeprefix(CONTENT_CODE), node.number


def _make_name(kind: str, number: str, section: str, day: Day) -> str:
    numbers = number.split(".")
    if kind in ("Section", "Annex"):
        name = f"{kind[:3].lower().replace('ann', 'anx')}_{number}"
    else:
        name = ".".join([section, *map("{}_{}".format, _STEPS, numbers)])
    if CONTENT_CODE + name not in day:
        raise InputError(f"the text names {kind} {number}, which the code does not have", todo=SAVE_AGAIN)
    return name
