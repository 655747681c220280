"""Refuse JSON-LD of which the parser would silently leave out a statement.

A JSON-LD processor drops each statement with an IRI, a blank node or a language that is not valid. Therefore the text
is parsed again with valid names in place of its own and without languages: it must have as many statements as before.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from actgraph.core.errors import ProfileError
from actgraph.profile import jsonld_process
from actgraph.profile.jsonld_tree import NameMasks, Rewriter, find_json_line, read_tree, walk_pairs, write_tree
from actgraph.profile.text import ProfileText, clip_message

_NAME_PROPERTY = "Replace it by the name of a property, such as ag:licence."
_ENCODE = "Replace each character that is not allowed in an IRI by its % code, such as %20 for a space."


def parse_masked(tree: Any, masks: NameMasks, before: str = "", base: str | None = None) -> list[Quad]:
    """Parse a tree with masked names.

    Args:
        tree: what a Rewriter made.
        masks: the masks of its names.
        before: an object's beginning; the tree becomes the last value of the object.
        base: the base IRI.

    Raises:
        SyntaxError: it is not valid JSON-LD, which the parser did not notice in the text itself.

    >>> len(parse_masked(read_tree('{"urn:p": 1}'), NameMasks()))
    1
    """
    text = write_tree(tree)
    try:
        return jsonld_process.parse_jsonld(f"{before}{text}}}" if before else text, base)
    except SyntaxError as error:
        raise SyntaxError(masks.unmask(error.msg)) from None


def refuse_losses(source: ProfileText, quads: list[Quad]) -> None:
    """Refuse a text of which the parser left out a statement.

    Args:
        source: JSON-LD that the parser accepts.
        quads: what the parser read.

    Raises:
        ProfileError: the parser left out a statement.
        SyntaxError: the text is not valid JSON-LD, which the parser did not notice.

    >>> refuse_losses(ProfileText("a.jsonld", '{"a:b": 1}'), jsonld_process.parse_jsonld('{"a:b": 1}'))
    >>> refuse_losses(ProfileText("a.jsonld", '{"a:b c": 1}'), [])
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: a.jsonld:1: “a:b c” is not a valid IRI
      Replace each character that is not allowed in an IRI by its % code, such as %20 for a space.
    """
    tree = read_tree(source.text)
    masks = NameMasks()
    masked = parse_masked(Rewriter(masks.mask).rewrite(tree), masks)
    # Where @none, or a term that stands for it, is no key of a map, it would be a property.
    if any(key == "@none" or (in_context and value == "@none") for key, value, in_context in walk_pairs(tree)):
        quads_of_none = parse_masked(Rewriter(masks.mask, masks_none=True).rewrite(tree), masks)
        if any(masks.unmask(quad.predicate.value) == "@none" for quad in quads_of_none):
            line = find_json_line(source, "@none")
            raise source.make_error("“@none” is no property", _NAME_PROPERTY, line)
    more = len(masked) - len(quads)
    # A node of which the parser leaves out the name has become a blank one.
    if more < 0 or (more == 0 and _count_blank_nodes(quads) <= _count_blank_nodes(masked, masks.unmask)):
        return
    without_languages = jsonld_process.parse_jsonld(write_tree(Rewriter(str).rewrite(tree)))
    lost = Counter(_get_values(without_languages)) - Counter(_get_values(quads))
    if lost:
        value = next(iter(lost))
        what = f"the language of “{clip_message(value)}” has no valid tag"
        raise source.make_error(what, "Write one such as en or de-AT.", find_json_line(source, value))
    raise _explain_loss(source, tree, masked, masks)


def _explain_loss(source: ProfileText, tree: Any, masked: list[Quad], masks: NameMasks) -> ProfileError:
    for quad in masked:
        predicate = masks.unmask(quad.predicate.value)
        if predicate.startswith("_:"):
            what, todo = f"“{clip_message(predicate)}” is a blank node, which is no property", _NAME_PROPERTY
            return source.make_error(what, todo, find_json_line(source, predicate))
    names = ((masks.unmask(part.value), masks.get_last(part.value)) for quad in masked for part in _get_nodes(quad))
    for name, written in (*names, *_get_context_names(tree)):
        if name.startswith("_:"):
            is_valid, what, todo = (
                _is_valid(BlankNode, name[2:]),
                "valid name of a blank node",
                "Use only letters and digits after _:",
            )
        else:
            is_valid, what, todo = _is_valid(NamedNode, name), "valid IRI", _ENCODE
        if not is_valid:
            line = find_json_line(source, name) or find_json_line(source, written)
            return source.make_error(f"“{clip_message(name)}” is not a {what}", todo, line)
    cause = "a term is defined as an invalid IRI or a keyword, or a @language or @direction has no @value"
    what = f"reading this file would lose a statement: {cause}"
    return source.make_error(what, "Write all IRIs in full, and add a @value to each @language and @direction.")


def _count_blank_nodes(quads: list[Quad], unmask: Callable[[str], str] = str) -> int:
    parts = [part for quad in quads for part in (quad.subject, quad.object, quad.graph_name)]
    named = (part.value for part in parts if isinstance(part, NamedNode))
    return sum(isinstance(part, BlankNode) for part in parts) + sum(unmask(name)[:2] == "_:" for name in named)


def _get_values(quads: Iterable[Quad]) -> Iterator[str]:
    return (quad.object.value for quad in quads if isinstance(quad.object, Literal))


def _get_nodes(quad: Quad) -> Iterator[NamedNode]:
    parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return (part for part in parts if isinstance(part, NamedNode))


def _get_context_names(tree: Any) -> Iterator[tuple[str, str]]:
    said = (value for _, value, in_context in walk_pairs(tree) if in_context and type(value) is str)
    return ((value, value) for value in said if ":" in value)


def _is_valid(kind: type[NamedNode] | type[BlankNode], name: str) -> bool:
    try:
        kind(name)
    except ValueError:
        return False
    return True
