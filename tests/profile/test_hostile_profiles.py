"""Test that hostile and careless profiles give an answer or one message in short time, and never pass."""

import csv
import io
import json

import pytest
from markdown_it import MarkdownIt

from actgraph.core.prefixes import load_prefixes, shorten_iri
from actgraph.profile import limits, profile, schema, turtle_lines
from actgraph.profile.text import ProfileText
from actgraph.validation import results, vocabulary_checks

DAY = "2026-11-24"
HEADS = (
    "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in load_prefixes().items())
    + "@prefix e: <https://e.example/> .\n"
)
MODEL = """e:p a ag:Provider ; rdfs:label "P" ; ag:establishment "US" .
e:m a ag:Model ; rdfs:label "M" ; ag:developedBy e:p ; ag:cumulativeCompute 3.0e25 .
"""


@pytest.fixture
def typed(tmp_path, run):
    """Return a function that runs a command on a profile: exit code, output, standard error."""

    def run_on_profile(command, text, *args, name="model.ttl"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else (HEADS + text).encode())
        return run(command, str(path), "--on", DAY, *args)

    return run_on_profile


def _get_findings(typed, text):
    code, out, _ = typed("validate", text, "-f", "json")
    return code, json.loads(out)["findings"]


# ---- Large profiles


def test_unknown_names_are_found_with_suggestions(typed):
    names = [f"act:art_53.par_{number}.x" for number in range(1000)]
    lines = "\n".join(f"e:x{number} ag:licence {name} ." for number, name in enumerate(names))
    code, found = _get_findings(typed, MODEL + lines)
    unknown = [one for one in found if one["shape"].endswith("Vocabulary-node")]
    assert (code, len(unknown)) == (1, len(names))
    told = [one["todo"] for one in unknown]
    assert all(todo.startswith("Did you mean") for todo in told[: vocabulary_checks.MAX_GUESSED_NAMES])
    assert all(
        f"first {vocabulary_checks.MAX_GUESSED_NAMES}" in todo for todo in told[vocabulary_checks.MAX_GUESSED_NAMES :]
    )


def test_repeated_unknown_name_has_suggestions(typed):
    often = "".join(f"e:m{number} ag:developdBy e:p ." for number in range(vocabulary_checks.MAX_GUESSED_NAMES + 10))
    _, found = _get_findings(typed, MODEL + often)
    assert {one["todo"] for one in found if one["shape"].endswith("-property")} == {
        "Did you mean ag:developedBy or ag:developedFor?"
    }


_LIMITED_CLASSES = [  # the last figure: how many the profile has already
    ("Model", limits.MAX_MODELS, "models", 1),
    ("System", limits.MAX_MODELS, "AI systems", 0),
    ("Deployment", limits.MAX_DEPLOYMENTS, "deployments", 0),
    ("Provider", limits.MAX_PROVIDERS, "providers", 1),
    ("Deployer", limits.MAX_PROVIDERS, "deployers", 0),
]
TOO_MUCH = {
    **{
        words: (
            "".join(f"e:n{number} a ag:{name} .\n" for number in range(most + 1 - there)),
            f"it describes more than {most} {words}",
        )
        for name, most, words, there in _LIMITED_CLASSES
    },
    "values": (
        "".join(f"e:m ag:licence e:l{number} .\n" for number in range(limits.MAX_VALUES + 1)),
        f"a node has more than {limits.MAX_VALUES} values of ag:licence",
    ),
    "channels": (
        "".join(f"e:m ag:madeAvailable e:c{number} .\n" for number in range(limits.MAX_LINKS_PER_PROPERTY + 1)),
        f"a node has more than {limits.MAX_LINKS_PER_PROPERTY} values of ag:madeAvailable",
    ),
    "base models": (
        " ".join(f"e:m{number} ag:baseModel e:m{(number + 1) % 45} ." for number in range(45)) + "\n",
        f"more than {limits.MAX_BASES} base models",
    ),
    "amounts": (
        " ".join(f"e:m{one} ag:ownCompute {', '.join(f'{many}e24' for many in range(1, 101))} ." for one in range(11))
        + "\n",
        "pairs of values of one property",
    ),
    "documents in two roles": (
        "".join(f"e:m{number} ag:developedBy e:p .\n" for number in range(120))
        + "e:d a ag:Evidence .\ne:p ag:framework e:d .\ne:p ag:copyrightPolicy e:d .\ne:p ag:evidence e:d .\n",
        "several properties refer to this document, and too many models are affected",
    ),
    "links": (
        "".join(f"e:m{number} ag:marketedBy e:p .\n" for number in range(limits.MAX_LINKS)),
        f"more than {limits.MAX_LINKS:,} links to providers, bases and channels",
    ),
}


@pytest.mark.parametrize("command", ["assess", "validate"])
@pytest.mark.parametrize(("more", "says"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_profile_over_limits_is_refused(typed, command, more, says):
    code, out, err = typed(command, MODEL + more)
    last = (HEADS + MODEL + more).count("\n")
    assert (code, out) == (2, "")
    assert f"model.ttl:{last}: " in err
    assert says in err


def test_maximum_number_of_models_is_read():
    text = HEADS + "".join(f"e:m{number} a ag:Model .\n" for number in range(limits.MAX_MODELS))
    assert len(profile.parse_profile(text.encode(), "a.ttl", "ttl").quads) == limits.MAX_MODELS


def test_comparisons_of_duplicate_values_are_limited(typed):
    own, all_ = (" , ".join(f"{number}.{end}e24" for number in range(1, 101)) for end in (5, 7))
    code, found = _get_findings(
        typed,
        MODEL.replace(" ; ag:cumulativeCompute 3.0e25", "")
        + f"e:m ag:ownCompute {own} ; ag:cumulativeCompute {all_} .",
    )
    shapes = [one["shape"].rpartition("/")[2] for one in found]
    assert code == 1
    assert {"Model-ownCompute", "Model-cumulativeCompute", "Model-compute-of-all"} <= set(shapes)
    assert shapes.count("Model-compute-of-all") <= results.MAX_COMPARED_VALUES


@pytest.mark.parametrize(
    "text",
    [
        f"<a:a> <a:b> {'9' * 300_000} .",
        f"<a:a> <a:b> -{'9' * 300_000}.{'9' * 300_000} .",
        f"<a:a> <a:b> .{'9' * 300_000}e5 .",
        f"_:{'n' * 300_000} <a:b> 1 .",
    ],
    ids=["integer", "decimal", "double", "name"],
)
def test_long_token_is_located_fast(text):
    """Backtracking at each character would take hours."""
    assert turtle_lines.split_statements(ProfileText("a.ttl", f"\n{text}")).lines == [2]


# ---- Circular models


@pytest.mark.parametrize("many", [1, 2, 3, 20])
def test_circular_models_are_not_assessed(typed, many):
    circle = "".join(
        f'e:m{number} a ag:Model ; rdfs:label "M" ; ag:developedBy e:p ; ag:baseModel e:m{(number + 1) % many} .\n'
        for number in range(many)
    )
    text = f'e:p a ag:Provider ; rdfs:label "P" ; ag:establishment "US" .\n{circle}'
    code, found = _get_findings(typed, text)
    circles = [one["node"] for one in found if one["shape"].endswith("Model-base-of-another")]
    assert (code, len(circles)) == (1, many)


def test_only_circular_models_cannot_be_assessed(typed):
    circle = "".join(
        f"e:m{one} a ag:Model ; ag:baseModel e:m{other} ; ag:developedBy e:p{one} ; ag:marketedBy e:p{one} ."
        for one, other in ((1, 2), (2, 1))
    )
    code, out, err = typed("assess", "e:p1 a ag:Provider . e:p2 a ag:Provider . " + circle)
    assert (code, out) == (2, "")
    assert "only the base of another's" in err


def test_base_reached_twice_is_no_circle(typed):
    text = MODEL + "e:m ag:baseModel e:b , e:c . e:b ag:baseModel e:c . e:b a ag:Model . e:c a ag:Model ."
    _, found = _get_findings(typed, text)
    assert not [one for one in found if one["shape"].endswith("Model-base-of-another")]


def test_unnamed_model_is_shown_by_number(typed):
    code, out, _ = typed("assess", "e:p a ag:Provider . [] a ag:Model ; ag:developedBy e:p .")
    assert code == 0
    assert out.startswith("_:b1: 16 duties are unknown\n\n_:b1\n")


# ---- Harmless output

STEERS = '"M\\u0007\\u202E\\r\\n  Does not apply, by the facts given\\u001B[31m"'


@pytest.mark.parametrize("form", ["text", "json", "csv", "tsv", "markdown"])
@pytest.mark.parametrize("why", [(), ("--why", "53(1)(a)")], ids=["all", "why"])
def test_label_sends_no_terminal_codes(typed, form, why):
    code, out, err = typed("assess", MODEL.replace('"M"', STEERS), "-f", form, *why)
    assert code == 0
    assert not {"\x07", "\u202e", "\x1b", "\r"} & set(out + err)


@pytest.mark.parametrize("why", [(), ("--why", "53(1)(a)")], ids=["all", "why"])
def test_label_adds_no_line(typed, why):
    _, out, _ = typed("assess", MODEL.replace('"M"', STEERS), *why)
    assert "M Does not apply, by the facts given[31m" in out
    assert not [line for line in out.splitlines() if line == "  Does not apply, by the facts given[31m"]


def test_label_hides_no_finding(typed):
    stated = "e:m ag:significantGenerality true ; ag:wideRangeOfTasks true ."
    _, out, _ = typed("assess", MODEL.replace('"M"', '"M: is provided by: nobody"') + stated)
    assert "\n  General-purpose AI model with systemic risk  (" in out


def test_label_is_no_formula_or_markup(typed):
    text = MODEL.replace('"M"', "\"=HYPERLINK('x')|<script>\\\\\"")
    for form in ("csv", "tsv"):
        _, out, _ = typed("assess", text, "-f", form)
        rows = list(csv.DictReader(io.StringIO(out), delimiter="," if form == "csv" else "\t"))
        assert {row["modelLabel"] for row in rows} == {"'=HYPERLINK('x')|<script>\\"}
    _, out, _ = typed("assess", text, "-f", "markdown")
    assert "| =HYPERLINK('x')\\|\\<script\\>\\\\ |" in out
    html = MarkdownIt("commonmark").enable("table").render(out)
    assert "<script" not in html
    assert html.count("<tr>") == 17
    assert html.count("=HYPERLINK('x')|&lt;script&gt;\\</td>") == 16


@pytest.mark.parametrize("command", ["assess", "validate"])
def test_name_sends_no_terminal_codes(typed, command):
    text = MODEL.replace("3.0e25", "30000000000000000000000000")
    for body, code in ((text, 0), ("e:p", 2)):
        found, _, err = typed(command, body, name="a\x07\u202e.ttl")
        assert (found == 2) == (code == 2)
        assert "a.ttl" in err
        assert not {"\x07", "\u202e"} & set(err)


# ---- Careless commands


@pytest.mark.parametrize("why", ["", "rdg:obl_nope", "rdg:x> } SELECT * {", "rdg:\x1b[31m", "https://e.example/m"])
def test_why_of_unknown_node_is_refused(typed, why):
    code, out, err = typed("assess", MODEL, "--why", why)
    assert (code, out) == (2, "")
    assert "own fault" not in err


def test_why_works_in_every_format(typed):
    _, out, _ = typed("assess", MODEL, "--why", "rdg:obl_53.1.a", "-f", "json")
    assert [one["provisionLabel"] for one in json.loads(out)] == ["Article 53(1)(a)"]


@pytest.mark.parametrize("name", ["my.json", "my", "my.rdf"])
def test_new_profile_needs_readable_name(run, tmp_path, name):
    code, out, err = run("profile", "new", str(tmp_path / name))
    assert (code, out) == (2, "")
    assert ".yaml .yml .ttl .trig" in err
    assert not list(tmp_path.iterdir())


def test_dangling_symlink_does_not_suggest_itself(run, tmp_path):
    link = tmp_path / "model.ttl"
    link.symlink_to("nowhere")
    code, _, err = run("assess", str(link))
    assert code == 2
    assert "did you mean" not in err


# ---- Contradictions

PLACED = """e:m ag:significantGenerality true ; ag:wideRangeOfTasks true ; ag:modalityOut ag:text ; ag:marketedBy e:p ;
  ag:madeAvailable e:a .
e:a a ag:MakingAvailable ; ag:channel ag:applicationInterface ; ag:onUnionMarket true ; ag:date "2026-02-02"^^xsd:date .
"""
CONTRADICTIONS = {
    "generality": ("e:m ag:significantGenerality false .", "ag:significantGenerality"),
    "research": ("e:m ag:forResearchOnly true , false .", "ag:forResearchOnly"),
    "compute": ("e:m ag:cumulativeCompute 1.0e22 .", "ag:cumulativeCompute"),
    "a day that is none": ('e:a ag:date "12025-01-01"^^xsd:date .', "ag:date"),
    "a figure of another kind": ('e:m ag:cumulativeCompute "9e22"^^xsd:float .', "ag:cumulativeCompute"),
    "another writing": ('e:m ag:wideRangeOfTasks "0"^^xsd:boolean .', "ag:wideRangeOfTasks"),
}


@pytest.mark.parametrize(("more", "asked"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_contradiction_lifts_no_duty(typed, more, asked):
    owed = _get_statuses(typed, MODEL + PLACED)
    both = _get_statuses(typed, MODEL + PLACED + more)
    lifted = [duty for duty in owed if owed[duty] == "applies" and both[duty] not in ("applies", "unknown")]
    assert lifted == []
    code, found = _get_findings(typed, MODEL + PLACED + more)
    assert code == 1
    assert asked in {one["property"].replace(load_prefixes()["ag"], "ag:") for one in found}


def test_contradiction_asks_which_value_holds(typed):
    _, out, _ = typed("assess", MODEL + PLACED + "e:m ag:significantGenerality false .")
    asked = "M: significant generality: which of yes, no?"
    assert out.count(asked) == 1


def test_repeated_value_is_no_contradiction(typed):
    graphs = "".join(f"e:{name} {{ e:m ag:significantGenerality false . }}\n" for name in ("g", "h"))
    _, out, _ = typed("assess", MODEL + graphs, "-f", "json", name="model.trig")
    assert {one["status"] for one in json.loads(out)} == {"does not apply"}


def _get_statuses(typed, text):
    _, out, _ = typed("assess", text, "-f", "json")
    return {one["obligation"]: one["status"] for one in json.loads(out)}


NO_AMOUNTS = ["0.0e0", '"-0"^^xsd:double', "-1e25", '"-INF"^^xsd:double', '"NaN"^^xsd:double', '"9e22"^^xsd:float']


@pytest.mark.parametrize("amount", NO_AMOUNTS)
def test_impossible_amount_lifts_no_duty(typed, amount):
    text = MODEL.replace("ag:cumulativeCompute 3.0e25", f"ag:cumulativeCompute {amount} ; ag:ownCompute {amount}")
    owed = _get_statuses(typed, text + PLACED.replace("ag:significantGenerality true ; ag:wideRangeOfTasks true ;", ""))
    assert set(owed.values()) == {"unknown"}


@pytest.mark.parametrize("day", ["12025-01-01", "0000-01-01", "-0005-01-01", "2025-02-30"])
def test_impossible_date_lifts_no_duty(typed, day):
    owed = _get_statuses(typed, MODEL + PLACED.replace("2026-02-02", day))
    assert not {"does not apply", "exempt"} & {owed[one] for one in owed if "obl_53.1" in one}


# ---- Literals in place of nodes

LITERALS = [
    '"x"',
    '"x"@en',
    "true",
    "1.5e0",
    '"much"^^xsd:double',
    '"much"^^xsd:boolean',
    "( e:a )",
    "e:m",
    "e:p",
    "[]",
]


@pytest.mark.parametrize("value", LITERALS)
def test_literal_in_place_of_node_is_found(typed, value):
    """All properties at once, each with the same value."""
    ours = sorted(shorten_iri(one) for one in schema.collect_shape_terms()[0] if one.startswith(load_prefixes()["ag"]))
    text = MODEL + PLACED + "".join(f"e:m {one} {value} .\ne:p {one} {value} .\ne:a {one} {value} .\n" for one in ours)
    code, _, err = typed("assess", text)
    assert (code, "own fault" in err) in [(0, False), (2, False)]
    code, _, err = typed("validate", text)
    assert (code, "own fault" in err) == (1, False)


@pytest.mark.parametrize("command", ["assess", "validate"])
@pytest.mark.parametrize("value", LITERALS)
def test_licence_must_be_node(typed, command, value):
    stated = "ag:isMonetised false ; ag:publishes ag:weights , ag:architectureInformation , ag:usageInformation"
    code, _, err = typed(command, MODEL + PLACED + f"e:m ag:licence {value} ; {stated} .")
    assert (code, "own fault" in err) == (int(command == "validate"), False)


@pytest.mark.parametrize("country", ['"ie"', '"IE"@en', '" IE"', '""', '"Ireland"', "1", "e:ireland"])
def test_country_is_two_letters(typed, country):
    _, found = _get_findings(typed, MODEL.replace('"US"', country))
    assert "Provider-establishment" in {one["shape"].rpartition("/")[2] for one in found}
