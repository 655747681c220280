"""Model cards: what they state, what they do not, and what is refused."""

import time
import tomllib
from pathlib import Path

import pytest
from pyoxigraph import Literal

from actgraph.core.prefixes import shorten_iri
from actgraph.documents.draft import BASE, Document, draft_profile
from actgraph.documents.readers.cards.reader import read_document
from actgraph.documents.reading import DocumentError
from actgraph.documents.tables import load_table
from tests.conftest import SOURCES, needs_sources

CASES = Path(__file__).parent / "cases" / "cards"
INPUTS = sorted(path.name for path in CASES.iterdir() if path.suffix in (".md", ".yaml"))
REFUSED = tomllib.loads((CASES / "refused.toml").read_text(encoding="utf-8"))
HEADER = "---\nlicense: mit\npipeline_tag: text-generation\n---\n# Model Card for Aurora 7B\n"
REAL = {  # what the draft of a published card has, and what it must not have
    "providers/bloom.model-card.md": ("my:bloom-lm ag:trainingStartedOn '2022-03-11'", "ag:releasedOn"),
    "providers/llama-4.model-card.md": ("my:llama-4-scout ag:parameters '1.09e11'", "ag:parameters '1.7e10'"),
    "providers/mistral-7b.model-card.md": ("my:mistral-7b-v0.1 ag:parameters '7e9'", "1.3e10"),
    "providers/mixtral-8x7b.model-card.md": ("my:mixtral-8x7b ag:isDense 'false'", "7e10"),
    "documents/hf-poro-34b.README.md": ("my:poro-34b ag:parameters '3.42e10'", "ag:trainingTokens"),
    "documents/hf-meta-llama-3-8b-instruct.README.md": ("my:llama-3-70b ag:parameters '7e10'", "ag:trainingTokens"),
    "documents/hf-deepseek-llm-67b-base.README.md": ("ag:trainingTokens '2e12'", "ag:developedBy"),
    "documents/docker-granite-4.0-h-small.md": ("my:granite-4.0-h-small ag:parameters '3.221e10'", "3.2e10"),
    "documents/docker-nomic-embed-text-v1.5.md": ("my:nomic-embed-text ag:parameters '1.37e8'", "ag:modalityOut"),
    "documents/azureml-tiiuae-falcon-40b.spec.yaml": (
        "my:tiiuae-falcon-40b.supply ag:by my:tiiuae",
        "ag:developedBy",
    ),
}
LISTED = {  # what is not stated: the place, and how the reason begins
    "derived.md": [("line 12", "it is said of Qwen2.5-7B-Instruct, and not of the model of this card")],
    "derived-of-itself.md": [
        ("line 2", "the text gives this licence to the code only"),
        ("line 12", "there are words beside the number"),
    ],
    "copy.md": [("line 6", "the card is of a copy"), ("line 19", "from here on the card of another model is quoted")],
    "copy-quantised.md": [("line 15", "the card is of a copy"), ("line 17", "the card is of a copy")],
    "baselines.md": [("line 13", "it stands under a heading on another model")],
    "range.md": [("line 6", "the sentence names several sizes")],
    "announced.md": [
        ("line 13", "the sentence speaks of a plan"),
        ("line 18", "the card says elsewhere that this day is"),
    ],
    "announced-labels.md": [("line 10", "the sentence speaks of a plan")],
    "future-day.md": [("line 6", "the day has not come yet")],
    "compute-of-base.md": [("line 35", "the card states the same number of Tern 2 70B Base")],
    "compute-total.md": [("line 9", "what the total counts is not said"), ("line 10", "the compute of a part")],
    "compute-labels.md": [("line 11", "it is a rate"), ("line 12", "the sentence speaks of a plan, an estimate")],
    "licence-of-code.md": [("line 2", "the text gives the models another licence"), ("line 30", "no licence is named")],
    "licence-parts.md": [("line 16", "it holds for the outputs"), ("line 17", "it holds for the training data")],
    "docker-sizes.md": [
        ("line 17", "it names several licences"),
        ("line 26", "the card has the more exact number 8.03B"),
    ],
    "docker-family.md": [("line 23", "it holds for some sizes")],
    "section-ends.md": [("line 14", "it says where to report"), ("line 22", "it stands under a label of its own")],
    "dataset-parts.md": [("line 5", "a table says that only a part of it was used")],
}
# What takes a careless pattern or parser long.
SLOW = {
    "brackets": "[" * 50_000,
    "stars": "*a " * 60_000,
    "open tables": "<table>" * 40_000,
    "wide cells": "<table><tr>" + "<td rowspan=100 colspan=100>x" * 5_000 + "</table>",
    "open headings": "<h1>" * 60_000,
    "open comments": "<!--" * 70_000,
    "numbers": "Aurora 7B has " + "1," * 100_000 + " parameters",
    "lines of numbers": "Aurora 7B has 7 7 7 7 7\n" * 10_000 + " parameters.",
    "capitals": "Aurora A Bb\n" * 20_000,
    "organisations": "Aurora 7B was developed by " + "A and\n" * 40_000,
    "rows": "|Model|Params|\n|-|-|\n" + "\n".join(f"|Aurora {size}B|{size}B|" for size in range(8_000)),
}


def _draft(data, name):
    return draft_profile([Document("card", "00", read_document(data, name))])


def _shorten(node):
    if isinstance(node, Literal):
        return repr(node.value)
    return shorten_iri(node.value).replace(BASE, "my:")


def _list_statements(draft):
    return sorted(
        " ".join(_shorten(part) for part in (quad.subject, quad.predicate, quad.object))
        for quad in draft.quads
        if "/doc_card" not in quad.subject.value
    )


@pytest.mark.parametrize("name", INPUTS)
def test_draft_states_what_the_card_states(name):
    expected = (CASES / f"{name}.expected").read_text(encoding="utf-8").splitlines()
    assert _list_statements(_draft((CASES / name).read_bytes(), name)) == expected


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name):
    case = REFUSED[name]
    text = case["text"].replace("{}", case.get("piece", "") * case.get("repeat", 0))
    with pytest.raises(DocumentError) as caught:
        read_document(text.encode(), "card")
    assert str(caught.value).startswith(case["message"])


@pytest.mark.parametrize(
    "text",
    [
        "# My tool\n\nIt trains models. Models are fine.\n\n## Installation\n\npip install it\n",
        "---\nlicense: mit\ntask_categories: [text-generation]\n---\n# Dataset Card for Letters\n\nFor models.\n",
        "---\ntitle: Demo\nsdk: gradio\napp_file: app.py\nlicense: mit\n---\n# A model to try\n",
        "---\nlayout: post\ntitle: Our model\n---\n# A model with 7B parameters\n",
        "$schema: https://azuremlschemas.azureedge.net/latest/environment.schema.json\nname: a\n",
        "name: build\non: push\njobs: {}\n",
        '{"model": "A"}',
        "%PDF-1.7 Model card",
        "Model card\x00model",
        "<!DOCTYPE html><h1>Model card</h1>",
    ],
)
def test_other_documents_are_left_to_others(text):
    assert read_document(text.encode(), "other") is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    text = "---\nlicense: mit\npipeline_tag: fill-mask\n---\n# Modèle 7B\n"
    assert read_document(text.encode(encoding), "card")[1].fields[0].value == "Modèle 7B"


def test_places_are_lines_of_the_file():
    text = HEADER.replace("\n", "\r\n") + "\r\n- **Developed by:** Aurora Labs\r\n"
    fields = [field for reading in read_document(text.encode(), "card") for field in reading.fields]
    assert [(field.name, field.place) for field in fields if field.name in ("license", "title", "developer")] == [
        ("license", "line 2"),
        ("title", "line 5"),
        ("developer", "line 7"),
    ]


@pytest.mark.parametrize("name", LISTED)
def test_what_is_not_stated_is_listed_with_its_reason(name):
    for place, reason in LISTED[name]:
        found = [one.reason for one in _draft((CASES / name).read_bytes(), name).unmapped if one.place == place]
        assert any(one.startswith(reason) for one in found), (place, found)


def test_a_sentence_has_the_line_on_which_it_begins():
    readings = read_document((CASES / "gate.md").read_bytes(), "gate.md")
    places = {field.name: field.place for reading in readings for field in reading.fields}
    assert {name: places[name] for name in ("licence term", "restricted use", "developer", "parameters")} == {
        "licence term": "line 12",
        "restricted use": "line 19",
        "developer": "line 27",
        "parameters": "line 27",
    }


@pytest.mark.parametrize("name", ["hub-card", "docker-card", "card-text", "catalogue-spec"])
def test_tables_can_be_loaded(name):
    assert load_table(name).rows


@pytest.mark.parametrize("name", SLOW)
def test_what_takes_a_careless_reader_long(name):
    start = time.process_time()
    read_document((HEADER + SLOW[name]).encode(), "card")
    assert time.process_time() - start < 2


def test_scores_in_the_header_are_left_out_however_many():
    text = "---\nlicense: mit\nmodel-index:\n" + "- value: 1\n" * 20_000 + "language: de\n---\n# A model\n"
    fields = read_document(text.encode(), "card")[0].fields
    assert [(field.name, field.place) for field in fields] == [("license", "line 2"), ("language", "line 20004")]


@needs_sources
@pytest.mark.parametrize("name", REAL)
def test_published_cards(name):
    stated, absent = REAL[name]
    statements = "\n".join(_list_statements(_draft((SOURCES / name).read_bytes(), name)))
    assert stated in statements
    assert absent not in statements
