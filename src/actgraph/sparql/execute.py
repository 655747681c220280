"""A query of somebody else's: what is asked, and the answer to it or why there is none."""

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, NamedNode

from actgraph.core import sparql_tokens
from actgraph.core.errors import UnansweredError
from actgraph.core.prefixes import BASE, prefixes
from actgraph.core.suggestions import quoted
from actgraph.sparql import guard
from actgraph.sparql.canonical import place
from actgraph.sparql.dataset_clause import Chosen, chosen, editions
from actgraph.sparql.writers import Written, written

_SHORT = 10_000  # characters of a query that is kept to be known again: all that are kept take a few megabytes


class Question(NamedTuple):
    """A query, with all that its answer hangs on.

    Attributes:
        text: SPARQL 1.1.
        day: ISO 8601 date: the graphs of this day are asked where none is named.
        source: what to call it in a message: a file, or standard input.
        rows: the format of rows, as `sparql_results` names it; empty where none can be taken.
        yes: the format of yes or no likewise.
        triples: the format of triples likewise.
        default: names of the graphs or editions that are asked without GRAPH, whatever the query says.
        named: names of those that GRAPH looks into, whatever the query says.
        most_bytes: how large the answer may become.
        most_rows: how many rows are written; 0 for all.
    """

    text: str
    day: str
    source: str = ""
    rows: str = "json"
    yes: str = "json"
    triples: str = "ttl"
    default: Sequence[str] = ()
    named: Sequence[str] = ()
    most_bytes: int = 16_000_000
    most_rows: int = 0


class Prepared(NamedTuple):
    """A query that may be asked, and what it is asked over: no file need be opened any more.

    Attributes:
        question: as it came.
        checked: the query.
        form: the format of the answer.
        chosen: what it is asked over.
    """

    question: Question
    checked: guard.Checked
    form: str
    chosen: Chosen


def prepare(question: Question) -> Prepared:
    """Look through a query, and open what it is asked over.

    Args:
        question: the query.

    Raises:
        UnansweredError: it is no query, may not be asked, or no format that can hold its answer is taken.
        InputError: nothing of the graph holds on its day.

    >>> prepare(Question("ASK {}", "2026-11-24")).form
    'json'
    """
    check = _known if len(question.text) <= _SHORT else _checked
    checked = check(question.text, question.source)
    form, what = {"SELECT": (question.rows, "rows"), "ASK": (question.yes, "yes or no")}.get(
        checked.form, (question.triples, "triples")
    )
    if not form:
        raise UnansweredError("not-acceptable", f"none of the formats that are asked for can hold {what}")
    return Prepared(question, checked, form, _asked(question, checked))


def _checked(text: str, source: str) -> guard.Checked:
    return guard.check(text, source, prefixes(), BASE)


# What the guard finds hangs on the text alone, and parsing takes most of the time of a small query. What it refuses is
# not kept.
_known = functools.lru_cache(maxsize=256)(_checked)


def answer(prepared: Prepared) -> Written:
    """Answer a query, with no limit of time or memory but those of the process.

    Args:
        prepared: the query.

    Raises:
        UnansweredError: the engine finds that it is no query, or its answer is too large, or can not be written in its
            format.

    >>> ask = "ASK { cop:cpy.com_1 ag:covers act:art_53.par_1.pnt_c }"
    >>> answer(prepare(Question(ask, "2026-11-24"))).body
    b'{"head":{},"boolean":true}'
    """
    question, checked, form, (store, named, basis) = prepared
    # A FROM of the query is put into effect by what is asked here; the engine does not know editions.
    within: list[NamedNode | BlankNode] | None = None if named is None else [NamedNode(one) for one in named]
    text = sparql_tokens.escaped(checked.text)
    try:
        results = store.query(
            text, base_iri=BASE, prefixes=prefixes(), default_graph=DefaultGraph(), named_graphs=within
        )
        found = written(results, form, question.most_bytes, question.most_rows)
    except SyntaxError as error:
        raise _malformed(error, checked.text, question.source) from None
    except RuntimeError as error:
        if unknown := re.search(r"custom (?:aggregate )?function <([^>]*)>", str(error)):
            what = f"there is no function {quoted(unknown[1])}"
            raise UnansweredError("malformed", what, question.source, todo="Those of SPARQL 1.1 are there.") from None
        raise
    return found._replace(query=checked.form, basis=basis)


def _asked(question: Question, checked: guard.Checked) -> Chosen:
    for name in checked.within:
        if name in editions():  # GRAPH would find nothing, which would look like an answer
            what = f"an edition is no graph that GRAPH could look into, but many: {quoted(editions()[name].label)}"
            raise _refused("GRAPH", what, "Name it by FROM, and leave GRAPH out.", question, checked)
    if question.default or question.named:  # the protocol goes before the query
        return chosen(question.day, question.default, question.named)
    if checked.default is None:
        return chosen(question.day, (), ())
    try:
        return chosen(question.day, checked.default, checked.named or ())
    except UnansweredError as error:
        raise _refused("FROM", error.what, error.todo, question, checked, error.near) from None


def _refused(
    word: str, what: str, todo: str, question: Question, checked: guard.Checked, near: Sequence[str] = ()
) -> UnansweredError:
    """The error of a keyword, at the first place where it stands."""
    found = (token.start() for token in sparql_tokens.tokens(checked.text) if (token["word"] or "").upper() == word)
    line, column = place(checked.text, next(found, 0))
    return UnansweredError("refused", what, question.source, line, column, todo=todo, near=near)


def _malformed(error: SyntaxError, text: str, source: str) -> UnansweredError:
    """What the engine says of a query that the grammar allows, such as a variable that is there twice."""
    where, _, said = str(error).removeprefix("error at ").partition(": expected ")
    line, _, column = where.partition(":")
    if not (line.isdecimal() and column.isdecimal()):
        return UnansweredError("malformed", f"this is no SPARQL query: {str(error)[:200]}", source)
    # Of all that could stand there, what is a sentence says what is wrong.
    told = re.search(r"(?:^|one of |, )([A-Z][a-z]+ [^,\[]+)", said)
    what = f"this is no SPARQL query: {told[1].strip() if told else 'it cannot be read from here on'}"
    # The engine has seen dots escaped, each a sign more.
    before = sparql_tokens.escaped(text).split("\n")[int(line) - 1 : int(line)]
    extra = before[0][: int(column)].count("\\.") if before else 0
    return UnansweredError("malformed", what, source, int(line), max(int(column) - extra, 1))
