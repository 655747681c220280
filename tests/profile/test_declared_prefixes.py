"""Test which prefixes of a text count as declared for another namespace than is usual."""

import pytest

from actgraph.profile.profile import parse_profile

TEXTS = {  # text → the prefixes that are wrong, with their lines
    '<a:c> <a:d> """\n@prefix xsd: <urn:x> .\n""" .': [],
    "# @prefix xsd: <urn:x> .": [],
    "@prefix e: <urn:e> . @prefix xsd: <urn:x> .": [("xsd", 1)],
    "PREFIX # the second line has its name\nxsd:\n<urn:x>": [("xsd", 2)],
}


@pytest.mark.parametrize("text", TEXTS)
def test_prefix_counts_where_it_is_declared(text):
    wrong = parse_profile(f"{text}\n<a:a> <a:b> 1 .".encode(), "a.ttl", "ttl").wrong_prefixes
    assert [(one.name, one.line) for one in wrong] == TEXTS[text]
