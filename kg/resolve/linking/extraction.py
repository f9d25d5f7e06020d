"""All entities of a document linked to a register, with regard for one another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.model import Entity, Extraction, RegisterLink
from kg.resolve.linking.context import Context, Reading
from kg.resolve.linking.link import Candidates, Link, link
from kg.resolve.names.score import TYPES
from kg.resolve.registers import Register
from kg.resolve.registers.entry import Entry

_PROPERTIES = {"ticker": "exchangeTicker"}
"""Properties of the ontology for schemes of registers that are called otherwise."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The link of one entity of a document. `identifiers` are those that came with it, `source` the register's name
    that they are from; empty where nothing was linked."""

    entity: str
    link: Link
    identifiers: tuple[tuple[str, str], ...] = ()
    source: str = ""


def link_extraction(extraction: Extraction, register: Candidates) -> tuple[Extraction, tuple[Decision, ...]]:
    """The extraction with `identifiers` and `known` set on what the register knows, `link` on all kinds of entities
    that a register may hold, and a decision for every entity.

    Two rounds: the entries of the first are the companions of the others in the second. Identifiers that an entity
    has already are kept, but for a scheme that the entry has, too.
    """
    register = _Remembered(register)
    reading = Reading.of(extraction.document.text)
    contexts = {e.id: reading.at(_spans(e)) for e in extraction.entities}
    first = {e.id: link(e, contexts[e.id], register).entry for e in extraction.entities}
    decisions = []
    entities = []
    for entity in extraction.entities:
        found = link(entity, _beside(entity, contexts, first), register)
        linked, decision = _apply(entity, found)
        entities.append(linked)
        decisions.append(decision)
    return replace(extraction, entities=tuple(entities)), tuple(decisions)


def linked(extractions: Iterable[Extraction], register: Path | None) -> Iterator[Extraction]:
    """The extractions linked to the register in a file, as they are when there is none; InputError for a bad file."""
    if register is None:
        yield from extractions
        return
    with Register.open(register, read_only=True) as opened:
        for extraction in extractions:
            yield link_extraction(extraction, opened)[0]


@dataclass(slots=True)
class _Remembered:
    """A source of candidates that is asked once for each name of a document."""

    register: Candidates
    found: dict[tuple[str, str | None, int], Sequence[Entry]] = field(default_factory=dict)

    def candidates(self, name: str, *, type: str | None = None, limit: int = 20) -> Sequence[Entry]:
        key = name, type, limit
        if key not in self.found:
            self.found[key] = self.register.candidates(name, type=type, limit=limit)
        return self.found[key]

    def by_identifier(self, scheme: str, value: str) -> Sequence[Entry]:
        look_up = getattr(self.register, "by_identifier", None)
        return tuple(look_up(scheme, value)) if look_up else ()


def _spans(entity: Entity) -> Iterable[tuple[int, int]]:
    named = [(m.start, m.end) for m in entity.mentions if m.kind == "name"]
    return named or [(m.start, m.end) for m in entity.mentions]


def _beside(entity: Entity, contexts: dict[str, Context], first: dict[str, Entry | None]) -> Context:
    others = {found.id: found for id, found in first.items() if found is not None and id != entity.id}
    return contexts[entity.id].beside(others[id] for id in sorted(others))


def _apply(entity: Entity, found: Link) -> tuple[Entity, Decision]:
    if entity.type in TYPES:
        entity = replace(entity, link=RegisterLink(found.decision, found.compared))
    if found.entry is None:
        return entity, Decision(entity.id, found)
    origin = ("registerEntry", f"{found.entry.source} {found.entry.id}")
    known = {(_PROPERTIES.get(scheme, scheme), value) for scheme, value in found.entry.identifiers}
    brought = tuple(sorted({*known, origin}))
    schemes = {scheme for scheme, _ in brought}
    kept = [pair for pair in entity.identifiers if pair[0] not in schemes]
    linked = replace(entity, identifiers=tuple(sorted({*kept, *brought})), known=found.entry.label)
    return linked, Decision(entity.id, found, brought, found.entry.source)
