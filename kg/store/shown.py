"""What is seen of a document, and what it says itself.

A document names its entities by IRIs of its own; the ledger of judgements (`kg.resolve.identity`) says which of them
are seen under another one, and a person's correction may change a statement. What that takes from the document's graph
and what it adds is kept beside it, so that all of it can be taken back.
"""

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from kg.model.identity import SourceEntity
from kg.ontology import Schema
from kg.ontology.terms import StatementType
from kg.store.corrections import tidied
from kg.store.names import added_of, hidden_of
from kg.store.prefixes import PREFIXES
from kg.store.protocol import Store, Triple

_LABEL, _TYPE = PREFIXES["rdfs"] + "label", PREFIXES["rdf"] + "type"
_ALIAS = PREFIXES["skos"] + "altLabel"


def own_triples(store: Store, document: NamedNode) -> set[Triple]:
    """What a document says itself, however it is shown."""
    return store.graph(document) - store.graph(added_of(document)) | store.graph(hidden_of(document))


def showing(document: NamedNode, own: set[Triple], seen: set[Triple]) -> dict[NamedNode, set[Triple]]:
    """The document's graphs when it says `own` and is to show `seen`."""
    return {document: seen, hidden_of(document): own - seen, added_of(document): seen - own}


def renamed(triples: Iterable[Triple], shown: Mapping[str, str]) -> set[Triple]:
    """The triples with their entities under the IRIs of `shown`, by the IRIs that they have."""
    new = {own: NamedNode(iri) for own, iri in shown.items() if own != iri}
    if not new:
        return set(triples)
    return {(new.get(s.value, s), p, new.get(o.value, o) if isinstance(o, NamedNode) else o) for s, p, o in triples}


def labelled(triples: set[Triple], labels: Mapping[str, str]) -> set[Triple]:
    """The triples with the entities of `labels` (by IRI) called so; what they were called is another name of theirs."""
    out = set()
    for s, p, o in triples:
        label = labels.get(s.value)
        if label and p.value == _LABEL and o.value != label:
            out |= {(s, p, Literal(label)), (s, NamedNode(_ALIAS), o)}
        elif not (label and p.value == _ALIAS and o.value == label):
            out.add((s, p, o))
    return out


def typed(triples: set[Triple], types: Mapping[str, str], schema: Schema) -> set[Triple]:
    """The triples with the entities of `types` (by IRI, local names of classes) of these types.

    An entity keeps the type that the document has for it where it fills a role that the other one may not fill.
    """
    names = {schema.iri(name): name for name in schema.entity_types}
    wrong = {
        s.value: types[s.value]
        for s, p, o in triples
        if p.value == _TYPE and o.value in names and types.get(s.value, names[o.value]) != names[o.value]
    }
    if not wrong:
        return triples
    roles = {role.iri: role for kind in schema.statements.values() for role in kind.roles.values()}
    for _, p, o in triples:
        if p.value in roles and o.value in wrong and not schema.accepts(roles[p.value], wrong[o.value]):
            del wrong[o.value]
    gone = {(s, p, o) for s, p, o in triples if p.value == _TYPE and s.value in wrong and o.value in names}
    return triples - gone | {(s, p, NamedNode(schema.iri(wrong[s.value]))) for s, p, _ in gone}


def without_loops(triples: set[Triple], schema: Schema) -> set[Triple]:
    """The triples without what relates an entity to itself, as after a judgement that both ends are the same.

    An entity at both ends of a statement goes from the head where others stay there, else from the tail. A statement
    that has nobody left at one end, or too few parties, goes as a whole.
    """
    kinds = {schema.iri(name): kind for name, kind in schema.statements.items()}
    types = {s: kinds[o.value] for s, p, o in triples if p.value == _TYPE and o.value in kinds}
    about: dict[NamedNode, dict[str, set[NamedNode | Literal]]] = {}
    for s, p, o in triples:
        if s in types:
            about.setdefault(s, {}).setdefault(p.value, set()).add(o)
    gone: set[Triple] = set()
    for node, kind in types.items():
        gone |= _loops(node, kind, about[node])
    return tidied(triples - gone) if gone else triples


def _loops(node: NamedNode, kind: StatementType, about: Mapping[str, set[NamedNode | Literal]]) -> set[Triple]:
    whole = {(node, NamedNode(p), o) for p, objects in about.items() for o in objects}
    if any(0 < len(about.get(role.iri, ())) < role.minimum for role in kind.roles.values()):
        return whole
    if kind.tail is None or kind.tail == kind.head:
        return set()
    ends = [kind.roles[name].iri for name in (kind.head, kind.tail)]
    head, tail = (about.get(iri, set()) for iri in ends)
    both = head & tail
    if not both or (head == both and tail == both):
        return whole if both else set()
    return {(node, NamedNode(ends[0] if head > both else ends[1]), o) for o in both}


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
    schemes = {term.iri: name for name, term in schema.terms.items() if name != "registerEntry"}
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
