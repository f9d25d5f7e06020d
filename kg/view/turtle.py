"""Turtle and TriG for people: prefixes, one block a subject, everything sorted, the same bytes for the same graph.

The form follows the W3C Recommendations RDF 1.1 Turtle and RDF 1.1 TriG.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from kg.store.prefixes import PREFIXES
from kg.store.protocol import Triple

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\Z")
_SHORT = {
    PREFIXES["xsd"] + "integer": re.compile(r"[+-]?[0-9]+\Z"),
    PREFIXES["xsd"] + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+\Z"),
    PREFIXES["xsd"] + "boolean": re.compile(r"(?:true|false)\Z"),
}
"""Literals of these types and forms are written without quotes and type."""
_TYPE = PREFIXES["rdf"] + "type"


class Writer:
    """Writes terms with prefixes and remembers which of them it used."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._by_start = {start: name for name, start in prefixes.items()}
        self._known: dict[str, str] = {}
        self.used: dict[str, str] = {}

    def block(self, triples: Iterable[Triple], indent: str = "") -> Iterator[str]:
        """The lines of a graph: subjects, predicates (`a` first) and objects sorted by their IRI or text."""
        about: dict[str, dict[str, list[NamedNode | Literal]]] = {}
        for s, p, o in triples:
            about.setdefault(s.value, {}).setdefault(p.value, []).append(o)
        for subject in sorted(about):
            predicates = sorted(about[subject], key=lambda p: (p != _TYPE, p))
            lines = [self._predicate(p, about[subject][p]) for p in predicates]
            yield f"{indent}{self.iri(subject)} " + f" ;\n{indent}    ".join(lines) + " ."

    def iri(self, iri: str) -> str:
        """The IRI, shortened where a prefix fits and the rest is a plain word."""
        if iri not in self._known:
            self._known[iri] = self._shorten(iri)
        return self._known[iri]

    def _shorten(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        start, local = iri[:cut], iri[cut:]
        if start in self._by_start and _LOCAL.match(local):
            self.used[self._by_start[start]] = start
            return f"{self._by_start[start]}:{local}"
        return str(NamedNode(iri))

    def _predicate(self, predicate: str, objects: Sequence[NamedNode | Literal]) -> str:
        name = "a" if predicate == _TYPE else self.iri(predicate)
        return f"{name} " + " , ".join(self._object(o) for o in sorted(objects, key=str))

    def _object(self, term: NamedNode | Literal) -> str:
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        kind = term.datatype.value
        if kind in _SHORT and _SHORT[kind].match(term.value):
            return term.value
        if term.language or kind == PREFIXES["xsd"] + "string":
            return str(term)
        return f"{Literal(term.value)}^^{self.iri(kind)}"


def turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """One graph as Turtle."""
    writer = Writer(prefixes)
    body = "\n\n".join(writer.block(triples))
    return _head(writer.used) + body + "\n" if body else _head(writer.used)


def trig(graphs: Mapping[str, Iterable[Triple]], prefixes: Mapping[str, str]) -> str:
    """Named graphs as TriG, in the order given."""
    writer = Writer(prefixes)
    blocks = []
    for name, triples in graphs.items():
        blocks.append(f"{writer.iri(name)} {{\n" + "\n\n".join(writer.block(triples, "    ")) + "\n}\n")
    return _head(writer.used) + "\n".join(blocks)


def _head(prefixes: Mapping[str, str]) -> str:
    lines = "".join(f"@prefix {name}: <{prefixes[name]}> .\n" for name in sorted(prefixes))
    return lines + "\n" if lines else ""
