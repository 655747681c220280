"""A damaged store gives the right answer or is built anew; never a wrong answer, a traceback, or none at all.

`python -m tests.robustness damage` does the same with 200 changes and more.
"""

import os
import subprocess
import sys

import pytest

from tests.robustness import damaged_store
from tests.robustness.damaged_store import DAMAGE_MESSAGE, StoreTrial
from tests.robustness.killed_commands import DAY, ROOT

_QUERY = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    return StoreTrial(tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize("damage", damaged_store.list_replacements("pointer"), ids=lambda damage: damage.what)
def test_pointer_replaced(trial, damage):
    assert trial.check_damage(damage) == ""


@pytest.mark.parametrize("name", ["CURRENT", "LISTING", "LOCK", "LOG", "table"])
def test_store_file_replaced_by_device_or_pipe(trial, name):
    for damage in damaged_store.list_replacements(name):
        if damage.what in ("a link to /dev/zero", "a pipe"):
            if name == "table":
                damage = damage._replace(file_name=max(trial.store.glob("*.sst")).name)
            assert trial.check_damage(damage) == "", damage.what


@pytest.mark.slow
@pytest.mark.proof("store-damage")
@pytest.mark.parametrize("hidden", [False, True])
def test_bytes_changed_in_every_file(trial, hidden):
    names = [name for name in trial.list_file_names() if not (hidden and name == "pointer")]
    flips = damaged_store.generate_flips(names, 60, seed=26)
    found = {(flip.file_name, flip.what): trial.check_damage(flip, hidden=hidden) for flip in flips}
    assert {name: fault for name, fault in found.items() if fault} == {}


def _damage_blocks(trial):
    """Damage every block of every table but its index, without a sign."""
    for table in trial.store.glob("*.sst"):
        contents = bytearray(table.read_bytes())
        for place in range(100, len(contents) - 200_000, 500):
            contents[place] ^= 0xFF
        with open(table, "r+b") as stream:
            stream.write(contents)
    trial.hide_damage()


def _run_command(cache, *words, before=(), stdin=""):
    return subprocess.run(
        [*before, sys.executable, "-m", "actgraph", *words],
        env={**os.environ, "ACTGRAPH_CACHE": str(cache), "PYTHONPATH": str(ROOT / "src")},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.mark.parametrize(
    ("words", "stdin"),
    [(["query", "-", "-f", "csv"], _QUERY), (["query", "duties", "-f", "csv"], "")],
    ids=["own query", "named query"],
)
def test_query_meets_hidden_damage(trial, words, stdin):
    """The engine repeats the error for ever where a query sorts, counts or joins."""
    cache = trial.pointer.parents[2]
    right = _run_command(cache, *words, "--on", DAY, stdin=stdin)
    assert right.returncode == 0, right.stderr
    _damage_blocks(trial)
    found = _run_command(cache, *words, "--on", DAY, stdin=stdin)
    if found.returncode == 2:
        assert found.stderr.startswith(DAMAGE_MESSAGE)
        found = _run_command(cache, *words, "--on", DAY, stdin=stdin)
    assert (found.returncode, found.stdout) == (0, right.stdout), found.stderr


@pytest.mark.parametrize("kilobytes", [100_000, 300_000, 400_000, 600_000, 800_000, 1_200_000])
@pytest.mark.parametrize("stored", [False, True], ids=["no store", "a store"])
def test_limit_of_address_space(trial, tmp_path, kilobytes, stored):
    """The answer, or one message; nothing is left behind."""
    words = ["covers", "53", "-f", "json", "--on", DAY]
    cache = trial.pointer.parents[2]
    right = _run_command(cache, *words).stdout
    if not stored:
        cache = tmp_path
    done = _run_command(cache, *words, before=["sh", "-c", f'ulimit -v {kilobytes} && exec "$@"', "sh"])
    if done.returncode == 2:
        assert done.stderr.startswith("actgraph: the limit of address space leaves")
        assert (done.stderr.count("\n"), done.stdout) == (2, "")
    else:
        assert (done.returncode, done.stdout) == (0, right), done.stderr
    left = {entry.name for entry in cache.glob("stores/*/*")} - {"pointer"}
    assert [name for name in left if not name.startswith("store-")] == []
