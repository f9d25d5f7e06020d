"""The dataset of a graph: one named graph per document, edges derived from all of them, and queries over both."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice
from pathlib import Path
from types import TracebackType

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import InputError, StoreError
from kg.model import Document, Extraction, RegisterLink
from kg.model.identity import SourceEntity
from kg.model.review import Correction
from kg.ontology import Schema
from kg.ontology.turtle import ontology_triples
from kg.resolve.identity import Identity
from kg.store import folder
from kg.store.change import plan, sources_of
from kg.store.corrections import apply, from_text, order
from kg.store.edges import edges
from kg.store.embedded import Embedded, as_stored
from kg.store.links import link_triples, links
from kg.store.names import (
    ALL,
    CHANGED,
    CORRECTIONS,
    DEFAULT_BASE,
    FINGERPRINT,
    LEDGER,
    Names,
    certainties_of,
    certainty_of,
    digest,
    is_internal,
    links_of,
    view_of,
)
from kg.store.prefixes import PREFIXES
from kg.store.protocol import Change, Store, Triple, View
from kg.store.rdf import triples
from kg.store.results import Answer, Table
from kg.store.shown import labelled, own_triples, renamed, showing, source_entities, typed, without_loops
from kg.store.sparql import words

ONTOLOGY = NamedNode(PREFIXES["ckg"].rstrip("#"))
"""The graph that holds the ontology, so that a query can ask it for labels."""
IDENTITY = "identity.sqlite"
_TOGETHER = 32  # documents in one transaction: large enough to be fast, small enough to lose little when killed
_ASKED = 500  # documents in one query


def fingerprint(document: Document, build: str = "") -> str:
    """A hash of the document's text, a hyphen, and one of its metadata and of `build`, the version of what reads it."""
    d = document
    return (
        f"{digest(d.text)}-{digest(d.id, d.lang, d.title, d.url, d.published, d.publisher, d.blocks, d.given, build)}"
    )


class Dataset:
    """A graph that can be written and asked. Use `open`, `create`, `memory` or `over`; close it, or use `with`."""

    def __init__(self, store: Store, schema: Schema, base: str, path: Path | None, *, read_only: bool) -> None:
        self.store, self.schema, self.base, self.path = store, schema, base, path
        self.names, self.read_only = Names(base), read_only
        self._views: list[NamedNode] | None = None
        self._identity: Identity | None = None
        if not read_only:
            self._keep_ontology()

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False, schema: Schema | None = None) -> "Dataset":
        """The graph in a folder; StoreError when there is none, another process writes, or its format is newer.

        Opened for writing it takes over a changed ontology and derives the edges anew.
        """
        found = folder.read(Path(path))
        if read_only and not found.quads.is_dir():
            raise StoreError(f"{path}: nothing has been built yet; run kg build INPUT --out {path}")
        store = Embedded(found.quads, read_only=read_only)
        known = schema or Schema.load(*found.ontologies)
        return cls(store, known, found.base, found.path, read_only=read_only)

    @classmethod
    def create(cls, path: Path | str, *, base: str = DEFAULT_BASE, schema: Schema | None = None) -> "Dataset":
        """The graph in a folder, made when it is not there yet. An existing graph keeps its base IRI.

        Files that extend the ontology are copied into the folder; `open` then reads them again.
        """
        if not folder.exists(Path(path)):
            folder.make(Path(path), base)
        if schema is not None:
            folder.read(Path(path)).keep_ontologies(schema.paths[1:])
        return cls.open(path, schema=schema)

    @classmethod
    def memory(cls, *, base: str = DEFAULT_BASE, schema: Schema | None = None) -> "Dataset":
        """A graph in memory, gone when it is closed."""
        return cls(Embedded(None), schema or Schema.load(), base, None, read_only=False)

    @classmethod
    def over(
        cls, store: Store, *, base: str = DEFAULT_BASE, schema: Schema | None = None, read_only: bool = False
    ) -> "Dataset":
        """A graph over any other store, such as an `Endpoint`."""
        return cls(store, schema or Schema.load(), base, None, read_only=read_only)

    def put(self, extraction: Extraction, *, build: str = "") -> bool:
        """Give a document's graph this content, with all edges, in one transaction. False when it had it already."""
        return self._write([extraction], build)

    def put_many(
        self,
        extractions: Iterable[Extraction],
        *,
        build: str = "",
        progress: Callable[[int], object] | None = None,
    ) -> int:
        """`put` for many, some at a time in one transaction; the number of documents seen.

        A document is stored whole or not at all. `progress` is called with the number stored after each transaction.
        Of two documents with one id in the same transaction the later wins, as it would one by one.
        """
        remaining, done = iter(extractions), 0
        while some := list(islice(remaining, _TOGETHER)):
            self._write(some, build)
            done += len(some)
            if progress is not None:
                progress(done)
        return done

    def remove(self, document_id: str) -> bool:
        """Remove a document, what it says and the edges that no other document gives. False when it is not there."""
        graph = self.names.document(document_id)
        if not self._marks([graph]):
            return False
        content = self._content(graph, showing(graph, set(), set())) | {links_of(graph): set()}
        self._apply(content, {graph: None})
        self.store.apply(Change(remove=[_changed(graph, document_id)]))
        return True

    def documents(self) -> dict[str, str]:
        """Document ids, sorted, with the fingerprints of what their graphs were made from, see `fingerprint`."""
        named = f"GRAPH {ALL} {{ ?d <{self.schema.iri('documentId')}> ?id }}"
        ask = f"SELECT ?id ?mark {{ GRAPH {LEDGER} {{ ?d {FINGERPRINT} ?mark }} {named} }}"
        return {str(id_): str(mark) for id_, mark in sorted(_texts(self.store.query(ask, View())))}

    def count(self) -> int:
        """The number of documents."""
        ((n,),) = _texts(
            self.store.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH {LEDGER} {{ ?d {FINGERPRINT} ?m }} }}", View())
        )
        return int(n or 0)

    def fingerprints(self, document_ids: Iterable[str]) -> dict[str, str]:
        """The same as `documents` for some ids, in their order; those that are not there are left out."""
        graphs = {self.names.document(id_): id_ for id_ in document_ids}
        remaining, marks = iter(graphs), dict[str, str]()
        while some := list(islice(remaining, _ASKED)):
            marks |= {q.subject.value: q.object.value for q in self._marks(some)}  # type: ignore[union-attr]
        return {id_: marks[graph.value] for graph, id_ in graphs.items() if graph.value in marks}

    def changed(self) -> list[str]:
        """The ids of documents that were stored since the ledger of judgements was told, sorted.

        Those that were removed are not among them: the ledger has more documents then.
        """
        return sorted(o.value for _, _, o in self.store.graph(CHANGED))

    @property
    def title(self) -> str | None:
        """The title that the graph in the folder was given, None for none and for other graphs."""
        return folder.read(self.path).title if self.path else None

    @property
    def identity(self) -> Identity:
        """Who is who: the ledger of judgements and its index, in the folder or, for other graphs, in memory."""
        if self._identity is None:
            file = self.path / IDENTITY if self.path else None
            read_only = self.read_only and file is not None
            self._identity = Identity.open(file, read_only=read_only, schema=self.schema)
        return self._identity

    def sources(self, document_id: str) -> list[SourceEntity]:
        """The entities of a document, as it names them itself."""
        graph = self.names.document(document_id)
        return source_entities(document_id, graph, own_triples(self.store, graph), self.schema)

    def links(self, document_id: str) -> dict[str, list[RegisterLink]]:
        """Why entities of a document were linked to entries of a register or not, by the IRIs that it gives them."""
        return links(self.store.graph(links_of(self.names.document(document_id))))

    def corrections(self, documents: Iterable[str] | None = None) -> dict[str, list[Correction]]:
        """What persons say of single statements, by document id; of all documents, or of those that are named."""
        wanted = None if documents is None else frozenset(documents)
        found: dict[str, list[Correction]] = {}
        for correction in sorted(map(from_text, (o.value for _, _, o in self.store.graph(CORRECTIONS))), key=order):
            if wanted is None or correction.document in wanted:
                found.setdefault(correction.document, []).append(correction)
        return found

    def show(self, names: Mapping[str, Mapping[str, str]], labels: Mapping[str, str], types: Mapping[str, str]) -> int:
        """Show the entities of documents under other IRIs: by document id, from its own IRIs to those to be seen.

        What is not named is seen under its own IRI, called by its own name where `labels` has none, and of its own
        type where `types` has none; statements are shown as persons corrected them. One transaction; the number of
        documents that look different now.
        """
        content: dict[NamedNode, set[Triple]] = {}
        corrections, done = self.corrections(names), 0
        marks = self._marks(self.names.document(document_id) for document_id in corrections)
        texts = {mark.subject: str(getattr(mark.object, "value", "")).partition("-")[0] for mark in marks}
        for document_id, seen in names.items():
            graph = self.names.document(document_id)
            own = own_triples(self.store, graph)
            corrected = apply(own, corrections.get(document_id, ()), self.schema, self.names, texts.get(graph, ""))
            called = labelled(without_loops(renamed(corrected, seen), self.schema), labels)
            new = showing(graph, own, typed(called, types, self.schema))
            if any(self.store.graph(part) != triples for part, triples in new.items()):
                content |= self._content(graph, new)
                done += 1
        if content:
            self._apply(content, {})
        return done

    def query(self, sparql: str, certainties: Iterable[str] | None = None, *, timeout: float | None = None) -> Answer:
        """Answer a query: SELECT a `Table`, CONSTRUCT and DESCRIBE a `Graph`, ASK a bool.

        Plain patterns see the ontology, what all documents say and the direct edges of `certainties` (by default
        those that the ontology puts in the default view). Statements are always seen, since each says its certainty.
        GRAPH sees the graphs of the documents, the ontology and each certainty's edges. A query's own FROM is kept.
        Well-known prefixes need no PREFIX. With `timeout` (seconds) the query runs in a process that can be stopped.
        InputError for a malformed, federated, changing or too slow query, and for an unknown certainty.
        """
        found = words(sparql)
        view = View() if "FROM" in found else self._view(certainties, graphs="GRAPH" in found)
        return self.store.query(sparql, view, timeout=timeout)

    def rows(self, sparql: str, certainties: Iterable[str] | None = None) -> list[tuple[str | None, ...]]:
        """The rows of a SELECT as plain text (IRIs and literals alike), None where unbound."""
        return _texts(self.query(sparql, certainties))

    def quads(self) -> Iterator[Quad]:
        """What the graph holds for others to read: the ontology, the documents' graphs and the edge graphs, sorted."""
        for name in self.graphs():
            graph = NamedNode(name)
            for triple in sorted(self.store.graph(graph), key=lambda t: tuple(map(str, t))):
                yield Quad(*triple, graph)

    def graphs(self) -> list[str]:
        """The IRIs of the graphs in `quads`, sorted."""
        return [name for name in self.store.names() if not is_internal(name)]

    def close(self) -> None:
        """Release the folder. The dataset cannot be used afterwards."""
        if self._identity is not None:
            self._identity.close()
        self.store.close()

    def __enter__(self) -> "Dataset":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self, extractions: Sequence[Extraction], build: str) -> bool:
        content: dict[NamedNode, set[Triple]] = {}
        marks: dict[NamedNode, str | None] = {}
        changed: list[Quad] = []
        for extraction in extractions:
            graph = self.names.document(extraction.document.id)
            said = triples(extraction, self.schema, self.base)
            if said != own_triples(self.store, graph):  # else it stays as judgements and corrections show it
                content |= self._content(graph, showing(graph, said, said))
            content[links_of(graph)] = link_triples(extraction)
            marks[graph] = fingerprint(extraction.document, build)
            changed.append(_changed(graph, extraction.document.id))
        return self._apply(content, marks, changed=changed)

    def _content(self, document: NamedNode, shown: dict[NamedNode, set[Triple]]) -> dict[NamedNode, set[Triple]]:
        """All graphs of a document, from what it shows and what it keeps (see `kg.store.shown`)."""
        seen = shown[document]
        return shown | sources_of(document, seen, edges(seen, self.schema), self._edge_certainties())

    def _apply(
        self,
        content: dict[NamedNode, set[Triple]],
        marks: dict[NamedNode, str | None],
        certainties: Sequence[str] = (),
        changed: Sequence[Quad] = (),
    ) -> bool:
        """Write source graphs and fingerprints (None removes one) in one transaction, and `changed` where that changes
        anything; whether it does."""
        if self.read_only:
            raise StoreError(f"{self.path or 'the graph'}: was opened for reading only")
        change = plan(self.store, content, self.names, ONTOLOGY, certainties or self._edge_certainties())
        old = self._marks(marks)
        new = {_mark(graph, mark) for graph, mark in marks.items() if mark is not None}
        whole = Change([*change.remove, *(old - new)], [*change.add, *(new - old)], change.drop)
        if whole:
            self.store.apply(replace(whole, add=[*whole.add, *changed]))
        self._views = None
        return bool(whole)

    def _ledger(self) -> list[tuple[NamedNode, str]]:
        return [(s, o.value) for s, _, o in self.store.graph(LEDGER)]

    def _marks(self, graphs: Iterable[NamedNode]) -> set[Quad]:
        """The fingerprints of these documents, as they stand in the ledger."""
        values = " ".join(map(str, graphs))
        if not values:
            return set()
        ask = f"SELECT ?d ?mark {{ VALUES ?d {{ {values} }} GRAPH {LEDGER} {{ ?d {FINGERPRINT} ?mark }} }}"
        return {_mark(NamedNode(str(d)), str(mark)) for d, mark in _texts(self.store.query(ask, View()))}

    def _edge_certainties(self) -> list[str]:
        return [name for name, certainty in self.schema.certainties.items() if certainty.gives_edge]

    def _keep_ontology(self) -> None:
        """Store the ontology; when it has changed, derive all edges anew, in the same transaction."""
        new = as_stored(ontology_triples(*self.schema.paths))
        if self.store.graph(ONTOLOGY) == new:
            return
        before = {certainty for name in self.store.names() if (certainty := certainty_of(name))}
        possible = sorted(before.union(self._edge_certainties()))
        content: dict[NamedNode, set[Triple]] = {ONTOLOGY: new}
        for graph, _ in self._ledger():
            said = self.store.graph(graph)
            content |= sources_of(graph, said, edges(said, self.schema), possible)
        self._apply(content, {}, possible)

    def _view(self, certainties: Iterable[str] | None, *, graphs: bool) -> View:
        chosen = self._chosen(certainties)
        if self._views is None:
            self._views = self._filled_views()
        seen = (view for view in self._views if certainties_of(view.value) & chosen)
        named = tuple(NamedNode(name) for name in self.graphs()) if graphs else ()
        return View((ALL, *seen), named)

    def _filled_views(self) -> list[NamedNode]:
        """The disjoint views that have edges: asked one by one, since listing all graphs takes longer with each
        document."""
        some = self._edge_certainties()
        possible = [view_of({*c}) for n in range(1, len(some) + 1) for c in combinations(some, n)]
        values = " ".join(map(str, possible))
        ask = f"SELECT ?g {{ VALUES ?g {{ {values} }} FILTER EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
        return [NamedNode(str(g)) for (g,) in _texts(self.store.query(ask, View()))]

    def _chosen(self, certainties: Iterable[str] | None) -> frozenset[str]:
        if certainties is None:
            return frozenset(self.schema.default_certainties())
        chosen = frozenset(certainties)
        if unknown := sorted(chosen - self.schema.certainties.keys()):
            known = ", ".join(self.schema.certainties)
            raise InputError(f"unknown certainty '{unknown[0]}'; choose from {known}")
        return chosen


def _texts(answer: Answer) -> list[tuple[str | None, ...]]:
    if not isinstance(answer, Table):
        raise InputError("rows are for SELECT only")
    return [tuple(None if t is None else getattr(t, "value", str(t)) for t in row) for row in answer.terms]


def _changed(graph: NamedNode, document_id: str) -> Quad:
    return Quad(graph, CHANGED, Literal(document_id), CHANGED)


def _mark(graph: NamedNode, mark: str) -> Quad:
    return Quad(graph, FINGERPRINT, Literal(mark), LEDGER)
