"""Test reading a provider's profile: statements, line numbers and refusals."""

import io
import json
import re
import socketserver
import sys
import threading

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from actgraph.core.errors import InputError
from actgraph.core.prefixes import load_prefixes
from actgraph.graph import catalog, vocabulary
from actgraph.profile import profile, turtle_lines
from actgraph.profile import source as profile_source
from actgraph.profile.profile import GENID
from actgraph.profile.text import ProfileText
from tests.support.looping import each

AG = load_prefixes()["ag"]
XSD = load_prefixes()["xsd"]
RDF = load_prefixes()["rdf"]
COMPUTE = f"{AG}cumulativeCompute"
FORMS = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "xml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
HEAD = "@prefix e: <http://e/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"

# In each, a value “L” and a number is on the line of that number; HEAD is two lines.
LINED = {
    "several objects over several lines": 'e:a e:b "L3" ,\n "L4" ;\n e:c\n "L6" .',
    "the last semicolons": 'e:a e:b "L3" ;\n;\n e:c "L5" ; ;\n.\ne:a e:d "L7" .',
    "comments": '# e:a e:b "no"\ne:a # "no"\n e:b "L5" # no, "no" .\n . # "no"\n#',
    "a comment at a name": 'e:a e:b e:c#.\n , "L4" .',
    "a hash in an IRI and in a value": 'e:a e:b <http://e/#x> , "#" ; e:c "L3" .\n<#x> e:b "L4" .',
    "a long value": 'e:a e:b """one\ntwo "quoted" \\""" three\n""" , "L5" ;\n e:c \'\'\'it\'s\n""\'\'\' , "L7" .',
    "a long value that is empty": 'e:a e:b """""" , "" , \'\' ,\n\'\'\'\'\'\' , "L4" .',
    "brackets in a value": 'e:a e:b "[ ( { . ; , " , \' ] \\\' \' ,\n "L4" .',
    "nested nodes": 'e:a e:b [ e:c "L3" ;\n e:d [\n e:e "L5" ] , "L5" ;\n e:f [] ] ,\n "L7" .',
    "a node as subject": '[ e:a "L3" ;\n e:b "L4" ] e:c\n "L5" .\n[\n e:d "L7" ] .\n[] e:f "L8" .',
    "lists": 'e:a e:b ( "L3"\n "L4" [ e:c\n "L5" ] ( "L5" )\n () "L6" ) , () ,\n "L7" .',
    "a list as subject": '( "L3"\n"L4" ) e:a\n"L5" . () e:b "L5" .',
    "figures": 'e:a e:b 1.0e25,01,.5 , 1.50,+5 , -.5e-3 , 1.e5,true ,\nfalse ; e:c "L4",3.\ne:d e:e "L5".',
    "languages and types": 'e:a e:b "x"@en-gb , "L3"@de , "2026-02-30"^^xsd:date ,\n"L4"^^<http://e/t> ; e:c "L4" .',
    "a type on the next line": 'e:a e:b "L3"\n^^\nxsd:date , "L5" .',
    "base in between": '@base <http://e/d/f> .\n<> <g> "L4" .\nBASE <http://e/h/>\n<g> <i> "L6" .',
    "prefixes in between": 'PREFIX f:<http://f/>\n<g> f:i "L4" .\n@prefix e: <http://other/> . e:a f:i "L5" .',
    "names": 'e:a.b e:c\\,d "L3" . e:a\\.e:b e:c%20d "L3".e: a e: . _:x.y e:b _:x-z ,\n"L4" . e:é e:f "L4" .',
    "odd names": 'e:\u1680 e:a "L3" ,\n "L4" .',
    "labelled nodes": '_:n e:b _:n1 .\n_:n1 e:b "L4" . [] e:c _:n , [] ,\n"L5" .',
    "ends of lines from elsewhere": 'e:a e:b "L3" ,\r\n "L4" ,\r "L5" ; e:c """\r\n\r""" , "L7" .',
    "escapes": 'e:a e:b "\\"L\\u0033\\n\\\\" , "L3" ; <http://e/\\u0063> "L3" .',
    "white space that is none": 'e:a e:b "\u2028\u0085\x0b\x0c" , "L3" ;\n e:c "L4" .',
    "a version": 'VERSION "1.1"\ne:a e:b "L4" .\n@version "1.1" .\ne:c e:d "L6" .',
}
GRAPHS = {
    "graphs": 'e:g { e:a e:b "L3" .\n e:c e:d "L4" }\nGRAPH <http://e/h> {\n e:a e:b "L6" . }\n{ e:e e:f "L7" }',
    "graphs without names": '[] { e:a e:b [ e:c "L3" ] }\n_:g {}\n_:g { (\n"L6" ) e:a "L6" , ( "L6" ) }',
}


def parse_text(text, form="ttl", name="a.ttl"):
    return profile.parse_profile(text.encode() if isinstance(text, str) else text, name, form)


def build_dataset(quads):
    """Canonicalize the statements, so that names of blank nodes do not matter."""
    blank = {}

    def rename_blank(term):
        if isinstance(term, ox.NamedNode) and term.value.startswith(GENID):
            return blank.setdefault(term, ox.BlankNode())
        return term

    found = ox.Dataset(ox.Quad(*map(rename_blank, quad)) for quad in quads)
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)


# ---- Lines -----------------------------------------------------------------------------------------------------------


def find_wrong_lines(found):
    marked = [
        (line, triple.object.value)
        for triple, line in found.lines.items()
        if isinstance(triple.object, ox.Literal) and re.fullmatch(r"L\d+", triple.object.value)
    ]
    assert marked, "no value says where it stands"
    return [(line, value) for line, value in marked if value != f"L{line}"]


def add_base(text):
    """Add a base IRI on the second of the two lines of HEAD."""
    return HEAD.rstrip("\n") + " @base <http://e/> .\n" + text


@each("text", LINED.values(), ids=LINED)
def test_value_has_its_line(text):
    assert find_wrong_lines(parse_text(add_base(text))) == []


@pytest.mark.parametrize("text", GRAPHS.values(), ids=GRAPHS)
def test_value_in_named_graph_has_its_line(text):
    assert find_wrong_lines(parse_text(add_base(text), "trig")) == []


def to_rdflib(term):
    if isinstance(term, ox.Literal):
        kind = None if term.language else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=None if kind == rdflib.XSD.string else kind)
    if term.value.startswith(GENID):
        return rdflib.BNode(term.value.removeprefix(GENID))
    return rdflib.URIRef(term.value)


# It does not count a carriage return as a line end, accepts Unicode spaces, has a type begin on the line of its
# value, and knows no versions.
NOT_FOR_RDFLIB = {"ends of lines from elsewhere", "odd names", "a type on the next line", "a version"}


@pytest.mark.parametrize("name", sorted(set(LINED) - NOT_FOR_RDFLIB))
def test_rdflib_reads_same_turtle(name):
    """A second parser agrees; numbers are compared by value, as it keeps no spelling."""
    ours, theirs = rdflib.Graph(), rdflib.Graph()
    for quad in parse_text(add_base(LINED[name])).quads:
        ours.add(tuple(map(to_rdflib, (quad.subject, quad.predicate, quad.object))))
    theirs.parse(data=add_base(LINED[name]), format="turtle")
    assert isomorphic(ours, theirs)


@pytest.mark.parametrize("text", [*LINED.values(), *GRAPHS.values()], ids=[*LINED, *GRAPHS])
def test_engine_reads_whole_text_alike(text):
    """A text gives the same statements with and without line numbers, graphs and blank nodes too."""
    assert build_dataset(parse_text(add_base(text), "trig").quads) == build_dataset(
        ox.parse(add_base(text), format=ox.RdfFormat.TRIG)
    )


@pytest.mark.parametrize("form", ["nt", "nq"])
def test_ntriples_lines_are_located(form):
    text = """# one
<a:a> <a:b> "L2" .

_:x <a:b> "L4"@en . # "no"
<a:a> <a:b> "L5"^^<a:t> .
<a:a> <a:b> "a\\nb . c" .
<a:a> <a:b> "L7" ."""
    assert find_wrong_lines(parse_text(text, form)) == []


def test_nquads_lines_may_name_graph():
    found = parse_text('<a:a> <a:b> "L1" <a:g> .\n<a:a> <a:b> "L2"@en _:g .\n<a:a> <a:b> "L3"^^<a:t> .', "nq")
    assert find_wrong_lines(found) == []
    assert [str(quad.graph_name) for quad in found.quads] == ["<a:g>", f"<{GENID}b1>", "DEFAULT"]


def test_nested_nodes_have_line_of_their_start():
    found = parse_text(HEAD + "e:a e:b\n[\n e:c 1 ] ,\n(\n 2 3 ) .")
    begins = {found.lines[q.triple] for q in found.quads if q.predicate.value == "http://e/b"}
    assert begins == {4, 6}


def test_repeated_statement_has_first_line():
    found = parse_text("<a:a> <a:b> 1 .\n<a:a> <a:b> 1 .")
    assert (len(found.quads), list(found.lines.values())) == (1, [1])


def test_node_has_line_of_first_statement():
    found = parse_text("<a:a> <a:b> <a:c> .\n<a:c>\n <a:b> 1 ;\n <a:d> 2 .")
    assert found.node_lines == {ox.NamedNode("a:a"): 1, ox.NamedNode("a:c"): 3}


def test_line_falls_back_to_property_then_node():
    found = parse_text("<a:a> <a:b> 1 ;\n <a:c> 2 ,\n 3 .")
    a, c, three = ox.NamedNode("a:a"), ox.NamedNode("a:c"), ox.Literal("3", datatype=ox.NamedNode(XSD + "integer"))
    asked = [
        (a, c, three),
        (a, c),
        (a, c, ox.Literal("4")),
        (a, ox.NamedNode("a:x"), three),
        (a,),
        (ox.NamedNode("a:x"),),
    ]
    assert [found.find_line(*one) for one in asked] == [3, 2, 2, 1, 1, None]


@pytest.mark.parametrize(("form", "place"), [("nt", "a.x:1"), ("xml", "a.x"), ("jsonld", "a.x")])
def test_place_includes_line_if_known(form, place):
    found = parse_text(
        ox.serialize([ox.Triple(*map(ox.NamedNode, ("a:a", "http://e/b", "a:c")))], format=FORMS[form]), form, "a.x"
    )
    assert [found.format_location(triple) for triple in found.triples] == [place]


@pytest.mark.parametrize("form", ["xml", "jsonld"])
def test_other_formats_have_no_lines(form):
    written = ox.serialize([ox.Triple(*map(ox.NamedNode, ("a:a", "http://e/b", "a:c")))], format=FORMS[form])
    found = parse_text(written, form)
    assert (len(found.quads), found.lines, found.node_lines) == (1, {}, {})


OFF = {"another statement": "<a:a> <a:b> 2 .", "one too many": "<a:a> <a:b> 1 , 2 .", "no statement": "<a:a> 1"}


@pytest.mark.parametrize("text", OFF.values(), ids=OFF)
def test_statements_are_read_without_lines(text, monkeypatch):
    """If our reading of the lines were wrong, the statements would be the engine's and have no lines."""
    monkeypatch.setattr(turtle_lines, "split_statements", lambda source: turtle_lines.SplitStatements(text, [1]))
    found = parse_text("<a:a> <a:b> 1 .")
    assert ([quad.object.value for quad in found.quads], found.lines) == (["1"], {})


def test_ntriples_lines_are_not_guessed(monkeypatch):
    monkeypatch.setattr(turtle_lines, "find_statement_lines", lambda source: [1])
    found = parse_text("<a:a> <a:b> <a:c> . # one\n<a:a> <a:b> <a:d> .", "nt")
    assert (len(found.quads), found.lines) == (2, {})


@pytest.mark.parametrize(
    "text",
    [
        "<a:a> <a:b> <a:c> .\n\n# .\n<a:a> <a:b> 'x. # .' .\r\n".replace("'", '"'),
        "<a:a> <a:b> <a:c> .<a:a> <a:b> <a:d> .",
        "<a:a> <a:b> <a:c> . <a:a> <a:b>\n <a:d> .",
        "<a:a> <a:b>\n<a:c> .\n<a:a> <a:b> <a:d> .",
        "_:a <a:b> _:c.\n_:a <a:b> _:d . # end\n",
        "<a:a> <a:b> <a:c> .\r<a:a> <a:b> <a:d> .",
    ],
)
def test_ntriples_lines_need_one_statement_each(text):
    source = ProfileText("a.nt", text)
    slowly = turtle_lines.find_statement_lines(source)
    quickly = turtle_lines.find_one_per_line(source)
    assert quickly == slowly or len(quickly) != len(slowly)


@st.composite
def draw_turtle(draw):
    """Draw Turtle with line ends anywhere, in which each plain value names its line."""
    text = HEAD
    names = st.sampled_from(["e:a", "e:b.c", "<http://e/#d>", "_:x", "_:n1", "e:"])

    def add_gap():
        nonlocal text
        text += draw(st.sampled_from([" ", "\n", ' # no . ; [ "\n', "\r\n", "\t"]))

    def add_token(token):
        nonlocal text
        text += token
        add_gap()

    def add_object(depth):
        nonlocal text
        kind = draw(
            st.sampled_from(["value"] * 3 + ["name", "number", "long", "typed"] + ["node", "list"] * (depth < 3))
        )
        if kind == "value":
            add_token(f'"L{text.count(chr(10)) + 1}"')
        elif kind == "name":
            add_token(draw(names))
        elif kind == "number":
            add_token(draw(st.sampled_from(["1", "01", "-1.50", "1.0e25", "true"])))
        elif kind == "long":
            add_token(draw(st.sampled_from(['"""a\n"b" ] .\n"""', "'''\n''a'''", '"a\\"[" '])))
        elif kind == "typed":
            add_token('"x"')
            add_token("^^")
            add_token("xsd:date")
        elif kind == "node":
            add_token("[")
            if draw(st.booleans()):
                add_properties(depth + 1)
            add_token("]")
        else:
            add_token("(")
            for _ in range(draw(st.integers(0, 3))):
                add_object(depth + 1)
            add_token(")")

    def add_properties(depth):
        for number in range(draw(st.integers(1, 3))):
            if number:
                add_token(";")
            add_token(draw(st.sampled_from(["a", "e:p", "<http://e/q>"])))
            add_object(depth)
            while draw(st.integers(0, 3)) == 3:
                add_token(",")
                add_object(depth)
        if draw(st.booleans()):
            add_token(";")

    for _ in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            add_token(draw(names))
        else:
            add_token("[")
            add_properties(1)
            add_token("]")
        add_properties(0)
        add_token(".")
    add_token(f'e:z e:z "L{text.count(chr(10)) + 1}" .')
    return text


@settings(max_examples=300)
@given(draw_turtle())
def test_generated_turtle_is_located_and_read_alike(text):
    found = parse_text(text)
    assert find_wrong_lines(found) == []
    assert build_dataset(found.quads) == build_dataset(ox.parse(text, format=ox.RdfFormat.TRIG))


# ---- The six formats -------------------------------------------------------------------------------------------------

_IRIS = st.sampled_from(["http://e/a", "http://e/b#c", "https://e/ü", f"{AG}Model", "urn:x:y", GENID + "b1"])
_PREDICATES = st.sampled_from(["http://e/p", f"{AG}name", COMPUTE, "http://e/q#r", RDF + "type"])
_NODES = st.one_of(_IRIS.map(ox.NamedNode), st.sampled_from("xyz").map(ox.BlankNode))
# Characters of XML 1.0, which normalizes line ends, so that a carriage return differs between formats.
_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=8
)
_VALUES = st.one_of(
    _TEXTS.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), _TEXTS, st.sampled_from(["en", "de-at", "zh-hans"])),
    st.builds(
        lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(XSD + kind)),
        st.sampled_from(["01", "30000000000000000000000000", "1.50", "1.0e25", "2026-02-30", "true", "much"]),
        st.sampled_from(["integer", "decimal", "double", "date", "boolean", "nonNegativeInteger"]),
    ),
)
_TRIPLES = st.lists(st.builds(ox.Triple, _NODES, _PREDICATES.map(ox.NamedNode), st.one_of(_NODES, _VALUES)), min_size=1)


@settings(max_examples=200)
@given(_TRIPLES)
def test_formats_give_same_statements(statements):
    read_as = {
        form: build_dataset(parse_text(ox.serialize(statements, format=kind), form).quads)
        for form, kind in FORMS.items()
    }
    assert {form for form, found in read_as.items() if found != read_as["nt"]} == set()


@pytest.mark.parametrize("form", ["trig", "nq", "jsonld"])
def test_named_graph_is_kept(form):
    quad = ox.Quad(*map(ox.NamedNode, ("a:a", "a:b", "a:c", "http://e/document")))
    assert parse_text(ox.serialize([quad], format=FORMS[form]), form).quads == (quad,)


@pytest.mark.parametrize("form", FORMS)
def test_numbers_keep_their_spelling(form):
    written = {
        ("01", "integer"),
        ("1.50", "decimal"),
        ("2026-02-30", "date"),
        ("1.0e25", "double"),
        ("TRUE", "boolean"),
    }
    node = ox.NamedNode("http://e/a")
    text = ox.serialize(
        [ox.Triple(node, node, ox.Literal(value, datatype=ox.NamedNode(XSD + kind))) for value, kind in written],
        format=FORMS[form],
    )
    found = {(quad.object.value, quad.object.datatype.value.removeprefix(XSD)) for quad in parse_text(text, form).quads}
    assert found == written


# ---- Blank nodes -----------------------------------------------------------------------------------------------------


def test_blank_nodes_are_named_in_text_order():
    found = parse_text(HEAD + "e:a e:b [ e:c [] ] , _:x . _:x e:d 1 .")
    assert [tuple(map(found.format_node, (quad.subject, quad.object))) for quad in found.quads[:3]] == [
        ("http://e/a", "_:b1"),
        ("_:b1", "_:b2"),
        ("http://e/a", "_:b3"),
    ]


def test_blank_node_names_avoid_used_names():
    found = parse_text(f"<{GENID}b1> <a:b> [] .")
    assert [found.format_node(part) for part in (found.quads[0].subject, found.quads[0].object)] == ["_:b1", "_:b2"]


def test_serialized_profile_reads_the_same():
    found = parse_text(HEAD + "e:a e:b [ e:c ( 1 2 ) ] .")
    again = parse_text(ox.serialize(found.quads, format=ox.RdfFormat.N_QUADS), "nq")
    assert set(again.quads) == set(found.quads)


def test_node_is_shown_by_short_name():
    assert parse_text(f"<a:a> a <{AG}Model> .").format_node(ox.NamedNode(f"{AG}Model")) == "ag:Model"


# ---- Amounts ---------------------------------------------------------------------------------------------------------

AMOUNTS = {  # as written → as read
    '"30000000000000000000000000"^^xsd:integer': "3.0E25",
    "30000000000000000000000000": "3.0E25",
    "+12.50": "1.25E1",
    "0": "0.0E0",
    "-5": "-5.0E0",
    '" 7 "^^xsd:integer': "7.0E0",
    '"7."^^xsd:decimal': "7.0E0",
    '"007"^^xsd:nonNegativeInteger': "7.0E0",
    '"127"^^xsd:byte': "1.27E2",
    '"18446744073709551615"^^xsd:unsignedLong': "1.8446744073709552E19",
    "1" + "0" * 400: "INF",
}
NO_AMOUNTS = [
    "1.0e25",
    '"1e25"^^xsd:float',
    '"1e25"^^xsd:integer',
    '"1.5"^^xsd:integer',
    '"1_000"^^xsd:integer',
    '"٣"^^xsd:integer',
    '"much"^^xsd:decimal',
    '""^^xsd:decimal',
    '"-5"^^xsd:positiveInteger',
    '"128"^^xsd:byte',
    '"5"',
    '"5"^^<integer>',
    '"5"^^xsd:string',
]


@each("written", AMOUNTS)
def test_amount_is_read_as_double(written):
    found = parse_text(add_base(f"e:m <{COMPUTE}> {written} .")).quads[0].object
    assert (found.value, found.datatype.value) == (AMOUNTS[written], XSD + "double")


@each("written", NO_AMOUNTS)
def test_other_literals_stay_unchanged(written):
    text = add_base(f"e:m <{COMPUTE}> {written} .")
    found = parse_text(text)
    assert (list(found.quads), found.notes) == (list(ox.parse(text, format=ox.RdfFormat.TURTLE)), ())


def test_only_amount_properties_are_converted():
    found = parse_text(f"<a:a> <{AG}order> 3 ; <a:b> 4 .")
    assert ([quad.object.value for quad in found.quads], found.notes) == (["3", "4"], ())


def test_note_names_line_and_value():
    text = f"@prefix ag: <{AG}> .\n<a:m>\n ag:cumulativeCompute 30000000000000000000000000 ."
    assert parse_text(text, name="x.ttl").notes == (
        "x.ttl:3: ag:cumulativeCompute 30000000000000000000000000 (xsd:integer) is read as 3.0E25 (xsd:double)",
    )


def test_note_without_line_names_file():
    text = json.dumps({"@id": "a:m", COMPUTE: 5})
    assert parse_text(text, "jsonld", "x.jsonld").notes == (
        "x.jsonld: ag:cumulativeCompute 5 (xsd:integer) is read as 5.0E0 (xsd:double)",
    )


def test_converted_amount_has_its_line():
    found = parse_text(f"<a:m> <a:b> 1 ;\n <{COMPUTE}> 5 .")
    assert found.find_line(ox.NamedNode("a:m"), ox.NamedNode(COMPUTE), found.quads[1].object) == 2


# ---- Refusals --------------------------------------------------------------------------------------------------------

_RDF_XML = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e/">\n'
BAD = {  # format, text, line (None: unknown), part of the message
    "an empty file": ("ttl", "", 1, "no statement"),
    "only a comment": ("ttl", "# later\n@prefix e: <http://e/> .\n", 1, "no statement"),
    "an empty JSON-LD": ("jsonld", "{}", 1, "no statement"),
    "an empty RDF/XML": ("xml", _RDF_XML + "</rdf:RDF>", 1, "no statement"),
    "Latin-1": ("ttl", '<a:a> <a:b> 1 .\n<a:a> <a:b> "Müller" .'.encode("latin-1"), 2, "byte 15 of this line (0xFC)"),
    "Latin-1 behind a mark": ("ttl", b"\xef\xbb\xbf# \xef\xbf\xbd\r\n\r# \xe4", 3, "byte 3 of this line (0xE4)"),
    "UTF-16": ("ttl", "<a:a> <a:b> 1 .".encode("utf-16"), 1, "UTF-16"),
    "UTF-16 without a mark": ("ttl", "<a:a> <a:b> 1 .\n".encode("utf-16-le"), 1, "not UTF-8"),
    "Latin-1 in XML that says so": (
        "xml",
        f'<?xml version="1.0" encoding="ISO-8859-1"?>\n{_RDF_XML}<e:C e:b="é"/></rdf:RDF>'.encode("latin-1"),
        3,
        "not UTF-8",
    ),
    "UTF-8 that says it is Latin-1": (
        "xml",
        f"<?xml version='1.0' encoding='ISO-8859-1'?>\n{_RDF_XML}<e:C e:b='é'/></rdf:RDF>",
        1,
        "ISO-8859-1",
    ),
    "a missing dot": ("ttl", "<a:a> <a:b> 1 .\n<a:a> <a:b> 2\n<a:a> <a:b> 3 .", 2, "a dot is missing"),
    "the end too early": ("ttl", "<a:a> <a:b> 1 .\n<a:a> <a:b>", 2, "this is no Turtle"),
    "a value without end": ("ttl", '<a:a> <a:b> 1 ,\n "x .\n\n', 2, "no quotation mark at its end"),
    "an unknown prefix": ("ttl", "\n<a:a> ag:name 1 .", 2, f"@prefix ag: <{AG}> ."),
    "a relative IRI": ("ttl", "\n\n<a> <a:b> 1 .", 3, "Write IRIs in full"),
    "a graph in Turtle": ("ttl", "<a:g>\n { <a:a> <a:b> 1 }", 2, "--from trig"),
    "broken TriG": ("trig", "<a:g> {\n <a:a> <a:b> 1 ", 1, "is not closed"),
    "broken N-Triples": ("nt", "<a:a> <a:b> <a:c> .\n<a:a> <a:b> 1 .", 2, "this is no N-Triples"),
    "broken N-Quads": ("nq", '<a:a> <a:b> <a:c> .\n<a:a> <a:b> <a:c> "x" .', 2, "this is no N-Quads"),
    "a quoted statement": ("ttl", "<a:a> <a:b> <a:c> .\n<< <a:a> <a:b> <a:c> >> <a:d> 1 .", 2, "RDF 1.2"),
    "an annotated statement": ("ttl", "<a:a> <a:b> <a:c>\n{| <a:d> 1 |} .", 2, "RDF 1.2"),
    "a statement as value": ("nt", "<a:a> <a:b> <<( <a:a> <a:b> <a:c> )>> .", 1, "RDF 1.2"),
    "a direction of writing": ("ttl", '<a:a> <a:b>\n"x"@en--ltr .', 2, "direction"),
    "deep nodes": ("ttl", "<a:a> <a:b>\n" + "[ <a:b> " * 5000 + "1" + "]" * 5000 + " .", 2, "deeper than 100"),
    "deep lists": ("trig", "<a:a> <a:b>\n" + "(" * 5000 + "1" + ")" * 5000 + " .", 2, "deeper than 100"),
    "deep statements": (
        "nt",
        "<a:a> <a:b> " + "<<( <a:a> <a:b> " * 99999 + "<a:c>" + " )>>" * 99999 + " .",
        1,
        "RDF 1.2",
    ),
    "deep JSON": ("jsonld", '{"@id": "a:a",\n"a:b": ' * 5000 + "1" + "}" * 5000, 101, "deeper than 100"),
    "deep XML": ("xml", _RDF_XML + "<e:C><e:p>" * 5000 + "</e:p></e:C>" * 5000 + "</rdf:RDF>", 2, "deeper than 200"),
    "a long chain of terms": (
        "jsonld",
        json.dumps({"@context": {f"t{i}": f"t{i + 1}:x" for i in range(20000)}, "@id": "a:a", "t0": 1}),
        None,
        "over 1,000 terms",
    ),
    "a chain of terms hidden by a second context": (
        "jsonld",
        f'{{"@context": {json.dumps({f"t{i}": f"t{i + 1}:x" for i in range(20000)})}, "@context": {{}}, "a:b": 1}}',
        None,
        "over 1,000 terms",
    ),
    "broken JSON": ("jsonld", '{"@id": "a:a",\n"a:b": }', 2, "this is no JSON"),
    "JSON that says NaN": ("jsonld", '{"@id": "a:a",\n"a:b": NaN}', 2, "this is no JSON"),
    "broken JSON-LD": (
        "jsonld",
        '{"@context": {"b": {"@id": "a:b",\n"@type": "no"}}, "@id": "a:a", "b": 1}',
        2,
        "this is no JSON-LD",
    ),
    "a relative IRI in JSON-LD": ("jsonld", '{"a:b": 1,\n"@id": "model"}', 2, "“model” is no full IRI"),
    "a relative value in JSON-LD": ("jsonld", '{"@id": "a:a",\n"a:b": {"@id": "c"}}', 2, "“c” is no full IRI"),
    "no IRI in JSON-LD": ("jsonld", '{"a:b": 1,\n"@id": "http://a b"}', 2, "“http://a b” is not a valid IRI"),
    "broken XML": ("xml", _RDF_XML + "<e:C>\n</e:D></rdf:RDF>", 3, "this is no XML"),
    "XML that breaks off": ("xml", _RDF_XML + '<e:C rdf:about="a:a">\n<e:b>1</e:b>\n', 4, "this is no XML"),
    "XML that is no RDF": ("xml", '<a xmlns="http://e/">\n<b>text</b>\n text </a>', 3, "this is no RDF/XML"),
    "a relative IRI in XML": ("xml", _RDF_XML + '<e:C\nrdf:about="a"/>\n</rdf:RDF>', 3, "Write IRIs in full"),
    "a huge name": ("ttl", f"@prefix a: <a:{'x' * 7_000_000}> .\na:a a:b a:c .", 2, "over 8 MB"),
    "a huge value in JSON-LD": ("jsonld", '{"@id": "a:a", "a:b": "' + "x" * 9_000_000 + '"}', None, "over 8 MB"),
    "a huge namespace in XML": ("xml", f'<a:a xmlns:a="a:{"x" * 9_000_000}"/>', 1, "over 2,000 characters"),
    "many statements": ("ttl", "\n".join(["<a:a> <a:b> 1 ."] * 20_001), 20_001, "more than 20,000 statements"),
    "many values in JSON-LD": ("jsonld", f'{{"@id": "a:a",\n"a:b": [{"0," * 150_000}0]}}', 2, "150,000 keys"),
    "many attributes in XML": ("xml", "<a\n" + "".join(f' b{i}=""' for i in range(501)) + "/>", 1, "500 attributes"),
    "JSON that is no JSON-LD": ("jsonld", '"x"', 1, "no statement"),
    "an entity": ("xml", '<!DOCTYPE x [\n<!ENTITY y "z">]>\n' + _RDF_XML + "<e:C e:b='&y;'/></rdf:RDF>", 2, "entit"),
    "an entity from elsewhere": (
        "xml",
        '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>\n' + _RDF_XML + "<e:C><e:b>&y;</e:b></e:C></rdf:RDF>",
        1,
        "entit",
    ),
    "a bomb": (
        "xml",
        "<!DOCTYPE x [<!ENTITY a0 'ha'>"
        + "".join(f"<!ENTITY a{i + 1} '{f'&a{i};' * 10}'>" for i in range(30))
        + f"]>\n{_RDF_XML}<e:C><e:b>&a30;</e:b></e:C></rdf:RDF>",
        1,
        "entit",
    ),
}


@each(("form", "text", "line", "says"), BAD.values(), ids=BAD)
def test_wrong_text_is_refused(form, text, line, says):
    with pytest.raises(InputError) as caught:
        parse_text(text, form, "bad.x")
    where = "bad.x: " if line is None else f"bad.x:{line}: "
    assert str(caught.value).startswith(where)
    assert says in str(caught.value)


_SAMPLE = 'e:a a e:C ; e:b [ e:c ( 1 "two"@en """3\n""" ) ] , "2026-02-30"^^xsd:date . _:x e:d _:x , 1.5 , true .\n'
_LINES = ox.serialize(
    (quad.triple for quad in parse_text(HEAD + _SAMPLE).quads), format=ox.RdfFormat.N_TRIPLES
).decode()
_NAMED = list(ox.parse(re.sub(f"<{GENID}(b[0-9]+)>", r"_:\1", _LINES), format=ox.RdfFormat.N_TRIPLES))
_WHOLE = {form: ox.serialize(_NAMED, format=kind) for form, kind in FORMS.items()}
_WHOLE |= {form: (HEAD + _SAMPLE).encode() for form in ("ttl", "trig")}
_SIGNS = [sign.encode() for sign in ("<", "<<", "{|", "[", "]", "(", '"', "'''", "\\", ".", ";", "@", "^^", "&", "--")]


@settings(max_examples=500)
@given(st.sampled_from(sorted(FORMS)), st.data())
def test_any_text_is_read_or_refused(form, data):
    """A changed profile is read or gives one message."""
    whole = _WHOLE[form]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(whole)))
        end = data.draw(st.integers(start, min(len(whole), start + 10)))
        put = data.draw(st.one_of(st.sampled_from([whole[start:end] * 2, *_SIGNS]), st.binary(max_size=3)))
        whole = whole[:start] + put + whole[end:]
    try:
        found = parse_text(whole, form)
    except InputError:
        return
    assert found.quads


@pytest.mark.parametrize("form", FORMS)
def test_parsers_print_nothing(form, capfd, caplog):
    """Parsers may log warnings about literals; only our message is printed."""
    node = ox.NamedNode("http://e/a")
    bad = [ox.Literal("much", datatype=ox.NamedNode(XSD + kind)) for kind in ("integer", "date", "double", "duration")]
    parse_text(ox.serialize([ox.Triple(node, node, one) for one in bad], format=FORMS[form]), form)
    assert (*capfd.readouterr(), caplog.text) == ("", "", "")


@pytest.mark.parametrize("words", ["\x1b[31m", "x" * 10_000, "\u202e"])
def test_message_is_short_and_sends_no_terminal_codes(words):
    with pytest.raises(InputError) as caught:
        parse_text(f"<a:a> <a:b> <{words} > .")
    assert len(str(caught.value)) < 400
    assert not {"\x1b", "\u202e"} & set(str(caught.value))


@pytest.fixture
def listener():
    """A local server that records each request."""
    calls = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            calls.append(self.request.recv(200))

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/x", calls
        server.shutdown()


FETCHES = {
    "a context": ("jsonld", '{"@context": "URL", "a:b": 1}'),
    "one of several contexts": ("jsonld", '{"@context": [{"b": "a:b"}, "URL"], "b": 1}'),
    "a context inside": ("jsonld", '{"@context": {"b": {"@id": "a:b", "@context": "URL"}}, "b": {"c": 1}}'),
    "an imported context": ("jsonld", '{"@context": {"@import": "URL"}, "a:b": 1}'),
    "a context of a node": ("jsonld", '{"a:b": {"@context": "URL", "a:b": 1}}'),
    "a context spelt otherwise": ("jsonld", '{"\\u0040context": "URL", "a:b": 1}'),
    "a relative context": ("jsonld", '{"@context": "context.jsonld", "a:b": 1}'),
    "a context from a file": ("jsonld", '{"@context": "file:///etc/passwd", "a:b": 1}'),
}


@pytest.mark.parametrize(("form", "text"), FETCHES.values(), ids=FETCHES)
def test_remote_context_is_refused(form, text, listener):
    url, calls = listener
    with pytest.raises(InputError, match=r"a\.x:1: the context .* would have to be fetched"):
        parse_text(text.replace("URL", url), form, "a.x")
    assert calls == []


READ_NOT_FETCHED = {
    "owl:imports": ("ttl", "<a:a> <http://www.w3.org/2002/07/owl#imports> <URL> ."),
    "a document type": ("xml", f'<!DOCTYPE x SYSTEM "URL">{_RDF_XML}<e:C/></rdf:RDF>'),
    "a style sheet": ("xml", f'<?xml-stylesheet href="URL"?>{_RDF_XML}<e:C/></rdf:RDF>'),
    "an inclusion": (
        "xml",
        f'{_RDF_XML}<e:C><e:b rdf:parseType="Literal"><x:include xmlns:x="http://www.w3.org/2001/XInclude" href="URL"/>'
        "</e:b></e:C></rdf:RDF>",
    ),
    "a schema": (
        "xml",
        _RDF_XML.replace(
            " xmlns:e", ' xmlns:s="http://www.w3.org/2001/XMLSchema-instance" s:schemaLocation="a:a URL" xmlns:e'
        )
        + "<e:C/></rdf:RDF>",
    ),
}


@pytest.mark.parametrize(("form", "text"), READ_NOT_FETCHED.values(), ids=READ_NOT_FETCHED)
def test_remote_links_are_not_fetched(form, text, listener):
    url, calls = listener
    assert len(parse_text(text.replace("URL", url), form).quads) >= 1
    assert calls == []


# ---- What JSON-LD ignores --------------------------------------------------------------------------------------------


def test_key_without_context_is_noted():
    text = '{"@context": {"name": "a:name"}, "@id": "a:a", "name": "x",\n"compute": 1,\n"@type": "Model"}'
    assert parse_text(text, "jsonld", "x.jsonld").notes == (
        "x.jsonld:3: “Model” is not in the @context, so it is not read",
        "x.jsonld:2: “compute” is not in the @context, so it is not read",
    )


def test_key_with_context_is_not_noted():
    context = '"@context": {"@vocab": "a:", "@base": "http://e/", "id": "@id"}'
    text = f'{{{context}, "id": "x", "@type": "C", "b": [1, {{"id": ""}}]}}'
    assert parse_text(text, "jsonld").notes == ()


# ---- Files and standard input ----------------------------------------------------------------------------------------

PLAIN = b"<a:a> <a:b> <a:c> ."
WRITTEN = {
    ".ttl": PLAIN,
    ".trig": b"<a:g> { <a:a> <a:b> <a:c> }",
    ".nt": PLAIN,
    ".nq": b"<a:a> <a:b> <a:c> <a:g> .",
    ".xml": f'{_RDF_XML}<e:C rdf:about="a:a"/></rdf:RDF>'.encode(),
    ".jsonld": b'{"@id": "a:a", "a:b": 1}',
}
WRITTEN |= {".rdf": WRITTEN[".xml"], ".owl": WRITTEN[".xml"], ".json": WRITTEN[".jsonld"], ".TTL": PLAIN}


@pytest.mark.parametrize("ending", WRITTEN)
def test_extension_selects_format(ending, tmp_path):
    path = tmp_path / f"model{ending}"
    path.write_bytes(WRITTEN[ending])
    found = profile.read_profile(str(path))
    assert (found.name, len(found.quads)) == (str(path), 1)


def test_format_option_overrides_extension(tmp_path):
    path = tmp_path / "model.ttl"
    path.write_bytes(WRITTEN[".jsonld"])
    assert len(profile.read_profile(str(path), "jsonld").quads) == 1


def test_byte_order_mark_is_ignored(tmp_path):
    path = tmp_path / "model.ttl"
    path.write_bytes(b"\xef\xbb\xbf" + PLAIN)
    assert len(profile.read_profile(str(path)).quads) == 1


def _set_stdin(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


PIPED = [
    *(WRITTEN[ending] for ending in (".ttl", ".trig", ".xml", ".jsonld")),
    b'\n <?xml version="1.0"?>\n'[2:] + WRITTEN[".xml"],
    b"\xef\xbb\xbf\n" + WRITTEN[".jsonld"],
    b"<!-- one -->" + WRITTEN[".xml"],
    b' [\n {"@id": "a:a", "a:b": 1}]',
    b"[ <a:a> <a:b> ] .",
    b"{ <a:a> <a:b> <a:c> }",
    b"[] <a:a> <a:b> .",
]


@pytest.mark.parametrize("data", PIPED)
def test_stdin_format_is_detected(data, monkeypatch):
    _set_stdin(monkeypatch, data)
    found = profile.read_profile("-")
    assert (found.name, len(found.quads)) == ("standard input", 1)


def test_stdin_is_named_in_messages(monkeypatch):
    _set_stdin(monkeypatch, b"<a:a>\n<a:b> .")
    with pytest.raises(InputError, match=r"^standard input:2: "):
        profile.read_profile("-")


def test_closed_stdin_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="standard input: it is closed"):
        profile.read_profile("-")


def test_missing_file_suggests_similar_name(tmp_path):
    (tmp_path / "model.ttl").write_bytes(PLAIN)
    (tmp_path / "model.tt").write_bytes(PLAIN)
    with pytest.raises(InputError) as caught:
        profile.read_profile(str(tmp_path / "modle.ttl"))
    assert (caught.value.what, caught.value.near) == ("there is no such file", [str(tmp_path / "model.ttl")])


@pytest.mark.parametrize("name", ["", "no\0path.ttl", "x" * 5000 + ".ttl", "no/such/folder.ttl"])
def test_invalid_path_is_refused(name):
    with pytest.raises(InputError):
        profile.read_profile(name)


def test_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="this is a folder"):
        profile.read_profile(str(tmp_path))


def test_forbidden_file_is_refused(monkeypatch, tmp_path):
    def deny(*_):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "model.ttl"
    path.write_bytes(PLAIN)
    monkeypatch.setattr("os.open", deny)
    with pytest.raises(InputError, match=r"model\.ttl: cannot be read \(Permission denied\)"):
        profile_source.read_source(str(path))


@pytest.mark.parametrize(("name", "near"), [("model.tll", [".ttl"]), ("model", []), ("model.rfd", [".rdf"])])
def test_unknown_extension_is_refused(name, near, tmp_path):
    path = tmp_path / name
    path.write_bytes(PLAIN)
    with pytest.raises(InputError) as caught:
        profile.read_profile(str(path))
    assert near == [one for one in caught.value.near if one in near]
    assert "--from" in str(caught.value)


def test_unknown_format_is_refused():
    with pytest.raises(InputError, match="there is no form “n3”"):
        profile.read_profile("model.ttl", "n3")


def test_over_10_mb_is_refused(tmp_path):
    path = tmp_path / "model.ttl"
    with path.open("wb") as file:
        file.write(b"# one\n# two\n")
        file.truncate(profile_source.MAX_PROFILE_BYTES + 1)
    with pytest.raises(InputError, match=r"model\.ttl:3: it is over 10 MB"):
        profile.read_profile(str(path))


def test_10_mb_are_not_refused(tmp_path):
    path = tmp_path / "model.ttl"
    path.write_bytes(PLAIN + (b"\n#" + b"x" * 998) * (profile_source.MAX_PROFILE_BYTES // 1000 - 1))
    assert len(profile.read_profile(str(path)).quads) == 1


def test_stdin_is_read_up_to_10_mb(monkeypatch):
    class Endless(io.RawIOBase):
        given = 0

        def readable(self):
            return True

        def readinto(self, room):
            room[:] = b"#" * len(room)
            self.given += len(room)
            return len(room)

    endless = Endless()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(endless), encoding="utf-8"))
    with pytest.raises(InputError, match=r"^standard input:1: it is over 10 MB"):
        profile.read_profile("-")
    assert endless.given < profile_source.MAX_PROFILE_BYTES + 1_000_000


# ---- The vocabulary --------------------------------------------------------------------------------------------------


def test_vocabulary_is_that_of_core():
    """A second parser finds the same classes, properties and ranges; blank nodes are left out."""
    core = rdflib.Graph().parse(catalog.read_core(), format="turtle")
    found = vocabulary.load_vocabulary()
    owl = rdflib.OWL
    kinds = (owl.ObjectProperty, owl.DatatypeProperty, owl.AnnotationProperty)

    def list_iris(terms):
        return {str(term) for term in terms if isinstance(term, rdflib.URIRef)}

    assert set(found.classes) == list_iris(core.subjects(rdflib.RDF.type, owl.Class))
    assert set(found.properties) == list_iris(one for kind in kinds for one in core.subjects(rdflib.RDF.type, kind))
    assert {iri: set(one.range) for iri, one in found.properties.items()} == {
        iri: list_iris(core.objects(rdflib.URIRef(iri), rdflib.RDFS.range)) for iri in found.properties
    }


def test_individuals_have_class_and_label():
    found = vocabulary.load_vocabulary()
    iri = f"{AG}hardwareBased"
    assert (found.individuals[iri], found.labels[iri]) == ((f"{AG}EstimationMethod",), "hardware-based")
