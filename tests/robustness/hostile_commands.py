"""The commands that read a user's file, each with its hostile files."""

from collections.abc import Callable

from benchmarks.measure import build_command

from tests.robustness.hostile_document_files import HOSTILE_DOCUMENTS
from tests.robustness.hostile_file import (
    BIG_LINE,
    NESTING_DEPTH,
    FileWriter,
    HostileFile,
    list_odd_files,
    write_big_file,
)
from tests.robustness.hostile_official_files import HOSTILE_OFFICIAL_FILES
from tests.robustness.hostile_profile_files import HOSTILE_PROFILES
from tests.robustness.hostile_query_files import HOSTILE_QUERIES
from tests.robustness.hostile_record_files import HOSTILE_RECORDS


def _make_registry_writer(text: bytes) -> FileWriter:
    return lambda path, _: path.write_bytes(text)


HOSTILE_REGISTRIES = [
    *(case for case in list_odd_files(".nq") if case.description != "a folder"),
    HostileFile("200 MB without a graph", "big.nq", lambda path, _: write_big_file(path, b"", BIG_LINE)),
    HostileFile(
        "one line of 200 MB",
        "line.nq",
        lambda path, _: write_big_file(path, b'<urn:m> <urn:p> "', b"x" * 1000, b'" <urn:g> .'),
    ),
    HostileFile(
        "statements about statements",
        "quoted.nq",
        _make_registry_writer(
            b"<urn:m> <urn:p> "
            + b"<<( <urn:m> <urn:p> " * NESTING_DEPTH
            + b"1"
            + b" )>>" * NESTING_DEPTH
            + b" <urn:g> .\n"
        ),
    ),
]

# command → its files, and a function from a file name to the command line
HOSTILE_COMMANDS: dict[str, tuple[list[HostileFile], Callable[[str], list[str]]]] = {
    "validate": (HOSTILE_PROFILES, lambda file: build_command("validate", file)),
    "assess": (HOSTILE_PROFILES, lambda file: build_command("assess", file)),
    "load": (HOSTILE_PROFILES, lambda file: build_command("load", "--endpoint", "http://127.0.0.1:9/q", file)),
    "profile import": (HOSTILE_DOCUMENTS, lambda file: build_command("profile", "import", file, "-o", "draft.yaml")),
    "query": (HOSTILE_QUERIES, lambda file: build_command("query", file)),
    "text load": (HOSTILE_OFFICIAL_FILES, lambda file: build_command("text", "load", file)),
    "build": (HOSTILE_OFFICIAL_FILES, lambda file: build_command("build", file, "--out", "made")),
    "record check": (HOSTILE_RECORDS, lambda file: build_command("record", "check", file)),
    "validate --bulk": (
        HOSTILE_REGISTRIES,
        lambda file: build_command("validate", "--bulk", file, "-o", "found.ndjson"),
    ),
}
