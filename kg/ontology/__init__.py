"""The vocabulary, read from Turtle."""

from kg.ontology.files import company_ttl, ontology_dir, shapes_ttl
from kg.ontology.schema import Schema
from kg.ontology.terms import Certainty, Edge, EntityType, Role, StatementType, Term

__all__ = [
    "Certainty",
    "Edge",
    "EntityType",
    "Role",
    "Schema",
    "StatementType",
    "Term",
    "company_ttl",
    "ontology_dir",
    "shapes_ttl",
]
