"""Ways to write a citation and what each names; citations that name nothing, and what is told of them."""

from actgraph.core.prefixes import BASE

ACT = f"{BASE}eli/reg/2024/1689/"

WAYS = {
    "act:art_53": [
        "Article 53 ()",
        "Article 53 in the AI Act",
        "Article 53 under the AI Act",
        "Article 53 of AI Act",
        "Article 53 of the EU's AI Act",
        "Article 53 of the EU’s AI-Act",
        "Article 53 AIAct",
        "Article 53 AIA",
        "Article 53 of the Act",
        "Article 53 of this Act",
        "Article 53 of the Regulation",
        "Article 53 of Regulation 2024/1689",
        "Article 53 of Regulation (EU) No 2024/1689",
        "Article 53 of Reg.(EU)2024/1689",
        "Article 53 Reg 2024/1689",
        "Article 53 of the AI Act as amended",
        "Article 53 of the AI Act, as amended by Regulation (EU) 2026/1744",
        "Article 53 of the Regulation (EU) 2024/1689",
        "Article 53, Section 2, Chapter V",
        "53",
        "Article 53",
        "article 53.",
        "ARTICLE 53",
        "Art. 53",
        "Art.53",
        "art53",
        "Article 53 of the AI Act",
        "Article 53 of the EU AI Act",
        "AI Act, Art. 53",
        "Article 53 of this Regulation",
        "Regulation (EU) 2024/1689, Article 53",
        "Reg. 2024/1689 Art. 53",
        "Article 53 of the Artificial Intelligence Act (Regulation (EU) 2024/1689)",
        "Article 53 of Regulation (EU) 2024/1689 as amended by Regulation (EU) 2026/1744",
        "Chapter V Article 53",
        "Chapter V, Section 2, Article 53",
        "Article 53, Chapter V",
        "Article 53 in Section 2 of Chapter V",
    ],
    "act:art_53.par_1": [
        "Article 53 par. 1",
        "Article 53 paragraph (1)",
        "Article 53 §1",
        "Article 53, § (1)",
        "53: (1)",
        "Article 53 , , (1)",
        "Article 53(1), first paragraph",
        "Article 53(1), Chapter V",
        "Chapter V, Section 2, Article 53(1)",
        "53(1)",
        "Article 53 (1)",
        "Article 53, paragraph 1",
        "paragraph 1 of Article 53",
        "Article 53, first paragraph",
        "the first paragraph of Article 53",
        "Art. 53 § 1",
    ],
    "act:art_53.par_1.pnt_a": [
        "point (a) under Article 53(1)",
        "Article 53(1) pt a",
        "53( 1 )( a )",
        "53.1. pt. a",
        "Article 53, (1), (a)",
        "(1)(a) of Article 53",
        "53(1)(a)",
        "53 (1) (a)",
        "Art. 53(1), point (a)",
        "Article 53(1)(a) AI Act",
        "Article 53 (1) (a) of the AI Act",
        "Article 53(1), point (a), of Regulation (EU) 2024/1689",
        "Article 53(1), point (a), of Regulation (EU) 2024/1689 of the European Parliament and of the Council",
        "point (a) of Article 53(1)",
        "point (a), Article 53(1)",
        "point (a) of paragraph 1 of Article 53",
        "Article 53(1), (a)",
        "art 53.1.a",
        "53.1.a",
        "53.1(a)",
        "art. 53 par. 1 lit. a",
        "Art. 53. par. 1. lit. a)",
        "Article 53 para 1 letter (a)",
        "Article 53(1) pt. a",
        "ARTICLE 53(1)(A)",
        "Article\u00a053(1),\u00a0point\u00a0(a)",  # no-break spaces
        "Article\u202f53\u202f(1)\u202f(a)",  # narrow ones
        "Article 53\u200b(1)\u00ad(a)\ufeff",  # not seen at all
        "“Article 53(1)(a)”",
        "‘Art. 53(1)(a).’",
        "«53(1)(a)»",
        '"53(1)(a)"',
        "53(1)(a).",
        "  53(1)(a) ;",
        "５３（１）（ａ）",  # full width
        "act:art_53.par_1.pnt_a",
        f"<{ACT}art_53.par_1.pnt_a>",
    ],
    "act:art_53.par_1.pnt_b.pnt_ii": ["53(1)(b)(ii)", "53.1.b.ii", "Article 53(1), point (b)(ii)"],
    "act:art_3.pnt_63": [
        "Article 3.63",
        "Article 3, (63)",
        "Article 3, point (63)",
        "Article 3(63)",
        "3(63)",
        "Article 3, point 63",
        "Art. 3 definition 63",
    ],
    "act:art_3.pnt_14a": ["Article 3 definition (14a)", "Article 3(14a)", "Article 3, point (14a)"],
    "act:art_75a": ["75a", "75A", "Article 75a", "Art. 75a"],
    "act:art_6.par_1a": ["Article 6 paragraph 1a", "6(1a)", "Article 6(1a) of the AI Act"],
    "act:art_5.par_1.pnt_h.pnt_iii": [
        "Article 5(1), first subparagraph, point (h)(iii)",
        "5(1)(h)(iii)",
        "5.1.h.iii",
        "point (h)(iii) of the first subparagraph of Article 5(1)",
    ],
    "act:art_6.par_3.sub_3": [
        "Article 6(3) third subpara",
        "Article 6(3), 3rd subparagraph",
        "Article 6(3) third subpar",
        "Article 6(3) third sub-par.",
        "Article 6(3) third sub paragraph",
        "Article 6(3) subparagraph (3)",
        "Article 6(3) subpar.3",
        "Article 6(3) third subparagraph.",
        "Article 6(3), third subparagraph",
        "third subparagraph of Article 6(3)",
        "Article 6(3), 3rd sub-paragraph",
        "Article 6(3) subpara. 3",
    ],
    "act:art_6.par_3.sub_2.pnt_a": [
        "Article 6(3), point (a), first subparagraph",
        "Article 6, third paragraph, point (a)",
        "Article 6(3) 2nd subparagraph point a",
        "Article 6(3), point (a)",
        "6(3)(a)",
        "Article 6(3), second subparagraph, point (a)",
        "point (a) of the second subparagraph of Article 6(3)",
    ],
    "act:art_43.par_1.pnt_a": ["Article 43(1)(a)", "43(1)(a)", "Article 43(1), first subparagraph, point (a)"],
    "act:art_43.par_1.sub_2.pnt_a": ["Article 43(1), second subparagraph, point (a)"],
    "act:art_113.sub_3.pnt_c.pnt_i": [
        "Article 113, third paragraph, point (c)(i)",
        "Article 113, third subparagraph, point (c)(i)",
        "113(c)(i)",
    ],
    "act:rct_110": [
        "recital110",
        "rec110",
        "rec. (110)",
        "Recital (110",
        "recital 110",
        "Recital (110)",
        "rec. 110",
        "RECITAL 110",
        "recital 110 of the AI Act",
    ],
    "act:cpt_V": ["ch.V", "chap. V", "ch V", "chapter 5", "Chapter V", "Ch. V", "Chapter V of the AI Act"],
    "act:cpt_V.sct_2": ["Chapter V, Section 2", "Section 2 of Chapter V", "chapter 5 sec. 2"],
    "act:anx_XI": [
        "anex XI",
        "annx XI",
        "annex.XI",
        "Annex XI",
        "Annex 11",
        "annex xi",
        "Annex Ⅺ",
        "Annex XI to the AI Act",
    ],
    "act:anx_XI.sct_2": ["Annex XI, Section 2", "Section 2 of Annex XI", "Annex XI Sec. 2", "Annex XI: Section 2"],
    "act:anx_XI.sct_1.pnt_2.pnt_d": [
        "Annex XI Section 1 point 2(d)",
        "Annex XI, Section 1, point 2, point (d)",
        "Annex XI Section 1, 2(d)",
        "point 2(d) of Section 1 of Annex XI",
        "Annex XI, point 2(d)",  # Section 2 has a point 2 too, without (d)
    ],
    "act:anx_I.sct_A": ["Section A of Annex I", "Annex I Section A", "annex 1, section a"],
    "act:anx_I.sct_B.pnt_20": ["Annex I sec B point 20", "Annex I, Section B, point 20", "Annex I, point 20"],
    "act:anx_III.pnt_1.pnt_a": [
        "Annex III, paragraph (1)(a)",
        "point 1(a) of Annex III",
        "Annex III, point 1(a)",
        "Annex III(1)(a)",
        "Annex III 1(a)",
        "Annex III, 1.a",
        "Annex III, item 1, letter a",
        "paragraph 1(a) of Annex III",
    ],
    "act:anx_III.pnt_1.pnt_a.sub_2": ["Annex III, point 1(a), second subparagraph"],
    "act:anx_VII.pnt_3.pnt_1.pnt_a": [
        "Annex VII, point 3.1.a",
        "Annex VII, point 3.1(a)",
        "Annex VII 3.1(a)",
        "point 3.1, point (a), of Annex VII",
    ],
    "cop:code": [
        "Code",
        "the EU Code",
        "EU GPAI general purpose AI Code of Practice",
        "Code of Practice",
        "the GPAI Code of Practice",
        "General-Purpose AI Code of Practice",
    ],
    "cop:tra": ["transparency", "Transparency chapter", "Chapter Transparency", "the Transparency Chapter of the Code"],
    "cop:sas": ["Safety and Security", "S&S chapter", "SAFETY & SECURITY"],
    "cop:cpy.com_1": [
        "Copyright com.1",
        "Com. 1 (copyright)",
        "Copyright Commitment 1",
        "Commitment 1 of the Copyright chapter",
        "Commitment 1 (Copyright)",
        "Copyright Chapter of the Code of Practice, Commitment 1",
    ],
    "cop:cpy.com_1.mea_2": [
        "copyright com 1, mea 1.2",
        "Copyright measures 1.2",
        "Copyright – Measure 1.2",
        "Copyright Measure 1.2",
        "Copyright Chapter, Commitment 1, Measure 1.2",
        "Measure 1.2 of Commitment 1 of the Copyright chapter",
        "Copyright: Measure 1.2",
    ],
    "cop:sas.com_9.mea_3": [
        "security measure 9.3",
        "sas measure 9.3",
        "safetyandsecurity Measure 9.3",
        "S &S measure 9.3",
        "safety Measure 9.3",
        "under the Code, Measure 9.3",
        "Measure 9.3 in the Code",
        "Measure 9.3",
        "Commitment 9, Measure 9.3",
        "Measure 3 of Commitment 9",
        "CoP Measure 9.3",
    ],
    "cop:sas.com_10.mea_1": ["S&S Measure 10.1", "S & S measure 10.1", "Safety and Security Measure 10.1"],
    "cop:sas.app_1.sct_4": [
        "app. 1.4",
        "Safety & Security Appendix 1.4",
        "Appendix 1.4",
        "Appendix 1.4 to the Safety and Security chapter",
    ],
    "cop:sas.rct_j": [
        "Safety and Security recital (j)",
        "S&S rec. j",
        "recital (j) of the Safety and Security chapter",
    ],
    "cop:cpy.rct_c": ["Copyright recital (c)", "Copyright Recital c", "recital c of the Copyright Chapter of the Code"],
    "cop:sas.rct_g": ["recital (g) of the Code of Practice", "recital (g)"],  # no other chapter has one
    "cop:tra.obj": ["Transparency objectives", "Objectives of the Transparency chapter"],
    "cop:cpy.obj.pnt_B": [
        "Objective Copyright B",
        "Copyright objective (b)",
        "Copyright Objective B",
        "objective b of the Copyright chapter",
    ],
    "cop:tra.int": ["Transparency introductory note", "introductory note of the Code of Practice"],
    "cop:sas.app_1.sct_2.sct_1": ["Safety appendix 1.2, appendix 1.2.1", "Appendix 1.2.1", "Safety Appendix 1.2.1"],
    # the template for the summary of training content: a number is a section's or a field's, whichever is said
    "tcs:template": ["Training summary", "training summary template", "the public training content summary"],
    "tcs:sec_2.3": [
        "section 2.3, of the training summary",
        "training summary, sect.2.3",
        "Training summary2.3",
        "training summary, sect. 2.3",
        "training summary: 2.3",
        "training-content summary 2.3",
        "Training summary, section 2.3",
        "Training summary, field 2.3",
        "training summary 2.3",
        "section 2.3 of the training summary",
        "Training-content summary template, Sect. 2.3",
    ],
    "tcs:sec_2.2.1": ["Training summary, section 2.2.1", "training summary 2.2.1"],
    "tcs:fld_2.2.1.agreements": ["Training summary, field 2.2.1.1"],
    "tcs:fld_2.3.domains": ["Training summary, field 2.3.8", "training summary 2.3.8", "tcs:fld_2.3.domains"],
    "tcs:fld_0.version": ["Training summary, field 0.1"],
    "tcs:ntc_32": ["Training summary, notice point 32", "point 32 of the training summary"],
    "omn:art_4": [
        "Article 4 of Regulation (EU) 2026/1744",
        "Article 4 in the Regulation 2026/1744",
        "Article 4 under Reg. 2026/1744",
        "Article 4 to Reg 2026/1744",
        "Article 4 of Regulation (EU) No 2026/1744 of the European Parliament and of the Council",
        "Article 4 of Reg.(EU)No. 2026/1744",
        "Article 4 Digital Omnibus",
        "Article 4 of the Digital Omnibus on AI",
    ],
    "ipr:art_1": [
        "Article 1 of Commission Implementing Regulation (EU) 2026/1755",
        "Article 1 in the Implementing Regulation (EU) No 2026/1755",
        "Article 1 under Regulation 2026/1755",
        "Article 1 to Reg. 2026/1755",
        "Article 1 Reg 2026/1755",
        "Article 1 of Reg.(EU)No. 2026/1755",
    ],
    "ipr:anx_1": ["Annex to Implementing Regulation (EU) 2026/1755"],
    "gdl:5045": [
        "guidelines",
        "the guidelines",
        "the European Commission's guidelines",
        "GPAI guidelines C(2025) 5045 final",
    ],
    "gdl:5045.par_17": [
        "guidelines §17",
        "guidelines(17)",
        "Commission guideline 17",
        "guidelines C(2025)5045, para. 17",
        "guidelines par 17",
        "guidelines: paragraph 17",
        "guidelines § 17",
        "guidelines point 17",
        "guidelines (17)",
    ],
    "gdl:5045.sec_2": ["guidelines sec. 2", "guidelines, section 2"],
    "gdl:5045.sec_2.1": ["guidelines, sect 2.1", "guidelines 2.1"],
    "gdl:5045.sec_A": ["guidelines annex"],
    "gdl:5045.sec_A.1": ["guidelines:A.1", "guidelines A.1"],
    "tcs:sec_2": ["training summary 2"],
    "cop:tra.com_1.mea_1": ["Transparency Measure 1.1", "TRA measure 1.1"],
    "cop:cpy.com_1.mea_1": ["cpy measure 1.1"],
    "cop:cpy.rct_a": [
        "rec a (copyright)",
        "recital(a) of the Copyright chapter",
        "Copyright recital a)",
        "Copyright recitala",
    ],
    "cop:cpy.obj": ["Copyright objectives"],
    "cop:mdf": [
        "Model Documentation Form of the Code of Practice",
        "model documentation form",
        "transparency model documentation form",
        "transparency chapter model documentation form",
    ],
    "cop:mdf.itm_3": [
        "form item 3",
        "form, item 03",
        "model documentation form item 3",
        "transparency form item 3",
        "transparency chapter form item 3",
    ],
    "act:anx_XIII": ["Annex XIII"],
    "ipr:anx_1.sub_1": ["Annex, first subparagraph of Implementing Regulation (EU) 2026/1755"],
    "act:cpt_III.sct_2": ["Chapter 3 sect. 2"],
    "act:art_6.par_3.sub_1": ["Article 6(3) 1st subparagraph"],
    "act:art_113.sub_3": [
        "Article 113(3), first subparagraph",
        "Article 113, third unnumbered paragraph",
        "Article 113 3rd para.",
        "Article 113(3)",
        "Article 113, paragraph 3",
    ],
    "act:art_113.sub_3.pnt_c": ["Article 113(3)(c)"],
    "act:art_53.par_1.pnt_b": [
        "Article 53(1) letter (b)",
        "Article 53(1) lit b",
        "Article 53(1) item b)",
        "Article 53(1) point.b",
    ],
    "act:anx_VII.pnt_3.pnt_1": ["Annex VII point 3.1"],
    "act:art_1.par_2": ["1.2"],
    "act:art_113.sub_1": ["Article 113, first subparagraph"],
    "act:art_43.par_1.sub_1": ["Article 43(1), first subparagraph"],
    "act:art_6.par_3.sub_2.pnt_d": ["Article 6(3)(d)"],
    "act:anx_III.pnt_1": ["Annex III paragraph 1"],
    "act:anx_I.sct_B.pnt_14": ["Annex I point 14"],
    "ipr:art_5": ["Article 5 of Implementing Regulation (EU) 2026/1755"],
    "omn:rct_1": ["recital 1 of Regulation (EU) 2026/1744"],
    "act:art_4.par_1": ["Article 4 (1)"],
    "trm:act.provider": ["term provider", "Provider"],
    "trm:act.systemic-risk": ["systemic risk", "Term Systemic Risk."],
    "act:anx_X": ["Annex X", "Annex X of the AI Act"],
    "act:cpt_XII": ["Chapter 12"],
    "act:anx_I.sct_B": ["Annex I sec.B"],
    "act:art_5.par_1.pnt_h.pnt_ii": ["Article 5(1)(h), point ii"],
}

ERRORS = [  # what is written, what is told, a near miss or a candidate
    ("Article 153", "there is no Article 153 in the AI Act", "Article 53"),
    ("153", "there is no Article 153 in the AI Act", "Article 53"),
    ("Annex XV", "there is no Annex XV", "Annex XIV"),
    ("Annex 0", "there is no Annex 0", "Annex X"),
    ("Annex 999999999999", "there is no Annex 999999999999", ""),
    ("recital 181", "there is no Recital 181", "Recital 180"),
    ("Chapter XIV", "there is no Chapter XIV", "Chapter XII"),
    ("Artcle 53", "cannot read “Artcle 53”", "Article 53"),
    ("53(9)", "Article 53 has no such part", "Article 53(1)"),
    ("Article 53(1)(z)", "Article 53(1) has no such part", "Article 53(1)(a)"),
    ("Article 53, first subparagraph", "Article 53 has no such part", "Article 53(1)"),
    ("Article 53(1), second subparagraph, point (a)", "Article 53(1) has no such part", "Article 53(1)(a)"),
    ("Recital 110(a)", "Recital 110 has no parts", "Recital 110"),
    ("53(", "cannot read “(” in “53(”", "Article 53"),
    ("53(1a2)", "cannot read “(1a2)”", ""),
    ("Article", "cannot read “Article”", ""),
    ("xyz", "cannot read “xyz”", ""),
    ("", "an empty citation", ""),
    ("   ", "an empty citation", ""),
    ("“.”", "an empty citation", ""),
    ("Section 2", "does not say of which article, annex or chapter", ""),
    ("point (a)", "does not say of which article, annex or chapter", ""),
    ("(110)", "does not say of which article, annex or chapter", ""),
    ("AI Act", "is the whole act", ""),
    # one at a time
    ("Articles 53 and 55", "names more than one provision", "Article 53"),
    ("Articles 53 to 55", "names more than one provision", "Article 55"),
    ("Article 5 to 6", "names more than one provision", "Article 5"),
    ("53-55", "names more than one provision", "Article 53"),
    ("Article 53 ff.", "names more than one provision", "Article 53"),
    ("Article 53 and Annex XI", "names more than one provision", ""),
    ("Article 53, Annex XI", "names more than one provision", "Annex XI"),
    ("Article 53(1)(a) and (b)", "names more than one provision", ""),
    ("Article 5(1), points (h) and (i)", "names more than one provision", ""),
    ("Article 5(1)(h), (i)", "names more than one provision", ""),  # is no (h)(i)
    ("Article 53(1), (2)", "names more than one provision", ""),
    ("Article 53, 55", "cannot read “55”", "Article 53"),
    ("Measures 1.1 and 1.2", "names more than one provision", ""),
    # which of them
    ("Annex XI, point 2", "can be 2 nodes", "Annex XI, Section 1, point 2"),
    ("Measure 1.1", "is 3 nodes", "Copyright Measure 1.1"),
    ("Commitment 1", "is 3 nodes", "Transparency Commitment 1"),
    ("recital (a) of the Code", "is 3 nodes", "Copyright Recital (a)"),
    ("Objective A", "is 3 nodes", "Safety and Security Objective A"),
    ("Commitment 1, Measure 1.2", "is 3 nodes", "Safety and Security Measure 1.2"),
    # contradictions
    ("Chapter III Article 53", "Article 53 does not stand in Chapter III", "Article 53"),
    ("Article 53 of Section 3 of Chapter V", "Article 53 does not stand in Chapter V, Section 3", "Article 53"),
    ("Chapter V Article 53 Article 55", "names more than one provision", "Article 55"),
    ("Copyright Commitment 1, Measure 9.3", "is no part of the Code of Practice", ""),
    ("Commitment 2, Measure 1.1", "is no part of the Code of Practice", ""),
    ("Copyright recital (a), recital (b)", "cannot read “recital b”", "Copyright Recital (b)"),
    ("Measure 1.1, Copyright recital (a)", "cannot read “Measure 1.1”", ""),
    ("Copyright recital 106", "cannot read “recital 106”", "Copyright Recital"),
    ("Copyright recital (g)", "is no part of the Code of Practice", "Copyright Recital (f)"),
    ("Copyright Measure 1", "is no part of the Code of Practice", ""),
    ("Appendix Transparency 9.3", "is no part of the Code of Practice", ""),
    ("Transparency Copyright Measure 1.1", "cannot read “Copyright”", ""),
    # other texts
    ("Measure 99.1", "is no part of the Code of Practice", "Safety and Security Measure 9.1"),
    ("Article 5 of the Code of Practice", "cannot read “Article 5”", ""),
    ("Transparency Article 53", "cannot read “Article 53”", ""),
    ("Article 4(3) of Directive (EU) 2019/790", "another act (Directive (EU) 2019/790)", ""),
    ("Article 5 of the Regulation (EU) 2016/679", "another act (Regulation (EU) 2016/679)", ""),
    ("GDPR Article 5", "another act (GDPR)", ""),
    ("Article 5 of the Digital Services Act", "another act", ""),
    ("guidelines C(2025) 7719, paragraph 17", "as a place in the Commission's guidelines C(2025) 5045", ""),
    ("guidelines 17 and Article 53", "as a place in the Commission's guidelines C(2025) 5045", ""),
    ("Training summary, field 2.3.10", "is no part of the template", "Training summary, field 2.3.1"),
    ("Training summary, notice point 2", "is no part of the template", "Training summary, notice point 32"),
    ("Training summary and Article 53", "cannot read “Training summary and Article 53”", ""),
    ("Article 9 of Regulation (EU) 2026/1744", "no Article 9 in Regulation (EU) 2026/1744", "Article 4 of Regulation"),
    ("Article 1(9)(z) of Regulation (EU) 2026/1744", "Article 1(9) of Regulation (EU) 2026/1744 has no such part", ""),
    ("Copyright Measure 1.1 of Regulation (EU) 2026/1744", "cannot read “Copyright Measure 1.1”", ""),
    ("Article 5 of Regulation (EU) 2026/1744, AI Act", "another act (Regulation (EU) 2026/1744)", ""),
    ("Regulation (EU) 2026/1744", "is the whole act", ""),
    # short names
    ("act:art_530", "act:art_530 is no node of the graph", "act:art_53"),
    (f"{ACT}art_530", "act:art_530 is no node of the graph", "act:art_53"),
    ("https://example.org/a b", "is no node of the graph", ""),
    ("act:\ud800", "is no node of the graph", ""),  # half of a character, as a shell can hand it over
    ("x" * 301, "301 characters are too long", ""),
]

# Each citation with what is told of it.
TOLD = """
act:art_530
act:art_530 is no node of the graph of this day
  did you mean: act:art_53; act:art_50; act:art_30; act:art_5; act:art_3

https://example.org/a b
https://example.org/a b is no node of the graph of this day
  HOW

Article 153
there is no Article 153 in the AI Act of this day
  did you mean: Article 53; Article 15; Article 13; Article 113; Article 105

Annex 999999999999
there is no Annex 999999999999 in the AI Act of this day
  HOW

Annex 1 of Implementing Regulation (EU) 2026/1755
there is no Annex I in Implementing Regulation (EU) 2026/1755
  did you mean: Annex of Implementing Regulation (EU) 2026/1755

Article 99 of Implementing Regulation (EU) 2026/1755
there is no Article 99 in Implementing Regulation (EU) 2026/1755
  did you mean: Article 9 of Implementing Regulation (EU) 2026/1755; Article 8 of Implementing Regulation (EU) \
2026/1755

53(9)
Article 53 has no such part: “53(9)” names nothing
  did you mean: Article 53(1); Article 53(2); Article 53(3); Article 53(4); Article 53(5); Article 53(6); Article 53(7)

53(1)(z)
Article 53(1) has no such part: “53(1)(z)” names nothing
  did you mean: Article 53(1)(a); Article 53(1)(b); Article 53(1)(c); Article 53(1)(d)

Article 53(1)(z)
Article 53(1) has no such part: “Article 53(1)(z)” names nothing
  did you mean: Article 53(1)(d); Article 53(1)(c); Article 53(1)(b); Article 53(1)(a)

Recital 110(a)
Recital 110 has no parts: “Recital 110(a)” names nothing
  did you mean: Recital 110

Article 1(9)(z) of Regulation (EU) 2026/1744
Article 1(9) of Regulation (EU) 2026/1744 has no such part: “Article 1(9)(z) of Regulation (EU) 2026/1744” names \
nothing
  did you mean: Article 1(9)(c) of Regulation (EU) 2026/1744; Article 1(9)(b) of Regulation (EU) 2026/1744; Article \
1(9)(a) of Regulation (EU) 2026/1744

Article 6(3)(e)
Article 6(3) has no such part: “Article 6(3)(e)” names nothing
  did you mean: Article 6(3), first subparagraph; Article 6(3), second subparagraph; Article 6(3), third subparagraph

Article 43(1), first subparagraph, point (c)
Article 43(1), first subparagraph has no parts: “Article 43(1), first subparagraph, point (c)” names nothing
  did you mean: Article 43(1), first subparagraph

Article 53 paragraph 1x
Article 53 has no such part: “Article 53 paragraph 1x” names nothing
  did you mean: Article 53(1)

5(1)(h)(xv)
Article 5(1)(h) has no such part: “5(1)(h)(xv)” names nothing
  did you mean: Article 5(1)(h)(i); Article 5(1)(h)(ii)

Annex XI, point 1
“Annex XI, point 1” can be 2 nodes
  did you mean: Annex XI, Section 1, point 1; Annex XI, Section 2, point 1

Chapter V(1)
Chapter V has no such part: “Chapter V(1)” names nothing
  did you mean: Chapter V, Section 1

Section 2
“Section 2” does not say of which article, annex or chapter
  HOW

AI Act
“AI Act” is the whole act
  Name a provision of it.

Regulation (EU) 2026/1744
“Regulation (EU) 2026/1744” is the whole act
  Name a provision of it.

Chapter V, Annex XI
“Chapter V, Annex XI” names more than one provision
  did you mean: Chapter V; Annex XI
  Ask for one at a time.

Chapter III, Article 53
“Chapter III, Article 53” contradicts itself: Article 53 does not stand in Chapter III
  did you mean: Article 53; Chapter III

Article 53, recital 1
“Article 53, recital 1” names more than one provision
  did you mean: Article 53; Recital 1
  Ask for one at a time.

Article 53(1), (2)
“Article 53(1), (2)” names more than one provision
  did you mean: Article 53(1)(d); Article 53(1)(c); Article 53(1)(b); Article 53(1)(a); Article 5(1)(h)
  Ask for one at a time.

Article 53(1)(a), (2)
Article 53(1)(a) has no parts: “Article 53(1)(a), (2)” names nothing
  did you mean: Article 53(1)(a)

Article 53(1)(a) and
“Article 53(1)(a) and” names more than one provision
  did you mean: Article 53(1)(a); Article 5(1)(a); Article 93(1)(a); Article 83(1)(a); Article 75(1)(a)
  Ask for one at a time.

53-55
“53-55” names more than one provision
  did you mean: Article 55; Article 53; Article 35; Article 53(5); Article 3(55)
  Ask for one at a time.

Chapter V, Section 9, Article 53
Chapter V has no such part: “Chapter V, Section 9, Article 53” names nothing
  did you mean: Chapter V, Section 3; Chapter V, Section 4; Chapter V, Section 2; Chapter V, Section 1

GDPR, Article 5
“GDPR, Article 5” names a provision of another act (GDPR)
  ACTS

guidelines annex B
cannot read “guidelines annex B” as a place in the Commission's guidelines C(2025) 5045
  Write it like "guidelines 17", "guidelines, section 2.1" or "guidelines, Annex A.1".

guidelines 145
“guidelines 145” is read as Guidelines C(2025) 5045, paragraph 145, which the graph of this day does not have
  did you mean: Guidelines C(2025) 5045, paragraph 45; Guidelines C(2025) 5045, paragraph 15; Guidelines C(2025) \
5045, paragraph 14
  HOW

guidelines 12.34
“guidelines 12.34” is read as Guidelines C(2025) 5045, section 12.34, which the graph of this day does not have
  did you mean: Guidelines C(2025) 5045, section 2.3.4; Guidelines C(2025) 5045, section 2.3; Guidelines C(2025) \
5045, section 4.2.3
  HOW

guidelines, Annex A.9
“guidelines, Annex A.9” is read as Guidelines C(2025) 5045, Annex A.9, which the graph of this day does not have
  did you mean: Guidelines C(2025) 5045, Annex A.3; Guidelines C(2025) 5045, Annex A.2; Guidelines C(2025) 5045, \
Annex A.1; Guidelines C(2025) 5045, Annex A.2.2
  HOW

training summary 9
“training summary 9” is no part of the template for the summary of training content
  did you mean: Training summary, section 3; Training summary, section 2; Training summary, section 1; Training \
summary, section 3.3; Training summary, section 3.2
  HOW

training summary 2.3.8.1
“training summary 2.3.8.1” is no part of the template for the summary of training content
  did you mean: Training summary, section 2.2.1; Training summary, section 3.1; Training summary, section 2.3; \
Training summary, section 2.1
  HOW

Training summary, notice point 99
“Training summary, notice point 99” is no part of the template for the summary of training content
  did you mean: Training summary, notice point 29; Training summary, notice point 3; Training summary, notice point \
33; Training summary, notice point 32
  HOW

Training summary FIELD 9.9
“Training summary FIELD 9.9” is no part of the template for the summary of training content
  did you mean: Training summary, field 2.3.9; Training summary, field 1.3.9; Training summary, field 0.2; Training \
summary, field 0.1
  HOW

Commitment 1
“Commitment 1” is 3 nodes: one in each chapter that has it
  did you mean: Transparency Commitment 1; Copyright Commitment 1; Safety and Security Commitment 1
  Name the chapter.

Measure 99.1
“Measure 99.1” is no part of the Code of Practice
  did you mean: Transparency Measure 1.1; Transparency Measure 1.3; Copyright Measure 1.1; Copyright Measure 1.5; \
Safety and Security Measure 9.1
  HOW

Copyright Measure 1.9
“Copyright Measure 1.9” is no part of the Code of Practice
  did you mean: Copyright Measure 1.5; Copyright Measure 1.4
  HOW

Copyright Measure 1
“Copyright Measure 1” is no part of the Code of Practice: Measure 1.2 stands under Commitment 1
  Write it like "Measure 9.3" or "Copyright Commitment 1, Measure 1.2".

Copyright Measure 1.2.3
“Copyright Measure 1.2.3” is no part of the Code of Practice
  did you mean: Copyright Measure 1.3; Copyright Measure 1.2
  HOW

Commitment 2, Measure 1.1
“Commitment 2, Measure 1.1” is no part of the Code of Practice: Measure 1.2 stands under Commitment 1
  Write it like "Measure 9.3" or "Copyright Commitment 1, Measure 1.2".

safety appendix 1.2.1, commitment 9
“safety appendix 1.2.1, commitment 9” is no part of the Code of Practice: Measure 1.2 stands under Commitment 1
  Write it like "Measure 9.3" or "Copyright Commitment 1, Measure 1.2".

Copyright introductory note
“Copyright introductory note” is no part of the Code of Practice
  did you mean: Transparency introductory note
  HOW

form item 300
cop:mdf.itm_300 is no node of the graph of this day
  did you mean: cop:mdf.itm_30; cop:mdf.itm_3; cop:mdf.itm_43; cop:mdf.itm_40; cop:mdf.itm_39

Transparency Copyright Measure 1.1
cannot read “Copyright” in “Transparency Copyright Measure 1.1”
  did you mean: Transparency Measure 1.1; Transparency Measure 1.3; Transparency Measure 1.2; Copyright Measure 1.1; \
Copyright Measure 1.5
  HOW

Artcle 53
cannot read “Artcle 53” in “Artcle 53”
  did you mean: Article 53; Article 5; Article 3; Article 5(3); Article 95
  HOW

Measures 1.1 and 1.2
“Measures 1.1 and 1.2” names more than one provision
  Ask for one at a time.

Measure 1.4
“Measure 1.4” is 2 nodes: one in each chapter that has it
  did you mean: Copyright Measure 1.4; Safety and Security Measure 1.4
  Name the chapter.

Copyright Measure 1.12
“Copyright Measure 1.12” is no part of the Code of Practice
  did you mean: Copyright Measure 1.2; Copyright Measure 1.1
  HOW

guidelines, Annex A.1.12
“guidelines, Annex A.1.12” is read as Guidelines C(2025) 5045, Annex A.1.12, which the graph of this day does not have
  did you mean: Guidelines C(2025) 5045, Annex A.2.1; Guidelines C(2025) 5045, Annex A.2; Guidelines C(2025) 5045, \
Annex A.1; Guidelines C(2025) 5045, Annex A.2.2
  HOW

Training summary, field 2.3.10
“Training summary, field 2.3.10” is no part of the template for the summary of training content
  did you mean: Training summary, field 2.3.1; Training summary, field 3.3.1; Training summary, field 2.6.1; Training \
summary, field 2.5.1
  HOW

AI Act, AI Act
“AI Act, AI Act” is the whole act
  Name a provision of it.

act:brt_53
act:brt_53 is no node of the graph of this day
  did you mean: act:rct_53; act:art_53; act:rct_153; act:rct_5; act:rct_3

http://example.org/a
http://example.org/a is no node of the graph of this day
  HOW

Article 6(3), 14th subparagraph
Article 6(3) has no such part: “Article 6(3), 14th subparagraph” names nothing
  did you mean: Article 6(3), third subparagraph; Article 6(3), first subparagraph; Article 6(3), second subparagraph

Chapter V, Section 12
Chapter V has no such part: “Chapter V, Section 12” names nothing
  did you mean: Chapter V, Section 2; Chapter V, Section 1; Chapter V, Section 4; Chapter V, Section 3

Article 6(3) subparagraph 12
Article 6(3) has no such part: “Article 6(3) subparagraph 12” names nothing
  did you mean: Article 6(3), third subparagraph; Article 6(3), first subparagraph; Article 6(3), second subparagraph

Article 53, paragraph 12
Article 53 has no such part: “Article 53, paragraph 12” names nothing
  did you mean: Article 53(1); Article 53(2); Article 53(3); Article 53(4); Article 53(5); Article 53(6); Article 53(7)

Annex VII, point 3.12
Annex VII, point 3 has no such part: “Annex VII, point 3.12” names nothing
  did you mean: Annex VII, point 3.2; Annex VII, point 3.1; Annex VII, point 3.4; Annex VII, point 3.3

Annex VII 3.12
Annex VII, point 3 has no such part: “Annex VII 3.12” names nothing
  did you mean: Annex VII, point 3.2; Annex VII, point 3.1; Annex VII, point 3.4; Annex VII, point 3.3

Chapter V, Article 53(9)
Article 53 has no such part: “Chapter V, Article 53(9)” names nothing
  did you mean: Article 53(7); Article 53(6); Article 53(5); Article 53(4); Article 53(3)

Article 53, paragraph 1, (2)
“Article 53, paragraph 1, (2)” names more than one provision
  did you mean: Article 5(3), first subparagraph; Article 85, first subparagraph; Article 5(3), second subparagraph; \
Article 113, third subparagraph, point (d)
  Ask for one at a time.

Article 53(1), point (a), (b)
“Article 53(1), point (a), (b)” names more than one provision
  did you mean: Article 53(1)(b); Article 53(1)(a); Article 5(1a)(b); Article 75(1)(a)(i); Article 59(1)(a)(v)
  Ask for one at a time.

Article 53(1), first subparagraph, first subparagraph
Article 53(1) has no such part: “Article 53(1), first subparagraph, first subparag…” names nothing
  did you mean: Article 53(1)(a); Article 53(1)(b); Article 53(1)(c); Article 53(1)(d)

Article 6(3)(2)
Article 6(3) has no such part: “Article 6(3)(2)” names nothing
  did you mean: Article 6(3), first subparagraph; Article 6(3), second subparagraph; Article 6(3), third subparagraph

training summary 999999999999999999999999999999
“training summary 999999999999999999999999999999” is no part of the template for the summary of training content
  did you mean: Training summary, section 3; Training summary, section 2; Training summary, section 1; Training \
summary, section 3.3; Training summary, section 3.2
  HOW

Copyright recital (a), recital (b)
cannot read “recital b” in “Copyright recital (a), recital (b)”
  did you mean: Copyright Recital (e); Copyright Recital (c); Copyright Recital (b); Copyright Recital (a); Copyright \
Recital (f)
  HOW

Article 53(1), second subparagraph
Article 53(1) has no such part: “Article 53(1), second subparagraph” names nothing
  did you mean: Article 53(1)(a); Article 53(1)(b); Article 53(1)(c); Article 53(1)(d)

act:ar
act:ar is no node of the graph of this day
  HOW
"""

# Words that begin or end like what is read, and are not: between the bars stands what is told to be unread.
UNREAD = """
Article 53 |2024/1689|
Article 53 of the AI Act ,|as amended|
Article 53 |proof| AI Act
Article 53 |loathe| AI Act
Article 53 |xEU| AI Act
Article 53 |xAI Act|
Article 53 |AI Actx|
Article 53 |xArtificial Intelligence Act|
Article 53 |Artificial Intelligence Actx|
Article 53 |xAIA|
Article 53 |AIAx|
Article 53 |bathe Act|
Article 53 |the Actx|
Article 53 |the Act (x)|
Article 53 |the Act 7|
Article 53 |xReg 2024/1689|
Article 53 |Regulationx 2024/1689|
Article 53 AI Act |as amendedx|
Article 53 AI Act, as amended |by Regulation|
Article 4 |2026/1744|
Article 1 |2026/1755|
Article 4 |proof| Regulation 2026/1744
Article 4 |loathe| Regulation 2026/1744
Article 4 |xRegulation 2026/1744|
Article 4 |Regulationx 2026/1744|
Article 4 Regulation 2026/1744 of the European Parliament and of the Council|s|
Article 4 |xDigital Omnibus|
Article 4 |Digital Omnibusx|
Article 4 Digital Omnibus |on AIx|
Article 1 |proof| Regulation 2026/1755
Article 1 |loathe| Regulation 2026/1755
Article 1 |xCommission| Regulation 2026/1755
Article 1 |xImplementing| Regulation 2026/1755
Article 1 |xRegulation 2026/1755|
Article 1 |Regulationx 2026/1755|
Article 5 |xDirective 2019/790|
Article 5 |Directivex 2019/790|
Article 5 |Directive|
Article 5 |xGDPR|
Article 5 |GDPRx|
Article 5 |xData Act|
Article 5 |Data Actx|
Article 5 |xCharter|
Article 5 |Charterx|
|guidelinesx 17|
|xguidelines 17|
|training summary section2.3|
|trainingcontent summary 2.3|
|training summary sectionx 2.3|
|xtransparency| Measure 1.1
|transparencyx| Measure 1.1
Copyright |objectivesx|
Copyright |introductory notes|
|xobjectives|
Copyright |recital ab|
|forms item 3|
|form item 1234|
|appendixes 1.4|
Copyright |commitments1|
Copyright |xmeasure 1.2|
Copyright |measurex 1.2|
Copyright |xchapter| Measure 1.2
|Codex|
|xCode|
the Code |of Practices|
|xCoP| Measure 9.3
|CoPx| Measure 9.3
copyright chapter, |page 5|
Article 53 |a|
|Article 53ab|
|artikle 53|
|Art.. 53|
|xArticle 53|
|recital 110a|
|recital ( 110|
|annexe XI|
|annexXI|
|Annex|
|chapV|
|Chapter|
Chapter V |Section2|
Chapter V |sec2|
Annex I |section Bx|
Article 6(3) |subparagraphs 3|
Article 6(3) |nosuch subparagraph|
Article 6(3) |third subparx|
Article 113 |third parax|
Article 53 |par1|
Article 53 |parag 1|
Article 53(1) |pointb|
Article 53(1) |pointsx b|
53 . |1 . a|
53.1.|pt|
53.1.|ch|
Article 53 |1|
Annex XI Section 1 2(d) |3|
53; |1|
Article 53 |Regulation2024/1689|
Article 4 |Regulation2026/1744|
Article 1 |Regulation2026/1755|
Copyright |chapterx| Measure 1.2
Measure 9.3 |proof| Code
Measure 9.3 |loathe| Code
Measure 9.3 |xEU| Code
Measure 9.3 |xGPAI| Code
Measure 9.3 |xgeneral purpose AI| Code
Annex |XIth|
|Chapter Vth|
Article 6(3) |subpar3|
Article 6(3) |subparagraph 3rd|
Article 53 |paragraph 1th|
Article 3 |point 14ab|
Annex VII |3th|
"""

OTHER_ACTS = """
Article 53 |Regulation 2024/16890|
Article 4 |Regulation 2026/17440|
Article 1 |Regulation 2026/17550|
Article 5 |Directive 2019/790/EU|
|Decision 768/2008/EC|, Article 5
|Regulation No 12/34/EUC| and more, Article 5
|DECISION 1/2|C
Article 5 |DSA|
Article 5 |DMA|
Article 5 |CRA|
Article 5 |MDR|
Article 5 |IVDR|
Article 5 |CDSM|
Article 5 |TFEU|
Article 5 |TEU|
Article 5 |Charter|
Article 5 of the |Data Act|
Article 5 Digital |Markets Act|
Article 5 Cyber |Resilience Act|
Article 5 Digital |Services Act|
"""
