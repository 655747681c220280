"""Write docs/readings.md and the table in docs/reading.md: what a second reading of every statement changed.

Run it as: python docs/readings.py
It ends with 1 where a log does not fit its graph: a text is not the one that was read, or a row or a statement is
missing.
"""

import csv
import hashlib
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, parse

from actgraph.core.prefixes import BASE, expand_curie, load_prefixes, shorten_iri
from actgraph.core.tables import escape_markdown
from actgraph.graph.day import open_all_editions

ROOT = Path(__file__).parent.parent
LOGS = ROOT / "docs/readings"
CHANGES = {"substance": "in substance", "words": "in words", "none": "not at all", "new": "new"}
_GENERATED = "ontology/act/"
_QUOTED = {"altLabel", "bibliographicCitation", "creator", "hiddenLabel", "notWithin"}  # names and patterns
_UNTAGGED = {"condition", "exception", "runsFrom"}  # sentences without a language tag
_TABLE = re.compile(r"(?<=<!-- readings -->\n).*?(?=<!-- end of readings -->)", re.DOTALL)
HEAD = """# What reading again changed

Made from the logs in `docs/readings/` by `python docs/readings.py`. A first reader compared each statement with the
passage that it stands on, and said it again where it was wrong or hard to read. A second reader, who had not written
it, compared it once more. A change "in substance" is one of what the statement says about the law.

{table}
"""


class Statement(NamedTuple):
    """A statement of a graph, or a query, with its texts as they are now.

    Attributes:
        name: short name, or the name of a file.
        passages: short names of what it stands on, with “; ” between them.
        texts: digest of its texts.
    """

    name: str
    passages: str
    texts: str


class Reading(NamedTuple):
    """A row of a log: one statement, and what two readers made of it.

    Attributes:
        statement: short name, or the name of a file.
        passages: short names of the passages that were compared, with “; ” between them.
        first: day of the first reading.
        second: day of the second reading.
        verdict: of the second reader: agreed, or mended.
        changed: what both readings changed: one of `CHANGES`.
        reason: what was changed in substance.
        texts: digest of the texts that the second reader left.
    """

    statement: str
    passages: str
    first: str
    second: str
    verdict: str
    changed: str
    reason: str
    texts: str


def list_statements() -> Mapping[str, Sequence[Statement]]:
    """List the statements that have texts of ours, by the name of their graph."""
    files = [
        path
        for folder in ("ontology", "shapes")
        for path in sorted((ROOT / folder).rglob("*.ttl"))
        if not path.relative_to(ROOT).as_posix().startswith(_GENERATED)
    ]
    found = {_name_graph(path): _read_graph(path) for path in files}
    found["examples"] = [_read_example(path) for path in sorted((ROOT / "examples").glob("*.*"))]
    found["queries"] = [_read_query(path) for path in sorted((ROOT / "queries").rglob("*.rq"))]
    return {name: statements for name, statements in found.items() if statements}


def _name_graph(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removeprefix("ontology.")


def _read_graph(path: Path) -> list[Statement]:
    texts: dict[str, list[str]] = defaultdict(list)
    passages: dict[str, list[str]] = defaultdict(list)
    source = load_prefixes()["dcterms"] + "source"
    for quad in parse(path=path):
        if not isinstance(quad.subject, NamedNode):
            continue
        if text := get_text(quad):
            texts[quad.subject.value].append(text)
        elif quad.predicate.value == source:
            passages[quad.subject.value].append(shorten_iri(quad.object.value))
    for iri in texts:
        if iri.startswith(f"{BASE}eli/") and not passages[iri]:  # a sentence on a provision stands on the provision
            passages[iri].append(shorten_iri(iri))
    return [Statement(shorten_iri(iri), "; ".join(sorted(passages[iri])), _digest(said)) for iri, said in texts.items()]


def _read_example(path: Path) -> Statement:
    """Read the comments of an example, which are ours; what a real provider states is not."""
    comments = re.findall(r"^ *# (.*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return Statement(path.name, "", _digest(comments))


def _read_query(path: Path) -> Statement:
    head = dict(re.findall(r"^#[+] (summary|source): (.*)", path.read_text(encoding="utf-8"), re.MULTILINE))
    name = path.relative_to(ROOT / "queries").with_suffix("").as_posix()
    return Statement(name, head.get("source", ""), _digest([head["summary"]]))


def get_text(quad: Quad) -> str:
    """Return the text of ours that a triple has, with its property; empty where it has none."""
    name = re.split("[/#]", quad.predicate.value)[-1]
    if not isinstance(quad.object, Literal) or name in _QUOTED or not (quad.object.language or name in _UNTAGGED):
        return ""
    return f"{name} {quad.object.value}"


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(texts)).encode()).hexdigest()[:12]


def load_log(name: str) -> list[Reading]:
    """Load the readings of a graph; none where it has no log."""
    path = LOGS / f"{name}.tsv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [Reading(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def find_differences() -> Iterator[str]:
    """Find what in the logs does not fit the graphs, in a line each."""
    statements = list_statements()
    for name in sorted({path.stem for path in LOGS.glob("*.tsv")} - statements.keys()):
        yield f"{name}: a log without a graph"
    for name, known in statements.items():
        log = {row.statement: row for row in load_log(name)}
        now = {one.name: one for one in known}
        yield from (f"{name}: {one} has no reading" for one in now.keys() - log.keys())
        yield from (f"{name}: {one} was read but is not there" for one in log.keys() - now.keys())
        for one in now.keys() & log.keys():
            if now[one].texts != log[one].texts:
                yield f"{name}: {one} says something else than what was read"
            if now[one].passages != log[one].passages:
                yield f"{name}: {one} stands on {now[one].passages}, and was compared with {log[one].passages}"


def format_table() -> str:
    """Format how many statements of each graph were changed, and how."""
    lines = [f"| graph | {' | '.join(CHANGES.values())} |", f"| --- |{' ---: |' * len(CHANGES)}"]
    total: Counter[str] = Counter()
    for name in list_statements():
        counts = Counter(row.changed for row in load_log(name))
        total += counts
        lines.append(f"| `{name}` | {' | '.join(str(counts[one]) for one in CHANGES)} |")
    lines.append(f"| all | {' | '.join(str(total[one]) for one in CHANGES)} |")
    return "\n".join(lines) + "\n"


def build_page() -> str:
    """Build the page of all changes in substance as Markdown."""
    parts = [HEAD.format(table=format_table())]
    for name in list_statements():
        rows = [row for row in load_log(name) if row.changed == "substance"]
        if rows:
            lines = [f"## `{name}`\n", "| statement | provision | what changed |", "| --- | --- | --- |"]
            parts.append("\n".join([*lines, *map(_format_change, rows)]) + "\n")
    return "\n".join(parts)


def _format_change(row: Reading) -> str:
    graph = open_all_editions()
    named = {one: "" if " " in one else expand_curie(one) or "" for one in row.passages.split("; ")}
    labels = [(iri and graph.get_node(iri).label) or one for one, iri in named.items()]
    return f"| `{row.statement}` | {'; '.join(labels)} | {escape_markdown(row.reason).replace('|', '&#124;')} |"


def main() -> int:
    """Write both pages; return 1 where a log does not fit its graph, which is told on standard error."""
    docs = Path(__file__).parent
    page = docs / "reading.md"
    table = format_table()
    written = _TABLE.sub(lambda _: table, page.read_text(encoding="utf-8"))
    page.write_text(written, encoding="utf-8", newline="\n")
    (docs / "readings.md").write_text(build_page(), encoding="utf-8", newline="\n")
    differences = list(find_differences())
    print(*differences, sep="\n", file=sys.stderr, end="\n" if differences else "")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
