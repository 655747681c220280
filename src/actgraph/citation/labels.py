"""IRI → citation: how the graph's nodes are written for people, "Article 53(1)(a)" or "Copyright Measure 1.2"."""

ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()

AMENDING_ACT = "Regulation (EU) 2026/1744"
IMPLEMENTING_ACT = "Implementing Regulation (EU) 2026/1755"
CHAPTERS = {"tra": "Transparency", "cpy": "Copyright", "sas": "Safety and Security"}


def act_label(name: str) -> str:
    """Write the citation of a provision of the Act, from its local name under `act:`.

    Args:
        name: the local name, such as `art_53.par_1.pnt_a`.

    >>> act_label("art_53.par_1.pnt_b.pnt_ii")
    'Article 53(1)(b)(ii)'
    >>> act_label("art_6.par_3.sub_2.pnt_a")
    'Article 6(3), second subparagraph, point (a)'
    >>> act_label("anx_VII.pnt_3.pnt_1.pnt_a")
    'Annex VII, point 3.1(a)'
    >>> act_label("cpt_V.sct_2")
    'Chapter V, Section 2'
    >>> act_label("anx_1.sub_2.pnt_a")  # an act's only annex has no number: it is counted
    'Annex, second subparagraph, point (a)'
    """
    written = ""
    before = ""
    in_annex = name.startswith("anx_")
    for step in name.split("."):
        kind, number = step.split("_", 1)
        if kind in _HEADS:
            written = _HEADS[kind] if step == "anx_1" else f"{_HEADS[kind]} {number}"
        elif kind == "sct":
            written += f", Section {number}"
        elif kind == "sub":
            written += f", {ORDINALS[int(number) - 1]} subparagraph"
        elif kind == "pnt" and in_annex and number.isdigit():
            written += f".{number}" if before == "pnt" else f", point {number}"
        elif kind == "pnt" and before in ("sub", "anx", "sct"):
            written += f", point ({number})"
        else:
            written += f"({number})"
        before = kind
    return written


_HEADS = {"cpt": "Chapter", "art": "Article", "anx": "Annex", "rct": "Recital"}


def code_label(name: str) -> str:
    """Write the citation of a part of the Code of Practice, from its local name under `cop:`.

    Args:
        name: the local name, such as `sas.com_9.mea_3`.

    >>> code_label("sas.com_9.mea_3")
    'Safety and Security Measure 9.3'
    >>> code_label("sas.app_1.sct_2.sct_1")
    'Safety and Security Appendix 1.2.1'
    >>> code_label("cpy"), code_label("tra.pag_5")
    ('Copyright chapter', 'Transparency chapter, page 5')
    >>> code_label("tra.obj"), code_label("tra.obj.pnt_A"), code_label("sas.rct_j")
    ('Transparency objectives', 'Transparency Objective A', 'Safety and Security Recital (j)')
    """
    chapter, *steps = name.split(".")
    title = CHAPTERS[chapter]
    if not steps or steps[-1] in _WHOLES:
        return f"{title} {_WHOLES[steps[-1]] if steps else 'chapter'}"
    if steps[0] == "obj" or steps[0].startswith("rct_"):
        letter = steps[-1].split("_", 1)[1]
        return f"{title} Objective {letter}" if steps[0] == "obj" else f"{title} Recital ({letter})"
    numbers = ".".join(step.split("_", 1)[1] for step in steps)
    kind = steps[-1].split("_", 1)[0]
    if kind == "pag":
        return f"{title} chapter, page {numbers}"
    return f"{title} {_PARTS[kind]} {numbers}"


_WHOLES = {"int": "introductory note", "obj": "objectives"}
_PARTS = {"com": "Commitment", "mea": "Measure", "app": "Appendix", "sct": "Appendix"}


def guideline_label(name: str) -> str:
    """Write the citation of a part of the Commission's guidelines, from its local name under `gdl:`.

    Args:
        name: the local name, such as `5045.par_63`; the text is named by its number among those of 2025.

    >>> guideline_label("5045"), guideline_label("5045.par_63")
    ('Guidelines C(2025) 5045', 'Guidelines C(2025) 5045, paragraph 63')
    >>> guideline_label("5045.sec_2.1"), guideline_label("5045.sec_A"), guideline_label("5045.sec_A.1")
    ('Guidelines C(2025) 5045, section 2.1', 'Guidelines C(2025) 5045, Annex', 'Guidelines C(2025) 5045, Annex A.1')
    """
    text, _, part = name.partition(".")
    kind, _, number = part.partition("_")
    if not part:
        below = ""
    elif number == "A":
        below = ", Annex"
    elif number.startswith("A"):
        below = f", Annex {number}"
    else:
        below = f", {'paragraph' if kind == 'par' else 'section'} {number}"
    return f"Guidelines C(2025) {text}{below}"


def roman(number: str) -> str:
    """A roman number as the law prints it, from roman or arabic digits.

    Args:
        number: roman in any case, or up to two arabic digits; more digits stay as they are.

    >>> roman("xi"), roman("5"), roman("2026")
    ('XI', 'V', '2026')
    """
    if not number.isdigit() or len(number) > 2 or not int(number):
        return number.upper()
    rest, written = int(number), ""
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, rest = divmod(rest, value)
        written += letters * count
    return written
