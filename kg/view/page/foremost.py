"""What a page shows of a large graph: a picture of ten thousand nodes takes minutes to lay out and shows nothing."""

from collections import Counter
from collections.abc import Sequence

from kg.view.records import DocumentRecord, EntityRecord, StatementRecord

MOST = 500
"""Entities on one page."""

Records = tuple[Sequence[EntityRecord], Sequence[StatementRecord], Sequence[DocumentRecord]]


def foremost(
    entities: Sequence[EntityRecord],
    statements: Sequence[StatementRecord],
    documents: Sequence[DocumentRecord],
    most: int = MOST,
) -> Records:
    """The `most` entities with most statements, by name where these are equal, the statements whose parties are all
    among them, and the documents of these; everything, where no more entities have statements."""
    parties = parties_of(statements)
    counts = Counter(iri for iris in parties.values() for iri in iris)
    if len(counts) <= most:
        return entities, statements, documents
    named = {entity.iri: entity.label.casefold() for entity in entities}
    kept = set(sorted(counts, key=lambda iri: (-counts[iri], named.get(iri, ""), iri))[:most])
    shown = [s for s in statements if parties[s.iri] <= kept]
    sources = {proof.document for s in shown for proof in s.evidence}
    return [e for e in entities if e.iri in kept], shown, [d for d in documents if d.id in sources]


def parties_of(statements: Sequence[StatementRecord]) -> dict[str, frozenset[str]]:
    """The entities in any role of each statement, by its IRI; a statement has a record for each pair of its parties."""
    found: dict[str, set[str]] = {}
    for statement in statements:
        found.setdefault(statement.iri, set()).update(statement.iris)
    return {iri: frozenset(parties) for iri, parties in found.items()}
