"""Bills of materials and descriptions of datasets: what they state, what they do not, and what is refused."""

import functools
import json
import tomllib
from pathlib import Path

import pytest
from pyoxigraph import Literal

from actgraph.core.prefixes import shorten_iri
from actgraph.documents.draft import BASE, Document, draft_profile
from actgraph.documents.readers.bills.reader import read_document
from actgraph.documents.reading import DocumentError
from actgraph.documents.tables import load_table
from tests.conftest import SOURCES, needs_sources

CASES = Path(__file__).parent / "cases" / "bills"
INPUTS = sorted(path.stem for path in CASES.glob("*.json"))
REFUSED = tomllib.loads((CASES / "refused.toml").read_text(encoding="utf-8"))
REASONS = tomllib.loads((CASES / "reasons.toml").read_text(encoding="utf-8"))
PLACES = tomllib.loads((CASES / "places.toml").read_text(encoding="utf-8"))
REAL = {  # what the draft of a published file has at least: the number of its statements and one of them
    "cyclonedx-ai-app-open-llama-3b-v2.json": (39, "my:system.ai-app ag:usesModel my:gpt2"),
    "cyclonedx-foundation-model-gpt-4o.bom.json": (15, "my:gpt-4o.supply ag:by my:openai-inc"),
    "spdx-example01-simplehtr.json": (56, "my:line-model ag:trainedOn my:dataset.iamdataset"),
    "spdx-example02-sentimentdemo.spdx3.json": (35, "my:dataset.valid.txt dcterms:title 'valid.txt'"),
    "spdx-example06-ecovision-large.spdx3.json": (33, "my:dataset.bigearthnet-mm dcterms:title 'BigEarthNet-MM'"),
    "croissant-bigcode-the-stack.metadata.json": (5, "my:data.bigcode-the-stack ag:collectedUntil '2022-06'"),
}


@functools.cache
def _draft(path):
    readings = read_document(path.read_bytes(), path.name)
    return draft_profile([Document("bill", "00", readings)])


def _shorten(node):
    if isinstance(node, Literal):
        return repr(node.value)
    return shorten_iri(node.value).replace(BASE, "my:")


def _format(quad):
    return " ".join(_shorten(part) for part in (quad.subject, quad.predicate, quad.object))


def _list_statements(draft):
    return sorted(_format(quad) for quad in draft.quads if "/doc_bill" not in quad.subject.value)


@pytest.mark.parametrize("name", INPUTS)
def test_draft_states_what_the_file_states(name):
    expected = (CASES / f"{name}.expected").read_text(encoding="utf-8").splitlines()
    assert _list_statements(_draft(CASES / f"{name}.json")) == expected


@pytest.mark.parametrize(
    ("name", "place"),
    [(name, place) for name, places in REASONS.items() for place in places],
    ids=lambda text: text,
)
def test_list_says_why_something_is_not_stated(name, place):
    reasons = [one.reason for one in _draft(CASES / f"{name}.json").unmapped if one.place.split(" (")[0] == place]
    assert [one for one in reasons if one.startswith(REASONS[name][place])], reasons


@pytest.mark.parametrize(
    ("name", "statement"),
    [(name, statement) for name, places in PLACES.items() for statement in places],
    ids=lambda text: text,
)
def test_statement_has_the_place_that_says_it(name, statement):
    places = [
        source.place for quad, source in _draft(CASES / f"{name}.json").sources.items() if _format(quad) == statement
    ]
    assert [place.split(" (")[0] for place in places] == [PLACES[name][statement]]


@pytest.mark.parametrize("name", INPUTS)
def test_no_bill_states_technical_documentation(name):
    assert [
        line for line in _list_statements(_draft(CASES / f"{name}.json")) if "ag:technicalDocumentation" in line
    ] == []


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name):
    case = REFUSED[name]
    text = case["text"]
    if "repeat" in case:
        text = text.replace("{}", case["piece"] * case["repeat"])
    with pytest.raises(DocumentError) as caught:
        read_document(text.encode(), "bill")
    assert str(caught.value).startswith(case["message"])


@pytest.mark.parametrize(
    "text", ["# SPDX 3 and CycloneDX", '{"a": 1}', "[1, 2", '{"@context": "https://schema.org"}', "- a"]
)
def test_other_documents_are_left_to_others(text):
    assert read_document(text.encode(), "bill") is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_encodings(encoding):
    text = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "data", "name": "Müller"}]}'
    assert read_document(text.encode(encoding), "bill")[0].fields[0].value == "Müller"


@pytest.mark.parametrize("name", [name for name in INPUTS if name.startswith("cyclonedx")])
def test_cyclonedx_cases_hold_against_the_official_schema(name):
    schemas = pytest.importorskip("cyclonedx.schema._res")
    from jsonschema import Draft7Validator
    from referencing import Registry, Resource

    bom = json.loads((CASES / f"{name}.json").read_bytes())
    folder = Path(schemas.__file__).parent
    schema = json.loads((folder / f"bom-{bom['specVersion']}.SNAPSHOT.schema.json").read_bytes())
    registry = Registry().with_resources(
        (f"http://cyclonedx.org/schema/{path.name}", Resource.from_contents(json.loads(path.read_bytes())))
        for path in folder.glob("*.schema.json")
        if not path.name.startswith("bom-")
    )
    assert [error.message for error in Draft7Validator(schema, registry=registry).iter_errors(bom)] == []


@pytest.mark.parametrize("name", ["cyclonedx", "spdx-3", "croissant"])
def test_each_row_says_where_its_field_is_defined(name):
    rows = [row for rows in load_table(name).rows.values() for row in rows]
    assert [row.field for row in rows if not row.definition and not row.note] == []


@pytest.mark.parametrize("name", ["cyclonedx", "spdx-3", "croissant"])
def test_each_field_without_a_term_says_why(name):
    rows = [row for rows in load_table(name).rows.values() for row in rows]
    assert [row.field for row in rows if not row.term and not row.note] == []


def test_place_has_path_and_line():
    (reading,) = read_document((CASES / "cyclonedx-full.json").read_bytes(), "bill")
    assert reading.fields[0].place == "components[0].name (line 14)"


@needs_sources
@pytest.mark.parametrize("name", REAL)
def test_published_file(name):
    found = _list_statements(_draft(SOURCES / "documents" / name))
    least, statement = REAL[name]
    assert (len(found) >= least, statement in found) == (True, True)
