"""What people write → IRI: "Art. 53(1), point (a)", "Annex XI, Section 2", "recital 110", "Copyright Measure 1.2".

Reading is done in two steps: the words become a head and steps below it, then the steps are walked down among the nodes
that the graph has, since only they say whether "(a)" is a paragraph or a point, and under which subparagraph it stands.
Nothing is guessed: words that are not understood, lists and ranges are errors.
"""

import re
from typing import TYPE_CHECKING

from actgraph.citation import act_parser
from actgraph.citation.act_parser import Step
from actgraph.citation.labels import CHAPTERS, code_label, guideline_label
from actgraph.core import suggestions
from actgraph.core.errors import CitationError, SeveralError
from actgraph.core.prefixes import ACT, AMENDING, CODE, GUIDELINES, IMPLEMENTING, SUMMARY, expand, shorten

if TYPE_CHECKING:
    from actgraph.citation.protocols import Known


def read(words: str, known: "Known") -> str:
    """Read one citation.

    Args:
        words: what somebody wrote; a full IRI, a short name such as `act:art_53`, a node's own label and a defined term
            ("term provider") are read too.
        known: the nodes of the graph.

    Returns:
        The IRI of the node.

    Raises:
        CitationError: it names nothing that the graph has, more than one thing, or another act; near misses are told.

    >>> from actgraph.graph.day import on
    >>> read("Art. 53(1), point (a)", on("2026-11-24"))
    'https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1.pnt_a'
    """
    written = _clean(words)
    iri = written if written.startswith(("http://", "https://")) else expand(written)
    if iri is not None:
        return _node(iri, known)
    if re.fullmatch(_PLAIN, written):  # most citations are: the other patterns need not be compiled
        number, *below = re.findall(r"[0-9]+[a-z]*|(?<=\()[a-z]+", written)
        return act_parser.walk(f"{ACT}art_{number}", [Step("", part) for part in below], written, known)
    try:
        return _words(written, known)
    except CitationError:
        labels = {label.lower().strip(_AROUND): iri for label, iri in known.labels().items()}
        if iri := labels.get(written.lower()) or labels.get(f"term {written.lower()}"):
            return iri
        raise


_LONGEST = 300
_AROUND = " .,;:\"'`“”„‟‘’‚‛«»‹›<>"
_PLAIN = r"(?:Art(?:icle |\. ?))?[0-9]+[a-z]?(?: ?\((?:[0-9]+[a-z]*|[a-z]+)\))*"


def _clean(words: str) -> str:
    if len(words) > _LONGEST:
        raise CitationError(f"{len(words)} characters are too long for a citation", todo=suggestions.HOW)
    if not words.isascii():
        import unicodedata

        # Full-width digits become digits, no-break spaces spaces; soft hyphens and the like are not seen: they go.
        words = "".join(one for one in unicodedata.normalize("NFKC", words) if unicodedata.category(one) != "Cf")
    written = " ".join(words.split()).strip(_AROUND)
    if not written:
        raise CitationError("an empty citation", todo=suggestions.HOW)
    return written if written.isprintable() else "".join(one if one.isprintable() else "�" for one in written)


def _node(iri: str, known: "Known") -> str:
    if iri in known:
        return iri
    place = iri[: iri.rfind("/") + 1]
    alike = {one.removeprefix(place): one for one in known.labels().values() if one.startswith(place)}
    told = [shorten(alike[name]) for name in suggestions.misses(iri.removeprefix(place), list(alike))]
    raise CitationError(
        f"{suggestions.clipped(shorten(iri))} is no node of the graph of this day",
        near=told,
        todo="" if told else suggestions.HOW,
    )


# ---- Which text is meant --------------------------------------------------------------------------------------------

_OWN_ACT = (
    r"(?i)(?:\b(?:of|in|under|to)\s)?(?:\bthe\s)?(?:\bEU(?:['’]s)?\s)?"
    r"(?:\bAI[ -]?Act\b|\bArtificial Intelligence Act\b|\bAIA\b|\b(?:the|this) (?:Act|Regulation)\b(?! \(| \d)"
    r"|\bReg(?:ulation\b|\.)? ?(?:\(EU\) ?)?(?:No\.? )?2024/1689\b(?: of the European Parliament and of the Council)?)"
    r"(?:,? as amended\b(?: by Regulation \(EU\) 2026/1744)?)?"
)
_OTHERS = {
    AMENDING: r"(?i)(?:\b(?:of|in|under|to)\s)?(?:\bthe\s)?"
    r"(?:\bReg(?:ulation\b|\.)? ?(?:\(EU\) ?)?(?:No\.? )?2026/1744\b(?: of the European Parliament and of the Council)?"
    r"|\bDigital Omnibus(?: on AI)?\b)",
    IMPLEMENTING: r"(?i)(?:\b(?:of|in|under|to)\s)?(?:\bthe\s)?(?:\bCommission )?(?:\bImplementing )?"
    r"\bReg(?:ulation\b|\.)? ?(?:\(EU\) ?)?(?:No\.? )?2026/1755\b",
}
_OTHER_ACT = (
    r"(?i)\b(?:Directive|Regulation|Decision)\b.*?\d+/\d+(?:/E[CU]C?)?|\b(?:GDPR|DSA|DMA|CRA|MDR|IVDR|CDSM|TFEU|TEU)\b"
    r"|\b(?:Data|Services|Markets|Resilience) Act\b|\bCharter\b"
)
_OWN_CODE = (
    r"(?i)(?:\b(?:of|in|under)\s)?(?:\bthe\s)?(?:\bEU\s|\bGPAI\s|\bgeneral[- ]purpose AI\s)*"
    r"\b(?:Code(?: of Practice)?|CoP)\b"
)
_OF = r"(?i)\s(?:of|under|in)\s(?:the\s)?|\sto\sthe\s"


def _words(written: str, known: "Known") -> str:
    text, of_act = re.subn(_OWN_ACT, " ", written)
    base = ACT
    for act, pattern in _OTHERS.items():
        if not of_act and base == ACT and re.search(pattern, text):
            text, base = re.sub(pattern, " ", text), act
    if other := re.search(_OTHER_ACT, text):
        raise CitationError(
            f"{suggestions.quoted(written)} names a provision of another act ({suggestions.clipped(other.group())})",
            todo="The graph holds Regulation (EU) 2024/1689 (the AI Act), Regulation (EU) 2026/1744, "
            "Implementing Regulation (EU) 2026/1755 and the Code. An act that they name is found by its ELI, like http://data.europa.eu/eli/dir/2019/790/oj.",
        )
    text, of_code = re.subn(_OWN_CODE, " ", text)
    text = re.sub(r"\(\s*\)", " ", text).strip(" ,;:")
    if not text and of_code:
        return _node(f"{CODE}code", known)
    if not text and (of_act or base != ACT):
        raise CitationError(f"{suggestions.quoted(written)} is the whole act", todo="Name a provision of it.")
    if text.lower().startswith("the "):
        text = text[4:]
    # "point 1(a) of Annex III" is said from the bottom up.
    text = ", ".join(part.strip(" ,;:") for part in reversed(re.split(_OF, text)))
    if base != ACT:
        return act_parser.find(text, written, known, base)
    if re.search(r"(?i)\bguidelines?\b", text):
        return _guidelines(text, written, known)
    if found := re.fullmatch(_SUMMARY, text):
        return _summary(found, written, known)
    if item := re.fullmatch(_ITEM, text):
        return _node(f"{CODE}mdf.itm_{int(item[1])}", known)
    if re.fullmatch(_FORM, text):
        return _node(f"{CODE}mdf", known)
    if of_code or any(re.search(one, text) for one in (_CHAPTER, _PART, _BEFORE)):
        return _code(text, written, known)
    return act_parser.find(text, written, known)


# ---- The guidelines -------------------------------------------------------------------------------------------------

_GUIDELINES = (
    r"(?i)(?:the )?(?:(?:European )?Commission(?:['’]s)? )?(?:GPAI )?guidelines?(?: C\(2025\) ?5045(?: final)?)?"
    r"(?:[\s,:]*(?:(sec(?:tion|t)?\b\.?|par(?:a(?:graph)?)?\b\.?|point\b|§)?\s*\(?(\d+(?:\.\d+)*)\)?"
    r"|(?:annex\b)?\s*(A(?:\.\d+)+)|(annex)))?"
)


def _guidelines(text: str, written: str, known: "Known") -> str:
    found = re.fullmatch(_GUIDELINES, text)
    if not found:
        raise CitationError(
            f"cannot read {suggestions.quoted(written)} as a place in the Commission's guidelines C(2025) 5045",
            todo='Write it like "guidelines 17", "guidelines, section 2.1" or "guidelines, Annex A.1".',
        )
    kind, number, annex, whole_annex = found.groups()
    name = "5045"
    if number:
        name += f".{'sec' if (kind or '').lower().startswith('sec') or '.' in number else 'par'}_{number}"
    elif annex or whole_annex:
        name += f".sec_{(annex or 'A').upper()}"
    if GUIDELINES + name in known:
        return GUIDELINES + name
    labels = [label for label, iri in known.labels().items() if iri.startswith(GUIDELINES)]
    raise CitationError(
        f"{suggestions.quoted(written)} is read as {suggestions.clipped(guideline_label(name))}, which"
        " the graph of this day does not have",
        near=suggestions.misses(guideline_label(name), labels),
        todo=suggestions.HOW,
    )


# ---- The template for the summary of training content ---------------------------------------------------------------

_SUMMARY = (
    r"(?i)(?:public )?training(?:[ -]content)? summary(?: template)?"
    r"(?:[\s,:]*(?:(sect(?:ion)?|field|(?:notice )?point)\b\.? ?)?(\d+(?:\.\d+)*))?"
)


def _summary(found: re.Match[str], written: str, known: "Known") -> str:
    """A number is that of a section or of a field, whichever is said; a point is one of the notice."""
    kind, number = found.groups("")
    if not number:
        return _node(f"{SUMMARY}template", known)
    kinds = ["notice point"] if kind.lower().endswith("point") else ["section", "field"]
    labels = {label: iri for label, iri in known.labels().items() if iri.startswith(SUMMARY)}
    for one in kinds:
        if iri := labels.get(f"Training summary, {one} {number}"):
            return iri
    raise CitationError(
        f"{suggestions.quoted(written)} is no part of the template for the summary of training content",
        near=suggestions.misses(f"Training summary, {kind.lower() or 'section'} {number}", labels),
        todo=suggestions.HOW,
    )


# ---- The Code of Practice -------------------------------------------------------------------------------------------

_CHAPTER = (
    r"(?i)\b(?:(transparency|tra)|(copyright|cpy)|(safety\s?(?:and|&)\s?security|s\s?&\s?s|safety|security|sas))\b"
)
_BEFORE = (
    r"\b(?:(?i:rec(?:ital)?)\.?\s*\(?(?P<rct>[A-Za-z])\)?|(?i:objective)\s+\(?(?P<pnt>[A-Za-z])\)?"
    r"|(?P<obj>(?i:objectives))|(?P<int>(?i:introductory note)))(?!\w)"
)
_FORM = r"(?i)(?:transparency (?:chapter )?)?model documentation form"
_ITEM = r"(?i)(?:transparency (?:chapter )?)?(?:model documentation )?form,? item (\d{1,3})"
_PART = r"(?i)\b(commitment|measure|appendix|com|mea|app)s?\b\.?\s*(\d+(?:\.\d+)*)"


def _code(text: str, written: str, known: "Known") -> str:
    if f"{CODE}code" not in known:
        raise CitationError("the Code of Practice is not in the graph of this day", todo="Ask for a later day.")
    chapter = re.search(_CHAPTER, text)
    text = re.sub(_CHAPTER, " ", text, count=1)
    before = re.search(_BEFORE, text)
    # What stands before the commitments has no part in common with them: "Measure 1.1, recital (a)" is not read.
    without = re.sub(_BEFORE, " ", text, count=1) if before else re.sub(_PART, " ", text)
    rest = " ".join(re.sub(r"(?i)\bchapter\b|[\s,;:()–-]+", " ", without).split())
    if rest:
        raise suggestions.unread(rest, written, known.labels())
    part = _lettered(before) if before else _part(re.findall(_PART, text), written)
    chapters = [list(CHAPTERS)[(chapter.lastindex or 1) - 1]] if chapter else list(CHAPTERS)
    names = [f"{code}.{part}" if part else code for code in chapters]
    candidates = [name for name in names if CODE + name in known]
    if len(candidates) > 1:
        raise SeveralError(
            f"{suggestions.quoted(written)} is {len(candidates)} nodes: one in each chapter that has it",
            near=[code_label(name) for name in candidates],
            todo="Name the chapter.",
        )
    if not candidates:
        labels = [label for label, iri in known.labels().items() if iri.startswith(CODE)]
        told = [label for name in names for label in suggestions.misses(code_label(name), labels, most=2)]
        raise CitationError(
            f"{suggestions.quoted(written)} is no part of the Code of Practice",
            near=suggestions.few(told),
            todo=suggestions.HOW,
        )
    return CODE + candidates[0]


def _lettered(found: re.Match[str]) -> str:
    """The local name under the chapter of what stands before its commitments."""
    if found["rct"]:
        return f"rct_{found['rct'].lower()}"
    if found["pnt"]:
        return f"obj.pnt_{found['pnt'].upper()}"
    return found.lastgroup or ""


def _part(parts: list[tuple[str, str]], written: str) -> str:
    """The local name under the chapter of parts that stand one under the other, as "Commitment 1, Measure 1.2" do."""
    name = ""
    for kind, number in sorted((kind.lower()[:3], number) for kind, number in parts):
        first, *rest = number.split(".")
        if kind == "mea" and not rest and name.startswith("com_"):
            below = f"{name}.mea_{first}"
        elif kind == "mea":
            below = ".".join([f"com_{first}", *(f"mea_{step}" for step in rest)])
        else:
            below = ".".join([f"{kind}_{first}", *(f"sct_{step}" for step in rest)])
        if (name and not below.startswith(f"{name}.")) or (kind == "mea" and "." not in below):
            raise CitationError(
                f"{suggestions.quoted(written)} is no part of the Code of Practice: Measure 1.2"
                " stands under Commitment 1",
                todo='Write it like "Measure 9.3" or "Copyright Commitment 1, Measure 1.2".',
            )
        name = below
    return name
