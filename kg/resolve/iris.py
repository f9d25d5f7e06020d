"""One IRI for one name: the same name in two articles is the same entity."""

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import replace

from kg.model import Entity, Extraction
from kg.ontology import Schema
from kg.resolve.keys import fold, name_key, register_key

BASE = "https://w3id.org/company-kg/id/"
"""The default base of entity, statement and document IRIs."""


def resolve(extraction: Extraction, schema: Schema, base: str = BASE) -> Extraction:
    """The extraction with an IRI on every entity; independent of all other documents.

    Names that one article tells apart stay apart: where two would share an IRI ("Waywise", "Waywise Group"), each is
    known by its whole name: that of the register, unless both are the same entry.
    """
    shared = Counter(entity_iri(e, schema, base) for e in extraction.entities)
    entries = Counter((entity_iri(e, schema, base), fold(e.known)) for e in extraction.entities)

    def known_by(entity: Entity) -> Entity:
        iri = entity_iri(entity, schema, base)
        if shared[iri] == 1:
            return replace(entity, iri=iri)
        if entity.known and entries[iri, fold(entity.known)] == 1:
            return replace(entity, iri=entity_iri(replace(entity, name=entity.known), schema, base, whole=True))
        return replace(entity, iri=entity_iri(entity, schema, base, whole=True))

    return replace(extraction, entities=tuple(map(known_by, extraction.entities)))


def entity_iri(entity: Entity, schema: Schema, base: str = BASE, *, whole: bool = False) -> str:
    """`<base>entity/<slug>-<8 hex digits>`, from the name's key (or its `whole` form) and the top entity class.

    Company, Organization and Exchange share a top class, since texts often leave open which one is meant;
    a person or a product of the same name gets another IRI. Two firms of the register of which only the legal form
    differs ("Kessler AG", "Kessler Ltd") are known by their whole names.
    """
    top = top_class(entity.type, schema)
    key = fold(entity.name) if whole else register_key(entity.known) or name_key(entity.name)
    digest = hashlib.sha256(f"{top}\n{key}".encode()).hexdigest()[:8]
    return f"{base}entity/{slug(key)}-{digest}"


def top_class(type_: str, schema: Schema) -> str:
    """The topmost entity class above `type_` that is an entity class itself: Organization for Company."""
    parents = [p for p in schema.type(type_).parents if p in schema.entity_types]
    return top_class(parents[0], schema) if parents else type_


def slug(name: str) -> str:
    """ASCII letters and digits of `name`, joined by hyphens, at most 40 characters; "x" when there are none."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-") or "x"
