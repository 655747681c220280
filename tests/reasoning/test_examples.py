"""Test the profiles in examples/: facts about real providers stand in a named document, in known terms."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from actgraph.core.prefixes import BASE, expand_curie, shorten_iri
from actgraph.graph.day import open_day
from actgraph.reasoning.assess import assess_models
from actgraph.reasoning.derived import DerivedProfile
from tests.conftest import ROOT, SOURCES, needs_sources

EXAMPLES = ROOT / "examples"
REAL = sorted(EXAMPLES.glob("*.trig"))
INVENTED = sorted(path for path in EXAMPLES.glob("*.ttl") if path.stem != "start")  # start.ttl is a form to fill in
EXA = BASE + "examples/"
FORMATS = {".trig": ox.RdfFormat.TRIG, ".ttl": ox.RdfFormat.TURTLE}

# Terms of other vocabularies; all others are ours or name a node of our graph.
BORROWED = {
    expand_curie(curie)
    for curie in (
        *("rdf:type", "rdfs:label", "dcterms:title", "dcterms:description", "dcterms:issued", "dcterms:modified"),
        "foaf:page",
    )
}
OF_A_DOCUMENT = {expand_curie(f"dcterms:{name}") for name in ("source", "title", "issued", "modified")}
PEOPLE = {expand_curie("ag:Provider"), expand_curie("ag:Model")}


def _read_quads(path: Path) -> list[ox.Quad]:
    return list(ox.parse(path.read_bytes(), FORMATS[path.suffix]))


def _format_term(term: ox.NamedNode | ox.Literal) -> str:
    """Write a term as the tables below do: without its prefix, or as it is spelled."""
    return re.sub(r"^\w+:", "", shorten_iri(term.value)) if isinstance(term, ox.NamedNode) else term.value


def _get_name(path: Path) -> str:
    return path.stem


def test_profiles_of_each_kind_exist():
    assert {path.stem for path in REAL} >= {"apertus", "bielik", "bria", "meta", "mistral", "phi-4", "xai"}
    assert {path.stem for path in INVENTED} >= {"api-only", "finetune-above", "finetune-below", "startup"}


# ---- Real providers: every fact has a source -------------------------------------------------------------------------


@pytest.mark.parametrize("path", REAL, ids=_get_name)
def test_default_graph_describes_only_documents(path):
    quads = _read_quads(path)
    documents = {quad.graph_name for quad in quads} - {ox.DefaultGraph()}
    outside = [quad for quad in quads if quad.graph_name == ox.DefaultGraph()]
    assert {quad.subject for quad in outside} == documents
    assert {quad.predicate.value for quad in outside} <= OF_A_DOCUMENT


@pytest.mark.parametrize("path", REAL, ids=_get_name)
def test_every_document_has_url_and_title(path):
    said = {}
    for quad in _read_quads(path):
        if quad.graph_name == ox.DefaultGraph():
            said.setdefault((_format_term(quad.subject), _format_term(quad.predicate)), []).append(quad.object)
    for document in {document for document, _ in said}:
        sources, titles = said.get((document, "source"), []), said.get((document, "title"), [])
        assert [source.value.startswith("https://") for source in sources] == [True], document
        assert len(titles) == 1, document


@pytest.mark.parametrize("path", REAL, ids=_get_name)
def test_no_compute_is_estimated(path):
    """No document read here gives a figure in FLOP; change this test if one does."""
    compute = {expand_curie(f"ag:{name}") for name in ("ownCompute", "cumulativeCompute", "computeOfModification")}
    assert [quad for quad in _read_quads(path) if quad.predicate.value in compute] == []


@pytest.mark.parametrize("path", REAL, ids=_get_name)
def test_real_profile_says_so(path):
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert comments[0].startswith("# Real: ")
    assert "invented" not in path.read_text(encoding="utf-8").lower()


def test_signatories_come_from_official_lists():
    listed = {
        _format_term(quad.subject): _format_term(quad.object)
        for path in REAL
        for quad in _read_quads(path)
        if quad.predicate.value == expand_curie("ag:listedAs")
    }
    assert listed == {
        "bria": "prv_bria-ai",
        "meta": "prv_meta",
        "microsoft": "prv_microsoft",
        "mistral": "prv_mistral-ai",
        "xai": "prv_xai",
    }


# ---- Invented providers: named as such -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", INVENTED, ids=_get_name)
def test_invented_profile_says_so(path):
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert comments[0].startswith("# Invented: ")
    quads = _read_quads(path)
    of = {
        quad.subject
        for quad in quads
        if quad.predicate.value == expand_curie("rdf:type") and quad.object.value in PEOPLE
    }
    labels = {
        quad.subject: quad.object.value
        for quad in quads
        if quad.predicate.value == expand_curie("rdfs:label") and quad.subject in of
    }
    assert set(labels) == of
    assert [label for label in labels.values() if "(invented)" not in label] == []


@pytest.mark.parametrize(("name", "more"), [("finetune-below", False), ("finetune-above", True)])
def test_fine_tuners_are_on_both_sides_of_threshold(name, more):
    said = {
        (_format_term(quad.subject), _format_term(quad.predicate)): quad.object
        for quad in _read_quads(EXAMPLES / f"{name}.ttl")
    }
    used = float(said[f"{name}.model", "computeOfModification"].value)
    original = float(said[f"{name}.base", "cumulativeCompute"].value)
    assert (used > original / 3) is more


# ---- Terms -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def known():
    """Return every node of the graph, and those that only a rule may derive."""
    rows = open_day("2026-11-24").select_rows("SELECT DISTINCT ?node WHERE { ?node ?p ?o . FILTER isIRI(?node) }")
    derived = open_day("2026-11-24").select_rows(
        f"SELECT ?node WHERE {{ ?node <{expand_curie('ag:isDerived')}> true }}"
    )
    return {row["node"] for row in rows}, {row["node"] for row in derived}


@pytest.mark.parametrize("path", [*REAL, *INVENTED], ids=_get_name)
def test_every_term_is_in_graph(path, known):
    nodes, derived = known
    used = set()
    for quad in _read_quads(path):
        if quad.graph_name != ox.DefaultGraph() or path.suffix != ".trig":
            used |= {quad.predicate.value} - BORROWED
            used |= {quad.object.value} if isinstance(quad.object, ox.NamedNode) else set()
    ours = {iri for iri in used if iri.startswith(BASE) and not iri.startswith(EXA)}
    pages = {
        quad.object.value
        for quad in _read_quads(path)
        if quad.predicate.value in (expand_curie("foaf:page"), expand_curie("dcterms:source"))
    }
    assert sorted(shorten_iri(iri) for iri in ours - nodes) == []
    assert sorted(shorten_iri(iri) for iri in ours & derived) == []
    assert sorted(iri for iri in used - ours - pages if not iri.startswith(EXA)) == []


@pytest.mark.parametrize("path", [*REAL, *INVENTED], ids=_get_name)
def test_every_linked_node_is_described(path):
    quads = _read_quads(path)
    pointed = {q.object.value for q in quads if isinstance(q.object, ox.NamedNode) and q.object.value.startswith(EXA)}
    typed = {q.subject.value for q in quads if q.predicate.value == expand_curie("rdf:type")}
    assert sorted(shorten_iri(iri) for iri in pointed - typed) == []


# ---- Conclusions -----------------------------------------------------------------------------------------------------

# Model → which duties have which status on a day when all of Chapter V applies; all others are unknown.
_REPRESENTATIVE = "54.1 54.2 54.3-3 54.4"
_SYSTEMIC = "52.1 55.1.a 55.1.b 55.1.c 55.1.d 55.2"
FOLLOWS = {
    "snai.apertus-70b": {"applies": "53.1.c 53.1.d 53.3 53.4"},
    "snai.apertus-8b": {"applies": "53.1.c 53.1.d 53.3 53.4"},
    "mistral.large-3": {"applies": "53.1.c 53.1.d 53.3", "does not apply": f"53.4 {_REPRESENTATIVE}"},
    "mistral.mixtral-8x7b": {"does not apply": _REPRESENTATIVE},
    "xai.grok-4.5": {},
    "xai.grok-4.7": {},
    "xai.grok-1": {},
    "xai.grok-2": {},
    "meta.llama-4-scout": {},
    "meta.llama-4-maverick": {},
    "bielik.11b-v3": {},
    "phi-4": {},
    "bria.3.2": {"comply by": "53.1.c 53.1.d 53.3", "does not apply": "53.4"},
    "api-only.model": {
        "applies": f"52.1 53.1.a 53.1.b 53.1.c 53.1.d 53.3 {_REPRESENTATIVE} 55.1.a 55.1.b 55.1.c 55.1.d",
        "does not apply": "53.4 55.2",
    },
    "finetune-below.model": {"does not apply": f"53.1.a 53.1.b 53.1.c 53.1.d 53.3 53.4 {_REPRESENTATIVE} {_SYSTEMIC}"},
    "finetune-above.model": {
        "applies": "53.1.a 53.1.b 53.1.c 53.1.d 53.3",
        "does not apply": f"53.4 {_REPRESENTATIVE} {_SYSTEMIC}",
    },
    "startup.model": {
        "applies": "53.1.c 53.1.d 53.3 53.4",
        "exempt": "53.1.a 53.1.b",
        "does not apply": f"{_REPRESENTATIVE} {_SYSTEMIC}",
    },
}


@pytest.fixture(scope="module")
def assessed():
    day, models = open_day("2026-11-24"), {}
    for path in [
        *REAL,
        *(EXAMPLES / f"{name}.ttl" for name in ("api-only", "finetune-below", "finetune-above", "startup")),
    ]:
        for model in assess_models(DerivedProfile(list({quad.triple for quad in _read_quads(path)}), day)):
            models[model.iri.removeprefix(EXA)] = model
    return models


def test_every_model_is_assessed(assessed):
    assert set(assessed) == set(FOLLOWS)


@pytest.mark.parametrize("model", FOLLOWS)
def test_model_has_expected_duties(model, assessed):
    found = {}
    for duty in assessed[model].duties:
        found.setdefault(duty.status, set()).add(duty.obligation.iri.removeprefix(expand_curie("rdg:obl_")))
    found.pop("unknown", None)
    assert found == {status: set(duties.split()) for status, duties in FOLLOWS[model].items()}


def test_larger_fine_tuner_owes_for_modification(assessed):
    duties = [duty for duty in assessed["finetune-above.model"].duties if duty.status == "applies"]
    assert {duty.obligation.iri.rpartition("_")[2] for duty in duties if duty.limited_to_modification} >= {
        "53.1.a",
        "53.1.d",
    }


# ---- Facts against the text of available documents -------------------------------------------------------------------

# Document → its file in ../shared/sources/providers, and fact → words of the file (white space apart). A document
# that is listed has all its facts listed, except the links between the profile's own nodes (_TIES).
_TIES = {"type", "page", "label", "isPublic", "by"}
LOCAL = {
    "snai.doc_code-of-practice": "apertus-code-of-practice.txt",
    "snai.doc_training-summary": "apertus-training-summary.txt",
    "mistral.doc_mixtral-8x7b-card": "mixtral-8x7b.model-card.md",
    "meta.doc_llama-4-card": "llama-4.model-card.md",
}
_SIGNED = "have not signed the signature form"
_GENERAL = "The Apertus LLM is a general-purpose AI model"
_OPEN = "allows for the access, usage, modification, and distribution"
_WEIGHTS = "the weights, the information on the model architecture"
_USAGE = "the information on model usage, are made publicly available"
_APERTUS = {
    ("modalityIn", "text"): "Input modalities: Text-only",
    ("modalityOut", "text"): "Output modalities: Text-only",
    ("significantGenerality", "true"): _GENERAL,
    ("wideRangeOfTasks", "true"): _GENERAL,
    ("releasedOn", "2025-09-02"): "Release date: Sept 2nd, 2025",
    ("publishes", "weights"): _WEIGHTS,
    ("publishes", "architectureInformation"): _WEIGHTS,
    ("publishes", "usageInformation"): _USAGE,
}
_HUB = {
    ("channel", "download"): "Distribution channels: Hugging Face",
    ("onUnionMarket", "true"): "Union market release: Sept 2nd, 2025",
    ("date", "2025-09-02"): "Union market release: Sept 2nd, 2025",
}
_LLAMA = {
    ("modalityIn", "text"): "<td>Multilingual text and image</td>",
    ("modalityIn", "image"): "<td>Multilingual text and image</td>",
    ("modalityOut", "text"): "<td>Multilingual text and code</td>",
    ("releasedOn", "2025-04-05"): "**Model Release Date:** April 5, 2025",
    ("publishes", "weights"): "released as BF16 weights",
    ("publishes", "architectureInformation"): "auto-regressive language models that use a mixture-of-experts",
    ("publishes", "usageInformation"): "**Intended Use Cases:**",
}


def _build_facts(subject: str, facts: dict[tuple[str, str], str]) -> dict[tuple[str, str, str], str]:
    return {(subject, *fact): words for fact, words in facts.items()}


def _build_items(subject: str, answers: dict[tuple[int, str], str]) -> dict[tuple[str, str, str], str]:
    return {(subject, f"mdf.itm_{item}", answer): words for (item, answer), words in answers.items()}


FACTS = {
    "snai.doc_code-of-practice": {
        ("snai", "establishment", "CH"): "the two Swiss Federal Institutes of Technology",
        **_build_facts("snai.apertus-70b", {**_APERTUS, ("parameters", "7.0e10"): "70 billion parameters"}),
        **_build_facts(
            "snai.apertus-8b", {**_APERTUS, ("parameters", "8.0e9"): "70 billion parameters, and 8 billion"}
        ),
        **_build_facts("snai.apertus-70b.hub", _HUB),
        **_build_facts("snai.apertus-8b.hub", _HUB),
        **{("snai.licence", "permits", right): _OPEN for right in ("access", "usage", "modification", "distribution")},
        ("snai.licence", "title", "Apache 2.0 (January 2004)"): "Model License: Apache 2.0 (January 2004)",
        **_build_items(
            "snai.transparency",
            {
                (
                    1,
                    "ETH Zurich and EPFL, partners in the Swiss National AI Institute (SNAI)",
                ): "Legal name for the model provider: Both Swiss Federal Institutes",
                (2, "Apertus 1"): "Versioned model name: Apertus 1",
                (4, "2025-09-02"): "Release date: Sept 2nd, 2025",
                (5, "2025-09-02"): "Union market release: Sept 2nd, 2025",
                (6, "None: trained from scratch"): "Model dependencies: None",
                (
                    7,
                    "Decoder-only transformer with xIELU, QK-Norm, Pre-Norm and rotary positional embeddings",
                ): "Model architecture: Decoder-only transformer",
                (9, "text"): "Input modalities: Text-only",
                (10, "64k tokens, extensible to 128k"): "Maximum input size: Native context length 64k tokens",
                (11, "text"): "Output modalities: Text-only",
                (12, "N/A"): "Maximum output size: N/A",
                (14, "70 billion and 8 billion"): "Total model size: 70 billion parameters",
                (16, "Hugging Face"): "Distribution channels: Hugging Face",
                (
                    17,
                    "https://www.apache.org/licenses/LICENSE-2.0",
                ): "accessible at https://www.apache.org/licenses/LICENSE-2.0",
                (18, "Apache 2.0"): "free and open-source license",
                (
                    19,
                    "Code of data processing and pretraining, base and instruct models, checkpoints, technical report",
                ): "Additional assets made available",
                (
                    20,
                    "https://huggingface.co/swiss-ai/Apertus-70B-2509",
                ): "Acceptable Use Policy: See https://huggingface.co/swiss-ai/Apertus-70B-2509",
                (21, "General-purpose AI model"): "Intended uses:",
                (
                    22,
                    "Conversational systems, workflows, tools for research",
                ): "Type and nature of AI systems in which the general-purpose AI model can be integrated:",
                (
                    23,
                    "vLLM, SGLang, Hugging Face Transformers",
                ): "Technical means for model integration: Support for common inference frameworks",
                (24, "N/A"): "Required hardware: N/A",
                (25, "N/A"): "Required software: N/A",
                (28, "text"): "Training Data Type/Modality: Text",
                (29, "Datasets derived from Common Crawl, and smaller public ones"): "Training Data Provenance:",
                (34, "See Technical Report"): "Data curation methodologies:",
            },
        ),
        ("snai.transparency", "ofDocument", "doc_downstream-information"): "Art. 53(1)(b) EU AI Act",
        ("snai.copyright", "ofDocument", "doc_copyright-policy"): "B) COPYRIGHT POLICY (Art. 53(1)(c) EU AI Act)",
        ("snai.complaints", "ofDocument", "doc_complaint-information"): "4) Contact for the lodging of complaints",
        (
            "snai.complaints",
            "title",
            "Contact for complaints of rightsholders, llm-copyright-requests@swiss-ai.org",
        ): "llm-copyright-requests@swiss-ai.org",
        **{
            (f"snai.{part}", "issued", "2025-09-02"): "Zurich and EPFL, on Sept 2nd, 2025."
            for part in ("transparency", "copyright")
        },
        **{
            (f"snai.{part}", "title", f"Code of Practice for the Apertus LLM (GPAI), chapter {letter}"): words
            for part, letter, words in (
                ("transparency", "A", "chapters: A) Transparency and"),
                ("copyright", "B", "B) Copyright Policy."),
            )
        },
    },
    "snai.doc_training-summary": {
        (
            "snai.training-summary",
            "title",
            "Public Summary of Training Content for General-Purpose AI models, V1",
        ): "Public Summary of Training Content for General-Purpose AI models Version of the Summary: V1",
        ("snai.training-summary", "ofDocument", "doc_training-content-summary"): "Public Summary of Training Content",
        ("snai.training-summary", "modified", "2025-09-01"): "Last update: 01/09/2025",
        ("snai.training-summary", "onTemplate", "true"): "1.3 Modalities, overall training data size and other",
        **_build_facts(
            "snai.training-summary",
            {
                ("fld_0.version", "V1"): "Version of the Summary: V1",
                ("fld_0.last-update", "2025-09-01"): "Last update: 01/09/2025",
                (
                    "fld_1.1.provider",
                    "Swiss National AI Institute (ETH Zurich and EPFL); llm-requests@swiss-ai.org",
                ): "Swiss National AI Institute, a partnership",
                ("fld_1.1.authorised-representative", "N/A"): "name and contact details: N/A",
                (
                    "fld_1.2.model-names",
                    "Apertus-8B, Apertus-70B, Apertus-8B-Instruct, Apertus-70B-Instruct",
                ): "Apertus-70B, https://huggingface.co/swiss-ai/Apertus-70B",
                ("fld_1.2.dependencies", "N/A"): "Model dependencies: N/A",
                ("fld_1.2.market-date", "2025-09-02"): "market: Sept 2nd, 2025",
                ("fld_1.3.latest-acquisition", "2024-03"): "Main pretraining dataset knowledge cutoff is 03/2024",
                (
                    "fld_1.3.languages",
                    "More than 1000 languages, after FineWeb-2",
                ): "1000 languages (1782 Description of the linguistic language-script pairs)",
                (
                    "fld_1.3.other-characteristics",
                    "Filtered for opt-outs, personal data and toxic content",
                ): "Other relevant characteristics (opt-out for AI crawlers",
                ("fld_1.3.comments", "Tokenizer after Mistral v3"): "The Apertus tokenizer builds upon",
                ("fld_2.1.used", "true"): "Have you used publicly available datasets to train the model? ☒ Yes",
                ("fld_2.1.modalities", "text"): "of the content covered by the ☒ Text",
                (
                    "fld_2.1.other-description",
                    "Wikipedia, four datasets for post-training, Project Gutenberg and others",
                ): "https://huggingface.co/datasets/HuggingFaceTB/smoltalk2",
                (
                    "fld_2.1.comments",
                    "https://github.com/swiss-ai/pretrain-data",
                ): "The full training data (for pre- and post-training) is publicly available",
                ("fld_2.2.1.agreements", "false"): "☐ Yes ☒ No their representatives?",
                ("fld_2.2.2.obtained", "false"): "licensed as described in Section 2.2.1, such as data ☐ Yes ☒ No",
                ("fld_2.3.crawlers-used", "false"): "Were crawlers used by the provider or ☐ Yes ☒ No",
                ("fld_2.4.model-interactions", "false"): "prompts) used to train the ☐ Yes ☒ No",
                ("fld_2.4.other-services", "false"): "other services or products used to train ☐ Yes ☒ No",
                ("fld_2.5.used", "false"): "provider or on their behalf to train the model? ☐ Yes ☒ No",
                ("fld_2.6.used", "false"): "Sections 2.1 to 2.5 been used to train the model? ☐ Yes ☒ No",
                ("fld_3.1.signatory", "false"): "includes commitments to respect ☐ Yes ☒ No",
                (
                    "fld_3.1.measures",
                    "Opt-outs of January 2025 were applied to all crawls since 2013",
                ): "standard machine-readable opt-out by all websites were respected",
                (
                    "fld_3.1.comments",
                    "Chapter B of its Code of Practice",
                ): "Please refer to Chapter B of the Code of Practice for the Apertus LLM",
                (
                    "fld_3.2.measures",
                    "A classifier removed toxic documents",
                ): "Before training, toxic documents from the pretraining corpora were removed",
                (
                    "fld_3.3.other",
                    "Goldfish loss: https://arxiv.org/html/2406.10209",
                ): "3.3. Other information (optional)",
            },
        ),
        ("snai.fineweb-edu", "title", "fineweb-edu (v1.0.0)"): "HuggingFaceFW/fineweb-edu (v1.0.0)",
        ("snai.fineweb-2", "title", "fineweb-2 (v2.0.1)"): "HuggingFaceFW/fineweb-2 (v2.0.1)",
        **_build_facts(
            "snai.text-size",
            {
                ("sizeRange", "highestRange"): "☒ More than 10 trillions tokens",
                ("dataAmount", "1.5e13"): "15 trillion tokens",
                ("dataUnit", "tokens"): "15 trillion tokens",
                ("description", "Public datasets of text, mainly of web pages"): "text-only datasets derived mainly",
            },
        ),
    },
    "mistral.doc_mixtral-8x7b-card": {
        ("mistral.mixtral-8x7b", "publishes", "usageInformation"): "## Run the model",
        ("mistral.mixtral-8x7b.card", "title", "Model Card for Mixtral-8x7B"): "# Model Card for Mixtral-8x7B",
        **_build_items(
            "mistral.mixtral-8x7b.card",
            {
                (2, "Mixtral-8x7B-v0.1"): "The Mixtral-8x7B Large Language Model",
                (
                    7,
                    "Pretrained generative sparse mixture of experts",
                ): "pretrained generative Sparse Mixture of Experts",
                (18, "apache-2.0"): "license: apache-2.0",
                (
                    25,
                    "vLLM, or Hugging Face transformers",
                ): "This repo contains weights that are compatible with [vLLM]",
            },
        ),
    },
    "meta.doc_llama-4-card": {
        **_build_facts("meta.llama-4-scout", {**_LLAMA, ("parameters", "1.09e11"): "109B (Total)"}),
        **_build_facts("meta.llama-4-maverick", {**_LLAMA, ("parameters", "4.0e11"): "400B (Total)"}),
        ("meta.llama-4-card", "title", "Llama 4, Model Information"): "## Model Information The Llama 4 collection",
        **_build_items(
            "meta.llama-4-card",
            {
                (2, "Llama 4 Scout (17Bx16E), Llama 4 Maverick (17Bx128E)"): "Llama 4 Scout (17Bx16E)",
                (4, "2025-04-05"): "**Model Release Date:** April 5, 2025",
                (7, "Auto-regressive, mixture of experts, early fusion"): "use a mixture-of-experts (MoE) architecture",
                (9, "text"): "<th>Input modalities</th>",
                (9, "image"): "<th>Input modalities</th>",
                (10, "Scout 10M, Maverick 1M tokens"): "<td>10M</td>",
                (11, "text"): "<th>Output modalities</th>",
                (14, "Scout 109B, Maverick 400B"): "109B (Total)",
                (
                    17,
                    "https://github.com/meta-llama/llama-models/blob/main/models/llama4/LICENSE",
                ): "https://github.com/meta-llama/llama-models/blob/main/models/llama4/LICENSE",
                (18, "Llama 4 Community License Agreement, a custom commercial licence"): "A custom commercial license",
                (
                    21,
                    "Commercial and research use in several languages: chat, visual reasoning, language generation",
                ): "Llama 4 is intended for commercial and research use",
                (
                    24,
                    "Scout: one H100 GPU with int4; Maverick: one H100 DGX host with FP8",
                ): "can fit within a single H100 GPU",
                (
                    29,
                    "Publicly available data, licensed data, data of Meta's products and services",
                ): "publicly available, licensed data and information from Meta’s products and services",
            },
        ),
    },
}
FIGURES = [
    ("apertus-training-summary.txt", "15 trillion tokens"),
    ("llama-4.model-card.md", "40 trillion tokens"),
    ("llama-4.model-card.md", "22 trillion tokens"),
    ("llama-4.model-card.md", "| Llama 4 Scout | 5.0M |"),
    ("llama-4.model-card.md", "| Llama 4 Maverick | 2.38M |"),
    ("llama-4.model-card.md", "17B (Activated)"),
]


def _read_words(file: str) -> str:
    return " ".join((SOURCES / "providers" / file).read_text(encoding="utf-8").replace("\\~", "").split())


def _find_stated_facts(document: str) -> set[tuple[str, str, str]]:
    """Find the facts that a document states, without the links between the profile's own nodes."""
    return {
        (_format_term(quad.subject), _format_term(quad.predicate), _format_term(quad.object))
        for path in REAL
        for quad in _read_quads(path)
        if quad.graph_name == ox.NamedNode(EXA + document)
        and not (isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(EXA))
        and _format_term(quad.predicate) not in _TIES
    }


@needs_sources
@pytest.mark.parametrize("document", LOCAL)
def test_available_document_exists(document):
    assert (SOURCES / "providers" / LOCAL[document]).is_file()


@needs_sources
@pytest.mark.parametrize("document", LOCAL)
def test_every_document_fact_is_checked(document):
    assert _find_stated_facts(document) == set(FACTS[document])


@needs_sources
@pytest.mark.parametrize("document", LOCAL)
def test_document_facts_are_in_its_text(document):
    words = _read_words(LOCAL[document])
    assert {fact: text for fact, text in FACTS[document].items() if text not in words} == {}


@needs_sources
@pytest.mark.parametrize(("file", "figure"), FIGURES)
def test_commented_figures_are_in_document(file, figure):
    assert figure in _read_words(file)


# ---- Summaries against the table of an independent reader ------------------------------------------------------------

# The table has a row for each field of each summary, with what the reader found there.
TABLE = ROOT / "tests" / "data" / "summary_answers.tsv"
SUMMARIES = {
    "apertus": ("snai", "providers/apertus-training-summary.txt"),
    "bielik": ("bielik", "documents/summary-bielik-3.pdf"),
    "bria": ("bria", "documents/summary-bria-3.2.pdf"),
    "phi-4": ("phi-4", "documents/summary-phi-4.pdf"),
}
# Answered in part, and left out: the comments of the profile say why.
LEFT_OUT = {
    "bria": {"0.last-update", "2.1.comments"},
    "phi-4": {"1.2.market-date", "1.3.other-characteristics", "2.5.used", "3.3.other"},
}
# No answer by the reader, and stated as the document has it.
STATED_ALL_THE_SAME = {
    "apertus": {"1.1.authorised-representative", "1.2.dependencies"},
    "bielik": {"0.last-update", "1.1.authorised-representative", "2.4.services-description", "2.5.other-models"},
    "bria": {"1.2.dependencies", "1.3.languages", "2.2.2.unknown-description"},
    "phi-4": {"1.3.image", "1.3.audio", "1.3.video", "1.3.other"},
}


def _read_states(document: str) -> dict[str, str]:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    return {row[1].removeprefix("fld_"): row[2] for row in rows if row[0] == document}


def _find_summary_answers(name: str) -> list[tuple[str, str]]:
    """Find the fields of the summary that a profile answers, each with its value."""
    subject = ox.NamedNode(f"{EXA}{SUMMARIES[name][0]}.training-summary")
    found = [
        (_format_term(quad.predicate).removeprefix("fld_"), quad.object)
        for quad in _read_quads(EXAMPLES / f"{name}.trig")
        if quad.subject == subject and _format_term(quad.predicate).startswith("fld_")
    ]
    return [(field, _format_term(value)) for field, value in found]


@pytest.mark.parametrize("name", SUMMARIES)
def test_profile_states_what_reader_found(name):
    states = _read_states(SUMMARIES[name][1])
    answered = {field for field, state in states.items() if state in ("filled", "partly")}
    expected = (answered - LEFT_OUT.get(name, set())) | STATED_ALL_THE_SAME[name]
    assert {field for field, _ in _find_summary_answers(name)} == expected
    assert LEFT_OUT.get(name, set()) <= answered
    assert not STATED_ALL_THE_SAME[name] & answered


@needs_sources
@pytest.mark.parametrize("name", SUMMARIES)
def test_numbers_and_names_of_texts_are_in_summary(name):
    file = SOURCES / SUMMARIES[name][1].replace(".pdf", ".txt")
    words = re.sub(r"\s+", " ", file.read_text(encoding="utf-8").replace("ﬁ", "fi")).replace(". ", " ")
    texts = [
        text for field, text in _find_summary_answers(name) if not field.endswith(("date", "update", "acquisition"))
    ]
    told = {word for text in texts for word in re.findall(r"\d[\d.]*\d|(?<=[\w,] )[A-Z]\w+", text)}
    assert sorted(word for word in told if word.lower() not in words.lower()) == []
