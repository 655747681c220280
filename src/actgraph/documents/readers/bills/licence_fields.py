"""Read what bills say of licences: identifiers, names and expressions."""

import re

from actgraph.documents.readers.bills.collector import FieldCollector

_IDENTIFIER = re.compile(r"[A-Za-z0-9.+-]+")
_OPERATOR = re.compile(r"\b(?:AND|OR|WITH)\b")
_OF_CODE = re.compile(
    r"\W*(?:(?:source|training|inference)[ -]?)?"
    r"(?:code|software|scripts?|docs?|documentation|data(?: ?sets?)?|tokenizer)"
    r"(?: (?:is|under|licen[cs]e[sd]?(?: under)?))?\s*[:=–-]|"
    r"[(\[](?:for )?(?:the )?(?:source )?(?:code|software|data|docs|documentation)(?: only)?[)\]]|"
    r"\bfor (?:the )?(?:source )?(?:code|software|data|documentation)\b",
    re.IGNORECASE,
)
_CLASS = re.compile(
    r"\W*(?:proprietary|open|open[ -]source|open[ -]weights?|closed|closed[ -]source|custom|other|commercial|"
    r"permissive|copyleft|non-?commercial|free|public|private|research|licen[cs]ed?|own|various|multiple|mixed)"
    r"(?: licen[cs]e)?\W*",
    re.IGNORECASE,
)


def is_identifier(text: str) -> bool:
    """Tell whether a text has the form of an identifier of the SPDX License List.

    >>> is_identifier("Apache-2.0"), is_identifier("BSD 3-Clause"), is_identifier("LicenseRef-Terms")
    (True, False, False)
    """
    return bool(_IDENTIFIER.fullmatch(text)) and not text.startswith(("LicenseRef-", "DocumentRef-"))


def find_class(text: str) -> str:
    """Say in which way what is called a licence names none of the model, as the ending of a field; empty if it may.

    >>> find_class("Code: Apache-2.0"), find_class("proprietary"), find_class("Apache License 2.0")
    (' (of something else)', ' (a class)', '')
    """
    if _OF_CODE.search(text):
        return " (of something else)"
    return " (a class)" if _CLASS.fullmatch(text) else ""


def add_expression(
    found: FieldCollector, field: str, text: str, path: str, about: tuple[str, str], named_at: str = ""
) -> None:
    """Add a licence expression: one identifier, one name of its own, or several that are left to the user.

    Args:
        found: where the field goes.
        field: the name of the field, to which `.id`, `.name` or `.expression` is added.
        text: the expression.
        path: where it stands.
        about: what is under the licence.
        named_at: where the expression stands, if the path has only a reference to it.
    """
    text = text.strip()
    while text.startswith("(") and text.endswith(")") and "(" not in text[1:-1]:
        text = text[1:-1].strip()
    if _OPERATOR.search(text):
        found.add(f"{field}.expression", text, path, about)
    elif is_identifier(text):
        found.add(f"{field}.id", text, path, about, named_at)
    else:
        ending = find_class(text)
        found.add(f"{field}{ending or '.name'}", text, path, about, named_at)
