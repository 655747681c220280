"""Test `actgraph draw`: content, formats and output files."""

import os
import re
import stat
import xml.etree.ElementTree as ET

import networkx as nx
import pytest

from actgraph.core import files
from actgraph.core.errors import InputError
from actgraph.graph.day import open_day
from actgraph.law.diagrams import graph_formats, mapping, neighbourhood, neighbours
from actgraph.law.diagrams import timeline as strip
from actgraph.law.timeline import build_timeline

ON = "2026-11-24"
DAY = open_day(ON)
NODES = ["Article 53", "Copyright Commitment 1", "Recital 110", "term downstream provider", "cop:sas", "mapping"]


def _build_expected_graph(words):
    if words == "mapping":
        return mapping.build_mapping_graph(DAY)
    iri = DAY.cite(words)
    return (
        mapping.build_mapping_graph(DAY, iri)
        if mapping.can_draw_mapping(DAY, iri)
        else neighbours.build_neighbour_graph(DAY, iri)
    )


def _build_grouped_graph(words):
    found = _build_expected_graph(words)
    if words == "mapping" or mapping.can_draw_mapping(DAY, DAY.cite(words)):
        return found
    return neighbours.reduce_neighbour_graph(DAY, DAY.cite(words), found)


@pytest.mark.parametrize(
    ("words", "picture"),
    [
        ("Article 54", lambda: neighbourhood.draw_neighbourhood(DAY, DAY.cite("Article 54"))),
        ("Copyright chapter", lambda: mapping.draw_mapping(DAY, DAY.cite("cop:cpy"))),
        ("Chapter V", lambda: mapping.draw_mapping(DAY, DAY.cite("act:cpt_V"))),
        ("mapping", lambda: mapping.draw_mapping(DAY)),
        ("timeline", lambda: strip.draw_timeline(DAY, build_timeline(DAY))),
    ],
)
def test_drawing_has_expected_nodes_and_links(run, words, picture):
    code, out, err = run("draw", words, "--on", ON)
    assert (code, out) == (0, picture() + "\n")
    assert err == DAY.short_basis + "\n"


@pytest.mark.parametrize("words", NODES)
def test_networkx_reads_the_graphml(run, words):
    code, out, _ = run("draw", words, "--on", ON, "-f", "graphml")
    assert code == 0
    read, expected = nx.parse_graphml(out, force_multigraph=True), _build_expected_graph(words)
    assert dict(read.nodes(data=True)) == dict(expected.nodes(data=True))

    def edges(one):
        return sorted((start, end, *sorted(data.items())) for start, end, data in one.edges(data=True))

    assert [edge[:2] for edge in edges(read)] == [edge[:2] for edge in edges(expected)]
    told = [sorted(data["told"] for *_, data in one.edges(data=True)) for one in (read, expected)]
    assert told[0] == told[1]
    assert all({"link", "kind", "source"} <= set(data) for *_, data in expected.edges(data=True))


@pytest.mark.parametrize("words", NODES)
def test_graphviz_reads_the_dot(run, words):
    import pygraphviz

    code, out, _ = run("draw", words, "--on", ON, "-f", "dot")
    assert code == 0
    read, expected = pygraphviz.AGraph(string=out), _build_grouped_graph(words)
    assert {node: read.get_node(node).attr["label"] for node in read.nodes()} == {
        node: data["label"] for node, data in expected.nodes(data=True)
    }
    assert sorted(read.edges()) == sorted(expected.edges())
    assert {edge.attr["kind"] for edge in read.edges_iter()} == {data["kind"] for *_, data in expected.edges(data=True)}


_NODE = re.compile(r'  (n\d+)\["([^"\n]*)"\]')
_EDGE = re.compile(r'  (n\d+) (?:==>|-->|-\.->)\|"([^"|\n]*) \((\w+)\)"\| (n\d+)')
_CLICK = re.compile(r'  click (n\d+) href "(https?://[^"\s]+)"')


@pytest.mark.parametrize("words", NODES)
def test_mermaid_is_a_flowchart_of_the_same_nodes(run, words):
    code, out, _ = run("draw", words, "--on", ON, "-f", "mermaid")
    assert code == 0
    head, *lines = out.splitlines()
    assert head == "flowchart LR"
    nodes = dict(found.groups() for line in lines if (found := _NODE.fullmatch(line)))
    edges = [found.groups() for line in lines if (found := _EDGE.fullmatch(line))]
    clicks = [found.groups() for line in lines if (found := _CLICK.fullmatch(line))]
    assert len(nodes) + len(edges) + len(clicks) == len(lines), "every line is one of the three"
    expected = _build_grouped_graph(words)
    assert list(nodes.values()) == [data["label"] for _, data in expected.nodes(data=True)]
    names = dict(zip(expected, nodes, strict=True))
    assert {(a, b) for a, _, _, b in edges} == {(names[start], names[end]) for start, end in expected.edges()}
    assert {kind for _, _, kind, _ in edges} == {data["kind"] for *_, data in expected.edges(data=True)}


@pytest.mark.parametrize(
    ("label", "quoted"),
    [
        ('a "b"', "a #quot;b#quot;"),
        ("[a](b)|{c}", "[a](b)|{c}"),
        ("a\nb", "a b"),
        ("<b>&#1;", "#lt;b#gt;#amp;#35;1;"),
        ("`a`", "#96;a#96;"),
    ],
)
def test_mermaid_labels_are_quoted(label, quoted):
    one = nx.MultiDiGraph()
    one.add_node("urn:a", label=label, title="", kind="Point")
    assert graph_formats.to_mermaid(one, str).splitlines()[1] == f'  n0["{quoted}"]'


def test_dot_holds_any_label():
    import pygraphviz

    one = nx.MultiDiGraph()
    one.add_node("urn:a", label='a "b" \\n {c|d} ä', title="", kind="Point")
    read = pygraphviz.AGraph(string=graph_formats.to_dot(one, str))
    assert read.get_node("urn:a").attr["label"] == 'a "b" \\\\n {c|d} ä', "the backslash is no escape"


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.svg", "<svg"),
        ("a.SVG", "<svg"),
        ("a.graphml", "<graphml"),
        ("a.dot", "digraph"),
        ("a.gv", "digraph"),
        ("a.mmd", "flowchart"),
        ("no-ending", "<svg"),
    ],
)
def test_file_extension_selects_format(run, tmp_path, name, begins):
    code, out, err = run("draw", "Article 54", "-o", str(tmp_path / name))
    assert code == 0, err
    assert out == ""
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert os.listdir(tmp_path) == [name]


def test_format_option_overrides_extension(run, tmp_path):
    assert run("draw", "cop:cpy", "-f", "mermaid", "-o", str(tmp_path / "a.txt"))[0] == 0
    assert (tmp_path / "a.txt").read_text().startswith("flowchart")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["Article 999"], "there is no Article 999"),
        (["Measure 1.1"], "Copyright Measure 1.1"),
        (["Article 75a", "--on", "2026-01-01"], "does not hold on 2026-01-01"),
        (["mapping", "--on", "2025-01-01"], "there is no code of practice on 2025-01-01"),
        (["53", "-o", "a.pdf"], "“.pdf” is the ending of none of its formats"),
        (["mapping", "-o", "not-there/a.svg"], "not-there/a.svg: cannot be written"),
        (["mapping", "-o", "/"], "/: cannot be written"),
        (["mapping", "-o", "/dev/full"], "/dev/full: cannot be written"),
        (["timeline", "-f", "dot"], "the timeline is no graph"),
        (["53", "-f", "png"], "'png' is not one of"),
        (["53", "--on", "today"], "is no date"),
        ([], "Missing argument"),
    ],
)
def test_user_error_is_one_message(run, args, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("draw", *args)
    assert (code, out) == (2, "")
    assert told in err


def test_timeline_drawing_is_unchanged(run):
    code, out, _ = run("timeline", "--for", "Article 55", "-f", "svg", "--on", ON)
    assert code == 0
    assert ET.fromstring(out).get("aria-label").startswith("Article 55")


# ---- Files --------------------------------------------------------------------------------------------------------


def test_failed_write_keeps_old_file(tmp_path, monkeypatch):
    file = tmp_path / "a.svg"
    file.write_text("before")

    def raise_disk_full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", raise_disk_full)
    with pytest.raises(InputError, match="No space left"):
        files.write_output_file(str(file), "after")
    assert file.read_text() == "before"
    assert os.listdir(tmp_path) == ["a.svg"]


def test_new_file_has_default_permissions(tmp_path):
    files.write_output_file(str(tmp_path / "a"), "x")
    (tmp_path / "b").write_text("x")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_overwriting_keeps_permissions_and_symlink(tmp_path):
    (tmp_path / "a").write_text("before")
    (tmp_path / "a").chmod(0o640)
    (tmp_path / "link").symlink_to("a")
    files.write_output_file(str(tmp_path / "link"), "after")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_text() == "after"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_file_name_with_zero_byte_is_refused():
    with pytest.raises(InputError, match="cannot be written"):
        files.write_output_file("a\0b", "x")
