"""The lines of statements in Turtle, TriG, N-Triples and N-Quads.

The engine judges the syntax and says no lines. So a text that it has read is taken apart once more, into single
statements whose lines are known; the engine reads those, and every term is still its own reading. Nothing here looks
for errors: what comes in is right.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from actgraph.profile.text import ProfileText

MAX_TURTLE_NESTING = 100
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = (f"<{_RDF}{name}>" for name in ("first", "rest", "nil"))
_DIRECTIVES = frozenset(("prefix", "base", "version"))
# White space is what Turtle calls so: other spaces of Unicode may stand in a name. No digit is given back (++): a
# figure may have a million of them.
_TOKEN = re.compile(
    r"""[ \t\r\n]+ | \#[^\r\n]*
    | (?P<token>
        <[^<> \t\r\n"]*>
        | \"{3} [^"\\]* (?: (?: \\. | "{1,2}(?!") ) [^"\\]* )* \"{3}
        | '{3}  [^'\\]* (?: (?: \\. | '{1,2}(?!') ) [^'\\]* )* '{3}
        | "[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*" | '[^'\\\r\n]*(?:\\.[^'\\\r\n]*)*'
        | [+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)[Ee][+-]?[0-9]+ | [+-]?[0-9]*+\.[0-9]+ | [+-]?[0-9]++
        | @[A-Za-z]+(?:-[A-Za-z0-9]+)* | \^\^ | [\[\](){};,.]
        | (?: [^ \t\r\n<>"'()\[\]{};,.#^@\\] | \\. | \.+(?=[^ \t\r\n<>"'()\[\]{};,.#^@]) )+
        | .
    )""",
    re.VERBOSE | re.DOTALL,
)


class SplitStatements(NamedTuple):
    """A text taken apart.

    Attributes:
        text: the same statements in TriG, each by itself.
        lines: of each, from 1, in their order: where its object stands, or begins.
    """

    text: str
    lines: list[int]


def split_statements(source: ProfileText) -> SplitStatements:
    """Take a text of Turtle or TriG apart into single statements.

    Args:
        source: a text without errors.

    Raises:
        ProfileError: its brackets nest too deep.

    >>> split_statements(ProfileText("a.ttl", "<a:a> <a:b> 1 ,\\n 2 .")).lines
    [1, 2]
    >>> print(split_statements(ProfileText("a.ttl", "<a:a> <a:b> [ <a:c> ( 1 ) ] .")).text)
    <a:a> <a:b> _:n1 .
    _:n1 <a:c> _:n2 .
    _:n2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1 .
    _:n2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .
    """
    walk = _TokenWalker(source)
    while walk.token:
        walk.read_statement()
    return SplitStatements("\n".join(walk.statements), walk.lines)


def find_one_per_line(source: ProfileText) -> list[int]:
    """The lines of N-Triples or N-Quads, where each seems to hold one whole statement; else none.

    Args:
        source: a text without errors.

    >>> find_one_per_line(ProfileText("a.nt", "# one\\n<a:a> <a:b> <a:c> .\\n\\n<a:a> <a:b> <a:d> <a:g> ."))
    [2, 4]
    """
    found = []
    for number, line in enumerate(source.text.split("\n"), 1):
        bare = line.strip(" \t\r")
        if bare and not bare.startswith("#"):
            # A statement that goes on in the next line, or is the second of its line, is for who looks at every token.
            if not bare.endswith(".") or " . " in bare or "\r" in bare:
                return []
            found.append(number)
    return found


def find_statement_lines(source: ProfileText) -> list[int]:
    """The lines of the statements of N-Triples or N-Quads, in their order.

    Args:
        source: a text without errors.

    >>> find_statement_lines(ProfileText("a.nt", "# one\\n<a:a> <a:b> <a:c> .\\n\\n<a:a> <a:b> <a:d> <a:g> ."))
    [2, 4]
    """
    walk = _TokenWalker(source)
    while walk.token:
        if walk.read_directive():
            continue
        walk.take_term()
        walk.take_term()
        walk.lines.append(walk.get_line())
        while walk.token not in (".", ""):
            walk.take_term()
        walk.take_token()
    return walk.lines


class _TokenWalker:
    """A walk over the tokens of a text; `here` is the one it stands before, empty at the end."""

    def __init__(self, source: ProfileText) -> None:
        self.source = source
        self.tokens = _tokenize(source.text)
        self.token, self.offset = next(self.tokens)
        self.statements: list[str] = []
        self.lines: list[int] = []
        self.node_count = self.depth = 0
        # The names given here must be nobody else's.
        self.blank_prefix = max(re.findall("_:n+", source.text), key=len, default="_:") + "n"

    def take_token(self) -> str:
        taken = self.token
        self.token, self.offset = next(self.tokens, ("", self.offset))
        return taken

    def get_line(self) -> int:
        return self.source.get_line(self.offset)

    def make_blank_node(self) -> str:
        self.node_count += 1
        return f"{self.blank_prefix}{self.node_count}"

    def take_term(self) -> str:
        taken = self.take_token()
        if taken[:1] in ('"', "'"):
            if self.token.startswith("@"):
                taken += self.take_token()
            elif self.token == "^^":
                taken += self.take_token() + self.take_token()
        return taken

    def read_statement(self) -> None:
        if self.read_directive():
            return
        if self.token.lower() == "graph":
            self.take_token()
        graph = "" if self.token == "{" else self.read_subject()
        if self.token != "{":
            self.read_properties(graph)
            self.take_token()
            return
        self.statements.append(f"{graph} {self.take_token()}")
        while self.token not in ("}", ""):
            self.read_properties(self.read_subject())
            if self.token == ".":
                self.take_token()
        self.statements.append(self.take_token())

    def read_directive(self) -> bool:
        word = self.token.removeprefix("@").lower()
        if word not in _DIRECTIVES:
            return False
        has_dot = self.take_token().startswith("@")
        parts = [self.take_token() for _ in range(2 if word == "prefix" else 1)]
        if word != "version":  # of RDF: nothing that is read here depends on it
            self.statements.append(" ".join([word.upper(), *parts]))
        if has_dot:
            self.take_token()
        return True

    def read_subject(self) -> str:
        if self.token == "[":
            return self.read_property_list(self.make_blank_node())
        if self.token == "(":
            self.take_token()
            return self.read_collection(self.make_blank_node()) if self.token != ")" else self.leave_bracket(_NIL)
        return self.take_term()

    def read_properties(self, subject: str) -> None:
        while self.token not in ("]", "}", ".", ""):
            if self.token == ";":
                self.take_token()
                continue
            predicate = self.take_token()
            self.read_object(subject, predicate)
            while self.token == ",":
                self.take_token()
                self.read_object(subject, predicate)

    def read_object(self, subject: str, predicate: str) -> None:
        line = self.get_line()
        if self.token == "[":
            node = self.make_blank_node()
            self.emit_triple(subject, predicate, node, line)
            self.read_property_list(node)
        elif self.token == "(":
            self.take_token()
            node = self.make_blank_node() if self.token != ")" else self.leave_bracket(_NIL)
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
        """The items of a list, its first bracket behind."""
        self.enter_bracket()
        cell = head
        self.read_object(cell, _FIRST)
        while self.token not in (")", ""):
            line, rest = self.get_line(), self.make_blank_node()
            self.emit_triple(cell, _REST, rest, line)
            cell = rest
            self.read_object(cell, _FIRST)
        self.emit_triple(cell, _REST, _NIL, self.get_line())
        return self.leave_bracket(head)

    def enter_bracket(self) -> None:
        self.depth += 1
        if self.depth > MAX_TURTLE_NESTING:
            raise self.source.make_error(
                f"the brackets nest deeper than {MAX_TURTLE_NESTING}", "Give the inner nodes names.", self.get_line()
            )

    def leave_bracket(self, node: str) -> str:
        if node != _NIL:
            self.depth -= 1
        self.take_token()
        return node

    def emit_triple(self, subject: str, predicate: str, object: str, line: int) -> None:
        self.statements.append(f"{subject} {predicate} {object} .")
        self.lines.append(line)


def _tokenize(text: str) -> Iterator[tuple[str, int]]:
    for found in _TOKEN.finditer(text):
        if found["token"]:
            yield found["token"], found.start()
    yield "", len(text)
