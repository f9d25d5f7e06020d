"""What the graph holds, as plain values: entities, documents, statements and their evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.model import Amount, Period


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """An entity of the whole graph.

    `label` is the name that most documents use, of several the longest, then the first in order; `aliases` are all
    others, sorted; `identifiers` are sorted (scheme, value) pairs; `documents` the sorted ids of those that name it.
    """

    iri: str
    label: str
    type: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document without its text. `published` is an ISO day; None for what is not known."""

    id: str
    iri: str
    title: str | None = None
    url: str | None = None
    published: str | None = None
    publisher: str | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """The quote at `[start, end)` (code points) of a document's text.

    `document` is its id; `prefix` and `suffix` are up to 200 characters of the text before and after the quote.
    """

    document: str
    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""
    title: str | None = None
    url: str | None = None
    published: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role: an entity (`iri`, its label and type), or a value.

    For a value `iri` and `type` are empty, `label` are the words of the text, and `value` is the amount or period
    that they mean (None for plain text).
    """

    label: str
    iri: str = ""
    type: str = ""
    value: Amount | Period | None = None


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """A statement with all it carries, between one head and one tail.

    `type`, `edge`, `certainty` and the keys of `roles` are local names of the ontology. `head` and `tail` are the
    IRIs at the two ends of the edge; tail and edge are None for a type without an edge. A statement with n parties
    gives a record for any two of them, whose ids get "-2", "-3" and so on; `statement` is the id that they share.
    `roles` come in the ontology's order, their fillers by label or place; `evidence` in the order of the text.
    """

    id: str
    statement: str
    iri: str
    type: str
    edge: str | None
    head: str
    head_label: str
    tail: str | None
    tail_label: str | None
    roles: Mapping[str, tuple[Filler, ...]] = field(hash=False)
    certainty: str
    evidence: tuple[EvidenceRecord, ...]
    confidence: float
    by: str
    said_by: tuple[str, ...] = ()
    when: Period | None = None

    @property
    def iris(self) -> tuple[str, ...]:
        """The IRIs of all entities in any role, each once, head and tail first."""
        ends = [self.head, *([self.tail] if self.tail else [])]
        return tuple(dict.fromkeys(ends + [f.iri for fillers in self.roles.values() for f in fillers if f.iri]))

    @property
    def amounts(self) -> tuple[str, ...]:
        """The words of all amounts."""
        return tuple(f.label for fillers in self.roles.values() for f in fillers if isinstance(f.value, Amount))

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents of the evidence, each once."""
        return tuple(dict.fromkeys(evidence.document for evidence in self.evidence))
