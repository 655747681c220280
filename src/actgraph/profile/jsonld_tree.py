"""Read JSON-LD as a tree, rewrite its names, and write it again."""

import json
import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from typing import Any

from actgraph.profile.text import ProfileText

# What a key or an alias may be, and what a string may be: a processor ignores others that look like a keyword.
_KEYS = frozenset(
    "@context @direction @graph @id @included @index @language @list @nest @none @reverse @set @type @value".split()
)
_STRINGS = frozenset({"", "@json"})
_CONTEXT_WORDS = (
    _KEYS | _STRINGS | set("@base @container @import @prefix @propagate @protected @version @vocab".split())
)
_KEYWORD_LIKE = re.compile("@[A-Za-z]+")
_OMITTED = ("@language", "@direction", "@protected")  # of a context
_MASK = re.compile(r"(?:urn:)?name([0-9]+):?")


class JsonNumber(str):
    """A JSON number as written."""


class JsonObject(list[tuple[str, Any]]):
    """A JSON object as key-value pairs, because a key may occur twice."""


def read_tree(text: str) -> Any:
    """Read a JSON text; numbers stay as written, because they may be very long.

    Raises:
        json.JSONDecodeError: the text is no JSON.

    >>> read_tree('{"a": 1, "a": null}')
    [('a', '1'), ('a', None)]
    """
    return json.loads(text, object_pairs_hook=JsonObject, parse_int=JsonNumber, parse_float=JsonNumber)


def write_tree(tree: Any) -> str:
    """Write a tree as JSON.

    >>> write_tree(read_tree('{"a": 1.50, "a": [null, "b"]}'))
    '{"a":1.50,"a":[null,"b"]}'
    """
    if isinstance(tree, JsonObject):
        return f"{{{','.join(f'{json.dumps(key)}:{write_tree(value)}' for key, value in tree)}}}"
    if isinstance(tree, list):
        return f"[{','.join(map(write_tree, tree))}]"
    return str(tree) if isinstance(tree, JsonNumber) else json.dumps(tree)


def find_json_line(source: ProfileText, text: str) -> int | None:
    """Find the line on which a text first stands between quotation marks, or None.

    >>> find_json_line(ProfileText("a.jsonld", '[\\n"b"]'), "b")
    2
    """
    index = source.text.find(json.dumps(text, ensure_ascii=False))
    return None if index < 0 else source.get_line(index)


def walk_pairs(tree: Any) -> Iterator[tuple[str, Any, bool]]:
    """Yield each key with its value, and whether it stands in a context.

    >>> [(key, in_context) for key, _, in_context in walk_pairs(read_tree('{"@context": {"a": "a:a"}, "a": 1}'))]
    [('@context', False), ('a', False), ('a', True)]
    """
    waiting = [(tree, False)]
    while waiting:
        part, in_context = waiting.pop()
        if isinstance(part, JsonObject):
            for key, value in part:
                yield key, value, in_context
                if isinstance(value, list):
                    waiting.append((value, in_context or key == "@context"))
        elif isinstance(part, list):
            waiting.extend((one, in_context) for one in part if isinstance(one, list))


class NameMasks:
    """Replace each text by a name that is valid wherever JSON-LD takes an IRI, a term or a blank node.

    >>> masks = NameMasks()
    >>> masks.mask("a:b c"), masks.mask("b c"), masks.unmask("http://e/name1")
    ('urn:name0:', 'name1', 'http://e/b c')
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: dict[str, str] = {}  # by their numbers

    def mask(self, text: str) -> str:
        """Return the name for a text; the same for the same text."""
        number = self._numbers.setdefault(text, len(self._texts))
        if number == len(self._texts):
            self._texts[str(number)] = text
        return f"urn:name{number}:" if _is_absolute(text) else f"name{number}"

    def get_last(self, masked: str) -> str:
        """Return what the last name in a text stands for, or an empty text."""
        found = _MASK.findall(masked)
        return self._texts.get(found[-1], "") if found else ""

    def unmask(self, masked: str) -> str:
        """Return a text with each name in it replaced by what it stands for; other names stay."""
        return _MASK.sub(lambda name: self._texts.get(name[1], name[0]), masked)


@dataclass(frozen=True)
class Rewriter:
    """Rewrite JSON-LD without its languages and directions, and with other names.

    Attributes:
        mask: the name for a text.
        null_term: what stands before the name of a term that the context sets to null; None to keep the null.
        after_null: a context that follows each context that is null; its keys replace such keys that are null.
        masks_none: whether `@none` has another name where it is a key, or what a term stands for.

    >>> masked = Rewriter(NameMasks().mask).rewrite(read_tree('{"@id": "a:b c", "a:p": {"@value": 1}}'))
    >>> write_tree(masked)
    '{"@id":"urn:name0:","urn:name1:":{"@value":1}}'
    """

    mask: Callable[[str], str]
    null_term: str | None = None
    after_null: dict[str, str] = field(default_factory=dict)
    masks_none: bool = False
    _keywords: dict[str, str] = field(default_factory=lambda: {"@value": "@value"})  # by their other names

    def rewrite(self, part: Any) -> Any:
        """Return the rewritten form of a part outside the contexts."""
        if isinstance(part, JsonObject):
            contexts = [(key, self._rewrite_context(value)) for key, value in part if key == "@context"]
            # The parser refuses a value with properties only if the value is first.
            others = sorted(part, key=lambda pair: self._keywords.get(pair[0]) != "@value")
            left_out = ("@context", "@language", "@direction")
            kept = self._get_kept()
            return JsonObject(
                [*contexts, *((self._mask(key, kept), self.rewrite(one)) for key, one in others if key not in left_out)]
            )
        if isinstance(part, list):
            return [self.rewrite(one) for one in part]
        if type(part) is not str:
            return part
        # A processor ignores another name of a keyword where it stands for a node: here it is a path.
        return ("./" if part in self._keywords else "") + self._mask(part, _STRINGS)

    def _get_kept(self) -> frozenset[str]:
        return _KEYS - {"@none"} if self.masks_none else _KEYS

    def _mask(self, text: str, kept: Container[str]) -> str:
        return text if not text or text in kept else self.mask(text)

    def _rewrite_context(self, part: Any) -> Any:
        if part is None and self.after_null:
            return [None, JsonObject([("@vocab", self.after_null["@vocab"])])]
        if isinstance(part, JsonObject):
            return JsonObject(
                (self._mask(key, _CONTEXT_WORDS), self._rewrite_definition(key, value))
                for key, value in part
                if key not in _OMITTED
            )
        if isinstance(part, list):
            parts = [self._rewrite_context(one) for one in part]
            return [one for some in parts for one in (some if type(some) is list else [some])]
        return part

    def _rewrite_definition(self, term: str, said: Any) -> Any:
        if term in _CONTEXT_WORDS:
            return self.after_null.get(term) if said is None else self._rewrite_said(said)
        if isinstance(said, JsonObject):
            # The values of a map of languages have no @type.
            left_out = (*_OMITTED, "@type") if _is_language_map(said) else _OMITTED
            return JsonObject((key, self._rewrite_part(term, key, value)) for key, value in said if key not in left_out)
        kept = self._get_kept()
        if isinstance(said, str) and said in kept:
            self._keywords[term] = said
        if said in ("@language", "@direction"):
            return "@index"  # a key that says nothing, as long as there are no languages
        if said in kept | _STRINGS if isinstance(said, str) else said is not None:
            return said
        if said is None:
            return None if self.null_term is None else self.null_term + self.mask(term)
        # A term with a colon must stand for itself, whatever prefix it has.
        return self.mask(term if _is_absolute(term) else said)

    def _rewrite_said(self, part: Any) -> Any:
        if isinstance(part, JsonObject):
            return JsonObject((key, self._rewrite_said(value)) for key, value in part)  # of @type
        if isinstance(part, list):
            return [self._rewrite_said(one) for one in part]
        return self._mask(part, _CONTEXT_WORDS) if type(part) is str else part

    def _rewrite_part(self, term: str, key: str, value: Any) -> Any:
        if key == "@id":
            return self._rewrite_definition(term, value)
        if key == "@context":
            return self._rewrite_context(value)
        if key == "@container":
            return [_replace_language(one) for one in value] if isinstance(value, list) else _replace_language(value)
        return self._rewrite_said(value)


def _is_language_map(said: JsonObject) -> bool:
    return any(
        key == "@container" and "@language" in (value if isinstance(value, list) else [value]) for key, value in said
    )


def _replace_language(container: Any) -> Any:
    return "@index" if container == "@language" else container


def _is_absolute(text: str) -> bool:
    return ":" in text or bool(_KEYWORD_LIKE.fullmatch(text))
