"""A command that is killed leaves earlier data whole; the next run continues or starts clean.

`python -m tests.robustness kills` does the same at more moments.
"""

import contextlib
import os
import re
import select
import signal
import subprocess
import time

import pytest
from benchmarks.measure import build_command

from actgraph.remote import graphs as remote_graphs
from tests.conftest import SOURCES, needs_sources
from tests.robustness import killed_commands
from tests.robustness.crashes import KillTrial
from tests.support import sparql_stores

pytestmark = [pytest.mark.slow, pytest.mark.proof("crash-recovery")]


def _spread_numbers(most, many):
    """List evenly spread numbers from one to the most, both included."""
    return sorted({1 + round(step * (most - 1) / (many - 1)) for step in range(many)})


def _count_clean_kills(kills, moments):
    found = [kills.kill_at(moment) for moment in moments]
    assert [one for one in found if one.faults] == []
    return sum(one.killed for one in found)


def _kill_while_running(kills, steps):
    """Kill at eighths of its time; much earlier where it had always ended, as the machine was busier before."""
    seconds = kills.seconds
    while not _count_clean_kills(kills, [seconds * step / 8 for step in steps]):
        seconds /= 8


@pytest.mark.parametrize(
    ("operation", "many"),
    [(killed_commands.BUILD, 12), (killed_commands.STORE, 12), (killed_commands.BULK, 4), (killed_commands.SITE, 5)],
    ids=["build", "store", "bulk", "site"],
)
def test_process_killed_before_file_change(operation, many):
    kills = KillTrial(operation, by_changes=True)
    moments = _spread_numbers(kills.change_count, many)
    assert _count_clean_kills(kills, moments) == len(moments)


def test_process_killed_while_building_store():
    """The engine writes files on its own, so moments are in time, not in file changes."""
    kills = KillTrial(killed_commands.STORE, by_changes=False)
    _kill_while_running(kills, range(1, 8))


@needs_sources
def test_process_killed_while_loading_wording():
    kills = KillTrial(killed_commands.make_text_load(SOURCES), by_changes=False)
    _kill_while_running(kills, range(1, 8))


@pytest.mark.skipif(
    bool(sparql_stores.explain_missing_store("oxigraph")),
    reason=sparql_stores.explain_missing_store("oxigraph") or "never",
)
def test_process_killed_while_loading_remote_store(tmp_path):
    with sparql_stores.run_loaded_store("oxigraph", tmp_path) as store:
        load = killed_commands.make_load(store.query_url, store.update_url)
        _kill_while_running(KillTrial(load, by_changes=False), (3, 6))
        kills = KillTrial(load, by_changes=True)  # before a request
        moments = _spread_numbers(kills.change_count, 3)
        assert _count_clean_kills(kills, moments) == len(moments)
        graphs = store.remote.run_select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }").rows
        assert not [row for row in graphs if "#waiting" in str(row["g"])]


@pytest.mark.skipif(
    bool(sparql_stores.explain_missing_store("oxigraph")),
    reason=sparql_stores.explain_missing_store("oxigraph") or "never",
)
def test_remote_store_changes_in_one_update(tmp_path):
    """No state lies between two updates; data sent before goes into graphs that nobody queries."""
    told = []
    with (
        sparql_stores.run_store("oxigraph", tmp_path) as store,
        sparql_stores.run_update_proxy(store, told.append) as update,
    ):
        done = subprocess.run(
            build_command("load", "--endpoint", store.query_url, "--update-endpoint", update, "--timeout", "1200"),
            check=False,
        )
    assert done.returncode == 0
    changes = [one for one in told if set(re.findall(r"GRAPH <([^>]+)>", one)) & set(remote_graphs.list_law_graphs())]
    assert len(changes) == 1


@pytest.mark.parametrize(
    ("operation", "sign"),
    [(killed_commands.BULK, "found.ndjson.part.state"), (killed_commands.SITE, ".public.actgraph-*/site/**/*.html")],
    ids=["bulk", "site"],
)
def test_child_processes_end_with_killed_command(operation, sign, tmp_path):
    """Its processes share a pipe, which closes when the last of them ends; a file shows that they are running."""
    operation.prepare(tmp_path)
    with subprocess.Popen(
        build_command(*operation.build_arguments(tmp_path)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        listing = f"/proc/{process.pid}/task/{process.pid}/children"
        while not any(tmp_path.glob(sign)):
            time.sleep(0.05)
        with open(listing, encoding="utf-8") as listed:
            children = listed.read().split()
        process.send_signal(signal.SIGKILL)
        ended = select.select([process.stdout], [], [], 60)[0] and not process.stdout.read()
        for child in children:  # children that still run would wait forever
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
    assert ended, "its processes are there still"


def test_command_without_changes_is_refused():
    nothing = killed_commands.BUILD._replace(build_arguments=lambda folder: ["covers", "53"])
    with pytest.raises(RuntimeError, match="build changes nothing"):
        KillTrial(nothing, by_changes=True)


def test_half_changed_state_is_reported():
    """Looking at the whole folder, not only the target, shows the temporary sibling."""
    beside = killed_commands.BUILD._replace(read_state=lambda folder: killed_commands.hash_folder(folder))
    kills = KillTrial(beside, by_changes=True)
    assert kills.kill_at(kills.change_count // 2).faults == ["what is there is neither the old nor the new"]
