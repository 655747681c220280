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
from .tokens import SELF, Token, tokenize_wording

Target = str | tuple[str, str]  # a local name, or the ELI of another act and the place named in it
_AT_ROOT = {"Article": "art", "Annex": "anx", "Chapter": "cpt", "Recital": "rct"}
_CLASSES = {"Section": ("Section", "AnnexSection"), "Point": ("Point", "AnnexPoint")}
_QUOTE = re.compile(r"(?:added|inserted|replaced by the following|follows): ‘")


class ReferenceSet(NamedTuple):
    """The edges of an edition and, with the words, what it names but does not have."""

    edition: str
    edges: frozenset[tuple[str, Target]]
    dangling: frozenset[tuple[str, str]]


@cache
def find_references(path: Path) -> ReferenceSet:
    """Find every reference in the words and titles of an edition."""
    edition, provisions = read_act_page(path)
    law = Law(provisions)
    edges, dangling = set(), set()
    for provision in provisions:
        reader = Reader(law, provision.name)
        # What a provision continues: the opening words of those above it, so that "that Annex" finds its annex.
        for above in reversed(law.list_ancestors(provision.parent)):
            reader.read(law.found[above].wording)
        if law.is_amending(provision.parent):
            reader.default_act = next((act for _, act in reader.acts), "")
        reader.edges.clear()
        reader.dangling.clear()
        reader.read(provision.title)
        reader.read(provision.wording)
        edges |= {(provision.name, target) for target in reader.edges if target != provision.name}
        dangling |= {(provision.name, words) for words in reader.dangling}
    return ReferenceSet(edition, frozenset(edges), frozenset(dangling))


class Law:
    """The provisions of an edition, and where a place is among them."""

    def __init__(self, provisions: list[Provision]):
        self.found = {provision.name: provision for provision in provisions}
        self.order = list(self.found)

    def list_ancestors(self, name: str) -> list[str]:
        """List a provision and those that it stands in, from the inside out."""
        chain = []
        while name:
            chain.append(name)
            name = self.found[name].parent
        return chain

    def is_amending(self, name: str) -> bool:
        """Return whether what stands under it names places in the act that it amends."""
        return name in self.found and self.found[name].wording.endswith("is amended as follows:")

    def find_whole(self, name: str, kind: str) -> str:
        """Find the provision of a kind that this one is or stands in."""
        for above in self.list_ancestors(name):
            if self.found[above].kind in _CLASSES.get(kind, (kind,)):
                return above
        # A point directly under a paragraph is in its first subparagraph, in which it has no name.
        return self.find_whole(name, "Paragraph") if kind == "Subparagraph" else ""

    def find_place(self, whole: str, steps: tuple[Step, ...]) -> str:
        """Go down from a provision, or from the Act if it is empty; an empty string if there is no such place."""
        wholes = [whole]
        for step in steps:
            wholes = [part for above in wholes for part in self._find_parts(above, step)]
        return wholes[0] if wholes else ""

    def _find_parts(self, whole: str, step: Step) -> list[str]:
        kind, number = step
        if not whole:
            return self._find_named(f"{_AT_ROOT.get(kind, 'none')}_{number}")
        if kind == "Section":
            return self._find_named(f"{whole}.sct_{number}")
        if kind == "Subparagraph":
            only = number == "1" and self.found[whole].kind == "Paragraph" and f"{whole}.sub_1" not in self.found
            return [whole] if only else self._find_named(f"{whole}.sub_{number}")
        paragraphs = self._find_named(f"{whole}.par_{number}")
        if not paragraphs and self.found[whole].kind != "Paragraph":  # where none is numbered, they are counted
            paragraphs = self._find_named(f"{whole}.sub_{number}")
        if kind == "Paragraph" or (not kind and number[0].isdigit() and paragraphs):
            return paragraphs
        return self._find_points(whole, number)

    def _find_points(self, whole: str, number: str) -> list[str]:
        above = whole.removesuffix(".sub_1")  # the points of a first subparagraph stand under the paragraph
        path = [f".pnt_{part}" for part in number.split(".")]
        # Point 3 of Annex VII is not its point 4.3, which stands third under point 4.
        here = [name for name in self._find_named(above + "".join(path)) if self.found[name].number == number]
        # Or in the one part of it that has such a point: the sections of an annex, the later subparagraphs.
        inner = [name for name in self.order if re.fullmatch(rf"{re.escape(whole)}\.s(ct|ub)_\w+{path[-1]}", name)]
        return here or inner

    def _find_named(self, name: str) -> list[str]:
        return [name] if name in self.found else []

    def find_nearest(self, name: str, steps: tuple[Step, ...]) -> str:
        """Find the place in the nearest whole that has it; if it can be, not one that the provision stands in."""
        found = [place for above in self.list_ancestors(name) if (place := self.find_place(above, steps))]
        return next((place for place in found if place not in self.list_ancestors(name)), found[0] if found else "")

    def list_range(self, first: str, last: str) -> list[str]:
        """List all from the first to the last of their kind in the same whole, in the order of the text."""
        kind, above = self.found[first].kind, self.found[first].parent
        same = self.order[self.order.index(first) : self.order.index(last) + 1]
        return [
            name
            for name in same
            if self.found[name].kind == kind and (kind in _AT_ROOT or self.found[name].parent == above)
        ]


class Reader:
    """A reader of the words of one provision; `edges` is what they name."""

    def __init__(self, law: Law, subject: str):
        self.law, self.subject = law, subject
        self.edges: list[Target] = []
        self.dangling: list[str] = []
        self.acts: list[tuple[str, str]] = []  # what "that Directive" can mean: the type and the act
        self.named: list[str] = []  # what "that Annex" and "thereof" can mean
        self.pending: list[Item] = []
        self.default_act = ""  # the act in which a place without an act stands, where it is not this one
        self.quoted = False

    def read(self, wording: str) -> None:
        quote = _QUOTE.search(wording)
        self.cursor, changing = Cursor(tokenize_wording(wording)), False
        self.quoted = False
        while (token := self.cursor.peek()).is_a != "end":
            self.quoted = bool(quote and token.start >= quote.end() - 1)
            if items := self.cursor.read_element():
                self.pending += [item.inherit_whole(self.pending) for item in items]
                continue
            self.cursor.place += 1
            changing |= token.is_a == "change"
            if token.is_a == "of" and self.pending:
                self.read_of()
            elif token.is_a == "treaty" and self.pending and self.is_adjacent():
                self.place_in_acts(token.value)
            elif token.is_a in {"act", "self", "thatact", "treaty"}:
                self.flush()
                self.place_in_acts(self.resolve_acts(token))
                if token.is_a == "act" and not changing:
                    self.acts += [(token.text, act) for act in token.value]
            elif token.is_a in {"this", "that"}:
                self.flush()
                self.place_in_whole(self.resolve_whole(token), alone=True)
            elif token.is_a == "thereof":
                self.read_thereof()
            elif token.is_a not in {"comma", "and"}:
                self.flush()
        self.flush()

    def is_adjacent(self) -> bool:
        """Return whether a treaty follows its place at once: "Article 16 TFEU"."""
        return self.cursor.peek(-2).is_a in {"number", "kind"}

    def read_of(self) -> None:
        """Place what is pending in what comes now."""
        token = self.cursor.peek()
        if wholes := self.cursor.read_element():
            parts = [item for item in self.pending if item.fits_in(wholes[0])]
            rest = [item for item in self.pending if item not in parts]
            self.pending = rest + [part.place_under(whole, " of ") for whole in wholes for part in parts]
            if not parts:
                self.pending += wholes
            return
        self.cursor.place += 1
        if token.is_a in {"act", "self", "thatact", "treaty"}:
            self.place_in_acts(self.resolve_acts(token))
            if token.is_a == "act":
                self.acts += [(token.text, act) for act in token.value]
        elif token.is_a in {"this", "that"}:
            self.place_in_whole(self.resolve_whole(token))
        elif token.is_a == "foreign":
            self.pending.clear()
        else:
            self.cursor.place -= 1
            self.flush()

    def resolve_acts(self, token: Token) -> tuple[str, ...]:
        if token.is_a != "thatact":
            return token.value
        word = token.text.split()[-1]
        return next(((act,) for text, act in reversed(self.acts) if word in text), ("",))

    def resolve_whole(self, token: Token) -> str:
        kind = token.value[0]
        if self.quoted:
            return ""
        if token.is_a == "this":
            return self.law.find_whole(self.subject, kind)
        return next((whole for name in reversed(self.named) if (whole := self.law.find_whole(name, kind))), "")

    def place_in_acts(self, acts: tuple[str, ...]) -> None:
        for act in acts:
            if act == SELF:
                for item in self.pending:
                    if item.steps[0].number:  # "an annex to this Regulation" does not say which
                        self.add_place(self.law.find_place("", item.steps), item)
            elif act:
                self.edges += [(act, item.words) for item in self.pending] or [(act, "")]
        self.pending.clear()

    def place_in_whole(self, whole: str, alone: bool = False) -> None:
        """Place what is pending in a provision of the Act, or name the provision itself."""
        if alone and whole:
            self.edges.append(whole)
        for item in self.pending if whole else ():
            self.add_place(self.law.find_nearest(whole, item.steps), item, whole)
        self.pending.clear()

    def read_thereof(self) -> None:
        if not self.pending:
            return
        if not self.named and self.acts:
            self.place_in_acts((self.acts[0][1],))
            return
        steps = self.pending[0].steps
        if whole := next((name for name in reversed(self.named) if self.law.find_nearest(name, steps)), ""):
            self.place_in_whole(whole)
        else:
            self.flush()

    def flush(self) -> None:
        """Place what is pending where nothing says in what it stands."""
        for item in () if self.quoted else self.pending:
            kind, number = item.steps[0]
            if self.default_act:
                self.edges.append((self.default_act, item.words))
            elif kind in _AT_ROOT and number:
                self.add_place(self.law.find_place("", item.steps), item)
            elif number and kind not in {"Title", "Part"}:
                # In the provision itself, or else in what the words before have named.
                places = (self.law.find_nearest(name, item.steps) for name in [self.subject, *reversed(self.named)])
                self.add_place(next(filter(None, places), ""), item, self.subject)
        self.pending.clear()

    def add_place(self, place: str, item: Item, whole: str = "") -> None:
        if not place:
            self.dangling.append(item.words)
            return
        names = [place]
        if item.end:
            base = whole if item.steps[0].kind not in _AT_ROOT else ""
            last = self.law.find_nearest(base, item.end) if base else self.law.find_place("", item.end)
            if not last:
                self.dangling.append(item.words)
                return
            names = self.law.list_range(place, last)
        self.edges += names
        self.named += names
