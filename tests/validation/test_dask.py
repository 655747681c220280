"""Test checks of a registry on a Dask cluster: another worker takes over from a killed one."""

import os
import re
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from distributed import LocalCluster

from actgraph.profile import registry
from actgraph.validation import bulk
from tests.support import generated_profiles

DAY = "2026-11-24"
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")]


@pytest.fixture
def cluster():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as found:
        yield found


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(registry, "_MAX_BATCH_PROFILES", 10)
    place = tmp_path / "profiles"
    place.mkdir()
    for number in range(150):
        (place / f"{number}.ttl").write_bytes(generated_profiles.generate_turtle(number))
    return place


def _run_expected(folder, out):
    with ThreadPoolExecutor(1) as pool:
        bulk.validate_registry(registry.open_registry(str(folder)), str(out), DAY, pool, ahead=2)
    return out.read_bytes()


def _list_pids(cluster):
    return [worker.process.pid for worker in cluster.workers.values()]


def test_killed_worker_loses_no_findings(cluster, folder, tmp_path, run, monkeypatch):
    first = _list_pids(cluster)
    killed = threading.Event()

    def kill(*args, was=bulk._update_state):
        was(*args)
        if not killed.is_set():
            killed.set()
            os.kill(first[0], signal.SIGKILL)

    monkeypatch.setattr(bulk, "_update_state", kill)
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "findings.ndjson"
    (example,) = re.findall(r"^ +actgraph (.*--dask .*)$", run("validate", "--help")[1], re.MULTILINE)
    *words, _ = example.split()
    code, told, err = run(*words, cluster.scheduler_address, "--on", DAY)
    assert code == 1, err
    assert killed.is_set()
    assert told.startswith("150 profiles, ")
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert out.read_bytes() == _run_expected(folder.relative_to(tmp_path), tmp_path / "expected.ndjson")


def test_missing_scheduler_is_reported(run, folder, tmp_path, monkeypatch):
    out = str(tmp_path / "found.ndjson")
    code, told, err = run("validate", "--bulk", str(folder), "-o", out, "--dask", "tcp://127.0.0.1:9")
    assert (code, told) == (2, "")
    assert "--dask: no Dask scheduler answers at tcp://127.0.0.1:9" in err
    assert "Traceback" not in err
    assert not os.path.exists(out)
