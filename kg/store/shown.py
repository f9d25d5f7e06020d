"""Under which IRI a document's entities are seen.

A document names its entities by IRIs of its own; the ledger of judgements (`kg.resolve.identity`) says which of them are
seen under another one. What the document says of these is kept under its own IRIs too, in a graph that nobody sees, so
that every judgement can be taken back.
"""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from kg.model.identity import SourceEntity
from kg.ontology import Schema
from kg.store.names import SHOWN_AS, own_names_of
from kg.store.prefixes import PREFIXES
from kg.store.protocol import Store, Triple

_LABEL, _TYPE = PREFIXES["rdfs"] + "label", PREFIXES["rdf"] + "type"
_ALIAS = PREFIXES["skos"] + "altLabel"


def own_triples(store: Store, document: NamedNode) -> set[Triple]:
    """What a document says, under its own IRIs, however it is shown."""
    seen, kept = store.graph(document), store.graph(own_names_of(document))
    shown = {s: o for s, p, o in kept if p == SHOWN_AS and isinstance(o, NamedNode)}
    said = {triple for triple in kept if triple[1] != SHOWN_AS}
    return seen - _renamed(said, shown) | said


def showing(document: NamedNode, own: set[Triple], shown: Mapping[NamedNode, NamedNode]) -> dict[NamedNode, set[Triple]]:
    """The document's graph with its entities under the IRIs of `shown`, and the graph that keeps its own."""
    touched = shown.keys() | set(shown.values())
    said = {triple for triple in own if triple[0] in touched or triple[2] in touched}
    kept = said | {(mine, SHOWN_AS, other) for mine, other in shown.items()} if shown else set()
    return {document: own - said | _renamed(said, shown), own_names_of(document): kept}


def _renamed(triples: Iterable[Triple], shown: Mapping[NamedNode, NamedNode]) -> set[Triple]:
    def name(node: NamedNode) -> NamedNode:
        return shown.get(node, node)

    return {(name(s), p, name(o) if isinstance(o, NamedNode) else o) for s, p, o in triples}


def source_entities(document_id: str, document: NamedNode, own: Iterable[Triple], schema: Schema) -> list[SourceEntity]:
    """The entities that a document names, sorted by IRI, from what it says under its own IRIs."""
    about: dict[str, dict[str, list[str]]] = {}
    named: set[str] = set()
    for s, p, o in own:
        about.setdefault(s.value, {}).setdefault(p.value, []).append(o.value)
        if s == document and p.value == schema.iri("mentions"):
            named.add(o.value)
    labels = {iri: min(about[iri].get(_LABEL, [iri])) for iri in named}
    types = {schema.iri(name): name for name in schema.entity_types}
    schemes = {term.iri: name for name, term in schema.terms.items()}
    return [
        SourceEntity(
            iri=f"{iri}/in/{document.value.rpartition('/')[2]}",
            document=document_id,
            type=min((types[t] for t in about[iri].get(_TYPE, ()) if t in types), default=""),
            name=labels[iri],
            group=iri,
            aliases=tuple(sorted(set(about[iri].get(_ALIAS, ())) - {labels[iri]})),
            identifiers=tuple(sorted((schemes[p], v) for p, vs in about[iri].items() if p in schemes for v in vs)),
            context=tuple(sorted(labels[other] for other in named - {iri})),
        )
        for iri in sorted(named)
    ]
