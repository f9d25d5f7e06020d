"""Whether a graph keeps its shapes (SHACL)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import InputError
from kg.ontology import Schema, shapes_ttl
from kg.store.dataset import ONTOLOGY, Dataset
from kg.store.prefixes import PREFIXES, shorten
from kg.store.protocol import Triple
from kg.store.results import value

_SH = PREFIXES["sh"]
_TOGETHER = 200  # documents checked in one run: the run's fixed cost is shared, its memory bounded


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A node that breaks a shape: where, by which property and value (either may be empty), and what is wanted."""

    document: str
    node: str
    path: str
    value: str
    message: str

    def __str__(self) -> str:
        where = f"{self.document}: " if self.document else ""
        about = " ".join(part for part in (self.node, self.path, repr(self.value) if self.value else "") if part)
        return f"{where}{about}: {self.message}"


def validate(
    dataset: Dataset,
    schema: Schema | None = None,
    *,
    documents: Iterable[str] | None = None,
    shapes: Path | None = None,
) -> list[Violation]:
    """What breaks the shapes of `shapes` (the packaged ones), sorted; empty when the graph conforms.

    Documents are checked with the ontology, a batch at a time, so the time grows with their number; `documents` (ids)
    narrows it to these, which is how a build checks what it added. Edge graphs are derived and not checked.
    InputError when there is no such document or the shapes cannot be read.
    """
    known = dataset.documents() if documents is None else dataset.fingerprints(documents := sorted(set(documents)))
    ids = iter(known if documents is None else documents)
    checker = _Checker(dataset, schema or dataset.schema, shapes or shapes_ttl())
    found: set[Violation] = set()
    while batch := list(islice(ids, _TOGETHER)):
        if unknown := [i for i in batch if i not in known]:
            raise InputError(f"no document {unknown[0]!r} in the graph; nothing to validate")
        found.update(checker.check(batch))
    return sorted(found)


class _Checker:
    """The shapes, split in two: pyshacl checks all but the SPARQL constraints, which Oxigraph answers.

    pyshacl parses the query of such a constraint anew for every node, which took 85 % of the time.
    """

    def __init__(self, dataset: Dataset, schema: Schema, shapes: Path) -> None:
        from rdflib import Graph, URIRef

        self._dataset, self._schema = dataset, schema
        self._ontology = sorted(dataset.store.graph(ONTOLOGY), key=str)
        try:
            self._shapes = Graph().parse(shapes, format="turtle")
        except (OSError, SyntaxError, ValueError) as error:
            raise InputError(f"{shapes}: cannot read the shapes: {error}") from error
        sh = {name: URIRef(_SH + name) for name in ("sparql", "select", "targetClass", "message")}
        self._queries: list[tuple[str, str, str]] = []
        for shape, constraint in list(self._shapes.subject_objects(sh["sparql"])):
            target = self._shapes.value(shape, sh["targetClass"])
            query = str(self._shapes.value(constraint, sh["select"]))
            if target is not None and "$PATH" not in query:
                messages = self._shapes.objects(constraint, sh["message"])
                self._queries.append((str(target), query, _message(messages)))
                self._shapes.remove((shape, sh["sparql"], constraint))

    def check(self, documents: list[str]) -> Iterator[Violation]:
        """The violations in these documents."""
        triples: list[Triple] = list(self._ontology)
        place: dict[str, str] = {}
        for document in documents:
            graph = sorted(self._dataset.store.graph(self._dataset.names.document(document)), key=str)
            place.update((s.value, document) for s, _, _ in graph)
            triples += graph
        yield from self._by_shapes(triples, place)
        yield from self._by_queries(triples, place)

    def _by_shapes(self, triples: list[Triple], place: dict[str, str]) -> Iterator[Violation]:
        from pyshacl import validate as run
        from rdflib import RDF, Graph, URIRef

        lines = "".join(f"{s} {p} {o} .\n" for s, p, o in triples)
        data = Graph().parse(data=lines, format="nt")
        conforms, report, _ = run(data, shacl_graph=self._shapes, inference="none")
        if conforms or not isinstance(report, Graph):
            return
        for result in report.subjects(RDF.type, URIRef(_SH + "ValidationResult")):
            parts = (report.value(result, URIRef(_SH + name)) for name in ("focusNode", "resultPath", "value"))
            node, path, wrong = ("" if part is None else str(part) for part in parts)
            message = _message(report.objects(result, URIRef(_SH + "resultMessage")))
            yield Violation(place.get(node, ""), shorten(node), shorten(path), wrong, message)

    def _by_queries(self, triples: list[Triple], place: dict[str, str]) -> Iterator[Violation]:
        store = ox.Store()
        store.bulk_extend(ox.Quad(*triple) for triple in triples)
        for target, query, message in self._queries:
            instances = f"SELECT ?this {{ ?this a/rdfs:subClassOf* <{target}> }}"
            focus = {row["this"] for row in _solutions(store, instances)}
            for row in _solutions(store, query):
                if row["this"] in focus:
                    node = str(value(row["this"]))
                    wrong = str(value(row["value"])) if row.get("value") else ""
                    yield Violation(place.get(node, ""), shorten(node), "", wrong, message)


def _solutions(store: ox.Store, query: str) -> Iterator[dict[str, Any]]:
    found = store.query(query, prefixes=PREFIXES)
    if isinstance(found, ox.QuerySolutions):
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {name: row[name] for name in names}


def _message(messages: Iterable[Any]) -> str:
    """The English one of several messages, in one line; they are rdflib literals."""
    found = sorted(messages, key=lambda m: (getattr(m, "language", None) not in ("en", None), str(m)))
    return " ".join(str(found[0]).split()) if found else "breaks its shape"
