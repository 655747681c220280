"""Write the labels of nodes as people cite them: "Article 53(1)(a)", "Copyright Measure 1.2"."""

ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()

AMENDING_ACT = "Regulation (EU) 2026/1744"
IMPLEMENTING_ACT = "Implementing Regulation (EU) 2026/1755"
CODE_CHAPTERS = {"tra": "Transparency", "cpy": "Copyright", "sas": "Safety and Security"}
CONTENT_CODE_NAME = "AI-Generated Content Code"


def format_act_label(name: str) -> str:
    """Write the citation of a provision of an act, from its local name.

    Args:
        name: below the namespace of the act, such as `art_53.par_1.pnt_a`.

    >>> format_act_label("art_53.par_1.pnt_b.pnt_ii")
    'Article 53(1)(b)(ii)'
    >>> format_act_label("art_6.par_3.sub_2.pnt_a")
    'Article 6(3), second subparagraph, point (a)'
    >>> format_act_label("anx_VII.pnt_3.pnt_1.pnt_a")
    'Annex VII, point 3.1(a)'
    >>> format_act_label("cpt_V.sct_2")
    'Chapter V, Section 2'
    >>> format_act_label("anx_1.sub_2.pnt_a")  # the only annex of an act has no number; its name has a 1
    'Annex, second subparagraph, point (a)'
    """
    written = ""
    before = ""
    in_annex = name.startswith("anx_")
    for step in name.split("."):
        kind, number = step.split("_", 1)
        if kind in _HEAD_NAMES:
            written = _HEAD_NAMES[kind] if step == "anx_1" else f"{_HEAD_NAMES[kind]} {number}"
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


_HEAD_NAMES = {"cpt": "Chapter", "art": "Article", "anx": "Annex", "rct": "Recital"}


def format_code_label(name: str) -> str:
    """Write the citation of a part of the Code of Practice, from its local name.

    Args:
        name: below `cop:`, such as `sas.com_9.mea_3`.

    >>> format_code_label("sas.com_9.mea_3")
    'Safety and Security Measure 9.3'
    >>> format_code_label("sas.app_1.sct_2.sct_1")
    'Safety and Security Appendix 1.2.1'
    >>> format_code_label("cpy"), format_code_label("tra.pag_5")
    ('Copyright chapter', 'Transparency chapter, page 5')
    >>> format_code_label("tra.obj"), format_code_label("tra.obj.pnt_A"), format_code_label("sas.rct_j")
    ('Transparency objectives', 'Transparency Objective A', 'Safety and Security Recital (j)')
    """
    chapter, *steps = name.split(".")
    title = CODE_CHAPTERS[chapter]
    if not steps or steps[-1] in _WHOLE_NAMES:
        return f"{title} {_WHOLE_NAMES[steps[-1]] if steps else 'chapter'}"
    if steps[0] == "obj" or steps[0].startswith("rct_"):
        letter = steps[-1].split("_", 1)[1]
        return f"{title} Objective {letter}" if steps[0] == "obj" else f"{title} Recital ({letter})"
    numbers = ".".join(step.split("_", 1)[1] for step in steps)
    kind = steps[-1].split("_", 1)[0]
    if kind == "pag":
        return f"{title} chapter, page {numbers}"
    return f"{title} {_PART_NAMES[kind]} {numbers}"


_WHOLE_NAMES = {"int": "introductory note", "obj": "objectives"}
_PART_NAMES = {"com": "Commitment", "mea": "Measure", "app": "Appendix", "sct": "Appendix"}


def format_content_code_label(name: str) -> str:
    """Write the citation of a part of the AI-Generated Content Code, from its local name.

    Args:
        name: below `agc:`, such as `sec_1.com_1.mea_1.sub_2`.

    >>> format_content_code_label("sec_1.com_1.mea_1.sub_2")
    'AI-Generated Content Code, Section 1, Sub-measure 1.1.2'
    >>> format_content_code_label("sec_2.com_3.pnt_a"), format_content_code_label("pag_7")
    ('AI-Generated Content Code, Section 2, Commitment 3, point (a)', 'AI-Generated Content Code, page 7')
    >>> format_content_code_label("sec_1.obj.pnt_a"), format_content_code_label("code")
    ('AI-Generated Content Code, Section 1, Objective (a)', 'AI-Generated Content Code')
    >>> format_content_code_label("sec_1.com_3.mea_4.pnt_c.pnt_i.stm_2")
    'AI-Generated Content Code, Section 1, Measure 3.4, point (c)(i), statement 2'
    >>> format_content_code_label("sec_2.com_1.mea_1.lst_2.pnt_a")  # the second list of points of the measure
    'AI-Generated Content Code, Section 2, Measure 1.1, list 2, point (a)'
    """
    written = [CONTENT_CODE_NAME]
    numbers: list[str] = []
    before = ""
    for step in name.split("."):
        kind, _, number = step.partition("_")
        if kind in _NUMBERED_NAMES:
            numbers.append(number)
            written[2:] = [f"{_NUMBERED_NAMES[kind]} {'.'.join(numbers)}"]
        elif kind == "pnt" and before == "pnt":
            written[-1] += f"({number})"
        elif kind == "pnt" and before == "obj":
            written[-1] = f"Objective ({number})"
        elif kind != "code":
            written.append(_CONTENT_CODE_NAMES[kind].format(number))
        before = kind
    return ", ".join(written)


_NUMBERED_NAMES = {"com": "Commitment", "mea": "Measure", "sub": "Sub-measure"}
_CONTENT_CODE_NAMES = {
    "sec": "Section {}",
    "rct": "Recital ({})",
    "obj": "objectives",
    "sco": "scope",
    "lst": "list {}",
    "pnt": "point ({})",
    "stm": "statement {}",
    "anx": "Annex {}",
    "icn": "icon {}",
    "pag": "page {}",
}


def format_guideline_label(name: str) -> str:
    """Write the citation of a part of the Commission's guidelines, from its local name.

    Args:
        name: below the namespace of the text, such as `5045.par_63` for paragraph 63 of C(2025) 5045.

    >>> format_guideline_label("5045"), format_guideline_label("5045.par_63")
    ('Guidelines C(2025) 5045', 'Guidelines C(2025) 5045, paragraph 63')
    >>> format_guideline_label("5045.sec_2.1"), format_guideline_label("5054.par_27")
    ('Guidelines C(2025) 5045, section 2.1', 'Guidelines C(2026) 5054, paragraph 27')
    >>> format_guideline_label("5045.sec_A"), format_guideline_label("5045.sec_A.1")
    ('Guidelines C(2025) 5045, Annex', 'Guidelines C(2025) 5045, Annex A.1')
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
    return f"Guidelines C({_GUIDELINE_YEARS.get(text, 2025)}) {text}{below}"


_GUIDELINE_YEARS = {"5054": 2026}


def to_roman(number: str) -> str:
    """Write a number in roman digits, as the law prints it.

    Args:
        number: roman in any case, or up to two arabic digits; more digits stay as they are.

    >>> to_roman("xi"), to_roman("5"), to_roman("2026")
    ('XI', 'V', '2026')
    """
    if not number.isdigit() or len(number) > 2 or not int(number):
        return number.upper()
    rest, written = int(number), ""
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, rest = divmod(rest, value)
        written += letters * count
    return written
