"""What the page carries: entities, statements, sources and the words for them, as plain JSON values."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.ontology import Schema
from kg.ontology.terms import Term
from kg.view.page.drawing import drawing
from kg.view.page.looks import certainty_looks, entity_looks, statement_looks
from kg.view.values import DocumentRecord, EntityRecord, EvidenceRecord, Filler, StatementRecord

LANGUAGES = ("en", "de")

Row = dict[str, Any]


def payload(
    entities: Sequence[EntityRecord],
    statements: Sequence[StatementRecord],
    documents: Sequence[DocumentRecord],
    schema: Schema,
) -> Row:
    """All that the scripts read. Lists are ordered by content, so the order of what comes in does not matter.

    Entities come by number of statements, then name; statements by certainty, type and names.
    """
    whole = _whole(statements, schema)
    counts = Counter(iri for pairs in whole for iri in pairs[0].iris)
    ranked = sorted(entities, key=lambda e: (-counts[e.iri], e.label.casefold(), e.iri))
    place = {entity.iri: i for i, entity in enumerate(ranked)}
    sources = sorted(documents, key=lambda d: d.id)
    sources.sort(key=lambda d: d.published or "", reverse=True)
    shelf = {document.id: i for i, document in enumerate(sources)}
    said = [_statement(pairs, place, shelf, schema) for pairs in whole]
    rows = [_entity(entity) for entity in ranked]
    for i, row in enumerate(said):
        for node in row["takesPart"]:
            rows[node]["statements"].append(i)
    looks = {
        "types": entity_looks(schema, {row["type"] for row in rows}),
        "statements": statement_looks(schema, Counter(row["type"] for row in said)),
        "certainties": certainty_looks(schema),
    }
    return {"entities": rows, "statements": said, "documents": [_document(d) for d in sources], "looks": looks,
            "labels": _labels(schema), "network": drawing(rows, said, looks)}  # fmt: skip


def _whole(statements: Iterable[StatementRecord], schema: Schema) -> list[list[StatementRecord]]:
    """The records of each statement (one for each pair of its parties) together, statements and records in order."""
    kinds = {name: i for i, name in enumerate(schema.statements)}
    ordered = sorted(statements, key=lambda s: (
        schema.certainty(s.certainty).rank, kinds[s.type], s.head_label, s.tail_label or "", s.iri, s.id))  # fmt: skip
    together: dict[str, list[StatementRecord]] = {}
    for record in ordered:
        together.setdefault(record.iri, []).append(record)
    return list(together.values())


def _entity(entity: EntityRecord) -> Row:
    return {
        "key": entity.iri,
        "name": entity.label,
        "type": entity.type,
        "aliases": [alias for alias in entity.aliases if alias != entity.label],
        "identifiers": [list(pair) for pair in entity.identifiers],
        "statements": [],
    }


def _statement(
    pairs: Sequence[StatementRecord], place: Mapping[str, int], shelf: Mapping[str, int], schema: Schema
) -> Row:
    record = pairs[0]
    proofs = [_proof(evidence, shelf) for evidence in record.evidence]
    kind = schema.statement_type(record.type)
    heads = _places(record.roles.get(kind.head, ()), place)
    tails = [] if kind.tail in (None, kind.head) else _places(record.roles.get(kind.tail or "", ()), place)
    return {
        "key": record.statement,
        "type": record.type,
        "heads": heads,
        "tails": tails,
        "pairs": [[place[pair.head], place[pair.tail] if pair.tail else None] for pair in pairs],
        "takesPart": sorted(place[iri] for iri in record.iris),
        "others": _others(record, (kind.head, kind.tail), place),
        "certainty": record.certainty,
        "saidBy": list(record.said_by),
        "when": {"text": record.when.text, "edtf": record.when.edtf} if record.when else None,
        "confidence": record.confidence,
        "by": record.by,
        "evidence": proofs,
        "documents": sorted({proof["document"] for proof in proofs}),
    }


def _places(fillers: Iterable[Filler], place: Mapping[str, int]) -> list[int]:
    return sorted(place[filler.iri] for filler in fillers if filler.iri)


def _others(record: StatementRecord, ends: tuple[str | None, ...], place: Mapping[str, int]) -> list[Row]:
    """Who and what takes part beside head and tail, in the order of the record's roles."""
    return [{"role": role, "fillers": [_filler(filler, place) for filler in fillers]}
            for role, fillers in record.roles.items() if role not in ends and fillers]  # fmt: skip


def _filler(filler: Filler, place: Mapping[str, int]) -> Row:
    return {"entity": place[filler.iri]} if filler.iri else {"text": filler.label}


def _proof(evidence: EvidenceRecord, shelf: Mapping[str, int]) -> Row:
    return {"document": shelf[evidence.document], "quote": evidence.quote, "prefix": evidence.prefix,
            "suffix": evidence.suffix}  # fmt: skip


def _document(document: DocumentRecord) -> Row:
    return {"id": document.id, "title": document.title, "url": document.url, "published": document.published,
            "publisher": document.publisher, "lang": document.lang}  # fmt: skip


def _labels(schema: Schema) -> dict[str, dict[str, dict[str, str]]]:
    """Labels and definitions of everything that the page may name, by group, name and language."""
    roles: dict[str, Term] = {name: role for kind in schema.statements.values() for name, role in kind.roles.items()}
    groups: dict[str, Mapping[str, Term]] = {
        "types": {name: schema.types[name] for name in schema.entity_types},
        "statements": schema.statements,
        "certainties": schema.certainties,
        "edges": schema.edges,
        "roles": roles,
    }
    labels = {group: {name: _in(term.labels) for name, term in terms.items()} for group, terms in groups.items()}
    defined: list[Iterable[Term]] = [groups[group].values() for group in ("types", "statements", "certainties")]
    labels["definitions"] = {term.name: _in(term.definitions) for terms in defined for term in terms}
    return labels


def _in(words: Mapping[str, str]) -> dict[str, str]:
    return {lang: words[lang] for lang in LANGUAGES if lang in words}
