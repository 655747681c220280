"""Find the line number of each triple in Turtle, TriG, N-Triples and N-Quads.

The parser checks the syntax but reports no lines. So a text that it has accepted is split into single statements with
known lines, and the parser reads these again: every term is still the parser's own. This module does not look for
errors, because its input is valid.
"""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from actgraph.core.errors import ProfileError
from actgraph.profile.text import ProfileText

MAX_TURTLE_NESTING = 100
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = (f"<{_RDF}{name}>" for name in ("first", "rest", "nil"))
_MANY_BRACKETS = 1000
# What may be long is matched possessively (++): backtracking into a million digits would take too long, and each part
# of a name some hundred bytes. Where an attempt of such a group can fail behind its first character, the group has an
# empty branch, (?:…|)*+: before Python 3.11.5, the match would go on from where that attempt had come.
_QUOTED = r"""(?:
      \"{3} [^"\\]*+ (?: (?: \\. | "{1,2}(?!") ) [^"\\]*+ | )*+ \"{3}
    | '{3}  [^'\\]*+ (?: (?: \\. | '{1,2}(?!') ) [^'\\]*+ | )*+ '{3}
    | "[^"\\\r\n]*+(?:\\.[^"\\\r\n]*+)*+" | '[^'\\\r\n]*+(?:\\.[^'\\\r\n]*+)*+'
)"""
_BRACKET = re.compile(
    rf"""{_QUOTED} | <[^<>\ \t\r\n"]*> | \#[^\r\n]* | \\. | (?P<opens>[\[(]) | (?P<closes>[\])])""",
    re.VERBOSE | re.DOTALL,
)
_DIRECTIVES = frozenset(("prefix", "base", "version"))
# Only the white space of the Turtle grammar: other Unicode spaces may occur in a name.
_EMPTY_CLAUSE = r"; (?=[ \t\r\n]*+;) [ \t\r\n]*+"
_NAME_PART = r"""[^ \t\r\n<>"'()\[\]{};,.#^@\\]++ | \\. | \.+(?=[^ \t\r\n<>"'()\[\]{};,.#^@])"""
_TOKEN = re.compile(
    rf"""[ \t\r\n]+ | \#[^\r\n]* | (?: {_EMPTY_CLAUSE} ) (?: {_EMPTY_CLAUSE} | )*+
    | (?P<token>
        <[^<> \t\r\n"]*> | {_QUOTED}
        | [+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)[Ee][+-]?[0-9]+ | [+-]?[0-9]*+\.[0-9]+ | [+-]?[0-9]++
        | @[A-Za-z]+(?:-[A-Za-z0-9]++)*+ | \^\^ | [\[\](){{}};,.]
        | (?: {_NAME_PART} ) (?: {_NAME_PART} | )*+
        | .
    )""",
    re.VERBOSE | re.DOTALL,
)


class SplitStatements(NamedTuple):
    """A text split into one statement per triple.

    Attributes:
        text: the same statements in TriG, one triple each.
        lines: for each triple in order, the line, from 1, on which its object begins.
    """

    text: str
    lines: list[int]


def split_statements(source: ProfileText) -> SplitStatements:
    """Split a valid Turtle or TriG text into one statement per triple.

    Raises:
        ProfileError: the brackets nest too deeply.

    >>> split_statements(ProfileText("a.ttl", "<a:a> <a:b> 1 ,\\n 2 .")).lines
    [1, 2]
    >>> print(split_statements(ProfileText("a.ttl", "<a:a> <a:b> [ <a:c> ( 1 ) ] .")).text)
    <a:a> <a:b> _:g0x1 .
    _:g0x1 <a:c> _:g0x2 .
    _:g0x2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1 .
    _:g0x2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .
    """
    walk = _TokenWalker(source)
    while walk.current:
        walk.read_statement()
    return SplitStatements("\n".join(walk.statements), walk.lines)


def check_nesting(source: ProfileText) -> None:
    """Refuse brackets that nest too deeply, before the parser keeps each of them in memory.

    Args:
        source: Turtle or TriG, which may be invalid.

    Raises:
        ProfileError: they nest too deeply.

    >>> check_nesting(ProfileText("a.ttl", "<a:a> <a:b> " + "[ <a:b> " * 2000))
    Traceback (most recent call last):
    actgraph.core.errors.ProfileError: a.ttl:1: the brackets nest deeper than 100
      Give the inner nodes names.
    """
    if source.text.count("[") + source.text.count("(") < _MANY_BRACKETS:
        return
    depth = 0
    for part in _BRACKET.finditer(source.text):
        if part["opens"]:
            depth += 1
            if depth > MAX_TURTLE_NESTING:
                raise _make_nesting_error(source, source.get_line(part.start()))
        elif part["closes"] and depth:
            depth -= 1


def _make_nesting_error(source: ProfileText, line: int) -> ProfileError:
    return source.make_error(f"the brackets nest deeper than {MAX_TURTLE_NESTING}", "Give the inner nodes names.", line)


def find_one_per_line(source: ProfileText) -> list[int]:
    """Find the lines of valid N-Triples or N-Quads that have one statement per line; otherwise return an empty list.

    >>> find_one_per_line(ProfileText("a.nt", "# one\\n<a:a> <a:b> <a:c> .\\n\\n<a:a> <a:b> <a:d> <a:g> ."))
    [2, 4]
    """
    found = []
    for number, line in enumerate(source.text.split("\n"), 1):
        bare = line.strip(" \t\r")
        if bare and not bare.startswith("#"):
            # A statement over two lines, or two statements on one line: find_statement_lines handles these.
            if not bare.endswith(".") or " . " in bare or "\r" in bare:
                return []
            found.append(number)
    return found


def find_statement_lines(source: ProfileText) -> list[int]:
    """Find the line of each statement of a valid N-Triples or N-Quads text by tokenizing it.

    >>> find_statement_lines(ProfileText("a.nt", "# one\\n<a:a> <a:b> <a:c> .\\n\\n<a:a> <a:b> <a:d> <a:g> ."))
    [2, 4]
    """
    walk = _TokenWalker(source)
    while walk.current:
        if walk.read_directive():
            continue
        walk.take_term()
        walk.take_term()
        walk.lines.append(walk.get_line())
        while walk.current not in (".", ""):
            walk.take_term()
        walk.take_token()
    return walk.lines


class _TokenWalker:
    """Recursive-descent reader of tokens; `current` is the next token, empty at the end."""

    def __init__(self, source: ProfileText) -> None:
        self.source = source
        self.tokens = tokenize(source.text)
        self.current, self.offset = next(self.tokens)
        self.statements: list[str] = []
        self.lines: list[int] = []
        self.node_count = self.depth = 0
        # Labels of new blank nodes must not occur in the text, and are short: each node has one.
        taken = {int(one[1]) for one in re.finditer("_:g([0-9]{1,7})x", source.text)}
        self.blank_prefix = f"_:g{next(number for number in itertools.count() if number not in taken)}x"

    def take_token(self) -> str:
        taken = self.current
        self.current, self.offset = next(self.tokens, ("", self.offset))
        return taken

    def get_line(self) -> int:
        return self.source.get_line(self.offset)

    def make_blank_node(self) -> str:
        self.node_count += 1
        return f"{self.blank_prefix}{self.node_count}"

    def take_term(self) -> str:
        taken = self.take_token()
        if taken[:1] in ('"', "'"):
            if self.current.startswith("@"):
                taken += self.take_token()
            elif self.current == "^^":
                taken += self.take_token() + self.take_token()
        return taken

    def read_statement(self) -> None:
        if self.read_directive():
            return
        if self.current.lower() == "graph":
            self.take_token()
        graph = "" if self.current == "{" else self.read_subject()
        if self.current != "{":
            self.read_properties(graph)
            self.take_token()
            return
        self.statements.append(f"{graph} {self.take_token()}")
        while self.current not in ("}", ""):
            self.read_properties(self.read_subject())
            if self.current == ".":
                self.take_token()
        self.statements.append(self.take_token())

    def read_directive(self) -> bool:
        word = self.current.removeprefix("@").lower()
        if word not in _DIRECTIVES:
            return False
        has_dot = self.take_token().startswith("@")
        parts = [self.take_token() for _ in range(2 if word == "prefix" else 1)]
        if word != "version":  # the RDF version makes no difference here
            self.statements.append(" ".join([word.upper(), *parts]))
        if has_dot:
            self.take_token()
        return True

    def read_subject(self) -> str:
        if self.current == "[":
            return self.read_property_list(self.make_blank_node())
        if self.current == "(":
            self.take_token()
            return self.read_collection(self.make_blank_node()) if self.current != ")" else self.leave_bracket(_NIL)
        return self.take_term()

    def read_properties(self, subject: str) -> None:
        while self.current not in ("]", "}", ".", ""):
            if self.current == ";":
                self.take_token()
                continue
            predicate = self.take_token()
            self.read_object(subject, predicate)
            while self.current == ",":
                self.take_token()
                self.read_object(subject, predicate)

    def read_object(self, subject: str, predicate: str) -> None:
        line = self.get_line()
        if self.current == "[":
            node = self.make_blank_node()
            self.emit_triple(subject, predicate, node, line)
            self.read_property_list(node)
        elif self.current == "(":
            self.take_token()
            node = self.make_blank_node() if self.current != ")" else self.leave_bracket(_NIL)
            self.emit_triple(subject, predicate, node, line)
            if node != _NIL:
                self.read_collection(node)
        else:
            self.emit_triple(subject, predicate, self.take_term(), line)

    def read_property_list(self, node: str) -> str:
        self.enter_bracket()
        self.take_token()
        self.read_properties(node)
        return self.leave_bracket(node)

    def read_collection(self, head: str) -> str:
        """Read the items of a collection after its opening bracket."""
        self.enter_bracket()
        cell = head
        self.read_object(cell, _FIRST)
        while self.current not in (")", ""):
            line, rest = self.get_line(), self.make_blank_node()
            self.emit_triple(cell, _REST, rest, line)
            cell = rest
            self.read_object(cell, _FIRST)
        self.emit_triple(cell, _REST, _NIL, self.get_line())
        return self.leave_bracket(head)

    def enter_bracket(self) -> None:
        self.depth += 1
        if self.depth > MAX_TURTLE_NESTING:
            raise _make_nesting_error(self.source, self.get_line())

    def leave_bracket(self, node: str) -> str:
        if node != _NIL:
            self.depth -= 1
        self.take_token()
        return node

    def emit_triple(self, subject: str, predicate: str, object: str, line: int) -> None:
        self.statements.append(f"{subject} {predicate} {object} .")
        self.lines.append(line)


def tokenize(text: str) -> Iterator[tuple[str, int]]:
    """Yield each token of a text with its index; at the end an empty one.

    >>> list(tokenize("<a:a> # no"))
    [('<a:a>', 0), ('', 10)]
    """
    for found in _TOKEN.finditer(text):
        if found["token"]:
            yield found["token"], found.start()
    yield "", len(text)
