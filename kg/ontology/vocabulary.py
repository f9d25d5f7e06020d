"""From triples to types, roles, edges and certainties. The rules for the file stand at the top of company.ttl."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import PatternError
from kg.ontology.terms import Certainty, Edge, EntityType, Role, StatementType, Term
from kg.ontology.turtle import CKG, OWL, RDF, RDFS, SKOS, Index, Node, local_name, parse

_NAMED = (
    {OWL + kind for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "SymmetricProperty")}
    | {RDFS + "Datatype"}
    | {SKOS + kind for kind in ("Concept", "ConceptScheme")}
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that the files declare, by local name, in the order of the files."""

    terms: dict[str, Term]
    types: dict[str, EntityType]
    statements: dict[str, StatementType]
    edges: dict[str, Edge]
    certainties: dict[str, Certainty]


def read_vocabulary(paths: tuple[Path, ...]) -> Vocabulary:
    """Read Turtle files as one. PatternError names what contradicts the rules."""
    return _Reader(Index(triple for path in paths for triple in parse(path))).vocabulary()


class _Reader:
    def __init__(self, index: Index) -> None:
        self.index = index
        self.terms: dict[str, Term] = {}
        for iri in index.named:
            if _NAMED.intersection(index.iris(iri, RDF + "type")):
                self._add(Term(**self._named(iri)))
        self.by_iri = {term.iri: name for name, term in self.terms.items()}

    def vocabulary(self) -> Vocabulary:
        types = self._types()
        statements = {name: self._statement(name, types) for name in self._below(CKG + "Statement")}
        edges: dict[str, Edge] = {}
        for statement in statements.values():
            if statement.edge:
                edges.setdefault(statement.edge.name, statement.edge)
        return Vocabulary(self.terms, types, statements, edges, self._certainties())

    def _add(self, term: Term) -> None:
        if (known := self.terms.setdefault(term.name, term)).iri != term.iri:
            raise PatternError(f"ontology: <{known.iri}> and <{term.iri}> share the name '{term.name}'; rename one")

    def _named(self, iri: str) -> dict[str, Any]:
        labels = self.index.by_language(iri, RDFS + "label")
        return {
            "name": local_name(iri),
            "iri": iri,
            "labels": labels,
            "definitions": self.index.by_language(iri, SKOS + "definition"),
        }

    def _names(self, iri: str, predicate: str) -> list[str]:
        return [local_name(value) for value in self.index.iris(iri, predicate)]

    def _below(self, root: str) -> list[str]:
        """Local names of the classes below `root`, without it, in the order of the files."""
        return [name for name, term in self.terms.items() if term.iri != root and root in self._ancestors(term.iri)]

    def _ancestors(self, iri: str, relation: str = RDFS + "subClassOf") -> dict[str, None]:
        """`iri` and all that is above it, nearest first."""
        found: dict[str, None] = {}
        todo = [iri]
        while todo:
            if (current := todo.pop(0)) not in found:
                found[current] = None
                todo += self.index.iris(current, relation)
        return found

    def _parents(self, iri: str, among: list[str]) -> tuple[str, ...]:
        parents = {self.by_iri.get(parent, "") for parent in self.index.iris(iri, RDFS + "subClassOf")}
        return tuple(sorted(parents & set(among) - {self.by_iri[iri]}))

    def _types(self) -> dict[str, EntityType]:
        entities, values = self._below(CKG + "Entity"), self._below(CKG + "Value")
        texts = [n for n, t in self.terms.items() if RDFS + "Datatype" in self.index.iris(t.iri, RDF + "type")]
        types: dict[str, EntityType] = {}
        for name in entities + values + texts:
            iri = self.terms[name].iri
            types[name] = EntityType(
                **self._named(iri),
                parents=self._parents(iri, entities + values),
                kind="entity" if name in entities else "value",
                literal=name in texts,
            )
        return types

    def _statement(self, name: str, types: dict[str, EntityType]) -> StatementType:
        iri = self.terms[name].iri
        roles: dict[str, Role] = {}
        for ancestor in reversed(self._ancestors(iri)):
            for role, minimum in self._declared_roles(ancestor).items():
                inherited = roles[role].minimum if role in roles else 0
                roles[role] = self._role(name, role, max(minimum, inherited), types)
        head, edge = self._edge(name, roles)
        parents = self._parents(iri, self._below(CKG + "Statement"))
        return StatementType(**self._named(iri), parents=parents, roles=roles, edge=edge, head=head)

    def _declared_roles(self, iri: str) -> dict[str, int]:
        """Roles that a class declares itself, with their least number of fillers."""
        found: dict[str, int] = {}
        for restriction in self.index.of(iri, RDFS + "subClassOf"):
            properties = self.index.iris(restriction, OWL + "onProperty")
            for minimum in self.index.texts(restriction, OWL + "minCardinality"):
                if not properties or not minimum.isdigit():
                    raise PatternError(f"ontology: {local_name(iri)} has a restriction without role or number")
                found[local_name(properties[0])] = int(minimum)
        return found

    def _role(self, statement: str, name: str, minimum: int, types: dict[str, EntityType]) -> Role:
        if name not in self.terms:
            raise PatternError(f"ontology: {statement} has the role '{name}', which no file declares as a property")
        iri = self.terms[name].iri
        classes = [c for node in self.index.of(iri, RDFS + "range") for c in self._classes(node)]
        ranges = [self.by_iri.get(c, c) for c in classes]
        if not ranges:
            raise PatternError(f"ontology: role '{name}' of {statement} has no rdfs:range")
        if unknown := [r for r in ranges if r not in types]:
            raise PatternError(f"ontology: role '{name}' has the range '{unknown[0]}', no entity or value type")
        if len({types[r].kind for r in ranges}) > 1 or len({types[r].literal for r in ranges}) > 1:
            raise PatternError(f"ontology: the range of role '{name}' mixes entities, values and text; choose one")
        first = types[ranges[0]]
        return Role(
            **self._named(iri),
            ranges=frozenset(ranges),
            minimum=minimum,
            value=first.kind == "value",
            literal=first.literal,
        )

    def _classes(self, node: Node) -> list[str]:
        """The IRI of a class, or those of the members of a union."""
        unions = self.index.of(node, OWL + "unionOf")
        members = [member for union in unions for member in self.index.members(union)] if unions else [node]
        return [str(member).strip("<>") for member in members]

    def _edge(self, statement: str, roles: dict[str, Role]) -> tuple[str, Edge | None]:
        """The head role and the edge of a statement type: its own or that of the nearest class above it."""
        for ancestor in self._ancestors(self.terms[statement].iri):
            subject, target, edges = (self._names(ancestor, CKG + p) for p in ("subjectRole", "objectRole", "edge"))
            if not subject and not edges:
                continue
            if not subject or bool(edges) != bool(target):
                name = local_name(ancestor)
                raise PatternError(f"ontology: {name} needs ckg:subjectRole and, with ckg:edge, ckg:objectRole")
            for role in subject[:1] + target[:1]:
                if role not in roles or roles[role].value:
                    raise PatternError(f"ontology: {statement} has an edge of '{role}', which is no entity role of it")
            return subject[0], self._make_edge(edges[0], subject[0], target[0]) if edges else None
        raise PatternError(f"ontology: {statement} does not say which role it is about; add ckg:subjectRole")

    def _make_edge(self, name: str, subject: str, target: str) -> Edge:
        if name not in self.terms:
            raise PatternError(f"ontology: edge '{name}' is not declared; add it as an owl:ObjectProperty")
        iri = self.terms[name].iri
        above = [self.by_iri.get(i, "") for i in self._ancestors(iri, RDFS + "subPropertyOf")]
        known = [n for n in above if n not in ("", name, "relatedTo")]
        inverses = self._names(iri, OWL + "inverseOf")
        return Edge(
            **self._named(iri),
            subject_role=subject,
            object_role=target,
            symmetric=OWL + "SymmetricProperty" in self.index.iris(iri, RDF + "type"),
            inverse=inverses[0] if inverses else None,
            parents=tuple(sorted(known)),
        )

    def _certainties(self) -> dict[str, Certainty]:
        found: list[Certainty] = []
        for term in self.terms.values():
            for rank in self.index.texts(term.iri, CKG + "rank"):
                found.append(
                    Certainty(
                        **self._named(term.iri),
                        rank=int(rank),
                        gives_edge=self.index.texts(term.iri, CKG + "givesEdge") == ["true"],
                        default=self.index.texts(term.iri, CKG + "inDefaultView") == ["true"],
                    )
                )
        return {certainty.name: certainty for certainty in sorted(found, key=lambda c: c.rank)}
