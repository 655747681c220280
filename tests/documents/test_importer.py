"""Test `profile import`: one draft of several files, the places of statements, what is refused and how."""

import hashlib
import io
import json
import re
import zipfile

import pytest

from actgraph.core.prefixes import load_prefixes
from actgraph.documents.importer import MAX_DOCUMENT_BYTES, import_documents
from actgraph.documents.reading import DocumentError
from actgraph.profile.profile import read_profile
from tests.conftest import ROOT
from tests.support.example_form import FORM, build_form

AG = load_prefixes()["ag"]
TYPE = load_prefixes()["rdf"] + "type"
CARD = ROOT / "examples" / "documents" / "card.md"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_card(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    return name


def test_draft_is_a_profile_that_is_assessed(run, folder):
    assert run("profile", "import", str(FORM), str(CARD), "-o", "draft.yaml")[0] == 0
    read = read_profile("draft.yaml")
    stated = {(triple.predicate.value.removeprefix(AG), getattr(triple.object, "value", "")) for triple in read.triples}
    assert {("parameters", "7.1e9"), ("hubIdentifier", "apache-2.0"), ("trainingTokens", "4e12")} <= stated
    code, out, _ = run("assess", "draft.yaml")
    assert code == 0
    assert "Samphire 7B" in out


def test_trig_and_yaml_say_the_same(run, folder):
    for name in ("draft.yaml", "draft.trig"):
        assert run("profile", "import", str(FORM), "-o", name)[0] == 0
    assert set(read_profile("draft.yaml").quads) == set(read_profile("draft.trig").quads)


def test_statement_tells_file_hash_and_place(run):
    code, out, _ = run("profile", "import", str(FORM), "-f", "json")
    (one,) = [said for said in json.loads(out)["statements"] if said["property"] == AG + "parameters"]
    assert code == 0
    assert one["sha256"] == hashlib.sha256(FORM.read_bytes()).hexdigest()
    assert (one["file"], one["place"], one["value"]) == (str(FORM), "item 13 (table 1, row 14)", "7.1e9")


def test_draft_asks_for_what_decides_a_duty(run):
    _, out, _ = run("profile", "import", str(FORM), "-f", "json")
    asked = {word.removeprefix(AG) for one in json.loads(out)["questions"] for word in one["answeredBy"]}
    assert {"establishment", "sizeClass", "significantGenerality", "cumulativeCompute", "isMonetised"} <= asked
    assert "madeAvailable" not in asked  # item 5 answers it


def test_draft_asks_for_what_a_stated_property_leaves_open(run):
    _, out, _ = run("profile", "import", str(CARD), "-f", "json")
    asked = [[word.removeprefix(AG) for word in one["answeredBy"]] for one in json.loads(out)["questions"]]
    assert ["marketedBy"] in asked  # the card says who develops the model
    assert ["hasNoTerms", "hasTerm", "permits", "withholds"] in asked  # and names a licence


def _answer_questions(run, folder, form):
    """Take the sign # away from the lines of a draft that suggest an answer; return what it then states."""
    run("profile", "import", str(CARD), "-o", f"draft.{form}")
    text = (folder / f"draft.{form}").read_text(encoding="utf-8").replace("YYYY-MM-DD", "2026-02-02")
    if form == "yaml":
        text = re.sub(r"# (\w+):  # any of: ", r"# \1: ", text).replace("channel: …", "channel: download")
        text = re.sub(r"^( *)# ([a-z]\w*: *[^ #\n])", r"\1\2", text, flags=re.MULTILINE)
    else:
        text = re.sub(r"… \.  # any of: (.*)", r"\1 .", text).replace("ag:channel …", "ag:channel ag:download")
        text = re.sub(r"^# (my:\S+ ag:\w+ (?!…))", r"\1", text, flags=re.MULTILINE)
    (folder / f"answered.{form}").write_text(text, encoding="utf-8")
    before, after = (set(read_profile(f"{name}.{form}").triples) for name in ("draft", "answered"))
    stated = {tuple(getattr(term, "value", "") for term in triple) for triple in after - before}
    blank = re.compile(r"\bb\d+$")
    return {tuple(blank.sub("", term) for term in said) for said in stated if said[1] != TYPE}


def test_suggested_answers_are_read_and_the_same_in_both_syntaxes(run, folder):
    in_yaml, in_trig = (_answer_questions(run, folder, form) for form in ("yaml", "trig"))
    stated = {predicate.removeprefix(AG) for _, predicate, _ in in_yaml}
    assert {"madeAvailable", "marketedBy", "permits", "publishes", "channel", "date"} <= stated
    assert in_yaml == in_trig


def test_what_is_not_stated_is_listed(run):
    _, out, _ = run("profile", "import", str(FORM), "-f", "json")
    left = [(one["field"], one["text"]) for one in json.loads(out)["notStated"]]
    assert ("item 40 as compute of the model", "1.8e23") in left


def test_disagreement_is_stated_twice_and_found(run, folder):
    write_card(folder, "other.md", CARD.read_text(encoding="utf-8").replace("7.1 billion", "6.9 billion"))
    code, out, err = run("profile", "import", str(CARD), "other.md", "-o", "draft.yaml")
    assert (code, out) == (0, "")
    assert "parameters" in err
    assert "disagree" in err
    code, out, _ = run("validate", "draft.yaml", "--all")
    assert code == 1
    assert "parameters 6.9e9" in out or "6.9" in out


def test_same_model_of_two_files_is_one_model():
    draft = import_documents([str(FORM), str(CARD)])
    models = {quad.subject for quad in draft.quads if getattr(quad.object, "value", "") == AG + "Model"}
    assert len(models) == 1


def test_example_form_is_current():
    with zipfile.ZipFile(FORM) as file:
        written = file.read("word/document.xml")
    with zipfile.ZipFile(io.BytesIO(build_form())) as file:
        assert file.read("word/document.xml") == written, "python -m tests.support.example_form"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("empty.md", b"", "it is empty"),
        (
            "notes.txt",
            b"We trained a model in May and it went well.\n",
            "actgraph does not recognise this as any document that it can read",
        ),
        ("bom.json", b'{"bomFormat": "CycloneDX",\n "specVersion": "1.6",\n}', "bom.json:"),
        ("bom.xml", b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>', "XML"),
        ("form.docx", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n", "PDF"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.doc"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "photo.png"),
        ("broken.docx", b"PK\x03\x04" + b"\0" * 100, "broken.docx"),
    ],
)
def test_what_cannot_be_read_is_refused(run, folder, name, data, told):
    (folder / name).write_bytes(data)
    code, out, err = run("profile", "import", name, "-o", "draft.yaml")
    assert (code, out) == (2, "")
    assert told in err
    assert "own fault" not in err
    assert not (folder / "draft.yaml").exists()


def test_folder_missing_file_and_file_twice_are_refused(folder):
    card = write_card(folder, "card.md", CARD.read_text(encoding="utf-8"))
    write_card(folder, "copy.md", CARD.read_text(encoding="utf-8"))
    for names, told in (
        (["."], "this is a folder, not a file"),
        (["no.md"], "there is no such file"),
        ([card, "copy.md"], "this is the same file as card.md"),
        ([card] * 51, "these are more than 50 files"),
    ):
        with pytest.raises(DocumentError) as error:
            import_documents(names)
        assert told in error.value.what


def test_large_file_is_refused(folder):
    with open("large.md", "wb") as file:
        file.truncate(MAX_DOCUMENT_BYTES + 1)
    with pytest.raises(DocumentError) as error:
        import_documents(["large.md"])
    assert error.value.what == "it is over 20 MB"


def test_draft_never_replaces_a_file(run, folder):
    (folder / "draft.yaml").write_text("mine", encoding="utf-8")
    code, _, err = run("profile", "import", str(CARD), "-o", "draft.yaml")
    assert code == 2
    assert "is there already" in err
    assert (folder / "draft.yaml").read_text(encoding="utf-8") == "mine"


def test_name_of_draft_needs_a_known_ending(run, folder):
    code, _, err = run("profile", "import", str(CARD), "-o", "draft.json5")
    assert (code, ".json5 is no ending of a draft" in err) == (2, True)


def test_documented_log_gives_documented_sum(folder):
    page = (ROOT / "docs/documents.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"```csv\n(.+?)```", page, re.DOTALL)
    (value,) = re.findall(r"`ag:ownCompute ([0-9.e]+)`", page)
    draft = import_documents([write_card(folder, "log.csv", table)])
    assert [float(quad.object.value) for quad in draft.quads if quad.predicate.value == AG + "ownCompute"] == [
        float(value)
    ]
