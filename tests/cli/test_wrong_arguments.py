"""Test that wrong arguments give exit code 2 and one helpful message, no traceback and no empty answer."""

import re

import pytest

from actgraph.cli import _run
from actgraph.law.amendments import COLUMNS as CHANGES
from actgraph.law.coverage import COLUMNS as COVERAGE
from actgraph.law.link_paths import COLUMNS as STEPS
from actgraph.law.timeline import COLUMNS as DATES
from tests.conftest import ROOT
from tests.support.looping import each

DAY = "2026-11-24"
EDITION = "grf:edition.act.2026-07-27"  # statements about the file itself are no links
MILESTONE = "act:mls_2024-08-01.entry-into-force"
EDITIONS = ["2024-07-12", "2026-07-27"]
NO_PROVISION = {
    "act:amd_M001000": "Amendment M001000",
    MILESTONE: "The AI Act enters into force",
    "cop:prv_xai": "xAI",
    "cop:sgl_2026-07-31": "List of signatories",
    "trm:act.risk": "risk",
    "omn:art_1": "Article 1 of Regulation (EU) 2026/1744",
    "gdl:5045.par_73": "Guidelines C(2025) 5045, paragraph 73",
    "gdl:5045": "Guidelines C(2025) 5045",
    "grf:erratum.M006000": "Erratum",
    "ag:covers": "covers",
    "http://data.europa.eu/eli/dir/2019/790/oj": "Directive (EU) 2019/790",
}

WRONG = [
    (["path", "", ""], "an empty citation"),
    (["path", "53", "A" * 100_000], "too long for a citation"),
    (["path", "53\x01\x1b[31m", "53"], "cannot read"),
    (["path", "Artikel 53", "6"], "did you mean: Article 53"),
    (["path", "53", "999"], "there is no Article 999"),
    (["path", "53", "act:mls_1"], "is no node of the graph of this day"),
    (["path", "53", "http://data.europa.eu/eli/dir/2019/791/oj"], "is no node of the graph of this day"),
    (["path", "53", "Directive (EU) 2019/790"], "by its ELI, like http://data.europa.eu/eli/dir/2019/790/oj"),
    (["path", "53", "AI Act"], "is the whole act"),
    (["path", "75a", "53", "--on", "2025-01-01"], "Article 75a does not hold on 2025-01-01"),
    (["path", "53", "54", "--on", "2026-13-01"], "is no date"),
    (["path", "53", "54", "--on", "2024-07-31"], "no text of the graph holds on 2024-07-31"),
    (["show", "53", "--on", ""], "is no date"),
    (["timeline", "--on", ""], "is no date"),
    (["timeline", "--on", "2026-02-30"], "is no date"),
    (["timeline", "--for", ""], "Name a provision of the Act, or one of"),
    (["timeline", "--for", "pope"], "Name a provision of the Act, or one of"),
    (["timeline", "--for", "Copyright Measure 1.1"], "actgraph covers 'cop:cpy.com_1.mea_1'"),
    (["timeline", "--for", "75a", "--on", "2025-01-01"], "does not hold on 2025-01-01"),
    (["diff", "", ""], "there is no edition"),
    (["diff", "2024-07-12", "2024-07-12"], "is named twice"),
    (["diff", "2024-07-12", "2026-07-28"], "there is no edition “2026-07-28”"),
    (["diff", *EDITIONS, ""], "an empty citation"),
    (["diff", *EDITIONS, "Copyright Measure 1.1"], "actgraph show 'cop:cpy.com_1.mea_1'"),
    (["query", ""], "there is no query"),
    (["query", "provisions-using-term", "--param", "term=53"], "Name a term of Article 3"),
    (["query", "articles-of-recital", "--param", "recital=97"], "Name a recital of the AI Act"),
    (["query", "references-to-provision", "--param", "provision="], "an empty citation"),
    (["covers", "cop:tra.pag_5"], "is neither a provision of the Act nor a part of a code"),
    *((["covers", node], f"actgraph show '{node}'") for node in NO_PROVISION),
    *((["timeline", "--for", node], "has no dates: they are those of the Act") for node in NO_PROVISION),
    *((["diff", *EDITIONS, node], "is no provision of the AI Act") for node in NO_PROVISION),
]


@each(("arguments", "says"), WRONG, ids=[" ".join(arguments)[:60] for arguments, _ in WRONG])
def test_wrong_argument_is_explained(arguments, says, capsys):
    assert _run(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert "Traceback" not in told.err
    assert told.err.count("actgraph: ") == 1


@pytest.mark.parametrize("node", NO_PROVISION)
def test_covers_hint_to_show_works(node, capsys):
    assert _run(["show", node, "--on", DAY]) == 0
    assert capsys.readouterr().out.startswith(NO_PROVISION[node])


@pytest.mark.parametrize("form", ["text", "json", "csv", "tsv", "markdown"])
@pytest.mark.parametrize(
    ("end", "why"), [("Article 53", "one and the same"), (EDITION, "No chain of links that path follows")]
)
def test_path_explains_missing_chain_in_every_format(end, why, form, capsys):
    assert _run(["path", "53", end, "--on", DAY, "-f", form]) == 0
    told = capsys.readouterr()
    assert why in (told.out if form == "text" else told.err)


def test_path_through_act_names_it(capsys):
    assert _run(["path", "omn:art_1", "omn:art_2", "--on", DAY]) == 0
    assert "is part of Regulation (EU) 2026/1744" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "columns"), [("covers", COVERAGE), ("path", STEPS), ("timeline", DATES), ("diff", CHANGES)]
)
def test_columns_are_documented(command, columns):
    (row,) = re.findall(rf"^\| `{command}` \| (.*) \|$", (ROOT / "docs/json.md").read_text(), re.MULTILINE)
    assert re.findall(r"`(\w+)`", row)[: len(columns)] == list(columns)
