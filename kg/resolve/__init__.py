"""Resolution: the entities of one document get the IRIs that they share with other documents."""

from kg.resolve.iris import BASE, entity_iri, resolve

__all__ = ["BASE", "entity_iri", "resolve"]
