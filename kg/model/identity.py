"""Who is who: the entities of single documents, and judgements on whether two of them are the same."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["same", "different", "unsure"]
Judge = Literal["rule", "model", "person"]
LinkDecision = Literal["linked", "unsure", "none"]
"""linked: the best candidate is meant; unsure: it may be, or two fit equally; none: nothing fits."""


@dataclass(frozen=True, slots=True)
class SourceEntity:
    """One entity of one document, as that document names it.

    `iri` is a hash of the document's id, the class and the name: the same again when the document is read again.
    `group` is the IRI of its name group: what it is called by its name alone, the same in every document.
    `type` is the local name of an entity class, `aliases` are the other names in the text, sorted, `identifiers`
    sorted (scheme, value) pairs, `context` the names of what the document says beside it, sorted (other entities).
    """

    iri: str
    document: str
    type: str
    name: str
    group: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one judge holds of two entities, named by the IRIs of name groups or of source entities, `a < b`.

    `by` is the kind of judge and `judge` its name: a rule's, a model's or a person's. `score` is the judge's own
    certainty that they are the same, 0 to 1, None when it gave none. `features` are the reasons as phrases.
    `date` (ISO 8601) is for persons alone: a rule gives the same judgement on any day.
    """

    a: str
    b: str
    verdict: Verdict
    by: Judge
    judge: str
    score: float | None = None
    features: tuple[str, ...] = ()
    date: str = ""
    note: str = ""

    @classmethod
    def of(cls, a: str, b: str, verdict: Verdict, by: Judge, judge: str, **more: object) -> "Judgement":
        """A judgement on a pair in either order; ValueError when both are the same IRI."""
        if a == b:
            raise ValueError(f"a judgement needs two entities, not {a} twice")
        return cls(min(a, b), max(a, b), verdict, by, judge, **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry of a register that a name in a text may mean.

    `register` is the register's name, `id` and `name` are the entry's, `identifiers` its sorted (scheme, value) pairs.
    `score` (0 to 1) says how surely it is meant, `reasons` are phrases for and against it.
    """

    register: str
    id: str
    name: str
    identifiers: tuple[tuple[str, str], ...] = ()
    score: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterLink:
    """What a document's entity was taken for in a register: the decision, and up to two candidates, best first.

    The first is meant where the decision is "linked"; without candidates no entry has a name like the entity's.
    """

    decision: LinkDecision
    candidates: tuple[Candidate, ...] = ()
