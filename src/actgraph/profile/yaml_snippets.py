"""Write the words of a message as YAML has them, for a profile that is written in YAML."""

import re

from actgraph.core.prefixes import expand_curie
from actgraph.profile.yaml_names import format_cited
from actgraph.profile.yaml_words import GROUPS, load_words

_NAME = r"[\w-]+(?:\.[\w-]+)*"
_TYPED = re.compile(r'"([^"\n]*)"\^\^xsd:(?!string\b)\w+')
_PAIR = re.compile(rf"\bag:(\w+) ((?:ag|cop|act|agc|rdg|tcs):{_NAME})")
_VALUE = r"(\d[\w-]*(?:\.\d[\w-]*)*|true|false|\"[^\"\n]*\")(?=[\s.,;]|$)"
_VALUE_PAIR = re.compile(rf"\bag:(\w+) {_VALUE}")
_GROUP_PAIR = re.compile(rf"\b(tcs:fld_{_NAME}|cop:mdf\.itm_\d+) {_VALUE}")
_WORD = re.compile(rf"\b(?:ag|rdfs|dcterms|foaf|cop|act|agc|rdg|tcs):{_NAME}")


def write_yaml_words(text: str) -> str:
    """Replace the short names of RDF in a message by the words of YAML.

    >>> write_yaml_words("say that it ag:implements cop:cpy.com_1.mea_4, with foaf:page")
    'say that it implements: Copyright Measure 1.4, with page'
    >>> write_yaml_words('State ag:establishment "DE" and cop:mdf.itm_4 "2026-02-02"^^xsd:date.')
    'State establishment: "DE" and items: {4: 2026-02-02}.'
    >>> write_yaml_words('Write "2026-05-11"^^xsd:date as tcs:fld_0.last-update or cop:mdf.itm_4.')
    'Write 2026-05-11 as fields: 0.last-update or items: 4.'
    """
    text = _TYPED.sub(r"\1", text)
    text = _GROUP_PAIR.sub(lambda found: f"{_write_name(found[1]).replace(': ', ': {')}: {found[2]}}}", text)
    text = _VALUE_PAIR.sub(lambda found: f"{found[1]}: {found[2]}", text)
    text = _PAIR.sub(lambda found: f"{found[1]}: {_write_value(found[1], found[2])}", text)
    return _WORD.sub(lambda found: _write_name(found[0]), text)


def _write_value(property_: str, name: str) -> str:
    word = load_words().get(property_)
    iri = expand_curie(name) or ""
    if name.startswith("ag:") or word is None:
        return name.partition(":")[2] if name.startswith("ag:") else _write_name(name)
    return next(format_cited(word, iri), name)


def _write_name(name: str) -> str:
    prefix, _, local = name.partition(":")
    for group, start in GROUPS.items():
        if name.startswith(start):
            return f"{group}: {name.removeprefix(start)}"
    if prefix in ("ag", "rdfs", "dcterms", "foaf"):
        return local
    return next(format_cited(load_words()["contains"], expand_curie(name) or ""), name)
