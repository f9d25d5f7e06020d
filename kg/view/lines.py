"""One annotated document as one JSON line, as `kg extract` writes it."""

import json
from typing import Any

from kg.model import Amount, Entity, Extraction, Period, Statement
from kg.ontology import Schema


def line(extraction: Extraction, schema: Schema) -> str:
    """The JSON line of a document, without the line end; keys in a fixed order, text unescaped."""
    return json.dumps(record(extraction, schema), ensure_ascii=False)


def record(extraction: Extraction, schema: Schema) -> dict[str, Any]:
    """The document's id, language, entities and statements; a statement with n parties once per pair."""
    return {
        "id": extraction.document.id,
        "lang": extraction.document.lang,
        "entities": [_entity(entity) for entity in extraction.entities],
        "statements": [pair for s in extraction.statements for pair in _pairs(s, schema)],
    }


def _entity(entity: Entity) -> dict[str, Any]:
    mentions = [{"start": m.start, "end": m.end, "text": m.text} for m in entity.mentions]
    return {"id": entity.id, "name": entity.name, "type": entity.type, "iri": entity.iri, "mentions": mentions}


def _pairs(statement: Statement, schema: Schema) -> list[dict[str, Any]]:
    edge = schema.statement_type(statement.type).edge
    pairs = schema.pairs(statement.type, statement.entities)
    return [_statement(statement, edge.name if edge else None, head, tail, n) for n, (head, tail) in enumerate(pairs)]


def _statement(statement: Statement, edge: str | None, head: str, tail: str | None, number: int) -> dict[str, Any]:
    roles: dict[str, Any] = {role: list(ids) for role, ids in statement.entities.items()}
    roles |= {role: _value(fillers[0]) for role, fillers in statement.values.items()}
    return {
        "id": f"{statement.id}-{number + 1}" if number else statement.id,
        "type": statement.type,
        "edge": edge,
        "head": head,
        "tail": tail,
        "roles": roles,
        "certainty": statement.certainty,
        "said_by": list(statement.said_by),
        "when": _value(statement.when) if statement.when else None,
        "evidence": [{"start": e.start, "end": e.end, "quote": e.quote} for e in statement.evidence],
        "confidence": statement.confidence,
        "by": statement.by,
    }


def _value(value: Amount | Period | str) -> dict[str, Any]:
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, Period):
        return {"text": value.text, "edtf": value.edtf}
    known = {"min": value.min, "max": value.max, "unit": value.unit, "currency": value.currency}
    plain = {key: v for key, v in known.items() if v not in (None, "")}
    return {"text": value.text, **plain, **({"approximate": True} if value.approximate else {})}
