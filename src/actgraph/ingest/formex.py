"""Formex file → provisions: the act as the Publications Office marks it up, in the order of the text."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from actgraph.core.errors import InputError
from actgraph.ingest import source_file
from actgraph.ingest.provision import Provision
from actgraph.ingest.wording import Quoted, blocks, fold, live, odd, text

# Every element that the two official files use. A new one may carry law that this reader would drop in silence.
KNOWN = frozenset(
    """ACT AGE.OJ ALINEA ANNEX ARTICLE BIB.DATA BIB.INSTANCE BIB.INSTANCE.CONS BIB.OJ BIB.VOLUME CELL COLL COM
    COMBINED.FMX CONS.ACT CONS.ANNEX CONS.DOC CONSID CONTENTS CORPUS DATE DIVISION DOCUMENT.REF DOCUMENT.REF.CONS EEA
    ENACTING.TERMS FAM.COMP FINAL FT GR.CONSID GR.CONSID.INIT GR.MOD.ACT GR.SEQ GR.VISA HT IE INFO.CONSLEG INFO.PROD
    ITEM ITEM.PUB LG.DOC LG.OJ LINK LIST MOD.ACT NO.CELEX NO.CURRENT NO.DOC NO.ISSN.ELECTRONIC NO.ISSN.PRINT NO.P
    NO.PARAG NO.SEQ NOTE NP OJ P PAGE.CONTENTS PAGE.FIRST PAGE.LAST PAGE.SEQ PAGE.TOTAL PARAG PL.DATE PREAMBLE
    PREAMBLE.FINAL PREAMBLE.INIT PUBLICATION QUOT.END QUOT.S QUOT.START REF.DOC REF.DOC.OJ ROW SECTION SIGNATORY
    SIGNATURE STI STI.ART SUBSECTION TBL TI TI.ART TITLE TXT VISA VOLUME VOLUME.ID VOLUME.REF YEAR""".split()
)


_NAME = re.compile(r"[a-z]{3}_[0-9A-Za-z]+(?:\.[a-z]{3}_[0-9A-Za-z]+)*")


class Edition(NamedTuple):
    """One edition of the Act, read from one file.

    Attributes:
        date: the day it was published or, for a consolidation, the day it holds from (ISO 8601).
        provisions: in the order of the text, each after the one it stands under.
        elements: local name of each provision → the element of the file in which it begins.
    """

    date: str
    provisions: list[Provision]
    elements: dict[str, etree._Element]


def read(path: Path) -> Edition:
    """Read one Formex file of the Act, as published or as consolidated.

    Args:
        path: the file.

    Raises:
        InputError: the file is cut off, is no Formex, is another act, or has an element that this reader does not
            know; file, line and element are named.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(source_file.data(path), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"not well-formed XML, perhaps cut off ({error.msg})",
            where=f"{path}:{error.lineno}",
            todo="Fetch the file again from EUR-Lex and check its size.",
        ) from error
    if root.tag not in ("COMBINED.FMX", "CONS.ACT"):
        raise InputError(
            f"no Formex of an act: its first element is {root.tag!s}",
            where=f"{path}:{root.sourceline}",
            todo="Give the Formex 4 file (COMBINED.FMX as published, CONS.ACT as consolidated).",
        )
    for element in root.iter(etree.Element):
        if element.tag not in KNOWN:
            raise InputError(
                f"element {element.tag!s} is not known to the builder",
                where=f"{path}:{element.sourceline}",
                todo="Teach src/actgraph/ingest/formex.py what it means before building from this file.",
            )
    if "2024" not in root.xpath("//YEAR/text()") or "1689" not in root.xpath("//NO.CURRENT/text()"):
        raise InputError("this is not Regulation (EU) 2024/1689", where=str(path))
    reader = _Reader()
    try:
        reader.act(root)
    except InputError as error:
        error.where = f"{path}:{error.where}"
        raise
    return Edition(_date(root, path), reader.provisions, reader.elements)


def _date(root: etree._Element, path: Path) -> str:
    found = root.xpath("INFO.CONSLEG/@START.DATE | PUBLICATION/OJ/BIB.OJ/DATE/@ISO")
    if len(found) != 1 or len(found[0]) != 8:
        raise InputError("the file does not say from when its text is", where=f"{path}:{root.sourceline}")
    day = str(found[0])
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


class _Reader:
    def __init__(self) -> None:
        self.provisions: list[Provision] = []
        self.elements: dict[str, etree._Element] = {}

    def add(self, element: etree._Element, item: Provision) -> None:
        if not _NAME.fullmatch(item.name):
            raise odd(element, f"a {item.kind} without a number that can be read (“{item.number}”)")
        if item.name in self.elements:
            raise odd(element, f"a second {item.name}")
        self.elements[item.name] = element
        self.provisions.append(item)

    def act(self, root: etree._Element) -> None:
        for consid in root.iter("CONSID"):
            number = _number(consid.find("NP/NO.P"))
            self.add(consid, Provision(f"rct_{number}", "Recital", number, "", "", text(consid.find("NP/TXT"))))
        for terms in root.iter("ENACTING.TERMS"):
            self.divisions(terms, "")
        for annex in root.iter("ANNEX", "CONS.ANNEX"):
            self.annex(annex)

    def divisions(self, element: etree._Element, parent: str) -> None:
        for child in live(element):
            if child.tag == "DIVISION":
                word, _, number = text(child.find("TITLE/TI")).partition(" ")
                if word not in ("CHAPTER", "SECTION"):
                    raise odd(child, f"a division called {word}")
                name = f"cpt_{number}" if word == "CHAPTER" else f"{parent}.sct_{number}"
                title = text(child.find("TITLE/STI"))
                self.add(child, Provision(name, word.capitalize(), number, title, parent, ""))
                self.divisions(child, name)
            elif child.tag == "ARTICLE":
                self.article(child, parent)
            elif child.tag != "TITLE":
                raise odd(child, "not expected between articles")

    def article(self, element: etree._Element, parent: str) -> None:
        number = text(element.find("TI.ART")).removeprefix("Article ")
        name = f"art_{number}"
        body = [child for child in live(element) if child.tag not in ("TI.ART", "STI.ART")]
        self.add(element, Provision(name, "Article", number, text(element.find("STI.ART")), parent, ""))
        paragraphs = [child for child in body if child.tag == "PARAG"]
        if not paragraphs:
            self.parts(body, name, "Point")
        elif len(paragraphs) != len(body):
            raise odd(element, "numbered and unnumbered paragraphs in one article")
        for paragraph in paragraphs:
            digits = _number(paragraph.find("NO.PARAG"))
            self.add(paragraph, Provision(f"{name}.par_{digits}", "Paragraph", digits, "", name, ""))
            alineas = [child for child in live(paragraph) if child.tag != "NO.PARAG"]
            self.parts(alineas, f"{name}.par_{digits}", "Point")

    def parts(self, elements: list[etree._Element], parent: str, kind: str) -> None:
        """Subparagraphs where there are two or more, and the points under each.

        Points of the first stand directly under the parent, as people cite them.
        """
        found = list(_parts(elements))
        if len(found) == 1:
            self.provisions[-1] = self.provisions[-1]._replace(wording=found[0].wording)
        for count, part in enumerate(found, 1):
            sub = f"{parent}.sub_{count}"
            if len(found) > 1:
                begin = next(one for place, one in enumerate(elements, 1) if len([*_parts(elements[:place])]) >= count)
                self.add(begin, Provision(sub, "Subparagraph", str(count), "", parent, part.wording))
            self.points(part.points, parent if count == 1 else sub, kind)

    def points(self, items: list[etree._Element], parent: str, kind: str) -> None:
        for count, item in enumerate(items, 1):
            inner = item.find("NP")
            body = item if inner is None else inner
            number = str(count) if body.tag == "ITEM" else _number(body.find("NO.P"))
            name = f"{parent}.pnt_{number.split('.')[-1]}"
            self.add(item, Provision(name, kind, number, "", parent, ""))
            self.parts([child for child in live(body) if child.tag != "NO.P"], name, kind)

    def annex(self, element: etree._Element) -> None:
        heading = [text(p) for p in element.findall("TITLE/TI/P")]
        contents = element.find("CONTENTS")
        if not heading or contents is None:
            raise odd(element, "an annex without a heading or without contents")
        number = heading[0].removeprefix("ANNEX ")
        title = text(element.find("TITLE/STI")) or " ".join(heading[1:])
        body = list(live(contents))
        if not title and body and body[0].tag == "P":  # Annex XIV calls itself by its first paragraph
            title = text(body.pop(0))
        self.add(element, Provision(f"anx_{number}", "Annex", number, title, "", ""))
        self.groups(body, f"anx_{number}")

    def groups(self, body: list[etree._Element], parent: str) -> None:
        """What stands in an annex, its sections and its titled points: text, points, and groups of them."""
        self.parts([child for child in body if child.tag not in ("GR.SEQ", "TITLE")], parent, "AnnexPoint")
        for group in body:
            if group.tag != "GR.SEQ":
                continue
            numbered = group.find("TITLE/TI/NP")
            if numbered is not None:
                number = _number(numbered.find("NO.P"))
                name = f"{parent}.pnt_{number}"
                self.add(group, Provision(name, "AnnexPoint", number, text(numbered.find("TXT")), parent, ""))
            else:
                word, _, rest = text(group.find("TITLE/TI")).partition(" ")
                if word != "Section":
                    raise odd(group, f"a group of an annex called “{word}”")
                number, _, title = rest.partition(" ")
                number = number.rstrip(".")
                title = text(group.find("TITLE/STI")) or title.removeprefix("— ")
                name = f"{parent}.sct_{number}"
                self.add(group, Provision(name, "AnnexSection", number, title, parent, ""))
            self.groups(list(live(group)), name)


class _Part(NamedTuple):
    wording: str
    points: list[etree._Element]


def _parts(elements: list[etree._Element]) -> Iterator[_Part]:
    wording, points, open_ = "", list[etree._Element](), False
    for block in blocks(elements):
        if isinstance(block, Quoted):
            wording += " " + block
        elif isinstance(block, str):
            if open_:
                yield _Part(fold(wording), points)
            wording, points, open_ = block, [], True
        else:
            points += list(live(block)) if block.tag == "LIST" else [block]
            open_ = True
    if open_:
        yield _Part(fold(wording), points)


def _number(element: etree._Element | None) -> str:
    """`(a)`, `1.`, `3.1.` and `a.` without what is only typography."""
    return text(element).strip("().")
