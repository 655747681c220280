"""The commands that a user may hand a file to, each with the files that are written to break it."""

from collections.abc import Callable

from benchmarks.measure import command

from tests.robustness.hostile_file import BIG_LINE, DEEP, Case, Maker, odd, repeated
from tests.robustness.hostile_official_files import TEXTS
from tests.robustness.hostile_profile_files import PROFILES
from tests.robustness.hostile_query_files import QUERIES


def _registry(text: bytes) -> Maker:
    return lambda path, _: path.write_bytes(text)


REGISTRIES = [
    *(case for case in odd(".nq") if case.name != "a folder"),
    Case("200 MB without a graph", "big.nq", lambda path, _: repeated(path, b"", BIG_LINE)),
    Case(
        "one line of 200 MB",
        "line.nq",
        lambda path, _: repeated(path, b'<urn:m> <urn:p> "', b"x" * 1000, b'" <urn:g> .'),
    ),
    Case(
        "statements about statements",
        "quoted.nq",
        _registry(b"<urn:m> <urn:p> " + b"<<( <urn:m> <urn:p> " * DEEP + b"1" + b" )>>" * DEEP + b" <urn:g> .\n"),
    ),
]

# command → the files that it is given, and how it is asked
COMMANDS: dict[str, tuple[list[Case], Callable[[str], list[str]]]] = {
    "validate": (PROFILES, lambda file: command("validate", file)),
    "assess": (PROFILES, lambda file: command("assess", file)),
    "load": (PROFILES, lambda file: command("load", "--endpoint", "http://127.0.0.1:9/q", file)),
    "query": (QUERIES, lambda file: command("query", file)),
    "text load": (TEXTS, lambda file: command("text", "load", file)),
    "build": (TEXTS, lambda file: command("build", file, "--out", "made")),
    "validate --bulk": (REGISTRIES, lambda file: command("validate", "--bulk", file, "-o", "found.ndjson")),
}
