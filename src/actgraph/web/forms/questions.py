"""The questions of the form: from `questions.toml`, with the words, values and provisions of the graph."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pyoxigraph import Literal

from actgraph.core.prefixes import load_prefixes
from actgraph.documents.disagreements import list_single_valued
from actgraph.graph.day import Day, open_all_editions
from actgraph.graph.vocabulary import load_vocabulary
from actgraph.profile.schema import load_shapes
from actgraph.profile.yaml_words import Word, list_values, load_words
from actgraph.web.forms.node_kinds import list_nodes, load_node_kinds, load_table

EXISTS = "exists"  # in place of a property: whether there is the node
YES, NO = "yes", "no"


class Option(NamedTuple):
    """A value to choose from.

    Attributes:
        value: what the form sends.
        label: its name.
        help: its definition; empty for none.
        iri: IRI of the value; of the property of a link.
        node: the kind of node that a link leads to; empty for other options.
    """

    value: str
    label: str
    help: str
    iri: str
    node: str = ""


class Question(NamedTuple):
    """A question of the form.

    Attributes:
        name: the kind of node and the word of the property, joined by a full stop.
        node: the kind of node that it is about.
        word: the property; None for the question whether there is the node.
        kind: `text`, `yesno`, `one`, `many`, `pairs` (yes or no of each value), `link` (one of several properties),
            `exists`.
        text: the question.
        help: explains it; may be empty.
        sources: IRIs of the provisions.
        options: the values to choose from; none for a text.
        no: IRI of the property that says no of a value, for `pairs`; empty for others.
        is_list: whether a text has several values, separated by semicolons.
        follows: whether it belongs to the question before it.
        codes: the texts that its shape allows; none for most.
        title: the name of the node that it describes, if none is given.
        about: the question whether there is the document that it is about; empty for others.
        words: what the choices yes and no are called.
    """

    name: str
    node: str
    word: Word | None
    kind: str
    text: str
    help: str
    sources: Sequence[str]
    options: Sequence[Option] = ()
    no: str = ""
    is_list: bool = False
    follows: bool = False
    codes: frozenset[str] = frozenset()
    title: str = ""
    about: str = ""
    words: tuple[str, str] = ("Yes", "No")

    def list_inputs(self, node: str) -> list[str]:
        """List the names of the inputs for one node, such as `made-2`.

        >>> map_questions()["model.publishes"].list_inputs("model")[0]
        'model.publishes.weights'
        """
        base = f"{node}.{self.name.partition('.')[2]}"
        return [f"{base}.{one.value}" for one in self.options] if self.kind == "pairs" else [base]

    def list_values(self) -> list[str] | None:
        """List the values that an input can have; None for a text.

        >>> map_questions()["model.isGated"].list_values()
        ['yes', 'no']
        """
        if self.kind in ("yesno", "pairs"):
            return [YES, NO]
        if self.kind == EXISTS:
            return [YES]
        return None if self.kind == "text" else [one.value for one in self.options]


class Section(NamedTuple):
    """A section of the form.

    Attributes:
        id: its name in the page.
        title: its heading.
        text: what stands below that.
        is_folded: whether it is folded while nothing in it is answered.
        questions: its questions, in order.
    """

    id: str
    title: str
    text: str
    is_folded: bool
    questions: Sequence[Question]


@functools.cache
def load_sections() -> tuple[Section, ...]:
    """Load the sections of the form, with the words of the graph.

    >>> [section.id for section in load_sections()][:3]
    ['you', 'model', 'market']
    """
    day = open_all_editions()  # a profile can be checked as of a day on which there was no code yet
    sections = []
    for told in load_table()["sections"]:
        text, more = _split_question(day, told["graph"]) if "graph" in told else (told["text"], "")
        questions = [_make_question(day, field) for one in told["fields"] for field in _add_details(one)]
        sections.append(
            Section(told["id"], told["title"], f"{text} {more}".strip(), told.get("folded", False), questions)
        )
    return tuple(sections)


@functools.cache
def load_one_third_sections() -> tuple[Section, ...]:
    """Load the sections of the page of the one-third rule: some of the questions of the form.

    >>> load_one_third_sections()[0].questions[0].name
    'model.computeOfModification'
    """
    return tuple(
        Section(one["id"], one["title"], one["text"], False, [map_questions()[name] for name in one["questions"]])
        for one in load_table()["one_third"]
    )


@functools.cache
def map_questions() -> Mapping[str, Question]:
    """Map the names of the questions to them, in their order.

    >>> map_questions()["provider.establishment"].text
    'In which country is the provider established?'
    """
    return {one.name: one for section in load_sections() for one in section.questions}


@functools.cache
def map_inputs() -> Mapping[str, tuple[str, Question]]:
    """Map the names of all inputs to their node, such as `made-2`, and their question.

    >>> node, question = map_inputs()["made-2.date"]
    >>> node, question.name
    ('made-2', 'made.date')
    """
    return {
        name: (node, question)
        for question in map_questions().values()
        for node in list_nodes(load_node_kinds()[question.node])
        for name in question.list_inputs(node)
    }


def _add_details(field: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield a question as it is told, and behind it what is asked of the document that it is about."""
    yield field
    node = field["name"].partition(".")[0]
    for word in field.get("details", ()):
        asked = {"name": f"{node}.{word}", "follows": True, "about": field["ask"], "cite": field["cite"]}
        yield load_table()["details"][word] | asked


def _make_question(day: Day, told: Mapping[str, Any]) -> Question:
    node, _, name = told["name"].partition(".")
    word = None if name == EXISTS else load_words()[name]
    text, more = _split_question(day, told["graph"]) if "graph" in told else (told["ask"], "")
    if told.get("define") and word:
        more = day.get_node(word.iri).description
    options = _list_options(day, told, word)
    kind = _choose_kind(told, word, options)
    return Question(
        name=told["name"],
        node=node,
        word=word,
        kind=kind,
        text=text,
        help=" ".join(filter(None, (told.get("help", ""), more))),
        sources=_find_sources(day, told, word),
        options=options,
        no=load_words()[told["no"]].iri if "no" in told else "",
        is_list=told.get("list", False),
        follows=told.get("follows", False),
        codes=_find_codes(word.iri) if word else frozenset(),
        title=told.get("title", ""),
        about=told.get("about", ""),
        words=(told.get("yes", "Yes"), told.get("no_words", "No")),
    )


def _split_question(day: Day, name: str) -> tuple[str, str]:
    """Split a question of the graph into the question itself and what explains it."""
    text = day.get_node(f"{load_prefixes()['rdg']}qst_{name}").description
    asked, mark, rest = text.partition("?")
    return asked + mark, rest.strip()


def _list_options(day: Day, told: Mapping[str, Any], word: Word | None) -> list[Option]:
    if "links" in told:
        ag = load_prefixes()["ag"]
        return [Option(one["value"], one["label"], "", ag + one["property"], one["node"]) for one in told["links"]]
    if "values" in told:
        return [_make_cited_option(day, *_split_value(one)) for one in told["values"]]
    if word is None or word.kind != "node":
        return []
    labels = load_vocabulary().labels
    return [
        Option(value, labels.get(iri, value), "" if told.get("plain") else day.get_node(iri).description, iri)
        for value, iri in list_values(word).items()
    ]


def _split_value(told: str | Mapping[str, str]) -> tuple[str, str]:
    return (told, "") if isinstance(told, str) else (told["cite"], told["help"])


def _make_cited_option(day: Day, citation: str, help_: str) -> Option:
    node = day.get_node(day.cite(citation))
    return Option(node.iri.rpartition("actgraph/")[2].replace("/", "_"), node.label, help_, node.iri)


def _choose_kind(told: Mapping[str, Any], word: Word | None, options: Sequence[Option]) -> str:
    if word is None:
        return EXISTS
    if "links" in told:
        return "link"
    if "no" in told:
        return "pairs"
    if word.kind == "boolean":
        return "yesno"
    if options:
        return "one" if word.iri in list_single_valued() else "many"
    return "text"


def _find_sources(day: Day, told: Mapping[str, Any], word: Word | None) -> list[str]:
    """Find the provisions of a question: of its own, of its question in the graph, of its property, of its shapes."""
    if "cite" in told:
        return [day.cite(one) for one in told["cite"]]
    dcterms = load_prefixes()["dcterms"] + "source"
    nodes = [f"{load_prefixes()['rdg']}qst_{told['graph']}"] if "graph" in told else []
    for iri in [*nodes, *([word.iri] if word else [])]:
        found = [quad.object.value for quad in day.find_outgoing(iri) if quad.predicate.value == dcterms]  # type: ignore[union-attr]
        if found:
            return sorted(found, key=lambda one: (day.get_node(one).order, one))
    shapes = (shape for shape in load_shapes().values() if word and shape.path == (word.iri,))
    return list(dict.fromkeys(one for shape in shapes for one in shape.sources if one in day))


def _find_codes(iri: str) -> frozenset[str]:
    shapes = (shape for shape in load_shapes().values() if shape.path == (iri,))
    return frozenset(one.value for shape in shapes for one in shape.values if isinstance(one, Literal))
