"""From what a person says of a statement to the correction that is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from kg.errors import InputError
from kg.model.identity import SourceEntity
from kg.model.review import Correction, Review
from kg.ontology.terms import StatementType
from kg.review.changed import changed
from kg.store import Dataset
from kg.store.corrections import described, found, parties, statement_triples, triples_of
from kg.store.names import FINGERPRINT, LEDGER
from kg.store.protocol import Triple, View
from kg.store.results import Table
from kg.store.shown import own_triples, source_entities
from kg.view.records import StatementRecord

Roles = Mapping[str, Sequence[str]]
"""By role, the IRIs of entities."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A statement of a document as it was found: what the document says, the entities, what a person said before."""

    own: set[Triple]
    said: set[Triple]
    sources: Sequence[SourceEntity]
    as_found: Correction
    before: Correction | None


def correction_of(
    dataset: Dataset,
    record: StatementRecord,
    review: Review,
    person: str,
    date: str,
    *,
    certainty: str = "",
    new_type: str = "",
    roles: Roles | None = None,
    swap: bool = False,
    note: str = "",
) -> Correction:
    """A person's word on a statement, on top of what persons said of it before.

    `roles` names entities of the document by the IRIs that they are seen under or that the document uses; `swap`
    exchanges the two ends; with `new_type` the ends become those of the new type. What was corrected before stays
    corrected when it is confirmed. InputError when "corrected" comes without a change, when the statement is not in
    its document, and when the ontology does not allow what comes out.
    """
    known = _reviewed(dataset, record)
    base = replace(known.as_found, review=review, person=person, date=date, note=note)
    if review == "rejected":
        return base
    if known.before is not None and known.before.review == "corrected":
        old = known.before
        base = replace(base, review="corrected", certainty=old.certainty, new_type=old.new_type, roles=old.roles)
    if review == "corrected":
        if not (certainty or new_type or roles or swap):
            raise InputError("says nothing of what is to be corrected: give a certainty, a type or entities")
        iris = {name: _own_iris(dataset, known.sources, some) for name, some in (roles or {}).items()}
        base = changed(dataset, known.said, known.sources, base, certainty, new_type, iris, swap)
    named = {iri for _, some in base.roles for iri in some}
    content = triples_of(base.content) | described(known.own, named, dataset.schema)
    return replace(base, content=n_triples(content))


def held(dataset: Dataset, documents: Iterable[str] | None = None) -> dict[str, Correction]:
    """What persons say of statements, by the IRI of the statement as it is in the graph now."""
    kept: dict[str, Correction] = {}
    for document, some in dataset.corrections(documents).items():
        own = own_triples(dataset.store, dataset.names.document(document))
        for correction, node in found(own, some, dataset.schema, dataset.names):
            kept[(node or dataset.names.statement(correction.statement)).value] = correction
    return kept


def n_triples(triples: Iterable[Triple]) -> str:
    """Sorted N-Triples."""
    return "".join(sorted(f"{s} {p} {o} .\n" for s, p, o in triples))


def _reviewed(dataset: Dataset, record: StatementRecord) -> Reviewed:
    document = record.evidence[0].document
    schema, graph, node = dataset.schema, dataset.names.document(document), NamedNode(record.iri)
    own = own_triples(dataset.store, graph)
    before = held(dataset, [document]).get(record.iri)
    said = statement_triples(own, node)
    sources = source_entities(document, graph, own, schema)
    if kind := _type(said, node, {kind.iri: kind for kind in schema.statements.values()}):
        of = parties(said, node, kind.name, schema)
        fillers = {o.value for s, _, o in said if s == node} & {source.group for source in sources}
        content = n_triples(said | described(own, fillers, schema))
        text = fingerprint_of_text(dataset, graph)
        as_found = Correction(
            document, record.statement, kind.name, of, "confirmed", "", "", content=content, text=text
        )
        return Reviewed(own, said, sources, as_found, before)
    if before is None:
        raise InputError(f"document {document!r} has no statement {record.statement}")
    put_back = triples_of(before.content)
    as_found = replace(before, review="confirmed", certainty="", new_type="", roles=())
    known = {source.group: source for source in source_entities(document, graph, put_back, schema)}
    known |= {source.group: source for source in sources}
    return Reviewed(own, statement_triples(put_back, node), list(known.values()), as_found, before)


def _type(said: Iterable[Triple], node: NamedNode, kinds: Mapping[str, StatementType]) -> StatementType | None:
    return next((kinds[o.value] for s, _, o in said if s == node and o.value in kinds), None)


def fingerprint_of_text(dataset: Dataset, graph: NamedNode) -> str:
    """The fingerprint of a document's text, as `kg.store.fingerprint` gives it first; "" for an unknown document."""
    ask = f"SELECT ?mark {{ GRAPH {LEDGER} {{ {graph} {FINGERPRINT} ?mark }} }}"
    answer = dataset.store.query(ask, View())
    rows = answer.rows if isinstance(answer, Table) else ()
    return str(rows[0][0]).partition("-")[0] if rows else ""


def _own_iris(dataset: Dataset, sources: Iterable[SourceEntity], iris: Iterable[str]) -> tuple[str, ...]:
    """The document's own IRIs of entities, by what they are seen as or by themselves."""
    sources = sorted(sources, key=lambda source: source.group, reverse=True)
    seen = dataset.identity.canonical(source.iri for source in sources)
    own = {seen.get(source.iri, source.group): source.group for source in sources}
    own |= {source.group: source.group for source in sources}
    if unknown := sorted(set(iris) - own.keys()):
        raise InputError(f"the document does not name {unknown[0]}")
    return tuple(sorted({own[iri] for iri in iris}))
