"""Test the parser of reference phrases."""

from actgraph.ingest.citation_writer import format_place
from actgraph.ingest.reference_phrases import find_mentions
from tests.support.looping import each

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
    # Sentences by a second author, in the style of EU law.
    "Article 5(1)(a)(i)": ["Article 5(1)(a)(i)"],
    "Articles 5 and 6(2)(b) and (c)": ["Article 5", "Article 6(2)(b)", "Article 6(2)(c)"],
    "Annex III, points 1 and 3, and Annex IV": ["Annex III, point 1", "Annex III, point 3", "Annex IV"],
    "Article 3, points (1), (2) and (3)": ["Article 3, point (1)", "Article 3, point (2)", "Article 3, point (3)"],
    "Article 6(1) or (2), or Article 7": ["Article 6(1)", "Article 6(2)", "Article 7"],
    "Article 288(2) TFEU": ["Article 288(2)"],
    "Article 101(1) of Regulation (EU) 2024/1689": ["Article 101(1)"],
    "Articles 9, 10 and 11, respectively": ["Article 9", "Article 10", "Article 11"],
    "Article 9 as well as Article 10": ["Article 9", "Article 10"],
    "Article 9, as well as Articles 10 to 12": ["Article 9", "Articles 10 to 12"],
    "Article 6(2) read in conjunction with Annex III": ["Article 6(2)", "Annex III"],
    "Article 6(2), in conjunction with Article 7, of Regulation (EU) 2024/1689": ["Article 6(2)", "Article 7"],
    "Article 5(1), second sentence": ["Article 5(1)"],
    "the second sentence of Article 5(1)": ["Article 5(1)"],
    "the introductory part of Article 5(1), point (a)": ["Article 5(1), point (a)"],
    "Article 5(1), first subparagraph, introductory part and point (a)": [
        "Article 5(1), first subparagraph",
        "Article 5(1), first subparagraph, point (a)",
    ],
    "Article 4(2), third indent, of Directive 2001/29/EC": ["Article 4(2)"],
    "the third indent of Article 4(2) of Directive 2001/29/EC": ["Article 4(2)"],
    "points (i) and (ii) of Article 5(1), point (h)": [
        "Article 5(1), point (h), point (i)",
        "Article 5(1), point (h), point (ii)",
    ],
    "Article 5(1), point (h), points (i) to (iii)": ["Article 5(1), point (h), points (i) to (iii)"],
    "Article 5(1), point (h)(i) or (iii)": ["Article 5(1), point (h)(i)", "Article 5(1), point (h)(iii)"],
    "paragraphs 1, 2 and 5 to 8 of Article 43": [
        "Article 43, paragraph 1",
        "Article 43, paragraph 2",
        "Article 43, paragraphs 5 to 8",
    ],
    "the first, second and fourth subparagraphs of paragraph 3": [
        "paragraph 3, first subparagraph",
        "paragraph 3, second subparagraph",
        "paragraph 3, fourth subparagraph",
    ],
    "the second subparagraph of Article 43(1)": ["Article 43(1), second subparagraph"],
    "Article 43(1), second subparagraph, points (a) to (d)": ["Article 43(1), second subparagraph, points (a) to (d)"],
    "Section 3 of Chapter III": ["Chapter III, Section 3"],
    "Sections 2 and 3 of Chapter III and Section 2 of Chapter V": [
        "Chapter III, Section 2",
        "Chapter III, Section 3",
        "Chapter V, Section 2",
    ],
    "Chapters II, III and V": ["Chapter II", "Chapter III", "Chapter V"],
    "Chapter IX, Sections 1 to 3 and 5": ["Chapter IX, Sections 1 to 3", "Chapter IX, Section 5"],
    "Annexes I, III and IV to VI": ["Annex I", "Annex III", "Annexes IV to VI"],
    "Section A or B of Annex I": ["Annex I, Section A", "Annex I, Section B"],
    "Annex I, Section A, points 1 to 12": ["Annex I, Section A, points 1 to 12"],
    "Annex VIII, Sections A, B and C": ["Annex VIII, Section A", "Annex VIII, Section B", "Annex VIII, Section C"],
    "Annex III, point 1(a) and (c), and point 6": [
        "Annex III, point 1(a)",
        "Annex III, point 1(c)",
        "Annex III, point 6",
    ],
    "Annex III, point 5(b), (c) and (d)": ["Annex III, point 5(b)", "Annex III, point 5(c)", "Annex III, point 5(d)"],
    "points 4.3, 4.4 and 4.5 of Annex VII": ["Annex VII, point 4.3", "Annex VII, point 4.4", "Annex VII, point 4.5"],
    "Article 113, third paragraph, points (a), (b) and (c)": [
        "Article 113, third paragraph, point (a)",
        "Article 113, third paragraph, point (b)",
        "Article 113, third paragraph, point (c)",
    ],
    "point (b) of the third paragraph of Article 113": ["Article 113, third paragraph, point (b)"],
    "Articles 4a, 60a and 75a to 75d": ["Article 4a", "Article 60a", "Articles 75a to 75d"],
    "Article 5(1), points (ba) and (bb), and Article 5(1a)": [
        "Article 5(1), point (ba)",
        "Article 5(1), point (bb)",
        "Article 5(1a)",
    ],
    "recitals 12, 97 and 110 to 113": ["Recital 12", "Recital 97", "Recitals 110 to 113"],
    "Article 16(2) TFEU and Article 114 TFEU": ["Article 16(2)", "Article 114"],
    "Articles 16 and 114 TFEU": ["Article 16", "Article 114"],
    "Article 4(3), first subparagraph, TEU": ["Article 4(3), first subparagraph"],
    "Articles 7, 8 and 47 of the Charter": ["Article 7", "Article 8", "Article 47"],
    "Article 9(2), point (g), of Regulation (EU) 2016/679 and Article 10 of Directive (EU) 2016/680": [
        "Article 9(2), point (g)",
        "Article 10",
    ],
    "Articles 12 to 14 and Article 30 of, and Annex I to, Regulation (EU) 2019/881": [
        "Articles 12 to 14",
        "Article 30",
        "Annex I",
    ],
    "Article 6 of and Annex III to Regulation (EU) 2024/1689": ["Article 6", "Annex III"],
    "Article 3, point 1, of this Regulation": ["Article 3, point (1)"],
    "Article 3(1), (4) and (8) and Article 25": ["Article 3(1)", "Article 3(4)", "Article 3(8)", "Article 25"],
    "either Article 16 or Article 26, whichever applies": ["Article 16", "Article 26"],
    "both in Article 13(3), point (b)(ii), and in Annex IV, point 2(g)": [
        "Article 13(3), point (b)(ii)",
        "Annex IV, point 2(g)",
    ],
    "Article 74(8), (9) and (10), first subparagraph": [
        "Article 74(8)",
        "Article 74(9)",
        "Article 74(10), first subparagraph",
    ],
    "Article 5 (1) (a)": ["Article 5(1)(a)"],
    "Articles 8–15": ["Articles 8 to 15"],
    "Articles 50(1) to 50(4)": ["Article 50(1) to (4)"],
    "Article 6(1)(a) to (c) and Article 6(2)": ["Article 6(1)(a) to (c)", "Article 6(2)"],
    "Article 2(1), points (a) to (c) and (g)": ["Article 2(1), points (a) to (c)", "Article 2(1), point (g)"],
    "Article 10(2) to (5), Article 11 and paragraph 3 of Article 12": [
        "Article 10(2) to (5)",
        "Article 11",
        "Article 12, paragraph 3",
    ],
    "points (a) or (b) of the first subparagraph of paragraph 1 of Article 43": [
        "Article 43, paragraph 1, first subparagraph, point (a)",
        "Article 43, paragraph 1, first subparagraph, point (b)",
    ],
    "Article 99(3), (4) or (5), except for Article 99(4), point (g)": [
        "Article 99(3)",
        "Article 99(4)",
        "Article 99(5)",
        "Article 99(4), point (g)",
    ],
    "Articles 16, 22, 23, 24, 26, 31, 33(1), (3) and (4), 34 and 50": [
        "Article 16",
        "Article 22",
        "Article 23",
        "Article 24",
        "Article 26",
        "Article 31",
        "Article 33(1)",
        "Article 33(3)",
        "Article 33(4)",
        "Article 34",
        "Article 50",
    ],
    "Articles 6(2), 9(1) and (2), and 10": ["Article 6(2)", "Article 9(1)", "Article 9(2)", "Article 10"],
    "Article 53(1)(a) and (b), (2) and (7)": ["Article 53(1)(a)", "Article 53(1)(b)", "Article 53(2)", "Article 53(7)"],
    "Article 5(1)(h)(i), (ii) and (iii)": ["Article 5(1)(h)(i)", "Article 5(1)(h)(ii)", "Article 5(1)(h)(iii)"],
    "Article 6(1)(i) and (j)": ["Article 6(1)(i)", "Article 6(1)(j)"],
    "Article 5 and 500 000 EUR": ["Article 5"],
    "Article 5 or 1 % of the turnover": ["Article 5"],
    "Chapter III, Section 2, and Articles 16 and 17": ["Chapter III, Section 2", "Article 16", "Article 17"],
    "Article 6, paragraph 3, second subparagraph, of Regulation (EU) 2024/1689": [
        "Article 6, paragraph 3, second subparagraph"
    ],
    "the Annex to that Decision": ["Annex"],
    "paragraph 1 or 2": ["paragraph 1", "paragraph 2"],
    "paragraph (1)(a)": ["paragraph 1(a)"],
    "point 3 (c)": ["point 3(c)"],
    "points 1, 2(a), (b) and (c), 3 and 4 of Annex IV": [
        "Annex IV, point 1",
        "Annex IV, point 2(a)",
        "Annex IV, point 2(b)",
        "Annex IV, point 2(c)",
        "Annex IV, point 3",
        "Annex IV, point 4",
    ],
    "Article 40 of this Regulation or common specifications referred to in Article 41": ["Article 40", "Article 41"],
    "the last subparagraph of Article 5(1)": ["Article 5(1), last subparagraph"],
}


@each("words", CASES)
def test_phrase_gives_paths(words):
    assert [format_place(path) for mention in find_mentions(words) for path in mention.paths] == CASES[words]


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


@each("words", ACTS)
def test_act_of_a_phrase(words):
    (mention,) = find_mentions(words)
    assert (mention.act_word, [act.label for act in mention.acts]) == ACTS[words]


def test_listed_acts_have_own_phrases():
    words = "Article 9 of Regulation (EU) 2016/679, Article 10 of Directive (EU) 2016/680 and the Charter"
    found = [
        ([format_place(path) for path in one.paths], [act.label for act in one.acts]) for one in find_mentions(words)
    ]
    assert found == [
        (["Article 9"], ["Regulation (EU) 2016/679"]),
        (["Article 10"], ["Directive (EU) 2016/680"]),
        ([], ["Charter of Fundamental Rights of the European Union"]),
    ]
