"""Test the command line: exit codes, formats, messages, help."""

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys

import click
import pytest

from actgraph.cli import cli
from actgraph.core.errors import UnansweredError
from actgraph.graph import store
from actgraph.graph.day import open_day
from actgraph.law.coverage import COLUMNS
from tests.conftest import ROOT

COMMANDS = list(cli.list_commands(click.Context(cli)))


def test_covers_names_its_basis(run):
    code, out, err = run("covers", "53", "--on", "2026-11-24")
    assert (code, err) == (0, "")
    assert out.splitlines()[1] == "as of 24 Nov 2026 · Act as amended 27 July 2026"
    assert "declared, Copyright chapter, page 4" in out
    assert out.index("No commitment covers") < out.index("Article 53(1)(d)  [duty of providers]")


@pytest.mark.parametrize("command", [["covers", "53"], ["query", "duties"], ["export", "Article 53"]], ids=" ".join)
def test_editions_option_names_every_text(run, command):
    _, out, err = run(*command, "--on", "2026-11-24", "--editions")
    (line,) = (line for line in [*out.splitlines(), *err.splitlines()] if line.startswith("as of"))
    assert line == open_day("2026-11-24").basis
    assert "General-Purpose AI Code of 10 July 2025" in line


@pytest.mark.parametrize("columns", ["60", "100"])
def test_text_keeps_to_window(run, monkeypatch, columns):
    monkeypatch.setattr("actgraph.cli.options.get_window_width", lambda: int(columns))
    profile = str(ROOT / "examples/startup.ttl")
    for command in (["covers", "53"], ["show", "53(1)(c)"], ["timeline"], ["assess", profile]):
        lines = run(*command, "--on", "2026-11-24")[1].splitlines()
        long = [line for line in lines if len(line) > int(columns) and " " in line.strip()]
        assert long == [], command


def test_on_option_selects_edition(run):
    for day, edition in (("2026-07-26", "as published 12 July 2024"), ("2026-07-27", "as amended 27 July 2026")):
        assert edition in run("covers", "53", "--on", day)[1]
    assert "No code on Article 53 existed on 2025-01-01" in run("covers", "53", "--on", "2025-01-01")[1]


def test_covers_json_has_documented_columns(run):
    code, out, err = run("covers", "53(1)(c)", "-f", "json", "--on", "2026-11-24")
    rows = json.loads(out)
    assert code == 0
    assert [list(row) for row in rows] == [list(COLUMNS)] * 6
    assert rows[0] == {
        "provision": "https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1.pnt_c",
        "provisionLabel": "Article 53(1)(c)",
        "commitment": "https://w3id.org/actgraph/code-of-practice/cpy.com_1",
        "commitmentLabel": "Copyright Commitment 1",
        "measure": None,
        "measureLabel": None,
        "chapter": "https://w3id.org/actgraph/code-of-practice/cpy",
        "link": "declared",
        "via": "https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1.pnt_c",
        "source": "https://w3id.org/actgraph/code-of-practice/cpy.pag_4",
    }
    assert "Act as amended" in err


@pytest.mark.parametrize("form", ["csv", "tsv", "markdown"])
def test_other_formats_have_the_same_rows(run, form):
    rows = json.loads(run("covers", "Annex XI", "-f", "json")[1])
    out = run("covers", "Annex XI", "-f", form)[1]
    if form == "markdown":
        lines = [line.strip("| ").split(" | ") for line in out.splitlines()]
        assert lines[0] == list(COLUMNS)
        assert len(lines) - 2 == len(rows)
    else:
        found = list(csv.DictReader(io.StringIO(out), delimiter="," if form == "csv" else "\t"))
        assert [{key: value or None for key, value in row.items()} for row in found] == rows


def test_nothing_covers_article_54(run):
    code, out, _ = run("covers", "Article 54")
    assert (code, "No commitment covers Article 54." in out) == (0, True)
    rows = json.loads(run("covers", "Article 54", "-f", "json")[1])
    assert [(row["provisionLabel"], row["commitment"]) for row in rows] == [("Article 54", None)]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("covers", "Article 153"), "did you mean: Article 53"),
        (("covers", "Measure 1.1"), "Transparency Measure 1.1; Copyright Measure 1.1; Safety and Security Measure 1.1"),
        (("covers", "53", "--on", "yesterday"), "“yesterday” is no date"),
        (("covers", "53", "--on", "2026-02-30"), "“2026-02-30” is no date"),
        (("covers", "53", "--on", "2024-07-31"), "the AI Act, entered into force on 2024-08-01"),
        (("show", "10(5)", "--on", "2026-11-24"), "it holds from 2024-08-01 to 2026-07-26"),
        (("show", "75a", "--on", "2026-07-26"), "it holds from 2026-07-27 on"),
        (("covers", "ag:covers"), "neither a provision of the Act nor a part of a code"),
        (("covers",), "Missing argument"),
        (("coverz", "53"), "Did you mean: covers?"),
        (("covers", "53", "-f", "xml"), "'xml' is not one of"),
        (("query", "coverage-by-artcle"), "did you mean: coverage-by-article"),
        (("query", "no-such-file.rq"), "no-such-file.rq: cannot be read"),
        (("query", "coverage-of-provision"), 'Write: --param provision="…"'),
        (("query", "measures-of-commitment", "--param", "x"), "“x” is no parameter"),
        (("query", "measures-of-commitment", "--param", "chapter=Copyright chapter"), "did you mean: commitment"),
        (("query", "narrowed-links", "-f", "ttl"), "rows cannot be written as ttl"),
        (("query", "measures-of-commitment", "--param", "commitment=53"), "commitment takes: Commitment"),
        (("query", "coverage-of-provision", "--param", "provision=53", "--param", "provision=54"), "given twice"),
        (("show", "53", "--all-editions", "--on", "2026-01-01"), "--all-editions goes with neither"),
        (("show", "53", "--all-editions", "-f", "ttl"), "--all-editions goes with neither"),
        (("queries", "x"), "there is no query “x”"),
        (("build", "no-such-folder"), "there is no such file or folder"),
        (("text", "load", "no-such-file"), "cannot be read"),
        (("text", "load", __file__), "none of the official files"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_user_error_exits_2_with_one_message(run, args, message):
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_internal_error_exits_3(run, monkeypatch):
    monkeypatch.setattr("actgraph.cli.options.open_day", lambda day: 1 / 0)
    code, out, err = run("covers", "53")
    assert (code, out) == (3, "")
    assert "our own fault: ZeroDivisionError" in err
    assert "Traceback" not in err


def test_show(run):
    out = run("show", "53(1)(c)", "--on", "2026-11-24")[1]
    assert "Chapter V › Chapter V, Section 2 › Article 53 › Article 53(1)" in out
    assert "duty of providers" in out
    assert "Copyright Commitment 1  (declared, Copyright chapter, page 4)" in out
    assert "run: actgraph text load FILE" in out


def test_show_json_keys_are_documented(run):
    (row,) = re.findall(r"^\| `show` \| (.*) \|$", (ROOT / "docs/json.md").read_text(encoding="utf-8"), re.MULTILINE)
    keys = re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", row))
    (one,) = json.loads(run("show", "Copyright Measure 1.1", "-f", "json")[1])
    assert list(one) == keys[: keys.index("wording") + 1]
    assert [link["link"] for link in one["covers"]] == ["editorial"]
    code = "https://w3id.org/actgraph/code-of-practice/"
    assert one["refersTo"] == [{"iri": f"{code}cpy", "place": None, "source": f"{code}cpy.pag_4"}]


def test_show_lists_references(run):
    out = run("show", "Copyright Recital (c)")[1]
    assert "Refers to\n  Directive 2001/29/EC  (stated, Copyright chapter, page 3)" in out
    assert "  Directive (EU) 2019/790, Article 4(1)  (stated, Copyright chapter, page 3)" in out
    out = run("show", "Article 73")[1]
    assert "Referred to by\n" in out
    assert "  Safety and Security Measure 9.1  (stated, Safety and Security chapter, page 26)" in out


def test_show_lists_cited_provisions(run):
    out = run("show", "Article 53", "--on", "2026-11-24")[1]
    assert "in time:       applies since 2025-08-02" in out
    assert "Cites\n  Annex XI; Annex XII; Directive (EU) 2019/790 (Article 4(3)); Article 56;" in out
    assert "Article 56(2)(a) [(1)(a); (1)(b)]" in out.partition("Cited by\n")[2]
    (one,) = json.loads(run("show", "53(1)(c)", "-f", "json", "--on", "2026-11-24")[1])
    assert [(row["cited"], row["place"]) for row in one["cites"]] == [
        ("http://data.europa.eu/eli/dir/2019/790/oj", "Article 4(3)")
    ]
    assert one["applies"] == ["applies since 2025-08-02"]


def test_show_lists_explaining_recitals(run):
    out = run("show", "Article 10", "--on", "2026-07-26")[1]
    assert "Explained by\n  Recital 67  (computed, confidence 0.97)" in out
    assert "Explains\n  Article 4a  (computed, confidence 0.96)" in run("show", "recital 70", "--on", "2026-07-27")[1]
    (one,) = json.loads(run("show", "recital 110", "-f", "json", "--on", "2026-11-24")[1])
    assert {row["link"] for row in one["explains"]} == {"editorial"}, "it was read: what the method says does not count"
    assert one["recitals"] == []


def test_show_all_editions(run):
    out = run("show", "Article 10(5)", "--all-editions")[1]
    assert "as published 12 July 2024" in out.splitlines()[1]
    assert not any("as amended" in line for line in out.splitlines() if line.startswith("as of"))
    both = json.loads(run("show", "Article 56(6)", "--all-editions", "-f", "json")[1])
    assert [len(one["parts"]) for one in both] == [2, 0], "its second subparagraph is gone since 27 July 2026"
    both = json.loads(run("show", "Annex XII", "--all-editions", "-f", "json")[1])
    assert [one["coveredBy"][0]["link"] for one in both] == ["declared", "declared"], "the Code holds in both"


def test_show_lists_narrowed_links(run):
    out = run("show", "Annex XI, Section 2")[1]
    assert out.count("narrowed: Annex XI, Section 2 is left to Safety and Security Measure 10.1") == 4


def test_show_lists_defined_and_used_terms(run):
    out = run("show", "Article 3(63)", "--on", "2026-11-24")[1]
    assert "Defines\n  general-purpose AI model: An AI model that" in out
    assert "Uses the defined terms\n  placing on the market\n" in out
    out = run("show", "term deep fake", "--on", "2026-11-24")[1]
    assert "written at:    Article 3(60)" in out
    assert "Used by 2 provisions\n  Article 50(4), first subparagraph; Recital 134" in out
    (one,) = json.loads(run("show", "Article 3(14b)", "-f", "json", "--on", "2026-11-24")[1])
    assert [term["label"] for term in one["defines"]] == ["small mid-cap enterprise"]


def test_unknown_term_has_suggestions(run):
    assert "did you mean: term downstream provider" in run("show", "term downstream providr")[2]


def test_show_a_term_of_the_vocabulary(run):
    out = run("show", "ag:covers")[1]
    assert "Such a link is of the kind “declared”." in out
    assert "Official wording" not in out


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld"])
def test_show_as_rdf(run, form):
    from rdflib import Graph, URIRef

    out = run("show", "cop:cpy.com_1", "-f", form)[1]
    found = Graph().parse(data=out, format={"ttl": "turtle", "nt": "nt", "jsonld": "json-ld"}[form])
    covers = URIRef("https://w3id.org/actgraph/ns/covers")
    assert [str(value).rpartition("/")[2] for value in found.objects(None, covers)] == ["art_53.par_1.pnt_c"]


def test_gaps(run):
    out = run("gaps", "--on", "2026-11-24")[1]
    assert out.index("duty of providers") < out.index("Article 53(1)(d)") < out.index("classification")
    rows = json.loads(run("gaps", "--duties", "-f", "json")[1])
    assert {row["roleLabel"] for row in rows} == {"duty of providers"}


def test_user_query(run, tmp_path):
    file = tmp_path / "own.rq"
    file.write_text("# the prefixes of the graph are known\nSELECT ?p { cop:cpy.com_1 ag:covers ?p }")
    code, out, err = run("query", str(file), "-f", "json")
    assert (code, json.loads(out)) == (0, [{"p": "https://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1.pnt_c"}])
    assert "Act as amended" in err


def test_query_from_standard_input(run, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(b"CONSTRUCT WHERE { cop:cpy.com_1 ag:covers ?p }"), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stream)
    assert "cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_c ." in run("query", "-", "-f", "ttl")[1]


def test_query_without_rows_says_so(run, tmp_path):
    file = tmp_path / "own.rq"
    file.write_text("SELECT ?p { cop:cpy.com_1 ag:nothing ?p }")
    code, out, err = run("query", str(file), "-f", "json")
    assert (code, json.loads(out), "no rows" in err) == (0, [], True)


def test_glossary_term_reports_no_known_users(run):
    assert "not in the graph, which tells this only of the terms that Article 3 defines" in run("show", "near miss")[1]
    code, _, err = run("query", "provisions-using-term", "--param", "term=near miss")
    assert (code, "a term that Article 3 defines" in err) == (0, True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?p { ?p", r":1:\d+: this is no SPARQL query"),
        ("\n\nSELECT ?p WHERE { ?p ?q } }", r":3:\d+: this is no SPARQL query"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE would ask another server"),
        ("SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }", r":1:10: a graph that is named is none of ours"),
        ("LOAD <http://127.0.0.1:9/>", "this is no SPARQL query"),
        ("", "this is no SPARQL query"),
    ],
)
def test_wrong_query_is_user_error(run, tmp_path, text, message):
    file = tmp_path / "own.rq"
    file.write_text(text)
    code, out, err = run("query", str(file))
    assert (code, out) == (2, "")
    assert str(file) in err
    assert re.search(message, err)


def test_undecodable_query_is_user_error(run, tmp_path):
    file = tmp_path / "own.rq"
    file.write_bytes(b"SELECT \xff")
    assert run("query", str(file))[0] == 2


@pytest.mark.parametrize(
    "text",
    [
        "prefix ag: <https://w3id.org/actgraph/ns/>\nSELECT ?p { cop:cpy.com_1 ag:covers ?p }",
        '# PREFIX ag: is known\r\nSELECT ?p { cop:cpy.com_1 ag:covers ?p FILTER("ag:" = "ag:") }',
        "\ufeffSELECT ?p { cop:cpy.com_1 ag:covers ?p }",
        "PREFIX x: <https://w3id.org/actgraph/ns/> SELECT ?p { cop:cpy.com_1 x:covers ?p }",
        "BASE <https://w3id.org/actgraph/code-of-practice/> SELECT ?p { <cpy.com_1> ag:covers ?p }",
    ],
    ids=["lower case", "comment", "byte order mark", "own prefix", "base"],
)
def test_known_prefixes_need_no_declaration(run, tmp_path, text):
    file = tmp_path / "own.rq"
    file.write_bytes(text.encode())
    code, out, _ = run("query", str(file), "-f", "csv")
    assert (code, out) == (0, "p\nhttps://w3id.org/actgraph/eli/reg/2024/1689/art_53.par_1.pnt_c\n")


@pytest.mark.parametrize(
    ("redirect", "code"),
    [("53 > /dev/full", 2), ("53 >&-", 2), ("53 2>&-", 0), ("53 | head -1", 0), ("x 2>/dev/full", 2), ("x 2>&-", 2)],
    ids=["full", "closed", "no errors", "reader gone", "errors full", "errors closed"],
)
def test_unwritable_output_is_reported(redirect, code):
    command = f'set -o pipefail; "{sys.executable}" -c "from actgraph.cli import main; main()" covers {redirect}'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert ("cannot be written" in done.stderr) == (redirect in ("53 > /dev/full", "53 >&-"))
    assert "Traceback" not in done.stderr


def test_query_accepts_names_of_graph(run, tmp_path):
    """The engine refuses legal names with two dots, which all our points have."""
    file = tmp_path / "own.rq"
    file.write_text("ASK { cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_c. }")
    assert run("query", str(file))[:2] == (0, "answer\ntrue\n")
    file.write_text("SELECT * { GRAPH grf:act.2026-07-27.structure { act:art_75a.par_1 ag:order ?order } }")
    assert run("query", str(file), "-f", "csv")[1].startswith("order\n")


def test_undeclared_prefix_is_named(run, tmp_path):
    file = tmp_path / "own.rq"
    file.write_text("ASK { actt:art_53 ?p ?o }")
    assert "the prefix “actt:” is not declared\n  did you mean: act:" in run("query", str(file))[2]


def test_queries_lists_and_shows(run):
    assert "coverage-of-provision" in run("queries")[1]
    assert run("queries", "narrowed-links")[1].startswith("#+ summary:")
    assert {"name", "summary", "params"} == set(json.loads(run("queries", "-f", "json")[1])[0])


def test_build_reports_and_writes_files(run, tmp_path):
    small = "tests/cases/small.fmx.xml"
    code, out, err = run("build", str(ROOT / small), "--out", str(tmp_path))
    assert (code, out) == (0, "")
    assert "reading" in err
    assert (tmp_path / "2024-07-12/structure.ttl").exists()


def test_build_does_not_write_into_an_installed_package(run, monkeypatch):
    monkeypatch.setattr("actgraph.core.paths.is_checkout", lambda: False)
    code, out, err = run("build", "tests")
    assert (code, out) == (2, "")
    assert "Name a folder with --out." in err


@pytest.mark.parametrize(
    "command",
    [[], *([name] for name in COMMANDS), ["text", "get"], ["text", "load"], ["record", "check"]],
    ids=" ".join,
)
def test_help_ends_with_an_example(run, command):
    code, out, _ = run(*command, "--help")
    assert code == 0
    assert re.search(r"Examples?:\n\s+(echo .*)?actgraph " + " ".join(command), out)
    for example in re.findall(r"^\s+((?:echo .*)?actgraph .+)$", out, re.MULTILINE):
        assert subprocess.run(["bash", "-n", "-c", example], check=False).returncode == 0, example


def test_the_examples_of_the_help_do_what_they_say(run, tmp_path):
    """Leave out those that need the official files and those with tests of their own: a server, a whole site."""
    path = f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for command in [name for name in COMMANDS if name not in ("build", "text", "serve", "site")]:
        examples = run(command, "--help")[1].partition("Example")[2]
        for example in re.findall(r"^ +((?:echo .*)?actgraph .+)$", examples, re.MULTILINE):
            if "--endpoint" in example or "--bulk" in example:  # servers and registries have other tests
                continue
            done = subprocess.run(
                ["bash", "-c", example],
                cwd=tmp_path,
                env={**os.environ, "PATH": path},
                capture_output=True,
                check=False,
            )
            assert done.returncode == 0, f"{example}: {done.stderr.decode()}"


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "ascii"])
def test_output_survives_narrow_encoding(encoding):
    for args in (["query", "gpai-model"], ["show", "53"], ["export"]):
        done = subprocess.run(
            [sys.executable, "-c", "from actgraph.cli import main; main()", *args],
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        )
        said = done.stderr.decode(encoding, errors="replace")[:6]
        assert (done.returncode, said) == (0, "as of " if args[0] != "show" else ""), args


def test_user_query_takes_parameters(run, tmp_path):
    file = tmp_path / "mine.rq"
    file.write_text(
        "#+ param: provision required Article,Paragraph,Point a provision, such as 53(1)(c)\n"
        "SELECT ?by { ?by ag:covers ?theProvision }",
        encoding="utf-8",
    )
    code, out, _ = run("query", str(file), "--param", "provision=53(1)(c)", "-f", "csv")
    assert (code, out.split()) == (0, ["by", "https://w3id.org/actgraph/code-of-practice/cpy.com_1"])
    code, out, err = run("query", str(file))
    assert (code, out) == (2, "")
    assert "needs the parameter provision: a provision, such as 53(1)(c)" in err
    code, out, err = run("query", str(file), "--param", "provision=Article 153")
    assert (code, out) == (2, "")
    assert "--param provision: there is no Article 153" in err
    file.write_text("#+ param: provision\nASK {}", encoding="utf-8")
    code, out, err = run("query", str(file))
    assert (code, out) == (2, "")
    assert "is no parameter" in err


def test_wide_table_is_folded_only_on_terminal():
    command = [sys.executable, "-c", "from actgraph.cli import main; main()", "query", "thresholds"]
    ours, theirs = pytest.importorskip("pty").openpty()
    with subprocess.Popen(
        command, stdout=theirs, stderr=subprocess.DEVNULL, env={**os.environ, "COLUMNS": "80"}
    ) as done:
        os.close(theirs)
        told = b""
        with contextlib.suppress(OSError):  # how a terminal closes
            while more := os.read(ours, 4096):
                told += more
    assert done.returncode == 0
    lines = told.decode().splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["threshold", "thresholdLabel"]
    assert max(map(len, lines)) <= 80
    assert len(subprocess.run(command, capture_output=True, check=True).stdout.decode().splitlines()[0]) > 80


def test_empty_answer_names_texts_not_yet_published(run):
    code, _, err = run("query", "signatories", "--on", "2025-01-01")
    assert code == 0
    assert "not there before 2025-07-10: General-Purpose AI Code of 10 July 2025" in err


@pytest.mark.parametrize("day", ["20260301", "2026-W10-1", "2026-3-1", "2026-02-30"])
def test_only_iso_dates_are_accepted(run, day):
    code, out, err = run("covers", "53", "--on", day)
    assert (code, out) == (2, "")
    assert "is no date" in err


@pytest.mark.parametrize("amount", ["-5", "nan", "1e400", "much"])
def test_amount_must_be_non_negative_number(run, amount):
    code, out, err = run("query", "thresholds-reached", "--param", f"amount={amount}")
    assert (code, out) == (2, "")
    assert f"--param amount: “{amount}” is no number from 0" in err


def test_provider_is_cited_by_name(run):
    assert run("show", "xAI", "--on", "2026-11-24")[1].startswith("xAI\n")


def test_show_other_act_lists_citing_provisions(run):
    out = run("show", "http://data.europa.eu/eli/dir/2019/790/oj", "--on", "2026-11-24")[1]
    assert "Recital 105; Recital 106 (Article 4(3)); Article 53(1)(c) (Article 4(3))" in out


@pytest.mark.parametrize(("node", "meant"), [("Article 1", "Subject matter"), ("3(14a)", "AR:1;PT:4;PT:b")])
def test_erratum_is_shown_at_its_provision(run, node, meant):
    out = run("show", node, "--on", "2026-11-24")[1]
    assert f"meant “{meant}”" in out[out.index("\nErrata\n") :]


def test_covers_whole_node_names_covering_part(run):
    (one,) = json.loads(run("show", "cop:tra", "--on", "2026-11-24", "-f", "json")[1])
    rows = [tuple(sorted((key, str(value)) for key, value in row.items())) for row in one["covers"]]
    assert len(set(rows)) == len(rows)


def test_version(run):
    assert re.fullmatch(r"actgraph \d+\.\d+\.\d+\n", run("--version")[1])


def test_engine_panic_exits_3_without_traceback(run, monkeypatch):
    class Panic(BaseException):
        """A panic of the engine, which is no Exception."""

    def raise_panic(*_):
        raise Panic("it cannot be")

    monkeypatch.setattr("actgraph.cli.options.open_day", raise_panic)
    code, out, err = run("covers", "53")
    assert (code, out) == (3, "")
    assert err.startswith("actgraph: our own fault: Panic: it cannot be (")


def test_own_query_is_asked_again_if_damage_was_found_beside_it(run, monkeypatch, tmp_path):
    """Another process has found the store damaged and removed the pointer to it, so that none is there to check."""
    from actgraph.sparql.query_pool import QueryPool

    answered, asked = QueryPool.run_query, []

    def run_query(workers, request):
        asked.append(request)
        if len(asked) == 1:
            raise UnansweredError("failed", "the processes end while they start")
        return answered(workers, request)

    monkeypatch.setattr(store, "check_store", lambda graphs: store.ABSENT)
    monkeypatch.setattr(QueryPool, "run_query", run_query)
    (tmp_path / "a.rq").write_text("ASK {}", encoding="utf-8")
    code, out, err = run("query", str(tmp_path / "a.rq"), "-f", "csv")
    assert (code, out, len(asked)) == (0, "answer\ntrue\n", 2), err
