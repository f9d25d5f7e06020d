"""What the ontology declares, as values: types, roles, edges and certainties. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

TypeKind = Literal["entity", "value"]


@dataclass(frozen=True, slots=True)
class Term:
    """Anything that the ontology names: `name` is the local name, `labels` and `definitions` go by language."""

    name: str
    iri: str
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    definitions: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class EntityType(Term):
    """A class of nodes (kind "entity") or of values that statements carry (kind "value").

    `parents` are the direct super-classes that are types themselves, sorted. `literal` marks a value that is
    plain text in the graph (a datatype) rather than a node of its own.
    """

    parents: tuple[str, ...] = ()
    kind: TypeKind = "entity"
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Role(Term):
    """What takes part in a statement.

    `ranges` are names of types, any of which (or of their sub-types) may fill the role. `minimum` is the least number
    of fillers: 0 optional, 1 required, 2 for the parties of a symmetric statement. `value` is true when fillers are
    amounts, dates or text; `literal` when they are text.
    """

    ranges: frozenset[str] = frozenset()
    minimum: int = 0
    value: bool = False
    literal: bool = False

    @property
    def required(self) -> bool:
        """Whether a statement without this role cannot be."""
        return self.minimum > 0


@dataclass(frozen=True, slots=True)
class Edge(Term):
    """The direct property from the fillers of `subject_role` to those of `object_role`.

    `parents` are the super-properties that are edges themselves, `inverse` is the local name of the inverse property.
    """

    subject_role: str = ""
    object_role: str = ""
    symmetric: bool = False
    inverse: str | None = None
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementType(Term):
    """A kind of statement with its roles, inherited ones included, in the order in which the file declares them.

    `parents` are the direct super-classes that are statement types. `head` is the role that the edge starts from or,
    without an edge, the one that the statement is about; `tail` is the role that the edge points at.
    """

    parents: tuple[str, ...] = ()
    roles: Mapping[str, Role] = field(default_factory=dict, hash=False)
    edge: Edge | None = None
    head: str = ""

    @property
    def tail(self) -> str | None:
        """The role that the edge points at; None without an edge."""
        return self.edge.object_role if self.edge else None

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the roles that every statement of this type has."""
        return tuple(name for name, role in self.roles.items() if role.required)


@dataclass(frozen=True, slots=True)
class Certainty(Term):
    """How a source presents a statement. The highest `rank` of several is the weakest claim, and wins."""

    rank: int = 0
    gives_edge: bool = False
    default: bool = False
