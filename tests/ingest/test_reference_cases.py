"""Test which provisions invented sentences in the style of EU law cite in the Act as published."""

import re

import pytest

from actgraph.ingest.provision import Provision
from actgraph.ingest.references import extract_references
from tests.conftest import ROOT
from tests.support.looping import each

_STRUCTURE = ROOT / "ontology/act/2024-07-12/structure.ttl"
_ELI = "http://data.europa.eu/eli/"

CASES = [
    ("art_43.par_3", "Article 6 of that Regulation shall apply.", []),
    ("art_43.par_3", "Articles 5 and 6 of this Directive and Article 7 of this Regulation", ["art_7"]),
    ("art_43.par_3", "Article 5 of the Convention on Cybercrime and Article 6 of this Regulation.", ["art_6"]),
    (
        "art_43.par_3",
        "Regulation (EU) 2019/1020 applies. Article 5 of the same Regulation and Article 6 of the said Regulation.",
        ["reg/2019/1020/oj", "reg/2019/1020/oj|Article 5", "reg/2019/1020/oj|Article 6"],
    ),
    (
        "art_43.par_3",
        "Article 6(1) shall apply; paragraph 2 of that Article shall not.",
        ["art_6.par_1", "art_6.par_2"],
    ),
    (
        "art_43.par_3",
        "Article 6(3), second subparagraph, first sentence, and Annex III, point 1(a).",
        ["art_6.par_3.sub_2", "anx_III.pnt_1.pnt_a"],
    ),
    (
        "art_43.par_3",
        "points (a) and (c) of the second subparagraph of Article 6(3)",
        ["art_6.par_3.sub_2.pnt_a", "art_6.par_3.sub_2.pnt_c"],
    ),
    ("art_43.par_3", "point (a) of paragraph 1 of this Article", ["art_43.par_1.pnt_a"]),
    (
        "art_43.par_3",
        "Sections 2 and 3 of Chapter III and Section 1 of Chapter VII",
        ["cpt_III.sct_2", "cpt_III.sct_3", "cpt_VII.sct_1"],
    ),
    (
        "art_43.par_3",
        "Annex VIII, Section A, points 1 and 2, and Section C, points 1 to 3",
        [
            "anx_VIII.sct_A.pnt_1",
            "anx_VIII.sct_A.pnt_2",
            "anx_VIII.sct_C.pnt_1",
            "anx_VIII.sct_C.pnt_2",
            "anx_VIII.sct_C.pnt_3",
        ],
    ),
    ("art_43.par_3", "point 1 of Section A of Annex VIII", ["anx_VIII.sct_A.pnt_1"]),
    ("art_43.par_3", "point 1 of Annex VIII, Section B", ["anx_VIII.sct_B.pnt_1"]),
    ("art_43.par_3", "point (h)(ii) of Article 5(1), first subparagraph", ["art_5.par_1.pnt_h.pnt_ii"]),
    (
        "art_43.par_3",
        "Article 5(1), first subparagraph, point (h), points (i) and (iii)",
        ["art_5.par_1.pnt_h.pnt_i", "art_5.par_1.pnt_h.pnt_iii"],
    ),
    ("art_43.par_3", "Annex III, point 5, points (b) and (c)", ["anx_III.pnt_5.pnt_b", "anx_III.pnt_5.pnt_c"]),
    ("art_43.par_3", "Article 4(1), first indent, of Directive 2001/29/EC", ["dir/2001/29/oj|Article 4(1)"]),
    (
        "art_43.par_3",
        "Articles 12 to 14 of, and Annex I to, Regulation (EU) 2019/1020",
        ["reg/2019/1020/oj|Articles 12 to 14", "reg/2019/1020/oj|Annex I"],
    ),
    (
        "art_43.par_3",
        "Article 5 as well as Article 6 of Regulation (EU) 2019/1020",
        ["reg/2019/1020/oj|Article 5", "reg/2019/1020/oj|Article 6"],
    ),
    (
        "art_43.par_3",
        "Article 6(2) of this Regulation in conjunction with Article 5 of Regulation (EU) 2019/1020",
        ["art_6.par_2", "reg/2019/1020/oj|Article 5"],
    ),
    (
        "art_43.par_3",
        "Article 5 of Regulation (EU) 2019/1020 in conjunction with Article 6(2) of this Regulation",
        ["reg/2019/1020/oj|Article 5", "art_6.par_2"],
    ),
    ("art_43.par_3", "Article 101(1) of Regulation (EU) 2024/1689", ["art_101.par_1"]),
    ("art_43.par_3", "Article 288(2) TFEU", ["treaty/tfeu_2016/oj|Article 288(2)"]),
    ("art_43.par_3", "Articles 8 to 10, 12 and 13(1)", ["art_8", "art_9", "art_10", "art_12", "art_13.par_1"]),
    ("art_43.par_3", "the last subparagraph of Article 6(3)", ["art_6.par_3.sub_3"]),
    ("art_43.par_3", "the second and third subparagraphs of Article 6(3)", ["art_6.par_3.sub_2", "art_6.par_3.sub_3"]),
    ("art_43.par_3", "Article 6(3), second to third subparagraphs", ["art_6.par_3.sub_2", "art_6.par_3.sub_3"]),
    (
        "art_43.par_3",
        "Regulations (EU) 2019/1020 and (EU) 2016/679, in particular Article 5 of the latter Regulation",
        ["reg/2019/1020/oj", "reg/2016/679/oj"],
    ),
    (
        "art_43.par_3",
        "in accordance with Article 97 of this Regulation and with Article 5 of Regulation (EU) No 182/2011",
        ["art_97", "reg/2011/182/oj|Article 5"],
    ),
    (
        "art_43.par_3",
        "Article 5(1) and (2), Article 6(1), Article 9 and Annexes I and III to this Regulation",
        ["art_5.par_1", "art_5.par_2", "art_6.par_1", "art_9", "anx_I", "anx_III"],
    ),
    ("art_43.par_3", "the procedure in Annex VI or Annex VII, as applicable", ["anx_VI", "anx_VII"]),
    ("art_43.par_3", "Article 113, third paragraph, point (c)", ["art_113.sub_3.pnt_c"]),
    ("art_5.par_1.pnt_h.pnt_i", "point (a) of this paragraph", ["art_5.par_1.pnt_a"]),
    ("art_5.par_1.pnt_h", "points (a) to (c)", ["art_5.par_1.pnt_a", "art_5.par_1.pnt_b", "art_5.par_1.pnt_c"]),
    ("anx_III.pnt_1.pnt_a", "point 2 of this Annex", ["anx_III.pnt_2"]),
    ("anx_VIII.sct_A.pnt_2", "point 1 of this Section and Section B", ["anx_VIII.sct_A.pnt_1", "anx_VIII.sct_B"]),
    (
        "art_43.par_3",
        "Sections 1 to 3 of this Chapter, with the exception of Article 8",
        ["cpt_III.sct_1", "cpt_III.sct_2", "cpt_III.sct_3", "art_8"],
    ),
    ("art_43.par_3", "that Article", []),
    ("art_43.par_3", "Article 9 and paragraph 2 thereof", ["art_9", "art_9.par_2"]),
    (
        "art_43.par_3",
        "Annex III, with the exception of points 1(a) and 2 thereof",
        ["anx_III", "anx_III.pnt_1.pnt_a", "anx_III.pnt_2"],
    ),
    (
        "art_43.par_3",
        "Directive 2001/29/EC, Article 4(3) thereof in particular",
        ["dir/2001/29/oj", "dir/2001/29/oj|Article 4(3)"],
    ),
    (
        "art_43.par_3",
        "Directive (EU) 2016/680, and in particular Articles 8 and 10 thereof",
        ["dir/2016/680/oj", "dir/2016/680/oj|Article 8", "dir/2016/680/oj|Article 10"],
    ),
    (
        "art_43.par_3",
        "Annex I to Directive 2014/53/EU and Annex III to this Regulation",
        ["dir/2014/53/oj|Annex I", "anx_III"],
    ),
    (
        "art_43.par_3",
        "Article 2, points (1) and (4), of Directive (EU) 2022/2557",
        ["dir/2022/2557/oj|Article 2, point (1)", "dir/2022/2557/oj|Article 2, point (4)"],
    ),
    ("art_43.par_3", "Title III of Regulation (EU) 2019/1020", ["reg/2019/1020/oj|Title III"]),
    ("art_43.par_3", "Chapter II, Section 1, of Regulation (EU) 2019/1020", ["reg/2019/1020/oj|Chapter II, Section 1"]),
    ("art_43.par_3", "Articles 5 and 6 of the Regulation", []),
    (
        "art_43.par_3",
        "Article 3, point 1, and Article 4 of Council Directive 93/42/EEC",
        ["dir/1993/42/oj|Article 3, point (1)", "dir/1993/42/oj|Article 4"],
    ),
    (
        "art_43.par_3",
        "Article 6(1), points (a) and (b) (the conditions), apply",
        ["art_6.par_1.pnt_a", "art_6.par_1.pnt_b"],
    ),
    (
        "art_43.par_3",
        "Article 26(10), first, second and fourth subparagraphs",
        ["art_26.par_10.sub_1", "art_26.par_10.sub_2", "art_26.par_10.sub_4"],
    ),
    (
        "art_43.par_3",
        "without prejudice to Articles 78(1), 79 and 80(2), (3)",
        ["art_78.par_1", "art_79", "art_80.par_2", "art_80.par_3"],
    ),
    ("art_43.par_3", "Article 2 of the Annex to Recommendation 2003/361/EC", ["reco/2003/361/oj|Annex, Article 2"]),
    ("art_43.par_3", "recital 12 and Article 3(1)", ["art_3.pnt_1"]),
    ("art_43.par_3", "Article 5.1(a)", ["art_5.par_1.pnt_a"]),
    (
        "art_43.par_3",
        "Article 6 of Annex I to Decision No 768/2008/EC and Article 5",
        ["dec/2008/768(1)/oj|Annex I, Article 6", "art_5"],
    ),
    ("art_43.par_3", "paragraph 1(b) and paragraph 2, second sentence", ["art_43.par_1.pnt_b", "art_43.par_2"]),
    ("art_43.par_3", "subparagraph 2 of Article 6(3)", ["art_6.par_3.sub_2"]),
]


@pytest.fixture(scope="module")
def names() -> list[str]:
    return re.findall(r"^act:(\S+) a ", _STRUCTURE.read_text(), re.MULTILINE)


@each(("subject", "words", "cited"), CASES, ids=[words for _, words, _ in CASES])
def test_phrase_gives_expected_references(names, subject, words, cited):
    article = Provision("art_43", "Article", "43", "", "cpt_III.sct_5", "")
    says = Provision(subject, "", "", "", subject.rpartition(".")[0], words)
    found, _ = extract_references([article, says], names)
    assert sorted(_format_reference(one) for one in found) == sorted(cited)


def _format_reference(one) -> str:
    if not one.act:
        return one.object
    return one.act.eli.removeprefix(_ELI) + (f"|{one.place}" if one.place else "")
