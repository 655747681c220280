"""Parse one group of a reference: "points (a) and (b)", "the first subparagraph", "this Article"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from actgraph.citation.labels import ORDINALS
from actgraph.ingest import act_names


class ReferenceStep(NamedTuple):
    """One step of a path.

    Attributes:
        kind: `cpt`, `sct`, `art`, `anx`, `rct`, `par`, `nth` ("third paragraph"), `sub`, `pnt`; in other acts `ttl`,
            `prt` and `pro`; empty for a bracket without a kind.
        number: the number as local names have it; empty for "this Article".
        range_end: the last number of a range, or empty.
        demonstrative: "this" or "that", or empty.
    """

    kind: str
    number: str
    range_end: str = ""
    demonstrative: str = ""


ReferencePath = tuple[ReferenceStep, ...]


_KINDS = {
    "article": "art",
    "paragraph": "par",
    "subparagraph": "sub",
    "point": "pnt",
    "annex": "anx",
    "recital": "rct",
    "chapter": "cpt",
    "section": "sct",
    "title": "ttl",
    "part": "prt",
    "protocol no": "pro",
}
_DEPTHS = [["pro", "prt"], ["ttl"], ["cpt", "rct", "anx"], ["sct"], ["art"], ["par", "nth"], ["sub"], ["pnt"]]
DEPTH = {kind: depth for depth, kinds in enumerate(_DEPTHS) for kind in kinds}
WHOLE_KINDS = ("cpt", "art", "anx", "rct", "ttl", "prt", "pro")
ORDINAL = "|".join([*ORDINALS[:12], "last"])
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

KIND_WORD = re.compile(
    r"([Aa]rticles?|[Pp]aragraphs?|[Ss]ubparagraphs?|[Pp]oints?|Annex(?:es)?|[Rr]ecitals?"
    r"|Chapters?|[Ss]ections?|Title|Part|Protocol No)\b ?"
)
DEMONSTRATIVE = re.compile(r"(this|that|those|these|the same) ", re.I)
_ORDINALS = re.compile(
    rf"(?:the )?((?:{ORDINAL})(?:(?:, | and (?:the )?|, and | or | to )(?:{ORDINAL}))*) (?=(?:sub)?paragraphs?\b)", re.I
)
# A number that counts something is no number of a provision: "Article 5 and 2 August 2026".
_QUANTITY = rf" ?(?:%|°|\d{{3}}\b|(?:{_MONTHS}|years?|months?|days?|hours?|MW|kW)\b)"
_NUMBER = rf"\d+(?:\.\d+)*[a-z]{{0,2}}\b(?:\.(?=,| and ))?(?!{_QUANTITY})"
_FIRST = {
    "art": rf"R?{_NUMBER}",  # the articles of an annex to a decision: "Article R23"
    "anx": r"[IVXLC]+\b",
    "ttl": r"[IVXLC]+\b",
    "cpt": r"(?:[IVXLC]+|\d+)\b",
    "sct": r"(?:\d+|[A-F]|[IVX]+)\b",
    "prt": r"(?:One|Two|Three|[IVX]+)\b",
}
_ROMAN = ("anx", "cpt", "sct", "ttl", "prt")
_BRACKET = r" ?\((\d+[a-z]{0,2}|[a-z]{1,5})\)"
_RANGE = re.compile(r" to |[-–](?=\(?\w)")
CONJUNCTION = re.compile(r",? (?:as well as|(?:read )?in conjunction with) |, (?:and|or) |, ?| and/or | and | or ")
PREPOSITION = re.compile(r",? (?:of|to|under),? (?:the )?(?:(?:Council|Commission) )?")
BACK_REFERENCE = re.compile(
    r"(?:that|those|(?:the )?(?:same|said)) (Regulation|Directive|Decision|Recommendation)s?\b(?! \(| No)"
)


class GroupReader:
    """Parse groups at the current position of a text.

    Args:
        text: the text, with white space folded.

    >>> [path[0].number for path in GroupReader("points (a) and (b) of Article 6").read_group()]
    ['a', 'b']
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.depth = 0  # of the group read last
        self.acts = {name.start: name for name in act_names.find_acts(text)}

    def consume(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Advance past a match at the current position; return it, or None without a match.

        >>> groups = GroupReader("Article 6 and Annex III")
        >>> groups.consume(CONJUNCTION), groups.consume(KIND_WORD)[1], groups.position
        (None, 'Article', 8)
        """
        hit = pattern.match(self.text, self.position)
        if hit:
            self.position = hit.end()
        return hit

    def read_group(self) -> list[ReferencePath]:
        """Read "points (a) and (b)", "the first subparagraph" or "this Article"; return an empty list if none follows.

        >>> GroupReader("the first subparagraph").read_group()
        [(ReferenceStep(kind='sub', number='1', range_end='', demonstrative=''),)]
        """
        back = self.position
        which = self.consume(DEMONSTRATIVE)
        ordinals = None if which else self.consume(_ORDINALS)
        head = self.consume(KIND_WORD)
        if not head:
            self.position = back
            return []
        kind = _parse_kind(head[1])
        if which and kind == "sct" and head[1][0] == "s":  # "this section" of a database
            self.position = back
            return []
        depth = DEPTH[kind]
        paths: list[ReferencePath] = []
        if ordinals:
            paths = list(_parse_ordinals("nth" if kind == "par" else kind, ordinals[1].lower()))
        elif which:
            paths = [
                (
                    ReferenceStep(
                        kind, "", demonstrative="that" if which[1].lower() in ("that", "those", "the same") else "this"
                    ),
                )
            ]
        else:
            paths = self.read_numbers(kind) or self.read_sole_annex(kind)
        if not paths:
            self.position = back
            return []
        if not self.text[: self.position].endswith(" "):
            self.depth = depth
            return paths
        self.position -= 1  # the space behind a head without a number
        self.depth = depth
        return paths

    def read_sole_annex(self, kind: str) -> list[ReferencePath]:
        """Read the sole annex of an act, which has no number: "the Annex to Recommendation 2003/361/EC".

        Args:
            kind: the kind of the group whose head precedes the position, such as `anx`.

        >>> GroupReader("Annex to Recommendation 2003/361/EC").read_group()
        [(ReferenceStep(kind='anx', number='', range_end='', demonstrative=''),)]
        """
        back = self.position
        self.position -= 1
        alone = (
            kind == "anx" and self.consume(PREPOSITION) and (self.position in self.acts or self.consume(BACK_REFERENCE))
        )
        self.position = back
        return [(ReferenceStep(kind, ""),)] if alone else []

    def read_numbers(self, kind: str) -> list[ReferencePath]:
        """Read the numbers of a group, a path each.

        Args:
            kind: the kind of the group, such as `art` or `pnt`.

        >>> [path[0].number for path in GroupReader("6, 7 and 10").read_numbers("art")]
        ['6', '7', '10']
        """
        paths: list[ReferencePath] = []
        back = self.position
        while path := self.read_number(kind, paths[-1] if paths else ()):
            paths.append(path)
            back = self.position
            self.consume(CONJUNCTION)
        self.position = back
        return paths

    def read_number(self, kind: str, before: ReferencePath) -> ReferencePath:
        """Read one number with its brackets, or a range: "6(1)(a)", "(b)", "8 to 15", "(2) to (6)".

        Args:
            kind: the kind of the group, such as `art` or `pnt`.
            before: the preceding path of the same list, or an empty one.

        Returns:
            The path; empty if there is no number of this kind.

        >>> [step.number for step in GroupReader("6(1)(a)").read_number("art", ())]
        ['6', '1', 'a']
        """
        first = self.consume(re.compile(_FIRST.get(kind, _NUMBER)))
        bracket = None if first else self.consume(re.compile(_BRACKET))
        if first:
            whole, *parts = first[0].removesuffix(".").split(".") if kind == "art" else [first[0].removesuffix(".")]
            path: ReferencePath = (
                ReferenceStep(kind, whole),
                *(ReferenceStep("", part) for part in parts),
            )  # "Article 5.1"
        elif bracket and before and (kind == "art" or len(before) > 1):
            path = _resolve_bracket(before, bracket[1], kind)
        elif bracket and kind not in _ROMAN and not _is_other_sort(kind, bracket[1], before):
            path = (ReferenceStep(kind, bracket[1]),)
        else:
            return ()
        while more := self.consume(re.compile(_BRACKET)):
            path += (ReferenceStep("", more[1]),)
        return self.read_range(kind, path)

    def read_range(self, kind: str, path: ReferencePath) -> ReferencePath:
        """Complete a number to a range: "8 to 15", "6(1) to (4)", "50(1) to 50(4)"; else return it unchanged.

        Args:
            kind: the kind of the group.
            path: the number, which precedes the position.

        >>> GroupReader(" to 15").read_range("art", (ReferenceStep("art", "8"),))
        (ReferenceStep(kind='art', number='8', range_end='15', demonstrative=''),)
        """
        back = self.position
        if self.consume(_RANGE):
            last = self.consume(re.compile(_FIRST.get(kind, _NUMBER)))
            again = len(path) > 1 and last is not None and last[0] == path[0].number
            if again or not last:
                last = self.consume(re.compile(_BRACKET))
            elif len(path) > 1:  # from a part of one article to another article: what is between has no name
                last = None
            if last:
                return (*path[:-1], path[-1]._replace(range_end=last[0].strip(" ()")))
        self.position = back
        return path


def _is_other_sort(kind: str, number: str, before: ReferencePath) -> bool:
    """Return whether a number in a list of points is of another sort: "point (h), (2)"."""
    return kind == "pnt" and bool(before) and before[0].number[0].isdigit() != number[0].isdigit()


def _parse_kind(head: str) -> str:
    word = head.lower()
    return _KINDS["annex" if word == "annexes" else word.removesuffix("s")]


def _parse_ordinals(kind: str, words: str) -> Iterator[ReferencePath]:
    """Parse "first and second" and "second to fourth" as steps."""
    for part in re.split(", and |, | and the | and | or ", words):
        first, _, last = part.partition(" to ")
        numbers = [str(ORDINALS.index(word) + 1) if word in ORDINALS else word for word in (first, last) if word]
        yield (ReferenceStep(kind, numbers[0], *numbers[1:]),)


def _resolve_bracket(before: ReferencePath, number: str, kind: str) -> ReferencePath:
    """Attach a bracket to the preceding path, in place of its last number of the same sort: "Article 6(1) and (2)"."""
    lowest = 1 if kind == "art" else 0
    for depth in range(len(before) - 1, lowest - 1, -1):
        if before[depth].number[0].isdigit() == number[0].isdigit():
            return (*before[:depth], before[depth]._replace(number=number, range_end=""))
    return (*before, ReferenceStep("", number))
