"""Test checks of a registry: each profile has the findings that it has alone, none lost or repeated."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import actgraph
from actgraph.core.errors import RegistryError
from actgraph.graph.day import open_day
from actgraph.profile import nquads_blocks, registry
from actgraph.profile.registry import RegistryPosition
from actgraph.profile.severity import KINDS, SEVERITIES
from actgraph.validation import bulk, bulk_worker, report_writers, validate
from tests.support import generated_profiles

DAY = "2026-11-24"
# Processes started in the background by a shell ignore SIGINT.
_HEEDS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
COMMAND = [sys.executable, "-c", f"{_HEEDS}; from actgraph.cli import main; main()", "validate", "--bulk"]


def _write_registry(folder, numbers, name="registry.nq"):
    path = folder / name
    path.write_bytes(b"".join(generated_profiles.generate_nquads(numbers)))
    return path


def _validate_separately(folder, numbers):
    """Return the findings of each profile of a registry, checked from a separate file."""
    found = []
    for number in numbers:
        path = folder / f"{number}.nq"
        path.write_bytes(b"".join(generated_profiles.generate_nquads(range(number, number + 1))))
        found.append(report_writers.build_finding_rows(validate.validate([str(path)], open_day(DAY))))
    return found


def _run_bulk(path, out, ahead=2, **more):
    with ThreadPoolExecutor(1) as pool:
        return bulk.validate_registry(registry.open_registry(str(path)), str(out), DAY, pool, ahead=ahead, **more)


def _read_rows(out):
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def _use_small_batches(monkeypatch):
    monkeypatch.setattr(registry, "_MAX_BATCH_PROFILES", 3)


def test_registry_findings_match_single_profiles(tmp_path, monkeypatch):
    _use_small_batches(monkeypatch)
    numbers = range(10)
    path = _write_registry(tmp_path, numbers)
    _run_bulk(path, tmp_path / "found.ndjson")
    before, expected = 0, []
    for number, rows in zip(numbers, _validate_separately(tmp_path, numbers), strict=True):
        name = generated_profiles.get_graph_iri(number)
        expected += [{**row, "profile": name, "line": row["line"] and row["line"] + before} for row in rows]
        before += len(list(generated_profiles.generate_profile(number)))
    assert _read_rows(tmp_path / "found.ndjson") == expected


def test_folder_findings_match_single_files(tmp_path, monkeypatch):
    _use_small_batches(monkeypatch)
    place = tmp_path / "all" / "more"
    place.mkdir(parents=True)
    files = [place.parent / "b.ttl", place.parent / "a.ttl", place / "c.ttl", place / "d.ttl"]
    for number, file in enumerate(files):
        file.write_bytes(generated_profiles.generate_turtle(number))
    (place / "notes.txt").write_text("no profile")
    _run_bulk(place.parent, tmp_path / "found.ndjson")
    expected = report_writers.build_finding_rows(
        validate.validate([str(file) for file in [files[1], files[0], *files[2:]]], open_day(DAY))
    )
    assert _read_rows(tmp_path / "found.ndjson") == expected


def test_unreadable_profile_does_not_stop_registry(tmp_path):
    lines = [b"".join(generated_profiles.generate_nquads(range(number, number + 1))) for number in range(3)]
    broken = b"<urn:a> <urn:b> <urn:c d> <urn:broken> .\n"
    path = tmp_path / "registry.nq"
    good = b"<urn:a> <urn:b> <urn:c> <urn:broken> .\n"
    path.write_bytes(lines[0] + good + broken + lines[1])
    state = _run_bulk(path, tmp_path / "found.ndjson")
    errors = [row for row in _read_rows(tmp_path / "found.ndjson") if "error" in row]
    assert (state.profiles, state.unreadable) == (3, 1)
    assert [(row["profile"], row["line"]) for row in errors] == [("urn:broken", lines[0].count(b"\n") + 2)]
    assert {row["profile"] for row in _read_rows(tmp_path / "found.ndjson")} == {
        generated_profiles.get_graph_iri(0),
        generated_profiles.get_graph_iri(1),
        "urn:broken",
    }


def test_counts_match_findings(tmp_path):
    state = _run_bulk(_write_registry(tmp_path, range(5)), tmp_path / "found.ndjson")
    rows = _read_rows(tmp_path / "found.ndjson")
    found = [sum(one in (row["severity"], row["kind"]) for row in rows) for one in (*SEVERITIES, *KINDS)]
    assert (state.profiles, [state.counts[one] for one in (*SEVERITIES, *KINDS)]) == (5, found)


def test_counts_match_duties(tmp_path):
    state = _run_bulk(_write_registry(tmp_path, range(5)), tmp_path / "found.ndjson")
    files = [tmp_path / f"{number}.ttl" for number in range(5)]
    for number, file in enumerate(files):
        file.write_bytes(generated_profiles.generate_turtle(number))
    statuses = [
        [duty.status for duty in model.duties] for file in files for model in actgraph.assess(str(file), on=DAY).models
    ]
    unknown = sum(one.count("unknown") for one in statuses)
    assert (state.counts["unknown"], state.counts["undecided"]) == (
        unknown,
        sum({*one} == {"unknown"} for one in statuses),
    )
    assert unknown > 0


# ---- Refused input -------------------------------------------------------------------------------------------------

ONE, TWO = b"<urn:s> <urn:p> <urn:o> <urn:g1> .\n", b"<urn:s> <urn:p> <urn:o> <urn:g2> .\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (ONE + TWO + ONE, 3, "the graph urn:g1 goes on here, after others"),
        (b"# first\n" + ONE + b"<urn:s> <urn:p> <urn:o> .\n", 3, "this statement stands in no named graph"),
        (ONE + b'<urn:s> <urn:p> "1" _:g .\n', 2, "this statement stands in no named graph"),
        (ONE + TWO.rstrip() + b" " + TWO, 2, "this is no N-Quads"),
        (ONE + b"nonsense\n", 2, "this is no N-Quads"),
        (b"", None, "there is no statement in it"),
        (b"# nothing\n\n", None, "there is no statement in it"),
        # In one whole batch each line ends in the name of the graph: only reading shows it.
        (
            ONE + b"<urn:s> <urn:p> <urn:g1> .\n",
            2,
            "a statement of another graph, or of none, is among those of urn:g1",
        ),
    ],
)
def test_scattered_graphs_are_refused(text, line, says, tmp_path):
    path = tmp_path / "registry.nq"
    path.write_bytes(text)
    with pytest.raises(RegistryError) as error:
        _run_bulk(path, tmp_path / "found.ndjson")
    assert error.value.what.startswith(says)
    assert error.value.where == (f"{path}:{line}" if line else str(path))
    assert os.listdir(tmp_path) == ["registry.nq"]


def test_lines_count_comments_and_blanks(tmp_path):
    path = tmp_path / "registry.nq"
    path.write_bytes(b"# a\n\n" + ONE + b"# b\n" + ONE + b"\n" + TWO)
    assert [(one.graph, one.line_offset, one.end.lines) for one in nquads_blocks.read_graph_blocks(str(path))] == [
        ("urn:g1", 0, 6),
        ("urn:g2", 6, 7),
    ]


def test_too_long_graph_is_reported_not_loaded(tmp_path, monkeypatch):
    monkeypatch.setattr(registry.source, "MAX_PROFILE_BYTES", 1000)
    path = tmp_path / "registry.nq"
    path.write_bytes(ONE * 100 + TWO)
    state = _run_bulk(path, tmp_path / "found.ndjson")
    first = _read_rows(tmp_path / "found.ndjson")[0]
    assert (state.unreadable, first["profile"], first["line"]) == (1, "urn:g1", 1)
    assert first["error"].startswith("it is over")


def test_very_long_graph_uses_bounded_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(nquads_blocks, "MAX_BLOCK_BYTES", 1000)
    path = tmp_path / "registry.nq"
    path.write_bytes(ONE * 100 + TWO)
    assert [len(one.data) < 1100 for one in nquads_blocks.read_graph_blocks(str(path))] == [True, True]


# ---- Stopped and resumed -------------------------------------------------------------------------------------------


class _StoppedError(Exception):
    pass


@pytest.mark.parametrize("after", range(1, 5))
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_stopped_run_resumes(kind, after, tmp_path, monkeypatch):
    _use_small_batches(monkeypatch)
    if kind == "file":
        path = _write_registry(tmp_path, range(12))
    else:
        path = tmp_path / "all"
        path.mkdir()
        for number in range(12):
            (path / f"{number}.ttl").write_bytes(generated_profiles.generate_turtle(number))
    whole, stopped = tmp_path / "whole.ndjson", tmp_path / "stopped.ndjson"
    expected = _run_bulk(path, whole)
    portions = []

    def stop(state):
        portions.append(state.profiles)
        if len(portions) == after:
            raise _StoppedError

    with pytest.raises(_StoppedError):
        _run_bulk(path, stopped, on_progress=stop)
    assert not stopped.exists()
    with open(f"{stopped}.part", "ab") as part:
        part.write(b'{"half a line')  # as a process leaves it that is killed while writing
    done = []
    monkeypatch.setattr(bulk, "_update_state", lambda *args, was=bulk._update_state: (done.append(1), was(*args)))
    state = _run_bulk(path, stopped)
    assert stopped.read_bytes() == whole.read_bytes()
    assert len(done) == 4 - after
    assert (state.profiles, state.counts) == (expected.profiles, expected.counts)
    assert not list(tmp_path.glob("*.part*"))


@pytest.mark.parametrize("change", ["registry", "day", "state", "part"])
def test_state_of_other_run_is_not_resumed(change, tmp_path, monkeypatch):
    _use_small_batches(monkeypatch)
    path, out = _write_registry(tmp_path, range(9)), tmp_path / "found.ndjson"

    def stop(_):
        raise _StoppedError

    with pytest.raises(_StoppedError):
        _run_bulk(path, out, on_progress=stop)
    if change == "registry":
        path.write_bytes(b"".join(generated_profiles.generate_nquads(range(8))))
    elif change == "day":
        monkeypatch.setattr(bulk_worker, "compute_stamp", lambda date: "another")
    elif change == "state":
        (tmp_path / "found.ndjson.part.state").write_text("{")
    else:
        (tmp_path / "found.ndjson.part").write_bytes(b"{")
    with pytest.raises(bulk.InputError, match="an earlier run that did not end is of another registry, day or edition"):
        _run_bulk(path, out)


def test_finished_run_is_started_again(tmp_path, monkeypatch):
    path, out = _write_registry(tmp_path, range(3)), tmp_path / "found.ndjson"
    remove_file = os.unlink

    def stop_at_state(file):
        if str(file).endswith(bulk.STATE_SUFFIX):
            raise _StoppedError
        remove_file(file)

    with monkeypatch.context() as stopped:
        stopped.setattr(bulk.os, "unlink", stop_at_state)
        with pytest.raises(_StoppedError):
            _run_bulk(path, out)
    assert (tmp_path / "found.ndjson.part.state").exists()
    whole = out.read_bytes()
    assert _run_bulk(path, out).profiles == 3
    assert out.read_bytes() == whole
    assert not list(tmp_path.glob("*.part*"))


def test_concurrent_runs_to_same_file_are_refused(tmp_path):
    path, out = _write_registry(tmp_path, range(2)), tmp_path / "found.ndjson"
    with bulk._lock_output(str(out)), pytest.raises(bulk.InputError, match="another run is writing there"):
        _run_bulk(path, out)


def test_worker_with_other_rules_is_refused(tmp_path, monkeypatch):
    done = bulk_worker.validate_entries
    monkeypatch.setattr(bulk_worker, "validate_entries", lambda *args: done(*args)._replace(stamp="another"))
    with pytest.raises(bulk.InputError, match="a worker has other rules, shapes or texts"):
        _run_bulk(_write_registry(tmp_path, range(2)), tmp_path / "found.ndjson")


def test_unreadable_folder_is_not_clean(tmp_path, monkeypatch):
    (tmp_path / "all" / "secret").mkdir(parents=True)
    (tmp_path / "all" / "a.ttl").write_bytes(generated_profiles.generate_turtle(1))
    was = os.scandir

    def scandir(path):
        if str(path).endswith("secret"):
            raise PermissionError(13, "Permission denied", path)
        return was(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(RegistryError, match="this folder cannot be read") as error:
        registry.open_registry(str(tmp_path / "all"))
    assert error.value.where == str(tmp_path / "all" / "secret")


def test_pipe_is_no_registry(tmp_path):
    os.mkfifo(tmp_path / "all.nq")
    with pytest.raises(RegistryError, match="this is no file"):
        registry.open_registry(str(tmp_path / "all.nq"))


def test_findings_may_be_written_into_registry(tmp_path, monkeypatch):
    _use_small_batches(monkeypatch)
    for number in range(7):
        (tmp_path / f"{number}.ttl").write_bytes(generated_profiles.generate_turtle(number))

    def stop(_):
        raise _StoppedError

    with pytest.raises(_StoppedError):
        _run_bulk(tmp_path, tmp_path / "found.ndjson", on_progress=stop)
    assert _run_bulk(tmp_path, tmp_path / "found.ndjson").profiles == 7


def test_position_is_start_of_next_profile(tmp_path, monkeypatch):
    _use_small_batches(monkeypatch)
    profiles = registry.open_registry(str(_write_registry(tmp_path, range(7))))
    ends = [portion.end for portion in profiles.read_batches(RegistryPosition())]
    assert ends[-1].bytes == profiles.size
    again = [entry.name for portion in profiles.read_batches(ends[0]) for entry in portion.entries]
    assert again == [generated_profiles.get_graph_iri(number) for number in range(3, 7)]


# ---- The command ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """A registry of 400 profiles, and what is found in it in one go."""
    folder = tmp_path_factory.mktemp("registry")
    path, found = _write_registry(folder, range(400)), folder / "whole.ndjson"
    _run_bulk(path, found)
    return path, found.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopped_command_resumes_when_repeated(how, checked, tmp_path):
    (path, expected), out = checked, tmp_path / "found.ndjson"
    command = [*COMMAND, str(path), "-o", str(out), "--on", DAY, "--processes", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not (tmp_path / "found.ndjson.part.state").exists() and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(how)
    _, told = process.communicate()
    if how == signal.SIGKILL:
        assert process.returncode == -how
    else:
        assert (process.returncode, "the same command goes on from there" in told) == (130, True), told
    assert "Traceback" not in told
    assert not out.exists()
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 1, again.stderr
    assert out.read_bytes() == expected
    assert "400 profiles, " in again.stdout


@pytest.mark.slow
@pytest.mark.proof("bulk-memory")
def test_memory_does_not_grow_with_registry(tmp_path):
    """The main process and two workers stay under 1 GB together."""
    path, out = _write_registry(tmp_path, range(1500)), tmp_path / "found.ndjson"
    # VmHWM, since ru_maxrss counts what the process that starts Python held before
    code = (
        "import re, resource, sys; from actgraph.cli import _run; _run(sys.argv[1:]);"
        "own = re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1];"
        "print([int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss])"
    )
    arguments = ["validate", "--bulk", str(path), "-o", str(out), "--on", DAY, "--processes", "2"]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    own, largest = json.loads(done.stdout.splitlines()[-1])
    assert (own + 2 * largest) / 1024 < 1000, done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["a.nq", "b.nq", "-o", "out"], "PROFILE: one registry is checked at a time"),
        (["a.nq"], "-o: the findings of a registry need a file"),
        (["a.nq", "-o", "out", "-f", "json"], "-f: the findings of a registry are lines of JSON"),
        (["a.nq", "-o", "out", "--from", "nq"], "--from: a registry is read by the endings of its files"),
        (["nowhere.nq", "-o", "out"], "nowhere.nq: there is no such file"),
        (["a.ttl", "-o", "out"], "a.ttl: this is no registry: neither a folder nor N-Quads"),
        ([".", "-o", "out"], ".: there is no profile in this folder"),
    ],
)
def test_user_error_is_one_message(arguments, says, run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("validate", "--bulk", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"actgraph: {says}")
    assert os.listdir(tmp_path) == []


def test_unreadable_profile_exits_2(run, tmp_path):
    (tmp_path / "a.ttl").write_bytes(generated_profiles.generate_turtle(1))
    (tmp_path / "b.ttl").write_bytes(b"<urn:a> <urn:b>")
    out = tmp_path / "found.ndjson"
    code, told, _ = run("validate", "--bulk", str(tmp_path), "-o", str(out), "--on", DAY, "--processes", "1")
    assert (code, "; 1 cannot be read: " in told) == (2, True)
    assert {row["profile"] for row in _read_rows(out)} == {str(tmp_path / "a.ttl"), str(tmp_path / "b.ttl")}


@pytest.mark.parametrize(("fail_on", "code"), [("violation", 1), ("never", 0)])
def test_fail_on_sets_exit_code(fail_on, code, run, tmp_path):
    path, out = _write_registry(tmp_path, range(1)), tmp_path / "found.ndjson"
    asked = ("validate", "--bulk", str(path), "-o", str(out), "--on", DAY, "--processes", "1", "--fail-on", fail_on)
    assert run(*asked)[0] == code


@pytest.mark.slow
def test_help_example_works(run, tmp_path, monkeypatch):
    _write_registry(tmp_path, range(3))
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"^ +actgraph (.*--bulk (?!.*--dask).*)$", run("validate", "--help")[1], re.MULTILINE)
    code, told, _ = run(*example.split())
    assert (code, told.startswith("3 profiles, ")) == (1, True)
    assert (tmp_path / "findings.ndjson").exists()


@pytest.mark.parametrize("option", [["--processes", "2"], ["--dask", "tcp://127.0.0.1:9"]])
def test_registry_options_need_bulk(option, run):
    code, _, err = run("validate", "examples/complete.ttl", *option)
    assert (code, f"{option[0]}: this is for a registry" in err) == (2, True)


def test_missing_dask_names_package(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    path = _write_registry(tmp_path, range(1))
    code, _, err = run("validate", "--bulk", str(path), "-o", str(tmp_path / "out"), "--dask", "tcp://127.0.0.1:9")
    assert (code, 'pip install "actgraph[dask]"' in err) == (2, True)
