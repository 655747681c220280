"""The words of a reference → paths."""

import pytest

from actgraph.build.phrases import read
from actgraph.build.place import place

CASES = {
    "Article 6": ["Article 6"],
    "Articles 8 to 15": ["Articles 8 to 15"],
    "Articles 9 to 15 and 17 to 25": ["Articles 9 to 15", "Articles 17 to 25"],
    "Article 6(1), point (a), and Annex III": ["Article 6(1), point (a)", "Annex III"],
    "points (a) and (b) of Article 6(1) and Article 9": [
        "Article 6(1), point (a)",
        "Article 6(1), point (b)",
        "Article 9",
    ],
    "point 1(a) of Annex III": ["Annex III, point 1(a)"],
    "Section B, points 1 to 5, and points 8 and 9 of Annex VIII": [
        "Annex VIII, Section B, points 1 to 5",
        "Annex VIII, Section B, point 8",
        "Annex VIII, Section B, point 9",
    ],
    "points 3 and 4.5, the fifth paragraph of point 4.6 and point 5 of Annex VII": [
        "Annex VII, point 3",
        "Annex VII, point 4.5",
        "Annex VII, point 4.6, fifth paragraph",
        "Annex VII, point 5",
    ],
    "Chapter III, Sections 1, 2, and 3": ["Chapter III, Section 1", "Chapter III, Section 2", "Chapter III, Section 3"],
    "Chapter III Section 4, Chapter V and Article 78": ["Chapter III, Section 4", "Chapter V", "Article 78"],
    "Article 5(1), first subparagraph, point (h), (2) to (6)": [
        "Article 5(1), first subparagraph, point (h)",
        "Article 5, paragraphs 2 to 6",
    ],
    "Article 60(2), (3), (4)(d)-(j) and (5)-(9)": [
        "Article 60(2)",
        "Article 60(3)",
        "Article 60(4)(d) to (j)",
        "Article 60(5) to (9)",
    ],
    "paragraph 1, first subparagraph, point (h), and paragraphs 2 and 3": [
        "paragraph 1, first subparagraph, point (h)",
        "paragraph 2",
        "paragraph 3",
    ],
    "the first and the second subparagraph of this paragraph": [
        "this paragraph, first subparagraph",
        "this paragraph, second subparagraph",
    ],
    "Article 16, points (a) to (h), and Section 2 of this Chapter": [
        "Article 16, points (a) to (h)",
        "this Chapter, Section 2",
    ],
    "Article 5 and 2 August 2026": ["Article 5"],
    "Article 6 and 30 days": ["Article 6"],
    "Article 50 (7)": ["Article 50(7)"],
    "recitals 99 and 110": ["Recital 99", "Recital 110"],
    "that Annex": ["that Annex"],
    "this section of a database": [],
    "an annex, an article and two points": [],
    "Chapter 4 of Title V of Part Three of the TFEU": ["Part Three, Title V, Chapter 4"],
    "Article R23 of Annex I to Decision No 768/2008/EC": ["Annex I, Article R23"],
}


@pytest.mark.parametrize("words", CASES)
def test_paths(words):
    assert [place(path) for mention in read(words) for path in mention.paths] == CASES[words]


ACTS = {
    "Article 4(3) of Directive (EU) 2019/790": ("named", ["Directive (EU) 2019/790"]),
    "Article 114 TFEU": ("named", ["TFEU"]),
    "Article 2 of the Annex to Commission Recommendation 2003/361/EC": ("named", ["Recommendation 2003/361/EC"]),
    "Article 9 of Regulations (EU) 2017/745 and (EU) 2017/746": (
        "named",
        ["Regulation (EU) 2017/745", "Regulation (EU) 2017/746"],
    ),
    "Article 33 of that Regulation": ("Regulation", []),
    "points (a) and (b) thereof": ("thereof", []),
    "Article 6 of this Regulation": ("this", []),
    "Article 53(1), AI Act": ("this", []),
    "Article 6 of a regulation": ("", []),
}


@pytest.mark.parametrize("words", ACTS)
def test_act_of_a_phrase(words):
    (mention,) = read(words)
    assert (mention.said, [act.label for act in mention.acts]) == ACTS[words]


def test_each_act_of_a_list_is_named_by_its_own_phrase():
    words = "Article 9 of Regulation (EU) 2016/679, Article 10 of Directive (EU) 2016/680 and the Charter"
    found = [([place(path) for path in one.paths], [act.label for act in one.acts]) for one in read(words)]
    assert found == [
        (["Article 9"], ["Regulation (EU) 2016/679"]),
        (["Article 10"], ["Directive (EU) 2016/680"]),
        ([], ["Charter of Fundamental Rights of the European Union"]),
    ]
