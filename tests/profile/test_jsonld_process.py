"""Test the separate process that reads JSON-LD: its end does not end the parent."""

import os
import select
import signal
import subprocess
import sys

import pytest
from pyoxigraph import RdfFormat, parse

from actgraph.core.errors import ProfileError
from actgraph.profile import jsonld_process, profile

ONE = '{"@id": "urn:m", "urn:p": 1}'


def _get_process():
    return jsonld_process._processes[os.getpid()]._child.process


def test_process_and_engine_give_same_triples():
    values = '[{"@value": "a", "@language": "en"}, {"@id": "rel"}, {"@id": "_:c"}, 1.5, true, "\\n\\u00e9"]'
    text = f'{{"@graph": {{"@id": "_:b", "urn:p": {values}}}, "@id": "urn:g"}}'
    found = jsonld_process.parse_jsonld(text, "https://e.example/")
    assert set(found) == set(parse(text, format=RdfFormat.JSON_LD, base_iri="https://e.example/"))
    assert len(found) == 6


def test_parent_survives_killed_reader():
    jsonld_process.parse_jsonld(ONE)
    process = _get_process()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with pytest.raises(jsonld_process.ParserProcessError):
        jsonld_process.parse_jsonld(ONE)
    assert len(jsonld_process.parse_jsonld(ONE)) == 1
    assert _get_process() is not process


def test_slow_text_is_stopped(monkeypatch):
    jsonld_process.parse_jsonld(ONE)
    process = _get_process()
    monkeypatch.setattr(jsonld_process._processes[os.getpid()], "_timeout", 0)
    os.kill(process.pid, signal.SIGSTOP)
    with pytest.raises(jsonld_process.ParserProcessError):
        jsonld_process.parse_jsonld(ONE)
    assert process.returncode == -signal.SIGKILL


def test_crashing_profile_is_reported(monkeypatch):
    def raise_process_error(*_):
        raise jsonld_process.ParserProcessError

    monkeypatch.setattr(jsonld_process, "parse_jsonld", raise_process_error)
    with pytest.raises(ProfileError) as error:
        profile.parse_profile(ONE.encode(), "m.jsonld", "jsonld")
    what = "m.jsonld: this JSON-LD cannot be read: the reader needs too much time or memory, or crashed"
    assert str(error.value) == f"{what}\n  Use fewer levels of brackets, or write the profile in Turtle."


def test_process_ends_with_its_parent():
    code = (
        "import os; from actgraph.profile import jsonld_process;"
        f"jsonld_process.parse_jsonld({ONE!r});"
        "print(jsonld_process._processes[os.getpid()]._child.process.pid, flush=True);"
        "input(); os._exit(0)"
    )
    started = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with started:
        it = os.pidfd_open(int(started.stdout.readline()))
        started.communicate("\n")
    assert select.select([it], [], [], 60)[0] == [it], "it is still there"
    os.close(it)
