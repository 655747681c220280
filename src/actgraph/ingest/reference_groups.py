"""One group of a reference: a kind with numbers ("points (a) and (b)"), "the first subparagraph", "this Article"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from actgraph.citation.labels import ORDINALS
from actgraph.ingest import act_names


class Step(NamedTuple):
    """One step of a path.

    Attributes:
        kind: `cpt`, `sct`, `art`, `anx`, `rct`, `par`, `nth` ("third paragraph"), `sub`, `pnt`, or empty for brackets
            alone; `ttl`, `prt` and `pro` are of other acts.
        number: as local names have it; empty for "this Article".
        upto: the last number of a range, or empty.
        which: "this" or "that", or empty.
    """

    kind: str
    number: str
    upto: str = ""
    which: str = ""


Path = tuple[Step, ...]


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
WHOLES = ("cpt", "art", "anx", "rct", "ttl", "prt", "pro")
ORDINAL = "|".join([*ORDINALS[:12], "last"])
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

HEAD = re.compile(
    r"([Aa]rticles?|[Pp]aragraphs?|[Ss]ubparagraphs?|[Pp]oints?|Annex(?:es)?|[Rr]ecitals?"
    r"|Chapters?|[Ss]ections?|Title|Part|Protocol No)\b ?"
)
WHICH = re.compile(r"(this|that|those|these|the same) ", re.I)
_ORDINALS = re.compile(
    rf"(?:the )?((?:{ORDINAL})(?:(?:, | and (?:the )?|, and | or | to )(?:{ORDINAL}))*) (?=(?:sub)?paragraphs?\b)", re.I
)
# A number that counts something is none of a provision: "Article 5 and 2 August 2026".
_COUNTED = rf" ?(?:%|°|\d{{3}}\b|(?:{_MONTHS}|years?|months?|days?|hours?|MW|kW)\b)"
_NUMBER = rf"\d+(?:\.\d+)*[a-z]{{0,2}}\b(?:\.(?=,| and ))?(?!{_COUNTED})"
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
_UPTO = re.compile(r" to |[-–](?=\(?\w)")
AND = re.compile(r",? (?:as well as|(?:read )?in conjunction with) |, (?:and|or) |, ?| and/or | and | or ")
TO = re.compile(r",? (?:of|to|under),? (?:the )?(?:(?:Council|Commission) )?")
BACK = re.compile(
    r"(?:that|those|(?:the )?(?:same|said)) (Regulation|Directive|Decision|Recommendation)s?\b(?! \(| No)"
)


class Groups:
    """Reads groups from a text, where it stands.

    Args:
        text: the words, white space folded.

    >>> Groups("points (a) and (b) of Article 6").group()
    [(Step(kind='pnt', number='a', upto='', which=''),), (Step(kind='pnt', number='b', upto='', which=''),)]
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0  # of the group read last
        self.acts = {name.start: name for name in act_names.named(text)}

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Pass by what matches here.

        Args:
            pattern: of what may stand here.

        Returns:
            The match; None, and nothing is passed by, where it does not match.

        >>> groups = Groups("Article 6 and Annex III")
        >>> groups.take(AND), groups.take(HEAD)[1], groups.at
        (None, 'Article', 8)
        """
        hit = pattern.match(self.text, self.at)
        if hit:
            self.at = hit.end()
        return hit

    def group(self) -> list[Path]:
        """A kind with its numbers, "the first subparagraph" or "this Article"; empty where there is none.

        >>> Groups("the first subparagraph").group()
        [(Step(kind='sub', number='1', upto='', which=''),)]
        """
        back = self.at
        which = self.take(WHICH)
        ordinals = None if which else self.take(_ORDINALS)
        head = self.take(HEAD)
        if not head:
            self.at = back
            return []
        kind = _kind(head[1])
        if which and kind == "sct" and head[1][0] == "s":  # "this section" of a database
            self.at = back
            return []
        depth = DEPTH[kind]
        paths: list[Path] = []
        if ordinals:
            paths = list(_counted("nth" if kind == "par" else kind, ordinals[1].lower()))
        elif which:
            paths = [(Step(kind, "", which="that" if which[1].lower() in ("that", "those", "the same") else "this"),)]
        else:
            paths = self.numbers(kind) or self.only_annex(kind)
        if not paths:
            self.at = back
            return []
        if not self.text[: self.at].endswith(" "):
            self.depth = depth
            return paths
        self.at -= 1  # the space behind a head without a number
        self.depth = depth
        return paths

    def only_annex(self, kind: str) -> list[Path]:
        """An act may have one annex without a number: "the Annex to Recommendation 2003/361/EC".

        Args:
            kind: of the group whose head has been passed by, such as `anx`.

        >>> Groups("Annex to Recommendation 2003/361/EC").group()
        [(Step(kind='anx', number='', upto='', which=''),)]
        """
        back = self.at
        self.at -= 1
        alone = kind == "anx" and self.take(TO) and (self.at in self.acts or self.take(BACK))
        self.at = back
        return [(Step(kind, ""),)] if alone else []

    def numbers(self, kind: str) -> list[Path]:
        """The numbers of a group of this kind, a path each.

        Args:
            kind: such as `art` or `pnt`.

        >>> [path[0].number for path in Groups("6, 7 and 10").numbers("art")]
        ['6', '7', '10']
        """
        paths: list[Path] = []
        back = self.at
        while path := self.number(kind, paths[-1] if paths else ()):
            paths.append(path)
            back = self.at
            self.take(AND)
        self.at = back
        return paths

    def number(self, kind: str, before: Path) -> Path:
        """One number with its brackets, or the range that it begins: "6(1)(a)", "(b)", "8 to 15", "(2) to (6)".

        Args:
            kind: such as `art` or `pnt`.
            before: the path read before it in the same list, or an empty one.

        Returns:
            The path; empty where no number of this kind stands here.

        >>> [step.number for step in Groups("6(1)(a)").number("art", ())]
        ['6', '1', 'a']
        """
        first = self.take(re.compile(_FIRST.get(kind, _NUMBER)))
        bracket = None if first else self.take(re.compile(_BRACKET))
        if first:
            whole, *parts = first[0].removesuffix(".").split(".") if kind == "art" else [first[0].removesuffix(".")]
            path: Path = (Step(kind, whole), *(Step("", part) for part in parts))  # "Article 5.1"
        elif bracket and before and (kind == "art" or len(before) > 1):
            path = _beside(before, bracket[1], kind)
        elif bracket and kind not in _ROMAN and not _other_sort(kind, bracket[1], before):
            path = (Step(kind, bracket[1]),)
        else:
            return ()
        while more := self.take(re.compile(_BRACKET)):
            path += (Step("", more[1]),)
        return self.upto(kind, path)

    def upto(self, kind: str, path: Path) -> Path:
        """The range that a number begins: "8 to 15", "6(1) to (4)", "50(1) to 50(4)"; else the number alone.

        Args:
            kind: of the number.
            path: the number, which has been passed by.

        >>> Groups(" to 15").upto("art", (Step("art", "8"),))
        (Step(kind='art', number='8', upto='15', which=''),)
        """
        back = self.at
        if self.take(_UPTO):
            last = self.take(re.compile(_FIRST.get(kind, _NUMBER)))
            again = len(path) > 1 and last is not None and last[0] == path[0].number
            if again or not last:
                last = self.take(re.compile(_BRACKET))
            elif len(path) > 1:  # from a part of one article to another article: what is between has no name
                last = None
            if last:
                return (*path[:-1], path[-1]._replace(upto=last[0].strip(" ()")))
        self.at = back
        return path


def _other_sort(kind: str, number: str, before: Path) -> bool:
    """Whether a number in a list of points is none of them: "point (h), (2)"."""
    return kind == "pnt" and bool(before) and before[0].number[0].isdigit() != number[0].isdigit()


def _kind(head: str) -> str:
    word = head.lower()
    return _KINDS["annex" if word == "annexes" else word.removesuffix("s")]


def _counted(kind: str, words: str) -> Iterator[Path]:
    """Read "first and second" and "second to fourth" as steps."""
    for part in re.split(", and |, | and the | and | or ", words):
        first, _, last = part.partition(" to ")
        numbers = [str(ORDINALS.index(word) + 1) if word in ORDINALS else word for word in (first, last) if word]
        yield (Step(kind, numbers[0], *numbers[1:]),)


def _beside(before: Path, number: str, kind: str) -> Path:
    """Where a bracket alone stands: beside the last number of its sort, as in "Article 6(1) and (2)"."""
    lowest = 1 if kind == "art" else 0
    for depth in range(len(before) - 1, lowest - 1, -1):
        if before[depth].number[0].isdigit() == number[0].isdigit():
            return (*before[:depth], before[depth]._replace(number=number, upto=""))
    return (*before, Step("", number))
