"""Types for entities that were given without one: what they do in the statements decides."""

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Document, Entity, Statement
from kg.ontology import Schema

UNKNOWN = ""
"""The type of a given entity that nobody knows, or that is none of the ontology's; it may fill every role."""
COMMON = "Company"
"""What an entity is that no statement says more of."""


def with_known_types(document: Document, schema: Schema) -> Document:
    """The document with UNKNOWN for the types of given entities that the ontology does not have."""
    known = frozenset(schema.entity_types)
    if all(entity.type in known for entity in document.given):
        return document
    given = (e if e.type in known else replace(e, type=UNKNOWN) for e in document.given)
    return replace(document, given=tuple(given))


def typed(entities: tuple[Entity, ...], statements: Iterable[Statement], schema: Schema) -> tuple[Entity, ...]:
    """The entities, those of UNKNOWN type with that of their role in the surest statement that narrows it."""
    if all(entity.type for entity in entities):
        return entities
    found: dict[str, str] = {}
    for statement in sorted(statements, key=lambda s: (-s.confidence, s.id)):
        for name, ids in statement.entities.items():
            ranges = schema.role(statement.type, name).ranges & frozenset(schema.entity_types)
            fitting = sorted(ranges, key=lambda t: (not schema.is_a(COMMON, t), t))
            for entity in ids:
                if fitting:
                    found.setdefault(entity, COMMON if schema.is_a(COMMON, fitting[0]) else fitting[0])
    return tuple(e if e.type else _of_type(e, found.get(e.id, COMMON)) for e in entities)


def _of_type(entity: Entity, type_: str) -> Entity:
    return replace(entity, type=type_, mentions=tuple(replace(m, type=type_) for m in entity.mentions))
