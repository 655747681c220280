"""Load the queries of `queries/internal/`: those that the program itself asks and nobody calls by name."""

import functools

from actgraph.core import paths


def load_internal_query(name: str, **values: str) -> str:
    """Load an internal query and put values in the place of its `$` names.

    Args:
        name: the name of its file without `.rq`.
        values: SPARQL for each `$name` of the query, such as `<https://w3id.org/actgraph/…>`.

    >>> "<urn:x> eli:is_part_of*" in load_internal_query("amendments-around-node", node="<urn:x>")
    True
    """
    query = _read_query(name)
    for key, value in values.items():
        query = query.replace(f"${key}", value)
    return query


@functools.cache
def _read_query(name: str) -> str:
    with open(paths.get_data_path("queries", "internal", f"{name}.rq"), encoding="utf-8") as file:
        return file.read()
