"""The references of an edition from its HTML: which provision names which, and which other acts.

A state machine over the words of each provision. It gathers places ("points (a) and (b)") until it hears in what
they stand ("of Article 6", "of that Regulation") or until the run of such words ends: then they stand where the
provision stands itself.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from actgraph.ingest.provision import Provision
from actgraph.ingest.xhtml import read_act_page

from .items import Cursor, Item, Step
from .tokens import SELF, Token, tokens

Target = str | tuple[str, str]  # a local name, or the ELI of another act and the place named in it
_AT_ROOT = {"Article": "art", "Annex": "anx", "Chapter": "cpt", "Recital": "rct"}
_CLASSES = {"Section": ("Section", "AnnexSection"), "Point": ("Point", "AnnexPoint")}
_QUOTE = re.compile(r"(?:added|inserted|replaced by the following|follows): ‘")


class Found(NamedTuple):
    """The edges of an edition and, with the words, what it names but does not have."""

    edition: str
    edges: frozenset[tuple[str, Target]]
    dangling: frozenset[tuple[str, str]]


@cache
def references(path: Path) -> Found:
    """Every reference in the words and titles of an edition."""
    edition, provisions = read_act_page(path)
    law = Law(provisions)
    edges, dangling = set(), set()
    for provision in provisions:
        reader = Reader(law, provision.name)
        # What a provision continues: the opening words of those above it, so that "that Annex" finds its annex.
        for above in reversed(law.up(provision.parent)):
            reader.read(law.found[above].wording)
        if law.amended(provision.parent):
            reader.standing_in = next((act for _, act in reader.acts), "")
        reader.edges.clear()
        reader.dangling.clear()
        reader.read(provision.title)
        reader.read(provision.wording)
        edges |= {(provision.name, target) for target in reader.edges if target != provision.name}
        dangling |= {(provision.name, words) for words in reader.dangling}
    return Found(edition, frozenset(edges), frozenset(dangling))


class Law:
    """The provisions of an edition, and where a place is among them."""

    def __init__(self, provisions: list[Provision]):
        self.found = {provision.name: provision for provision in provisions}
        self.order = list(self.found)

    def up(self, name: str) -> list[str]:
        """A provision and those that it stands in, from the inside out."""
        chain = []
        while name:
            chain.append(name)
            name = self.found[name].parent
        return chain

    def amended(self, name: str) -> bool:
        """Whether what stands under it names places in the act that it amends."""
        return name in self.found and self.found[name].wording.endswith("is amended as follows:")

    def whole(self, name: str, kind: str) -> str:
        """The provision of a kind that this one is or stands in."""
        for above in self.up(name):
            if self.found[above].kind in _CLASSES.get(kind, (kind,)):
                return above
        # A point directly under a paragraph is in its first subparagraph, in which it has no name.
        return self.whole(name, "Paragraph") if kind == "Subparagraph" else ""

    def at(self, whole: str, steps: tuple[Step, ...]) -> str:
        """Go down from a provision, or from the Act if it is empty; an empty string if there is no such place."""
        wholes = [whole]
        for step in steps:
            wholes = [part for above in wholes for part in self._parts(above, step)]
        return wholes[0] if wholes else ""

    def _parts(self, whole: str, step: Step) -> list[str]:
        kind, number = step
        if not whole:
            return self._there(f"{_AT_ROOT.get(kind, 'none')}_{number}")
        if kind == "Section":
            return self._there(f"{whole}.sct_{number}")
        if kind == "Subparagraph":
            only = number == "1" and self.found[whole].kind == "Paragraph" and f"{whole}.sub_1" not in self.found
            return [whole] if only else self._there(f"{whole}.sub_{number}")
        paragraphs = self._there(f"{whole}.par_{number}")
        if not paragraphs and self.found[whole].kind != "Paragraph":  # where none is numbered, they are counted
            paragraphs = self._there(f"{whole}.sub_{number}")
        if kind == "Paragraph" or (not kind and number[0].isdigit() and paragraphs):
            return paragraphs
        return self._points(whole, number)

    def _points(self, whole: str, number: str) -> list[str]:
        above = whole.removesuffix(".sub_1")  # the points of a first subparagraph stand under the paragraph
        path = [f".pnt_{part}" for part in number.split(".")]
        # Point 3 of Annex VII is not its point 4.3, which stands third under point 4.
        here = [name for name in self._there(above + "".join(path)) if self.found[name].number == number]
        # Or in the one part of it that has such a point: the sections of an annex, the later subparagraphs.
        inner = [name for name in self.order if re.fullmatch(rf"{re.escape(whole)}\.s(ct|ub)_\w+{path[-1]}", name)]
        return here or inner

    def _there(self, name: str) -> list[str]:
        return [name] if name in self.found else []

    def nearest(self, name: str, steps: tuple[Step, ...]) -> str:
        """The place in the nearest whole that has it, but not one that the provision itself stands in, if it can be."""
        found = [place for above in self.up(name) if (place := self.at(above, steps))]
        return next((place for place in found if place not in self.up(name)), found[0] if found else "")

    def between(self, first: str, last: str) -> list[str]:
        """All from the first to the last of their kind in the same whole, in the order of the text."""
        kind, above = self.found[first].kind, self.found[first].parent
        same = self.order[self.order.index(first) : self.order.index(last) + 1]
        return [
            name
            for name in same
            if self.found[name].kind == kind and (kind in _AT_ROOT or self.found[name].parent == above)
        ]


class Reader:
    """Reads the words of one provision; `edges` is what they name."""

    def __init__(self, law: Law, subject: str):
        self.law, self.subject = law, subject
        self.edges: list[Target] = []
        self.dangling: list[str] = []
        self.acts: list[tuple[str, str]] = []  # what "that Directive" can mean: the type and the act
        self.said: list[str] = []  # what "that Annex" and "thereof" can mean
        self.pending: list[Item] = []
        self.standing_in = ""  # the act in which a place without an act stands, where it is not this one
        self.quoted = False

    def read(self, wording: str) -> None:
        quote = _QUOTE.search(wording)
        self.cursor, changing = Cursor(tokens(wording)), False
        self.quoted = False
        while (token := self.cursor.peek()).is_a != "end":
            self.quoted = bool(quote and token.start >= quote.end() - 1)
            if items := self.cursor.element():
                self.pending += [item.after(self.pending) for item in items]
                continue
            self.cursor.place += 1
            changing |= token.is_a == "change"
            if token.is_a == "of" and self.pending:
                self.of()
            elif token.is_a == "treaty" and self.pending and self.adjacent():
                self.in_acts(token.value)
            elif token.is_a in {"act", "self", "thatact", "treaty"}:
                self.flush()
                self.in_acts(self.meant(token))
                if token.is_a == "act" and not changing:
                    self.acts += [(token.text, act) for act in token.value]
            elif token.is_a in {"this", "that"}:
                self.flush()
                self.in_whole(self.this_or_that(token), alone=True)
            elif token.is_a == "thereof":
                self.thereof()
            elif token.is_a not in {"comma", "and"}:
                self.flush()
        self.flush()

    def adjacent(self) -> bool:
        """Whether a treaty follows its place at once: "Article 16 TFEU"."""
        return self.cursor.peek(-2).is_a in {"number", "kind"}

    def of(self) -> None:
        """What is pending stands in what comes now."""
        token = self.cursor.peek()
        if wholes := self.cursor.element():
            parts = [item for item in self.pending if item.fits(wholes[0])]
            rest = [item for item in self.pending if item not in parts]
            self.pending = rest + [part.under(whole, " of ") for whole in wholes for part in parts]
            if not parts:
                self.pending += wholes
            return
        self.cursor.place += 1
        if token.is_a in {"act", "self", "thatact", "treaty"}:
            self.in_acts(self.meant(token))
            if token.is_a == "act":
                self.acts += [(token.text, act) for act in token.value]
        elif token.is_a in {"this", "that"}:
            self.in_whole(self.this_or_that(token))
        elif token.is_a == "foreign":
            self.pending.clear()
        else:
            self.cursor.place -= 1
            self.flush()

    def meant(self, token: Token) -> tuple[str, ...]:
        if token.is_a != "thatact":
            return token.value
        word = token.text.split()[-1]
        return next(((act,) for text, act in reversed(self.acts) if word in text), ("",))

    def this_or_that(self, token: Token) -> str:
        kind = token.value[0]
        if self.quoted:
            return ""
        if token.is_a == "this":
            return self.law.whole(self.subject, kind)
        return next((whole for name in reversed(self.said) if (whole := self.law.whole(name, kind))), "")

    def in_acts(self, acts: tuple[str, ...]) -> None:
        for act in acts:
            if act == SELF:
                for item in self.pending:
                    if item.steps[0].number:  # "an annex to this Regulation" does not say which
                        self.name(self.law.at("", item.steps), item)
            elif act:
                self.edges += [(act, item.words) for item in self.pending] or [(act, "")]
        self.pending.clear()

    def in_whole(self, whole: str, alone: bool = False) -> None:
        """What is pending stands in a provision of the Act; or this itself is named."""
        if alone and whole:
            self.edges.append(whole)
        for item in self.pending if whole else ():
            self.name(self.law.nearest(whole, item.steps), item, whole)
        self.pending.clear()

    def thereof(self) -> None:
        if not self.pending:
            return
        if not self.said and self.acts:
            self.in_acts((self.acts[0][1],))
            return
        steps = self.pending[0].steps
        if whole := next((name for name in reversed(self.said) if self.law.nearest(name, steps)), ""):
            self.in_whole(whole)
        else:
            self.flush()

    def flush(self) -> None:
        """Nothing says in what the pending places stand."""
        for item in () if self.quoted else self.pending:
            kind, number = item.steps[0]
            if self.standing_in:
                self.edges.append((self.standing_in, item.words))
            elif kind in _AT_ROOT and number:
                self.name(self.law.at("", item.steps), item)
            elif number and kind not in {"Title", "Part"}:
                # In the provision itself, or else in what the words before have named.
                places = (self.law.nearest(name, item.steps) for name in [self.subject, *reversed(self.said)])
                self.name(next(filter(None, places), ""), item, self.subject)
        self.pending.clear()

    def name(self, place: str, item: Item, whole: str = "") -> None:
        if not place:
            self.dangling.append(item.words)
            return
        names = [place]
        if item.end:
            base = whole if item.steps[0].kind not in _AT_ROOT else ""
            last = self.law.nearest(base, item.end) if base else self.law.at("", item.end)
            if not last:
                self.dangling.append(item.words)
                return
            names = self.law.between(place, last)
        self.edges += names
        self.said += names
