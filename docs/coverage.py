"""Write docs/coverage.md: how much of each part of the texts is in the graph, and what is missing.

Run it as: python docs/coverage.py
"""

from collections.abc import Iterable
from pathlib import Path

from actgraph.graph.day import Day, open_day
from actgraph.graph.engine import Row
from actgraph.law.milestones import Calendar, get_calendar

BEFORE, AFTER = "2026-07-26", "2026-11-24"
PREFIXES = """PREFIX ag: <https://w3id.org/actgraph/ns/>
PREFIX act: <https://w3id.org/actgraph/eli/reg/2024/1689/>
PREFIX agc: <https://w3id.org/actgraph/content-code/>
PREFIX cop: <https://w3id.org/actgraph/code-of-practice/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX ipr: <https://w3id.org/actgraph/eli/reg_impl/2026/1755/>
PREFIX g50: <https://w3id.org/actgraph/guidelines/article-50/>
PREFIX gas: <https://w3id.org/actgraph/guidelines/ai-system/>
PREFIX gdl: <https://w3id.org/actgraph/guidelines/gpai/>
PREFIX omn: <https://w3id.org/actgraph/eli/reg/2026/1744/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX rdg: <https://w3id.org/actgraph/reading/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX tcs: <https://w3id.org/actgraph/training-summary/>
"""
NORMS = ("Obligation", "Power", "Right", "Exemption", "ClassificationRule", "Effect", "Sanction")
WORDS = {
    "AppendixSection": "section of appendices",
    "CodeCondition": "condition",
    "CodeRecital": "recital",
    "CodeObjective": "objective",
    "FormItem": "item of the form",
    "ClassificationRule": "rule of classification",
    "LicenceText": "text of licences",
    "MappingGap": "gap of the mapping",
    "ReportPoint": "point",
    "SignatoryList": "list of signatories",
    "SubMeasure": "sub-measure",
    "CodePoint": "point",
    "CodeStatement": "statement",
    "SummarySection": "section",
    "SummaryField": "field",
    "NoticePoint": "point of the notice",
}


def build_document() -> str:
    """Build the page as Markdown."""
    before, after = open_day(BEFORE), open_day(AFTER)
    lines = [
        "# What is in the graph, and what is not",
        "",
        "Made by `python docs/coverage.py` from the graph itself; what is missing stands in",
        "`ontology/reading/known-gaps.ttl`. Entries and links are counted part by part.",
        "",
        "## The AI Act",
        "",
        *_describe_act("as published", before),
        *_describe_act("as amended", after),
        "A provision is any article, paragraph, subparagraph or point, and any section or point of an annex. *Cites*",
        "counts references to provisions of the Act and to other acts, *terms* the uses of defined terms. *Dated*",
        "counts the provisions of which the graph knows from when they apply. *Explained by* counts the links from",
        "recitals, which we read or a method computed.",
        "",
        "## The other texts",
        "",
        *_describe_other_texts(after),
        "## Not yet",
        "",
        *_list_gaps(after, "notYet"),
        "",
        "## Left open on purpose",
        "",
        *_list_gaps(after, "leftOpen"),
    ]
    return "\n".join(lines) + "\n"


def _describe_act(name: str, day: Day) -> list[str]:
    dates = get_calendar(day)
    columns = (
        "part",
        "articles",
        "provisions",
        "cites: the Act",
        "cites: other acts",
        "terms",
        "dated",
        "explained by",
    )
    ours = "FILTER(STRSTARTS(STR(?top), STR(act:)))"
    tops = _select_labelled_nodes(day, f"?top a ag:Chapter . {ours}") + _select_labelled_nodes(
        day, f"?top a ag:Annex . {ours}"
    )
    rows = [_count_part(day, dates, row["label"] or "", f"?part eli:is_part_of* <{row['top']}> .") for row in tops]
    rows.append(_count_part(day, dates, "Recitals", "?part a ag:Recital . FILTER(STRSTARTS(STR(?part), STR(act:)))"))
    total = ["in all", *(sum(int(row[column]) for row in rows) for column in range(1, len(columns)))]
    return [f"### {name[0].upper()}{name[1:]}", "", *_format_table(columns, [*rows, total]), ""]


def _count_part(day: Day, dates: Calendar, name: str, where: str) -> list[str | int]:
    parts = [row["part"] or "" for row in day.select_rows(f"{PREFIXES}SELECT DISTINCT ?part WHERE {{ {where} }}")]
    kinds = [day.get_node(part).kind for part in parts]
    counted = [part for part, kind in zip(parts, kinds, strict=True) if kind not in ("Chapter", "Section", "Annex")]
    return [
        name,
        kinds.count("Article"),
        len(counted),
        _count_matches(day, f"{where} ?part eli:cites ?to . FILTER(STRSTARTS(STR(?to), STR(act:)))"),
        _count_matches(day, f"{where} ?part eli:cites ?to . FILTER(!STRSTARTS(STR(?to), STR(act:)))"),
        _count_matches(day, f"{where} ?part ag:usesTerm ?to ."),
        sum(bool(dates.find_application_dates(part)) for part in counted),
        _count_matches(day, f"{where} ?to ag:explains ?part ."),
    ]


def _describe_other_texts(day: Day) -> list[str]:
    of_code = "FILTER(STRSTARTS(STR(?part), STR({}:)))"
    act, not_act = ("FILTER(STRSTARTS(STR(?to), STR(act:)))", "FILTER(!STRSTARTS(STR(?to), STR(act:)))")
    found: list[tuple[str, str | int]] = [
        ("Regulation (EU) 2026/1744", _count_kinds(day, "omn:", ["Recital", "Article", "Point"])),
        (
            "its amendments of the AI Act",
            f"{_count_matches(day, '?part a ag:Amendment .')}, each with its point and dates",
        ),
        (
            "errors of the sources",
            f"{_count_matches(day, '?part a ag:Erratum .')}, with what is printed and what is meant",
        ),
        (
            "Implementing Regulation (EU) 2026/1755",
            _count_kinds(day, "ipr:", ["Recital", "Chapter", "Article", "Paragraph", "Point"]),
        ),
    ]
    for chapter in _select_labelled_nodes(day, "?top a ag:CodeChapter ."):
        where = f"?part dcterms:isPartOf* <{chapter['top']}> ."
        kinds = [
            *("Commitment", "Measure", "SubMeasure", "CodePoint", "CodeStatement"),
            *("AppendixSection", "CodeRecital", "CodeObjective", "FormItem"),
        ]
        nodes = ", ".join(
            _format_count(n, kind) for kind in kinds if (n := _count_matches(day, f"{where} ?part a ag:{kind} ."))
        )
        links = [
            f"{_count_matches(day, f'{where} ?part ag:covers ?to .')} declared",
            f"{_count_matches(day, f'{where} ?part ag:refersTo ?to . {act}')} stated to the Act",
            f"{_count_matches(day, f'{where} ?part ag:refersTo ?to . {not_act}')} to its own parts and other acts",
        ]
        found.append((chapter["label"] or "", f"{nodes}; links: {', '.join(links)}"))
    sections = "?top a ag:GuidelineSection ; dcterms:isPartOf ?text . ?text a ag:Guidelines ; ag:number ?of ."
    for section in _select_labelled_nodes(day, sections, "?of"):
        where = f"?part dcterms:isPartOf* <{section['top']}> . ?part a ag:GuidelineParagraph ."
        paragraphs = _format_count(_count_matches(day, where), "paragraph")
        references = _count_matches(day, f"{where} ?part ag:refersTo ?to .")
        found.append((section["label"] or "", f"{paragraphs}, {references} references"))
    found += [
        (
            "template for the summary of training content",
            f"{_count_kinds(day, 'tcs:', ['SummarySection', 'SummaryField', 'NoticePoint'])}; "
            + ", ".join(
                f"{_count_matches(day, f'?part ag:requirement ag:{one} .')} fields {one}"
                for one in ("required", "conditional", "optional")
            ),
        ),
        (
            "terms of Article 3",
            f"{_count_matches(day, '?part ag:definedIn ?to . ' + act)} with their meaning in our words",
        ),
        (
            "glossaries of the two codes",
            " and ".join(
                f"{_count_matches(day, f'?part ag:definedIn ?to . FILTER(STRSTARTS(STR(?to), STR({code}:)))')} terms"
                for code in ("cop", "agc")
            ),
        ),
        ("dates", f"{_count_matches(day, '?part a ag:Milestone .')} that the law sets, each with its provision"),
        (
            "what provisions of Article 50 and Chapter V do",
            f"{_count_matches(day, '?part ag:role ?to .')} roles, our reading",
        ),
        ("what is laid down for whom", _count_kinds(day, "rdg:", NORMS)),
        (
            "how a duty is shown",
            f"{_count_matches(day, '?part ag:shownBy ?to .')} ways for duties of Article 50 and Chapter V",
        ),
        ("periods, documents, relief", _count_kinds(day, "rdg:", ["Period", "Document", "Relief"])),
        (
            "conditions of the General-Purpose AI Code, points of reports",
            _count_kinds(day, "rdg:", ["CodeCondition", "ReportPoint"]),
        ),
        (
            "what the codes address, point by point",
            f"{_count_matches(day, '?part ag:addresses ?to .')} links that were read,"
            f" {_count_kinds(day, 'rdg:', ['MappingGap'])}",
        ),
        (
            "systemic risks of the General-Purpose AI Code",
            f"{_count_matches(day, '?part ag:treats ?to .')} links that were read",
        ),
        ("what recitals explain", _count_explanations(day)),
        *(
            (f"concepts of the guidelines {text}", _count_kinds(day, f"{prefix}:", ["Concept", "Example"]))
            for prefix, text in (("gdl", "C(2025) 5045"), ("g50", "C(2026) 5054"), ("gas", "C(2025) 5053"))
        ),
        ("thresholds", f"{_count_matches(day, '?part a ag:Threshold .')}, each with its number and place"),
        ("what later law has overtaken", _count_kinds(day, "rdg:", ["Supersession"])),
        ("licences that many models use", _count_kinds(day, "rdg:", ["LicenceText"])),
        *(
            (
                f"signatories of the {code}",
                _count_kinds(day, prefix, ["SignatoryList", "Provider", "Listing", "Refusal"]),
            )
            for code, prefix in (("General-Purpose AI Code", "cop:"), ("AI-Generated Content Code", "agc:"))
        ),
        ("review status of our statements", _count_reviews(day)),
        *(
            (
                f"parts of the {code} in all",
                _count_matches(day, f"?part a/rdfs:subClassOf ag:CodePart . {of_code.format(one)}"),
            )
            for code, one in (("General-Purpose AI Code", "cop"), ("AI-Generated Content Code", "agc"))
        ),
    ]
    return [*_format_table(("text", "in the graph"), found), ""]


def _list_gaps(day: Day, kind: str) -> list[str]:
    ask = f"""{PREFIXES}SELECT ?label ?description WHERE {{
      ?gap ag:gapKind ag:{kind} ; rdfs:label ?label ; dcterms:description ?description ; ag:order ?order .
    }} ORDER BY ?order"""
    return [f"- **{row['label']}.** {row['description']}" for row in day.select_rows(ask)]


def _count_kinds(day: Day, prefix: str, kinds: Iterable[str]) -> str:
    mine = f"FILTER(STRSTARTS(STR(?part), STR({prefix})))"
    return ", ".join(_format_count(_count_matches(day, f"?part a ag:{kind} . {mine}"), kind) for kind in kinds)


def _count_explanations(day: Day) -> str:
    kind = "?part ag:predicate ag:explains ; ag:linkKind ag:{} ."
    told = (("editorial", "our reading"), ("computed", "computed"))
    return ", ".join(f"{_count_matches(day, kind.format(one))} {words}" for one, words in told)


def _count_reviews(day: Day) -> str:
    told = (("readTwice", "reviewed twice"), ("inDoubt", "another reading possible"), ("readOnce", "reviewed once"))
    return ", ".join(f"{_count_matches(day, f'?part ag:reviewStatus ag:{status} .')} {words}" for status, words in told)


def _format_count(number: int, kind: str) -> str:
    one = WORDS.get(kind, kind.lower())
    first, _, rest = one.partition(" ")
    plural = first.removesuffix("y") + "ies" if first.endswith("y") else f"{first}s"
    return f"{number} {one}" if number == 1 else f"{number} {plural} {rest}".rstrip()


def _select_labelled_nodes(day: Day, where: str, first: str = "") -> list[Row]:
    ask = f"SELECT ?top ?label WHERE {{ {where} ?top rdfs:label ?label ; ag:order ?order . }} ORDER BY {first} ?order"
    return day.select_rows(f"{PREFIXES}{ask} ?top")


def _count_matches(day: Day, where: str) -> int:
    ask = f"{PREFIXES}SELECT (COUNT(*) AS ?n) WHERE {{ SELECT DISTINCT ?part ?to WHERE {{ {where} }} }}"
    return int(day.select_rows(ask)[0]["n"] or 0)


def _format_table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    columns = list(columns)
    lines = [f"| {' | '.join(columns)} |", f"| {' | '.join('---' for _ in columns)} |"]
    return lines + [f"| {' | '.join(map(str, row))} |" for row in rows]


if __name__ == "__main__":
    Path(__file__).with_name("coverage.md").write_text(build_document(), encoding="utf-8", newline="\n")
