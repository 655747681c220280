"""The lines of statements in Turtle, TriG, N-Triples and N-Quads.

The engine judges the syntax and says no lines. So a text that it has read is taken apart once more, into single
statements whose lines are known; the engine reads those, and every term is still its own reading. Nothing here looks
for errors: what comes in is right.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from actgraph.profile.text import Text

MOST_NESTING = 100
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


class Statements(NamedTuple):
    """A text taken apart.

    Attributes:
        text: the same statements in TriG, each by itself.
        lines: of each, from 1, in their order: where its object stands, or begins.
    """

    text: str
    lines: list[int]


def apart(source: Text) -> Statements:
    """Take a text of Turtle or TriG apart into single statements.

    Args:
        source: a text without errors.

    Raises:
        ProfileError: its brackets nest too deep.

    >>> apart(Text("a.ttl", "<a:a> <a:b> 1 ,\\n 2 .")).lines
    [1, 2]
    >>> print(apart(Text("a.ttl", "<a:a> <a:b> [ <a:c> ( 1 ) ] .")).text)
    <a:a> <a:b> _:n1 .
    _:n1 <a:c> _:n2 .
    _:n2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1 .
    _:n2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .
    """
    walk = _Walk(source)
    while walk.here:
        walk.statement()
    return Statements("\n".join(walk.out), walk.lines)


def one_a_line(source: Text) -> list[int]:
    """The lines of N-Triples or N-Quads, where each seems to hold one whole statement; else none.

    Args:
        source: a text without errors.

    >>> one_a_line(Text("a.nt", "# one\\n<a:a> <a:b> <a:c> .\\n\\n<a:a> <a:b> <a:d> <a:g> ."))
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


def of_lines(source: Text) -> list[int]:
    """The lines of the statements of N-Triples or N-Quads, in their order.

    Args:
        source: a text without errors.

    >>> of_lines(Text("a.nt", "# one\\n<a:a> <a:b> <a:c> .\\n\\n<a:a> <a:b> <a:d> <a:g> ."))
    [2, 4]
    """
    walk = _Walk(source)
    while walk.here:
        if walk.directive():
            continue
        walk.term()
        walk.term()
        walk.lines.append(walk.line())
        while walk.here not in (".", ""):
            walk.term()
        walk.take()
    return walk.lines


class _Walk:
    """A walk over the tokens of a text; `here` is the one it stands before, empty at the end."""

    def __init__(self, source: Text) -> None:
        self.source = source
        self.tokens = _tokens(source.text)
        self.here, self.at = next(self.tokens)
        self.out: list[str] = []
        self.lines: list[int] = []
        self.made = self.depth = 0
        # The names given here must be nobody else's.
        self.stem = max(re.findall("_:n+", source.text), key=len, default="_:") + "n"

    def take(self) -> str:
        taken = self.here
        self.here, self.at = next(self.tokens, ("", self.at))
        return taken

    def line(self) -> int:
        return self.source.line(self.at)

    def new(self) -> str:
        self.made += 1
        return f"{self.stem}{self.made}"

    def term(self) -> str:
        taken = self.take()
        if taken[:1] in ('"', "'"):
            if self.here.startswith("@"):
                taken += self.take()
            elif self.here == "^^":
                taken += self.take() + self.take()
        return taken

    def statement(self) -> None:
        if self.directive():
            return
        if self.here.lower() == "graph":
            self.take()
        graph = "" if self.here == "{" else self.subject()
        if self.here != "{":
            self.properties(graph)
            self.take()
            return
        self.out.append(f"{graph} {self.take()}")
        while self.here not in ("}", ""):
            self.properties(self.subject())
            if self.here == ".":
                self.take()
        self.out.append(self.take())

    def directive(self) -> bool:
        word = self.here.removeprefix("@").lower()
        if word not in _DIRECTIVES:
            return False
        has_dot = self.take().startswith("@")
        parts = [self.take() for _ in range(2 if word == "prefix" else 1)]
        if word != "version":  # of RDF: nothing that is read here depends on it
            self.out.append(" ".join([word.upper(), *parts]))
        if has_dot:
            self.take()
        return True

    def subject(self) -> str:
        if self.here == "[":
            return self.bracket(self.new())
        if self.here == "(":
            self.take()
            return self.items(self.new()) if self.here != ")" else self.end(_NIL)
        return self.term()

    def properties(self, subject: str) -> None:
        while self.here not in ("]", "}", ".", ""):
            if self.here == ";":
                self.take()
                continue
            predicate = self.take()
            self.object(subject, predicate)
            while self.here == ",":
                self.take()
                self.object(subject, predicate)

    def object(self, subject: str, predicate: str) -> None:
        line = self.line()
        if self.here == "[":
            node = self.new()
            self.tell(subject, predicate, node, line)
            self.bracket(node)
        elif self.here == "(":
            self.take()
            node = self.new() if self.here != ")" else self.end(_NIL)
            self.tell(subject, predicate, node, line)
            if node != _NIL:
                self.items(node)
        else:
            self.tell(subject, predicate, self.term(), line)

    def bracket(self, node: str) -> str:
        self.deeper()
        self.take()
        self.properties(node)
        return self.end(node)

    def items(self, head: str) -> str:
        """The items of a list, its first bracket behind."""
        self.deeper()
        cell = head
        self.object(cell, _FIRST)
        while self.here not in (")", ""):
            line, rest = self.line(), self.new()
            self.tell(cell, _REST, rest, line)
            cell = rest
            self.object(cell, _FIRST)
        self.tell(cell, _REST, _NIL, self.line())
        return self.end(head)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MOST_NESTING:
            raise self.source.wrong(
                f"the brackets nest deeper than {MOST_NESTING}", "Give the inner nodes names.", self.line()
            )

    def end(self, node: str) -> str:
        if node != _NIL:
            self.depth -= 1
        self.take()
        return node

    def tell(self, subject: str, predicate: str, object: str, line: int) -> None:
        self.out.append(f"{subject} {predicate} {object} .")
        self.lines.append(line)


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    for found in _TOKEN.finditer(text):
        if found["token"]:
            yield found["token"], found.start()
    yield "", len(text)
