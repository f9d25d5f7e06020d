"""SHACL for the roles of each statement type, from the schema, so that an added type is checked like the others."""

from collections.abc import Iterable

from kg.ontology.files import shapes_ttl
from kg.ontology.schema import Schema
from kg.ontology.terms import Role, StatementType
from kg.ontology.turtle import CKG

MARKER = "# ---- Written by kg.ontology.shapes from company.ttl; do not edit below this line\n"


def shapes_turtle(schema: Schema) -> str:
    """All shapes for graphs of this schema as Turtle; for the packaged ontology it is the text of shapes.ttl."""
    general, marker, _ = shapes_ttl().read_text(encoding="utf-8").partition(MARKER)
    return general + marker + role_shapes(schema)


def role_shapes(schema: Schema) -> str:
    """For each statement type the number and the classes of the fillers of its own roles; for each role its types.

    Shapes are named after the type or property that they check.
    """
    blocks = [_statement_shape(schema, kind) for kind in schema.statements.values()]
    return "\n" + "\n".join(block for block in blocks + _domain_shapes(schema) if block)


def _statement_shape(schema: Schema, kind: StatementType) -> str:
    inherited = {role for parent in kind.parents for role in schema.statements[parent].roles}
    properties = [_property(schema, role) for name, role in kind.roles.items() if name not in inherited]
    if not properties:
        return ""
    if kind.edge and not kind.edge.symmetric and kind.head not in inherited:
        head, tail = kind.roles[kind.edge.subject_role], kind.roles[kind.edge.object_role]
        properties.append(f"[ sh:path {_name(head.iri)} ; sh:disjoint {_name(tail.iri)} ]")
    listed = " ,\n        ".join(properties)
    name = _name(kind.iri)
    shape = _name(kind.iri + "Shape")
    return f"{shape} a sh:NodeShape ;\n    sh:targetClass {name} ;\n    sh:property {listed} .\n"


def _property(schema: Schema, role: Role) -> str:
    minimum = f"sh:minCount {role.minimum} ; " if role.minimum else ""
    if role.literal:
        return f"[ sh:path {_name(role.iri)} ; {minimum}sh:datatype xsd:string ; sh:minLength 1 ]"
    return f"[ sh:path {_name(role.iri)} ; {minimum}{_any_class(schema, sorted(role.ranges))} ]"


def _domain_shapes(schema: Schema) -> list[str]:
    """A role stands only at statements of a type that declares it (at entities too where it is an edge as well)."""
    users: dict[str, list[str]] = {}
    for kind in schema.statements.values():
        for role in kind.roles.values():
            users.setdefault(role.iri, []).append(kind.name)
    edges = {edge.iri for edge in schema.edges.values()}
    return [
        f"{_name(iri + 'RoleShape')} a sh:NodeShape ;\n    sh:targetSubjectsOf {_name(iri)} ;\n"
        f"    {_any_class(schema, names + (['Entity'] if iri in edges else []))} .\n"
        for iri, names in users.items()
    ]


def _any_class(schema: Schema, names: Iterable[str]) -> str:
    classes = [f"sh:class {_name(schema.iri(name))}" for name in names]
    return classes[0] if len(classes) == 1 else f"sh:or ( {' '.join(f'[ {c} ]' for c in classes)} )"


def _name(iri: str) -> str:
    """An IRI for Turtle: with the ontology's own prefix where it has it."""
    return f"ckg:{iri[len(CKG) :]}" if iri.startswith(CKG) else f"<{iri}>"
