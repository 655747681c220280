"""Queries of any size, each of one thing repeated beside or inside itself, and what the engine does with them."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable

from pyoxigraph import NamedNode, Quad, Store

from tests.conftest import ROOT

_NODE = "?s <a:p> ?o "
_CPU_SECONDS = 3  # of a query; what takes longer is stopped, which is fine
_STACK = 2_000_000  # bytes: a quarter of what a process has

Shape = Callable[[int], str]


def _repeat(start: str, part: str, end: str = "}", sep: str = " ") -> Shape:
    """Build a shape: `#` in the part is the number of the repetition, `@` the next one."""
    parts = (part.replace("#", "{0}").replace("@", "{1}"),) if ("#" in part or "@" in part) else ()

    def build(count: int) -> str:
        if not parts:
            return start + sep.join([part] * count) + end
        numbered = (part.replace("#", str(number)).replace("@", str(number + 1)) for number in range(count))
        return start + sep.join(numbered) + end

    return build


def _nest(start: str, opening: str, middle: str, closing: str, end: str) -> Shape:
    return lambda count: start + opening * count + middle + closing * count + end


SIDE_BY_SIDE: dict[str, Shape] = {
    "DESCRIBE IRIs": _repeat("DESCRIBE ", "<a:#>", ""),
    "DESCRIBE empty IRIs": _repeat("DESCRIBE ", "<>", "", ""),
    "DESCRIBE variables": _repeat("DESCRIBE ", "?v#", "{ ?s ?p ?o }"),
    "DESCRIBE * of BIND": _repeat("DESCRIBE * {", "BIND(1 AS ?v#)"),
    "DESCRIBE * of values": lambda count: (
        f"DESCRIBE * {{ VALUES ({' '.join(f'?v{one}' for one in range(count))}) {{ ({'1 ' * count}) }} }}"
    ),
    "variables": _repeat("SELECT ", "?v#", f"{{ {_NODE} }}"),
    "expressions": _repeat("SELECT ", "(1 AS ?v#)", f"{{ {_NODE} }}"),
    "expressions of expressions": _repeat("SELECT (1 AS ?v0) ", "(?v# AS ?v@)", "{}"),
    "aggregates": _repeat("SELECT ", "(COUNT(?s#) AS ?v#)", f"{{ {_NODE} }}"),
    "values": _repeat("SELECT * { VALUES ?v {", "1", "} }"),
    "rows": _repeat("SELECT * { VALUES (?v ?w) {", "(1 2)", "} }"),
    "VALUES": _repeat("SELECT * {", "VALUES ?v# {1}"),
    "triples": _repeat("SELECT * {", "?s <a:p> ?o ."),
    "triples of no variable": _repeat("ASK {", "<a:1> <a:p> <a:2> ."),
    "chain": _repeat("SELECT * {", "?a# <a:p> ?a@ ."),
    "product": _repeat("SELECT * {", "?a# ?b# ?c# ."),
    "predicates": _repeat("SELECT * {?s ", "<a:p> ?o", "}", ";"),
    "semicolons": _repeat("SELECT * {?s ?p ?o ", ";"),
    "objects": _repeat("SELECT * {?s <a:p> ", "?o", "}", ","),
    "blank nodes": _repeat("ASK {", "[<a:p> 1] ."),
    "blank objects": _repeat("ASK {?s <a:p> ", "[<a:p> 1]", "}", ","),
    "list": _repeat("ASK {?s <a:p> (", "1", ")}"),
    "lists": _repeat("ASK {", "(1) <a:p> (2) ."),
    "sequence": _repeat("ASK {?s ", "<a:p>", " ?o}", "/"),
    "sequence of any": _repeat("ASK {?s ", "<a:p>*", " ?o}", "/"),
    "alternatives": _repeat("ASK {?s (", "<a:p>", ")* ?o}", "|"),
    "negated set": _repeat("ASK {?s !(", "<a:#>", ") ?o}", "|"),
    "paths": _repeat("ASK {", "?a# <a:p>* ?a@ ."),
    "IN": _repeat(f"ASK {{ {_NODE} FILTER(?s IN (", "<a:#>", "))}", ","),
    "arguments": _repeat(f"ASK {{ {_NODE} FILTER(COALESCE(", "?s", "))}", ","),
    "||": _repeat(f"ASK {{ {_NODE} FILTER(", "?s = <a:#>", ")}", " || "),
    "+": _repeat("ASK { FILTER(", "1", ")}", "+"),
    "signs": _repeat("ASK { FILTER(1", "-1", ")}", ""),
    "!": _repeat("ASK { FILTER(", "!", "1)}", ""),
    "FILTER": _repeat(f"ASK {{ {_NODE}", "FILTER(?s)"),
    "BIND": _repeat("ASK { BIND(1 AS ?v0)", "BIND(?v# AS ?v@)"),
    "OPTIONAL": _repeat(f"ASK {{ {_NODE}", "OPTIONAL {?s ?p ?o}"),
    "UNION": _repeat("ASK {", "{?s ?p ?o}", "}", "UNION"),
    "MINUS": _repeat(f"ASK {{ {_NODE}", "MINUS {?s ?p ?o}"),
    "GRAPH": _repeat("ASK {", "GRAPH ?g {?s ?p ?o}"),
    "EXISTS": _repeat(f"ASK {{ {_NODE}", "FILTER EXISTS {?s ?p ?o}"),
    "groups": _repeat("ASK {", "{<a:1> <a:p> <a:2>}"),
    "empty groups": _repeat("ASK {", "{}"),
    "subselects": _repeat("ASK {", "{SELECT * {?s ?p ?o}}"),
    "GROUP BY variables": _repeat("SELECT (1 AS ?x) {} GROUP BY ", "?v#", ""),
    "GROUP BY functions": _repeat(f"SELECT (1 AS ?x) {{ {_NODE} }} GROUP BY ", "STR(?s)", ""),
    "ORDER BY variables": _repeat(f"SELECT * {{ {_NODE} }} ORDER BY ", "?s", ""),
    "ORDER BY functions": _repeat(f"SELECT * {{ {_NODE} }} ORDER BY ", "STR(?s)", ""),
    "ORDER BY brackets": _repeat(f"SELECT * {{ {_NODE} }} ORDER BY ", "(1)", ""),
    "HAVING": _repeat(f"SELECT ?s {{ {_NODE} }} GROUP BY ?s HAVING ", "(COUNT(?o#) > 0)", ""),
    "FROM NAMED": _repeat("ASK ", "FROM NAMED <a:#>", "{}"),
    "PREFIX": _repeat("", "PREFIX a#: <a:>", "ASK {}"),
    "template": _repeat("CONSTRUCT {", "?s <a:p> # .", f"}} {{ {_NODE} }}"),
    "list in a template": _repeat("CONSTRUCT {?s <a:p> (", "1", f")}} {{ {_NODE} }}"),
}
NESTED: dict[str, Shape] = {
    "groups": _nest("ASK ", "{", "?s ?p ?o", "}", ""),
    "OPTIONAL": _nest("ASK {?s ?p ?o ", "OPTIONAL {", "?s ?p ?o", "}", "}"),
    "UNION": _nest("ASK {", "{} UNION {", "", "}", "}"),
    "MINUS": _nest("ASK {", "?s ?p ?o MINUS {", "", "}", "}"),
    "EXISTS": _nest("ASK {", "FILTER EXISTS {", "", "}", "}"),
    "subselects": _nest("ASK {", "{SELECT * {", "", "}}", "}"),
    "GRAPH": _nest("ASK {", "GRAPH ?g {", "", "}", "}"),
    "brackets": _nest("ASK {FILTER(", "(", "1", ")", ")}"),
    "functions": _nest("ASK {FILTER(", "STR(", "1", ")", ")}"),
    "IF": _nest("ASK {FILTER(", "IF(1,", "1", ",2)", ")}"),
    "CONCAT": _nest("ASK {FILTER(", "CONCAT('a',", "'b'", ")", ")}"),
    "IN": _nest("ASK {FILTER(", "1 IN (", "1", ")", ")}"),
    "lists": _nest("ASK {?s <a:p> ", "(", "1", ")", "}"),
    "blank nodes": _nest("ASK {?s <a:p> ", "[<a:p> ", "1", "]", "}"),
    "paths": _nest("ASK {?s ", "(", "<a:p>", ")*", " ?o}"),
    "inverse paths": _nest("ASK {?s ", "^(", "<a:p>", ")", " ?o}"),
}


def run_engine(texts: Iterable[str], stack: int = _STACK) -> list[int]:
    """Run each query by the engine alone, in a process of its own with a small stack.

    Returns:
        For each the signal that ended its process: 0 for none, SIGXCPU where the time was over.
    """
    command = [sys.executable, "-m", "tests.support.query_shapes", str(stack)]
    environment = {**os.environ, "RUST_BACKTRACE": "0", "PYTHONPATH": str(ROOT)}
    asked = json.dumps(list(texts))
    done = subprocess.run(command, input=asked, capture_output=True, check=True, text=True, cwd=ROOT, env=environment)
    return json.loads(done.stdout)


def _run_limited(store: Store, text: str, stack: int) -> int:
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_STACK, (stack, stack))
        try:
            for _ in store.query(text) if text.startswith(("SELECT", "CONSTRUCT", "DESCRIBE")) else [store.query(text)]:
                pass
        except Exception:  # an error of the engine is an answer
            pass
        os._exit(0)
    status = os.waitpid(pid, 0)[1]
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _main() -> None:
    store = Store()
    nodes = [NamedNode(f"a:{number}") for number in range(5)]
    store.extend(Quad(node, NamedNode("a:p"), nodes[(at + 1) % 5]) for at, node in enumerate(nodes))
    signals = [_run_limited(store, text, int(sys.argv[1])) for text in json.load(sys.stdin)]
    print(json.dumps([0 if number == signal.SIGXCPU else int(number) for number in signals]))


if __name__ == "__main__":
    _main()
