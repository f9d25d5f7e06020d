"""Direct edges, derived from what documents say by the rules of the ontology.

A statement gives the edges that `Schema.implied` names, if its certainty gives edges at all: the stated edge, its
super-properties except the most general one (`ckg:relatedTo`, which says nothing more), its inverse, and for a
symmetric edge both directions. A super-property of an inverse is not derived.
"""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import NamedNode

from kg.ontology import Schema
from kg.store.prefixes import PREFIXES
from kg.store.protocol import Triple

_TYPE = PREFIXES["rdf"] + "type"


def edges(triples: Iterable[Triple], schema: Schema) -> dict[str, set[Triple]]:
    """The edges that the statements among a document's triples give, by the name of their certainty.

    A certainty that gives none is missing. Statements of types that the schema does not know give none.
    """
    types = {kind.iri: name for name, kind in schema.statements.items()}
    certainties = {c.iri: name for name, c in schema.certainties.items() if c.gives_edge}
    about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for s, p, o in triples:
        if isinstance(o, NamedNode):
            about[s.value][p.value].append(o.value)
    found: dict[str, set[Triple]] = defaultdict(set)
    for properties in about.values():
        for certainty in certainties.keys() & set(properties.get(schema.iri("certainty"), ())):
            for kind in types.keys() & set(properties.get(_TYPE, ())):
                found[certainties[certainty]] |= _implied(types[kind], properties, schema)
    return dict(found)


def _implied(kind: str, properties: dict[str, list[str]], schema: Schema) -> set[Triple]:
    roles = schema.statements[kind].roles
    fillers = {name: sorted(properties.get(role.iri, ())) for name, role in roles.items() if not role.value}
    return {(NamedNode(s), NamedNode(p), NamedNode(o)) for s, p, o in schema.implied(kind, fillers)}
