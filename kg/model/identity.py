"""Who is who: the entities of single documents, and judgements on whether two of them are the same."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["same", "different", "unsure"]
Judge = Literal["rule", "model", "person"]


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
