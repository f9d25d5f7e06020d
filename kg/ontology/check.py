"""Whether an ontology is complete and agrees with itself."""

from collections.abc import Iterable, Iterator

from kg.ontology.schema import Schema
from kg.ontology.terms import StatementType, Term

LANGUAGES = ("en", "de")


def check(schema: Schema) -> list[str]:
    """What is wrong, one line each, naming the term; empty when nothing is."""
    return [
        *_words(schema.terms.values()),
        *(problem for kind in schema.statements.values() for problem in _statement(schema, kind)),
        *_edges(schema),
        *_certainties(schema),
    ]


def _words(terms: Iterable[Term]) -> Iterator[str]:
    for term in terms:
        for lang in LANGUAGES:
            if not term.labels.get(lang):
                yield f"{term.name}: no label in '{lang}'"
            if not term.definitions.get(lang):
                yield f"{term.name}: no definition in '{lang}'"


def _statement(schema: Schema, kind: StatementType) -> Iterator[str]:
    if not kind.required:
        yield f"{kind.name}: no required role"
    if not kind.roles[kind.head].required:
        yield f"{kind.name}: the role that it is about, '{kind.head}', is not required"
    for parent in kind.parents:
        missing = schema.statements[parent].roles.keys() - kind.roles.keys()
        yield from (f"{kind.name}: lacks the role '{role}' of {parent}" for role in sorted(missing))
    if edge := kind.edge:
        if not kind.roles[edge.object_role].required:
            yield f"{kind.name}: the role that its edge points at, '{edge.object_role}', is not required"
        if edge.symmetric != (edge.subject_role == edge.object_role):
            yield f"{kind.name}: its edge '{edge.name}' must be symmetric if and only if one role is both its ends"
        if edge.symmetric and kind.roles[edge.subject_role].minimum < 2:
            yield f"{kind.name}: needs two or more fillers of '{edge.subject_role}'"


def _edges(schema: Schema) -> Iterator[str]:
    for edge in schema.edges.values():
        if edge.inverse is not None and edge.inverse not in schema.terms:
            yield f"{edge.name}: its inverse '{edge.inverse}' is not declared"
        yield from (f"{edge.name}: its super-property '{p}' is no edge" for p in edge.parents if p not in schema.edges)


def _certainties(schema: Schema) -> Iterator[str]:
    ranks = [certainty.rank for certainty in schema.certainties.values()]
    if len(set(ranks)) != len(ranks):
        yield "certainty: two of the scheme have the same rank"
    for certainty in schema.certainties.values():
        if certainty.default and not certainty.gives_edge:
            yield f"{certainty.name}: is in the default view without giving an edge"
