"""Test the diagrams: content, accessibility, and that omissions are stated."""

import os
import re
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest

from actgraph.core.errors import InputError
from actgraph.core.prefixes import ACT, load_prefixes, shorten_iri
from actgraph.graph.day import open_day
from actgraph.law.diagrams import mapping, neighbourhood, neighbours, svg, time_axis
from actgraph.law.diagrams import timeline as strip
from actgraph.law.timeline import build_timeline
from actgraph.sparql import named_queries
from tests.support.looping import each

DAY = open_day("2026-11-24")
SVG = "{http://www.w3.org/2000/svg}"
NODES = [
    *("Article 53", "Article 5", "Recital 110", "Annex XI", "Transparency Commitment 1", "53(1)(a)", "Article 54"),
    *("Safety and Security Measure 9.1", "gdl:5045.sec_2.1", "cop:mdf", "term downstream provider", "rdg:exm_53.2"),
    *("act:mls_2025-08-02.chapters", "tcs:sec_2.3", "ag:commission"),
]
EXEMPTION = "Open-source models: no technical documentation or information for AI system providers needed"
CHAPTERS = ["", "cop:tra", "cop:cpy", "cop:sas", "act:cpt_V", "act:cpt_III"]


def _draw_neighbourhood(words, **how):
    return neighbourhood.draw_neighbourhood(DAY, DAY.cite(words), **how)


def _draw_mapping(words, **how):
    return mapping.draw_mapping(DAY, DAY.cite(words) if words else "", **how)


def _draw_timeline(words, **how):
    return strip.draw_timeline(DAY, build_timeline(DAY, words or None), **how)


def _draw_axis(words, **how):
    return time_axis.draw_time_axis(DAY, build_timeline(DAY, words or None), **how)


TIMELINES = (_draw_timeline, _draw_axis)
PICTURES = {
    **{f"around {words}": (_draw_neighbourhood, words) for words in NODES},
    **{f"mapping {words}": (_draw_mapping, words) for words in CHAPTERS},
    **{f"timeline {words}": (_draw_timeline, words) for words in ("", "Article 5")},
    **{f"axis {words}": (_draw_axis, words) for words in ("", "deployer")},
}
each_picture = pytest.mark.parametrize(("draw", "words"), PICTURES.values(), ids=PICTURES)


def _parse_css(scheme):
    """Return the declarations of each class; dark colours override light ones."""
    light, dark = svg.read_picture_css().split("@media (prefers-color-scheme: dark)")
    rules = re.findall(
        r"([^{}]+)\{([^{}]*)\}",
        re.sub(r"/\*.*?\*/", "", light + (dark[dark.index("{") + 1 :] if scheme == "dark" else ""), flags=re.S),
    )
    said = {}
    for names, body in rules:
        for name in re.findall(r"\.(pic[\w-]*)\s*(?:,|$)", names.strip() + ","):
            said.setdefault(name, {}).update(re.findall(r"([\w-]+):\s*([^;]+);", body))
    return said


def _get_luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@each_picture
def test_svg_fits_strict_content_policy(draw, words):
    """It has no style, script or id, and colours only through classes of pictures.css."""
    written = draw(words, standalone=False)
    assert written.startswith("<svg ")
    root = ET.fromstring(written)
    assert (root.get("role"), bool(root.get("aria-label"))) == ("group", True)
    known = set(_parse_css("light"))
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "g", "a", "title", "text", "path", "rect", "circle", "polygon"}
        assert not {"id", "style", "fill", "stroke", "font-family", "font-size"} & set(element.attrib)
        assert set((element.get("class") or "").split()) <= known, element.get("class")


@each_picture
def test_standalone_svg_has_colours_and_title(draw, words):
    root = ET.fromstring(draw(words))
    assert root.find(f"{SVG}title").text == root.get("aria-label")
    assert root.find(f"{SVG}style").text.strip() == svg.read_picture_css().strip()


@each_picture
def test_nodes_link_to_given_addresses(draw, words):
    root = ET.fromstring(draw(words, href=lambda iri: f"/node?iri={iri}&x"))
    leads = [link.get("href") for link in root.iter(f"{SVG}a")]
    assert all(lead.startswith("/node?iri=http") and lead.endswith("&x") for lead in leads)
    assert leads or words == "act:cpt_III"


@each_picture
def test_drawing_fits_page(draw, words):
    root = ET.fromstring(draw(words))
    width, height = float(root.get("width")), float(root.get("height"))
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert width <= 1000
    sizes = {"pic-small": 6.2, "pic-head": 9.5}
    for text in root.iter(f"{SVG}text"):
        x, y = float(text.get("x")), float(text.get("y"))
        names = (text.get("class") or "").split()
        long = len(text.text) * next((sizes[name] for name in names if name in sizes), 6.9)
        left = x - {"end": long, "middle": long / 2}.get(text.get("text-anchor"), 0)
        assert left >= 0, text.text
        assert left + long <= width, text.text
        assert 12 <= y <= height - 2, text.text


@each("words", NODES)
def test_boxes_hold_text_without_overlap(words):
    root = ET.fromstring(_draw_neighbourhood(words))
    found = []
    for group in [*root.iter(f"{SVG}a"), *root.iter(f"{SVG}g")]:
        (box,) = group.findall(f"{SVG}rect")
        x, y, width, height = (float(box.get(name)) for name in ("x", "y", "width", "height"))
        for text in group.findall(f"{SVG}text"):
            assert x < float(text.get("x"))
            assert float(text.get("x")) + len(text.text) * 6.2 < x + width, text.text
            assert y < float(text.get("y")) < y + height
        lines = [float(text.get("y")) for text in group.findall(f"{SVG}text")]
        assert all(after - before >= 14 for before, after in pairwise(lines))
        found.append((x, y, x + width, y + height))
    for one, other in combinations(found, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, "two boxes lie on each other"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_meet_wcag_aa_contrast(scheme):
    said = _parse_css(scheme)
    paper = _get_luminance(said["pic-paper"]["fill"])
    checked = 0
    for name, facts in said.items():
        if "color" in facts:
            bright, dim = sorted([paper, _get_luminance(facts["color"].strip())], reverse=True)
            # Only lines are faint.
            assert (bright + 0.05) / (dim + 0.05) >= (3 if name == "pic-faint" else 4.5), name
            checked += 1
    assert checked > 12


def test_text_is_never_faint():
    for draw, words in PICTURES.values():
        for text in ET.fromstring(draw(words)).iter(f"{SVG}text"):
            assert "pic-faint" not in (text.get("class") or ""), text.text


def test_light_and_dark_colour_same_classes():
    light, dark = svg.read_picture_css().split("@media (prefers-color-scheme: dark)")
    colour = r"\.(pic[\w-]*)[^{}]*\{ (?:color|fill): #"
    assert set(re.findall(colour, light)) - {"pic"} == set(re.findall(colour, dark)) - {"pic"}


def test_letters_are_large_enough():
    assert min(int(size) for size in re.findall(r"font-size: (\d+)px", svg.read_picture_css())) >= 12


def test_each_link_kind_has_own_stroke():
    said = _parse_css("light")
    strokes = {
        kind: (said[f"pic-{kind}"].get("stroke-dasharray"), said[f"pic-{kind}"].get("stroke-width"))
        for kind in svg.LINK_KIND_LABELS
    }
    assert len(set(strokes.values())) == len(strokes) == 6


@each(("draw", "words"), [one for one in PICTURES.values() if one[0] not in TIMELINES])
def test_legend_lists_drawn_kinds(draw, words):
    root = ET.fromstring(draw(words))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    told = {kind for kind, named in svg.LINK_KIND_LABELS.items() if named in texts}
    drawn = {
        name.removeprefix("pic-")
        for line in root.iter(f"{SVG}path")
        if line.find(f"{SVG}title") is not None
        for name in line.get("class").split()
    } & set(svg.LINK_KIND_LABELS)
    assert told == drawn
    assert drawn or words == "act:cpt_III"


def test_output_is_independent_of_hash_order():
    code = (
        "import sys; from actgraph.cli import _run;"
        "[_run(['draw', words, '--on', '2026-11-24', '-f', form]) for words, form in (('Article 53', 'svg'),"
        " ('cop:sas', 'svg'), ('timeline', 'svg'), ('Annex XI', 'graphml'), ('Article 5', 'mermaid'), ('53', 'dot'))]"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_drawing_is_thread_safe():
    expected = {words: _draw_neighbourhood(words) for words in NODES[:4]}
    found = []
    threads = [
        threading.Thread(target=lambda w=words: found.append((w, _draw_neighbourhood(w)))) for words in [*expected] * 3
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 12
    assert all(expected[words] == drawn for words, drawn in found)


# ---- Neighbours ---------------------------------------------------------------------------------------------------


def _list_edges(words):
    around = neighbours.build_neighbour_graph(DAY, DAY.cite(words))
    return {
        (around.nodes[start]["label"], shorten_iri(data["link"]), data["kind"], around.nodes[end]["label"])
        for start, end, data in around.edges(data=True)
    }


@pytest.mark.parametrize(
    ("words", "edge"),
    [
        ("Article 53", ("Transparency Commitment 1", "ag:covers", "declared", "Article 53")),
        ("Article 53", ("Copyright Measure 1.1", "ag:addresses", "editorial", "Article 53")),
        ("Article 53", ("Article 54(3)(a)", "eli:cites", "stated", "Article 53")),
        ("Article 53", ("Article 53", "eli:cites", "stated", "Directive (EU) 2019/790")),
        ("Article 53", ("Recital 104", "ag:explains", "editorial", "Article 53")),
        ("Article 53", ("Article 53(1)", "eli:is_part_of", "part", "Article 53")),
        ("Article 53", ("Article 53", "eli:is_part_of", "part", "Chapter V, Section 2")),
        ("Article 5", ("Recital 29", "ag:explains", "computed", "Article 5")),
        ("Annex XI", ("Safety and Security Measure 10.1", "ag:isSaidToCover", "stated", "Annex XI")),
        ("53(1)(c)", ("Copyright Measure 1.5", "ag:addresses", "editorial", "Article 53(1)(c)")),
        ("53(2)", ("Transparency Measure 1.1", "ag:covers", "derived", "Article 53(2)")),
        ("Article 73", ("Safety and Security Measure 9.1", "ag:refersTo", "stated", "Article 73")),
        ("Safety and Security Measure 9.1", ("Safety and Security Measure 9.1", "ag:covers", "derived", "Recital 114")),
        ("Recital 110", ("Recital 110", "ag:explains", "editorial", "Article 3(65)")),
        ("term downstream provider", ("downstream provider", "ag:definedIn", "stated", "Article 3(68)")),
        ("rdg:exm_53.2", (EXEMPTION, "dcterms:source", "editorial", "Article 53(2)")),
    ],
)
def test_neighbours(words, edge):
    assert edge in _list_edges(words)


def test_recitals_match_query():
    """Computed links of a recital do not count once it was read."""
    query = named_queries.load_named_query("recitals-of-article")
    computed = set()
    articles = [
        iri for label, iri in DAY.get_labels().items() if re.fullmatch(r"Article \d+", label) and iri.startswith(ACT)
    ]
    for iri in articles[2::4]:
        around = neighbours.build_neighbour_graph(DAY, iri)
        found = {
            (start, data["kind"]) for start, _, data in around.in_edges(iri, data=True) if "explains" in data["link"]
        }
        rows = DAY.select_rows(named_queries.bind_parameters(query, {"provision": iri}))
        inside = [row for row in rows if row["via"] == iri or row["via"].startswith(iri + ".")]
        assert found == {(row["recital"], row["link"]) for row in inside if row["link"] != "stated"}, iri
        computed |= {one for one, kind in found if kind == "computed"}
    assert len(computed) > 20


@each("words", NODES)
def test_every_link_touches_central_node(words):
    iri = DAY.cite(words)
    around = neighbours.build_neighbour_graph(DAY, iri)
    assert iri in around
    for start, end, data in around.edges(data=True):
        assert (start == iri) != (end == iri)
        assert data["kind"] in svg.LINK_KIND_LABELS
        assert bool(data["source"]) == (data["kind"] != "part")
    assert all(set(data) == {"label", "title", "kind"} and data["label"] for _, data in around.nodes(data=True))


def test_self_reference_is_no_neighbour():
    inside = {
        row["from"]
        for row in DAY.select_rows(f"SELECT ?from {{ ?from <{load_prefixes()['eli']}cites> <{DAY.cite('53(1)')}> }}")
    }
    assert any(one.startswith(DAY.cite("Article 53")) for one in inside)
    around = neighbours.build_neighbour_graph(DAY, DAY.cite("Article 53"))
    assert not any(
        data["kind"] != "part" and start.startswith(end + ".") for start, end, data in around.edges(data=True)
    )


@each("words", NODES)
def test_grouping_keeps_all_nodes(words):
    """Each link is represented by a shown one, each neighbour by its own box or by one that names it or its part."""
    iri = DAY.cite(words)
    whole = neighbours.build_neighbour_graph(DAY, iri)
    shown = neighbours.reduce_neighbour_graph(DAY, iri, whole)
    assert sum(map(len, neighbours.group_by_link(iri, shown).values())) <= neighbours.MAX_NEIGHBOURS
    told = {data["told"] for *_, data in shown.edges(data=True)}
    missing = [data for *_, data in whole.edges(data=True) if data["told"] not in told]
    # Its commitment shows that a measure belongs to it.
    assert all(data["kind"] == "derived" for data in missing)
    if len(whole) <= 20:
        assert list(shown.edges(data=True)) == list(whole.edges(data=True))


def test_group_names_count_and_range():
    iri = DAY.cite("Article 5")
    shown = neighbours.reduce_neighbour_graph(DAY, iri, neighbours.build_neighbour_graph(DAY, iri), 12)
    groups = [data for _, data in shown.nodes(data=True) if data["kind"] == "Group"]
    assert groups
    for group in groups:
        assert len(group["title"].split("; ")) == int(group["label"].split()[0])
    root = ET.fromstring(_draw_neighbourhood("Article 5"))
    (group,) = [
        one for one in root.iter(f"{SVG}g") if "7 more recitals" in [text.text for text in one.iter(f"{SVG}text")]
    ]
    assert group.find(f"{SVG}title").text.count("Recital ") == 7


def test_unlinked_node_is_drawn_alone():
    alone = DAY.cite("ag:Article")
    root = ET.fromstring(neighbourhood.draw_neighbourhood(DAY, alone))
    assert "Nothing of the graph is linked to it." in [text.text for text in root.iter(f"{SVG}text")]


def test_missing_graphviz_names_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    with pytest.raises(InputError) as error:
        _draw_neighbourhood("Article 54")
    assert 'pip install "actgraph[web]"' in str(error.value)
    assert _draw_mapping("cop:cpy").startswith("<svg"), "the mapping needs no Graphviz"


# ---- Mapping ------------------------------------------------------------------------------------------------------


def _list_link_kinds(words):
    found = mapping.build_mapping_graph(DAY, DAY.cite(words) if words else "")
    return {(shorten_iri(start), shorten_iri(end), data["kind"]) for start, end, data in found.edges(data=True)}


def test_mapping_matches_table():
    rows = DAY.select_rows(named_queries.load_named_query("article-to-commitment-table").text)
    told = {(shorten_iri(row["commitment"]), shorten_iri(row["article"]), "declared") for row in rows}
    assert {link for link in told if link[0].startswith("cop:")} == _list_link_kinds("")
    assert {link for link in told if link[0].startswith("agc:")} == _list_link_kinds("agc:code")


def test_code_chapter_has_three_link_kinds():
    found = _list_link_kinds("cop:sas")
    assert ("cop:sas.com_1", "act:art_55.par_1", "declared") in found
    assert ("cop:sas.com_10.mea_1", "act:anx_XI.sct_2", "stated") in found
    assert ("cop:sas.com_5.mea_1", "act:art_55.par_1.pnt_b", "editorial") in found
    assert {start.partition(".")[0] for start, *_ in found} == {"cop:sas"}


@pytest.mark.parametrize("words", ["cop:tra", "cop:cpy", "cop:sas", "act:cpt_V", "agc:sec_2", "act:cpt_IV"])
def test_chapter_mapping_is_complete(words):
    iri = DAY.cite(words)
    side, part_of = ("subject", "isPartOf") if words.startswith(("cop:", "agc:")) else ("object", "is_part_of")
    space = load_prefixes()["dcterms" if words.startswith(("cop:", "agc:")) else "eli"]
    ag = load_prefixes()["ag"]
    links = DAY.select_rows(
        f"SELECT DISTINCT ?s ?p ?o {{ ?link a <{ag}Link> ; <{ag}subject> ?s ; <{ag}predicate> ?p ; <{ag}object> ?o ."
        f" FILTER(?p IN (<{ag}covers>, <{ag}addresses>, <{ag}isSaidToCover>))"
        f" ?link <{ag}{side}>/<{space}{part_of}>+ <{iri}> }}"
    )
    found = mapping.build_mapping_graph(DAY, iri)
    assert len(links) == len({data["told"].rpartition(" (")[0] for *_, data in found.edges(data=True)}) > 5


def test_act_chapter_has_all_articles():
    root = ET.fromstring(_draw_mapping("act:cpt_V"))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert [text for text in texts if text.startswith("Article")] == [f"Article {number}" for number in range(51, 57)]
    assert texts.count("not covered") == 3, "Articles 51, 52 and 54"


def test_unmapped_chapter_says_so():
    texts = [text.text for text in ET.fromstring(_draw_mapping("act:cpt_III")).iter(f"{SVG}text")]
    assert any("Nothing of a code is mapped to Chapter III" in text for text in texts)


def test_mapping_needs_chapter_and_code():
    with pytest.raises(InputError, match="Article 53 is no chapter"):
        mapping.draw_mapping(DAY, DAY.cite("Article 53"))
    with pytest.raises(InputError, match="no code of practice on 2025-01-01"):
        mapping.draw_mapping(open_day("2025-01-01"))
