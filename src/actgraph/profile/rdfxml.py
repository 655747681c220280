"""Check the XML of a profile in RDF/XML before the parser of RDF sees it.

The parser reports no lines, accepts a truncated file, and looks through all attributes of an element for each of them,
and through all namespaces for each name. So the XML is scanned first, in one pass that builds no tree.
"""

import re
from collections.abc import Sequence
from xml.parsers import expat

from actgraph.profile.text import MAX_EXPANDED_CHARACTERS, ProfileText

MAX_XML_NESTING = 200
MAX_ATTRIBUTES = 500  # of one element, namespaces included
MAX_NAMESPACES = 500  # in force at one place: the parser looks through them for each name
MAX_NAME_LENGTH = 2000  # characters of a name, a namespace, a base or a language: the parser copies them
_REPAIR = "Repair it, or write the profile in Turtle."
_SHORTEN = "Shorten it, or write the profile in Turtle."
_ENCODING_DECLARATION = re.compile(r"""<\?xml\s[^<>]{0,1000}?\bencoding\s*=\s*["']([^"'<>]{0,100})["']""")
_COPIED = ("xml:base", "xml:lang")


def check_rdfxml(source: ProfileText) -> None:
    """Refuse malformed XML, declarations in a document type, other encodings than UTF-8, and what exceeds a bound.

    Raises:
        ProfileError: the text is one of these.

    >>> check_rdfxml(ProfileText("a.rdf", "<a>\\n</b>"))
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: a.rdf:2: this is no XML: mismatched tag
      Repair it, or write the profile in Turtle.
    """
    if (line := source.find_line("<!ENTITY")) is not None:
        raise source.make_error(
            "it defines an entity, and entities are not read", "Write out what it stands for.", line
        )
    declared = _ENCODING_DECLARATION.match(source.text.lstrip())
    if declared and declared[1].lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise source.make_error(
            f"the XML declaration says {declared[1]}, but the file is UTF-8", 'Write encoding="UTF-8" there.', 1
        )
    _Scan(source).run()


class _Scan:
    """One pass over the tags of a text; each handler refuses what exceeds a bound."""

    def __init__(self, source: ProfileText) -> None:
        self._source = source
        # Of the namespaces in force within each open element: number, and characters of names and IRIs.
        self._namespaces = [(0, 0)]
        self._literal_depth = self._literal_characters = 0
        self._parser = expat.ParserCreate("UTF-8")
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._open_element
        self._parser.EndElementHandler = self._close_element
        self._parser.StartDoctypeDeclHandler = self._refuse_declarations
        self._parser.SkippedEntityHandler = self._refuse_entity

    def run(self) -> None:
        try:
            self._parser.Parse(self._source.text.encode(), True)
        except expat.ExpatError as error:
            raise self._source.make_error(
                f"this is no XML: {expat.ErrorString(error.code)}", _REPAIR, error.lineno
            ) from None

    def _refuse(self, what: str, todo: str) -> None:
        raise self._source.make_error(what, todo, self._parser.CurrentLineNumber)

    def _open_element(self, name: str, attributes: Sequence[str]) -> None:
        if len(self._namespaces) > MAX_XML_NESTING:
            self._refuse(
                f"its elements nest deeper than {MAX_XML_NESTING}",
                "Move inner elements with an rdf:about to the top level, and link to each by rdf:resource.",
            )
        if len(attributes) > 2 * MAX_ATTRIBUTES:
            self._refuse(
                f"an element has more than {MAX_ATTRIBUTES} attributes", "Write its properties as elements within it."
            )
        if len(name) > MAX_NAME_LENGTH:
            self._refuse(f"the name of an element is over {MAX_NAME_LENGTH:,} characters", _SHORTEN)
        declared, characters = self._namespaces[-1]
        if self._literal_depth:
            self._check_literal(characters)
        for index in range(0, len(attributes), 2):
            key, value = attributes[index], attributes[index + 1]
            declares = key.startswith("xmlns")
            if declares:
                declared, characters = declared + 1, characters + len(key) + len(value)
            elif key.endswith(":parseType") and value not in ("Resource", "Collection"):
                self._literal_depth = self._literal_depth or len(self._namespaces)
            if len(key) > MAX_NAME_LENGTH:
                self._refuse(f"the name of an attribute is over {MAX_NAME_LENGTH:,} characters", _SHORTEN)
            if len(value) > MAX_NAME_LENGTH and (declares or key in _COPIED):
                self._refuse(f"its {key} is over {MAX_NAME_LENGTH:,} characters", _SHORTEN)
        if declared > MAX_NAMESPACES:
            self._refuse(
                f"more than {MAX_NAMESPACES} namespaces are in force here",
                "Remove those that the profile does not use.",
            )
        self._namespaces.append((declared, characters))

    def _close_element(self, _: str) -> None:
        self._namespaces.pop()
        if len(self._namespaces) == self._literal_depth:
            self._literal_depth = 0

    def _check_literal(self, characters: int) -> None:
        """Count what the parser writes into a literal of XML: each element in it with all namespaces."""
        self._literal_characters += characters
        if self._literal_characters > MAX_EXPANDED_CHARACTERS:
            most = MAX_EXPANDED_CHARACTERS // 1_000_000
            self._refuse(f"its literals of XML are over {most} MB with their namespaces", _SHORTEN)

    def _refuse_declarations(self, _name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        if has_subset:
            self._refuse(
                "its document type has declarations of its own, which are not read",
                "Delete all from [ to ] in the DOCTYPE, with the brackets.",
            )

    def _refuse_entity(self, name: str, _is_parameter: bool) -> None:
        self._refuse(f"the entity &{name}; is not defined", "Write out what it stands for.")
