"""Parse a page of EUR-Lex safely, remove what is not law, and fold its white space."""

import re
from collections.abc import Container, Iterator
from pathlib import Path

from lxml import etree, html

from actgraph.core.errors import InputError
from actgraph.ingest import source_file
from actgraph.ingest.french_numbers import SUFFIX

QUOTES = ("\u2018", "«")  # with which quoted law begins in English and in French
# An English page has (a) and 1a., a French one a) and 1 bis.
MARK = re.compile(rf"[{''.join(QUOTES)}]?(\(\w+\)|\w+{SUFFIX}?\)|(\d+{SUFFIX}?\.)+|—)")
_SAVE_AGAIN = "Save the page of the act again from EUR-Lex, whole, in English or French."
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")
_HEAD = re.compile(rb'class="oj-hd-uniq">\s*(\d+/\d+)\s*<')
_SNIFF_BYTES = 2000  # enough bytes to recognise HTML

# Amendment markers (a deletion is a marker with a dash) and footnotes; then the links to footnotes.
_NO_TEXT = "//p[@class='modref' or @class='oj-note' or @class='footnote']"
_FOOTNOTE_CALLS = "//a[starts-with(@id, 'ntc') or starts-with(@id, 'src.')]"
_POWERS = "//span[@class='superscript' or @class='oj-super']"

_CALL = "\ue000"  # replaces the mark of a footnote until `fold_page_text` removes it with its brackets
_CALL_MARK = re.compile(rf"\s*(?:\(\s*{_CALL}\s*\)|{_CALL})")
_AFTER_NUMBER = re.compile(r"(?<=\d) (?=[.,])")  # the consolidated page has a space after every long number


def make_page_error(message: str, path: Path, line: int | None = None) -> InputError:
    """Return the error about a page that is not as expected.

    Args:
        message: what is wrong.
        path: the file.
        line: the line, counted from 1, if known.

    >>> make_page_error("the file is cut off", Path("act.html"), 7).where
    'act.html:7'
    """
    return InputError(message, where=f"{path}:{line}" if line else str(path), todo=_SAVE_AGAIN)


def parse_page(path: Path) -> html.HtmlElement:
    """Parse a page.

    Raises:
        InputError: it cannot be read, is no HTML, is truncated or damaged.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     count = Path(folder, "page.html").write_bytes(b"<html><body><p>Article 1</p></body></html>")
    ...     extract_page_text(parse_page(Path(folder, "page.html")))
    'Article 1'
    """
    data = source_file.read_official_file(path)
    if b"<html" not in data[:_SNIFF_BYTES].lower():
        raise make_page_error("no HTML page", path)
    if not data.rstrip().lower().endswith(b"</html>"):
        raise make_page_error("the file is cut off, it does not end with </html>", path, data.count(b"\n") + 1)
    source_file.check_tags(data, path)
    # EUR-Lex uses six ids twice (in paragraphs that the Act quotes), which the parser rejects unless it may recover.
    # So let it recover, and raise every other error here.
    parser = html.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(data, parser=parser)
    except etree.LxmlError as broken:
        raise make_page_error(f"not well-formed HTML: {broken}", path) from broken
    for fault in parser.error_log:
        if fault.type != etree.ErrorTypes.DTD_ID_REDEFINED:
            raise make_page_error(f"not well-formed HTML: {fault.message}", path, fault.line)
    return root


def read_act_number(path: Path) -> str:
    """Return the number of the act in the head of a page of the Official Journal; an empty string if there is none.

    Raises:
        InputError: the file cannot be read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     count = Path(folder, "page.html").write_bytes(b'<p class="oj-hd-uniq">2026/1744</p>')
    ...     read_act_number(Path(folder, "page.html"))
    '2026/1744'
    """
    head = _HEAD.search(source_file.read_official_file(path))
    return head[1].decode() if head else ""


def read_edition_date(path: Path, root: html.HtmlElement, number: str, language: str = "EN") -> str:
    """Return the date of a page's text: its publication, or the day from which a consolidation holds.

    Args:
        path: the file.
        root: the page.
        number: the expected regulation, such as "2024/1689".
        language: the expected language.

    Raises:
        InputError: it is another act, in another language, or has no date.

    >>> head = html.fromstring("<div><p class='reference'>02024R1689 — EN — 27.07.2026 — 001.001</p></div>")
    >>> read_edition_date(Path("act.html"), head, "2024/1689")
    '2026-07-27'
    """
    heads = {node.get("class"): extract_page_text(node) for node in root.iter("p")}
    if "reference" in heads:
        act, found, day = [*heads["reference"].split(" — "), "", ""][:3]
    else:
        act, found, day = (heads.get(f"oj-hd-{name}", "") for name in ("uniq", "lg", "date"))
    if act not in {number, "0{}R{}".format(*number.split("/"))}:
        raise make_page_error(f"not Regulation (EU) {number} but {act or 'a page that names no act in its head'}", path)
    if found != language:
        raise make_page_error(f"the language is {found or 'not given'}, and {language} is needed", path)
    if not _DATE.fullmatch(day):
        raise make_page_error(f"the page does not say of which day its text is ({day or 'no date'})", path)
    return "-".join(part.zfill(2) for part in reversed(day.split(".")))


def clean_page(root: html.HtmlElement) -> None:
    """Remove what is not law from a page, in place, and write powers so that they survive without their tags.

    >>> body = html.fromstring("<div><p>10<span class='oj-super'>25</span></p><p class='oj-note'>A note.</p></div>")
    >>> clean_page(body)
    >>> extract_page_text(body)
    '10^25'
    """
    notes = dict.fromkeys(root.xpath(_NO_TEXT))
    for parent in dict.fromkeys(note.getparent() for note in notes):
        _drop_children(parent, notes)
    for node in root.xpath(_FOOTNOTE_CALLS):
        node.clear(keep_tail=True)
        node.text = _CALL
    for node in root.xpath(_POWERS):
        node.text = "^" + (node.text or "")


def _drop_children(parent: html.HtmlElement, dropped: Container[html.HtmlElement]) -> None:
    """Remove children but keep the text behind them, which joins the text before.

    Every text is joined once: `drop_tree` would copy what it has joined before with each child.
    """
    kept: html.HtmlElement | None = None
    texts = [parent.text or ""]
    for child in [*parent, None]:
        if child is not None and child in dropped:
            texts.append(child.tail or "")
            parent.remove(child)
            continue
        if len(texts) > 1 and kept is None:
            parent.text = "".join(texts)
        elif len(texts) > 1 and kept is not None:
            kept.tail = "".join(texts)
        if child is not None:
            kept, texts = child, [child.tail or ""]


def _iter_cells(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for part in table:
        for row in part if part.tag == "tbody" else [part]:
            if row.tag == "tr":
                yield from row.iterchildren("td")


def fold_page_text(text: str) -> str:
    """Fold every run of white space into one space, and remove the marks of footnotes.

    >>> fold_page_text(" Article\\u00a053 ")
    'Article 53'
    """
    return _AFTER_NUMBER.sub("", " ".join(_CALL_MARK.sub("", text).split()))


def extract_page_text(node: html.HtmlElement) -> str:
    """Return the folded text of an element.

    >>> extract_page_text(html.fromstring("<p>Article <b>53</b> </p>"))
    'Article 53'
    """
    return fold_page_text("".join(node.itertext()))


def split_item(node: html.HtmlElement) -> tuple[str, html.HtmlElement] | None:
    """Split a numbered paragraph or list item, which EUR-Lex lays out in two columns.

    Returns:
        The text of the first column, and the element of the second; None if the element is no such item.

    >>> mark, body = split_item(html.fromstring("<table><tr><td>(a)</td><td>a duty;</td></tr></table>"))
    >>> mark, extract_page_text(body)
    ('(a)', 'a duty;')
    """
    if node.tag == "table":
        # An indent is an empty column before the number.
        cells = [cell for number, cell in enumerate(_iter_cells(node)) if number or extract_page_text(cell)]
    else:
        cells = list(node) if node.tag == "div" else []
    if len(cells) != 2:
        return None
    mark, body = cells
    text = extract_page_text(mark)
    if mark.get("class") == "no-parag":  # the French page prints the number of Article 97(6) like that of a point
        return text.rstrip(").") + ".", body
    return (text, body) if MARK.fullmatch(text) else None
