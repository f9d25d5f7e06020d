"""The statements that a person should look at, least sure first, and what a person's word on one does."""

from collections.abc import Iterable

from kg.model.review import Correction
from kg.review.corrections import held
from kg.store import Dataset
from kg.store.resolving import correct, take_back
from kg.store.shown import own_triples, renamed
from kg.view.near import nobody
from kg.view.reading import Reader, grouped
from kg.view.records import StatementRecord, documents, entities, find, statements


def least_sure(
    dataset: Dataset,
    *,
    entity: str | None = None,
    type: str | None = None,
    certainty: str | None = None,
    limit: int | None = None,
    reviewed: bool = False,
) -> list[StatementRecord]:
    """One record for each statement, by confidence, document and place; conditions as in `kg.view.records.statements`.

    Statements that a person has judged are left out unless `reviewed`; then rejected ones are there too, as they were
    found. InputError for an entity that nobody names, PatternError for an unknown type or certainty.
    """
    if entity is not None and not find(dataset, entity):
        raise nobody(dataset, entity)
    said = held(dataset)
    found = statements(dataset, entity=entity, type=type, certainty=certainty)
    if reviewed and not (entity or type or certainty):
        found += _rejected(dataset, said)
    once = {(record.evidence[0].document, record.iri): record for record in reversed(found)}
    kept = (record for record in once.values() if reviewed or record.iri not in said)
    return sorted(kept, key=_order)[:limit]


def _order(record: StatementRecord) -> tuple[float, str, int, str]:
    return record.confidence, record.evidence[0].document, record.evidence[0].start, record.statement


def _rejected(dataset: Dataset, said: dict[str, Correction]) -> Iterable[StatementRecord]:
    gone = {iri: c for iri, c in said.items() if c.review == "rejected"}
    if not gone:
        return
    known = {record.iri: record for record in entities(dataset)}
    wanted = {c.document for c in gone.values()}
    for paper in documents(dataset):
        if paper.id in wanted:
            sources = dataset.sources(paper.id)
            canonical = dataset.identity.canonical(source.iri for source in sources)
            shown = {source.group: canonical.get(source.iri, source.group) for source in sources}
            own = renamed(own_triples(dataset.store, dataset.names.document(paper.id)), shown)
            nodes = grouped((s.value, p.value, o.value) for s, p, o in own)
            records = Reader(nodes, dataset.schema, known, paper).statements()
            yield from (record for record in records if record.iri in gone)


def decide(dataset: Dataset, correction: Correction) -> Correction | None:
    """Keep a correction and show what follows; what a person had said of the statement before, for `undo`."""
    node = dataset.names.statement(correction.statement).value
    before = held(dataset, [correction.document]).get(node)
    correct(dataset, [correction])
    return before


def undo(dataset: Dataset, correction: Correction, before: Correction | None) -> None:
    """Take back what `decide` did."""
    if before:
        take_back(dataset, [correction])
        correct(dataset, [before])
    else:
        take_back(dataset, [correction])
