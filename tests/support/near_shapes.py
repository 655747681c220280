"""Data near valid data: a statement removed, doubled, of another kind or amount, or a node without a class.

tests/cases/near-*.txt list which shapes report each change. The lists are generated from the shapes and reviewed by
people: a case shows one way to violate a shape, the lists show the others.

Run `python -m tests.support.near_shapes` to generate the lists again; review the diff before you commit it.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from actgraph.core import paths
from actgraph.core.prefixes import expand_curie, load_prefixes, shorten_iri
from actgraph.graph.day import open_day
from actgraph.profile import schema
from actgraph.profile.schema import SH
from actgraph.reasoning.derived import DerivedProfile
from actgraph.validation.shacl import checks, engine
from actgraph.validation.shacl.checks import Check
from actgraph.validation.shacl.shapes_graph import ShapesGraph
from tests.conftest import ROOT
from tests.support import profile_cases

CASES = ROOT / "tests/cases"
_TYPE = NamedNode(expand_curie("rdf:type"))
_OTHER_NODE, _BARE_NODE = NamedNode(expand_curie("exa:other")), NamedNode(expand_curie("exa:bare"))
_NUMBERS = ("-1", "0", "1", "4", "5", "9", "10", "100", "101", "0.3", "0.31", "1e23", "INF", "NaN")
_MOST_MEMBERS = 12
_PREFIX_DECLARATIONS = "".join(f"@prefix {name}: <{iri}> . " for name, iri in load_prefixes().items())
_DAYS = [Literal(day, datatype=NamedNode(expand_curie("xsd:date"))) for day in ("2026-01-01", "2026-02-01")]
_VALUES_BY_DATATYPE = {
    "xsd:boolean": ("true", "false"),
    "xsd:date": ("2026-01-01", "2026-02-01"),
    "xsd:double": ("1.0e0", "2.0e0", "INF"),
    "xsd:decimal": ("0.5", "0.7", "-1", "0", "1", "100", "101"),
    "xsd:integer": ("1", "2"),
}
# Combinations that no change of a single value makes.
_ADDITIONS = (
    "exa:bare a ag:Model ; ag:baseModel exa:other . exa:other a ag:Model ; ag:baseModel exa:bare",
    "exa:bare a ag:Model ; ag:baseModel exa:bare",
    "exa:bare a ag:Provider ; ag:listedAs cop:prv_google",
    "exa:bare a ag:Provider ; ag:listedAs cop:prv_google , cop:prv_xai",
    "exa:bare a ag:Provider ; ag:listedAs <urn:x/https://w3id.org/actgraph/code-of-practice/prv_google>",
    "exa:bare a ag:Provider ; ag:listedAs cop:prv_google , agc:sig_15min",
    "exa:bare a ag:Provider ; "
    "ag:listedAs cop:prv_google , <urn:x/https://w3id.org/actgraph/code-of-practice/prv_google>",
    "exa:bare a ag:Provider ; ag:listedAs agc:sig_15min , <urn:x/https://w3id.org/actgraph/content-code/sig_15min>",
    "exa:bare a ag:PlacesLabelUnderContentCode ; ag:evidence exa:other . "
    "exa:other ag:implements agc:sec_2.com_1.mea_2.sub_3",
    "exa:bare ag:requirement ag:optional ; ag:condition exa:other",
    'exa:bare a ag:Amendment ; rdfs:label "Amendment M1: a inserted"@en , "Amendment M2: a deleted"@en',
    'exa:bare a ag:Amendment ; rdfs:label "Amendment M1:  inserted"@en',
    "exa:bare ag:baseModel exa:other . exa:other ag:baseModel exa:third . exa:third ag:baseModel exa:bare",
    "exa:bare a skos:Concept ; skos:inScheme exa:other , exa:third . exa:other a skos:ConceptScheme . "
    "exa:third a skos:ConceptScheme",
    "exa:bare a ag:Amendment ; dcterms:source exa:other , exa:third ; ag:amendingPoint exa:other , exa:third",
    "exa:bare a ag:Owes_55.2 ; ag:alternativeMeansAccount exa:other",
    "exa:bare a ag:Owes_53.4 ; ag:alternativeMeansAccount exa:other",
    "exa:bare a ag:Model ; ag:computeOfModification 1.0e0 ; ag:baseModel exa:other",
    "exa:bare ag:madeAvailable exa:other . exa:other ag:onUnionMarket true ; ag:excludesUnion true",
    "exa:bare ag:hasTerm ag:attribution ; ag:hasNoTerms true",
    "exa:bare ag:linkKind ag:editorial ; ag:reviewStatus ag:readOnce , ag:readTwice",
    *(f'exa:bare a ag:OwedRepresentative ; ag:establishment "{country}"' for country in ("IS", "LI", "NO")),
    *(
        f"exa:bare a ag:{kind} ; ag:{paper} exa:other ; ag:{due} {_DAYS[0]} . exa:other dcterms:issued {day}"
        for kind, paper, due in (
            ("UnderTransparencyChapter", "technicalDocumentation", "documentationDueBy"),
            ("UnderSafetyAndSecurityChapter", "framework", "frameworkDueAfterNotification"),
            ("UnderSafetyAndSecurityChapter", "framework", "frameworkDueBeforePlacing"),
            ("UnderSafetyAndSecurityChapter", "modelReport", "modelReportDueBy"),
        )
        for day in _DAYS
    ),
    *(f"exa:bare ag:notificationOpenUntil {_DAYS[0]} ; ag:onDay {day}" for day in _DAYS),
    *(f"exa:bare ag:notificationDueBy {_DAYS[0]} ; ag:notifiedInDoubtOn {day}" for day in _DAYS),
    *(
        f"exa:bare ag:notificationDueBy {_DAYS[0]} ; ag:notificationOpenUntil {_DAYS[0]} ; ag:notifiedOn {day}"
        for day in _DAYS
    ),
    "exa:bare a ag:Milestone ; ag:concerns <http://data.europa.eu/eli/reg/2024/1689/oj>",
    "exa:bare a ag:Milestone ; ag:concerns <http://data.europa.eu/eli/reg/2024/1689/ojx>",
    "exa:bare a ag:Link ; ag:subject act:art_1 , act:art_2 ; ag:predicate ag:covers , ag:cites ; ag:object act:art_3",
)
_NUMERIC_DATATYPES = {f"xsd:{name}" for name in ("integer", "decimal", "double")}


class NearData:
    """Data without findings, and the changes near it.

    Args:
        data: the triples.
        shapes: the quads of the shapes.
    """

    def __init__(self, data: Sequence[Triple], shapes: Sequence[Quad]) -> None:
        self._data = sorted(set(data), key=str)  # derived triples have no fixed order
        self._shapes = ShapesGraph(shapes)
        self.store = Store()
        self.store.extend(Quad(*one) for one in self._data)
        self.checks = checks.compile_checks(self._shapes, False)

    @functools.cached_property
    def changes(self) -> Mapping[str, tuple[Sequence[Triple], Sequence[Triple]]]:
        """The removed and added triples of each change, by its description."""
        found = {}
        for name, gone, new in (*self._list_data_changes(), *self._list_bare_nodes()):
            found.setdefault(name, (gone, new))
        return found

    def find_results(self, some_checks: Sequence[Check], change: str) -> set[str]:
        """Find the shapes that report a result after a change; `@other` marks a result at the added node."""
        gone, new = self.changes[change]
        said = {_get_checked_iri(one) for one in (*gone, *new)}
        some_checks = [check for check in some_checks if any(iri in check.select for iri in said)]
        new = [one for one in new if Quad(*one) not in self.store]
        for one in gone:
            self.store.remove(Quad(*one))
        self.store.extend(Quad(*one) for one in new)
        told = {(one.shape.value, one.focus) for one in engine.run_checks(some_checks, self.store)}
        for one in new:
            self.store.remove(Quad(*one))
        self.store.extend(Quad(*one) for one in gone)
        return {iri.rpartition("/")[2] + ("@other" if focus == _OTHER_NODE else "") for iri, focus in told}

    def format_list(self) -> str:
        """Format the list: each change, and the shapes that report it."""
        lines = []
        for name in self.changes:
            found = self.find_results(self.checks, name)
            lines.append(f"{name}: {' '.join(sorted(found)) or 'nothing'}\n")
        return "".join(lines)

    # ---- The changes ----

    def _list_data_changes(self) -> Iterator[tuple[str, list[Triple], list[Triple]]]:
        seen = set()
        for subject in dict.fromkeys(one.subject for one in self._data):
            of_it = [one for one in self._data if one.subject == subject]
            kinds = frozenset(one.object for one in of_it if one.predicate == _TYPE)
            if kinds and kinds not in seen:
                yield f"{_format_term(subject)} of no class", [one for one in of_it if one.predicate == _TYPE], []
            for predicate in dict.fromkeys(one.predicate for one in of_it if one.predicate != _TYPE):
                if (kinds, predicate) not in seen:
                    yield from self._list_value_changes([one for one in of_it if one.predicate == predicate])
                seen.add((kinds, predicate))
            seen.add(kinds)

    def _list_value_changes(self, triples: list[Triple]) -> Iterator[tuple[str, list[Triple], list[Triple]]]:
        first = triples[0]
        place = f"{_format_term(first.subject)} {_format_term(first.predicate)}"
        yield f"{place}: none", triples, []
        for value in _list_other_values(first.object):
            new = Triple(first.subject, first.predicate, value)
            yield f"{place}: {_format_term(value)}", triples, [new]
            yield f"{place}: {_format_term(value)} too", [], [new]

    def _list_bare_nodes(self) -> Iterator[tuple[str, list[Triple], list[Triple]]]:
        """List changes that add a node of each target class, alone or with one property that a shape constrains."""
        for shape in self._shapes.list_subjects():
            for kind in self._shapes.get_values(shape, SH + "targetClass"):
                is_one = Triple(_BARE_NODE, _TYPE, kind)
                yield f"a bare {_format_term(kind)}", [], [is_one]
                for part in self._shapes.get_values(shape, SH + "property"):
                    yield from self._list_bare_nodes_with_values(part, is_one)
            for way, turned in (("targetSubjectsOf", False), ("targetObjectsOf", True)):
                for property in self._shapes.get_values(shape, SH + way):
                    ends = (_OTHER_NODE, _BARE_NODE) if turned else (_BARE_NODE, _OTHER_NODE)
                    yield f"bare by sh:{way} {_format_term(property)}", [], [Triple(ends[0], property, ends[1])]
        for text in _ADDITIONS:
            yield text, [], [quad.triple for quad in parse(f"{_PREFIX_DECLARATIONS}{text} .", format=RdfFormat.TURTLE)]

    def _list_bare_nodes_with_values(
        self, property_shape, type_triple: Triple
    ) -> Iterator[tuple[str, list[Triple], list[Triple]]]:
        """List changes that add a node with one property: allowed values, several of them, and compared properties."""
        path = self._shapes.get_value(property_shape, SH + "path")
        if not isinstance(path, NamedNode):
            return
        for values in self._list_allowed_values(property_shape):
            words = " , ".join(map(_format_term, values))
            told = f"a bare {_format_term(type_triple.object)} {_format_term(path)} {words}"
            yield told, [], [type_triple, *(Triple(_BARE_NODE, path, one) for one in values)]
        for way in ("lessThan", "lessThanOrEquals"):
            for other in self._shapes.get_values(property_shape, SH + way):
                told = f"a bare {_format_term(type_triple.object)} {_format_term(path)} as {_format_term(other)}"
                yield told, [], [type_triple, Triple(_BARE_NODE, path, _DAYS[0]), Triple(_BARE_NODE, other, _DAYS[0])]

    def _list_allowed_values(self, property_shape) -> Iterator[list[NamedNode | Literal]]:
        for head in self._shapes.get_values(property_shape, SH + "in"):
            members = list(self._shapes.get_list_items(head))
            some = members if len(members) <= _MOST_MEMBERS else [members[0], members[-1]]
            yield from ([one] for one in some)
            yield some[:2]
            yield [_OTHER_NODE]
        if self._shapes.get_values(property_shape, SH + "pattern"):
            yield [_OTHER_NODE]
        for kind in self._shapes.get_values(property_shape, SH + "datatype"):
            some = [Literal(one, datatype=kind) for one in _VALUES_BY_DATATYPE.get(shorten_iri(kind.value), ("a", "b"))]
            yield from ([one] for one in some)
            yield some[:2]
            yield [Literal(1)]


def _list_other_values(value) -> Iterator[NamedNode | Literal]:
    """List values of other kinds and amounts."""
    yield _OTHER_NODE
    if isinstance(value, NamedNode):
        yield Literal("x")
        yield NamedNode(value.value + "1")
        yield NamedNode(value.value + "x!")
        yield NamedNode("urn:" + value.value)
        return
    kind, words = shorten_iri(value.datatype.value), value.value
    if kind in _NUMERIC_DATATYPES:
        some = [one for one in _NUMBERS if kind == "xsd:double" or one.lstrip("-").replace(".", "").isdigit()]
        some = [one for one in some if kind != "xsd:integer" or "." not in one]
        yield from (Literal(one, datatype=value.datatype) for one in some if one != words)
        yield from (Literal(words), Literal(1), Literal("1", datatype=NamedNode(expand_curie("xsd:double"))))
    elif kind == "xsd:date":
        yield from (Literal(one, datatype=value.datatype) for one in ("2001-01-01", "2099-01-01"))
        yield Literal(words)
    elif kind == "xsd:boolean":
        yield from (Literal(words != "true"), Literal(words))
    else:
        said = {"datatype": value.datatype} if value.language is None else {"language": value.language}
        yield from (Literal(one, **said) for one in (f"{words}1", f"x!{words}", f"{words}x!", words[1:], words[:-1]))
        yield Literal(1)


def _get_checked_iri(triple: Triple) -> str:
    """Get the IRI that the query of a check must contain for a triple to affect it."""
    return str(triple.object if triple.predicate == _TYPE else triple.predicate)


def _format_term(term) -> str:
    if isinstance(term, NamedNode):
        return shorten_iri(term.value)
    kind = shorten_iri(term.datatype.value)
    return f'"{schema.get_term_value(term)}"' + ("" if kind in ("xsd:string", "rdf:langString") else f"^^{kind}")


def _read_triples(path) -> list[Triple]:
    return [quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)]


@functools.cache
def get_near_house_case(name: str) -> NearData:
    """Get the changes near the good case of a file of house rules."""
    shapes = [quad for file in schema.INTERNAL_SHAPES for quad in _read_shapes(file)]
    return NearData(_read_triples(CASES / f"shapes/{name}.ttl"), shapes)


@functools.cache
def get_near_complete_example(name: str = "complete") -> NearData:
    """Get the changes near a complete example and its derived triples, which are not derived again."""
    derived = DerivedProfile(profile_cases.read_complete_example(name), open_day(profile_cases.DAY))
    return NearData([*derived.stated, *derived.derived_triples], schema.load_shape_quads())


def _read_shapes(file: str) -> list[Quad]:
    return list(parse(path=paths.get_data_path("shapes", file), format=RdfFormat.TURTLE, rename_blank_nodes=True))


LISTS = {
    "near-good.txt": lambda: get_near_house_case("good"),
    "near-good.reading.txt": lambda: get_near_house_case("good.reading"),
    **{
        f"near-{name}.txt": functools.partial(get_near_complete_example, name)
        for name in profile_cases.COMPLETE_EXAMPLES
    },
}


def write_near_shape_lists() -> None:
    """Generate the lists."""
    for name, of in LISTS.items():
        (CASES / name).write_text(of().format_list(), encoding="utf-8")
        print(f"written: {CASES / name}; read the diff before you commit it")


if __name__ == "__main__":
    write_near_shape_lists()
