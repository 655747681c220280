"""Test `doctor`: what it tells of an installation, and that it sees a damaged store."""

import importlib.metadata
import json
from pathlib import Path

from actgraph.core import paths, system
from actgraph.graph import catalog, store
from actgraph.law import wording


def _read_rows(run):
    code, out, err = run("doctor", "-f", "json")
    assert err == ""
    return code, {(row["subject"], row["name"]): row["value"] for row in json.loads(out)}


def test_versions_extras_and_folders_are_listed(run):
    code, rows = _read_rows(run)
    assert code == 0
    assert rows["version", "actgraph"] == importlib.metadata.version("actgraph")
    assert rows["version", "rdflib"] == importlib.metadata.version("rdflib")
    assert rows["extra", "remote"] == f"httpx2 {importlib.metadata.version('httpx2')}"
    assert rows["folder", "cache"].startswith(paths.get_cache_path())
    assert {name for subject, name in rows if subject == "extra"} == {"dask", "dl", "docs", "junit", "remote", "web"}
    assert all(subject in run("doctor")[1] for subject, _ in rows)


def test_loaded_texts_are_counted(run, monkeypatch, tmp_path):
    monkeypatch.setenv("ACTGRAPH_DATA", str(tmp_path))
    assert _read_rows(run)[1]["text", "official wording"] == "none loaded (actgraph text get act)"
    edition = next(iter(catalog.list_editions(catalog.find_valid_graphs("2026-11-24"))))
    wording.save_wording([(edition.iri, "urn:node", "Its words.")])
    assert _read_rows(run)[1]["text", edition.label] == "1 nodes have their official wording"
    wording.save_wording([(f"{edition.iri}@fr", "urn:node", "Ses mots."), (f"{edition.iri}@fr", "urn:other", "Ici.")])
    assert _read_rows(run)[1]["text", f"{edition.label} (fr)"] == "2 nodes have their official wording"


def test_damaged_wording_is_told(run, monkeypatch, tmp_path):
    monkeypatch.setenv("ACTGRAPH_DATA", str(tmp_path))
    (tmp_path / "wording.sqlite").write_bytes(b"no database")
    assert str(tmp_path) in _read_rows(run)[1]["text", "official wording"]


def test_missing_limit_is_listed(run, monkeypatch):
    monkeypatch.setattr(system, "list_missing_limits", lambda: ["This system has no limit."])
    assert _read_rows(run)[1]["limit", "missing"] == "This system has no limit."


def test_damaged_store_is_seen(run, monkeypatch, tmp_path):
    monkeypatch.setenv("ACTGRAPH_CACHE", str(tmp_path))
    code, rows = _read_rows(run)
    assert (code, rows["store", "state"], list(tmp_path.iterdir())) == (0, "not built yet", [])
    store.open_store(catalog.load_catalog())
    (file, *_) = sorted(Path(tmp_path).rglob("*.sst"))
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    code, rows = _read_rows(run)
    assert (code, rows["store", "state"]) == (1, "damaged")
