"""Test that the store on disk gives the answers of a store in memory, whatever happens to its files."""

import contextlib
import dataclasses
import gc
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from pyoxigraph import Store

from actgraph.core import paths
from actgraph.graph import catalog, store, store_builder, store_files
from actgraph.graph.catalog import NamedGraph
from actgraph.graph.day import Day, open_day
from tests.conftest import ROOT

DAY = "2025-02-01"
OTHER_DAY = "2026-02-01"
ASK = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
CATALOG = """
@prefix ag: <https://w3id.org/actgraph/ns/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:old> rdfs:label "old" ; ag:order 1 ; dcat:startDate "2025-01-01" ; dcat:endDate "2025-12-31" .
<urn:new> rdfs:label "new" ; ag:order 2 ; dcat:startDate "2026-01-01" .
<urn:catalog> ag:file "catalog.ttl" .
<urn:a> ag:file "a.ttl" ; ag:edition <urn:old> .
<urn:b> ag:file "b.ttl" ; ag:edition <urn:new> .
"""
# A new process: data folder, day, and what to do with the graphs of the day.
CHILD = """
import os, sys
from actgraph.graph import catalog
from actgraph.graph import store
from actgraph.graph import store_files
from actgraph.graph import store_builder
from actgraph.core import paths
paths._get_data_root = lambda: sys.argv[1]
store._SETTLING_TIME = 0
graphs = catalog.find_valid_graphs(sys.argv[2])
"""
TELL = "print(len(store.open_store(graphs)))"


@dataclasses.dataclass
class Tree:
    """A data folder and a cache of one test."""

    top: Path
    cache: Path
    made: list[str]  # the folder of every call of `store_builder.build_store`

    def get_file(self, name: str) -> Path:
        return self.top / "ontology" / name

    def list_graphs(self, day: str = DAY) -> Sequence[NamedGraph]:
        catalog.load_catalog.cache_clear()
        return catalog.find_valid_graphs(day)

    def read_rows(self, day: str = DAY) -> list[str]:
        return select_rows(store.open_store(self.list_graphs(day)))

    def read_expected_rows(self, day: str = DAY) -> list[str]:
        graphs = self.list_graphs(day)
        return select_rows(store_files.fill_store(Store(), graphs, [graph.read() for graph in graphs]))

    def list_stores(self) -> list[Path]:
        return sorted(self.cache.glob("stores/*/store-*"))

    def get_pointer(self) -> Path:
        return next(self.cache.glob("stores/*/pointer"))

    def list_leftovers(self) -> list[Path]:
        return [*self.cache.glob("stores/*/making-*"), *self.cache.glob("stores/*/.*")]

    def run_code(self, code: str, *, day: str = DAY, before: Sequence[str] = (), **more: object) -> list[str]:
        """Run code in a new process and return the lines that it prints."""
        done = subprocess.run(
            [*before, *self.build_command(code, day)], capture_output=True, text=True, check=False, timeout=600, **more
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def build_command(self, code: str, day: str = DAY) -> list[str]:
        return [sys.executable, "-c", CHILD + code, str(self.top), day]


def select_rows(found: Store) -> list[str]:
    # A blank node has another name in every store.
    return sorted(re.sub("BlankNode value=[0-9a-f]+", "", str(row)) for row in found.query(ASK))


def build_turtle(word: str) -> str:
    return "".join(f'<urn:n{number}> <urn:says> "{word} {number}" .\n' for number in range(400))


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tree]:
    top, cache = tmp_path / "data", tmp_path / "cache"
    (top / "ontology").mkdir(parents=True)
    for name, text in (("catalog.ttl", CATALOG), ("a.ttl", build_turtle("one")), ("b.ttl", build_turtle("two"))):
        (top / "ontology" / name).write_text(text)
    yield from _build_tree(top, cache, monkeypatch)


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tree]:
    """The whole graph: a store of some megabytes that is slow to build."""
    shutil.copytree(ROOT / "ontology", tmp_path / "data" / "ontology")
    yield from _build_tree(tmp_path / "data", tmp_path / "cache", monkeypatch)


def _build_tree(top: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tree]:
    made: list[str] = []
    make = store_builder.build_store

    def counted(place: str, *rest: object) -> Store:
        made.append(place)
        return make(place, *rest)

    monkeypatch.setattr(paths, "_get_data_root", lambda: str(top))
    monkeypatch.setattr(store_builder, "build_store", counted)
    monkeypatch.setattr(store, "_SETTLING_TIME", 0)  # the files are as new as the test
    monkeypatch.setattr(store, "watch_store", lambda _: None)  # it would remove pointers in the middle of a test
    monkeypatch.setenv("ACTGRAPH_CACHE", str(cache))
    yield Tree(top, cache, made)
    catalog.load_catalog.cache_clear()


# ---- Reused or rebuilt ---------------------------------------------------------------------------------------------


def test_second_use_builds_nothing(tree: Tree) -> None:
    assert tree.read_rows() == tree.read_expected_rows()
    assert len(tree.made) == 1
    assert tree.read_rows() == tree.read_expected_rows()
    assert len(tree.made) == 1


def test_touched_file_renews_only_pointer(tree: Tree) -> None:
    tree.read_rows()
    before = tree.list_stores()[0].stat()
    os.utime(tree.get_file("a.ttl"))
    assert tree.read_rows() == tree.read_expected_rows()
    assert len(tree.made) == 2
    assert [folder.stat() for folder in tree.list_stores()] == [before]
    tree.read_rows()
    assert len(tree.made) == 2


def test_changed_file_of_the_same_size_and_time(tree: Tree) -> None:
    old = tree.read_rows()
    file = tree.get_file("a.ttl")
    before = file.stat()
    file.write_text(build_turtle("uno"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert tree.read_rows() == tree.read_expected_rows() != old


def test_changed_twice_within_one_tick_of_the_clock(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system with a coarse clock the second change keeps size and all times."""
    tick, look = time.time(), os.stat

    def coarse(path: str, **more: object) -> object:
        facts = look(path, **more)
        if os.fspath(path) != str(tree.get_file("a.ttl")):
            return facts
        return SimpleNamespace(st_size=facts.st_size, st_mtime_ns=0, st_ctime_ns=0, st_ctime=tick)

    monkeypatch.setattr(store, "_SETTLING_TIME", 60)
    monkeypatch.setattr(os, "stat", coarse)
    old = tree.read_rows()
    tree.get_file("a.ttl").write_text(build_turtle("uno"))
    assert tree.read_rows() == tree.read_expected_rows() != old


def test_file_changed_while_store_is_built(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    make = store_builder.build_store

    def slow(*rest: object) -> Store:
        tree.get_file("a.ttl").write_text(build_turtle("uno"))
        return make(*rest)

    with monkeypatch.context() as patch:
        patch.setattr(store_builder, "build_store", slow)
        tree.read_rows()
    assert tree.read_rows() == tree.read_expected_rows()


def test_days_of_one_interval_share_a_store(tree: Tree) -> None:
    tree.read_rows("2025-02-01")
    tree.read_rows("2025-12-31")
    assert (len(tree.list_stores()), len(tree.made)) == (1, 1)
    assert tree.read_rows("2026-01-01") == tree.read_expected_rows("2026-01-01") != tree.read_expected_rows(DAY)
    assert (len(tree.list_stores()), len(tree.made)) == (2, 2)


def test_graph_of_another_name_is_another_store(tree: Tree) -> None:
    tree.read_rows()
    renamed = [graph._replace(iri=graph.iri + "x") for graph in tree.list_graphs()]
    assert {row["g"].value for row in store.open_store(renamed).query(ASK) if row["g"]} == {"urn:ax", "urn:catalogx"}


def test_data_folder_name_may_be_non_utf8(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = os.path.join(os.fsencode(tmp_path), b"\xff \n")
    shutil.copytree(os.fsencode(tree.top), odd)
    monkeypatch.setattr(paths, "_get_data_root", lambda: os.fsdecode(odd))
    assert tree.read_rows() == tree.read_rows() == tree.read_expected_rows()
    assert len(tree.made) == 1


def test_cache_folder_name_may_be_non_utf8(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine cannot keep a store there."""
    monkeypatch.setenv("ACTGRAPH_CACHE", os.fsdecode(os.path.join(os.fsencode(tmp_path), b"\xff")))
    assert tree.read_rows() == tree.read_rows() == tree.read_expected_rows()


# ---- Damaged -------------------------------------------------------------------------------------------------------


def cut_in_half(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def empty_file(file: Path) -> None:
    os.truncate(file, 0)


def flip_bytes(file: Path, at: int | None = None) -> None:
    """Change bytes in the middle; keep size and modification time."""
    before = file.stat()
    contents = bytearray(file.read_bytes())
    at = len(contents) // 2 if at is None else at
    contents[at : at + 8] = bytes(byte ^ 0xFF for byte in contents[at : at + 8])
    file.write_bytes(contents)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def list_nonempty_files(folder: Path, *kinds: str) -> list[str]:
    return [file.name for file in sorted(folder.iterdir()) if file.stat().st_size and file.name.startswith(kinds)]


@pytest.mark.parametrize("damage", [os.unlink, cut_in_half, empty_file, flip_bytes])
def test_damaged_store(tree: Tree, damage: Callable[[Path], None]) -> None:
    right = tree.read_rows()
    names = list_nonempty_files(tree.list_stores()[0], "0", "CURRENT", "MANIFEST", "OPTIONS")
    assert sum(name.endswith(".sst") for name in names) > 5
    for name in names:
        tree.made.clear()
        damage(tree.list_stores()[0] / name)
        assert tree.read_rows() == right, name
        assert len(tree.made) == 1, name
        assert tree.read_rows() == right, name
        assert (len(tree.made), len(tree.list_stores()), tree.list_leftovers()) == (1, 1, []), name


def hide_change(tree: Tree) -> None:
    """Record the present size and time of each file in the pointer, as if the disk itself had failed."""
    pointer, folder = tree.get_pointer(), tree.list_stores()[0]
    said = pointer.read_bytes()
    head = said[: said.index(b"\n000")]
    crcs = [line for line in said[len(head) :].splitlines() if line.count(b" ") == 1]
    times = [line for line in store_files.fingerprint_store(str(folder)).splitlines() if line.count(b" ") == 3]
    assert len(crcs) == 2
    pointer.write_bytes(b"\n".join([head, *sorted(crcs + times)]))


def test_damage_with_same_size_and_time(tree: Tree) -> None:
    """The rows are right, or the engine raises and a store opened with a check is right."""
    right = tree.read_rows()
    raised = 0
    for name in list_nonempty_files(tree.list_stores()[0], "0", "CURRENT", "MANIFEST", "OPTIONS"):
        size = (tree.list_stores()[0] / name).stat().st_size
        for at in {10, size // 2, max(size - 60, 0)}:  # of a table: its rows, its metadata, its end
            flip_bytes(tree.list_stores()[0] / name, min(at, size - 1))
            hide_change(tree)
            found = store.open_store(tree.list_graphs())
            try:
                assert select_rows(found) == right, (name, at)
            except RuntimeError:
                raised += 1
            assert select_rows(store.open_store(tree.list_graphs(), check=True)) == right, (name, at)
            assert tree.read_rows() == right, (name, at)
    assert raised  # a table that is read: else this test proves nothing; how many there are, the engine decides


def test_damage_anywhere_in_manifest(tree: Tree) -> None:
    """The engine takes damage to this file for its end and finds no rows."""
    right = tree.read_rows()
    name = list_nonempty_files(tree.list_stores()[0], "MANIFEST")[0]
    for at in range(0, (tree.list_stores()[0] / name).stat().st_size, 150):
        flip_bytes(tree.list_stores()[0] / name, at)
        hide_change(tree)
        assert tree.read_rows() == right, at


def test_hidden_damage_in_read_only_cache(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    right = tree.read_rows()
    for name in list_nonempty_files(tree.list_stores()[0], "0"):
        flip_bytes(tree.list_stores()[0] / name)
    hide_change(tree)
    monkeypatch.setattr("actgraph.core.atomic.sibling_folder", raise_os_error)
    assert select_rows(store.open_store(tree.list_graphs(), check=True)) == right


def raise_os_error(*_: object, **__: object) -> None:
    raise OSError(30, "Read-only file system")


def test_missing_store_is_rebuilt(tree: Tree) -> None:
    right = tree.read_rows()
    shutil.rmtree(tree.list_stores()[0])
    assert tree.read_rows() == right
    assert len(tree.list_stores()) == 1


def test_file_in_place_of_store(tree: Tree) -> None:
    right = tree.read_rows()
    folder = tree.list_stores()[0]
    shutil.rmtree(folder)
    folder.write_text("no store")
    assert tree.read_rows() == right
    assert folder.is_dir()


def test_open_store_outlives_its_folder(tree: Tree) -> None:
    """Another process may replace or remove it."""
    found = store.open_store(tree.list_graphs())
    found = store.open_store(tree.list_graphs())  # the first may have cached what it has just written
    shutil.rmtree(tree.cache)
    assert select_rows(found) == tree.read_expected_rows()


@pytest.mark.parametrize(
    "garble",
    [
        lambda said: b"",
        lambda said: b"\xff\xfe\x00\x80" * 100,
        lambda said: b"store-\xff" + said[7:],
        lambda said: b"store-\x00" + said[7:],
        lambda said: b"../" + said,
        lambda said: said[: len(said) // 2],
        lambda said: said + b"\n",
        lambda said: said.partition(b"\n")[2],
        lambda said: said.replace(b"store-", b"making-"),
        lambda said: said.partition(b"\n")[0],
    ],
)
def test_garbled_pointer(tree: Tree, garble: Callable[[bytes], bytes]) -> None:
    right = tree.read_rows()
    before = tree.get_pointer().read_bytes()
    tree.get_pointer().write_bytes(garble(before))
    assert tree.read_rows() == right
    assert (tree.get_pointer().read_bytes(), len(tree.made), len(tree.list_stores())) == (before, 2, 1)


def test_pointer_to_wrong_store(tree: Tree) -> None:
    old = tree.read_rows()
    said = tree.get_pointer().read_bytes()
    tree.get_file("a.ttl").write_text(build_turtle("uno"))
    assert tree.read_rows() == tree.read_expected_rows() != old
    now = tree.get_pointer().read_bytes()
    tree.get_pointer().write_bytes(said.splitlines(keepends=True)[0] + now.partition(b"\n")[2])
    assert tree.read_rows() == tree.read_expected_rows()


def test_folder_in_place_of_pointer(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    right = tree.read_rows()
    tree.get_pointer().unlink()
    (tree.list_stores()[0].parent / "pointer").mkdir()
    monkeypatch.setattr(store, "fill_store", raise_os_error)  # neither rebuilt nor in memory
    assert tree.read_rows() == right
    assert tree.list_leftovers() == []


@pytest.mark.parametrize(
    "garble", [os.unlink, empty_file, flip_bytes, cut_in_half, lambda file: file.write_bytes(b"\xff\x00\xfe")]
)
def test_garbled_listing(tree: Tree, garble: Callable[[Path], None]) -> None:
    right = tree.read_rows()
    before = (tree.list_stores()[0] / store_files.LISTING).read_bytes().splitlines()
    tree.get_pointer().unlink()
    garble(tree.list_stores()[0] / store_files.LISTING)
    assert tree.read_rows() == right
    assert len((tree.list_stores()[0] / store_files.LISTING).read_bytes().splitlines()) == len(before)


def test_store_of_another_engine_or_layout(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    right = tree.read_rows()
    monkeypatch.setattr(store, "STORE_VERSION", "1 0.0.0")
    monkeypatch.setattr(store_builder, "STORE_VERSION", "1 0.0.0")
    assert tree.read_rows() == right
    assert (len(tree.made), len(tree.list_stores())) == (2, 2)


def test_old_stores_are_removed(tree: Tree) -> None:
    tree.read_rows()
    place = tree.list_stores()[0].parent
    new, old = place / "making-new", place / "making-old"
    for folder in (new, old, place / "store-old"):
        folder.mkdir()
        (folder / "000001.sst").write_text("half")
    (place / "making-file").write_text("half a pointer")
    two_days_ago = time.time() - 2 * 24 * 3600
    for path in (old, place / "store-old", place / "making-file", place / "pointer"):
        os.utime(path, (two_days_ago, two_days_ago))
    kept = tree.list_stores()[0] if tree.list_stores()[0].name != "store-old" else tree.list_stores()[1]
    tree.get_file("a.ttl").write_text(build_turtle("uno"))
    assert tree.read_rows() == tree.read_expected_rows()
    assert tree.list_leftovers() == [new]
    assert kept in tree.list_stores()
    assert place / "store-old" not in tree.list_stores()
    assert (place / "pointer").exists()


# ---- Concurrent and killed processes -------------------------------------------------------------------------------


def test_eight_concurrent_processes(real: Tree) -> None:
    start = time.time() + 0.5
    code = f"import time; time.sleep(max(0, {start} - time.time())); {TELL}"
    children = [subprocess.Popen(real.build_command(code), stdout=subprocess.PIPE) for _ in range(8)]
    told = [child.communicate(timeout=600)[0].strip() for child in children]
    assert told == [str(len(store_files.fill_store(Store(), *_read_contents(real)))).encode()] * 8
    assert (len(real.list_stores()), real.list_leftovers()) == (1, [])
    assert real.read_rows() == real.read_expected_rows()
    assert real.made == []


def _read_contents(tree: Tree) -> tuple[Sequence[NamedGraph], list[bytes]]:
    return tree.list_graphs(), [graph.read() for graph in tree.list_graphs()]


@pytest.mark.parametrize("damaged", [False, True])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("step", "times"),
    [("os.rename", 1), ("os.rename", 2), ("os.rename", 3), ("os.replace", 1), ("shutil.rmtree", 1)],
)
def test_process_killed_at_step(tree: Tree, step: str, times: int, *, after: bool, damaged: bool) -> None:
    """Kill at every rename while building a store and while replacing a damaged one."""
    if damaged:
        tree.read_rows()
        empty_file(tree.list_stores()[0] / list_nonempty_files(tree.list_stores()[0], "MANIFEST")[0])
        tree.made.clear()
    code = f"""
import signal, shutil
real, left = {step}, {times}
def killed(*args, **more):
    global left
    left -= 1
    if left == 0 and not {after}: os.kill(os.getpid(), signal.SIGKILL)
    try: return real(*args, **more)
    finally:
        if left == 0: os.kill(os.getpid(), signal.SIGKILL)
{step} = killed
{TELL}
"""
    done = subprocess.run(tree.build_command(code), capture_output=True, check=False, timeout=600)
    reached = not (step == "os.rename" and times > (3 if damaged else 1))
    assert (done.returncode == -signal.SIGKILL) == reached, done.stderr
    assert tree.read_rows() == tree.read_rows() == tree.read_expected_rows()
    assert len(tree.made) <= 1
    if (step, after) != ("os.replace", True):  # there the store is whole; an empty folder waits for the next build
        assert tree.list_leftovers() == []


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0, 0.05, 0.1, 0.2, 0.4, 1])
def test_process_killed_at_moment(real: Tree, moment: float) -> None:
    code = f"print('go', flush=True); {TELL}; import time; time.sleep(9)"
    with subprocess.Popen(real.build_command(code), stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdout.readline() == b"go\n"
        time.sleep(moment)
        child.kill()
    assert real.read_rows() == real.read_rows() == real.read_expected_rows()
    assert len(real.made) <= 1


# ---- Unwritable caches ---------------------------------------------------------------------------------------------

IN_MEMORY = f"""
fill = store.fill_store
def told(*rest):
    print("in memory")
    return fill(*rest)
store.fill_store = told  # not the one that store_builder has
{TELL}
print(*(name for _, folders, files in os.walk(os.environ["ACTGRAPH_CACHE"]) for name in folders + files
        if name.startswith(("making-", "store-"))))
"""


@pytest.mark.parametrize("below", ["file", "file/deep/er", "/proc/nowhere", "/dev/null/cache"])
def test_impossible_cache_folder(tree: Tree, tmp_path: Path, below: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("ACTGRAPH_CACHE", str(tmp_path / below))
    assert tree.read_rows() == tree.read_expected_rows()
    assert (tmp_path / "file").read_text() == "no folder"


def build_mount_command(*mount: str) -> list[str]:
    """Return the start of a command that runs in its own mount namespace."""
    for unshare in (["unshare", "-m"], ["unshare", "-Urm"]):
        with contextlib.suppress(OSError):
            before = [*unshare, "sh", "-c", f'{" && ".join(mount)} && exec "$@"', "sh"]
            if subprocess.run([*before, "true"], capture_output=True, check=False, timeout=600).returncode == 0:
                return before
    pytest.skip("this machine does not allow to mount")


def test_read_only_cache(tree: Tree) -> None:
    tree.cache.mkdir()
    here = f"'{tree.cache}'"
    told = tree.run_code(
        IN_MEMORY, before=build_mount_command(f"mount --bind {here} {here}", f"mount -o remount,ro,bind {here}")
    )
    assert told == ["in memory", str(len(tree.read_expected_rows())), ""]


def test_read_only_cache_with_bad_pointer(tree: Tree) -> None:
    """As in a container image, where files have other times than when the store was built."""
    tree.read_rows()
    os.utime(tree.get_file("a.ttl"))
    name = tree.list_stores()[0].name
    here = f"'{tree.cache}'"
    told = tree.run_code(
        IN_MEMORY, before=build_mount_command(f"mount --bind {here} {here}", f"mount -o remount,ro,bind {here}")
    )
    assert told == [str(len(tree.read_expected_rows())), name]


@pytest.mark.parametrize("size", ["16k", "200k", "1m", "2m", "3m", "4m"])
def test_full_disk(real: Tree, size: str) -> None:
    real.cache.mkdir()
    told = real.run_code(IN_MEMORY, before=build_mount_command(f"mount -t tmpfs -o size={size} none '{real.cache}'"))
    assert told == ["in memory", str(len(real.read_expected_rows())), ""]


@pytest.mark.parametrize("size", [0, 100, 10_000, 100_000, 300_000])
def test_file_size_limit(real: Tree, size: int) -> None:
    resource = pytest.importorskip("resource")
    told = real.run_code(IN_MEMORY, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
    assert told == ["in memory", str(len(real.read_expected_rows())), ""]


def test_too_few_open_files(tree: Tree) -> None:
    told = tree.run_code(f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (14, 14))\n{IN_MEMORY}")
    assert told == ["in memory", str(len(tree.read_expected_rows())), ""]


# ---- Place of the cache --------------------------------------------------------------------------------------------


def test_missing_home_folder(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ACTGRAPH_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(
        pytest.importorskip("pwd"), "getpwuid", lambda _: SimpleNamespace(pw_dir=str(tmp_path / "home"))
    )
    assert tree.read_rows() == tree.read_expected_rows()
    assert list((tmp_path / "home/.cache/actgraph/stores").glob("*/store-*"))


def test_relative_xdg_cache_is_ignored(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The XDG base directory specification requires it."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.delenv("ACTGRAPH_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert tree.read_rows() == tree.read_expected_rows()
    assert list((tmp_path / "here").iterdir()) == []
    assert list((tmp_path / "home/.cache/actgraph/stores").glob("*/store-*"))


def test_relative_cache_and_another_folder(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACTGRAPH_CACHE", "relative")
    tree.read_rows()
    found = store.open_store(tree.list_graphs())
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert select_rows(found) == tree.read_rows() == tree.read_expected_rows()
    assert list((tmp_path / "relative").glob("stores/*/store-*"))


def test_current_directory_is_gone(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    monkeypatch.setenv("ACTGRAPH_CACHE", "relative")
    assert tree.read_rows() == tree.read_expected_rows()
    monkeypatch.chdir(tmp_path)


def test_damage_met_by_query(real: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """If an open store is damaged on disk, the day rebuilds it and answers correctly."""
    ask = "SELECT ?iri ?label { ?iri <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?iri"
    graphs = real.list_graphs("2026-11-24")
    right = Day("2026-11-24", graphs).select_rows(ask)
    day = Day("2026-11-24", graphs)
    for file in real.list_stores()[0].glob("*.sst"):
        data = bytearray(file.read_bytes())
        for place in range(100, len(data) // 2, 500):
            data[place] ^= 0xFF
        with open(file, "r+b") as stream:
            stream.write(data)
    asked: list[bool] = []

    def watched(*args: object, **more: object) -> Store:
        asked.append(bool(more.get("check")))
        return store.open_store(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("actgraph.graph.day.open_store", watched)
    assert day.select_rows(ask) == right
    assert asked == [True], "the damage was met, and the store was made anew"


def test_days_with_same_texts_share_open_store() -> None:
    """A server gets queries for any day: its open stores must not grow with them."""
    days = [f"2025-03-{number:02}" for number in range(1, 29)]
    open_day(days[0]).select_rows(ASK + " LIMIT 1")
    before = len(os.listdir("/proc/self/fd"))
    for day in days:
        open_day(day).select_rows(ASK + " LIMIT 1")
    opened = len(os.listdir("/proc/self/fd")) - before
    assert opened < len(days), f"{opened} more files are open after {len(days)} days"
    kept = weakref.ref(open_day(days[0]))
    for day in days[1:]:
        open_day(day)
    gc.collect()
    assert kept() is None, "a day that was asked for long ago is still held"
