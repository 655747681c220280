"""Test profiles in YAML: what people write, what is refused, and that nothing is lost on the way to Turtle and back."""

import json
import re
import tomllib

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, NamedNode, Quad

from actgraph.core.errors import ProfileError
from actgraph.core.prefixes import load_prefixes
from actgraph.graph.day import open_day
from actgraph.profile import yaml_words
from actgraph.profile.profile import GENID, parse_profile, read_profile
from actgraph.profile.text import ProfileText
from actgraph.profile.trig_writer import write_trig
from actgraph.profile.yaml_reader import read_yaml
from actgraph.profile.yaml_writer import write_yaml
from actgraph.validation.profile_schema import build_profile_schema
from tests.conftest import ROOT

WRONG = tomllib.loads((ROOT / "tests/profile/yaml/wrong.toml").read_text(encoding="utf-8"))
AG, XSD = load_prefixes()["ag"], load_prefixes()["xsd"]
PROFILES = sorted(
    path
    for folder in ("examples", "tests/cases")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".ttl", ".trig")
)


def canonicalize(quads):
    """Name blank nodes by their place in the graph, so that two readings can be compared."""

    def restore(term):
        is_blank = isinstance(term, NamedNode) and term.value.startswith(GENID)
        return BlankNode(term.value[len(GENID) :]) if is_blank else term

    graph = Dataset(Quad(*map(restore, quad)) for quad in quads)
    graph.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(graph)


def read_vocabulary_alone(path):
    """Read a case without the report that is expected of it; None if the file cannot be read or speaks other words."""
    try:
        read = read_profile(path)
    except ProfileError:
        return None
    quads = [quad for quad in read.quads if not quad.predicate.value.startswith(load_prefixes()["sh"])]
    words = {*yaml_words.invert_words(), load_prefixes()["rdf"] + "type"}
    return quads if quads and all(quad.predicate.value in words for quad in quads) else None


def read_values(text):
    """Read the values of a model's property from YAML."""
    quads = read_yaml(ProfileText("a.yaml", f"actgraph: 1\nmodel:\n  {text}\n")).quads
    return [quad.object.value for quad in quads[1:]]


@pytest.mark.parametrize("name", WRONG)
def test_wrong_profile_is_refused_with_its_line(name):
    with pytest.raises(ProfileError) as told:
        parse_profile(WRONG[name]["text"].encode(), "a.yaml", "yaml")
    assert str(told.value) == "a.yaml" + WRONG[name]["message"].strip("\n")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ownCompute: 1.8e23 FLOP", "1.8e23"),
        ("parameters: 12B", "1.2e10"),
        ("parameters: 7.1 billion", "7.1e9"),
        ("estimationError: 30 %", "3.0E-1"),
        ("releasedOn: 2 Feb 2026", "2026-02-02"),
        ("isDense: yes", "true"),
        ("modalityIn: text", AG + "text"),
        ("licence: https://example.org/l", "https://example.org/l"),
    ],
)
def test_value_is_read_as_people_write_it(written, read):
    assert read_values(written) == [read]


@pytest.mark.parametrize("country", ["NO", "no", "on", "y"])
def test_country_is_no_boolean(country):
    quads = read_yaml(ProfileText("a.yaml", f"actgraph: 1\nprovider:\n  establishment: {country}\n")).quads
    assert quads[1].object == Literal(country)


def test_line_is_that_of_the_value():
    text = "actgraph: 1\nmodel:\n  modalityIn:\n    - text\n    - image\n  licence:\n    spdxIdentifier: MIT\n"
    read = parse_profile(text.encode(), "a.yaml", "yaml")
    lines = {(str(triple.object.value)): line for triple, line in read.lines.items()}
    assert (lines[AG + "image"], lines["MIT"]) == (5, 7)


def test_turtle_to_yaml_to_turtle_is_the_same_graph():
    tried, differing = 0, []
    for path in PROFILES:
        quads = read_vocabulary_alone(path)
        if quads is None:
            continue
        tried += 1
        there = read_yaml(ProfileText(path.name, write_yaml(quads))).quads
        back = parse_profile(write_trig(there_as_read(there)).encode(), path.name, "trig").quads
        if not canonicalize(quads) == canonicalize(there) == canonicalize(back):
            differing.append(str(path.relative_to(ROOT)))
    assert differing == []
    assert tried > 1000


def there_as_read(quads):
    """Name blank nodes as a profile does."""
    return [
        Quad(*(NamedNode(f"{GENID}{term.value}") if isinstance(term, BlankNode) else term for term in quad))
        for quad in quads
    ]


def test_what_yaml_cannot_say_is_listed():
    data = b"<urn:p/m> a <%sModel> ;\n <urn:x/colour> 'red' ;\n <http://schema.org/name> 'M' ." % AG.encode()
    read = parse_profile(data, "a.ttl", "ttl")
    with pytest.raises(ProfileError) as told:
        write_yaml(read.quads, name="a.ttl", locate=lambda quad: read.format_location(quad.triple))
    assert str(told.value) == (
        "a.ttl: 2 statements cannot be said in YAML\n"
        "  a.ttl:2: urn:x/colour is no word of the vocabulary\n"
        "  a.ttl:3: http://schema.org/name is no word of the vocabulary"
    )


NODES = [NamedNode(f"urn:p/{name}") for name in ("m", "id", "from", "text", "true", "é", "a:b")]
NODES += [NamedNode(f"{GENID}b{number}") for number in (1, 2, 3)]
CLASSES = [NamedNode(AG + name) for name in ("Model", "Provider", "Evidence", "Licence", "DataSize")]
LINKS = [NamedNode(AG + name) for name in ("licence", "provider", "baseModel", "trainedOn", "value", "parameters")]
LINKS.append(NamedNode(load_prefixes()["dcterms"] + "source"))
GRAPHS = [DefaultGraph(), NamedNode("urn:p/g"), NamedNode("urn:p/m")]
STATEMENTS = st.one_of(
    st.builds(Quad, st.sampled_from(NODES), st.sampled_from(LINKS), st.sampled_from(NODES), st.sampled_from(GRAPHS)),
    st.builds(
        Quad,
        st.sampled_from(NODES),
        st.just(NamedNode(load_prefixes()["rdf"] + "type")),
        st.sampled_from(CLASSES),
        st.sampled_from(GRAPHS),
    ),
)


@given(st.lists(STATEMENTS, min_size=1, max_size=10, unique=True))
def test_every_graph_survives_yaml_and_trig(quads):
    quads = parse_profile(write_trig(quads).encode(), "a.trig", "trig").quads
    assert canonicalize(read_yaml(ProfileText("a.yaml", write_yaml(quads))).quads) == canonicalize(quads)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)


@given(st.lists(TEXTS, min_size=1, max_size=3, unique=True))
def test_every_text_survives_yaml(texts):
    quads = [Quad(NamedNode("urn:p/m"), NamedNode(AG + "keptAt"), Literal(text)) for text in texts]
    assert set(read_yaml(ProfileText("a.yaml", write_yaml(quads))).quads) == set(quads)


@given(TEXTS, st.sampled_from(["double", "date", "boolean", "gYearMonth", "integer", "string", "anyURI"]))
def test_every_literal_survives_yaml(text, datatype):
    value = Literal(text, datatype=NamedNode(XSD + datatype))
    for word in ("parameters", "releasedOn", "isDense", "label"):
        quad = Quad(NamedNode("urn:p/m"), NamedNode(yaml_words.load_words()[word].iri), value)
        assert read_yaml(ProfileText("a.yaml", write_yaml([quad]))).quads == [quad]


class PlainLoader(yaml.SafeLoader):
    """Read YAML as editors do (YAML 1.2): days are texts."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        sign: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
        for sign, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def make_keys_text(value):
    """Make the keys of mappings texts, as editors do."""
    if isinstance(value, dict):
        return {str(key): make_keys_text(inner) for key, inner in value.items()}
    return [make_keys_text(inner) for inner in value] if isinstance(value, list) else value


SCHEMA = build_profile_schema(open_day("2026-11-24"))


def validate(text):
    jsonschema.Draft202012Validator(SCHEMA).validate(make_keys_text(yaml.load(text, PlainLoader)))


@pytest.mark.parametrize(
    "path", [path for path in PROFILES if path.parent.name == "examples"], ids=lambda path: path.name
)
def test_schema_accepts_every_example(path):
    validate(write_yaml(read_profile(path).quads))


def test_schema_accepts_a_draft_whose_questions_are_open(run):
    validate(run("profile", "import", str(ROOT / "examples/documents/card.md"))[1])


@pytest.mark.parametrize("name", ["unknown-section", "unknown-word", "unknown-field", "no-value-of-list", "wrong-base"])
def test_schema_refuses_what_is_refused(name):
    with pytest.raises(jsonschema.ValidationError):
        validate(WRONG[name]["text"].replace("base: example", "base: 1"))


def fill_in_start():
    """Take the sign of a comment away from each line of the start profile that has a key."""
    text = (ROOT / "examples/start.yaml").read_text(encoding="utf-8")
    return re.sub(r"^(\s*)# (?=\s*[\w.-]+:(?: |$))", r"\1", text, flags=re.MULTILINE)


def test_every_line_of_the_start_profile_is_read():
    validate(fill_in_start())
    yaml_quads = read_yaml(ProfileText("start.yaml", fill_in_start())).quads
    turtle = (ROOT / "examples/start.ttl").read_text(encoding="utf-8")
    named = set(re.findall(r"\bag:(\w+) ", turtle)) - {"Dataset"}
    used = {quad.predicate.value.removeprefix(AG) for quad in yaml_quads}
    properties = {name for name in named if name[0].islower() and AG + name in yaml_words.invert_words()}
    assert properties - used == set()


def test_documented_profile_is_read():
    page = (ROOT / "docs/profiles.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```yaml\n(# my\.yaml\n.+?)```", page, re.DOTALL)
    assert len(read_yaml(ProfileText("my.yaml", text)).quads) == 25
    validate(text)


def test_schema_is_json_of_moderate_size():
    assert 50_000 < len(json.dumps(SCHEMA)) < 400_000
