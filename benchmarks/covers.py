"""Benchmark: `actgraph covers 53`, cold, against a bare import of click and against rdflib."""

from benchmarks.measure import build_command, build_python_command, measure_in_turn, measure_peak_memory, time_command
from benchmarks.row import Aim, Row

# The same answer in rdflib: parse the files of the day, run the same queries.
RDFLIB = """
from rdflib import Graph
from actgraph.sparql import named_queries
from actgraph.graph import catalog
graph = Graph()
for part in catalog.find_valid_graphs(catalog.parse_date(None)):
    graph.parse(part.read(), format="turtle")
article = "https://w3id.org/actgraph/eli/reg/2024/1689/art_53"
for name in ("coverage-of-provision", "parts-without-commitment", "narrowed-links"):
    query = named_queries.load_named_query(name)
    print(len(list(graph.query(named_queries.bind_parameters(query, {"provision": article})))))
"""


def measure_covers() -> list[Row]:
    """Measure against click and against rdflib."""
    ours = build_command("covers", "53")
    click, rdflib = build_python_command("-c", "import click"), build_python_command("-c", RDFLIB)
    what, megabytes = "`actgraph covers 53`, cold", measure_peak_memory(ours)
    fast, bare = measure_in_turn(lambda: time_command(ours), lambda: time_command(click), 25)
    again, slow = measure_in_turn(lambda: time_command(ours), lambda: time_command(rdflib), 9)
    return [
        Row(
            *("covers-click", what, fast, '`python -c "import click"`', bare),
            aims=[Aim("ratio", 2), Aim("megabytes", 60, below=True)],
            megabytes=megabytes,
        ),
        Row(
            *("covers-rdflib", what, again, "rdflib: parse the same graph, ask the same queries", slow),
            aims=[Aim("ratio", 1 / 12)],
        ),
    ]
