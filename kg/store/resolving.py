"""The graph in step with the ledger: every entity is seen under the IRI that the judgements give it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import KGError, StoreError
from kg.model.identity import Judgement
from kg.model.review import Correction
from kg.store.corrections import found, to_text
from kg.store.dataset import Dataset
from kg.store.names import ALL, CHANGED, CORRECTIONS, FINGERPRINT, LEDGER, RESOLVING
from kg.store.prefixes import PREFIXES
from kg.store.protocol import Change, View
from kg.store.results import Table
from kg.store.shown import own_triples

_TOGETHER = 32  # documents in one transaction
_ASKED = 500  # entities in one query
_MARK = Quad(RESOLVING, RESOLVING, Literal(True), RESOLVING)
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_UNMARK = Change(remove=[_MARK], drop=[RESOLVING])
_TOLD = Change(drop=[CHANGED])


def resolve(dataset: Dataset) -> int:
    """Tell the ledger what is new, changed or gone, and show what follows; the number of documents that look different.

    When it is stopped, the next call does again what may be missing.
    """
    stopped = bool(dataset.store.graph(RESOLVING))
    changed = dataset.changed()
    known, have = _told(dataset, changed, everything=stopped)
    new = [name for name, mark in known.items() if have.get(name) != mark]
    gone = have.keys() - known.keys()
    done = 0
    if new or gone or stopped:
        sources = ((name, known[name], dataset.sources(name)) for name in new)
        before = _entities(dataset, gone.union(have.keys() & set(new)))
        done = _shown(dataset, lambda: dataset.identity.update(sources, gone), known if stopped else new, before)
    if changed:
        dataset.store.apply(_TOLD)
    return done


def _told(dataset: Dataset, changed: Iterable[str], *, everything: bool) -> tuple[dict[str, str], dict[str, str]]:
    """The documents with their fingerprints, by the graph and by the ledger: those that `changed` since it was told,
    or all where these do not explain how many each has (it was lost, or another version wrote the graph)."""
    identity = dataset.identity
    known, have = dataset.fingerprints(changed), identity.fingerprints(changed)
    if everything or identity.count() + len(known) - len(have) != dataset.count():
        return dataset.documents(), identity.documents()
    return known, have


def judge(dataset: Dataset, judgements: Iterable[Judgement]) -> int:
    """Add judgements to the ledger and show what follows; the number of documents that look different."""
    return _decided(dataset, lambda: dataset.identity.judge_many(judgements))


def forget(dataset: Dataset, a: str, b: str) -> int:
    """Take back what persons have judged of two entities; the number of documents that look different."""
    return _decided(dataset, lambda: dataset.identity.forget(a, b))


def correct(dataset: Dataset, corrections: Iterable[Correction]) -> int:
    """Keep persons' words on statements, each in place of an earlier one on the same; returns as `judge` does."""
    new = {(c.document, dataset.names.statement(c.statement)): c for c in corrections}
    old: list[Correction] = []
    for document, some in dataset.corrections({document for document, _ in new}).items():
        own = own_triples(dataset.store, dataset.names.document(document))
        held = {c: node for c, node in found(own, some, dataset.schema, dataset.names) if node}
        for c in some:
            named = dataset.names.statement(c.statement)
            old += [c] if not new.keys().isdisjoint({(document, named), (document, held.get(c, named))}) else []
    return _replaced(dataset, old, new.values())


def take_back(dataset: Dataset, corrections: Iterable[Correction]) -> int:
    """Show statements as they were found again; returns as `judge` does."""
    return _replaced(dataset, list(corrections), ())


def _replaced(dataset: Dataset, old: Iterable[Correction], new: Iterable[Correction]) -> int:
    change = Change([_quad(dataset, c) for c in old], [_quad(dataset, c) for c in new])
    documents = sorted({c.document for c in (*old, *new)})

    def decide() -> set[str]:
        dataset.store.apply(change)
        return set()

    return _decided(dataset, decide, documents)


def _quad(dataset: Dataset, correction: Correction) -> Quad:
    return Quad(dataset.names.document(correction.document), CORRECTIONS, Literal(to_text(correction)), CORRECTIONS)


def _decided(dataset: Dataset, decide: Callable[[], set[str]], documents: Iterable[str] = ()) -> int:
    resolve(dataset)
    return _shown(dataset, decide, documents)


def _shown(
    dataset: Dataset, decide: Callable[[], set[str]], documents: Iterable[str], entities: Iterable[str] = ()
) -> int:
    """Let the ledger decide, then show these documents, those of the source entities that it moved, and all in which
    their entities or `entities` (by IRI) have another name or type now."""
    if dataset.read_only:
        raise StoreError(f"{dataset.path or 'the graph'}: was opened for reading only")
    marked = bool(dataset.store.graph(RESOLVING))
    dataset.store.apply(Change(add=[_MARK]))
    try:
        moved = decide()
    except KGError:
        if not marked:
            dataset.store.apply(_UNMARK)
        raise
    wanted = dataset.identity.documents_with(moved) | set(documents)
    labels = {iri: dataset.identity.label(iri) for iri in _entities(dataset, wanted).union(entities)}
    labels = {iri: label for iri, label in labels.items() if label}
    wanted |= {name for iri in _relabelled(dataset, labels) for name in dataset.identity.documents_of(iri)}
    types = {iri: dataset.identity.type(iri) for iri in labels}
    wanted |= set(_retyped(dataset, types))
    labels |= {iri: dataset.identity.label(iri) for iri in _entities(dataset, wanted) - labels.keys()}
    types |= {iri: dataset.identity.type(iri) for iri in labels.keys() - types.keys()}
    remaining, done = iter(sorted(wanted)), 0
    while some := list(islice(remaining, _TOGETHER)):
        done += dataset.show({name: dataset.identity.shown(name) for name in some}, labels, types)
    dataset.store.apply(_UNMARK)
    return done


def _entities(dataset: Dataset, documents: Iterable[str]) -> set[str]:
    """The canonical entities that documents name."""
    return {iri for name in documents for iri in dataset.identity.shown(name).values()}


def _relabelled(dataset: Dataset, labels: Mapping[str, str]) -> Iterator[str]:
    """The entities that some document shows under another name than that of `labels`."""
    remaining = iter(sorted(labels))
    while some := list(islice(remaining, _ASKED)):
        values = " ".join(f"<{iri}>" for iri in some)
        query = f"SELECT ?e ?l {{ VALUES ?e {{ {values} }} GRAPH {ALL} {{ ?e {_LABEL} ?l }} }}"
        answer = dataset.store.query(query, View())
        rows = answer.rows if isinstance(answer, Table) else ()
        yield from sorted({str(iri) for iri, label in rows if str(label) != labels[str(iri)]})


def _retyped(dataset: Dataset, types: Mapping[str, str]) -> Iterator[str]:
    """The documents that show an entity under another type than that of `types`."""
    known = " ".join(f"<{dataset.schema.iri(name)}>" for name in sorted(dataset.schema.entity_types))
    of_document = (
        f"GRAPH {LEDGER} {{ ?g {FINGERPRINT} ?m }} GRAPH {ALL} {{ ?g <{dataset.schema.iri('documentId')}> ?d }}"
    )
    remaining = iter(sorted((iri, type_) for iri, type_ in types.items() if type_ in dataset.schema.entity_types))
    while some := list(islice(remaining, _ASKED)):
        values = " ".join(f"(<{iri}> <{dataset.schema.iri(type_)}>)" for iri, type_ in some)
        shown = f"VALUES (?e ?t) {{ {values} }} GRAPH ?g {{ ?e {_TYPE} ?x }} VALUES ?x {{ {known} }} FILTER (?x != ?t)"
        answer = dataset.store.query(f"SELECT DISTINCT ?d {{ {shown} {of_document} }}", View())
        yield from sorted(str(d) for (d,) in (answer.rows if isinstance(answer, Table) else ()))
