"""What a store of quads must do. `Embedded` (a folder or memory) and `Endpoint` (any SPARQL 1.1 server) do it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from pyoxigraph import Triple as OxTriple

from kg.store.results import Answer

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]
"""The only triples we write: no blank nodes and no triple terms, so that equal graphs have equal bytes."""


@dataclass(frozen=True, slots=True)
class Change:
    """Quads to remove and to add, and graphs that are empty afterwards. Applied as a whole or not at all."""

    remove: Sequence[Quad] = ()
    add: Sequence[Quad] = ()
    drop: Sequence[NamedNode] = ()

    def __bool__(self) -> bool:
        return bool(self.remove or self.add)


@dataclass(frozen=True, slots=True)
class View:
    """What a query sees: `default` graphs are merged for plain patterns, `named` answer to GRAPH.

    None leaves it to the query (its own FROM) and the store.
    """

    default: tuple[NamedNode, ...] | None = None
    named: tuple[NamedNode, ...] | None = None


class Store(Protocol):
    """A set of named graphs. Every method raises StoreError when the store cannot be read or written."""

    def query(self, sparql: str, view: View, *, timeout: float | None = None) -> Answer:
        """The answer to a read-only query; InputError when it is malformed, federated or takes too long (seconds)."""
        ...

    def graph(self, name: NamedNode) -> set[Triple]:
        """The triples of a named graph, empty when there is none."""
        ...

    def graphs_of(self, triples: Iterable[Triple]) -> dict[Triple, set[str]]:
        """For each triple the IRIs of the graphs that hold it."""
        ...

    def holding(self, triples: Iterable[Triple], graphs: Sequence[NamedNode]) -> dict[Triple, set[str]]:
        """For each triple those of a few graphs that hold it."""
        ...

    def names(self) -> list[str]:
        """The IRIs of all named graphs, sorted."""
        ...

    def apply(self, change: Change) -> None:
        """Write a change in one transaction."""
        ...

    def close(self) -> None:
        """Release files and locks."""
        ...


def triple_of(quad: Quad | OxTriple) -> Triple:
    """The triple of a quad; TypeError when it holds a blank node or a triple term, which we never write."""
    s, o = quad.subject, quad.object
    if isinstance(s, (BlankNode, OxTriple)) or isinstance(o, (BlankNode, OxTriple)):
        raise TypeError(f"blank nodes and triple terms have no place in the store: {quad}")
    return s, quad.predicate, o


def update_text(change: Change) -> str:
    """The change as one SPARQL 1.1 update; `str` of a term is its SPARQL form, escaped."""
    parts = [f"DROP SILENT GRAPH {name}" for name in change.drop]
    for verb, quads in (("DELETE DATA", change.remove), ("INSERT DATA", change.add)):
        by_graph: dict[str, list[str]] = {}
        for quad in quads:
            by_graph.setdefault(str(quad.graph_name), []).append(f"{quad.subject} {quad.predicate} {quad.object} .")
        if by_graph:
            body = "\n".join(f"GRAPH {name} {{\n" + "\n".join(lines) + "\n}" for name, lines in by_graph.items())
            parts.append(f"{verb} {{\n{body}\n}}")
    return " ;\n".join(parts)
