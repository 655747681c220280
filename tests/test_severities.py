"""How grave what the shapes find is: by what they stand on, and not by taste."""

import pytest

from actgraph.names import expand
from actgraph.results import shapes
from tests.severities import IN_DOUBT, LEFT_OPEN, NOT_YET, expected


@pytest.mark.parametrize("iri", shapes())
def test_a_shape_is_as_grave_as_what_it_stands_on(iri):
    assert shapes()[iri].severity == expected(shapes()[iri])


def test_what_is_said_to_be_left_open_are_shapes():
    assert [name for name in LEFT_OPEN | NOT_YET | IN_DOUBT if expand(f"shp:{name}") not in shapes()] == []
