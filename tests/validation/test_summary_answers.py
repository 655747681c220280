"""Hold the findings on five published summaries against what an independent reader found in them, section by section.

A profile states of each field what the reader found (tests/data/summary_answers.tsv): an answer where it is filled or
partly filled, a placeholder where one stands there, nothing where nothing does. tests/data/summary_findings.tsv has for
each section whether the reader calls it complete, which of its fields the check finds, and why the two differ.
"""

import csv
import functools
import re

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from actgraph.core.prefixes import expand_curie, load_prefixes
from actgraph.graph.day import open_day
from actgraph.profile import schema
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation import batch
from tests.conftest import ROOT

DATA = ROOT / "tests/data"
DAY = open_day("2026-11-24")
TCS = load_prefixes()["tcs"]
ESTABLISHED = {"apertus": "CH", "smollm3": "US", "bielik": "PL", "bria": "IL", "phi": "US"}
# What stands there of a size: a range, or an amount and unit; and whether the types of content are told.
AMOUNTS_ALONE = {("bria", "fld_1.3.text"), ("bria", "fld_1.3.image")}
MODALITIES = {"text": "text", "image": "image", "audio": "otherAudio", "video": "video", "other": "otherModality"}


def _read_table(name):
    with open(DATA / f"{name}.tsv", encoding="utf-8", newline="") as file:
        return list(
            csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
        )


def _get_short_name(document):
    return next(name for name in ESTABLISHED if name in document)


def _load_fields():
    ag, dcterms = load_prefixes()["ag"], load_prefixes()["dcterms"]
    rows = DAY.select_rows(
        f"SELECT ?field ?kind ?number WHERE {{ ?field a <{ag}SummaryField> ; <{ag}valueKind> ?kind ;"
        f" <{ag}number> ?number ; <{dcterms}isPartOf> ?section }}"
    )
    return {row["field"].removeprefix(TCS): (row["kind"].removeprefix(ag), row["number"]) for row in rows}


FIELDS = _load_fields()


def _write_answer(name, row):
    """Write what stands in a field as the object of a statement, in Turtle."""
    field, (kind, _), said = row["field"], FIELDS[row["field"]], row["answer"]
    text = str(Literal(said))
    if kind == "yesOrNo":
        answer = re.match(r"(Yes|No)\b", said)
        return {"Yes": "true", "No": "false"}[answer[1]] if answer else text
    if row["state"] == "placeholder" or field == "fld_2.3.domains":
        return text
    if kind == "calendarDate":
        return '"2026-01-15"^^xsd:date'
    if kind == "monthOfYear":
        continuous = " ; ag:continuouslyTrained false" if row["state"] == "filled" else ""
        return f'"2025-05"^^xsd:gYearMonth{continuous}'
    if kind == "severalChoices":
        return "ag:text"
    if kind == "entries":
        return f"[ dcterms:title {text} ]"
    if kind == "spanOfMonths":
        return '[ ag:collectedFrom "2024-01"^^xsd:gYearMonth ; ag:collectedUntil "2025-05"^^xsd:gYearMonth ]'
    if kind == "rangeAndText":
        types = "" if (name, field) in AMOUNTS_ALONE else f" ; dcterms:description {text}"
        return f'[ ag:dataAmount 1.0e10 ; ag:dataUnit "tokens"{types} ]'
    return text


def _build_profile(document, rows):
    name = _get_short_name(document)
    stated = {row["field"]: row for row in rows if row["document"] == document}
    modalities = [MODALITIES[one] for one in MODALITIES if stated[f"fld_1.3.{one}"]["state"] != "not applicable"]
    answers = " ; ".join(
        f"tcs:{row['field']} {_write_answer(name, row)}"
        for row in stated.values()
        if row["state"] in ("filled", "partly", "placeholder")
    )
    text = f"""exa:p a ag:Provider ; ag:establishment "{ESTABLISHED[name]}" .
        exa:m a ag:Model ; ag:developedBy exa:p ; ag:significantGenerality true ; ag:wideRangeOfTasks true ;
          ag:cumulativeCompute 1.0e24 ; ag:modalityIn {" , ".join(f"ag:{one}" for one in modalities)} ;
          ag:madeAvailable exa:u ; ag:trainingSummary exa:s .
        exa:u a ag:MakingAvailable ; ag:onUnionMarket true ; ag:date "2026-01-15"^^xsd:date .
        exa:s a ag:Evidence ; {answers} ."""
    heads = "".join(f"@prefix {prefix}: <{iri}> . " for prefix, iri in load_prefixes().items())
    return [_skolemize(quad.triple) for quad in parse(heads + text, format=RdfFormat.TURTLE)]


def _skolemize(triple):
    name = lambda one: NamedNode(f"urn:node:{one.value}") if type(one).__name__ == "BlankNode" else one  # noqa: E731
    return Triple(name(triple.subject), triple.predicate, name(triple.object))


@functools.cache
def _find_fields():
    """Find the fields that are reported of each summary: document → local names."""
    rows = _read_table("summary_answers")
    documents = list(dict.fromkeys(row["document"] for row in rows))
    profiles = [DerivedProfile(_build_profile(one, rows), DAY) for one in documents]
    found = {}
    for document, results in zip(documents, batch.validate_batch(profiles, DAY), strict=True):
        found[document] = {
            field
            for result in results
            for name in (result.shape, *result.included)
            if (field := schema.load_shapes()[name].wanted.removeprefix(TCS)) in FIELDS
        }
    return found


def _get_section(field):
    return re.match(r"fld_(0|\d\.\d(?:\.\d)?)(?=\.)", field)[1]


def test_findings_agree_with_reader_or_say_why():
    found = _find_fields()
    table = _read_table("summary_findings")
    assert len(table) == 5 * 14
    deviating = []
    for row in table:
        ours = {one for one in found[row["document"]] if _get_section(one) == row["section"]}
        told = {f"fld_{one}" for one in row["found"].split()}
        differs = (row["reader"] == "complete") != (not ours)
        if ours != told or differs != bool(row["why"]):
            deviating.append((row["document"], row["section"], sorted(ours), row["reader"], row["why"]))
    assert deviating == []


def test_every_missing_required_field_is_found():
    found = _find_fields()
    required = expand_curie("ag:required")
    rows = DAY.select_rows(f"SELECT ?field WHERE {{ ?field <{expand_curie('ag:requirement')}> <{required}> }}")
    names = {row["field"].removeprefix(TCS) for row in rows}
    open_ = {
        (row["document"], row["field"])
        for row in _read_table("summary_answers")
        if row["state"] == "missing" and row["field"] in names
    }
    assert open_
    assert [(document, field) for document, field in open_ if field not in found[document]] == []
