"""Turn a citation as people write it ("Art. 53(1), point (a)", "recital 110", "Copyright Measure 1.2") into an IRI.

Parsing has two steps. The text becomes a head (article, annex …) and steps below it; then the steps are followed down
the nodes of the graph, because only the graph knows whether "(a)" is a paragraph or a point and which subparagraph has
it. The parser never guesses: text that it does not understand, lists and ranges are errors.
"""

import re
from typing import TYPE_CHECKING

from actgraph.citation import act_parser
from actgraph.citation.act_parser import CitationStep
from actgraph.citation.errors import CITATION_HINT
from actgraph.core.errors import CitationError
from actgraph.core.prefixes import ACT, AMENDING, CODE, CONTENT_CODE, IMPLEMENTING, SUMMARY, expand_curie, shorten_iri
from actgraph.core.suggestions import quote_text, suggest_labels, truncate_text

if TYPE_CHECKING:
    from actgraph.citation.protocols import NodeIndex


def parse_citation(text: str, index: "NodeIndex") -> str:
    """Return the IRI of the node that a citation names.

    Args:
        text: a citation, a full IRI, a short name such as `act:art_53`, a node's own label, or a defined term, with or
            without the word "term" before it.
        index: the nodes that it may name.

    Raises:
        CitationError: it names no node of the graph, more than one, or another act; `near` has suggestions.

    >>> from actgraph.graph.day import open_day
    >>> parse_citation("Art. 53(1), point (a)", open_day("2026-11-24"))
    'https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1.pnt_a'
    """
    written = _normalize_citation(text)
    iri = written if written.startswith(("http://", "https://")) else expand_curie(written)
    if iri is not None:
        return _require_node(iri, index)
    if re.fullmatch(_PLAIN_CITATION, written):  # most citations: saves compiling the other patterns
        number, *below = re.findall(r"[0-9]+[a-z]*|(?<=\()[a-z]+", written)
        return act_parser.resolve_steps(
            f"{ACT}art_{number}", [CitationStep("", part) for part in below], written, index
        )
    try:
        return _parse_text(written, index)
    except CitationError:
        labels = {label.lower().strip(_STRIPPED): iri for label, iri in index.get_labels().items()}
        if iri := labels.get(written.lower()) or labels.get(f"term {written.lower()}"):
            return iri
        raise


_MAX_LENGTH = 300
_STRIPPED = " .,;:\"'`“”„‟‘’‚‛«»‹›<>"
_PLAIN_CITATION = r"(?:Art(?:icle |\. ?))?[0-9]+[a-z]?(?: ?\((?:[0-9]+[a-z]*|[a-z]+)\))*"


def _normalize_citation(text: str) -> str:
    if len(text) > _MAX_LENGTH:
        raise CitationError(f"{len(text)} characters are too long for a citation", todo=CITATION_HINT)
    if not text.isascii():
        import unicodedata

        # NFKC turns full-width digits into digits and no-break spaces into spaces; soft hyphens and other invisible
        # format characters are removed.
        text = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    written = " ".join(text.split()).strip(_STRIPPED)
    if not written:
        raise CitationError("an empty citation", todo=CITATION_HINT)
    return written if written.isprintable() else "".join(one if one.isprintable() else "�" for one in written)


def _require_node(iri: str, index: "NodeIndex") -> str:
    if iri in index:
        return iri
    place = iri[: iri.rfind("/") + 1]
    alike = {one.removeprefix(place): one for one in index.get_labels().values() if one.startswith(place)}
    told = [shorten_iri(alike[name]) for name in suggest_labels(iri.removeprefix(place), list(alike))]
    raise CitationError(
        f"{truncate_text(shorten_iri(iri))} is no node of the graph of this day",
        near=told,
        todo="" if told else CITATION_HINT,
    )


# ---- Which text is meant --------------------------------------------------------------------------------------------

_OWN_ACT = (
    r"(?i)(?:\b(?:of|in|under|to)\s)?(?:\bthe\s)?(?:\bEU(?:['’]s)?\s)?"
    r"(?:\bAI[ -]?Act\b|\bArtificial Intelligence Act\b|\bAIA\b|\b(?:the|this) (?:Act|Regulation)\b(?! \(| \d)"
    r"|\bReg(?:ulation\b|\.)? ?(?:\(EU\) ?)?(?:No\.? )?2024/1689\b(?: of the European Parliament and of the Council)?)"
    r"(?:,? as amended\b(?: by Regulation \(EU\) 2026/1744)?)?"
)
_RELATED_ACTS = {
    AMENDING: r"(?i)(?:\b(?:of|in|under|to)\s)?(?:\bthe\s)?"
    r"(?:\bReg(?:ulation\b|\.)? ?(?:\(EU\) ?)?(?:No\.? )?2026/1744\b(?: of the European Parliament and of the Council)?"
    r"|\bDigital Omnibus(?: on AI)?\b)",
    IMPLEMENTING: r"(?i)(?:\b(?:of|in|under|to)\s)?(?:\bthe\s)?(?:\bCommission )?(?:\bImplementing )?"
    r"\bReg(?:ulation\b|\.)? ?(?:\(EU\) ?)?(?:No\.? )?2026/1755\b",
}
_FOREIGN_ACT = (
    r"(?i)\b(?:Directive|Regulation|Decision)\b.*?\d+/\d+(?:/E[CU]C?)?|\b(?:GDPR|DSA|DMA|CRA|MDR|IVDR|CDSM|TFEU|TEU)\b"
    r"|\b(?:Data|Services|Markets|Resilience) Act\b|\bCharter\b"
)
_OWN_CODE = (
    r"(?i)(?:\b(?:of|in|under)\s)?(?:\bthe\s)?(?:\bEU\s|\bGPAI\s|\bgeneral[- ]purpose AI\s)*"
    r"\b(?:Code(?: of Practice)?|CoP)\b"
)
_FIRST_CODE = r"(?i)\b(?:GPAI|general[- ]purpose AI)\s(?:EU\s)*(?:Code|CoP)\b"
_PREPOSITION = r"(?i)\s(?:of|under|in)\s(?:the\s)?|\sto\sthe\s"


def _parse_text(citation: str, index: "NodeIndex") -> str:
    text, of_act = re.subn(_OWN_ACT, " ", citation)
    base = ACT
    for act, pattern in _RELATED_ACTS.items():
        if not of_act and base == ACT and re.search(pattern, text):
            text, base = re.sub(pattern, " ", text), act
    if other := re.search(_FOREIGN_ACT, text):
        raise CitationError(
            f"{quote_text(citation)} names a provision of another act ({truncate_text(other.group())})",
            todo="The graph holds Regulation (EU) 2024/1689 (the AI Act), Regulation (EU) 2026/1744, "
            "Implementing Regulation (EU) 2026/1755 and both codes. An act that they name is found by its ELI, like "
            "http://data.europa.eu/eli/dir/2019/790/oj.",
        )
    from actgraph.citation import code_parser, content_code_parser, guideline_parser  # most citations need none

    text, of_second = re.subn(content_code_parser.NAME, " ", text)
    code = CONTENT_CODE if of_second else CODE if re.search(_FIRST_CODE, text) else ""
    text, of_code = re.subn(_OWN_CODE, " ", text)
    text, guidelines = guideline_parser.replace_names(text)
    text = re.sub(r"\(\s*\)", " ", text).strip(" ,;:")
    if not text and of_code and not of_second:
        return _require_node(f"{CODE}code", index)
    if not text and (of_act or base != ACT):
        raise CitationError(f"{quote_text(citation)} is the whole act", todo="Name a provision of it.")
    if text.lower().startswith("the "):
        text = text[4:]
    # "point 1(a) of Annex III" goes upwards: reverse it.
    text = ", ".join(part.strip(" ,;:") for part in reversed(re.split(_PREPOSITION, text)))
    if base != ACT:
        return act_parser.parse_act_citation(text, citation, index, base)
    if re.search(r"(?i)\bguidelines?\b", text) and not of_second:
        return guideline_parser.parse_guideline_citation(text, guidelines, citation, index)
    if found := re.fullmatch(_SUMMARY, text):
        return _parse_summary(found, citation, index)
    if item := re.fullmatch(_FORM_ITEM, text):
        return _require_node(f"{CODE}mdf.itm_{int(item[1])}", index)
    if re.fullmatch(_FORM, text):
        return _require_node(f"{CODE}mdf", index)
    if of_code or of_second or code_parser.names_code_part(text):
        return code_parser.parse_code_citation(text, code, citation, index)
    return act_parser.parse_act_citation(text, citation, index)


_FORM = r"(?i)(?:transparency (?:chapter )?)?model documentation form"
_FORM_ITEM = r"(?i)(?:transparency (?:chapter )?)?(?:model documentation )?form,? item (\d{1,3})"


# ---- The template for the summary of training content ---------------------------------------------------------------

_SUMMARY = (
    r"(?i)(?:public )?training(?:[ -]content)? summary(?: template)?"
    r"(?:[\s,:]*(?:(sect(?:ion)?|field|(?:notice )?point)\b\.? ?)?(\d+(?:\.\d+)*))?"
)


def _parse_summary(match: re.Match[str], citation: str, index: "NodeIndex") -> str:
    """Find a section or a field by its number; a point is one of the explanatory notice."""
    kind, number = match.groups("")
    if not number:
        return _require_node(f"{SUMMARY}template", index)
    kinds = ["notice point"] if kind.lower().endswith("point") else ["section", "field"]
    labels = {label: iri for label, iri in index.get_labels().items() if iri.startswith(SUMMARY)}
    for one in kinds:
        if iri := labels.get(f"Training summary, {one} {number}"):
            return iri
    raise CitationError(
        f"{quote_text(citation)} is no part of the template for the summary of training content",
        near=suggest_labels(f"Training summary, {kind.lower() or 'section'} {number}", labels),
        todo=CITATION_HINT,
    )
