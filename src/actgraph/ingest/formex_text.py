"""Extract the law from a Formex element, without notes, page marks and deleted text."""

from collections.abc import Iterator

from lxml import etree

from actgraph.core.errors import InputError

_GROUPED_FROM = 5  # the Official Journal groups the digits of numbers with five or more


class QuotedLaw(str):
    """Quoted law, which belongs to the words that announce it and is no paragraph of its own.

    >>> QuotedLaw("its words") == "its words"
    True
    """


def fold_spaces(text: str) -> str:
    """Fold every run of white space, no-break spaces included, into one space.

    >>> fold_spaces(" Article\\u00a053 ")
    'Article 53'
    """
    return " ".join(text.split())


def extract_element_text(element: etree._Element | None) -> str:
    """Return the folded text of an element; an empty string for None.

    >>> extract_element_text(etree.fromstring("<P>Article <NOTE>a note</NOTE>53</P>"))
    'Article 53'
    """
    return "" if element is None else fold_spaces("".join(_iter_words(element)))


def make_element_error(element: etree._Element, message: str) -> InputError:
    """Return the error about an unexpected element; the reader of the file adds the path.

    Args:
        element: the element.
        message: what is wrong.

    >>> make_element_error(etree.fromstring("<LIST/>"), "a list without points").what
    'a list without points (element LIST)'
    """
    return InputError(f"{message} (element {element.tag!s})", where=str(element.sourceline))


def iter_live_children(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children that are law: a consolidated file keeps deleted ones between two processing instructions.

    Raises:
        InputError: a deletion has no end among the siblings.

    >>> marks = '<?CLG.MDFO ID="M1" ACTION="DELETED"?><P/><?CLG.MDFC IDREF="M1"?>'
    >>> [child.tag for child in iter_live_children(etree.fromstring(f"<ARTICLE><TI.ART/>{marks}</ARTICLE>"))]
    ['TI.ART']
    """
    deleted: str | bytes | None = None
    for child in element:
        if isinstance(child, etree._ProcessingInstruction):
            marks = child.attrib
            if child.target == "CLG.MDFO" and marks.get("ACTION") == "DELETED":
                deleted = marks.get("ID", "")
            elif child.target == "CLG.MDFC" and marks.get("IDREF") == deleted:
                deleted = None
        elif deleted is None:
            yield child
    if deleted is not None:
        raise make_element_error(element, f"the deletion {deleted!s} has no end")


def iter_blocks(elements: list[etree._Element]) -> Iterator[str | etree._Element]:
    """Yield text and lists of points in order; a paragraph is one string, quoted law a `QuotedLaw`.

    >>> [getattr(block, "tag", block) for block in iter_blocks([etree.fromstring("<P>These apply:<LIST/></P>")])]
    ['These apply:', 'LIST']
    """
    for element in elements:
        if element.tag in ("LIST", "NP"):
            yield element
        elif element.tag == "QUOT.S":
            yield QuotedLaw(extract_element_text(element))
        else:
            yield from _iter_mixed(element)


def _iter_mixed(element: etree._Element) -> Iterator[str | etree._Element]:
    words = element.text or ""
    for child in element:
        if child.tag in ("LIST", "P", "NP", "QUOT.S"):
            if words.strip():
                yield words
            words = child.tail or ""
            if child.tag == "QUOT.S":  # the stop after a quotation is no paragraph
                yield QuotedLaw(fold_spaces(extract_element_text(child) + words))
                words = ""
            else:
                yield from iter_blocks([child])
        else:
            words += "".join(_iter_words(child)) + (child.tail or "")
    if words.strip():
        yield words


def _iter_words(element: etree._Element) -> Iterator[str]:
    if isinstance(element, etree._ProcessingInstruction) or element.tag == "NOTE":
        return
    if element.tag in ("QUOT.START", "QUOT.END"):
        yield chr(int(element.get("CODE", "0027"), 16))
        return
    if element.tag == "HT" and element.get("TYPE") == "SUP":
        yield "^"
    content = element.text or ""
    if element.tag == "FT" and element.get("TYPE") == "NUMBER" and len(content) >= _GROUPED_FROM:
        content = f"{int(content):,}".replace(",", " ")
    yield content
    for child in element:
        yield from _iter_words(child)
        yield child.tail or ""
    if element.tag in ("P", "ALINEA", "CELL", "NO.P", "NO.PARAG", "TI", "STI", "TXT", "TI.ART", "STI.ART"):
        yield " "
