"""Test `profile export`: what it writes where, and what it refuses."""

import json

import pytest

from tests.conftest import ROOT

COMPLETE = str(ROOT / "examples/complete.ttl")
FINETUNE = str(ROOT / "examples/finetune-above.ttl")
STARTS = {
    "form": "# Model Documentation Form\n",
    "summary": "# Public Summary of Training Content\n",
    "card": "---\n",
    "cyclonedx": "{\n",
    "notification": "# Notification to the Commission under Article 52(1)",
    "incident": "# Report on a serious incident",
    "status": "<!doctype html>\n",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("form", STARTS)
def test_text_goes_to_standard_output(run, form):
    code, out, _ = run("profile", "export", form, COMPLETE, "--on", "2026-12-01")
    assert code == 0
    assert out.startswith(STARTS[form])


@pytest.mark.parametrize("form", ["form", "summary", "notification", "incident"])
def test_word_goes_to_a_file(run, folder, form):
    code, out, err = run("profile", "export", form, COMPLETE, "-o", "filled.docx")
    assert (code, out) == (0, "")
    assert (folder / "filled.docx").read_bytes().startswith(b"PK")
    assert "filled.docx is written." in err
    assert "Fields: " in err


def test_a_profile_in_yaml_gives_the_same(run, folder):
    assert run("profile", "convert", FINETUNE, "-o", "profile.yaml")[0] == 0
    turtle, yaml = (json.loads(run("profile", "export", "cyclonedx", one)[1]) for one in (FINETUNE, "profile.yaml"))
    for bom in (turtle, yaml):
        for one in ("serialNumber", "metadata"):
            del bom[one]
    hide = [{"name": one["name"]} for one in turtle["components"][0]["properties"]]
    assert hide == [{"name": one["name"]} for one in yaml["components"][0]["properties"]]
    assert turtle["components"][0]["modelCard"] == yaml["components"][0]["modelCard"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("form", COMPLETE, "-o", "form.pdf"), "form cannot be written as .pdf"),
        (("form", COMPLETE, "-o", "form"), "the name of the file needs an ending"),
        (("status", COMPLETE, "-o", "status.docx"), "Use one of: .html"),
        (("summary", COMPLETE, "--for", "office"), "it works only with form"),
        (("status", COMPLETE, "--clean"), "status has no remarks to leave out"),
        (("letter", COMPLETE), "'letter' is not one of"),
        (("form", "no-such.ttl"), "there is no such file"),
        (("form", COMPLETE, "--model", "Aurora 9"), "describes no model 'Aurora 9'"),
        (("form", COMPLETE, "-o", "there.docx"), "this file already exists"),
        (("form", COMPLETE, "-o", "no-such-folder/form.docx"), "cannot be written"),
        (("status", FINETUNE, "--model", "urn:x"), "--model"),
        (("form", str(ROOT / "examples/newspaper.ttl")), "it describes no model"),
    ],
)
def test_what_is_wrong_ends_in_two(run, folder, args, told):
    (folder / "there.docx").write_bytes(b"mine")
    code, out, err = run("profile", "export", *args)
    assert (code, out) == (2, "")
    assert told in err
    assert (folder / "there.docx").read_bytes() == b"mine"
    assert [path.name for path in folder.iterdir()] == ["there.docx"]


def test_a_base_model_has_no_duties_of_its_own(run, folder):
    (folder / "p.ttl").write_text(
        "@prefix ag: <https://w3id.org/actgraph/ns/> . <urn:a> a ag:Model ; ag:baseModel <urn:b> . <urn:b> a ag:Model ."
    )
    code, _, err = run("profile", "export", "status", "p.ttl", "--model", "urn:b")
    assert code == 2
    assert "only the base of another model" in err
    assert run("profile", "export", "form", "p.ttl", "--model", "urn:b")[0] == 0


@pytest.mark.parametrize("form", ["form", "summary", "card", "notification", "incident"])
def test_a_clean_copy_names_no_file(run, form):
    code, out, _ = run("profile", "export", form, COMPLETE, "--clean")
    assert code == 0
    for word in ("complete.ttl", "Filled from", "Open:", "Note: Aurora"):
        assert word not in out


@pytest.mark.parametrize("ending", ["docx", "md"])
def test_a_clean_copy_is_read_back(run, folder, ending):
    for name, clean in (("clean", ["--clean"]), ("full", [])):
        assert run("profile", "export", "summary", COMPLETE, *clean, "-o", f"{name}.{ending}")[0] == 0
    drafts = [json.loads(run("profile", "import", f"{name}.{ending}", "-f", "json")[1]) for name in ("clean", "full")]
    clean, full = ({(one["property"], one["value"]) for one in draft["statements"]} for draft in drafts)
    assert clean == full
    assert len(clean) > 50
