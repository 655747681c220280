"""Test the Code's references: the graph against references read by hand, and the reader on invented phrases."""

import csv
import re
import shutil
import zipfile

import pytest

from actgraph.core.errors import CitationError, InputError
from actgraph.core.prefixes import CODE, shorten_iri
from actgraph.graph.day import open_day
from actgraph.ingest import act, code_references
from actgraph.ingest.code_splitter import CodePart
from tests.conftest import ROOT, SOURCES, needs_sources
from tests.support.looping import each

DAY = open_day("2026-11-24")
ELI = "http://data.europa.eu/eli/"
TEXTS = {"tra": "transparency", "cpy": "copyright", "sas": "safety-security"}

# Read by hand before the reader was written: node, first page, words, named targets.
with (ROOT / "tests/samples/code-references.csv").open(encoding="utf-8", newline="") as file:
    READ = list(csv.DictReader(file))


def _shorten_iri(iri: str) -> str:
    return iri.replace(ELI, "eli:") if iri.startswith(ELI) else shorten_iri(iri)


def test_graph_has_exactly_the_read_references():
    links = DAY.select_rows(
        """PREFIX ag: <https://w3id.org/actgraph/ns/> PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?subject ?object ?place ?source WHERE { ?link ag:predicate ag:refersTo ; ag:linkKind ag:stated ;
          ag:subject ?subject ; ag:object ?object ; dcterms:source ?source . OPTIONAL { ?link ag:placeNamed ?place }
          FILTER(STRSTARTS(STR(?subject), "https://w3id.org/actgraph/code-of-practice/")) }"""
    )
    links = [row for row in links if not row["subject"].startswith(f"{CODE}mdf")]  # the form is a separate file
    found = [
        (shorten_iri(row["subject"]), shorten_iri(row["source"]), _shorten_iri(row["object"]), row["place"] or "")
        for row in links
    ]
    read = [
        (f"cop:{row['node']}", f"cop:{row['node'][:3]}.pag_{row['page']}", target, row["place"])
        for row in READ
        for target in row["targets"].split()
    ]
    assert sorted(found) == sorted(read)
    assert len(found) == 282


@needs_sources
@pytest.mark.parametrize("chapter", TEXTS)
def test_references_stand_on_their_page(chapter):
    """The sampled words are on their page or continue on the next."""
    text = (SOURCES / "code-of-practice" / f"{TEXTS[chapter]}.txt").read_text(encoding="utf-8")
    pages = [" ".join(page.split()) for page in [*text.split("\f"), ""]]
    missing = []
    for row in READ:
        page, words = int(row["page"]), row["words"].split(": ")[-1]
        if row["node"][:3] == chapter and words not in pages[page - 1]:
            missing.append((row["node"], page, words))
    assert not missing


def test_links_have_triples_and_no_self_reference():
    assert not [row for row in READ if f"cop:{row['node']}" in row["targets"].split()]
    triples = DAY.select_rows("SELECT ?s ?o WHERE { ?s <https://w3id.org/actgraph/ns/refersTo> ?o }")
    of_code = {(shorten_iri(row["s"]), _shorten_iri(row["o"])) for row in triples if row["s"].startswith(CODE)}
    read = {(f"cop:{row['node']}", target) for row in READ for target in row["targets"].split()}
    assert of_code == read | {(f"cop:{node}", target) for node, targets in FORM.items() for target in targets}


# What the Model Documentation Form names, in the order of its text; its one footnote comes last.
FORM = {
    "mdf": ["cop:tra.com_1.mea_1", "act:art_78"],
    "mdf.itm_17": ["act:art_91"],
    "mdf.itm_21": ["act:art_5"],
    "mdf.itm_30": ["act:art_53.par_1.pnt_d"],
    "mdf.itm_41": ["act:art_53.par_5"],
    "mdf.itm_43": ["act:art_53.par_5"],
    "mdf.itm_45": ["act:art_53.par_5"],
    "mdf.itm_44": ["act:anx_XI.sct_1.pnt_2.pnt_e"],
}


@needs_sources
def test_form_references_are_complete():
    """The form names exactly these provisions and parts of the Code."""
    with zipfile.ZipFile(SOURCES / "code-of-practice/model-documentation-form.docx") as form:
        files = [form.read(f"word/{name}.xml").decode() for name in ("document", "footnotes")]
    text = " ".join(re.sub(r"<[^>]+>", "", re.sub(r"</w:(?:p|tc)>", "\n", file)) for file in files)
    named = re.findall(r"(?:Articles?|Annex(?:es)?|[Rr]ecitals?|Measures?|Commitments?|Appendix)\s[\dIVX.()]+", text)
    act = ["Article 78", "Article 91)", "Article 5", "Article 53(1)", *["Article 53(5)"] * 3, "Annex XI"]
    assert named == ["Measure 1.1", *act]
    assert sum(map(len, FORM.values())) == len(named)
    assert not re.search(r"Directive|Regulation|Treaty|Charter", text)


ACT = ["rct_7", "art_9", "art_9.par_1", "art_9.par_2", "art_9.par_2.pnt_a", "anx_XI", "anx_XI.sct_1"]
CASES = [
    ("sas.com_2", "as Measure 2.1 says", ["cop:sas.com_2.mea_1"]),
    ("sas.com_2", "see Measures 3.1 to 3.3, and 3.5", [f"cop:sas.com_3.mea_{number}" for number in (1, 2, 3, 5)]),
    ("sas.com_2", "Commitments 1 and 7 to 9", ["cop:sas.com_1", "cop:sas.com_7", "cop:sas.com_8", "cop:sas.com_9"]),
    ("sas.com_2", "Appendices 1.1, 1.2.1 or 2", ["cop:sas.app_1.sct_1", "cop:sas.app_1.sct_2.sct_1", "cop:sas.app_2"]),
    ("sas.com_2.mea_1", "of this Commitment, of this Measure", ["cop:sas.com_2"]),
    ("sas.com_2.mea_1", "of this commitment, under point (1) or paragraph 2", []),
    ("sas.com_2.mea_1", "Measure 2.2, point (1)(a). 10 days after Measure 2.2.", ["cop:sas.com_2.mea_2"]),
    ("sas.com_2", "This Chapter, and the Transparency Chapter", ["cop:sas", "cop:tra"]),
    (
        "tra.com_1",
        "Measure 10.1 of the Safety and Security Chapter, or Measure 1.1",
        ["cop:sas.com_10.mea_1", "cop:tra.com_1.mea_1"],
    ),
    ("tra", "this Chapter, the Transparency Chapter", []),
    ("cpy.rct_a", "Article 9(2), point (a), and recital 7 AI Act", ["act:art_9.par_2.pnt_a", "act:rct_7"]),
    ("cpy.rct_a", "in Annex XI, Section 1, AI Act, and this Act", ["act:anx_XI.sct_1"]),
    ("cpy.rct_a", "Article 9 of Directive (EU) 2019/790", [f"<{ELI}dir/2019/790/oj>"]),
    ("sas.com_2", "Measure 2.1, point (1), and Article 9(1) AI Act", ["cop:sas.com_2.mea_1", "act:art_9.par_1"]),
    ("sas.com_2", "under the AI Act, in this Code", []),
    ("sas.com_2", "LEGAL TEXT: Article 9 AI Act\nrecital 7 AI Act", ["act:rct_7"]),
    ("sas.app_1", "LEGAL TEXT\nArticle 9: it is so.\nADDITIONAL LEGAL TEXT: Recital 7", []),
]


@each(("node", "words", "objects"), CASES, ids=[words[:40] for _, words, _ in CASES])
def test_phrase_gives_references(node, words, objects):
    found = code_references.find_code_references([CodePart(CODE + node, words, [(0, 4)])], DAY, ACT)
    assert [one.object for one in found] == objects


def test_reference_keeps_first_page_and_place():
    part = CodePart(
        f"{CODE}cpy.rct_a",
        "Article 4(3) of Directive (EU) 2019/790, Article 4(3) of Directive (EU) 2019/790",
        [(0, 3), (30, 4)],
    )
    (one,) = code_references.find_code_references([part], DAY, ACT)
    assert (one.page, one.place) == (3, "Article 4(3)")


def test_missing_measure_is_error():
    with pytest.raises(CitationError, match="is no part of the Code"):
        code_references.find_code_references([CodePart(f"{CODE}sas.com_2", "Measure 2.9", [(0, 4)])], DAY, ACT)


@needs_sources
def test_missing_and_duplicate_chapters_are_named(tmp_path):
    for file in ("ai-act/oj-2024-07-12.fmx.xml", "code-of-practice/copyright.pdf"):
        shutil.copy(SOURCES / file, tmp_path)
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7\n")  # another PDF, even a damaged one, is skipped
    with pytest.raises(InputError, match="the PDF of the Transparency chapter of the Code is not here"):
        act.build_act_graphs(tmp_path, tmp_path / "out")
    shutil.copy(SOURCES / "code-of-practice/copyright.pdf", tmp_path / "twice.pdf")
    with pytest.raises(InputError, match=r"twice\.pdf: a second PDF of the Copyright chapter of the Code"):
        act.build_act_graphs(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()
