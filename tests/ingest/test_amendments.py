"""Test the amendments of 27 July 2026 against the amending act, the HTML and the texts of both editions."""

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import html
from pyoxigraph import RdfFormat, Store

from actgraph.core.errors import CitationError, InputError
from actgraph.core.prefixes import ACT, AMENDING, shorten_iri
from actgraph.graph import catalog
from actgraph.graph.day import open_all_editions, open_day
from actgraph.graph.store_files import fill_store
from actgraph.ingest import amending, amendments, formex, xhtml
from actgraph.ingest.provision import Provision
from actgraph.law import amendments as amended
from actgraph.law import coverage
from tests.conftest import ROOT, SOURCES, damaged, needs_sources

FOLDER = SOURCES / "ai-act"
PAGE = FOLDER / "amending-reg-2026-1744.xhtml"
EVERYTHING = open_all_editions()
DAY = open_day("2026-11-24")

Fact = tuple[str, str, str]  # provision, action, extent


@pytest.fixture(scope="module")
def editions() -> tuple[dict[str, Provision], dict[str, Provision]]:
    files = (FOLDER / "oj-2024-07-12.fmx.xml", FOLDER / "consolidated-2026-07-27.fmx.xml")
    before, after = ({item.name: item for item in formex.read_formex(file).provisions} for file in files)
    return {name: item for name, item in before.items() if item.kind != "Recital"}, after


def _select_amendments():
    return EVERYTHING.select_rows((ROOT / "queries/amendments.rq").read_text(encoding="utf-8"))


def _get_provision_name(row) -> str:
    return row["provision"].removeprefix(ACT)


def _get_graph_facts() -> dict[str, set[Fact]]:
    """Amending point → its effects in the graph; punctuation at the end of a provision is left out."""
    found: dict[str, set[Fact]] = {}
    for row in _select_amendments():
        if row["extent"] != "punctuation":
            point = row["point"].removeprefix(AMENDING)
            found.setdefault(point, set()).add((_get_provision_name(row), row["action"], row["extent"] or ""))
    return found


# ---- Invariants -----------------------------------------------------------------------------------------------------


def test_all_77_amendments_exist():
    rows = {row["amendment"]: (row["action"], row["extent"]) for row in _select_amendments()}
    assert len(rows) == 77
    assert Counter(action for action, _ in rows.values()) == {"replaced": 48, "inserted": 25, "deleted": 4}
    extents = Counter(extent for _, extent in rows.values() if extent)
    assert extents == {"punctuation": 4, "heading": 2, "introductory words": 1}


def test_inserted_and_deleted_provisions():
    done = {_get_provision_name(row): row["action"] for row in _select_amendments()}
    articles = {name for name, action in done.items() if action == "inserted" and "." not in name}
    assert articles == {"art_4a", "art_60a", "art_75a", "art_75b", "art_75c", "art_75d", "anx_XIV"}
    gone = {name for name, action in done.items() if action == "deleted"}
    assert gone == {"art_10.par_5", "anx_I.sct_A.pnt_1", "anx_VIII.sct_B.pnt_7", "anx_VIII.sct_B.pnt_9"}
    signs = {_get_provision_name(row) for row in _select_amendments() if row["extent"] == "punctuation"}
    assert signs == {"art_58.par_1.pnt_c", "art_96.par_1.pnt_f", "anx_I.sct_B.pnt_20", "anx_VIII.sct_B.pnt_8"}


def test_amendments_share_day_and_editions():
    facts = {
        (row["date"], shorten_iri(row["editionBefore"]), shorten_iri(row["editionAfter"]))
        for row in _select_amendments()
    }
    assert facts == {("2026-07-27", "grf:edition.act.2024-07-12", "grf:edition.act.2026-07-27")}


def test_amendment_order_follows_markers():
    text = (ROOT / "ontology/act/2026-07-27/amendments.ttl").read_text(encoding="utf-8")
    names = re.findall(r"act:([\w.]+)", " ".join(re.findall(r"ag:amends (.*) ;", text)))
    assert sorted(names, key=amended._parse_text_position) == names


# ---- The amending act -----------------------------------------------------------------------------------------------

ORDINALS = ("first", "second", "third", "fourth")
STEPS = re.compile(
    r"Article (?P<art>\d+[a-z]?)(?:\((?P<artpar>\d+)\))?|Annex (?P<anx>[IVX]+)|[Ss]ection (?P<sct>[A-Z])\b"
    r"|paragraphs? (?P<par>\d+)(?: and (?P<par2>\d+))?|points? \(?(?P<pnt>\w+)\)?(?: and (?P<pnt2>\d+))?"
    r"|the (?P<nth>first|second|third) (?:subparagraph|paragraph)|the (?P<part>heading|introductory part)"
    r"|the following (?P<new>[Aa]rticle|paragraph|point|subparagraph|Annex)"
)
NEW = {  # how inserted text begins on the page of the Official Journal
    "article": ("art_{}", r"^‘?Article (\d+[a-z])$"),
    "annex": ("anx_{}", r"^‘Annex ([IVX]+)$"),
    "paragraph": ("{}.par_{}", r"^‘?(\d+[a-z]?)\. "),
    "point": ("{}.pnt_{}", r"^‘?(?:\((\w+)\)|(\d+)\.)$"),
}


def _read_instructions(after: dict[str, Provision]) -> dict[str, set[Fact]]:
    """Amending point → its instructions, read from the page without the project's readers."""
    root = html.document_fromstring(PAGE.read_bytes())
    found: dict[str, set[Fact]] = {}
    (article,) = (node for node in root.iter("div") if node.get("id") == "art_1")
    for point, number in _list_points(article):
        _read_instruction(point, f"art_1.pnt_{number}", "", found, after)
    return found


def _list_points(box):
    for table in box.findall("table"):
        mark, body = table.findall("./tbody/tr/td")
        if label := re.fullmatch(r"\((\w+)\)", "".join(mark.itertext()).strip()):
            yield body, label[1]


def _read_instruction(body, point: str, whole: str, found: dict[str, set[Fact]], after: dict[str, Provision]) -> None:
    first = body.find("p")
    words = " ".join("".join(first.itertext()).split())
    said, verb = re.fullmatch(r"(.+?) (?:is|are) (amended|replaced|deleted|inserted|added).*", words).groups()
    wholes, extent = [whole], ""
    for step in STEPS.finditer(said):
        kind = step.lastgroup
        if step["art"]:
            wholes = [f"art_{step['art']}" + (f".par_{step['artpar']}" if step["artpar"] else "")]
        elif step["anx"]:
            wholes = [f"anx_{step['anx']}"]
        elif step["nth"]:
            wholes = [f"{wholes[0]}.sub_{ORDINALS.index(step['nth']) + 1}"]
        elif step["part"]:
            extent = {"heading": "heading", "introductory part": "introductory words"}[step["part"]]
        elif step["new"]:
            wholes = list(_find_new_names(step["new"].lower(), wholes[0].removesuffix(".sub_1"), body, after))
        else:
            name = next(name for name in ("sct", "par", "pnt") if step[name])
            numbers = [step[name], step[f"{name}2"] if kind == f"{name}2" else ""]
            wholes = [f"{wholes[0].removesuffix('.sub_1')}.{name}_{number}" for number in numbers if number]
    inner = list(_list_points(body))
    if verb == "amended" and inner:
        for part, number in inner:
            _read_instruction(part, f"{point}.pnt_{number}", wholes[0], found, after)
        return
    action = {"amended": "replaced", "added": "inserted"}.get(verb, verb)
    found[point] = {(name, action, extent) for name in wholes}


def _find_new_names(kind: str, whole: str, body, after: dict[str, Provision]):
    if kind == "subparagraph":  # it is added, so it is the last
        counts = [int(name.rpartition("_")[2]) for name in after if re.fullmatch(rf"{re.escape(whole)}\.sub_\d+", name)]
        yield f"{whole}.sub_{max(counts)}"
        return
    pattern, begin = NEW[kind]
    paragraphs = [" ".join("".join(node.itertext()).split()) for node in body.iter("p")][1:]
    if kind == "point":  # not the points of a point
        outer = [table.find("./tbody/tr/td") for table in body.findall("table")]
        paragraphs = [" ".join("".join(cell.itertext()).split()) for cell in outer] + paragraphs[:1]
    for words in dict.fromkeys(paragraphs):
        if match := re.match(begin, words):
            number = next(filter(None, match.groups()))
            yield pattern.format(number) if pattern.count("{}") == 1 else pattern.format(whole, number)


@needs_sources
def test_amendments_match_amending_act(editions):
    """Compare point by point: what is replaced, deleted, inserted or added, and where."""
    said = _read_instructions(editions[1])
    assert len(said) == 72, "77 markers without four signs; Article 1(42) has two"
    assert said == _get_graph_facts()


@needs_sources
def test_amending_points_are_nodes():
    _, provisions = amending.read_amending_act(PAGE)
    names = {item.name for item in provisions}
    assert set(_get_graph_facts()) <= names
    assert Counter(item.kind for item in provisions) == {"Recital": 47, "Article": 4, "Point": 101}
    assert {name for name in names if name.startswith("art_") and "." not in name} == {f"art_{n}" for n in range(1, 5)}
    whole = {name.rpartition(".")[0] for name in names}
    points = {name for name in names if name.startswith("art_1.")} - whole
    assert points == set(_get_graph_facts()), "each point of Article 1 without parts amends"


@needs_sources
def test_quoted_law_is_no_amending_provision():
    """Article 4a, which Article 1(6) inserts, has paragraphs and points; Article 1(6) has none."""
    _, provisions = amending.read_amending_act(PAGE)
    assert [item.name for item in provisions if item.name.startswith("art_1.pnt_6")] == ["art_1.pnt_6"]
    assert all(not item.wording.startswith("‘") for item in provisions)


def _strip_signs(words: str) -> str:
    return re.sub(r"[\W_]+", "", words)


@needs_sources
def test_new_words_are_quoted_in_amending_point(editions):
    """Each point quotes the words of the later edition to the letter."""
    quoted = {item.name: _strip_signs(item.wording) for item in amending.read_amending_act(PAGE)[1]}
    for row in _select_amendments():
        if row["action"] == "deleted" or row["extent"] == "punctuation":
            continue
        name, point = _get_provision_name(row), row["point"].removeprefix(AMENDING)
        parts = [name] if row["extent"] else [one for one in editions[1] if one == name or one.startswith(f"{name}.")]
        for part in parts:
            item = editions[1][part]
            assert _strip_signs(item.title if row["extent"] == "heading" else item.wording) in quoted[point], part


# ---- The HTML of the consolidated text ------------------------------------------------------------------------------

SIGNS = {"REPLACED": "\ue001", "INSERTED": "\ue002"}
NUMBER = re.compile(r"[‘(]?(\(?\w{1,5}\)?|(\d+\.)+|—)\)?\.?|(Article|CHAPTER|SECTION|ANNEX)\s\w+")


def _read_marked_provisions(tmp_path: Path) -> dict[str, Provision]:
    """Read the provisions of the page, with a sign after each text that follows an ▼M1 marker."""
    text = (FOLDER / "consolidated-2026-07-27.html").read_text(encoding="utf-8")
    root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    sign = ""
    for node in root.iter("p", "span", "div"):
        if node.get("class") == "modref":
            told = " ".join(link.get("title", "") for link in node.iter("a"))
            if "DELETED" not in told:
                sign = next((one for word, one in SIGNS.items() if word in told), "")
        elif sign and node.getparent().get("class") != "modref":
            for part in [node, *node.iter("a", "i", "b")] if node.tag == "p" else [node]:
                if part.text and part.text.strip() and not NUMBER.fullmatch(part.text.strip()):
                    part.text += sign
    file = tmp_path / "marked.html"
    file.write_bytes(html.tostring(root, encoding="utf-8"))
    return {item.name: item for item in xhtml.read_act_page(file)[1]}


def _find_covered(action: str, names) -> set[str]:
    """Find what amendments of a kind cover: the named provisions and all their parts."""
    extents = {"": set(), "heading": set(), "introductory words": set(), "punctuation": set()}
    for row in _select_amendments():
        if row["action"] == action:
            extents[row["extent"] or ""].add(_get_provision_name(row))
    wholes = extents[""] | extents["introductory words"]
    return {name for name in names if any(name == one or name.startswith(f"{one}.") for one in wholes)}


@needs_sources
@pytest.mark.parametrize(("action", "mark"), [("inserted", "INSERTED"), ("replaced", "REPLACED")])
def test_amendments_match_html_markers(tmp_path, action, mark):
    found = _read_marked_provisions(tmp_path)
    marked = {name for name, item in found.items() if SIGNS[mark] in item.wording}
    assert marked == {name for name in _find_covered(action, found) if found[name].wording}
    titles = {name for name, item in found.items() if SIGNS[mark] in item.title}
    headings = {
        _get_provision_name(row)
        for row in _select_amendments()
        if row["extent"] == "heading" and row["action"] == action
    }
    assert titles == headings | {name for name in _find_covered(action, found) if found[name].title}


# ---- The two texts --------------------------------------------------------------------------------------------------

# Article 76(1) had one subparagraph, which is no node; a second one was inserted, so that it has two.
FIRST_OF_TWO = {"art_76.par_1.sub_1"}


@needs_sources
def test_provision_of_one_edition_was_amended(editions):
    before, after = editions
    new, gone = set(after) - set(before), set(before) - set(after)
    inserted, deleted = _find_covered("inserted", after), _find_covered("deleted", before)
    assert inserted <= new
    assert deleted <= gone
    assert new - inserted - FIRST_OF_TWO <= _find_covered("replaced", after)
    assert gone - deleted <= _find_covered("replaced", before)


def _get_words(provisions: dict[str, Provision], name: str) -> str:
    """Return the words of a provision and its descendants."""
    parts = [item for item in provisions.values() if item.name == name or item.name.startswith(f"{name}.")]
    return " ".join(f"{item.number} {item.title} {item.wording}" for item in parts)


@needs_sources
def test_wording_changes_only_by_amendment(editions):
    """Each provision whose words, except the title, differ is covered by an amendment; M006000 has its own erratum."""
    before, after = editions
    signs = {_get_provision_name(row) for row in _select_amendments() if row["extent"] == "punctuation"}
    other = {name for name in set(before) & set(after) if before[name].wording != after[name].wording}
    assert other - signs - {"art_76.par_1"} <= _find_covered("replaced", after)
    headings = {_get_provision_name(row) for row in _select_amendments() if row["extent"] == "heading"}
    titles = {name for name in set(before) & set(after) if before[name].title != after[name].title}
    assert titles - headings - {"art_4"} == {"art_1"}, "the stray mark of the erratum"


@needs_sources
def test_every_amendment_changes_wording(editions):
    before, after = editions
    same = set()
    for row in _select_amendments():
        name = _get_provision_name(row)
        if row["action"] == "replaced" and _get_words(before, name) == _get_words(after, name):
            same.add(name)
    assert same == set()


# ---- Errata ---------------------------------------------------------------------------------------------------------


@needs_sources
def test_graph_follows_erratum_correction():
    """The marker says Article 1(14)(b), which the amending act does not have; both definitions come by 1(4)(b)."""
    printed = (FOLDER / "consolidated-2026-07-27.fmx.xml").read_text(encoding="utf-8")
    assert re.search(r'ID="O\d+M006000"[^>]*ACTIVE\.LOC="AR:1;PT:14;PT:b"', printed)
    names = {item.name for item in amending.read_amending_act(PAGE)[1]}
    assert "art_1.pnt_14.pnt_b" not in names
    assert "art_1.pnt_4.pnt_b" in names
    rows = [row for row in _select_amendments() if row["amendment"] == f"{ACT}amd_M006000"]
    assert {(row["provisionLabel"], row["pointLabel"].partition(" of")[0]) for row in rows} == {
        ("Article 3(14a)", "Article 1(4)(b)"),
        ("Article 3(14b)", "Article 1(4)(b)"),
    }


@needs_sources
def test_article_1_title_has_stray_mark(editions):
    erratum = EVERYTHING.select_rows(
        "SELECT ?printed ?corrected WHERE { ?erratum <https://w3id.org/actgraph/ns/concerns>"
        f" <{ACT}art_1> ; <https://w3id.org/actgraph/ns/asPrinted> ?printed ;"
        " <https://w3id.org/actgraph/ns/corrected> ?corrected }"
    )
    assert {row["printed"] for row in erratum} == {edition["art_1"].title for edition in editions}
    assert {row["corrected"] for row in erratum} == {editions[0]["art_1"].title.rstrip("`")}


# ---- Wrong markers --------------------------------------------------------------------------------------------------

SMALL = (ROOT / "tests/cases/small.fmx.xml").read_text(encoding="utf-8")
MARKED = SMALL.replace(
    "<ALINEA>A second one.</ALINEA>",
    '<?CLG.MDFO ID="O001001M002000" ACTION="REPLACED" LEVEL="STRUCTURE"'
    ' ACTIVE.DOC="32026R1744" ACTIVE.LOC="AR:1;PT:2"?>'
    '<ALINEA>A second one.</ALINEA><?CLG.MDFC IDREF="O001001M002000"?>',
)


def _read_edition(tmp_path: Path, text: str) -> formex.FormexEdition:
    file = tmp_path / "a.fmx.xml"
    file.write_text(text, encoding="utf-8")
    return formex.read_formex(file)


def test_small_act_with_markers_is_read(tmp_path):
    found = amendments.read_amendments(_read_edition(tmp_path, MARKED), {"M002000": ("AR:1;PT:2", "AR:1;PT:3;PT:a")})
    assert [(item.number, item.action, item.provisions, item.point) for item in found] == [
        ("M001000", "deleted", ["art_1.par_3"], "art_1.pnt_1"),
        ("M002000", "replaced", ["art_2.sub_2"], "art_1.pnt_3.pnt_a"),
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('<?CLG.MDFC IDREF="O001001M002000"?>', ""), "the amendment O001001M002000 has no end"),
        (('ACTION="REPLACED"', 'ACTION="MOVED"'), "an amendment that is not known: O001001M002000, MOVED"),
        (('ID="O001001M002000" A', 'ID="X" A'), "has no end"),
        (("32026R1744", "32027R0001"), "is made by 32027R0001, not by 32026R1744"),
        (("AR:1;PT:2", "TI:1"), "is made by TI:1, which is not known"),
        (('"?><ALINEA>A second one.</ALINEA>', '"?>'), "the amendment M002000 covers nothing that has a name"),
    ],
)
def test_wrong_marker_is_named(tmp_path, change, message):
    assert change[0] in MARKED
    with pytest.raises(InputError, match=message):
        amendments.read_amendments(_read_edition(tmp_path, MARKED.replace(*change)), {})


def test_correction_of_other_value_is_refused(tmp_path):
    with pytest.raises(InputError, match="is made by AR:1;PT:2, which is not known"):
        amendments.read_amendments(_read_edition(tmp_path, MARKED), {"M002000": ("AR:1;PT:9", "AR:1;PT:3")})


# ---- The page of the amending act -----------------------------------------------------------------------------------


@needs_sources
@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b">2026/1744<", b">2026/1745<", "not Regulation .EU. 2026/1744 but 2026/1745"),
        (b'id="rct_9"', b'id="rct_8"', "rct_8 is there twice"),
        (b"</html>", b"", "the file is cut off"),
        (b'id="art_', b'id="act_', "there is no article in this page"),
    ],
)
def test_wrong_page_is_named(tmp_path, old, new, message):
    with pytest.raises(InputError, match=message):
        amending.read_amending_act(damaged(PAGE, tmp_path, old, new))


# ---- Output ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "day", "told"),
    [
        ("10(5)", "2026-11-24", "deleted on 27 July 2026 by Article 1(9)(b) of Regulation (EU) 2026/1744"),
        ("10(5)(a)", "2026-11-24", "Article 10(5) was deleted on 27 July 2026 by Article 1(9)(b) of Regulation"),
        ("Article 4a", "2026-07-01", "inserted on 27 July 2026 by Article 1(6) of Regulation (EU) 2026/1744"),
        ("75a(2)", "2026-07-26", "Article 75a was inserted on 27 July 2026 by Article 1(32) of Regulation"),
        ("4(2)", "2026-07-01", "Article 4 was replaced on 27 July 2026 by Article 1(5) of Regulation"),
        ("75(1a)", "2026-07-01", "inserted on 27 July 2026 by Article 1(31)(c) of Regulation"),
        ("Annex VIII, Section B, point 9", "2026-11-24", "deleted on 27 July 2026 by Article 1(42) of Regulation"),
    ],
)
def test_not_in_force_error_names_amending_point(words, day, told):
    with pytest.raises(CitationError) as caught:
        open_day(day).cite(words)
    assert f"does not hold on {day}: it holds from" in caught.value.what
    assert told in caught.value.what
    assert "--on" in caught.value.todo


def test_unamended_provision_names_no_amendment():
    with pytest.raises(CitationError) as caught:
        open_day("2026-07-01").cite("Article 76(1), second subparagraph")
    assert "; inserted on 27 July 2026 by Article 1(33)" in caught.value.what
    with pytest.raises(CitationError) as caught:
        open_day("2024-08-01").cite("Measure 9.3")
    assert "Regulation" not in caught.value.what


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("Article 9", []),
        ("recital 110", []),
        ("Copyright Measure 1.1", []),
        ("75a(2)", [("Article 75a", "whole", "inserted")]),
        ("10(5)", [("Article 10(5)", "itself", "deleted")]),
        ("10(5)(b)", [("Article 10(5)", "whole", "deleted")]),
        ("75(2)", []),  # the new heading of Article 75 is no amendment of its paragraphs
        ("58(1)(a)", []),  # only the words before the list differ
        ("Chapter V", [("Article 56(6)", "part", "replaced")]),
        ("omn:art_1.pnt_9.pnt_b", [("Article 10(5)", "amending", "deleted")]),
        ("omn:art_2.pnt_1", []),
        ("act:amd_M013000", [("Article 10(5)", "itself", "deleted")]),
    ],
)
def test_node_amendments_in_all_editions(words, rows):
    found = amended.find_amendments(EVERYTHING, EVERYTHING.cite(words))
    assert [(row["provisionLabel"], row["relation"], row["action"]) for row in found] == rows


def test_amendment_cannot_be_covered():
    with pytest.raises(InputError, match=r"Amendment M013000: .* is neither a provision of the Act"):
        coverage.find_coverage(DAY, DAY.cite("act:amd_M013000"))


def test_deleted_parts_keep_their_amendments():
    found = amended.find_amendments(DAY, DAY.cite("Annex VIII, Section B"))
    assert [(row["provisionLabel"], row["action"], row["extent"]) for row in found] == [
        ("Annex VIII, Section B, point 7", "deleted", None),
        ("Annex VIII, Section B, point 8", "replaced", "punctuation"),
        ("Annex VIII, Section B, point 9", "deleted", None),
    ]
    assert amended.find_amendments(open_day("2026-07-26"), DAY.cite("Annex VIII, Section B")) == []


def test_provision_of_wrong_edition_is_found():
    """A replaced provision must be in the earlier edition: checked over all editions together, not on one day."""
    graphs = catalog.load_catalog()
    store = fill_store(Store(), graphs, [one.read() for one in graphs])
    check = (ROOT / "queries/checks/amendment-outside-edition.rq").read_text(encoding="utf-8")
    assert list(store.query(check)) == []
    defects = {"replaced": "art_4a", "deleted": "art_4a", "inserted": "art_4"}
    for action, name in defects.items():
        store.load(
            f"""@prefix act: <{ACT}> . @prefix ag: <https://w3id.org/actgraph/ns/> .
            @prefix grf: <https://w3id.org/actgraph/graphs/> .
            act:amd_{action} a ag:Amendment ; ag:action ag:{action} ; ag:amends act:{name} ;
              ag:editionBefore grf:edition.act.2024-07-12 ; ag:editionAfter grf:edition.act.2026-07-27 .""".encode(),
            format=RdfFormat.TURTLE,
        )
    found = {row["entity"].value.rpartition("_")[2]: row["value"].value for row in store.query(check)}
    assert found == {action: ACT + name for action, name in defects.items()}
