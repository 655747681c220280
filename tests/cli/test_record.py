"""Test `--record` and `actgraph record check`: a record is reproduced, and what differs is told."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from actgraph.validation import record_check, record_files, records
from tests.conftest import ROOT

DAY = "2026-11-24"
COMPLETE, STARTUP = "examples/complete.ttl", "examples/startup.ttl"
# Checks a record with another data folder: DATA RECORD [VERSION].
CHILD = """
import sys
from actgraph.core import paths
paths._get_data_root = lambda: sys.argv[1]
from actgraph.validation import records
if len(sys.argv) > 3:
    records.version = lambda name: sys.argv[3]
from actgraph.cli import _run
sys.exit(_run(["record", "check", sys.argv[2]]))
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The working directory, with the examples in it."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(file):
    return json.loads(file.read_text(encoding="utf-8"))


def edit(file, change):
    """Change a record as somebody with an editor would."""
    record = load(file)
    change(record)
    file.write_text(json.dumps(record), encoding="utf-8")


# ---- Made and reproduced -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "keys"),
    [
        (("assess", COMPLETE), ["verdicts"]),
        (("validate", COMPLETE, STARTUP, "--until", "2027-08-02"), ["summary", "findings"]),
    ],
    ids=["assess", "validate"],
)
def test_record_is_reproduced(run, folder, command, keys):
    before = run(*command, "--on", DAY)
    assert run(*command, "--on", DAY, "--record", "r.json") == before  # it changes nothing of the answer
    record = load(folder / "r.json")
    head = ["format", "formatVersion", "made", "command", "day", "until", "version", "code", "graph", "editions"]
    assert list(record) == [*head, *keys, "profiles"]
    assert record["profiles"][0]["text"] == (folder / COMPLETE).read_text(encoding="utf-8")
    code, out, err = run("record", "check", "r.json")
    assert (code, err) == (0, "")
    assert [line.partition(", version")[0] for line in out.splitlines()] == [
        f"r.json: reproduced: {one}, {command[0]}, as of {DAY}" for one in command[1:] if one in (COMPLETE, STARTUP)
    ]


def test_record_has_rows_of_json(run, folder):
    rows = json.loads(run("assess", COMPLETE, "--on", DAY, "-f", "json", "--record", "a.json")[1])
    verdicts = load(folder / "a.json")["verdicts"]
    assert [{key: row[key] for key in verdicts[0]} for row in rows] == verdicts
    told = json.loads(run("validate", STARTUP, "--on", DAY, "-f", "json", "--record", "v.json")[1])
    record = load(folder / "v.json")
    assert [told["summary"], told["findings"]] == [record["summary"], record["findings"]]


@pytest.mark.parametrize("form", ["csv", "markdown", "text"])
def test_assess_records_all_duties_in_every_format(run, folder, form):
    run("assess", COMPLETE, "--on", DAY, "-f", form, "--why", "55(1)(a)", "--record", "r.json")
    assert len(load(folder / "r.json")["verdicts"]) == 16


@pytest.mark.parametrize("form", ["ttl", "sarif", "markdown"])
def test_validate_records_in_every_format(run, folder, form):
    run("validate", STARTUP, "--on", DAY, "-f", form, "-o", "out", "--record", "r.json")
    assert run("record", "check", "r.json")[0] == 0
    assert (folder / "out").exists()


def test_two_records_differ_in_time_only(run, folder):
    for name in ("one.json", "two.json"):
        run("assess", COMPLETE, "--on", DAY, "--record", name)
    one, two = ((folder / name).read_text().splitlines() for name in ("one.json", "two.json"))
    assert [line for line in one if '"made"' not in line] == [line for line in two if '"made"' not in line]


def test_record_stands_elsewhere(run, folder, tmp_path):
    """A process of its own, in another folder, with other hashes, a new cache, and no profile."""
    run("validate", COMPLETE, STARTUP, "--on", DAY, "--record", "v.json")
    run("assess", "examples/mistral.trig", "--on", DAY, "--record", "a.json")
    away = tmp_path / "away"
    away.mkdir()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "ACTGRAPH_CACHE": str(away / "cache")}
        command = [sys.executable, "-m", "actgraph", "record", "check", "../v.json", "../a.json"]
        done = subprocess.run(command, cwd=away, env=env, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.count("reproduced: examples/") == 3


def test_record_stands_in_installed_package(run, folder):
    """The folders are where a wheel has them, and the times and the line ends of the files are others."""
    run("assess", STARTUP, "--on", DAY, "--record", "r.json")
    package = folder / "site/actgraph"
    shutil.copytree(ROOT / "src/actgraph", package, copy_function=shutil.copyfile)
    for name in ("ontology", "queries", "shapes"):
        shutil.copytree(ROOT / name, package / "data" / name, copy_function=shutil.copyfile)
    for name in ("data/shapes/duties.ttl", "data/queries/rules/owes.rq", "core/paths.py"):
        (package / name).write_bytes((package / name).read_bytes().replace(b"\n", b"\r\n"))
    env = {**os.environ, "PYTHONPATH": str(folder / "site")}
    argv = [sys.executable, "-m", "actgraph", "record", "check", "r.json"]
    done = subprocess.run(argv, env=env, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    assert done.stdout.startswith("r.json: reproduced")


@pytest.mark.parametrize("command", ["assess", "validate"])
def test_standard_input_is_recorded(folder, command):
    argv = [sys.executable, "-m", "actgraph", command, "-", "--on", DAY, "--record", "r.json"]
    data = (folder / STARTUP).read_bytes().replace(b"\n", b"\r\n")  # line ends stay as they were
    subprocess.run(argv, cwd=folder, input=data, capture_output=True, check=False)
    argv = [sys.executable, "-m", "actgraph", "record", "check", "r.json"]
    done = subprocess.run(argv, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("r.json: reproduced: standard input, ")
    (kept,) = record_files.read_record(str(folder / "r.json")).profiles
    assert kept == records.KeptProfile("-", "trig", data)


def test_given_format_is_kept(run, folder):
    (folder / "model.txt").write_bytes((folder / STARTUP).read_bytes())
    run("validate", "model.txt", "--from", "ttl", "--on", DAY, "--record", "r.json")
    assert load(folder / "r.json")["profiles"][0]["format"] == "ttl"
    assert run("record", "check", "r.json")[0] == 0


def test_digest_knows_no_place_no_time_and_no_line_ends(tmp_path):
    for name, end in (("one", b"\n"), ("two", b"\r\n")):
        (tmp_path / name / "shapes").mkdir(parents=True)
        (tmp_path / name / "shapes" / "a.ttl").write_bytes(b"a" + end)
        (tmp_path / name / "shapes" / f"{name}.txt").write_bytes(b"other endings do not count")
    os.utime(tmp_path / "one" / "shapes" / "a.ttl", (0, 0))
    one, two = (records.compute_digest([str(tmp_path / name / "shapes")], (".ttl",)) for name in ("one", "two"))
    assert one == two
    (tmp_path / "two" / "shapes" / "a.ttl").rename(tmp_path / "two" / "shapes" / "b.ttl")
    assert records.compute_digest([str(tmp_path / "two" / "shapes")], (".ttl",)) != one


# ---- What differs --------------------------------------------------------------------------------------------------


CHANGES = (  # file, what stands there, what stands there instead
    ("queries/rules/duty-exempt.rq", "ag:dutyStatus ag:isExempt", "ag:dutyStatus ag:doesNotApply"),
    ("shapes/training-summary.ttl", "more than six months before the day of the assessment. Under", "long ago. Under"),
)


@pytest.fixture
def changed_data(folder):
    """The data of actgraph with a rule that concludes something else, and a shape with another message."""
    data = folder / "data"
    for name in ("ontology", "queries", "shapes", "examples"):
        shutil.copytree(ROOT / name, data / name)
    for name, old, new in CHANGES:
        text = (data / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (data / name).write_text(text.replace(old, new), encoding="utf-8")
    return str(data)


def check_elsewhere(*args):
    done = subprocess.run([sys.executable, "-c", CHILD, *args], capture_output=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout.splitlines(), done.stderr


def test_changed_graph_is_told_duty_by_duty(run, folder, changed_data):
    run("assess", STARTUP, "--on", DAY, "--record", "r.json")
    code, lines, err = check_elsewhere(changed_data, "r.json")
    assert (code, err) == (1, "")
    assert lines[0] == f"r.json: not reproduced: {STARTUP}, assess, as of {DAY}"
    assert lines[1].startswith("  another graph: ")
    assert lines[2:] == [
        "your result changed: Samphire 7B (invented): Article 53(1)(a): exempt → does not apply",
        "your result changed: Samphire 7B (invented): Article 53(1)(b): exempt → does not apply",
    ]


def test_changed_graph_is_told_finding_by_finding(run, folder, changed_data):
    run("validate", COMPLETE, STARTUP, "--on", DAY, "--record", "r.json")
    code, lines, _ = check_elsewhere(changed_data, "r.json")
    assert code == 1
    counts, reworded = lines[2:]
    assert counts == "your result changed: Samphire 7B (invented): exempt 2 → 0, does not apply 10 → 12"
    assert reworded.startswith(
        f"in other words: {STARTUP}:122: advice: message “According to the stated dates, the summary"
    )
    assert "more than six months before the day of the assessment" in reworded
    assert "updated long ago" in reworded


def test_graph_that_changes_no_result_is_told(run, folder, changed_data):
    """The rule that changed concludes nothing of this profile."""
    run("assess", COMPLETE, "--on", DAY, "--record", "r.json")
    code, lines, _ = check_elsewhere(changed_data, "r.json")
    assert (code, len(lines)) == (0, 2)
    assert lines[1].startswith("  another graph: ")
    assert lines[1].endswith("; the result is the same")


def test_other_version_is_told(run, folder):
    run("assess", COMPLETE, "--on", DAY, "--record", "r.json")
    code, lines, _ = check_elsewhere(str(ROOT), "r.json", "9.9")
    assert (code, lines[1]) == (0, "  another version: 0.2.0 → 9.9; the result is the same")


def make_older(record):
    """Make a record one of another version, code, graph and editions, with other results."""
    record["version"], record["code"], record["graph"] = "0.1", "0" * 64, "1" * 64
    record["editions"][0] = "AI Act as amended on another day"
    (first, second, third, fourth, *_) = record["verdicts"]
    first["status"] = first["since"] = first["enforceableFrom"] = None
    second["since"], second["enforceableFrom"] = "2026-01-01", None
    third["unless"], third["limitedToModification"] = [{"words": "it is another"}], True
    fourth["provisionLabel"], fourth["key of ours that is gone"] = "Another name", 1
    del record["verdicts"][4]


def test_every_kind_of_change_is_told(run, folder):
    run("assess", COMPLETE, "--on", DAY, "--record", "r.json")
    edit(folder / "r.json", make_older)
    code, out, _ = run("record", "check", "r.json")
    assert code == 1
    lines = out.splitlines()
    assert lines[1] == "  another version: 0.1 → 0.2.0"
    assert lines[2].startswith("  another graph: 111111111111 → ")
    assert lines[3] == (
        "  other editions: no longer: AI Act as amended on another day; new: AI Act as amended on 27 July 2026"
    )
    model = "Aurora 2 (invented)"
    assert lines[4:] == [
        f"your result changed: {model}: Article 52(1): None → applies since 2025-08-20",
        f"your result changed: {model}: Article 53(1)(a): applies since 2026-01-01, no day from which a breach can be"
        " fined → applies since 2026-02-02, a breach can be fined from 2026-08-02",
        f"your result changed: {model}: Article 53(1)(b): applies since 2026-02-02, unless: it is another, for the"
        " modification only → applies since 2026-02-02, no reservation, for the whole model",
        f"in other words: {model}: Article 53(1)(c): provisionLabel “Another name” → “Article 53(1)(c)”",
        f"not in the record: {model}: Article 53(1)(d): applies since 2026-02-02",
    ]


def test_json_tells_all_of_it(run, folder):
    run("assess", COMPLETE, "--on", DAY, "--record", "r.json")
    run("validate", COMPLETE, "--on", DAY, "--record", "same.json")
    edit(folder / "r.json", make_older)
    code, out, _ = run("record", "check", "same.json", "r.json", "-f", "json")
    same, other = json.loads(out)
    assert (code, same["reproduced"], same["differs"], same["changes"]) == (1, True, [], [])
    assert (other["reproduced"], other["differs"]) == (False, ["version", "code", "graph", "editions"])
    assert other["recorded"]["version"] == "0.1"
    assert [one["change"] for one in other["changes"]] == ["changed"] * 3 + ["reworded", "new"]
    assert other["changes"][1]["before"]["since"] == "2026-01-01"
    assert other["changes"][1]["now"]["since"] == "2026-02-02"


def test_edited_verdict_is_no_change_of_the_law(run, folder):
    run("assess", COMPLETE, "--on", DAY, "--record", "r.json")
    edit(folder / "r.json", lambda record: record["verdicts"][0].update(status="exempt", since=None))
    code, out, _ = run("record", "check", "r.json")
    assert code == 1
    assert "its result differs from what this program finds" in out
    assert "your result changed" not in out
    assert "the record says otherwise: Aurora 2 (invented): Article 52(1): exempt → applies since 2025-08-20" in out


def test_edited_findings_are_told(run, folder):
    run("validate", STARTUP, "--on", DAY, "--record", "r.json")

    def change(record):
        first, second = record["findings"]
        first["line"] = 3
        record["findings"][1] = {**second, "shape": "urn:other", "message": "invented \x1b[31m"}

    edit(folder / "r.json", change)
    code, out, _ = run("record", "check", "r.json")
    lines = out.splitlines()
    assert code == 1
    (changed,) = (line for line in lines if line.startswith("the record says otherwise: "))
    assert changed.startswith(f"the record says otherwise: {STARTUP}:113: advice: ")
    assert changed.endswith(": line 3 → 113")
    assert f"only in the record: {STARTUP}:122: advice: invented [31m" in lines
    assert lines[5].startswith(f"not in the record: {STARTUP}:122: advice: According to the stated dates, the summary")


def test_profile_that_cannot_be_read_any_more_is_told(run, folder, monkeypatch):
    run("assess", COMPLETE, "--on", DAY, "--record", "r.json")
    monkeypatch.setattr(records.source, "MAX_PROFILE_BYTES", 10)
    code, out, _ = run("record", "check", "r.json")
    assert code == 1
    assert "it cannot be computed any more: examples/complete.ttl: it is over" in out


def test_changed_file_beside_is_noted(run, folder):
    run("validate", COMPLETE, STARTUP, "--on", DAY, "--record", "r.json")
    (folder / COMPLETE).write_text("another")
    (folder / STARTUP).unlink()
    code, out, err = run("record", "check", "r.json")
    assert (code, out.count("reproduced")) == (0, 2)
    assert err == f"note: {COMPLETE} is not the profile of the record any more. The copy in r.json was checked.\n"


# ---- What is no record ---------------------------------------------------------------------------------------------


def set_key(key, value):
    return lambda record: record.update({key: value})


DAMAGED = {
    "text": (lambda record: record["profiles"][0].update(text="other"), "does not have the hash “sha256” beside it"),
    "hash": (lambda record: record["profiles"][0].update(sha256="1"), "“sha256” is no SHA-256"),
    "format": (lambda record: record["profiles"][0].update(format="doc"), "“doc” is no format of a profile"),
    "no profile": (set_key("profiles", []), "“profiles” is empty"),
    "profiles": (set_key("profiles", [1]), "“profiles” is no list of objects"),
    "missing": (lambda record: record.pop("verdicts"), "“verdicts” is missing"),
    "command": (set_key("command", "rm"), "“command” is neither of assess, validate"),
    "day": (set_key("day", "tomorrow"), "“tomorrow” is no date"),
    "until": (set_key("until", 5), "“until” is no text"),
    "editions": (set_key("editions", [1]), "“editions” is no list of names"),
    "deep": (set_key("verdicts", [{"unless": [[[[[[[]]]]]]]}]), "“verdicts” is no list of objects"),
    "graph": (set_key("graph", None), "“graph” is no text"),
    "version 0": (set_key("formatVersion", 0), "“formatVersion” is not 1"),
    "version text": (set_key("formatVersion", "1"), "“formatVersion” is not 1"),
}


@pytest.fixture
def made(run, folder):
    run("assess", COMPLETE, "--on", DAY, "--record", "r.json")
    return folder / "r.json"


def test_damaged_record_is_refused(run, made):
    whole = made.read_bytes()
    for change, told in DAMAGED.values():
        made.write_bytes(whole)
        edit(made, change)
        code, out, err = run("record", "check", "r.json")
        assert (code, out, err.count("actgraph: ")) == (2, "", 1), told
        assert err.startswith("actgraph: r.json: the record is damaged or edited: ")
        assert told in err
        assert "or make a new one: actgraph assess PROFILE --record FILE" in err


def test_half_a_record_is_refused_with_its_line(run, made):
    half = made.read_bytes()[:1000]
    made.write_bytes(half)
    code, out, err = run("record", "check", "r.json")
    assert (code, out) == (2, "")
    last = half.decode().count("\n") + 1
    assert f"r.json:{last}: the record is damaged: it is no JSON" in err


def test_record_of_later_format_is_refused(run, made):
    edit(made, set_key("formatVersion", 2))
    code, _, err = run("record", "check", "r.json")
    assert code == 2
    assert "a later actgraph made this record: its format is 2, and this program reads 1" in err
    assert "pip install --upgrade actgraph" in err


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"format": "other"}', b"9" * 5000, b"NaN"]
)
def test_other_file_is_no_record(run, folder, content):
    (folder / "r.json").write_bytes(content)
    code, out, err = run("record", "check", "r.json")
    assert (code, out) == (2, "")
    assert err.startswith("actgraph: r.json: this is no record of actgraph\n  Name a file that")


def test_other_records_are_checked_beside_a_wrong_one(run, made):
    code, out, err = run("record", "check", "no.json", "r.json", "examples")
    assert (code, out.count("reproduced")) == (2, 1)
    assert "no.json: cannot be read (No such file or directory)" in err
    assert "examples: cannot be read (Is a directory)" in err


def test_day_before_all_texts_is_told(run, made):
    edit(made, set_key("day", "2020-01-01"))
    code, _, err = run("record", "check", "r.json")
    assert (code, "r.json: no text of the graph holds on 2020-01-01" in err) == (2, True)


def test_too_large_record_is_not_read(run, made, monkeypatch):
    monkeypatch.setattr(record_files, "MAX_RECORD_BYTES", 1000)
    code, _, err = run("record", "check", "r.json")
    assert (code, f"r.json: it is {record_files._TOO_LARGE}, and no record is" in err) == (2, True)
    code, out, err = run("assess", COMPLETE, "--on", DAY, "--record", "r.json")
    assert (code, out, f"the record would be {record_files._TOO_LARGE}" in err) == (2, "", True)


# ---- Where it is written -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", [("--bulk", "-o", "f"), ("--endpoint", "http://127.0.0.1:9/query")], ids=str)
def test_record_is_for_files(run, folder, option):
    code, out, err = run("validate", *option, COMPLETE, "--record", "r.json")
    assert (code, out) == (2, "")
    assert "--record is for files, one by one: leave out --bulk and --endpoint." in err
    assert not (folder / "r.json").exists()


@pytest.mark.parametrize("command", ["assess", "validate"])
def test_record_replaces_records_only(run, folder, command):
    before = (folder / STARTUP).read_bytes()
    code, out, err = run(command, COMPLETE, "--on", DAY, "--record", STARTUP)
    assert (code, out, (folder / STARTUP).read_bytes()) == (2, "", before)
    assert f"{STARTUP}: this file is there already, and is no record" in err
    for _ in range(2):
        assert run(command, COMPLETE, "--on", DAY, "--record", "r.json")[0] == 0


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("-", "a record needs a file"),
        ("", "a record needs a file"),
        ("examples", "this file is there already, and is no record"),
        ("no/such/r.json", "cannot be written (No such file or directory)"),
        ("a\0b", "cannot be written"),
    ],
)
def test_wrong_place_is_explained(run, folder, place, told):
    code, out, err = run("assess", COMPLETE, "--on", DAY, "--record", place)
    assert (code, out, err.count("actgraph: ")) == (2, "", 1)
    assert told in err


def test_answer_and_record_need_two_files(run, folder):
    code, _, err = run("validate", COMPLETE, "-o", "r.json", "--record", "./r.json")
    assert (code, "the answer goes to this file too" in err) == (2, True)


def test_full_disk_leaves_the_old_record(run, made, monkeypatch):
    before = made.read_bytes()

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("actgraph.core.files.os.replace", fail)
    code, out, err = run("assess", STARTUP, "--on", DAY, "--record", "r.json")
    assert (code, out, "r.json: cannot be written (No space left on device)" in err) == (2, "", True)
    assert made.read_bytes() == before
    assert sorted(path.name for path in made.parent.iterdir()) == ["examples", "r.json"]


def test_no_record_where_a_profile_cannot_be_read(run, folder):
    code, out, err = run("validate", COMPLETE, "no.ttl", "--on", DAY, "--record", "r.json")
    assert (code, "complete.ttl: nothing found" in out) == (2, True)
    assert "note: no record is written, because not every profile can be read" in err
    assert run("assess", "no.ttl", "--record", "r.json")[0] == 2
    assert not (folder / "r.json").exists()


def test_record_does_not_ask_other_machines(monkeypatch):
    monkeypatch.setattr(os.path, "isfile", lambda path: 1 / 0)
    for name in ("//server/share/a.ttl", "\\\\server\\share\\a.ttl", "-"):
        assert not record_check._is_file_other(records.KeptProfile(name, "ttl", b""))
