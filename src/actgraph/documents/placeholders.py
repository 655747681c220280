"""Texts that are no answer: blanks, marks for later, instructions, refusals, references to another answer."""

import re

_MAX_REFERENCE = 120  # characters
_PLACEHOLDER = re.compile(
    r"\W*(?:(?:tbd|tbc|todo|to ?do|xxx+|fixme|lorem ipsum.*|placeholder|test|n\.?/?a\.?|nil|null|none given|unknown|"
    r"unspecified|undefined|not (?:yet )?(?:available|specified|disclosed|known|provided|stated|applicable|given|"
    r"reported|announced|public(?:ly (?:known|available|disclosed))?)|tba|tbp|confidential|undisclosed|withheld|"
    r"redacted|no ?assertion|(?:more )?information needed|to be (?:completed|defined|determined|"
    r"announced|added|filled in|published|confirmed|decided|provided|disclosed|specified|released)"
    r"(?: (?:by|before|until|after|once|when|later|with|in)\b.{0,60})?|to follow|"
    r"coming soon|keine angabe|k\. ?a\.|"
    r"(?:click|tap)\b.{0,40}\benter text|insert .{0,80}|(?:please )?(?:fill in|enter|specify|describe) .{0,80})\W*)?",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*(?:\[[^\[\]]*\]|<[^<>]*>|\{\{[^{}]*\}\})\s*", re.DOTALL)
_NOT_APPLICABLE = re.compile(r"\W*(?:n\.?/?a\.?|not applicable)\W*", re.IGNORECASE)
_PLACE = (
    r"(?:(?:the )?(?:items?|sections?|fields?|questions?|points?|rows?|tables?|paragraphs?|no\.|§)\s*)?"
    r"\d{1,2}(?:\.\d{1,2}){0,3}"
)
_REFERENCE = re.compile(
    r"\W*(?:please )?(?:see|refer to|cf\.?|compare|same as|identical to"
    r"|(?:as |same as |stated |described |given |explained |covered ){1,2}(?:in|under|for|by|to))"
    r" (?:also )?(?:(?:the |our )?answers? (?:to|in|under|for) )?"
    rf"{_PLACE}(?:\s*(?:,|and|or|to|[-–/])\s*{_PLACE})*(?: (?:above|below))?(?: of (?:this|the) (?:form|summary))?\W*"
    r"|\W*(?:please )?(?:see|same as|as) (?:the )?(?:above|below|previous|next)"
    r"(?: (?:item|section|field|answer|row))?\W*",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Tell whether a text is no answer: blank, a mark for later, an instruction in brackets, a reference to another.

    >>> [is_placeholder(text) for text in ("TBD", "[More Information Needed]", "-", "Not disclosed", "None", "Text")]
    [True, True, True, True, False, False]
    """
    return bool(_PLACEHOLDER.fullmatch(text.strip()) or _IN_BRACKETS.fullmatch(text) or is_reference(text))


def is_reference(text: str) -> bool:
    """Tell whether a text does no more than refer to another answer of the same document.

    >>> [is_reference(text) for text in ("see item 8", "See section 2", "as in 2.2.1", "See our website")]
    [True, True, True, False]
    """
    return len(text) < _MAX_REFERENCE and bool(_REFERENCE.fullmatch(text))


def is_not_applicable(text: str) -> bool:
    """Tell whether a text says that a field does not apply.

    >>> is_not_applicable("N/A"), is_not_applicable("None")
    (True, False)
    """
    return bool(_NOT_APPLICABLE.fullmatch(text))


def explain_placeholder(text: str) -> str:
    """Say why a placeholder is no answer, as a sentence without a full stop.

    >>> explain_placeholder("see item 8"), explain_placeholder("")
    ('this text refers to another answer and is not itself an answer', 'it is blank')
    """
    if is_reference(text):
        return "this text refers to another answer and is not itself an answer"
    return "it is blank or a placeholder" if text else "it is blank"
