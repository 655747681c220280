"""Read the provisions of the Act, in the order of the text, from a Formex file of the Publications Office."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from actgraph.core.errors import InputError
from actgraph.ingest import source_file
from actgraph.ingest.formex_text import (
    QuotedLaw,
    extract_element_text,
    fold_spaces,
    iter_blocks,
    iter_live_children,
    make_element_error,
)
from actgraph.ingest.french_numbers import translate_heading, translate_number
from actgraph.ingest.provision import Provision

# Every element that the two official files use. An unknown one may contain law that this reader would silently drop.
KNOWN_ELEMENTS = frozenset(
    """ACT AGE.OJ ALINEA ANNEX ARTICLE BIB.DATA BIB.INSTANCE BIB.INSTANCE.CONS BIB.OJ BIB.VOLUME CELL COLL COM
    COMBINED.FMX CONS.ACT CONS.ANNEX CONS.DOC CONSID CONTENTS CORPUS CORRIG DATE DIVISION DOCUMENT.REF
    DOCUMENT.REF.CONS EEA ENACTING.TERMS FAM.COMP FINAL FT GR.CONSID GR.CONSID.INIT GR.CORRIG GR.MOD.ACT GR.SEQ
    GR.VISA HT IE INFO.CONSLEG INFO.PROD ITEM ITEM.PUB LG.DOC LG.OJ LINK LIST MOD.ACT NO.CELEX NO.CURRENT NO.DOC
    NO.ISSN.ELECTRONIC NO.ISSN.PRINT NO.P NO.PARAG NO.SEQ NOTE NP OJ P PAGE.CONTENTS PAGE.FIRST PAGE.LAST PAGE.SEQ
    PAGE.TOTAL PARAG PL.DATE PREAMBLE PREAMBLE.FINAL PREAMBLE.INIT PUBLICATION QUOT.END QUOT.S QUOT.START REF.DOC
    REF.DOC.OJ ROW SECTION SIGNATORY SIGNATURE STI STI.ART SUBSECTION TBL TI TI.ART TITLE TXT VISA VOLUME VOLUME.ID
    VOLUME.REF YEAR""".split()
)


_NAME = re.compile(r"[a-z]{3}_[0-9A-Za-z]+(?:\.[a-z]{3}_[0-9A-Za-z]+)*")


class FormexEdition(NamedTuple):
    """One edition of the Act, read from one file.

    Attributes:
        date: the day of publication or, for a consolidation, the day from which it holds (ISO 8601).
        provisions: the provisions in the order of the text, each after its parent.
        elements: local name of each provision → the element with which it begins.
    """

    date: str
    provisions: list[Provision]
    elements: dict[str, etree._Element]


def read_formex(path: Path) -> FormexEdition:
    """Read one Formex file of the Act, as published or as consolidated.

    Raises:
        InputError: the file is truncated, is no Formex, is another act, or has an unknown element; the message names
            file, line and element.
    """
    data = source_file.read_official_file(path)
    source_file.check_tags(data, path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
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
        if element.tag not in KNOWN_ELEMENTS:
            raise InputError(
                f"element {element.tag!s} is not known to the builder",
                where=f"{path}:{element.sourceline}",
                todo="Teach src/actgraph/ingest/formex.py what it means before building from this file.",
            )
    if "2024" not in root.xpath("//YEAR/text()") or "1689" not in root.xpath("//NO.CURRENT/text()"):
        raise InputError("this is not Regulation (EU) 2024/1689", where=str(path))
    reader = _FormexReader()
    try:
        reader.read_act(root)
    except InputError as error:
        error.where = f"{path}:{error.where}"
        raise
    return FormexEdition(_read_date(root, path), reader.provisions, reader.elements)


def _read_date(root: etree._Element, path: Path) -> str:
    found = root.xpath("INFO.CONSLEG/@START.DATE | PUBLICATION/OJ/BIB.OJ/DATE/@ISO")
    if len(found) != 1 or len(found[0]) != 8:
        raise InputError("the file does not say from when its text is", where=f"{path}:{root.sourceline}")
    day = str(found[0])
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


class _FormexReader:
    def __init__(self) -> None:
        self.provisions: list[Provision] = []
        self.elements: dict[str, etree._Element] = {}

    def add_provision(self, element: etree._Element, item: Provision) -> None:
        if not _NAME.fullmatch(item.name):
            raise make_element_error(element, f"a {item.kind} without a number that can be read (“{item.number}”)")
        if item.name in self.elements:
            raise make_element_error(element, f"a second {item.name}")
        self.elements[item.name] = element
        self.provisions.append(item)

    def read_act(self, root: etree._Element) -> None:
        for consid in root.iter("CONSID"):
            number = _strip_number(consid.find("NP/NO.P"))
            self.add_provision(
                consid,
                Provision(f"rct_{number}", "Recital", number, "", "", extract_element_text(consid.find("NP/TXT"))),
            )
        for terms in root.iter("ENACTING.TERMS"):
            self.read_divisions(terms, "")
        for annex in root.iter("ANNEX", "CONS.ANNEX"):
            self.read_annex(annex)

    def read_divisions(self, element: etree._Element, parent: str) -> None:
        for child in iter_live_children(element):
            if child.tag == "DIVISION":
                word, _, number = translate_heading(extract_element_text(child.find("TITLE/TI"))).partition(" ")
                if word not in ("CHAPTER", "SECTION"):
                    raise make_element_error(child, f"a division called {word}")
                name = f"cpt_{number}" if word == "CHAPTER" else f"{parent}.sct_{number}"
                title = extract_element_text(child.find("TITLE/STI"))
                self.add_provision(child, Provision(name, word.capitalize(), number, title, parent, ""))
                self.read_divisions(child, name)
            elif child.tag == "ARTICLE":
                self.read_article(child, parent)
            elif child.tag != "TITLE":
                raise make_element_error(child, "not expected between articles")

    def read_article(self, element: etree._Element, parent: str) -> None:
        number = translate_number(extract_element_text(element.find("TI.ART")).removeprefix("Article "))
        name = f"art_{number}"
        body = [child for child in iter_live_children(element) if child.tag not in ("TI.ART", "STI.ART")]
        self.add_provision(
            element, Provision(name, "Article", number, extract_element_text(element.find("STI.ART")), parent, "")
        )
        paragraphs = [child for child in body if child.tag == "PARAG"]
        if not paragraphs:
            self.read_parts(body, name, "Point")
        elif len(paragraphs) != len(body):
            raise make_element_error(element, "numbered and unnumbered paragraphs in one article")
        for paragraph in paragraphs:
            digits = _strip_number(paragraph.find("NO.PARAG"))
            self.add_provision(paragraph, Provision(f"{name}.par_{digits}", "Paragraph", digits, "", name, ""))
            alineas = [child for child in iter_live_children(paragraph) if child.tag != "NO.PARAG"]
            self.read_parts(alineas, f"{name}.par_{digits}", "Point")

    def read_parts(self, elements: list[etree._Element], parent: str, kind: str) -> None:
        """Add the subparagraphs, if there are two or more, and their points.

        Points of the first subparagraph stand directly under the parent, as people cite them.
        """
        found = list(_split_parts(elements))
        if len(found) == 1:
            self.provisions[-1] = self.provisions[-1]._replace(wording=found[0].wording)
        for count, part in enumerate(found, 1):
            sub = f"{parent}.sub_{count}"
            if len(found) > 1:
                item = Provision(sub, "Subparagraph", str(count), "", parent, part.wording)
                self.add_provision(part.begin, item)
            self.read_points(part.points, parent if count == 1 else sub, kind)

    def read_points(self, items: list[etree._Element], parent: str, kind: str) -> None:
        for count, item in enumerate(items, 1):
            inner = item.find("NP")
            body = item if inner is None else inner
            number = str(count) if body.tag == "ITEM" else _strip_number(body.find("NO.P"))
            name = f"{parent}.pnt_{number.split('.')[-1]}"
            self.add_provision(item, Provision(name, kind, number, "", parent, ""))
            self.read_parts([child for child in iter_live_children(body) if child.tag != "NO.P"], name, kind)

    def read_annex(self, element: etree._Element) -> None:
        heading = [extract_element_text(p) for p in element.findall("TITLE/TI/P")]
        contents = element.find("CONTENTS")
        if not heading or contents is None:
            raise make_element_error(element, "an annex without a heading or without contents")
        number = translate_heading(heading[0]).removeprefix("ANNEX ")
        title = extract_element_text(element.find("TITLE/STI")) or " ".join(heading[1:])
        body = list(iter_live_children(contents))
        if not title and body and body[0].tag == "P":  # the title of Annex XIV is its first paragraph
            title = extract_element_text(body.pop(0))
        self.add_provision(element, Provision(f"anx_{number}", "Annex", number, title, "", ""))
        self.read_groups(body, f"anx_{number}")

    def read_groups(self, body: list[etree._Element], parent: str) -> None:
        """Add the text, points and groups of an annex, of a section or of a point with a title."""
        self.read_parts([child for child in body if child.tag not in ("GR.SEQ", "TITLE")], parent, "AnnexPoint")
        for group in body:
            if group.tag != "GR.SEQ":
                continue
            numbered = group.find("TITLE/TI/NP")
            if numbered is not None:
                number = _strip_number(numbered.find("NO.P"))
                name = f"{parent}.pnt_{number}"
                self.add_provision(
                    group, Provision(name, "AnnexPoint", number, extract_element_text(numbered.find("TXT")), parent, "")
                )
            else:
                word, _, rest = extract_element_text(group.find("TITLE/TI")).partition(" ")
                if word != "Section":
                    raise make_element_error(group, f"a group of an annex called “{word}”")
                number, _, title = rest.partition(" ")
                number = number.rstrip(".")
                title = extract_element_text(group.find("TITLE/STI")) or title.removeprefix("— ")
                name = f"{parent}.sct_{number}"
                self.add_provision(group, Provision(name, "AnnexSection", number, title, parent, ""))
            self.read_groups(list(iter_live_children(group)), name)


class _Part(NamedTuple):
    begin: etree._Element  # the one of the elements in which it begins
    wording: str
    points: list[etree._Element]


def _split_parts(elements: list[etree._Element]) -> Iterator[_Part]:
    words, points, begin = list[str](), list[etree._Element](), None
    for element in elements:
        for block in iter_blocks([element]):
            if isinstance(block, QuotedLaw):
                words.append(" " + block)
            elif isinstance(block, str):
                if begin is not None:
                    yield _Part(begin, fold_spaces("".join(words)), points)
                words, points, begin = [block], [], element
            else:
                points += list(iter_live_children(block)) if block.tag == "LIST" else [block]
                begin = element if begin is None else begin
    if begin is not None:
        yield _Part(begin, fold_spaces("".join(words)), points)


def _strip_number(element: etree._Element | None) -> str:
    """Remove the brackets and stops of `(a)`, `1.`, `3.1.` and `a.`."""
    return translate_number(extract_element_text(element).strip("()."))
