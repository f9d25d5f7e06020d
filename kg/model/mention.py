"""Names in a text and the entities they stand for."""

from dataclasses import dataclass
from typing import Literal

from kg.model.identity import RegisterLink

MentionKind = Literal["name", "nominal", "pronoun"]
"""name: "Nordstahls"; nominal: "der Konzern", "the chipmaker"; pronoun: "er", "its", "dessen"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place `[start, end)` (code points) where the text names or refers to an entity.

    `text` is the quote at these offsets, inflection included ("Nordstahls"). `type` is the local name of an
    entity class of the ontology. `entity` is the id of the document's entity ("e1").
    `name` is the base form ("Nordstahl") for names and empty for other kinds.
    """

    start: int
    end: int
    text: str
    type: str
    kind: MentionKind
    entity: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of one document: all its mentions, in text order, under one name.

    `id` is unique in the document and numbered by first mention ("e1", "e2", ...). `name` is the most complete
    base form; `aliases` are the other surface forms, sorted. `iri` is set by resolve, empty before.
    `identifiers` are sorted (scheme, value) pairs from a register, such as ("isin", "US01609W1027"); a scheme is a
    property of the ontology. `known` is the register's own name for it, or empty; `link` is why it was linked or not,
    None where no register was asked.
    """

    id: str
    name: str
    type: str
    mentions: tuple[Mention, ...] = ()
    aliases: tuple[str, ...] = ()
    iri: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    known: str = ""
    link: RegisterLink | None = None
