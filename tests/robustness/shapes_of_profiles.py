"""Make profiles of any size in every shape that may cost a reader more than its bytes: deep, wide, long, repeated."""

from collections.abc import Callable
from typing import NamedTuple

_AG = "https://w3id.org/actgraph/ns/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ROOT = f'<r:RDF xmlns:r="{_RDF}" xmlns:a="urn:a:"'
_NODE = '<r:Description r:about="urn:m"'


class Shape(NamedTuple):
    """A shape of text.

    Attributes:
        name: what is deep, wide, long or repeated in it.
        format_name: the format of the profile.
        write: makes a text of about so many characters, none of them over one byte.
    """

    name: str
    format_name: str
    write: Callable[[int], str]


def repeat(before: str, part: str, after: str = "", most: int = 0) -> Callable[[int], str]:
    """Make a function that writes a text of about a size, in which a part is repeated.

    Args:
        before: the beginning.
        part: the part; `~` in it is replaced by a number.
        after: the end.
        most: the greatest number of parts; 0 for no limit.

    >>> repeat("a", "b~ ", "c")(9)
    'ab0 b1 b2 c'
    """

    def write(size: int) -> str:
        length = len(part.replace("~", "")) + part.count("~") * max(1, len(str(size // max(1, len(part)))) - 1)
        many = max(1, size // length)
        many = min(many, most) if most else many
        return before + "".join(part.replace("~", str(one)) for one in range(many)) + after

    return write


def _make_turtle_shapes() -> dict[str, Callable[[int], str]]:
    link = "<urn:m> <urn:p> "
    return {
        "statements": repeat("", "<urn:m~> <urn:p> <urn:o~> .\n"),
        "statements of short names": repeat("@prefix : <urn:> .\n", ":a :b :c~.\n"),
        "values": repeat(link, "~,", "1 ."),
        "properties": repeat("<urn:m> ", "<urn:p~> 1;", " ."),
        "one statement again and again": repeat("", "<urn:m> <urn:p> 1 .\n"),
        "one short statement again and again": repeat("@prefix : <urn:> .\n", ":a :b :c ."),
        "one value again and again": repeat("@prefix : <urn:> .\n:a :b :c", ",:c", "."),
        "blank nodes": repeat(link, "[],", "[] ."),
        "blank nodes that begin a statement": repeat("", "[<urn:p> 1].\n"),
        "blank nodes with labels": repeat("", "_:b~ <urn:p> _:c~ .\n"),
        "long labels of a blank node": lambda size: f"_:{'n' * size} <urn:p> 1 .",
        "nested blank nodes": lambda size: f"{link}{'[ <urn:p> ' * (size // 12)}1{' ]' * (size // 12)} .",
        "nested lists": lambda size: f"{link}{'( ' * (size // 4)}1{' )' * (size // 4)} .",
        "open brackets": repeat(link, "["),
        "closing brackets": repeat(link, "]"),
        "a list": repeat(f"{link}(", "~ ", ") ."),
        "lists": repeat(link, "(1),", "() ."),
        "prefixes": repeat("", "@prefix p~: <urn:x> .\n", "<urn:m> <urn:p> 1 ."),
        "prefixes of SPARQL": repeat("", "PREFIX p~:<u:>", "<urn:m> <urn:p> 1 ."),
        "a prefix again before each statement": repeat("", "@prefix p: <urn:x~> . p:a p:b p:c .\n"),
        "a long prefix": lambda size: f"@prefix p: <urn:{'x' * size}> . p:a p:b p:c .",
        "a long prefix often": lambda size: (
            f"@prefix p: <urn:{'x' * (size // 2)}> .\n" + "p:a p:b p:c .\n" * (size // 28)
        ),
        "a prefix of a thousand characters": repeat(f"@prefix p: <urn:{'x' * 1000}> .\n", "p:a p:b p:c~.\n"),
        "a long name of a prefix": lambda size: f"@prefix {'p' * size}: <urn:x> . <urn:a> <urn:b> 1 .",
        "base IRIs": repeat("", "@base <http://e.example/~/> .\n", "<urn:m> <urn:p> 1 ."),
        "a long base": lambda size: f"@base <http://e.example/{'x' * size}> . <a> <b> <c> .",
        "a long base often": lambda size: (
            f"@base <http://e.example/{'x/' * (size // 4)}> .\n" + "<a> <b> <c>.\n" * (size // 28)
        ),
        "steps up": lambda size: f"@base <http://e.example/{'x/' * (size // 5)}> .\n<{'../' * (size // 5)}> <b> <c> .",
        "relative names": repeat("@base <http://e.example/a/b/c/> .\n", "<../../../~> <../> <..> .\n"),
        "a long IRI": lambda size: f"<urn:{'x' * size}> <urn:p> 1 .",
        "a long IRI of escapes": lambda size: (
            f"<urn:{chr(92) + 'u0061'}{(chr(92) + 'u0061') * (size // 6)}> <urn:p> 1 ."
        ),
        "a long value": lambda size: f'{link}"{"x" * size}" .',
        "a long value of escapes": lambda size: f'{link}"{chr(92) + "n"}{(chr(92) + "n") * (size // 2)}" .',
        "a long value over lines": lambda size: f'{link}"""{"x" * 9}{chr(10) * size}""" .',
        "a long value of quotation marks": lambda size: f'{link}"""{(chr(34) + chr(34) + "x") * (size // 3)}""" .',
        "a long value without an end": lambda size: f'{link}"{"x" * size}',
        "a long value of lines without an end": lambda size: f'{link}"""' + "x\n" * (size // 2),
        "a long language": lambda size: f'{link}"x"@en-{"a-" * (size // 2)}a .',
        "languages": repeat(link, '"x"@en-x~,', '"x" .'),
        "datatypes": repeat(link, '"x"^^<urn:t~>,', '"x" .'),
        "digits": lambda size: f"{link}{'9' * size} .",
        "digits of compute": lambda size: f"<urn:m> <{_AG}cumulativeCompute> {'9' * size} .",
        "digits behind a dot": lambda size: f"{link}1.{'9' * size} .",
        "digits of an exponent": lambda size: f"{link}1e{'9' * size} .",
        "numbers with a comma": repeat(link, "1,5,", "1 ."),
        "comments": repeat("", "#\n", "<urn:m> <urn:p> 1 ."),
        "a long comment": lambda size: f"#{'x' * size}\n<urn:m> <urn:p> 1 .",
        "lines": lambda size: "\n" * size + "<urn:m> <urn:p> 1 .",
        "carriage returns": lambda size: "\r" * size + "<urn:m> <urn:p> 1 .",
        "spaces": lambda size: " " * size + "<urn:m> <urn:p> 1 .",
        "lines of one character": repeat("", "<urn:m>\n<urn:p>\n1\n.\n"),
        "a mistake at the end of many lines": repeat("", "<urn:m>\n<urn:p>\n1\n.\n", "wrong wrong"),
        "a mistake at the end of one line": repeat("", "<urn:m> <urn:p> 1 .", "<urn:m> <urn:p> 1.1*10^25 ."),
        "a mistake at the end of open brackets": repeat(link, "[<urn:p> 1],", "<urn:m> ;;"),
        "a mistake after spaces": lambda size: f"{link}{' ' * size}no",
        "a mistake before spaces": lambda size: f"{link}no{' ' * size}",
        "a mistake before a long IRI": lambda size: f"<urn:m> <urn:p <urn:{'x' * size}",
        "an undeclared prefix": repeat("", "<urn:m> <urn:p> 1 .\n", "x:a x:b x:c ."),
        "marks of a conflict": repeat("", "<<<<<<< a\n"),
        "dots": lambda size: "." * size,
        "escaped quotation marks without an end": lambda size: f'{link}"{(chr(92) + chr(34)) * (size // 2)}',
        "a wrong namespace of a known prefix": lambda size: f"@prefix xsd: <urn:{'x' * size}> . <urn:m> <urn:p> 1 .",
        "wrong namespaces of a known prefix": repeat("", "@prefix xsd: <urn:~> .\n", "<urn:m> <urn:p> 1 ."),
        "semicolons": lambda size: f"{link}1 {';' * size} .",
        "dots in a name": lambda size: f"@prefix p: <urn:> . p:{'a.' * (size // 2)}a p:b 1 .",
        "words": repeat("", "word "),
        "letters": lambda size: "x" * size,
        "curly marks": lambda size: f"{link}{'“' * (size // 3)} .",
        "statements about statements": lambda size: (
            f"{link}{'<<( <urn:m> <urn:p> ' * (size // 24)}1{' )>>' * (size // 24)} ."
        ),
        "annotations": repeat("", "<urn:m> <urn:p> 1 {| <urn:p> 1 |} .\n"),
        "texts with a direction": repeat(link, '"x"@en--ltr,', '"x" .'),
        "labels like ours": repeat("", "_:n <urn:p> _:nn~ .\n"),
        "a long label like ours, and many nodes": lambda size: (
            f"# _:{'n' * (size // 4)}\n<urn:m> <urn:p> {'[],' * (size // 4)}[] ."
        ),
        "many names of a long statement": lambda size: (
            f"<urn:{'x' * (size // 4)}> <urn:p> 1 {'~ <a:b> ' * (size // 10)}."
        ),
        "a long base of many prefixes": lambda size: (
            f"@base <urn:{'x' * (size // 4)}> .\n{'@prefix a: <x> .' * (size // 20)}\n<urn:m> <urn:p> 1 ."
        ),
        "one label like ours": lambda size: f"_:{'n' * size} <urn:p> [] .",
        "our own blank nodes": repeat("", "[] <urn:p> <https://w3id.org/actgraph/.well-known/genid/b~> .\n"),
        "answers": repeat(f"<urn:m> <{_AG}contains> ", "<https://w3id.org/actgraph/id/tcs/fld_~>,", "<urn:x> ."),
    }


def _make_trig_shapes() -> dict[str, Callable[[int], str]]:
    return {
        "graphs": repeat("", "<urn:g~> { <urn:m> <urn:p> 1 }\n"),
        "short graphs": repeat("@prefix : <urn:> .\n", ":g~{:a :b :c}"),
        "empty graphs": repeat("", "GRAPH <urn:g~> {}\n", "<urn:m> <urn:p> 1 ."),
        "graphs of blank nodes": repeat("", "[]{<urn:m> <urn:p> []}\n"),
        "one graph again and again": repeat("", "<urn:g> {<urn:m> <urn:p> ~}\n"),
        "a long name of a graph often": lambda size: (
            f"@prefix p: <urn:{'x' * (size // 2)}> .\np: {{" + "p:a p:b p:c .\n" * (size // 28) + "}"
        ),
        "open graphs": repeat("", "{ <urn:m> <urn:p> 1 ", ""),
    }


def _make_line_shapes(graph: str) -> dict[str, Callable[[int], str]]:
    return {
        "statements": repeat("", f"<urn:m~> <urn:p> <urn:o~> {graph}.\n"),
        "one statement again and again": repeat("", f"<a:a> <a:b> <a:c> {graph.replace('~', '')}.\n"),
        "statements on one line": repeat("", f"<urn:m~> <urn:p> <urn:o~> {graph}. "),
        "blank nodes": repeat("", f"_:a~ <urn:p> _:b~ {graph}.\n"),
        "a long value": lambda size: f'<urn:m> <urn:p> "{"x" * size}" .\n',
        "a mistake at the end": repeat("", f"<urn:m~> <urn:p> <urn:o~> {graph}.\n", "wrong"),
        "comments": repeat("", "#\n", "<urn:m> <urn:p> <urn:o> ."),
        "spaces": lambda size: f"<urn:m> <urn:p> <urn:o> {' ' * size}.",
    }


def _make_xml_shapes() -> dict[str, Callable[[int], str]]:
    end = "</r:RDF>"
    one = f"{_NODE}><a:b>1</a:b></r:Description>"
    return {
        "namespaces": repeat(_ROOT, ' xmlns:n~="urn:~"', f">{one}{end}"),
        "namespaces of empty elements": repeat(
            f"{_ROOT}>", f'{_NODE} xmlns:n~="urn:~"><n~:p>1</n~:p></r:Description>', end
        ),
        "namespaces, one for each level": lambda size: _write_levels(size // 60),
        "a hundred namespaces and many elements": lambda size: (
            _ROOT + "".join(f' xmlns:n{n}="urn:{n}"' for n in range(100)) + ">" + one * (size // len(one)) + end
        ),
        "a thousand namespaces and many elements": lambda size: (
            _ROOT + "".join(f' xmlns:n{n}="urn:{n}"' for n in range(1000)) + ">" + one * (size // len(one)) + end
        ),
        "one namespace again and again": repeat(
            f"{_ROOT}>", f'{_NODE} xmlns:a="urn:a:"><a:b>1</a:b></r:Description>', end
        ),
        "attributes": repeat(f"{_ROOT}>{_NODE}", ' a:p~="1"', f"/>{end}"),
        "a hundred attributes": repeat(f"{_ROOT}>", _NODE + "".join(f' a:p{n}="1"' for n in range(100)) + "/>", end),
        "attributes of the root": repeat(_ROOT, ' a:p~="1"', f">{one}{end}"),
        "attributes without a prefix": repeat(f"{_ROOT}>{_NODE}", ' p~="1"', f"/>{end}"),
        "a long namespace": lambda size: f'{_ROOT} xmlns:l="urn:{"x" * size}">{one}{end}',
        "a long namespace often": lambda size: (
            f'{_ROOT} xmlns:l="urn:{"x" * (size // 2)}">'
            + f"{_NODE}><l:b>1</l:b></r:Description>" * (size // 110)
            + end
        ),
        "a namespace of a thousand characters": lambda size: (
            f'{_ROOT} xmlns:l="urn:{"x" * 1000}">' + f"{_NODE}><l:b>1</l:b></r:Description>" * (size // 55) + end
        ),
        "a long name of an element": lambda size: f"{_ROOT}>{_NODE}><a:{'x' * size}/></r:Description>{end}",
        "a long name of an attribute": lambda size: f'{_ROOT}>{_NODE} a:{"x" * size}="1"/>{end}',
        "a long value of an attribute": lambda size: f'{_ROOT}>{_NODE} a:b="{"x" * size}"/>{end}',
        "a long text": lambda size: f"{_ROOT}>{_NODE}><a:b>{'x' * size}</a:b></r:Description>{end}",
        "a long text of references": lambda size: (
            f"{_ROOT}>{_NODE}><a:b>{'&#65;' * (size // 5)}</a:b></r:Description>{end}"
        ),
        "a long text of lines": lambda size: f"{_ROOT}>{_NODE}><a:b>{chr(10) * size}</a:b></r:Description>{end}",
        "marked sections": lambda size: (
            f"{_ROOT}>{_NODE}><a:b>{'<![CDATA[x]]>' * (size // 13)}</a:b></r:Description>{end}"
        ),
        "a literal of XML": lambda size: (
            f'{_ROOT}>{_NODE}><a:b r:parseType="Literal">{"<a:x>1</a:x>" * (size // 12)}</a:b></r:Description>{end}'
        ),
        "a deep literal of XML": lambda size: (
            f'{_ROOT}>{_NODE}><a:b r:parseType="Literal">{"<a:x>" * (size // 11)}{"</a:x>" * (size // 11)}</a:b>'
            f"</r:Description>{end}"
        ),
        "a literal with namespaces": lambda size: (
            _ROOT
            + "".join(f' xmlns:n{n}="urn:{n}"' for n in range(100))
            + ">"
            + f'{_NODE}><a:b r:parseType="Literal"><a:x/></a:b></r:Description>' * (size // 80)
            + end
        ),
        "a list": repeat(
            f'{_ROOT}>{_NODE}><a:b r:parseType="Collection">',
            '<r:Description r:about="urn:~"/>',
            f"</a:b></r:Description>{end}",
        ),
        "members": repeat(f"{_ROOT}>{_NODE}>", "<r:li>1</r:li>", f"</r:Description>{end}"),
        "elements": repeat(f"{_ROOT}>", '<r:Description r:about="urn:m~"><a:b>~</a:b></r:Description>', end),
        "short elements": repeat(f"{_ROOT}>", "<a:b/>", end),
        "properties": repeat(f"{_ROOT}>{_NODE}>", "<a:b>~</a:b>", f"</r:Description>{end}"),
        "identifiers": repeat(f'{_ROOT} xml:base="http://e.example/">', '<r:Description r:ID="i~"/>', f"{one}{end}"),
        "identified statements": repeat(
            f'{_ROOT} xml:base="http://e.example/">{_NODE}>', '<a:b r:ID="i~">1</a:b>', f"</r:Description>{end}"
        ),
        "node names": repeat(f"{_ROOT}>", '<r:Description r:nodeID="i~"><a:b>1</a:b></r:Description>', end),
        "a long base often": lambda size: (
            f'{_ROOT} xml:base="http://e.example/{"x/" * (size // 4)}">'
            + '<r:Description r:about="b"><a:b>1</a:b></r:Description>' * (size // 110)
            + end
        ),
        "a base of each element": repeat(
            f"{_ROOT}>", '<r:Description xml:base="http://e.example/~/" r:about="b"><a:b>1</a:b></r:Description>', end
        ),
        "a base of two thousand characters and short elements": repeat(
            f'{_ROOT} xml:base="http://e.example/{"x" * 1980}">', "<a:b/>", end
        ),
        "a long literal with namespaces": lambda size: (
            _ROOT
            + "".join(f' xmlns:n{n}="urn:{n}"' for n in range(400))
            + f'>{_NODE}><a:b r:parseType="Literal">{"<a:x/>" * (size // 6)}</a:b></r:Description>{end}'
        ),
        "an error after many lines": lambda size: f'{_ROOT}>{chr(10) * size}<r:Description r:about=":::"/>{end}',
        "deep elements": lambda size: f"{_ROOT}>{'<r:li>' * (size // 13)}{'</r:li>' * (size // 13)}{end}",
        "deep elements with a base": lambda size: (
            f"{_ROOT}>" + '<r:li xml:base="http://e.example/">' * (size // 45) + "</r:li>" * (size // 45) + end
        ),
        "elements that do not end": repeat(f"{_ROOT}>", "<a:b>"),
        "comments": repeat(f"{_ROOT}>", "<!---->", f"{one}{end}"),
        "a long comment": lambda size: f"{_ROOT}><!--{'x' * size}-->{one}{end}",
        "comments before the root": repeat("", "<!---->", f"{_ROOT}>{one}{end}"),
        "instructions": repeat(f"{_ROOT}>", "<?x?>", f"{one}{end}"),
        "a long instruction": lambda size: f"{_ROOT}><?x {'x' * size}?>{one}{end}",
        "instructions before the root": repeat("", "<?x?>", f"{_ROOT}>{one}{end}"),
        "lines": lambda size: f"{_ROOT}>{chr(10) * size}{one}{end}",
        "spaces in an element": lambda size: f"{_ROOT}{' ' * size}>{one}{end}",
        "a mistake at the end": repeat(f"{_ROOT}>", f"{one}\n", "</wrong>"),
        "a wrong name at the end": repeat(f"{_ROOT}>", f"{one}\n", f'<r:Description r:about=":::"/>{end}'),
        "brackets": lambda size: "<" * size,
        "a document type": lambda size: f"<!DOCTYPE r:RDF [{'<!-- -->' * (size // 8)}]>{_ROOT}>{one}{end}",
        "attributes by a document type": lambda size: (
            "<!DOCTYPE r:RDF [<!ATTLIST a:b "
            + "".join(f'a:p{n} CDATA "1" ' for n in range(size // 20))
            + f"]>{_ROOT}>{one}{end}"
        ),
        "a document type that does not end": lambda size: f"<!DOCTYPE r:RDF [{'x' * size}",
        "a long line before an error": lambda size: f"{_ROOT}>{' ' * size}<a:b>&x;</a:b>{end}",
    }


def _write_levels(depth: int) -> str:
    opens = "".join(f'<n{n}:p xmlns:n{n}="urn:{n}" r:parseType="Resource">' for n in range(depth))
    return f"{_ROOT}>{_NODE}>{opens}{''.join(f'</n{n}:p>' for n in reversed(range(depth)))}</r:Description></r:RDF>"


def _make_json_shapes() -> dict[str, Callable[[int], str]]:
    node = '{"@id": "urn:m", "urn:p": '
    return {
        "nodes": repeat('{"@graph": [', '{"@id": "urn:m~", "urn:p": 1}, ', "{}]}"),
        "short nodes": repeat('{"@graph": [', '{"a:a":1},', "{}]}"),
        "keys": repeat('{"@id": "urn:m"', ', "urn:p~": 1', "}"),
        "one key again and again": repeat('{"@id": "urn:m"', ', "urn:p": ~', "}"),
        "unknown keys": repeat('{"@id": "urn:m", "urn:p": 1', ', "p~": 1', "}"),
        "unknown keys at the end of lines": repeat('{"@id": "urn:m", "urn:p": 1', '\n, "p~": 1', "}"),
        "a long key": lambda size: f'{{"@id": "urn:m", "urn:{"x" * size}": 1}}',
        "a long key that is no IRI": lambda size: f'{{"@id": "urn:m", "urn:p": 1, "urn:{"x y" * (size // 3)}": 1}}',
        "names before one that is no IRI": repeat(
            '{"@graph": [', '{"@id": "urn:m~", "urn:p": 1}, ', '{"urn:p q": 1}]}'
        ),
        "an unknown long key": lambda size: f'{{"@id": "urn:m", "urn:p": 1, "{"x" * size}": 1}}',
        "values": repeat(f"{node}[", "~,", "1]}"),
        "a list": repeat(f'{node}{{"@list": [', "~,", "1]}}"),
        "lists": repeat(f"{node}[", '{"@list":[1]},', "1]}"),
        "blank nodes": repeat(f"{node}[", "{},", "1]}"),
        "blank nodes with values": repeat(f"{node}[", '{"a:b":1},', "1]}"),
        "deep nodes": lambda size: '{"a:b":' * (size // 8) + "1" + "}" * (size // 8),
        "ninety levels again and again": repeat('{"@graph": [', '{"a:b":' * 90 + "1" + "}" * 90 + ",", "{}]}"),
        "ninety lists again and again": repeat(
            '{"@graph": [', '{"a:b":' + '{"@list":[' * 40 + "1" + "]}" * 40 + "},", "{}]}"
        ),
        "graphs": repeat('{"@graph": [', '{"@id": "urn:g~", "@graph": [{"@id": "urn:m", "urn:p": 1}]}, ', "{}]}"),
        "contexts": repeat("[", '{"@context": {"a": "urn:a"}, "@id": "urn:m", "a": 1},', "{}]"),
        "a hundred terms and nodes of their own": lambda size: (
            '{"@context": {'
            + ", ".join(f'"t{n}": "urn:{n}"' for n in range(100))
            + '}, "@graph": ['
            + '{"@context": {}, "t1": 1},' * (size // 26)
            + "{}]}"
        ),
        "eight hundred terms and a context that many nodes have": lambda size: (
            '{"@context": {"x": {"@id": "urn:x", "@context": {'
            + ", ".join(f'"t{n}": "urn:{n}"' for n in range(800))
            + '}}}, "@graph": ['
            + '{"x": {}},' * (size // 10)
            + "{}]}"
        ),
        "eight hundred terms and a context of a class": lambda size: (
            '{"@context": {"X": {"@id": "urn:X", "@context": {'
            + ", ".join(f'"t{n}": "urn:{n}"' for n in range(800))
            + '}}}, "@graph": ['
            + '{"@type": "X", "t1": 1},' * (size // 24)
            + "{}]}"
        ),
        "a context after spaces": lambda size: f'{{"@context":{" " * size}"https://e.example/"}}',
        "escaped quotation marks without an end": lambda size: f'{{"a": "{(chr(92) + chr(34)) * (size // 2)}',
        "nested contexts": lambda size: '{"@context":' * 90 + '{"a":[' + "1," * (size // 2) + "1]}" + "}" * 90,
        "eight hundred terms and a context that many classes have": lambda size: (
            '{"@context": {"X": {"@id": "urn:X", "@context": {'
            + ", ".join(f'"t{n}": "urn:{n}"' for n in range(800))
            + '}}}, "@graph": ['
            + ('{"@type": "X", "t1": "' + "x" * (size // 40_000) + '"},') * (40_000)
            + "{}]}"
        ),
        "empty contexts": repeat("[", '{"@context":[],"a:a":1},', "{}]"),
        "empty contexts in one list": repeat('{"@context": [', "{},", '{}], "@id": "urn:m", "urn:p": 1}'),
        "nothing in a list of contexts": repeat('{"@context": [', "null,", '{}], "@id": "urn:m", "urn:p": 1}'),
        "terms": repeat('{"@context": {', '"t~": "urn:~",', '"x": "urn:x"}, "@id": "urn:m", "x": 1}'),
        "a long term": lambda size: f'{{"@context": {{"t": "urn:{"x" * size}"}}, "@id": "urn:m", "t": 1}}',
        "a term of a thousand characters": lambda size: (
            f'{{"@context": {{"t": "urn:{"x" * 1000}"}}, "@graph": [' + '{"t":1},' * (size // 8) + "{}]}"
        ),
        "a term of a long class": lambda size: (
            f'{{"@context": {{"t": "urn:{"x" * 1000}"}}, "@graph": [{{"@type": [' + '"t",' * (size // 4) + '"t"]}]}'
        ),
        "a vocabulary of a thousand characters": lambda size: (
            f'{{"@context": {{"@vocab": "urn:{"x" * 1000}"}}, "@graph": [' + '{"t":1},' * (size // 8) + "{}]}"
        ),
        "a long base often": lambda size: (
            f'{{"@context": {{"@base": "http://e.example/{"x/" * (size // 4)}"}}, "@graph": ['
            + '{"@id":"b","a:b":1},' * (size // 40)
            + "{}]}"
        ),
        "included": repeat('{"@id": "urn:m", "urn:p": 1, "@included": [', '{"a:b":1},', "{}]}"),
        "indexes": repeat(
            '{"@context": {"c": {"@id": "urn:c", "@container": "@index"}}, "@id": "urn:m", "c": {',
            '"k~":"v",',
            '"x":1}}',
        ),
        "languages": repeat(
            '{"@context": {"c": {"@id": "urn:c", "@container": "@language"}}, "@id": "urn:m", "c": {',
            '"en-x~":"v",',
            '"en":"x"}}',
        ),
        "nested keys": repeat('{"@id": "urn:m", "urn:p": 1, "@nest": [', '{"urn:p": ~},', "{}]}"),
        "reverse": repeat('{"@id": "urn:m", "@reverse": {"urn:p": [', '{"@id": "urn:m~"},', '{"@id": "urn:x"}]}}'),
        "literals of JSON": repeat(f'{node}{{"@type": "@json", "@value": [', "~,", "1]}}"),
        "a long value": lambda size: f'{node}"{"x" * size}"}}',
        "a long value of escapes": lambda size: f'{node}"{(chr(92) + "u0061") * (size // 6)}"}}',
        "digits": lambda size: f"{node}{'9' * size}}}",
        "digits behind a dot": lambda size: f"{node}1.{'9' * size}}}",
        "identifiers": repeat(f"{node}[", '{"@id":"u:~"},', "1]}"),
        "languages of values": repeat(f"{node}[", '{"@value":"x","@language":"en"},', "1]}"),
        "lines": lambda size: "\n" * size + f"{node}1}}",
        "spaces": lambda size: " " * size + f"{node}1}}",
        "open brackets": lambda size: "[" * size,
        "empty lists": repeat("[", "[],", "{}]"),
        "empty objects": repeat("[", "{},", "{}]"),
        "a mistake at the end": repeat('{"@graph": [', '{"@id": "urn:m~"},\n', "wrong"),
        "a wrong class at the end": repeat('{"@graph": [', '{"@id": "urn:m~", "a:b":1},\n', '{"@type": 5}]}'),
        "a relative name at the end": repeat('{"@graph": [', '{"@id": "urn:m~", "a:b":1},\n', '{"@id":"x","a:b":1}]}'),
    }


def list_shapes() -> list[Shape]:
    """List the shapes of every format.

    >>> [shape.write(10)[:9] for shape in list_shapes() if shape.name == "a long comment"]
    ['#xxxxxxxx', '<r:RDF xm']
    """
    made = {
        "ttl": _make_turtle_shapes(),
        "trig": _make_trig_shapes(),
        "nt": _make_line_shapes(""),
        "nq": _make_line_shapes("<urn:g~> "),
        "xml": _make_xml_shapes(),
        "jsonld": _make_json_shapes(),
    }
    return [Shape(name, format_name, write) for format_name, shapes in made.items() for name, write in shapes.items()]
