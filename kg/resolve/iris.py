"""One IRI for one name: the same name in two articles is the same entity."""

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import replace

from kg.model import Entity, Extraction
from kg.ontology import Schema
from kg.resolve.keys import fold, name_key

BASE = "https://w3id.org/company-kg/id/"
"""The default base of entity, statement and document IRIs."""


def resolve(extraction: Extraction, schema: Schema, base: str = BASE) -> Extraction:
    """The extraction with an IRI on every entity; independent of all other documents.

    Names that one article tells apart stay apart: where two would share an IRI ("Waywise", "Waywise Group"), each is
    known by its whole name.
    """
    shared = Counter(entity_iri(e, schema, base) for e in extraction.entities)
    entities = tuple(
        replace(e, iri=entity_iri(e, schema, base, whole=shared[entity_iri(e, schema, base)] > 1))
        for e in extraction.entities
    )
    return replace(extraction, entities=entities)


def entity_iri(entity: Entity, schema: Schema, base: str = BASE, *, whole: bool = False) -> str:
    """`<base>entity/<slug>-<8 hex digits>`, from the name's key (or its `whole` form) and the top entity class.

    Company, Organization and Exchange share a top class, since texts often leave open which one is meant;
    a person or a product of the same name gets another IRI.
    """
    top = top_class(entity.type, schema)
    key = fold(entity.name) if whole else name_key(entity.known or entity.name)
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
