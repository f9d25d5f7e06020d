"""The graph as plain values: entities, documents and statements with everything that is known of them.

The page, the notebook, `kg show`, `kg explain` and the CSV export all read the graph through these functions.
"""

from collections import defaultdict
from collections.abc import Callable

from pyoxigraph import NamedNode

from kg.store import Dataset, Table
from kg.store.prefixes import PREFIXES
from kg.store.protocol import View
from kg.view.reading import Properties, Reader, grouped
from kg.view.values import DocumentRecord, EntityRecord, EvidenceRecord, Filler, StatementRecord

__all__ = [
    "DocumentRecord",
    "EntityRecord",
    "EvidenceRecord",
    "Filler",
    "StatementRecord",
    "documents",
    "entities",
    "find",
    "statements",
]

_LABEL, _TYPE = PREFIXES["rdfs"] + "label", PREFIXES["rdf"] + "type"
_ALIAS = PREFIXES["skos"] + "altLabel"
_ABOUT_ENTITIES = """
SELECT ?e ?p ?o (COUNT(?d) AS ?n) {
    GRAPH ?d { ?d ckg:mentions ?e . ?e ?p ?o }
} GROUP BY ?e ?p ?o"""
_NAMED_BY = "SELECT ?id ?e { GRAPH ?d { ?d ckg:documentId ?id ; ckg:mentions ?e } }"
_ABOUT_DOCUMENTS = """
SELECT ?d ?p ?o { GRAPH ?d { ?d a ckg:Document ; ?p ?o . FILTER (isLiteral(?o) && ?p != ckg:text) } }"""


def entities(dataset: Dataset) -> list[EntityRecord]:
    """All entities, by label, then IRI."""
    about: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for entity, prop, text, count in _rows(dataset, _ABOUT_ENTITIES):
        about[entity][prop][text] = int(count)
    named_by: dict[str, set[str]] = defaultdict(set)
    for document, entity in _rows(dataset, _NAMED_BY):
        named_by[entity].add(document)
    types = {dataset.schema.iri(name): name for name in dataset.schema.entity_types}
    schemes = {term.iri: name for name, term in dataset.schema.terms.items()}
    found = (_entity(iri, properties, named_by[iri], types, schemes) for iri, properties in about.items())
    return sorted(found, key=lambda e: (e.label, e.iri))


def find(dataset: Dataset, name: str) -> list[EntityRecord]:
    """The entities that an IRI or a name means, best first: by name, by alias, then both without regard to case."""
    folded = name.casefold()
    tests: tuple[Callable[[EntityRecord], bool], ...] = (
        lambda e: e.iri == name,
        lambda e: e.label == name,
        lambda e: name in e.aliases,
        lambda e: e.label.casefold() == folded,
        lambda e: folded in (alias.casefold() for alias in e.aliases),
    )
    known = entities(dataset)
    return list(dict.fromkeys(entity for test in tests for entity in known if test(entity)))


def documents(dataset: Dataset) -> list[DocumentRecord]:
    """All documents, by id."""
    rows = grouped((d, p, o) for d, p, o in _rows(dataset, _ABOUT_DOCUMENTS))
    return sorted((_document(iri, about, dataset) for iri, about in rows.items()), key=lambda d: d.id)


def statements(
    dataset: Dataset,
    *,
    entity: str | None = None,
    type: str | None = None,
    certainty: str | None = None,
    document: str | None = None,
) -> list[StatementRecord]:
    """The statements of every certainty, or those that all the given conditions hold for.

    `entity` is an IRI or a name (see `find`; a name that several entities have means all of them), `type` a statement
    type (its sub-types count), `certainty` a certainty, `document` a document id. Sorted by document, place and id.
    PatternError for a type or certainty that the ontology does not know.
    """
    schema = dataset.schema
    if type is not None:
        schema.statement_type(type)
    if certainty is not None:
        schema.certainty(certainty)
    known = {record.iri: record for record in entities(dataset)}
    wanted = None if entity is None else {record.iri for record in find(dataset, entity)}
    near = None if wanted is None else {paper for iri in wanted for paper in known[iri].documents}
    found: list[StatementRecord] = []
    for paper in documents(dataset):
        if document in (None, paper.id) and (near is None or paper.id in near):
            graph = dataset.store.graph(NamedNode(paper.iri))
            nodes = grouped((s.value, p.value, o.value) for s, p, o in graph)
            found += Reader(nodes, schema, known, paper).statements()
    kept = (
        s
        for s in found
        if (type is None or schema.is_a(s.type, type))
        and certainty in (None, s.certainty)
        and (wanted is None or not wanted.isdisjoint(s.iris))
    )
    return sorted(kept, key=lambda s: (s.evidence[0].document, s.evidence[0].start, s.statement, s.head, s.tail or ""))


def _rows(dataset: Dataset, sparql: str) -> list[tuple[str, ...]]:
    """Rows as text from the documents' graphs. The store is asked with all its graphs: GRAPH is fast that way."""
    answer = dataset.store.query(sparql, View())
    if not isinstance(answer, Table):
        raise TypeError("not a SELECT")
    return [tuple(getattr(term, "value", "") for term in row) for row in answer.terms]


def _entity(
    iri: str,
    about: dict[str, dict[str, int]],
    named_by: set[str],
    types: dict[str, str],
    schemes: dict[str, str],
) -> EntityRecord:
    labels = about[_LABEL]
    label = min(labels, key=lambda text: (-labels[text], -len(text), text), default=iri)
    return EntityRecord(
        iri=iri,
        label=label,
        type=min((types[t] for t in about[_TYPE] if t in types), default=""),
        aliases=tuple(sorted((labels.keys() | about[_ALIAS].keys()) - {label})),
        identifiers=tuple(sorted((schemes[p], text) for p, texts in about.items() if p in schemes for text in texts)),
        documents=tuple(sorted(named_by)),
    )


def _document(iri: str, about: Properties, dataset: Dataset) -> DocumentRecord:
    def one(name: str) -> str | None:
        return next(iter(about.get(dataset.schema.iri(name), ())), None)

    return DocumentRecord(
        id=one("documentId") or "",
        iri=iri,
        title=one("title"),
        url=one("url"),
        published=one("published"),
        publisher=one("publisher"),
        lang=one("language") or "",
    )
