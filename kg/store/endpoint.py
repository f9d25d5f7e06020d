"""Any SPARQL 1.1 server behind the same protocol: queries, updates and the Graph Store Protocol over HTTP."""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import cast

import pyoxigraph as ox
from pyoxigraph import NamedNode

from kg.errors import InputError, StoreError
from kg.store import sparql as text_of
from kg.store.embedded import graph_of, table_of
from kg.store.prefixes import PREFIXES
from kg.store.protocol import Change, Triple, View, triple_of, update_text
from kg.store.results import Answer, Table

_RESULTS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_LOOK_UPS = 500  # triples asked for in one query
_DEFAULT_TIMEOUT = 60.0


class Endpoint:
    """A server with a query, an update and a graph store address, without authentication.

    That a change is one transaction is the server's promise, not ours: Oxigraph keeps it, check others.
    """

    def __init__(self, query: str, update: str, graphs: str) -> None:
        self._query, self._update, self._graphs = query, update, graphs

    @classmethod
    def oxigraph(cls, address: str) -> "Endpoint":
        """The three addresses of an Oxigraph server at `address` ("http://127.0.0.1:7878")."""
        root = address.rstrip("/")
        return cls(f"{root}/query", f"{root}/update", f"{root}/store")

    def query(self, sparql: str, view: View, *, timeout: float | None = None) -> Answer:
        """See `Store.query`. The time limit counts here, too; whether the server stops is its affair."""
        found = text_of.check(sparql)
        form = [("query", _declared(sparql))]
        form += [("default-graph-uri", name.value) for name in view.default or ()]
        form += [("named-graph-uri", name.value) for name in self._named(view)]
        triples = bool(found & {"CONSTRUCT", "DESCRIBE"})  # asked for either way, Virtuoso answers these with a table
        accept = _TRIPLES if triples else _RESULTS
        data = urllib.parse.urlencode(form).encode()
        body, _ = self._send(self._query, data, accept=accept, timeout=timeout, sparql=sparql)
        return graph_of(q.triple for q in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)) if triples else _results(body)

    def graph(self, name: NamedNode) -> set[Triple]:
        """See `Store.graph`. By the Graph Store Protocol."""
        address = f"{self._graphs}?{urllib.parse.urlencode({'graph': name.value})}"
        body, _ = self._send(address, None, accept=_TRIPLES, missing=b"")
        return {triple_of(quad.triple) for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)}

    def graphs_of(self, triples: Iterable[Triple]) -> dict[Triple, set[str]]:
        """See `Store.graphs_of`."""
        return self._holders(triples, "")

    def holding(self, triples: Iterable[Triple], graphs: Sequence[NamedNode]) -> dict[Triple, set[str]]:
        """See `Store.holding`."""
        return self._holders(triples, f"VALUES ?g {{ {' '.join(map(str, graphs))} }}")

    def _holders(self, triples: Iterable[Triple], among: str) -> dict[Triple, set[str]]:
        remaining = iter(triples)
        found: dict[Triple, set[str]] = {}
        while batch := list(islice(remaining, _LOOK_UPS)):
            found |= {triple: set() for triple in batch}
            rows = "\n".join(f"({s} {p} {o})" for s, p, o in batch)
            text = f"SELECT ?s ?p ?o ?g {{ VALUES (?s ?p ?o) {{ {rows} }} {among} GRAPH ?g {{ ?s ?p ?o }} }}"
            for row in self._select(text):
                s, p, o, g = cast(tuple[NamedNode, NamedNode, NamedNode | ox.Literal, NamedNode], row)
                found[s, p, o].add(g.value)
        return found

    def names(self) -> list[str]:
        """See `Store.names`."""
        rows = self._select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        return sorted(row[0].value for row in rows if isinstance(row[0], NamedNode))

    def apply(self, change: Change) -> None:
        """See `Store.apply`."""
        if change or change.drop:
            self._send(self._update, update_text(change).encode(), content="application/sparql-update")

    def close(self) -> None:
        """See `Store.close`. Nothing is held open."""

    def _named(self, view: View) -> Sequence[NamedNode]:
        """The protocol takes "no named-graph-uri" as "no named graphs" as soon as a default graph is given."""
        if view.named is not None:
            return view.named
        return [NamedNode(name) for name in self.names()] if view.default else ()

    def _select(self, text: str) -> Sequence[Sequence[object]]:
        body, _ = self._send(self._query, urllib.parse.urlencode({"query": text}).encode())
        answer = _results(body)
        if not isinstance(answer, Table):
            raise StoreError(f"{self._query}: answered a SELECT with something else")
        return answer.terms

    def _send(
        self,
        address: str,
        data: bytes | None,
        *,
        content: str = "application/x-www-form-urlencoded",
        accept: str = _RESULTS,
        timeout: float | None = None,
        missing: bytes | None = None,
        sparql: str = "",
    ) -> tuple[bytes, str]:
        """The body of the server's answer and its content type; `missing` is what a 404 stands for."""
        headers = {"Accept": accept} | ({"Content-Type": f"{content}; charset=utf-8"} if data is not None else {})
        request = urllib.request.Request(address, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=timeout or _DEFAULT_TIMEOUT) as answer:
                return answer.read(), answer.headers.get("Content-Type", "")
        except urllib.error.HTTPError as error:
            told = error.read(2000).decode(errors="replace")
            if error.code == 404 and missing is not None:
                return missing, ""
            if error.code == 400 and sparql:
                raise text_of.explain(sparql, told) from error
            raise StoreError(f"{address}: the server answered {error.code}: {' '.join(told.split())}") from error
        except TimeoutError as error:
            raise InputError(f"{address}: no answer within {timeout or _DEFAULT_TIMEOUT:g} s") from error
        except (urllib.error.URLError, ConnectionError) as error:
            raise StoreError(f"{address}: cannot be reached ({error}); is the server running?") from error


def _declared(sparql: str) -> str:
    """The query with our prefixes in front, on its own first line so that line numbers stay; later ones win."""
    return " ".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items()) + " " + sparql


def _results(body: bytes) -> Answer:
    parsed = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    return bool(parsed) if isinstance(parsed, ox.QueryBoolean) else table_of(parsed)
