"""Parse YAML into a tree with line numbers, within limits: no tags, no aliases, no key twice, one document."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from actgraph.profile.text import ProfileText, clip_message

MAX_YAML_CHARACTERS = 1_000_000  # a documented model has some 20,000
MAX_YAML_NESTING = 30
MAX_YAML_NODES = 100_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ABSENT = ("", "~", "null", "Null", "NULL")
_CURLY = ("“", "”", "„", "‘", "’", "‚", "«", "»")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class Scalar(NamedTuple):
    """A text, and the line on which it begins."""

    text: str
    line: int
    is_plain: bool

    @property
    def is_absent(self) -> bool:
        """Whether nothing is written."""
        return self.is_plain and self.text in _ABSENT


class Sequence(NamedTuple):
    """A list."""

    items: "list[Tree]"
    line: int


class Mapping(NamedTuple):
    """Keys and their values, in order."""

    pairs: "list[tuple[Scalar, Tree]]"
    line: int

    def get(self, key: str) -> "Tree | None":
        """Return the value of a key, or None."""
        return next((value for name, value in self.pairs if name.text == key), None)


Tree = Scalar | Sequence | Mapping
_INDENT = "Begin each key of a mapping in the same column."
_MISTAKES = {
    "did not find expected key": ("this line does not fit the lines before it", _INDENT),
    "did not find expected '-' indicator": ("this line does not fit the list before it", _INDENT),
    "mapping values are not allowed in this context": (
        "a colon stands where no key can be",
        "Put a text with a colon between quotation marks, or begin the key in the column of the others.",
    ),
    "could not find expected ':'": ("a colon is missing", "Write a colon and a space behind each key."),
    "found unexpected end of stream": ("a quotation mark or a bracket is not closed", "Close it."),
}


def parse_yaml(source: ProfileText) -> Mapping:
    """Parse a document whose root is a mapping.

    Raises:
        ProfileError: it is no YAML, exceeds a limit, or uses what is not read.

    >>> parse_yaml(ProfileText("a.yaml", "a: 1\\nb: [x, y]")).pairs[1][1].items[1]
    Scalar(text='y', line=2, is_plain=True)
    """
    if len(source.text) > MAX_YAML_CHARACTERS:
        what = f"it has over {MAX_YAML_CHARACTERS:,} characters"
        raise source.make_error(what, "Split it by model, or write it in Turtle.")
    try:
        root = _Builder(source).build()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = source.get_line(min(mark.index, len(source.text))) if mark else None
        problem = clip_message(error.problem or error.context or "it cannot be read")
        words, todo = _MISTAKES.get(problem, (problem, "Repair it there, or just before."))
        if mark and source.text[mark.index : mark.index + 1] == "\t":
            words, todo = "a tab stands where spaces are needed", "Replace tabs by spaces."
        raise source.make_error(f"this is no YAML: {words}", todo, line) from None
    except yaml.reader.ReaderError as error:
        found = _FORBIDDEN.search(source.text)
        line = source.get_line(found.start() if found else min(error.position, len(source.text)))
        raise source.make_error("it has a control character", "Remove it.", line) from None
    except UnicodeEncodeError:
        raise source.make_error("it has half of a pair of surrogates", "Save the file as UTF-8.") from None
    if not isinstance(root, Mapping):
        raise source.make_error("it does not begin with a key", 'A profile begins so: "actgraph: 1".', 1)
    return root


class _Builder:
    """Build the tree from events."""

    def __init__(self, source: ProfileText) -> None:
        self._source = source
        self._events: Iterator[yaml.Event] = yaml.parse(source.text, Loader=_LOADER)
        self._count = 0

    def build(self) -> Tree | None:
        root: Tree | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self._refuse("it has a second document", "Write one document in a file.", event)
                if event.tags:
                    raise self._refuse("it declares tags, which are not read", "Leave out the line with %TAG.", event)
            elif isinstance(event, yaml.NodeEvent):
                root = self._build_node(event, 0)
        return root

    def _build_node(self, event: yaml.Event, depth: int) -> Tree:
        self._count += 1
        if self._count > MAX_YAML_NODES:
            what = f"it has more than {MAX_YAML_NODES:,} keys and values"
            raise self._refuse(what, "Split it by model.", event)
        if depth > MAX_YAML_NESTING:
            what = f"it nests deeper than {MAX_YAML_NESTING}"
            raise self._refuse(what, "Give inner nodes a place of their own under nodes:.", event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._refuse("anchors (&) and aliases (*) are not read", "Write the value out; quote a text.", event)
        if getattr(event, "tag", None):
            raise self._refuse(
                f"the tag {clip_message(str(getattr(event, 'tag', '')))} is not read", "Leave it out.", event
            )
        line = self._get_line(event)
        if isinstance(event, yaml.ScalarEvent):
            is_plain = event.style in (None, "")
            if is_plain and event.value.startswith(_CURLY):
                what = f"{clip_message(event.value)} begins with a curly quotation mark, which is text to YAML"
                raise self._refuse(what, "Replace curly quotation marks by straight ones.", event)
            return Scalar(event.value, line, is_plain)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Tree] = []
            while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
                items.append(self._build_node(inner, depth + 1))
            return Sequence(items, line)
        pairs: list[tuple[Scalar, Tree]] = []
        keys: set[str] = set()
        while not isinstance(inner := next(self._events), yaml.MappingEndEvent):
            key = self._build_node(inner, depth + 1)
            if not isinstance(key, Scalar) or key.text == "<<":
                raise self._refuse("a key must be a word", "Write a word, then a colon.", inner)
            if key.text in keys:
                what = f"“{clip_message(key.text)}” is there twice"
                raise self._refuse(what, "Write all values in one list.", inner)
            keys.add(key.text)
            pairs.append((key, self._build_node(next(self._events), depth + 1)))
        return Mapping(pairs, line)

    def _get_line(self, event: yaml.Event) -> int:
        return self._source.get_line(min(getattr(event.start_mark, "index", 0), len(self._source.text)))

    def _refuse(self, what: str, todo: str, event: yaml.Event) -> Exception:
        return self._source.make_error(what, todo, self._get_line(event))
