"""What one document contributes to the graph: the hand-over from extraction to the store."""

from dataclasses import dataclass

from kg.model.document import Document
from kg.model.mention import Entity, Mention
from kg.model.statement import Statement


@dataclass(frozen=True, slots=True)
class Extraction:
    """A document with its entities (by first mention) and statements (by first evidence, then id)."""

    document: Document
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions of all entities, in text order."""
        return tuple(sorted((m for e in self.entities for m in e.mentions), key=lambda m: (m.start, m.end)))
