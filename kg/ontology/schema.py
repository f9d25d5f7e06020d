"""The vocabulary that all stages ask: which types, roles, edges and certainties there are, and what fits what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations, product
from pathlib import Path
from typing import TypeVar

from kg.errors import PatternError
from kg.ontology.files import company_ttl
from kg.ontology.terms import Certainty, Edge, EntityType, Role, StatementType, Term
from kg.ontology.vocabulary import read_vocabulary

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """What the ontology declares, by local name. Make one with `Schema.load`.

    `types` are entity and value types, `certainties` go from fact to denial, `edges` are those that a statement
    implies (not their inverses), `terms` is everything that the files name,
    `ancestors` give for each type itself and all types above it.
    """

    types: Mapping[str, EntityType]
    statements: Mapping[str, StatementType]
    edges: Mapping[str, Edge]
    certainties: Mapping[str, Certainty]
    terms: Mapping[str, Term]
    ancestors: Mapping[str, frozenset[str]]
    paths: tuple[Path, ...] = ()

    @classmethod
    def load(cls, *paths: Path | None) -> "Schema":
        """The packaged ontology, extended by further Turtle files; None among them is left out.

        InputError for a file that cannot be read, PatternError for one that is not Turtle or contradicts itself.
        """
        files = (company_ttl(), *(Path(path) for path in paths if path is not None))
        found = read_vocabulary(files)
        parents = {name: kind.parents for table in (found.types, found.statements) for name, kind in table.items()}
        above = {name: _closure(name, parents) for name in parents}
        return cls(found.types, found.statements, found.edges, found.certainties, found.terms, above, files)

    @property
    def entity_types(self) -> tuple[str, ...]:
        """Names of the types of nodes."""
        return tuple(name for name, entity_type in self.types.items() if entity_type.kind == "entity")

    @property
    def value_types(self) -> tuple[str, ...]:
        """Names of the types of values."""
        return tuple(name for name, entity_type in self.types.items() if entity_type.kind == "value")

    def type(self, name: str) -> EntityType:
        """An entity or value type; PatternError with a hint for an unknown name."""
        return _find(self.types, name, "entity or value type")

    def statement_type(self, name: str) -> StatementType:
        """A statement type; PatternError with a hint for an unknown name."""
        return _find(self.statements, name, "statement type")

    def role(self, statement_type: str, name: str) -> Role:
        """A role of a statement type, inherited ones included; PatternError with a hint for an unknown name."""
        return _find(self.statement_type(statement_type).roles, name, f"role of {statement_type}")

    def edge(self, name: str) -> Edge:
        """An edge; PatternError with a hint for an unknown name."""
        return _find(self.edges, name, "edge")

    def certainty(self, name: str) -> Certainty:
        """A certainty; PatternError with a hint for an unknown name."""
        return _find(self.certainties, name, "certainty")

    def term(self, name: str) -> Term:
        """Anything that the ontology names; PatternError with a hint for an unknown name."""
        return _find(self.terms, name, "term of the ontology")

    def iri(self, name: str) -> str:
        """The IRI of anything that the ontology names."""
        return self.term(name).iri

    def label(self, name: str, lang: str = "en") -> str:
        """How to call a term in a language; English, then the name itself, where there is no label in it."""
        labels = self.term(name).labels
        return labels.get(lang) or labels.get("en") or name

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether an entity, value or statement type is `ancestor` or below it; "" is a type that nobody knows."""
        return bool(name) and ancestor in _find(self.ancestors, name, "type")

    def accepts(self, role: Role, type_name: str) -> bool:
        """Whether something of this entity or value type may fill the role; what nobody knows the type of may."""
        return not type_name or any(self.is_a(type_name, allowed) for allowed in role.ranges)

    def weakest(self, certainties: Iterable[str]) -> str:
        """The certainty that wins among several: the one of the highest rank. ValueError when there are none."""
        return max(certainties, key=lambda name: self.certainty(name).rank)

    def default_certainties(self) -> tuple[str, ...]:
        """The certainties whose edges queries see unless asked otherwise."""
        return tuple(name for name, certainty in self.certainties.items() if certainty.default)

    def pairs(self, statement_type: str, fillers: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str | None], ...]:
        """The (head, tail) pairs of a statement, in the edge's direction; tail is None for a type without an edge.

        `fillers` map roles to entities (ids or IRIs). Among n parties of a symmetric statement each pair comes once.
        Nothing is paired with itself.
        """
        kind = self.statement_type(statement_type)
        heads = fillers.get(kind.head, ())
        if kind.tail is None:
            return tuple((head, None) for head in heads)
        if kind.tail == kind.head:
            return tuple((a, b) for a, b in combinations(dict.fromkeys(heads), 2))
        return tuple((a, b) for a, b in product(heads, fillers.get(kind.tail, ())) if a != b)

    def implied(self, statement_type: str, fillers: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str, str], ...]:
        """All edges (subject, property IRI, object) that follow from a statement, sorted, each once.

        Besides the stated edge these are its super-properties, its inverse and, for a symmetric one, both directions.
        Whether the statement's certainty gives an edge at all is `Certainty.gives_edge`.
        """
        edge = self.statement_type(statement_type).edge
        if edge is None:
            return ()
        pairs = [(head, tail) for head, tail in self.pairs(statement_type, fillers) if tail is not None]
        return tuple(sorted({triple for a, b in pairs for triple in self._entailed(edge, a, b)}))

    def _entailed(self, edge: Edge, subject: str, target: str) -> Iterator[tuple[str, str, str]]:
        for name in (edge.name, *edge.parents):
            yield subject, self.iri(name), target
        if edge.symmetric:
            yield target, edge.iri, subject
        if edge.inverse:
            yield target, self.iri(edge.inverse), subject


def _closure(name: str, parents: Mapping[str, Sequence[str]]) -> frozenset[str]:
    found: set[str] = set()
    todo = [name]
    while todo:
        if (current := todo.pop()) not in found:
            found.add(current)
            todo += parents[current]
    return frozenset(found)


def _find(table: Mapping[str, T], name: str, what: str) -> T:
    if name in table:
        return table[name]
    close = get_close_matches(name, table, n=1, cutoff=0.5)
    hint = f"did you mean '{close[0]}'?" if close else "choose one of " + ", ".join(table)
    raise PatternError(f"unknown {what} '{name}'; {hint}")
