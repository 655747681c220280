"""Shapes of input for the readers of official files: deep, wide, long, repeated, cyclic; each of a given size."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.robustness.shape_parts import fill, repeat, within
from tests.robustness.shapes_of_pdf import PDF_SHAPES


class Shape(NamedTuple):
    """A shape of input.

    Attributes:
        name: what it is.
        suffix: of its file name.
        make: makes a file of about as many bytes as asked for.
    """

    name: str
    suffix: str
    make: Callable[[int], bytes]


_PAGE = (
    b'<html><body><p class="oj-hd-uniq">2024/1689</p><p class="oj-hd-lg">EN</p>'
    b'<p class="oj-hd-date">12.7.2024</p>%s</body></html>'
)
_ACT = (
    b'<COMBINED.FMX><PUBLICATION><OJ><BIB.OJ><DATE ISO="20240712"/></BIB.OJ></OJ></PUBLICATION><ACT><BIB.INSTANCE>'
    b"<YEAR>2024</YEAR><NO.CURRENT>1689</NO.CURRENT></BIB.INSTANCE><ENACTING.TERMS>%s</ENACTING.TERMS></ACT>"
    b"</COMBINED.FMX>"
)
_REST_OF_ACT = _ACT.replace(b"</ENACTING.TERMS>", b"").replace(b"%s", b"</ENACTING.TERMS>%s")
_ARTICLE = b"<ARTICLE><TI.ART>Article 1</TI.ART><STI.ART>T</STI.ART>%s</ARTICLE>"


_DIVISION = _PAGE.replace(b"%s", b'<div id="art_1">%s</div>')
_TABLE = _PAGE.replace(b"%s", b'<div id="art_1"><table><tr>%s</tr></table></div>')
_LAYERS = b"".join(b'<div id="art_%d">' % number for number in range(200))

_HTML = {
    "attributes of one element": repeat(_PAGE.replace(b"%s", b"<p %s>a</p>"), ' a#="1"'),
    "attributes without a value": repeat(_PAGE.replace(b"%s", b"<p %s>a</p>"), " a#"),
    "attributes after a quote": repeat(_PAGE.replace(b"%s", b'<p "%s>a</p>'), " a#"),
    "one long attribute": repeat(_PAGE.replace(b"%s", b'<p title="%s">a</p>'), "word "),
    "one long id": repeat(_PAGE.replace(b"%s", b'<div id="art_%s"></div>'), "1"),
    "one long name": repeat(_PAGE.replace(b"%s", b"<p%s>"), "a"),
    "long attributes of many elements": repeat(_DIVISION, '<p title="' + "a" * 9000 + '">a</p>'),
    "many attributes of many elements": repeat(
        _DIVISION, "<p " + " ".join(f'a{number}="1"' for number in range(1000)) + ">a</p>"
    ),
    "namespaces": repeat(_PAGE.replace(b"%s", b"<p %s>a</p>"), ' xmlns:a#="urn:#"'),
    "nesting": within(_PAGE, "<div>", "</div>"),
    "nesting of inline elements": within(_PAGE, "<b>", "</b>"),
    "elements that are not closed": repeat(_PAGE, "<b>"),
    "tables in tables": within(_DIVISION, "<table><tr><td>(a)</td><td>", "</td></tr></table>"),
    "divisions in divisions": lambda size: fill(_PAGE.replace(b"%s", _LAYERS + b"%s"), "<p>word</p>", size),
    "siblings": repeat(_DIVISION, "<p>a</p>"),
    "siblings outside": repeat(_PAGE, "<p>a</p>"),
    "words between notes": repeat(_DIVISION, "<p class='oj-note'></p>word "),
    "notes": repeat(_DIVISION, "<p class='oj-note'>a</p>"),
    "calls of notes": repeat(_DIVISION, "word (<a id='ntc1'>1</a>) "),
    "powers": repeat(_DIVISION, "<span class='oj-super'>2</span>"),
    "cells of one row": repeat(_TABLE, "<td>(a)</td>"),
    "rows beside a table body": lambda size: (
        _DIVISION
        % (
            b"<table><tr>%s</tr><tbody><tr>%s</tr></tbody></table>"
            % (b"<td>a</td>" * (size // 20), b"<td>a</td>" * (size // 20))
        )
    ),
    "items": repeat(_DIVISION, "<table><tr><td>(a#)</td><td>word</td></tr></table>"),
    "the same item": repeat(_DIVISION, "<table><tr><td>(a)</td><td>word</td></tr></table>"),
    "ids": repeat(_PAGE, '<p id="a#">a</p>'),
    "the same id": repeat(_PAGE, '<p id="a">a</p>'),
    "divisions": repeat(_PAGE, '<div id="art_#"><p>a</p></div>'),
    "recitals": repeat(_PAGE, '<div id="rct_#"><p>a</p></div>'),
    "headings": repeat(_PAGE, '<p class="oj-hd-x#">a</p>'),
    "named entities": repeat(_DIVISION, "&nbsp;"),
    "entities that are none": repeat(_DIVISION, "&b"),
    "numbered entities": lambda size: _DIVISION % (b"&#65;" * (size // 5)),
    "comments": repeat(_DIVISION, "a<!-- -->"),
    "instructions": repeat(_DIVISION, "a<?b c?>"),
    "a comment that does not end": repeat(_PAGE, "<!-- "),
    "quotations": repeat(_DIVISION, "<p>\u2018word:</p>"),
    "opening brackets": repeat(_DIVISION, "("),
    "angles": repeat(_PAGE, "<"),
    "white space": repeat(_DIVISION, " \n"),
    "quotes in a tag": repeat(_PAGE, "<p '\">"),
    "an open quote in each tag": repeat(_PAGE, "<p a='\n"),
    "words": repeat(_DIVISION, "word "),
}


def _declare(body: bytes) -> bytes:
    """Return the frame of declarations in front of an act."""
    return b"<!DOCTYPE a [%s]>" + _ACT.replace(b"%s", body)


_BODY = _ACT.replace(b"%s", _ARTICLE)
_XML = {
    "attributes of one element": repeat(_ACT.replace(b"%s", b"<P %s/>"), ' a#="1"'),
    "the same attribute": repeat(_ACT.replace(b"%s", b"<P %s/>"), ' a="1"'),
    "one long attribute": repeat(_ACT.replace(b"%s", b'<P a="%s"/>'), "word "),
    "one long name": repeat(_ACT.replace(b"%s", b"<P%s/>"), "a"),
    "many attributes of many elements": repeat(
        _BODY, "<P " + " ".join(f'a{number}="1"' for number in range(1000)) + ">a</P>"
    ),
    "namespaces of one element": repeat(_ACT.replace(b"%s", b"<P %s/>"), ' xmlns:a#="urn:#"'),
    "namespaces of many elements": repeat(_BODY, '<P xmlns:a#="urn:#">a</P>'),
    "nesting": within(_BODY, "<P>", "</P>"),
    "lists in lists": within(_BODY, "<LIST><ITEM><NP><NO.P>(a)</NO.P><TXT>a</TXT>", "</NP></ITEM></LIST>"),
    "siblings": repeat(_BODY, "<ALINEA>a</ALINEA>"),
    "subparagraphs with points": repeat(
        _BODY, "<ALINEA><P>a:</P><LIST><ITEM><NP><NO.P>(a)</NO.P><TXT>b</TXT></NP></ITEM></LIST></ALINEA>"
    ),
    "points": repeat(_BODY, "<LIST><ITEM><NP><NO.P>(a#)</NO.P><TXT>b</TXT></NP></ITEM></LIST>"),
    "paragraphs": repeat(_BODY, "<PARAG><NO.PARAG>#.</NO.PARAG><ALINEA>a</ALINEA></PARAG>"),
    "articles": repeat(_ACT, "<ARTICLE><TI.ART>Article #</TI.ART><STI.ART>T</STI.ART><ALINEA>a</ALINEA></ARTICLE>"),
    "chapters": repeat(_ACT, "<DIVISION><TITLE><TI>CHAPTER #</TI><STI>T</STI></TITLE></DIVISION>"),
    "recitals": repeat(_REST_OF_ACT, "<CONSID><NP><NO.P>(#)</NO.P><TXT>a</TXT></NP></CONSID>"),
    "annexes": repeat(
        _REST_OF_ACT,
        "<ANNEX><TITLE><TI><P>ANNEX #</P></TI><STI>T</STI></TITLE><CONTENTS><P>a</P></CONTENTS></ANNEX>",
    ),
    "quotations": repeat(_BODY, "<QUOT.S>a</QUOT.S>"),
    "mixed text": repeat(_BODY.replace(b"%s", b"<ALINEA>%s</ALINEA>"), "a<HT>b</HT>"),
    "deletions": repeat(_BODY, '<?CLG.MDFO ID="O#M#" ACTION="DELETED"?><P/><?CLG.MDFC IDREF="O#M#"?>'),
    "deletions that do not end": repeat(_BODY, '<?CLG.MDFO ID="O#M#" ACTION="DELETED"?><P/>'),
    "amendments that do not end": repeat(_BODY, '<ALINEA><?CLG.MDFO ID="O#M#" ACTION="REPLACED"?>a</ALINEA>'),
    "long numbers": repeat(_BODY.replace(b"%s", b'<ALINEA><FT TYPE="NUMBER">%s</FT></ALINEA>'), "1"),
    "numbers": repeat(_BODY.replace(b"%s", b"<ALINEA>%s</ALINEA>"), '<FT TYPE="NUMBER">10000</FT>'),
    "entities": lambda size: _BODY % (b"&#65;" * (size // 5)),
    "declared entities": repeat(_declare(b"<P>&a1;</P>"), '<!ENTITY a# "#">'),
    "declared attributes": repeat(_declare(b"<P/>"), '<!ATTLIST P a# CDATA "#">'),
    "declared ids": lambda size: b"<!DOCTYPE a [<!ATTLIST P a ID #IMPLIED>]>" + fill(_BODY, '<P a="a#"/>', size),
    "ids": repeat(_BODY, '<P xml:id="a#"/>'),
    "comments": repeat(_BODY, "<!-- -->"),
    "white space": repeat(_BODY.replace(b"%s", b"<ALINEA>%s</ALINEA>"), " \n"),
    "words": repeat(_BODY.replace(b"%s", b"<ALINEA>%s</ALINEA>"), "word "),
}


_CODE = b"Code of Practice on Transparency of AI-Generated Content\n1\n%s"
_TXT = {
    "sections": repeat(_CODE, "Section 1:\n"),
    "sections with objectives": repeat(_CODE, "Section 1: a\nObjectives\n"),
    "commitments": repeat(_CODE, "Section 1: a\nObjectives\nCommitments\nCommitment 1: a\n"),
    "points": repeat(_CODE.replace(b"%s", b"Section 1: a\nObjectives\n%s"), "a) word\n"),
    "headings and a long rest": lambda size: (
        _CODE
        % (
            b"Section 1: a\nObjectives\nCommitments\n"
            + "".join(
                f"Commitment {one}: a\n"
                + "".join(
                    f"Measure {one}.{two}: a\n"
                    + "".join(f"Sub-measure {one}.{two}.{three}: a\n" for three in range(1, 10))
                    for two in range(1, 10)
                )
                for one in range(1, 10)
            ).encode()
            + b"word " * (size // 5)
        )
    ),
    "white space": repeat(_CODE.replace(b"%s", b"Section 1: a\nObjectives\n%s"), "a \n - \n"),
    "pages": repeat(b"Code of Practice on Transparency of AI-Generated Content\n%s", "#\nword\n"),
    "words": repeat(_CODE, "word "),
}


def list_shapes() -> Iterator[Shape]:
    """List all shapes."""
    for suffix, shapes in ((".html", _HTML), (".fmx.xml", _XML), (".pdf", PDF_SHAPES), (".txt", _TXT)):
        for name, make in shapes.items():
            yield Shape(name, suffix, make)
