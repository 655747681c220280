"""The nodes of a draft: which of several files mean the same, what they are called, and what states nothing."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from actgraph.core.prefixes import shorten_iri
from actgraph.documents import draft as draft_module
from actgraph.documents import file_draft, nodes
from actgraph.documents.draft import Document, Draft, draft_profile, list_main_models
from actgraph.documents.licences import find_licence_key
from actgraph.documents.nodes import make_slug, normalize_name
from actgraph.documents.reading import Field, Reading, Unread
from actgraph.documents.tables import Row, Table
from actgraph.documents.values import Choice

few = settings(max_examples=60)
TABLE = Table(
    "test",
    "a format of this test",
    "",
    {
        "name": (Row("name", term="rdfs:label"),),
        "size": (Row("size", term="ag:parameters", read="number"),),
        "licence": (Row("licence", of="licence", keyed=True, term="ag:spdxIdentifier"),),
        "licence-address": (Row("licence-address", of="licence", term="dcterms:source", read="address"),),
        "provider": (Row("provider", of="provider", keyed=True, term="rdfs:label", link="ag:developedBy"),),
        "country": (Row("country", of="provider", term="ag:establishedIn", link="ag:developedBy"),),
        "base": (Row("base", of="base", keyed=True, term="rdfs:label"),),
        "dataset": (Row("dataset", of="dataset", keyed=True, term="dcterms:title"),),
        "mail": (Row("mail", note="an e-mail address is no contact point"),),
        "wordless": (Row("wordless"),),
        "modality": (Row("modality", term="ag:modalityIn", read="choice", choice=Choice({"text": "ag:text"})),),
    },
    names_model=False,
)


@pytest.fixture(autouse=True)
def _table(monkeypatch):
    for module in (file_draft, draft_module):
        monkeypatch.setattr(module, "load_table", lambda name: TABLE)


def draft(*files: list[tuple[str, ...]], unread: tuple[Unread, ...] = ()) -> Draft:
    """Draft a profile from files, each with its fields as name and value, and about which model."""
    documents = []
    for number, said in enumerate(files):
        fields = [
            Field(name, value, f"line {line}", ("model", about[0] if about else ""))
            for line, (name, value, *about) in enumerate(said, 1)
        ]
        documents.append(Document(f"{number}.md", "00", [Reading("test", fields, unread)]))
    return draft_profile(documents)


def list_statements(found: Draft) -> list[str]:
    def shorten(term: object) -> str:
        value = term.value  # type: ignore[attr-defined]
        return (
            shorten_iri(value).replace("https://example.org/profile/", "my:") if isinstance(term, NamedNode) else value
        )

    return [
        " ".join(map(shorten, (quad.subject, quad.predicate, quad.object)))
        for quad in found.sources
        if not quad.predicate.value.endswith("#type")
    ]


def list_models(found: Draft) -> set[str]:
    return {line.split(" ")[0] for line in list_statements(found) if " ag:parameters " in line}


def test_same_name_in_two_files_is_one_model():
    assert list_models(
        draft([("name", "Llama-3 8B"), ("size", "8B")], [("name", "llama 3 8b"), ("size", "8.03B")])
    ) == {"my:llama-3-8b"}


def test_other_name_in_another_file_is_another_model():
    assert (
        len(list_models(draft([("name", "Llama 3 8B"), ("size", "8B")], [("name", "Llama 3 70B"), ("size", "70B")])))
        == 2
    )


def test_file_that_names_no_model_is_about_the_only_one():
    assert list_models(draft([("size", "8B")], [("name", "A"), ("size", "8B")])) == {"my:a"}


def test_file_that_names_no_model_is_about_neither_of_two():
    found = list_models(draft([("name", "A"), ("size", "1B")], [("name", "B"), ("size", "2B")], [("size", "3B")]))
    assert found == {"my:a", "my:b", "my:model"}


def test_form_that_should_name_its_model_is_not_joined_in_silence(monkeypatch):
    monkeypatch.setattr(draft_module, "load_table", lambda name: replace(TABLE, names_model=True))
    found = draft([("name", "A"), ("size", "1B")], [("size", "2B")])
    assert list_models(found) == {"my:a", "my:model"}
    assert list_main_models(found) == ["A", "model"]


def test_providers_that_differ_in_the_legal_form_are_one():
    found = draft(
        [("provider", "Reed Systems B.V.")], [("provider", "Reed Systems")], [("provider", "Reed Systems East")]
    )
    nodes = {line.split(" ")[0] for line in list_statements(found) if " rdfs:label Reed" in line}
    assert nodes == {"my:reed-systems-b.v", "my:reed-systems-east"}


def test_files_that_all_name_no_model_are_about_one():
    assert list_models(draft([("size", "1B")], [("size", "2B")])) == {"my:model"}


def test_key_of_a_field_names_its_model():
    assert list_models(draft([("size", "1B", "A"), ("size", "2B", "B")], [("name", "a"), ("size", "1B")])) == {
        "my:a",
        "my:b",
    }


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_name_in_common_joins_in_any_order(order):
    """A file that gives both names joins the files that give one each."""
    files = [
        [("name", "A"), ("size", "1B")],
        [("name", "B"), ("size", "1B")],
        [("name", "A"), ("name", "B"), ("size", "1B")],
    ]
    assert len(list_models(draft(*(files[number] for number in order)))) == 1


def test_contradicting_values_are_both_stated():
    found = draft([("name", "A"), ("size", "8B")], [("name", "A"), ("size", "9B")])
    assert [line for line in list_statements(found) if "parameters" in line] == [
        "my:a ag:parameters 8e9",
        "my:a ag:parameters 9e9",
    ]


def test_each_file_has_a_graph_of_its_own():
    found = draft([("name", "A"), ("size", "8B")], [("name", "A"), ("size", "8B")])
    graphs = {quad.graph_name.value for quad in found.sources}
    assert sorted(found.names[graph] for graph in graphs) == ["0.md", "1.md"]


def test_provider_without_name_is_the_only_one_with_a_name():
    found = list_statements(draft([("country", "FR"), ("provider", "Example AI")]))
    assert "my:example-ai ag:establishedIn FR" in found
    assert "my:model ag:developedBy my:example-ai" in found


def test_provider_without_name_is_neither_of_two():
    found = list_statements(draft([("country", "FR"), ("provider", "Example AI"), ("provider", "Other AI")]))
    assert "my:provider ag:establishedIn FR" in found


def test_provider_of_two_models_is_one():
    found = list_statements(
        draft([("name", "A"), ("provider", "Example AI")], [("name", "B"), ("provider", "example ai")])
    )
    assert {line.split(" ")[2] for line in found if "developedBy" in line} == {"my:example-ai"}


def test_providers_without_name_of_two_models_are_two():
    """That neither file names its provider does not make them the same."""
    found = list_statements(draft([("name", "A"), ("country", "FR")], [("name", "B"), ("country", "US")]))
    assert len({line.split(" ")[2] for line in found if "developedBy" in line}) == 2


@pytest.mark.parametrize("other", ["Apache License 2.0", "Apache-2.0", "apache-2.0", "Apache 2.0"])
def test_licence_is_known_by_each_of_its_names(other):
    found = list_statements(draft([("name", "A"), ("licence", "apache-2.0")], [("name", "A"), ("licence", other)]))
    assert len({line.split(" ")[2] for line in found if "ag:licence" in line}) == 1


@pytest.mark.parametrize("other", ["MIT", "Apache License 1.1", "Terms of Example GmbH", "not Apache 2.0"])
def test_other_licence_is_another(other):
    assert find_licence_key(other) != "apache-2.0"
    found = list_statements(draft([("licence", "apache-2.0"), ("licence", other)]))
    assert len({line.split(" ")[2] for line in found if "ag:licence" in line}) == 2


def test_base_model_is_no_model_of_the_file():
    found = list_statements(draft([("name", "A"), ("base", "Llama 3"), ("size", "8B")]))
    assert "my:a ag:baseModel my:base.llama-3" in found
    assert [line for line in found if "parameters" in line] == ["my:a ag:parameters 8e9"]


def test_dataset_that_two_models_share_is_one():
    found = list_statements(draft([("name", "A"), ("dataset", "C4")], [("name", "B"), ("dataset", "c4")]))
    assert len({line.split(" ")[2] for line in found if "trainedOn" in line}) == 1


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("colour", "blue", "actgraph does not use this field"),
        ("wordless", "blue", "the vocabulary has no word for it"),
        ("mail", "a@example.org", "an e-mail address is no contact point"),
        ("size", "TBD", "it is blank or a placeholder"),
        ("size", "", "it is blank"),
        ("size", "1,500", "it can be read as 1.500 or as 1500"),
        ("size", "large", "it is no number"),
        ("modality", "smell", "“smell” has no counterpart in the vocabulary: see the values in docs/formats.md"),
        ("licence-address", "licence.txt", "it is no address on the web"),
        ("name", "x" * 20_001, "it is longer than 20,000 characters"),
    ],
)
def test_field_that_states_nothing_is_listed_with_its_reason(name, value, reason):
    found = draft([(name, value)])
    assert [(one.field, one.place, one.reason) for one in found.unmapped] == [(name, "line 1", reason)]
    assert list_statements(found) == []


def test_unread_part_is_listed():
    found = draft([], unread=(Unread("page 3", "a picture", "it is a picture"),))
    assert [(one.place, one.field, one.text, one.reason) for one in found.unmapped] == [
        ("page 3", "", "a picture", "it is a picture")
    ]


def test_half_a_character_is_listed_and_can_be_written():
    found = draft([("name", "a\ud800")])
    assert found.unmapped[0].text.encode() == b"a?"


def test_statement_twice_in_a_file_has_its_first_place():
    found = draft([("name", "A"), ("size", "8B"), ("size", "8 billion")])
    assert [source.place for quad, source in found.sources.items() if "parameters" in quad.predicate.value] == [
        "line 2"
    ]


def test_documents_with_one_name_have_two_graphs():
    documents = [Document("a/README.md", "00", []), Document("b/README.md", "11", [])]
    assert sorted(draft_profile(documents).names.values()) == ["a/README.md", "b/README.md"]


def test_names_of_another_script_are_kept_apart():
    """Their slugs are empty; the nodes are two all the same."""
    assert list_models(draft([("name", "日本"), ("size", "1B")], [("name", "中国"), ("size", "2B")])) == {
        "my:model",
        "my:model-2",
    }


@few
@given(st.text(max_size=80))
def test_slug_is_a_local_name(text):
    slug = make_slug(text)
    assert slug == "" or NamedNode(f"https://example.org/{slug}")
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")
    assert slug.strip("-.") == slug
    assert make_slug(slug) == slug


@few
@given(st.text(max_size=80))
def test_normal_name_is_its_own(text):
    assert normalize_name(normalize_name(text)) == normalize_name(text)


@few
@given(st.lists(st.sampled_from(["a", "b", "provider", "model", "doc_a", "a-2"]), max_size=20))
def test_unique_names_are_unique(wanted):
    namer = nodes.NodeNamer([])
    assert len({namer.make_unique(name) for name in wanted}) == len(wanted)
