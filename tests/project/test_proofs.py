"""A proof is kept as long as nothing that it depends on has changed."""

import re

import pytest

from tests.conftest import ROOT
from tests.support import proofs


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A proof of one file and one package, kept as it is now."""
    monkeypatch.setattr(proofs, "ROOT", tmp_path)
    monkeypatch.setattr(proofs, "FOLDER", tmp_path / "proofs")
    monkeypatch.setattr(proofs, "FILES", {"sums": ("data/*.ttl",)})
    monkeypatch.setattr(proofs, "PACKAGES", {"sums": ("pyoxigraph",)})
    monkeypatch.setattr(proofs, "PROGRAMS", {})
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.ttl").write_text("<urn:a> <urn:b> 1 .", encoding="utf-8")
    proofs.compute_hash.cache_clear()
    proofs.keep_proof("sums", 3, 12.4)
    yield tmp_path
    proofs.compute_hash.cache_clear()


def test_unchanged_proof_is_kept(kept):
    assert proofs.is_kept("sums")
    assert re.fullmatch(r"proof sums: kept from \d{4}-\d\d-\d\d, 3 tests", proofs.describe_proofs()[0])


@pytest.mark.parametrize("name", ["a.ttl", "b.ttl"], ids=["changed", "added"])
def test_changed_file_makes_proof_run(kept, name):
    (kept / "data" / name).write_text("<urn:a> <urn:b> 2 .", encoding="utf-8")
    proofs.compute_hash.cache_clear()
    assert not proofs.is_kept("sums")


def test_other_version_makes_proof_run(kept, monkeypatch):
    monkeypatch.setattr(proofs, "version", lambda package: "0.0.1")
    proofs.compute_hash.cache_clear()
    assert not proofs.is_kept("sums")


def test_each_proof_has_files_and_each_pattern_finds_some():
    empty = [
        (name, pattern) for name, patterns in proofs.FILES.items() for pattern in patterns if not [*ROOT.glob(pattern)]
    ]
    assert empty == []
    assert set(proofs.FILES) == set(proofs.PACKAGES)
